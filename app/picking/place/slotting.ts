// Which items should lie where. What is picked often belongs near packing; how much that is worth is found by walking the past
// again: the orders of the last weeks, in the order they came, some at a time, through the same walks that waves are planned with.
// A swap is worth the metres that all those walks lose by it.
import { sum } from '../../lib/sum.ts';
import type { SalesClass } from './put-away.ts';

export type SlottingTask = {
  /** what each order took, the earliest first: item ids, each once */
  orders: readonly (readonly string[])[];
  /** orders to a walk */
  walkSize: number;
  /** the bin that each item is picked from; items that lie nowhere on the floor are left out */
  binOf: ReadonlyMap<string, string>;
  /** pick faces on the floor, with the stop they are and their metres from packing; `free`: nothing lies there */
  bins: readonly { name: string; stop: number; metres: number; free: boolean }[];
  /** metres of the shortest known closed walk through stops */
  lengthOf: (stops: number[]) => number;
  /** whether the goods of an item fit into a bin */
  fits: (item: string, bin: string) => boolean;
};

export type Swap = {
  item: string;
  from: string;
  to: string;
  /** what lies in `to` now and goes to `from`; null = nothing: one move instead of two */
  other: string | null;
  moves: number;
  /** metres that all walks together lose by it, after the swaps before it */
  metres: number;
};

export type WhatIf = {
  walks: number;
  /** metres of all walks: as things lie, after the swaps, and with everything placed by its class */
  now: number;
  after: number;
  byClass: number;
  swaps: Swap[];
};

/** How many walks may be measured before the search takes what it has: keeps a page under a second or two. */
const PATIENCE = 20_000;
/** Items that are looked at for a better bin, and bins nearest to packing that are looked at for them. */
const ITEMS = 200;
const BINS = 400;
/** Of these, how many are measured at most before the best of them is taken, and which part of the patience that may cost. */
const MEASURED = 100;
const TURN = 1 / 10;
/** An item is measured in so many bins at a time: the next one promises little more, and others shall have their turn. */
const TARGETS = 2;

/**
 * The swaps with the most metres saved a move, one after the other, at most `most`. The search looks at those that promise most by
 * picks × metres, and measures these in walks. `patience`: how many walks may be measured.
 */
export function whatIf(task: SlottingTask, most: number, patience = PATIENCE): WhatIf {
  const { binOf, bins } = task;
  const where = new Map(binOf);
  const lying = new Map([...binOf].map(([item, bin]) => [bin, item]));
  const stopOf = new Map(bins.map((bin) => [bin.name, bin.stop]));
  const metresOf = new Map(bins.map((bin) => [bin.name, bin.metres]));
  const batches = batchesOf(task);
  const rides = new Map<string, number[]>();
  batches.forEach((items, batch) => {
    for (const item of items) rides.set(item, [...(rides.get(item) ?? []), batch]);
  });
  const picks = picksOf(task.orders);
  let measured = 0;
  const lengthOf = (batch: number, at: (item: string) => string | undefined) => {
    measured += 1;
    const stops = new Set((batches[batch] ?? []).flatMap((item) => stopOf.get(at(item) ?? '') ?? []));
    return task.lengthOf([...stops]);
  };
  const lengths = batches.map((_, batch) => lengthOf(batch, (item) => where.get(item)));
  const now = sum(lengths);
  const swaps: Swap[] = [];
  const used = new Set<string>();
  while (swaps.length < most && measured < patience) {
    const promising = candidates().slice(0, MEASURED);
    if (promising.length === 0) break;
    const best = bestOf(promising);
    if (!best) {
      // None of these keeps its promise; others may.
      for (const swap of promising) used.add(swap.item);
      continue;
    }
    swaps.push(best.swap);
    const { item, from, to, other } = best.swap;
    where.set(item, to);
    lying.set(to, item);
    if (other === null) lying.delete(from);
    else {
      where.set(other, from);
      lying.set(from, other);
    }
    for (const [batch, length] of best.lengths) lengths[batch] = length;
    // What was moved once stays: nobody carries goods to and fro.
    for (const moved of [item, other]) if (moved !== null) used.add(moved);
  }
  const classed = byClass(task);
  return {
    walks: batches.length,
    now,
    after: sum(lengths),
    byClass: sum(batches.map((_, batch) => lengthOf(batch, (item) => classed.get(item)))),
    swaps,
  };

  function bestOf(promising: readonly Omit<Swap, 'metres'>[]): { swap: Swap; lengths: Map<number, number> } | null {
    let best: { swap: Swap; lengths: Map<number, number>; worth: number } | null = null;
    const until = Math.min(patience, measured + patience * TURN);
    for (const swap of promising) {
      if (measured >= until) break;
      const at = (item: string) => (item === swap.item ? swap.to : item === swap.other ? swap.from : where.get(item));
      const touched = new Set([...(rides.get(swap.item) ?? []), ...(rides.get(swap.other ?? '') ?? [])]);
      const after = new Map([...touched].map((batch) => [batch, lengthOf(batch, at)]));
      const saved = sum([...after].map(([batch, length]) => (lengths[batch] ?? 0) - length));
      const worth = saved / swap.moves;
      if (saved > 1e-6 && (!best || worth > best.worth))
        best = { swap: { ...swap, metres: saved }, lengths: after, worth };
    }
    return best;
  }

  /** Swaps that bring an often picked item nearer, by picks × metres a move, the most promising first. */
  function candidates(): Omit<Swap, 'metres'>[] {
    const weight = (item: string) => (picks.get(item) ?? 0) * (metresOf.get(where.get(item) ?? '') ?? 0);
    const near = bins
      .filter((bin) => bin.free || lying.has(bin.name))
      .sort((a, b) => a.metres - b.metres)
      .slice(0, BINS);
    const often = [...where.keys()]
      .filter((item) => !used.has(item) && (picks.get(item) ?? 0) > 0)
      .sort((a, b) => weight(b) - weight(a))
      .slice(0, ITEMS);
    const found = often.flatMap((item) => {
      const from = where.get(item) as string;
      const own = picks.get(item) ?? 0;
      const nearer = near.filter((bin) => bin.metres < (metresOf.get(from) ?? 0));
      const targets = nearer.flatMap((bin) => {
        const other = lying.get(bin.name) ?? null;
        if (other !== null && (used.has(other) || !task.fits(other, from))) return [];
        if (!task.fits(item, bin.name)) return [];
        const gain = (own - (picks.get(other ?? '') ?? 0)) * ((metresOf.get(from) ?? 0) - bin.metres);
        const moves = other === null ? 1 : 2;
        return gain > 0 ? [{ item, from, to: bin.name, other, moves, promise: gain / moves }] : [];
      });
      return targets.sort((a, b) => b.promise - a.promise).slice(0, TARGETS);
    });
    return found.sort((a, b) => b.promise - a.promise).map(({ promise: _, ...swap }) => swap);
  }
}

/** Everything by how often it is picked: the item picked most in the bin nearest to packing, and so on. */
export function byClass(task: Pick<SlottingTask, 'orders' | 'binOf' | 'bins'>): Map<string, string> {
  const picks = picksOf(task.orders);
  const items = [...task.binOf.keys()].sort((a, b) => (picks.get(b) ?? 0) - (picks.get(a) ?? 0) || (a < b ? -1 : 1));
  const bins = task.bins.toSorted((a, b) => a.metres - b.metres || (a.name < b.name ? -1 : 1));
  return new Map(items.flatMap((item, at) => (bins[at] ? [[item, bins[at].name]] : [])));
}

/** How many orders took each item. */
export function picksOf(orders: readonly (readonly string[])[]): Map<string, number> {
  const picks = new Map<string, number>();
  for (const item of orders.flat()) picks.set(item, (picks.get(item) ?? 0) + 1);
  return picks;
}

/** Walks in the order in which orders came: items that lie on the floor, each once a walk. */
function batchesOf({ orders, walkSize, binOf }: SlottingTask): string[][] {
  const batches: string[][] = [];
  for (let at = 0; at < orders.length; at += walkSize) {
    const items = new Set(
      orders
        .slice(at, at + walkSize)
        .flat()
        .filter((item) => binOf.has(item)),
    );
    if (items.size > 0) batches.push([...items]);
  }
  return batches;
}

/** Days until the moves have paid for themselves; null when nothing is saved. */
export function payBackDays(of: {
  moves: number;
  minutesAMove: number;
  metresADay: number;
  /** metres a second */
  speed: number;
}): number | null {
  const secondsADay = of.metresADay / of.speed;
  return secondsADay > 0 ? (of.moves * of.minutesAMove * 60) / secondsADay : null;
}

/** How many of the items of each class lie in the part of the floor for it. */
export function inTheirPart(
  itemClass: ReadonlyMap<string, SalesClass>,
  binClass: ReadonlyMap<string, SalesClass>,
  binOf: ReadonlyMap<string, string>,
): Record<SalesClass, { items: number; right: number }> {
  const counts = { A: { items: 0, right: 0 }, B: { items: 0, right: 0 }, C: { items: 0, right: 0 } };
  for (const [item, bin] of binOf) {
    const count = counts[itemClass.get(item) ?? 'C'];
    count.items += 1;
    if (binClass.get(bin) === (itemClass.get(item) ?? 'C')) count.right += 1;
  }
  return counts;
}
