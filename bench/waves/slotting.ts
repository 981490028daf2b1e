import { walkMetres } from '../../app/picking/place/floor-metres.ts';
import { floorWalks, lengthsOf } from '../../app/picking/place/floor-walks.ts';
import { type WhatIf, whatIf } from '../../app/picking/place/slotting.ts';
import { shopBacklog } from './backlogs.ts';

/** Swaps of one round; a round moves each item once at most. */
const SWAPS = 150;
const ROUNDS = 2;

export type Slotted = { walks: number; now: number; after: number; byClass: number; swaps: number };

/**
 * What the slotting room makes of a floor where everything was put down at random, over the orders of some weeks: the metres of all
 * walks as things lie, after two rounds of its swaps, and with everything placed by how often it is picked.
 */
export function slotted(seed: number): Slotted {
  const { input } = shopBacklog(2000, 8, seed);
  const floor = input.floor!;
  const walks = floorWalks(floor)!;
  const metres = walkMetres(floor.layout, floor.bins);
  const orders = input.candidates.map((one) => one.lines.map((line) => line.inventoryItemId!));
  const binOf = new Map(
    input.candidates.flatMap((one) => one.lines.map((line) => [line.inventoryItemId!, line.bin!] as const)),
  );
  const round = (): WhatIf => {
    const taken = new Set(binOf.values());
    const bins = floor.bins.map(({ name }) => ({
      ...{ name, stop: walks.stopOf.get(name)!, metres: metres.get(name)! },
      free: !taken.has(name),
    }));
    const task = { ...{ orders, binOf, bins, walkSize: 12 }, lengthOf: lengthsOf(walks.walks), fits: () => true };
    const found = whatIf(task, SWAPS, Number.POSITIVE_INFINITY);
    for (const { item, from, to, other } of found.swaps) {
      binOf.set(item, to);
      if (other !== null) binOf.set(other, from);
    }
    return found;
  };
  const rounds = Array.from({ length: ROUNDS }, round);
  const [first, last] = [rounds[0]!, rounds.at(-1)!];
  const swaps = rounds.reduce((sum, one) => sum + one.swaps.length, 0);
  return { walks: first.walks, now: first.now, after: last.after, byClass: first.byClass, swaps };
}
