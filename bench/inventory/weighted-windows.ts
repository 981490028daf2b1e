/** How strongly a past stretch of days votes on the coming one, by its age and by how alike the time before it was. */
export type Votes = {
  /** half-lives in days, and the share of the faster one */
  fast: number;
  slow: number;
  fastShare: number;
  /** vote of the same season last year against that of yesterday, its width in days and its decay a year */
  year: number;
  yearWidth: number;
  yearDecay: number;
  /** half-lives of the two averages whose ratio tells a promotion or a slump, and how far apart two ratios may be */
  brisk: number;
  calm: number;
  likeness: number;
  /** what is left of a vote from an utterly different time */
  unlike: number;
  /** how far apart the shares of promoted days of two stretches may be, and what is left of a vote from a quite other share */
  promotion: number;
  otherPromotion: number;
};

/** Chosen on the two years before the test year (docs/decisions/0021). */
export const votes: Votes = {
  fast: 120,
  slow: 600,
  fastShare: 0.6,
  year: 0.8,
  yearWidth: 16.8,
  yearDecay: 0.6,
  brisk: 21,
  calm: 360,
  likeness: 0.3,
  unlike: 0.05,
  promotion: 0.1,
  otherPromotion: 0.02,
};

/**
 * Quantiles of the demand of the coming `stretch` days, as of the morning of each of `mornings`: the weighted quantiles of
 * all past stretches of that length that were over by then. One row a morning, one column a level. Where the promoted days are
 * given (1; of the coming stretch too, as in a calendar) stretches as promoted as the coming one vote first.
 */
export function stretchQuantiles(
  sold: Float64Array,
  mornings: readonly number[],
  stretch: number,
  levels: readonly number[],
  promoted?: Uint8Array,
): Float64Array[] {
  const count = Math.max(0, sold.length - stretch + 1);
  const sums = new Float64Array(count);
  for (let day = 0, sum = 0; day < sold.length; day++) {
    sum += sold[day]! - (sold[day - stretch] ?? 0);
    if (day >= stretch - 1) sums[day - stretch + 1] = sum;
  }
  const rising = Uint32Array.from(sums.keys()).sort((a, b) => sums[a]! - sums[b]!);
  const byAge = Float64Array.from({ length: sold.length + 1 }, (_, age) => ageVote(age));
  const tempo = tempoBefore(sold);
  const share = promoted && promotedShares(promoted, sold.length, stretch);
  const weights = new Float64Array(count);
  return mornings.map((morning) => {
    const last = morning - stretch;
    let total = 0;
    for (let start = 0; start <= last; start++) {
      const apart = (tempo[start]! - tempo[morning]!) / votes.likeness;
      weights[start] = byAge[morning - start]! * (votes.unlike + (1 - votes.unlike) * Math.exp(-0.5 * apart * apart));
      if (share) weights[start]! *= alikePromoted(share[start]!, share[morning]!);
      total += weights[start]!;
    }
    const answers = new Float64Array(levels.length);
    let below = 0;
    let at = 0;
    let before = 0;
    let value = 0;
    for (const start of rising) {
      if (start > last) continue;
      // A vote sits in the middle of its weight, and the quantile is linear between neighbours.
      const middle = below + weights[start]! / 2;
      for (; at < levels.length && levels[at]! * total <= middle; at++) {
        const share = below === 0 ? 1 : (levels[at]! * total - before) / (middle - before);
        answers[at] = value + (sums[start]! - value) * share;
      }
      below += weights[start]!;
      before = middle;
      value = sums[start]!;
    }
    return answers.fill(value, at);
  });
}

/** The share of promoted days in the stretch from each day on. */
function promotedShares(promoted: Uint8Array, days: number, stretch: number): Float64Array {
  const shares = new Float64Array(days + 1);
  for (let day = 0; day <= days; day++)
    for (let ahead = 0; ahead < stretch; ahead++) shares[day]! += (promoted[day + ahead] ?? 0) / stretch;
  return shares;
}

function alikePromoted(then: number, now: number): number {
  const apart = (then - now) / votes.promotion;
  return votes.otherPromotion + (1 - votes.otherPromotion) * Math.exp(-0.5 * apart * apart);
}

function ageVote(age: number): number {
  const recent = votes.fastShare * 2 ** (-age / votes.fast) + (1 - votes.fastShare) * 2 ** (-age / votes.slow);
  const years = Math.round(age / 365);
  if (years === 0) return recent;
  const apart = (age - 365 * years) / votes.yearWidth;
  return recent + votes.year * votes.yearDecay ** years * Math.exp(-0.5 * apart * apart);
}

/** For each morning how brisk sales had been of late against the long run, on the log scale. */
function tempoBefore(sold: Float64Array): Float64Array {
  const brisk = averagesBefore(sold, votes.brisk);
  const calm = averagesBefore(sold, votes.calm);
  return brisk.map((fast, day) => {
    const floor = 0.3 * calm[day]! + 1e-9;
    return Math.log((fast + floor) / (calm[day]! + floor));
  });
}

function averagesBefore(sold: Float64Array, halfLife: number): Float64Array {
  const keep = 2 ** (-1 / halfLife);
  const averages = new Float64Array(sold.length + 1);
  let sum = 0;
  let weight = 0;
  for (let day = 0; day < sold.length; day++) {
    sum = sum * keep + sold[day]!;
    weight = weight * keep + 1;
    averages[day + 1] = sum / weight;
  }
  return averages;
}
