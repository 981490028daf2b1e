// Equal means: what another rule would have served had it been given as much stock as ours.
import type { Outcome } from './replay.ts';

export type Matched = Outcome & { factor: number };

/** The highest factor is 2⁶; halving the span so often leaves levels that differ by less than a unit for most places. */
const DOUBLINGS = 6;
const HALVINGS = 8;
/** As near as this, as a share of the stock, no more is tried. */
const NEAR_ENOUGH = 0.01;

/**
 * The outcome whose average stock comes nearest to `stockDays` (a sum of evenings over the same days), of those that `play` gives for factors
 * on a rule's levels; `atOne` is that of factor 1. More stock with a higher factor is the rule though not a law (whole packs, orders
 * under way), so the nearest of all that were tried is kept; of two as near the one that sold more. At most 14 replays.
 */
export function withAsMuchStock(stockDays: number, atOne: Outcome, play: (factor: number) => Outcome): Matched {
  let best: Matched = { ...atOne, factor: 1 };
  const off = (outcome: Outcome) => Math.abs(outcome.stockDays - stockDays);
  /** whether it held less than it should */
  const tooLittle = (factor: number) => {
    const outcome = play(factor);
    if (off(outcome) < off(best) || (off(outcome) === off(best) && outcome.sold > best.sold))
      best = { ...outcome, factor };
    return outcome.stockDays < stockDays;
  };
  let [low, high] = [0, 1];
  if (atOne.stockDays < stockDays) {
    do [low, high] = [high, high * 2];
    while (tooLittle(high) && high < 2 ** DOUBLINGS);
  }
  for (let n = 0; n < HALVINGS && off(best) > NEAR_ENOUGH * stockDays; n++) {
    const middle = (low + high) / 2;
    if (tooLittle(middle)) low = middle;
    else high = middle;
  }
  return best;
}
