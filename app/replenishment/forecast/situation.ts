// Whether a past day followed a time like the one we are in: in the middle of a promotion, after one, in a slump. Nobody
// tells us so; a fast average of demand against a slow one does.

/** One comparison of two averages (half-lives in periods), and how far apart two situations may be in it (on the log scale). */
export interface Tempo {
  fast: number;
  slow: number;
  width: number;
}

/** Part of the slow average that is added to both sides, so that nothing sold is a situation too. */
const FLOOR = 0.3;

/**
 * For every period t the squared distance between the situation after it and the one after the last period; NaN before anything
 * is known. Null when nothing was sold of late, for then there is nothing to compare.
 */
export function situationDistances(values: Float64Array, tempos: readonly Tempo[]): Float64Array | null {
  const distances = new Float64Array(values.length);
  const last = values.length - 1;
  for (const { fast, slow, width } of tempos) {
    const quick = movingAverage(values, fast);
    const calm = movingAverage(values, slow);
    const floor = FLOOR * (calm[last] ?? 0);
    if (!(floor > 0)) return null;
    const now = Math.log((quick[last]! + floor) / (calm[last]! + floor));
    for (let t = 0; t <= last; t++) {
      const apart = (Math.log((quick[t]! + floor) / (calm[t]! + floor)) - now) / width;
      distances[t]! += apart * apart;
    }
  }
  const first = values.findIndex((value) => !Number.isNaN(value));
  return distances.fill(Number.NaN, 0, first);
}

/** Exponentially weighted mean with its own weight divided out, so that the first values are not dragged to zero. */
export function movingAverage(values: Float64Array, halfLife: number): Float64Array {
  const keep = 2 ** (-1 / halfLife);
  const averages = new Float64Array(values.length);
  let sum = 0;
  let weight = 0;
  for (let t = 0; t < values.length; t++) {
    const value = values[t]!;
    if (!Number.isNaN(value)) {
      sum = sum * keep + value;
      weight = weight * keep + 1;
    }
    averages[t] = weight ? sum / weight : 0;
  }
  return averages;
}
