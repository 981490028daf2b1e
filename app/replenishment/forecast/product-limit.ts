/**
 * Product-limit weights (Kaplan, Meier, JASA 53, 1958): a censored vote says only "at least this much", so its weight passes to the
 * larger votes in proportion to theirs (Efron's redistribution to the right). `values` rise; among equals the observed come first.
 * Where nothing larger was observed the weight stays with the largest votes: the estimate then is a lower bound of demand.
 * Returns the weights in the same order; their sum is unchanged.
 */
export function productLimitWeights(weights: Float64Array, censored: ArrayLike<number | boolean>): Float64Array {
  const passed = new Float64Array(weights.length);
  let above = 0;
  for (const weight of weights) above += weight;
  // Each unit of original weight still above carries this many units by now.
  let carried = 1;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    above -= weight;
    if (censored[i] && above > 1e-12) carried *= (above + weight) / above;
    else passed[i] = weight * carried;
  }
  return passed;
}
