// What may be asked for over some days, as the policy needs to know it: not one number, but how likely each number is.

/** Demand over a stretch of days, in units. Whoever forecasts it, this is all that a policy asks. */
export interface DemandDistribution {
  readonly mean: number;
  /** The least demand that is not exceeded with probability `p` (0 to 1). */
  quantile(p: number): number;
  /** E[(D − stock)+]: units asked for beyond `stock`, on average. Falls, and ever more slowly, as stock rises. */
  expectedShortfall(stock: number): number;
}

/** A demand that was seen or imagined, and how much it counts. */
export type Vote = { units: number; weight: number };

/** The distribution in which each vote is as likely as its weight says. Without votes nothing is ever asked for. */
export function weightedDemand(votes: readonly Vote[]): DemandDistribution {
  const rising = votes.filter((vote) => vote.weight > 0).sort((a, b) => a.units - b.units);
  const count = rising.length;
  const units = Float64Array.from(rising, (vote) => vote.units);
  // From vote i to the last: their weight, and their units times weight.
  const weightFrom = new Float64Array(count + 1);
  const unitsFrom = new Float64Array(count + 1);
  for (let i = count - 1; i >= 0; i--) {
    weightFrom[i] = weightFrom[i + 1]! + rising[i]!.weight;
    unitsFrom[i] = unitsFrom[i + 1]! + rising[i]!.weight * rising[i]!.units;
  }
  const total = weightFrom[0]!;
  return {
    mean: count === 0 ? 0 : unitsFrom[0]! / total,
    quantile(p) {
      if (count === 0) return 0;
      // The first vote after which no more than 1 − p of the weight is left; a trillionth forgives the sums their rounding.
      const left = (1 - p + 1e-12) * total;
      return units[firstWhere(count - 1, (i) => weightFrom[i + 1]! <= left)]!;
    },
    expectedShortfall(stock) {
      if (count === 0) return 0;
      const i = firstWhere(count, (vote) => units[vote]! > stock);
      return Math.max(0, (unitsFrom[i]! - stock * weightFrom[i]!) / total);
    },
  };
}

/** One of several distributions, and how likely it is to be the true one; shares sum to 1. */
export type Part = { share: number; demand: DemandDistribution };

/** The demand when it is not known which of the parts will hold: the shortfall of a mixture is the mixture of the shortfalls. */
export function mixedDemand(parts: readonly Part[]): DemandDistribution {
  if (parts.length === 1) return parts[0]!.demand;
  const expectedShortfall = (stock: number) =>
    parts.reduce((sum, { share, demand }) => sum + share * demand.expectedShortfall(stock), 0);
  return {
    mean: parts.reduce((sum, { share, demand }) => sum + share * demand.mean, 0),
    // In whole units: one unit more of stock serves exactly the demand that exceeds it.
    quantile: (p) => leastStock((stock) => expectedShortfall(stock) - expectedShortfall(stock + 1) <= 1 - p + 1e-9),
    expectedShortfall,
  };
}

/** The least whole stock, from 0 up, that is `enough`; more than enough must stay enough. */
export function leastStock(enough: (stock: number) => boolean): number {
  let most = 1;
  while (!enough(most) && most < Number.MAX_SAFE_INTEGER / 2) most *= 2;
  return firstWhere(most, enough);
}

/** The first whole number from 0 to `last` where `holds`, which must go on holding; `last` where it holds nowhere before. */
function firstWhere(last: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
