// The batches of a group, as searches see them, and what is known of them.
import { firstCome } from '../batching/first-come.ts';
import { floorBound } from '../batching/floor-bound.ts';
import { type Batches, boardOf, type OrderToBatch } from '../batching/task.ts';
import { capacityOf, loadOf } from '../carts/cart.ts';
import type { Walks } from '../walk/walks.ts';
import type { Group, Prepared } from './groups.ts';
import { ascending, type PlanOrder } from './order.ts';

/** The metres of a group's batches that nothing undercuts, and whether they are reached. */
export type GroupPlan = { batches: Batches; bound: number; proven: boolean };

export const toBatch = ({ cart }: Group, order: PlanOrder, stops = order.stops): OrderToBatch => ({
  name: order.orderName,
  stops,
  load: loadOf(cart, order.size),
});

/** Where no layout is known every walk is as long as any other. */
const nowhere: Walks = {
  places: 0,
  shortest: true,
  length: () => 0,
  walk: () => ({ length: 0, bound: 0, path: [] }),
  unions: () => () => 0,
};

/** Which orders ride together if they are taken as they come. */
export function asTheyCome(group: Group): Batches {
  const orders = group.orders.map((order) => toBatch(group, order, []));
  return firstCome(boardOf({ orders, capacity: capacityOf(group.cart, group.most), walks: nowhere }));
}

/**
 * What is known of a group's batches. The search's own word counts where it saw the whole group, every walk it measured was the
 * shortest, and each item lies at one stop only; else there is a bound that any batches of the group respect, wherever they
 * fetch things from.
 */
export function certified(
  { groups, floor }: Prepared,
  at: number,
  batches: Batches,
  whole: { bound: number; proven: boolean } | null,
): GroupPlan {
  const group = groups[at]!;
  if (!floor) return { batches, bound: 0, proven: false };
  if (whole && floor.walks.shortest && group.orders.every((order) => order.sure === null))
    return { batches, bound: whole.bound, proven: whole.proven };
  const board = boardOf({
    orders: group.orders.map((order) => toBatch(group, order, order.sure ?? order.stops)),
    capacity: capacityOf(group.cart, group.most),
    walks: floor.walks,
  });
  return { batches, bound: floorBound(board), proven: false };
}

export const stopsOfBatch = (group: Group, batch: readonly number[]) =>
  ascending(batch.flatMap((order) => group.orders[order]!.stops));
