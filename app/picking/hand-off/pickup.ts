// Goods that were made ready for a customer, who will not come for them, or not for all: they lie at the counter until somebody brings
// them back.
import { dealtBack } from '../pick.ts';
import type { OrderNow } from '../ship.ts';
import type { Allocation } from '../wave.ts';
import { isPickup, type Parcel } from './parcel.ts';

/** Made ready, and not collected. */
export const liesReady = (parcel: Pick<Parcel, 'state' | 'deliveryMethod' | 'collectedAt'>): boolean =>
  isPickup(parcel) && parcel.state === 'shipped' && parcel.collectedAt === null;

export type Beyond = { line: string; title: string; units: number };

/**
 * What of the parcels of one order that lie ready it wants no more, by parcel: those that were packed last give first. What somebody else
 * fulfilled is on its way to be collected here as well, and a hold is no reason to bring anything back.
 */
export function beyondWanted(
  lying: readonly Pick<Parcel, 'id' | 'lines'>[],
  order: Pick<OrderNow, 'canceled' | 'standing'> | undefined,
): Map<string, Beyond[]> {
  const standing = new Map(order?.standing.map((one) => [one.fulfillmentOrderId, one]));
  const left = new Map<string, number>();
  const wanted = ({ fulfillmentOrderId, fulfillmentOrderLineId: line }: Parcel['lines'][number]): number => {
    const one = standing.get(fulfillmentOrderId);
    if (!order || order.canceled || !one || one.status === 'CANCELLED') return 0;
    return one.status === 'CLOSED' ? Number.POSITIVE_INFINITY : (left.get(line) ?? one.remaining.get(line) ?? 0);
  };
  return new Map(
    lying.map(({ id, lines }) => [
      id,
      lines.flatMap((line): Beyond[] => {
        const open = wanted(line);
        left.set(line.fulfillmentOrderLineId, Math.max(0, open - line.quantity));
        const units = Math.max(0, line.quantity - open);
        return units > 0 ? [{ line: line.fulfillmentOrderLineId, title: line.title, units }] : [];
      }),
    ]),
  );
}

/** What goes back of the parcels of one order in one wave; `whole`: nothing of them waits for the customer any more. */
export type PutBack = { why: string; whole: boolean; of: Map<string, Beyond[]> };

/**
 * Why goods of these parcels go back, and which; null: they wait for their customer. `lying`: the order's parcels that lie ready, of all
 * waves, those packed first in front.
 */
export function whatGoesBack(
  waveId: string,
  lying: readonly Pick<Parcel, 'id' | 'waveId' | 'orderName' | 'lines'>[],
  order: Pick<OrderNow, 'canceled' | 'standing'> | undefined,
): PutBack | null {
  const beyond = beyondWanted(lying, order);
  const own = lying.filter((one) => one.waveId === waveId);
  const of = new Map(
    own.flatMap(({ id }) => ((beyond.get(id) ?? []).length > 0 ? [[id, beyond.get(id)!] as const] : [])),
  );
  if (of.size === 0) return null;
  const count = (lines: readonly { units: number }[]) => lines.reduce((sum, line) => sum + line.units, 0);
  const all = own.reduce((sum, one) => sum + one.lines.reduce((units, line) => units + line.quantity, 0), 0);
  const whole = count([...of.values()].flat()) === all;
  const name = own[0]?.orderName ?? '';
  if (!order) return { why: `Shopify knows ${name} no more.`, whole, of };
  if (order.canceled) return { why: `${name} was canceled.`, whole, of };
  const why = whole
    ? `${name} was edited, and wants nothing of this any more.`
    : `${name} was edited: put back ${goodsWords([...of.values()].flat())}.`;
  return { why, whole, of };
}

/** "1 × Tea, 2 × Kettle": units of a line that lie in several parcels are said once. */
export const goodsWords = (goods: readonly Beyond[]): string =>
  [...Map.groupBy(goods, (one) => one.line).values()]
    .map((same) => `${same.reduce((sum, one) => sum + one.units, 0)} × ${same[0]?.title}`)
    .join(', ');

/** To which bins units of an order's lines go: where they came from, as the bin ledger is told (pick.ts). `bin` null: no bin is known. */
export const binsOf = (
  walk: readonly Allocation[],
  goods: readonly Beyond[],
): { title: string; sku: string | null; units: number; bin: string | null }[] =>
  [...Map.groupBy(goods, (one) => one.line)].flatMap(([line, same]) => {
    const parts = walk.filter((one) => one.fulfillmentOrderLineId === line);
    const dealt = dealtBack(
      parts,
      same.reduce((sum, one) => sum + one.units, 0),
    );
    return parts.flatMap(({ title, sku, bin }, at) => (dealt[at]! > 0 ? [{ title, sku, units: dealt[at]!, bin }] : []));
  });
