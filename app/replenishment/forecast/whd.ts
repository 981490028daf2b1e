import { type Kinship, votesByLag } from './kinship.ts';
import { type Fan, fanOf, LEVELS } from './levels.ts';
import { knownPeriods, type Past } from './past.ts';
import { situationDistances, type Tempo } from './situation.ts';
import { weightedQuantiles } from './weighted-quantile.ts';

export interface Votes extends Kinship {
  /** What makes two situations alike; empty: all are. */
  tempos: readonly Tempo[];
  /** Vote of a period that followed an utterly different situation, against 1 after one just like ours. */
  otherSituation: number;
}

/**
 * Weighted historical demand: the quantile of a coming period is the weighted quantile of real past periods, each voting by
 * recency, same season of an earlier year, weekday and the situation before it. It assumes no distribution, keeps zeros and
 * spikes as they were, and every figure traces to the periods that voted. (Empirical forecasting with kernel weights: Hall,
 * Wolff, Yao, "Methods for estimating a conditional distribution function", JASA 94, 1999.)
 */
export function weightedHistory({ values, season, year }: Past, steps: number, votes: Votes): Fan {
  const periods = knownPeriods(values).sort((a, b) => values[a]! - values[b]!);
  const voters = Float64Array.from(periods, (t) => values[t]!);
  const weights = new Float64Array(periods.length);
  const byLag = votesByLag(values.length + steps, season, year, votes);
  const likeness = situationLikeness(values, votes);
  return fanOf(steps, (step) => {
    for (let i = 0; i < periods.length; i++) {
      const period = periods[i]!;
      const byKinship = byLag[values.length + step - period]!;
      // The vote of a period is weighed by what was known as many steps before it.
      weights[i] = likeness ? byKinship * (likeness[period - step - 1] ?? unknownSituation(votes)) : byKinship;
    }
    return weightedQuantiles(voters, weights, periods.length, LEVELS);
  });
}

function situationLikeness(values: Float64Array, votes: Votes): Float64Array | null {
  const { tempos, otherSituation } = votes;
  if (tempos.length === 0) return null;
  const distances = situationDistances(values, tempos);
  if (!distances) return null;
  return distances.map((distance) =>
    Number.isNaN(distance)
      ? unknownSituation(votes)
      : otherSituation + (1 - otherSituation) * Math.exp(-0.5 * distance),
  );
}

/** Neither alike nor different. */
function unknownSituation({ otherSituation }: Votes): number {
  return (1 + otherSituation) / 2;
}
