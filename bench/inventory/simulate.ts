import type { ReorderLevels } from '../../app/replenishment/policy/reorder-levels.ts';

/** What came of it: units asked for, units sold, and units on the shelf at the end of a day, on average. */
export type Outcome = { asked: number; sold: number; held: number };

export type Rules = { from: number; leadTime: number; review: number };

/** The levels of a day, set before its sales are known. */
export type LevelsOn = (day: number) => Pick<ReorderLevels, 'reorderPoint' | 'orderUpTo'>;

/** Orders whatever is missing to the level, at every review. */
export const upTo = (level: number) => ({ reorderPoint: Math.ceil(level) - 1, orderUpTo: Math.ceil(level) });

/**
 * Plays a policy against real demand from day `from` to the end. Every `review` days, in the morning, a position (shelf and
 * orders under way) at or below the reorder point is raised to the order-up-to level; the order arrives in the morning
 * `leadTime` days later; what is asked for and not there is lost. It begins with a shelf at the level and nothing under way.
 */
export function simulate(demand: Float64Array, { from, leadTime, review }: Rules, levelsOn: LevelsOn): Outcome {
  const arriving = new Float64Array(demand.length + leadTime + 1);
  let shelf = levelsOn(from).orderUpTo;
  let underWay = 0;
  let asked = 0;
  let sold = 0;
  let held = 0;
  for (let day = from; day < demand.length; day++) {
    shelf += arriving[day]!;
    underWay -= arriving[day]!;
    if ((day - from) % review === 0) {
      const { reorderPoint, orderUpTo } = levelsOn(day);
      const position = shelf + underWay;
      const order = position <= reorderPoint ? orderUpTo - position : 0;
      arriving[day + leadTime]! += order;
      underWay += order;
    }
    const units = Math.min(shelf, demand[day]!);
    shelf -= units;
    asked += demand[day]!;
    sold += units;
    held += shelf;
  }
  return { asked, sold, held: held / (demand.length - from) };
}

export const fillOf = ({ asked, sold }: Outcome) => (asked > 0 ? sold / asked : 1);

export function together(outcomes: readonly Outcome[]): Outcome {
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  return { asked: sum(({ asked }) => asked), sold: sum(({ sold }) => sold), held: sum(({ held }) => held) };
}

/** Units that a curve of outcomes needs to reach `fill`, and the fill it reaches with `held` units; linear in between, null beyond. */
export const heldAt = (curve: readonly Outcome[], fill: number) => between(curve, fillOf, ({ held }) => held, fill);
export const fillAt = (curve: readonly Outcome[], held: number) => between(curve, (point) => point.held, fillOf, held);

function between(
  curve: readonly Outcome[],
  x: (point: Outcome) => number,
  y: (point: Outcome) => number,
  wanted: number,
): number | null {
  const rising = [...curve].sort((a, b) => x(a) - x(b));
  for (let i = 1; i < rising.length; i++) {
    const [before, after] = [rising[i - 1]!, rising[i]!];
    if (x(before) > wanted || x(after) < wanted) continue;
    const share = x(after) > x(before) ? (wanted - x(before)) / (x(after) - x(before)) : 0;
    return y(before) + (y(after) - y(before)) * share;
  }
  return null;
}
