/**
 * Quantiles of votes: `values` rising, `weights` ≥ 0, the first `count` of each. A vote sits in the middle of its own weight
 * and the quantile is linear between neighbours (Hazen's plotting position), so one vote more or less moves it little.
 * Writes one value per level, levels rising. Without any weight all answers are zero.
 */
export function weightedQuantiles(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  count: number,
  levels: readonly number[],
  into: Float64Array = new Float64Array(levels.length),
): Float64Array {
  let total = 0;
  for (let i = 0; i < count; i++) total += weights[i]!;
  if (!(total > 0)) return into.fill(0);
  let below = 0;
  let lastMiddle = -1;
  let lastValue = 0;
  let k = 0;
  for (let i = 0; i < count && k < levels.length; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    const middle = below + weight / 2;
    const value = values[i]!;
    for (; k < levels.length && levels[k]! * total <= middle; k++) {
      const share = lastMiddle < 0 ? 1 : (levels[k]! * total - lastMiddle) / (middle - lastMiddle);
      into[k] = lastMiddle < 0 ? value : lastValue + (value - lastValue) * share;
    }
    below += weight;
    lastMiddle = middle;
    lastValue = value;
  }
  for (; k < levels.length; k++) into[k] = lastValue;
  return into;
}
