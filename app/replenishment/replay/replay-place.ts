// The three rules side by side for one place, from plain inputs that can be downloaded and played again anywhere.
import { CLOSED, type DemandDays } from '../forecast/demand-days.ts';
import { type LeadTime, type LeadTimeSample, learnLeadTime } from '../policy/lead-time.ts';
import type { BuyingTerms } from '../policy/quantity.ts';
import type { ServiceTarget } from '../policy/service-target.ts';
import { type Matched, withAsMuchStock } from './as-much-stock.ts';
import { accountOf, type Outcome, replay } from './replay.ts';
import { ourRule, starter } from './rules.ts';
import { wantedUnits } from './wanted.ts';

/** Rises whenever the same inputs may lead to other numbers. */
export const RULES = 2;

/** All that a replay rests on, as plain JSON. Terms and lead times are those of today: only demand is learned from day to day. */
export type ReplayInputs = {
  rules: number;
  /** YYYY-MM-DD of the first number */
  firstDay: string;
  units: number[];
  /** index into DAY_STATES for each day */
  states: number[];
  /** units on the shelf each evening, the first being that of day `from` of the history; null = never heard of */
  stock: { from: number; evenings: number[] } | null;
  leadTime: { statedDays: number | null; samples: readonly LeadTimeSample[] };
  reviewDays: number;
  target: ServiceTarget;
  /** units above the level where ordering in small amounts does not pay */
  lot: number;
  terms: BuyingTerms;
  /** minor units of the shop's currency, as decimal text; null where the cost is not known or in another currency */
  money: { price: string; unitCost: string; holdingPermille: number } | null;
  /** where the row of lead times begins, between 0 and 1; from the place's id (`seedOf`) */
  seed: number;
};

export type Proof = {
  /** index into the history of the first day lived again, and how many */
  from: number;
  days: number;
  ours: Outcome;
  starter: Outcome;
  /** the starter rule with levels so many times as high that it holds as much stock as ours */
  matched: Matched;
  /** the days of which the real stock is known, with what really happened in them; null = too few */
  known: { from: number; ours: Outcome; starter: Outcome; happened: Outcome } | null;
};

/** Why a place is not played. */
export type NotPlayed = 'short' | 'lead-time';

const YEAR = 365;
/** What a rule may learn from before the first day. */
const LEARNT_DAYS = 90;
/** A shorter history proves nothing: half a year. */
export const FEWEST_DAYS = 182;
/** Fewer days of known stock are no comparison. */
export const FEWEST_KNOWN_DAYS = 28;

export function proofOf(inputs: ReplayInputs): Proof | NotPlayed {
  const recorded: DemandDays = { units: Float64Array.from(inputs.units), states: Uint8Array.from(inputs.states) };
  const length = recorded.units.length;
  if (length - firstListed(recorded.states) < FEWEST_DAYS) return 'short';
  const leadTime = learnLeadTime(inputs.leadTime.statedDays, inputs.leadTime.samples);
  if (!leadTime) return 'lead-time';
  const from = Math.max(length - YEAR, firstListed(recorded.states) + LEARNT_DAYS);
  const demand = wantedUnits(recorded);
  const { stock, reviewDays, target, lot, terms, seed } = inputs;
  const course = {
    demand,
    recorded,
    from,
    opening: stock && stock.from < from ? Math.max(0, stock.evenings[from - 1 - stock.from]!) : null,
    reviewDays,
    leadTimeOf: (review: number) => leadTimeAt(leadTime, seed, review),
    terms,
  };
  const ours = replay(course, ourRule(leadTime, reviewDays, target, lot));
  const theirs = replay(course, starter());
  const since = stock ? Math.max(from, stock.from + 1) : length;
  const [mine, others] = [accountOf(ours, demand, from), accountOf(theirs, demand, from)];
  return {
    from,
    days: length - from,
    ours: mine,
    starter: others,
    matched: withAsMuchStock(mine.stockDays, others, (factor) =>
      accountOf(replay(course, starter(factor)), demand, from),
    ),
    known:
      stock && length - since >= FEWEST_KNOWN_DAYS
        ? {
            from: since,
            ours: accountOf(ours, demand, since),
            starter: accountOf(theirs, demand, since),
            happened: {
              days: length - since,
              asked: sumFrom(demand, since),
              sold: sumFrom(recorded.units, since),
              stockDays: stock.evenings.slice(since - stock.from).reduce((sum, units) => sum + Math.max(0, units), 0),
              orders: null,
            },
          }
        : null,
  };
}

/** Before the first day on which it could be sold it was not listed. */
function firstListed(states: Uint8Array): number {
  const first = states.findIndex((state) => state !== CLOSED);
  return first < 0 ? states.length : first;
}

const sumFrom = (values: Float64Array, from: number) => values.subarray(from).reduce((sum, value) => sum + value, 0);

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The lead time of an order placed at the n-th review: quantiles of the learned distribution at the points of a golden-ratio row
 * (Weyl 1916), which any regular choice of reviews meets evenly. No lots are drawn, and an order of the same day takes as long
 * whichever rule placed it.
 */
export function leadTimeAt(leadTime: LeadTime, seed: number, review: number): number {
  const at = (seed + review * GOLDEN) % 1;
  let reached = 0;
  for (const { days, share } of leadTime) {
    reached += share;
    if (at < reached) return days;
  }
  return leadTime.at(-1)!.days;
}

/** A number between 0 and 1 from a place's ids (FNV-1a), so that not all places meet the late delivery in the same week. */
export function seedOf({ inventoryItemId, locationId }: { inventoryItemId: string; locationId: string }): number {
  let hash = 0x811c9dc5;
  for (const letter of `${inventoryItemId}/${locationId}`)
    hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193) >>> 0;
  return hash / 2 ** 32;
}
