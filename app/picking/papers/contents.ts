// What lies in one parcel of an order, and where the rest of the order is.
import { netOfLines, type SoldLine, worthOfUnits } from './worth.ts';

export type OrderOfParcel = {
  /** minor units, after all discounts */
  subtotal: bigint;
  lines: readonly (SoldLine & {
    inventoryItemId: string | null;
    title: string;
    sku: string | null;
    /** after edits and removals */
    wanted: number;
    /** in fulfillments that Shopify knows of */
    sent: number;
    ships: boolean;
  })[];
  /** the order's line that a fulfillment-order line is about */
  lineOf: ReadonlyMap<string, string>;
};

export type PackedParcel = {
  id: string;
  waveId: string;
  /** among the parcels of the order in this wave, from 1 */
  number: number;
  state: string;
  lines: readonly {
    fulfillmentOrderLineId: string;
    inventoryItemId: string | null;
    title: string;
    quantity: number;
  }[];
};

export type Units = { title: string; sku: string | null; inventoryItemId: string | null; quantity: number };
export type Inside = Units & { worth: bigint; isProduct: boolean };
export type Elsewhere = Units & { where: string };

/**
 * What is in `here`, and the other units of its order. `parcels` are all parcels of the order that were not given up, those packed
 * first in front, `here` among them. A unit that Shopify counts as sent lies in the shipped parcels first.
 */
export function contentsOf(
  order: OrderOfParcel,
  parcels: readonly PackedParcel[],
  here: PackedParcel,
): { inside: Inside[]; elsewhere: Elsewhere[] } {
  const nets = netOfLines(order.lines, order.subtotal);
  const lineIdOf = (line: PackedParcel['lines'][number]): string | undefined =>
    order.lineOf.get(line.fulfillmentOrderLineId) ??
    order.lines.find((one) => one.inventoryItemId !== null && one.inventoryItemId === line.inventoryItemId)?.id;
  const unitsIn = (parcel: PackedParcel, id: string): number =>
    parcel.lines.reduce((sum, line) => sum + (lineIdOf(line) === id ? line.quantity : 0), 0);
  const earlier = parcels.slice(
    0,
    Math.max(
      0,
      parcels.findIndex((one) => one.id === here.id),
    ),
  );

  const taken = new Map<string, number>();
  const inside = here.lines.map((line): Inside => {
    const sold = order.lines.find((one) => one.id === lineIdOf(line));
    const { title, quantity, inventoryItemId } = line;
    if (!sold) return { title, sku: null, inventoryItemId, quantity, worth: 0n, isProduct: inventoryItemId !== null };
    const before = (taken.get(sold.id) ?? 0) + earlier.reduce((sum, parcel) => sum + unitsIn(parcel, sold.id), 0);
    taken.set(sold.id, (taken.get(sold.id) ?? 0) + quantity);
    return {
      ...{ title, sku: sold.sku, inventoryItemId: inventoryItemId ?? sold.inventoryItemId, quantity },
      worth: worthOfUnits(nets.get(sold.id) ?? 0n, sold.quantity, before, quantity),
      isProduct: (inventoryItemId ?? sold.inventoryItemId) !== null,
    };
  });

  const others = parcels.filter((one) => one.id !== here.id);
  const elsewhere = order.lines
    .filter((line) => line.ships)
    .flatMap((line): Elsewhere[] => {
      const rows = others.map((parcel): [string, number] => [
        parcel.waveId === here.waveId
          ? `in parcel ${parcel.number}`
          : parcel.state === 'shipped'
            ? 'sent earlier'
            : 'in another parcel',
        unitsIn(parcel, line.id),
      ]);
      const inShipped = parcels.reduce((sum, one) => sum + (one.state === 'shipped' ? unitsIn(one, line.id) : 0), 0);
      const inAny = parcels.reduce((sum, one) => sum + unitsIn(one, line.id), 0);
      const byOthers = Math.max(0, line.sent - inShipped);
      rows.push(['sent earlier', byOthers], ['to follow', Math.max(0, line.wanted - inAny - byOthers)]);
      const { title, sku, inventoryItemId } = line;
      return [...Map.groupBy(rows, ([where]) => where)].flatMap(([where, units]) => {
        const quantity = units.reduce((sum, [, count]) => sum + count, 0);
        return quantity > 0 ? [{ title, sku, inventoryItemId, quantity, where }] : [];
      });
    });
  return { inside, elsewhere };
}
