import type { Batches, Board } from './task.ts';

/** Lengths are sums of many ways: less than this is rounding. */
const ROUNDING = 1e-9;

/**
 * The batches with those put together that are walked together without a metre more, as far as a cart holds them: two walks that
 * one walk could do cost a second start for nothing. Orders that lie at the start itself are met this way.
 */
export function joined({ measures, load, capacity, length }: Board, batches: Batches): Batches {
  const open = batches.map((orders) => {
    const held = new Float64Array(measures);
    for (const order of orders) for (let m = 0; m < measures; m++) held[m]! += load[order * measures + m]!;
    return { orders, held, own: length(orders, orders.length) };
  });
  const done: Batches = [];
  for (let next = open.shift(); next; next = open.shift()) {
    let first = next;
    for (let at = 0; at < open.length; ) {
      const { orders, held, own } = open[at]!;
      const together: number[] | null = held.every((part, m) => part + first.held[m]! <= capacity[m]!)
        ? [...first.orders, ...orders]
        : null;
      const walked = together ? length(together, together.length) : Number.POSITIVE_INFINITY;
      if (!together || walked > first.own + own + ROUNDING * Math.max(1, own + first.own)) at++;
      else {
        first = { orders: together, held: first.held.map((part, m) => part + held[m]!), own: walked };
        open.splice(at, 1);
        at = 0;
      }
    }
    done.push(first.orders);
  }
  return done;
}
