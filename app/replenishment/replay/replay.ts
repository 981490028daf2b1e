// The time machine: one place lived through again, day by day, as if another rule had ordered.
import { CENSORED, CLOSED, type DemandDays, EVENT, OPEN } from '../forecast/demand-days.ts';
import { type BuyingTerms, quantityToBuy } from '../policy/quantity.ts';
import type { ReorderLevels } from '../policy/reorder-levels.ts';

/** What a rule wants on a review morning; `demandPerDay` only turns cover and shelf life into units. */
export type Levels = Pick<ReorderLevels, 'reorderPoint' | 'orderUpTo'> & { demandPerDay: number };

/**
 * The levels of the morning of `day`. `seen` ends the evening before and nobody can look further: what was recorded before the
 * replay began, and from then on what this rule's own shelf saw. Who sold out does not learn what more would have been wanted.
 */
export type LevelsOn = (day: number, seen: DemandDays) => Levels;

export type Course = {
  /** what was wanted each day, in whole units, the same for every rule */
  demand: Float64Array;
  /** what was recorded of the same days: read before `from`; later only which days were promotions */
  recorded: DemandDays;
  /** the first day that is lived again */
  from: number;
  /** units on the shelf that morning; null = as many as the rule would want to have */
  opening: number | null;
  reviewDays: number;
  /** days until an order of the n-th review is on the shelf; the same for every rule */
  leadTimeOf: (review: number) => number;
  terms: BuyingTerms;
};

/** Units by day, the first being `from`. */
export type Played = {
  from: number;
  opening: number;
  ordered: Float64Array;
  received: Float64Array;
  sold: Float64Array;
  /** on the shelf in the evening */
  closing: Float64Array;
};

/**
 * Plays `levelsOn` to the end of the demand. Every `reviewDays`, in the morning, a position (shelf and orders under way) at or below the
 * reorder point is raised to the order-up-to level, in what the supplier sells; goods come before the shop opens; what is
 * asked for and not there is lost.
 */
export function replay({ demand, recorded, from, ...course }: Course, levelsOn: LevelsOn): Played {
  const days = Math.max(0, demand.length - from);
  const units = Float64Array.from(recorded.units);
  const states = Uint8Array.from(recorded.states);
  const seenBy = (day: number): DemandDays => ({ units: units.subarray(0, day), states: states.subarray(0, day) });
  const [ordered, received, sold, closing] = Array.from({ length: 4 }, () => new Float64Array(days)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const reviewDays = Math.max(1, Math.round(course.reviewDays));
  const opening = course.opening ?? levelsOn(from, seenBy(from)).orderUpTo;
  let shelf = opening;
  let underWay = 0;
  for (let i = 0; i < days; i++) {
    const day = from + i;
    if (i % reviewDays === 0) {
      const leadTime = Math.max(0, Math.round(course.leadTimeOf(i / reviewDays)));
      const order = orderOf(levelsOn(day, seenBy(day)), shelf + underWay, leadTime, course.terms);
      ordered[i] = order;
      underWay += order;
      if (i + leadTime < days) received[i + leadTime]! += order;
    }
    shelf += received[i]!;
    underWay -= received[i]!;
    const morning = shelf;
    sold[i] = Math.min(shelf, demand[day]!);
    shelf -= sold[i]!;
    closing[i] = shelf;
    units[day] = sold[i]!;
    states[day] = recorded.states[day] === EVENT ? EVENT : morning === 0 ? CLOSED : shelf === 0 ? CENSORED : OPEN;
  }
  return { from, opening, ordered, received, sold, closing };
}

function orderOf(levels: Levels, position: number, leadTimeDays: number, terms: BuyingTerms): number {
  const { reorderPoint, orderUpTo, demandPerDay } = levels;
  if (position > reorderPoint) return 0;
  return quantityToBuy({ position, orderUpTo, demandPerDay, leadTimeDays }, terms).units;
}

/** What came of a rule over some days. Units; `stockDays` is the sum of the evenings, so that averages can be added up. */
export type Outcome = {
  days: number;
  asked: number;
  sold: number;
  stockDays: number;
  /** null where nobody knows */
  orders: number | null;
};

/** The account of the days from `since` to the end. */
export function accountOf(played: Played, demand: Float64Array, since: number): Outcome {
  const first = since - played.from;
  const sum = (values: Float64Array) => values.subarray(first).reduce((total, value) => total + value, 0);
  return {
    days: demand.length - since,
    asked: demand.subarray(since).reduce((total, value) => total + value, 0),
    sold: sum(played.sold),
    stockDays: sum(played.closing),
    orders: played.ordered.subarray(first).reduce((count, units) => count + (units > 0 ? 1 : 0), 0),
  };
}

/** Share of the units asked for that were sold; 1 where nothing was asked for. */
export const fillOf = ({ asked, sold }: Pick<Outcome, 'asked' | 'sold'>) => (asked > 0 ? sold / asked : 1);
