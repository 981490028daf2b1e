import { lossOf, type Trial } from './trials.ts';

/** So many votes are cast when a panel chooses its average. */
const VOTES = 12;

/**
 * The average that would have done best on a whole panel: one vote at a time, with replacement, each to the method that lowers
 * the loss of the average most, until none does (Caruana et al., "Ensemble selection from libraries of models", ICML 2004).
 * Few votes and a common choice leave little room for luck. Weights sum to one.
 */
export function chooseAverage(trials: readonly Trial[], methods: number): Float64Array {
  const votes = new Float64Array(methods);
  let cast = 0;
  let least = Number.POSITIVE_INFINITY;
  while (cast < VOTES) {
    let next = -1;
    for (let m = 0; m < methods; m++) {
      const loss = lossOf(trials, votes.map((count, other) => (count + (other === m ? 1 : 0)) / (cast + 1)));
      if (loss < least - 1e-9 * Math.abs(least || 1) || least === Number.POSITIVE_INFINITY) [least, next] = [loss, m];
    }
    if (next < 0) break;
    votes[next]! += 1;
    cast++;
  }
  return votes.map((count) => count / cast);
}

/**
 * The panel's weights after one series has had its say: each method's weight times exp(−evidence × its own excess loss), as a
 * forecaster with expert advice does (Cesa-Bianchi, Lugosi, "Prediction, learning, and games", 2006). A short past has little
 * evidence and stays with the panel.
 */
export function tailoredTo(
  panelWeights: Float64Array,
  ownLosses: ArrayLike<number>,
  panelLosses: ArrayLike<number>,
  evidence: number,
): Float64Array {
  if (!(evidence > 0)) return panelWeights;
  let reference = 0;
  for (let m = 0; m < panelWeights.length; m++) reference += panelWeights[m]! * ownLosses[m]!;
  if (!(reference > 0)) return panelWeights;
  const floor = 0.02;
  const weights = panelWeights.map(
    (weight, m) => (weight + floor * Math.exp(-20*(panelLosses[m]!-0))) * Math.exp(-evidence * (ownLosses[m]! / reference - 1)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
