// The pick list: the walk in its order, for somebody who walks without a phone.
import { unitsOfLines } from '../wave.ts';
import { asBars, toteCode, waveCode } from './codes.ts';
import { clean, counted, cut } from './words.ts';

export type PickListWave = {
  number: number;
  locationName: string;
  /** as people of the shop write it */
  printedAt: string;
  dueAt: string | null;
  cartName: string | null;
  ruleName: string | null;
  /** what each bin gives of a line */
  walk: readonly {
    fulfillmentOrderLineId: string;
    position: number;
    bin: string | null;
    title: string;
    sku: string | null;
    orderName: string;
    quantity: number;
    /** where its units go on the cart; null: not told apart */
    tote: string | null;
    barcode: string | null;
  }[];
};

export type PickListLine = {
  position: string;
  bin: string;
  title: string;
  sku: string;
  quantity: string;
  /** "of 5" where this bin gives a part of the order's line; else empty */
  of: string;
  tote: string;
  order: string;
  barcode: string;
  /** what of the barcode can be drawn */
  bars: string | null;
};

export type PickList = { title: string; code: string; facts: string[]; lines: PickListLine[]; empty: string | null };

export function pickList(wave: PickListWave): PickList {
  const orders = new Set(wave.walk.map((one) => one.orderName)).size;
  const units = wave.walk.reduce((sum, one) => sum + one.quantity, 0);
  const whole = unitsOfLines(wave.walk);
  const ofWhole = ({ fulfillmentOrderLineId: id, quantity }: PickListWave['walk'][number]) =>
    whole.get(id) === quantity ? '' : `of ${whole.get(id)}`;
  return {
    title: `Wave ${wave.number}`,
    code: waveCode(wave.number),
    facts: [
      [wave.locationName, wave.ruleName, wave.cartName].map(clean).filter(Boolean).join(' · '),
      `${counted(orders, 'order')}, ${counted(whole.size, 'line')}, ${counted(units, 'unit')}`,
      [wave.dueAt && `Ready by ${clean(wave.dueAt)}`, `Printed ${wave.printedAt}`].filter(Boolean).join(' · '),
    ].filter(Boolean),
    lines: [...wave.walk]
      .sort((a, b) => a.position - b.position)
      .map((line) => ({
        position: String(line.position),
        bin: cut(line.bin ?? '', 40) || 'no bin',
        title: cut(line.title, 110),
        sku: cut(line.sku ?? '', 40),
        quantity: String(line.quantity),
        of: ofWhole(line),
        tote: line.tote === null ? '' : /^\d+$/.test(line.tote) ? toteCode(line.tote) : cut(line.tote, 12),
        order: cut(line.orderName, 24),
        barcode: cut(line.barcode ?? '', 40),
        bars: asBars(line.barcode),
      })),
    empty: wave.walk.length === 0 ? 'Nothing to pick: every line of this wave was left out.' : null,
  };
}
