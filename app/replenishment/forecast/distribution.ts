/** A distribution of demand as plain data: what may be wanted, rising, and the probability of each; together they are one. */
export interface Distribution {
  units: Float64Array;
  probabilities: Float64Array;
}

/** The smallest demand that is not exceeded with probability `p`; 0 where nothing is known. */
export function quantileOf({ units, probabilities }: Distribution, p: number): number {
  let reached = 0;
  for (let i = 0; i < units.length; i++) {
    reached += probabilities[i]!;
    // A hair of rounding must not push the answer to the next vote.
    if (reached >= p - 1e-12) return units[i]!;
  }
  return units.at(-1) ?? 0;
}

export function meanOf({ units, probabilities }: Distribution): number {
  return units.reduce((sum, wanted, i) => sum + wanted * probabilities[i]!, 0);
}

/** E[(D − stock)+]: the units that are expected to be missed with this stock. */
export function expectedShortfall({ units, probabilities }: Distribution, stock: number): number {
  let missed = 0;
  for (let i = units.length - 1; i >= 0 && units[i]! > stock; i--) missed += (units[i]! - stock) * probabilities[i]!;
  return missed;
}

/** One demand drawn with a random number from [0, 1). */
export function drawFrom(distribution: Distribution, uniform: number): number {
  return quantileOf(distribution, uniform);
}
