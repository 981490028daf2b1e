// How long until what is ordered is on the shelf: not one number of days, but how likely each number is. It is learned from
// what arrived; until enough has, the days a supplier states are believed, with the doubt that experience teaches.
import { type DemandDistribution, mixedDemand } from './demand-distribution.ts';

/** Whole days from ordering to the shelf and the share of units that take as long: days rising, shares summing to 1. */
export type LeadTime = readonly { days: number; share: number }[];

/** An arrival: days since it was ordered, and its units. */
export type LeadTimeSample = { days: number; units: number };

/** From as many arrivals on, what was seen speaks for itself. */
export const ENOUGH_ARRIVALS = 5;
/** Before that, the stated time counts as so many arrivals. */
const STATED_COUNTS = 3;
/** Standard deviation over mean of a lead time of which nothing was seen. */
const PRIOR_SPREAD = 0.3;

/** What the arrivals of a supplier say is the same for all its items. */
const learned = new WeakMap<readonly LeadTimeSample[], LeadTime>();

/**
 * The lead time of a supplier or item. From five arrivals on the observed days, each weighted by its units; before that a
 * Gamma distribution whose mean is the stated days shrunk towards the few arrivals, m = (3 × stated + n × seen) / (3 + n),
 * and whose spread is 0.3 m. (Gamma lead times: Burgin, "The gamma distribution and inventory control", Operational Research
 * Quarterly 26, 1975.) Null when nothing is stated and nothing arrived: then nobody knows. Samples must not change afterwards.
 */
export function learnLeadTime(stated: number | null, samples: readonly LeadTimeSample[]): LeadTime | null {
  const known = learned.get(samples);
  if (known) return known;
  const seen = samples.filter(({ days, units }) => days >= 0 && units > 0);
  if (seen.length >= ENOUGH_ARRIVALS) {
    const leadTime = observed(seen);
    learned.set(samples, leadTime);
    return leadTime;
  }
  const believed = stated === null ? 0 : STATED_COUNTS;
  const voices = believed + seen.length;
  if (voices === 0) return null;
  const units = seen.reduce((sum, sample) => sum + sample.units, 0);
  const seenDays = seen.reduce((sum, sample) => sum + sample.days * (sample.units / units), 0);
  return gammaDays((believed * (stated ?? 0) + seen.length * seenDays) / voices);
}

function observed(samples: readonly LeadTimeSample[]): LeadTime {
  const unitsByDays = new Map<number, number>();
  for (const { days, units } of samples) {
    const whole = Math.ceil(days);
    unitsByDays.set(whole, (unitsByDays.get(whole) ?? 0) + units);
  }
  return shares([...unitsByDays].map(([days, weight]) => ({ days, weight })));
}

/**
 * Gamma density at whole days, scaled to sum to 1; no special function is needed for that. With a longer mean each share
 * grows by a factor that rises with the days, so a longer mean is a longer lead time at every quantile.
 */
function gammaDays(mean: number): LeadTime {
  if (mean <= 0) return [{ days: 0, share: 1 }];
  const shape = 1 / PRIOR_SPREAD ** 2;
  const log = (days: number) => (shape - 1) * Math.log(days / mean) - shape * (days / mean);
  const highest = log(Math.max(1, mean * (1 - 1 / shape)));
  const longest = Math.max(1, Math.ceil(mean * (1 + 5 * PRIOR_SPREAD)));
  const weighed = Array.from({ length: longest }, (_, i) => ({ days: i + 1, weight: Math.exp(log(i + 1) - highest) }));
  return shares(weighed.filter(({ weight }) => weight > 1e-4));
}

function shares(weighed: { days: number; weight: number }[]): LeadTime {
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  return weighed.sort((a, b) => a.days - b.days).map(({ days, weight }) => ({ days, share: weight / total }));
}

/** Average days. */
export function meanDays(leadTime: LeadTime): number {
  return leadTime.reduce((sum, { days, share }) => sum + days * share, 0);
}

/**
 * The same lead time told by `points` equally likely whole days, each the mean of its slice: as good for a demand that is
 * expensive to forecast over many different stretches. A longer lead time stays longer.
 */
export function inFewPoints(leadTime: LeadTime, points: number): LeadTime {
  if (leadTime.length <= points) return leadTime;
  const slice = 1 / points;
  const means = new Array<number>(points).fill(0);
  let reached = 0;
  for (const { days, share } of leadTime) {
    const end = reached + share;
    for (let i = Math.floor(reached / slice + 1e-9); i < points && i * slice < end - 1e-12; i++)
      means[i]! += (days * (Math.min(end, (i + 1) * slice) - Math.max(reached, i * slice))) / slice;
    reached = end;
  }
  return observed(means.map((days) => ({ days: Math.round(days), units: 1 })));
}

/**
 * Demand from now until `daysMore` after an order of now arrives, when the lead time is not certain: for each possible lead
 * time the demand over that stretch, mixed as the lead times are likely. Exact, without drawing lots.
 */
export function demandUntilArrival(
  leadTime: LeadTime,
  demandOver: (days: number) => DemandDistribution,
  daysMore = 0,
): DemandDistribution {
  return mixedDemand(leadTime.map(({ days, share }) => ({ share, demand: demandOver(days + daysMore) })));
}
