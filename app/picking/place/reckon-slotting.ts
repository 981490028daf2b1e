// The slotting what-if: the last weeks are planned again day by day, as things lie, with some of them exchanged, and with everything placed
// by its class. The planner makes the best of each floor. What changes are worth making is found on walks that know nothing of any floor
// (slotting.ts); each gets its share of what the planner saves by all of them. Seconds of arithmetic, told as far as they are.
import { sum } from '../../lib/sum.ts';
import { compareBins } from '../bin-order.ts';
import { classesOf } from './abc.ts';
import { walkMetres } from './floor-metres.ts';
import { type Floor, floorWalks, lengthsOf } from './floor-walks.ts';
import { pastWalks } from './past-walks.ts';
import type { SalesClass } from './put-away.ts';
import { byClass, inTheirPart, picksOf, type WhatIf, whatIf } from './slotting.ts';

/** Plain data, so that it can go to another thread. */
export type SlottingPast = {
  floor: Floor;
  /** the orders of each day with what each of them took: item ids, each once */
  days: readonly (readonly (readonly string[])[])[];
  /** orders to a walk */
  walkSize: number;
  /** the bin that each item is picked from; items that lie nowhere on the floor are left out */
  binOf: ReadonlyMap<string, string>;
  /** units of each item in that bin; missing = none or not known */
  held: ReadonlyMap<string, number>;
  faces: readonly { name: string; capacity: number | null; free: boolean }[];
};

export type Reckoned = WhatIf & { classes: Record<SalesClass, { items: number; right: number }> };

const SWAPS = 10;
/** How many walks may be measured: a microsecond or two each on a single block, up to a hundred on any other floor. */
const PATIENCE = { block: 200_000, elsewhere: 30_000 };
/** Of the time, what each of the three plans takes; swaps are looked for in the rest. */
const A_PLAN = 0.25;

/** `tell` hears which share is done, and what is found so far. Null where nothing can be walked. */
export function reckonSlotting(
  past: SlottingPast,
  tell: (share: number, found: Reckoned | null) => void = () => {},
): Reckoned | null {
  const floor = floorWalks(past.floor);
  if (!floor) return null;
  const { walkSize, days, binOf, held } = past;
  const metres = walkMetres(past.floor.layout, past.floor.bins);
  const faces = past.faces.filter(({ name }) => metres.has(name) && floor.stopOf.has(name));
  const capacity = new Map(faces.map((face) => [face.name, face.capacity ?? Number.POSITIVE_INFINITY]));
  const orders = days.flat();
  const lengthOf = lengthsOf(floor.walks);
  const task = {
    ...{ orders, walkSize, binOf, lengthOf },
    bins: faces.map(({ name, free }) => ({ name, free, stop: floor.stopOf.get(name)!, metres: metres.get(name)! })),
    fits: (item: string, bin: string) => (capacity.get(bin) ?? 0) >= (held.get(item) ?? 0),
  };
  const planned = (where: ReadonlyMap<string, string>, begun: number, found: Reckoned | null) => {
    const stopOf = (item: string) => floor.stopOf.get(where.get(item) ?? '');
    const walks = pastWalks(days, walkSize, floor.walks, stopOf, (share) => tell(begun + A_PLAN * share, found));
    return {
      walks: walks.length,
      metres: sum(walks.map((items) => lengthOf([...new Set(items.map((item) => stopOf(item)!))]))),
    };
  };
  const now = planned(binOf, 0, null);
  if (now.walks === 0) return null;
  const ordered = planned(new Map([...binOf, ...byClass(task)]), A_PLAN, null);
  const ranked = [...picksOf(orders)].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([item]) => item);
  const near = faces.map(({ name }) => name).sort((a, b) => metres.get(a)! - metres.get(b)! || compareBins(a, b));
  const classes = inTheirPart(classesOf(ranked), classesOf(near), binOf);
  /** `worth`: metres that the planner saves where unplanned walks save one */
  const shown = (found: WhatIf, worth: number): Reckoned => ({
    ...{ walks: now.walks, now: now.metres, byClass: ordered.metres, classes },
    after: now.metres - worth * (found.now - found.after),
    swaps: found.swaps.map((swap) => ({ ...swap, metres: worth * swap.metres })),
  });
  // Until the changed floor is planned: as much less as the unplanned walks.
  const likely = (found: WhatIf) => shown(found, found.now > 0 ? now.metres / found.now : 0);
  const patience = floor.walks.unions ? PATIENCE.block : PATIENCE.elsewhere;
  const found = whatIf(task, SWAPS, patience, (share, sofar) =>
    tell(2 * A_PLAN + (1 - 3 * A_PLAN) * share, likely(sofar)),
  );
  if (found.swaps.length === 0) return likely(found);
  const moved = new Map(binOf);
  for (const { item, from, to, other } of found.swaps) {
    moved.set(item, to);
    if (other !== null) moved.set(other, from);
  }
  const after = planned(moved, 1 - A_PLAN, likely(found));
  return shown(found, Math.max(0, now.metres - after.metres) / (found.now - found.after));
}
