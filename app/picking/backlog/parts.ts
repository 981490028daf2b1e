// A large group is planned in parts that lie near each other, and the parts are cut anew once, so that what lies at a border is looked
// at as well.
import { sum } from '../../lib/sum.ts';
import type { Crew } from '../batching/due.ts';
import type { Batches, OrderToBatch } from '../batching/task.ts';
import { capacityOf } from '../carts/cart.ts';
import { secondsOf } from '../pace.ts';
import { toBatch } from './batches.ts';
import { type Group, MOST_AT_ONCE, type Prepared } from './groups.ts';
import { nearness } from './nearness.ts';

/** A part of a group for one search. Plain data, so that it can go to another thread. */
export type Part = {
  group: number;
  /** the part's orders, by their number in the group */
  members: number[];
  orders: OrderToBatch[];
  capacity: number[];
  /** batches to start from, in numbers of `members`; null = find a start */
  start: Batches | null;
  /** the whole group: worth a proof */
  whole: boolean;
  /** where orders are due at different times: when each is, how long it takes, and who picks; null = nothing but metres counts */
  due: { orders: { due: number; seconds: number }[]; crew: Crew } | null;
  seed: number;
};

/** The parts of all groups, for the first searches; none where no layout is known. */
export function firstParts(prepared: Prepared): Part[] {
  const { groups, floor, input } = prepared;
  if (!floor) return [];
  return groups.flatMap((group, at) => {
    const numbers = group.orders.map((_, order) => order);
    if (numbers.length <= MOST_AT_ONCE)
      return [
        {
          ...partOf(group, at, numbers, null, true, input.seed),
          due: group.mixed ? timesOf(prepared, group) : null,
        },
      ];
    const near = numbers.sort(byKey(numbers.map((order) => nearness(floor, group.orders[order]!.stops))));
    return evenly(near, MOST_AT_ONCE).map((members, part) =>
      partOf(group, at, members, null, false, input.seed + part),
    );
  });
}

/** The parts of large groups cut anew: whole batches that lie near each other, the borders where the middles were. */
export function secondParts(prepared: Prepared, found: readonly Batches[]): Part[] {
  const { groups, floor, input } = prepared;
  if (!floor) return [];
  return groups.flatMap((group, at) => {
    const batches = found[at] ?? [];
    if (group.orders.length <= MOST_AT_ONCE) return [];
    const keys = batches.map((batch) =>
      nearness(
        floor,
        batch.flatMap((order) => group.orders[order]!.stops),
      ),
    );
    const near = batches.map((_, batch) => batch).sort(byKey(keys));
    const parts: number[][] = [[]];
    // The first part is half as large: its borders fall where the first cut had none.
    let room = MOST_AT_ONCE / 2;
    for (const batch of near) {
      const size = batches[batch]!.length;
      if (room < size && parts.at(-1)!.length > 0) {
        parts.push([]);
        room = MOST_AT_ONCE;
      }
      parts.at(-1)!.push(batch);
      room -= size;
    }
    return parts.map((own, part) => {
      const members = own.flatMap((batch) => batches[batch]!);
      const number = new Map(members.map((order, i) => [order, i]));
      const start = own.map((batch) => batches[batch]!.map((order) => number.get(order)!));
      return partOf(group, at, members, start, false, input.seed + 7919 * (part + 1));
    });
  });
}

function partOf(
  group: Group,
  at: number,
  members: number[],
  start: Batches | null,
  whole: boolean,
  seed: number,
): Part {
  return {
    group: at,
    members,
    orders: members.map((order) => toBatch(group, group.orders[order]!)),
    capacity: capacityOf(group.cart, group.most),
    start,
    whole,
    due: null,
    seed,
  };
}

/** So many in a hundred waves keep to the times that a plan by due times reckons with: 1.28 standard deviations of the logarithm. */
const NINE_OF_TEN = 1.28;

/** When the orders of a group are due, in seconds from now, and how fast they are picked while the crew picks the other groups too. */
function timesOf({ groups, input }: Prepared, group: Group): NonNullable<Part['due']> {
  const { terms, learned, now } = input;
  const findsOf = (some: Group) => sum(some.orders.map((order) => order.finds.length));
  const slow = learned.factor * Math.exp(NINE_OF_TEN * learned.sigma);
  const shared = (slow * sum(groups.map(findsOf))) / Math.max(1, findsOf(group));
  return {
    orders: group.orders.map(({ dueAt, finds, units }) => ({
      due: dueAt ? (dueAt.getTime() - now.getTime()) / 1000 : Number.POSITIVE_INFINITY,
      seconds: shared * (secondsOf({ metres: 0, lines: finds.length, units }, terms) - terms.setUpSeconds),
    })),
    crew: {
      pickers: terms.pickers,
      setup: shared * terms.setUpSeconds,
      perMetre: shared / terms.metresPerSecond,
    },
  };
}

const byKey = (keys: readonly number[]) => (a: number, b: number) => keys[a]! - keys[b]! || a - b;

function evenly(all: readonly number[], most: number): number[][] {
  const parts = Math.ceil(all.length / most);
  return Array.from({ length: parts }, (_, part) =>
    all.slice(Math.round((part * all.length) / parts), Math.round(((part + 1) * all.length) / parts)),
  );
}
