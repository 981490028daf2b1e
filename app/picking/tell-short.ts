// What the diary hears of units that nobody found once the walk was over: at the wall, at the pack station, or on a list of paper.
import type { DiaryEvent } from '../events/vocabulary.ts';
import type { WaveLine } from './wave.ts';

type Missed = {
  /** the same for the same missing units */
  key: string;
  /** ISO 8601 */
  at: string;
  units: number;
  /** null: nobody said who looked */
  pickerId: string | null;
  reason: 'not-found' | 'missing-at-wall' | 'missing-at-station';
};

/** Nothing of a line without an inventory item: no bin and no count is about it. */
export function lineShorted(
  { id: waveId, locationId }: { id: string; locationId: string },
  line: WaveLine,
  { key, at, units, pickerId, reason }: Missed,
): DiaryEvent[] {
  const { fulfillmentOrderLineId: lineId, orderId, title, bin, inventoryItemId, quantity } = line;
  if (inventoryItemId === null || units === 0) return [];
  return [
    {
      type: 'line.shorted',
      subject: `Order/${orderId}`,
      ...{ key, at },
      data: {
        ...{ waveId, lineId, orderId, title, units, pickerId, locationId, inventoryItemId, bin, reason, quantity },
        ...{ expectedSeconds: null, seconds: null },
      },
    },
  ];
}
