// Lines in the order of a walk.
import { compareBins } from '../bin-order.ts';
import type { FloorWalks } from '../place/floor-walks.ts';

/** Lines in the order of a walk through their stops: what the layout does not have comes last, by bin name. */
export function walked<
  L extends {
    bin: string | null;
    sku: string | null;
    title: string;
    orderName: string;
    fulfillmentOrderLineId: string;
  },
>(lines: readonly L[], order: readonly number[], floor: FloorWalks | null): L[] {
  const turn = new Map(order.map((stop, at) => [stop, at]));
  const turnOf = ({ bin }: L) => turn.get(floor?.stopOf.get(bin ?? '') ?? -1) ?? order.length;
  return lines.toSorted(
    (a, b) =>
      turnOf(a) - turnOf(b) ||
      compareBins(a.bin, b.bin) ||
      (a.sku ?? a.title).localeCompare(b.sku ?? b.title) ||
      compareBins(a.orderName, b.orderName) ||
      a.fulfillmentOrderLineId.localeCompare(b.fulfillmentOrderLineId),
  );
}
