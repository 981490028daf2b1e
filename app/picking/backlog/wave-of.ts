// One wave made from a batch: its bins, walk, totes and time.
import { sum } from '../../lib/sum.ts';
import { anyCart, intoTotes } from '../carts/cart.ts';
import { nearestBins } from '../nearest-bins.ts';
import { secondsOf } from '../pace.ts';
import type { FloorWalks } from '../place/floor-walks.ts';
import { inZones } from '../rules/rule.ts';
import { assignBins, likedFirst, type Shelves } from '../shelves.ts';
import { stopsOfBatch } from './batches.ts';
import type { BacklogInput, Group } from './groups.ts';
import { type PlanOrder, stopsOf } from './order.ts';
import type { PlannedWave } from './planned.ts';
import { dueOf } from './turns.ts';
import { walked } from './walked.ts';

/** Takes what a batch needs off `shelves` and writes into its orders what is found in which bins. Answers a bound of its walk by any choice. */
export function fetch(group: Group, batch: readonly number[], shelves: Shelves, floor: FloorWalks | null): number {
  const wanted = batch.flatMap((order) => group.orders[order]!.lines);
  const rule = group.rule?.when ?? {};
  const liked = (bin: string) => inZones(rule, bin);
  const choose = floor ? nearestBins(floor, rule) : likedFirst(liked);
  const { parts, bound } = assignBins(wanted, shelves, choose, liked);
  let at = 0;
  for (const order of batch) {
    const before = group.orders[order]!;
    const finds = parts
      .slice(at, at + before.lines.length)
      .flat()
      .map((find) => ({ ...find, stop: find.bin === null ? null : (floor?.stopOf.get(find.bin) ?? null) }));
    at += before.lines.length;
    group.orders[order] = { ...before, finds, stops: stopsOf(finds) };
  }
  return bound;
}

export function waveOf(
  group: Group,
  batch: readonly number[],
  floor: FloorWalks | null,
  { terms, sizes }: BacklogInput,
  boundOfBins: number,
): Omit<PlannedWave, 'finish'> {
  const orders = batch.map((order) => group.orders[order]!);
  const stops = stopsOfBatch(group, batch);
  const walk = floor?.walk(stops) ?? null;
  const finds = walked(
    orders.flatMap(({ orderId, orderName, finds: own }) => own.map((find) => ({ ...find, orderId, orderName }))),
    walk?.order ?? [],
    floor,
  );
  const units = sum(orders.map((order) => order.units));
  const dueAt = dueOf(group, batch);
  const metres = walk &&
    floor && {
      walk: walk.metres,
      bound: Math.min(walk.bound, boundOfBins),
      oneByOne: sum(orders.map((order) => floor.walks.length(order.stops))),
      byBinName: floor.inOrder(stops),
    };
  const { totes, lines: inTotes } = intoTotes(group.cart, orders, finds, sizes);
  return {
    orders: orders.map((order) => ({
      ...{ orderId: order.orderId, orderName: order.orderName, lines: order.lines.length, units: order.units },
      tote: totes.get(order.orderId) ?? null,
    })),
    walk: inTotes.map(({ fulfillmentOrderLineId, quantity, bin, tote }) => ({
      ...{ fulfillmentOrderLineId, quantity, bin, tote },
    })),
    rule: group.rule?.name ?? null,
    cart: group.cart === anyCart ? null : group.cart.name,
    method: group.cart.method,
    dueAt,
    cutOff: cutOffOf(orders, dueAt),
    ...(group.rule?.when.zones?.length ? { zones: group.rule.when.zones } : {}),
    lines: sum(orders.map((order) => order.lines.length)),
    units,
    unplaced: floor ? finds.filter((find) => find.stop === null).length : 0,
    metres,
    seconds: secondsOf({ metres: walk?.metres ?? 0, lines: finds.length, units }, terms),
  };
}

/** Whom a wave has to be ready for first; several carriers may come at the same time. */
function cutOffOf(orders: readonly PlanOrder[], dueAt: Date | null): string | null {
  const first = orders.filter((order) => order.dueAt?.getTime() === dueAt?.getTime());
  const names = [...new Set(first.flatMap((order) => order.cutOff ?? []))];
  return names.length === 0 ? null : names.join(', ');
}
