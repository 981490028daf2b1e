// What to do about one variant at one location today, in one word, and why.

/**
 * Buy from a supplier, move from another location, wait (nothing to do today), too much (buy no more and think of a way
 * out), or unknown: nothing is guessed.
 */
export const advices = ['buy', 'move', 'wait', 'too much', 'unknown'] as const;
export type Advice = (typeof advices)[number];

export type AdviceInputs = {
  /** null while its demand or lead time is not known */
  levels: { reorderPoint: number; orderUpTo: number } | null;
  position: number;
  available: number;
  /** units that other locations can spare for it */
  movable: number;
  /** units the supplier's rules and ours allow to buy */
  toBuy: number;
  /** a position above it is too much; never below order-up-to */
  tooMuchAbove: number;
};

export type Reason =
  | 'not-known'
  | 'units-owed'
  | 'at-reorder-point'
  | 'others-can-spare'
  | 'on-its-way'
  | 'enough'
  | 'not-allowed'
  | 'more-than-ever-needed';

/** Moving comes before buying where it fills the whole need; a part is moved by the transfer list all the same. */
export function advise(inputs: AdviceInputs): { advice: Advice; reason: Reason } {
  const { levels, position, available, movable, toBuy, tooMuchAbove } = inputs;
  // What is owed must come, whatever is known of demand.
  const need = (levels?.orderUpTo ?? 0) - position;
  if (need > 0 && position <= (levels?.reorderPoint ?? -1)) {
    if (movable >= need) return { advice: 'move', reason: 'others-can-spare' };
    if (toBuy === 0) return { advice: 'wait', reason: 'not-allowed' };
    return { advice: 'buy', reason: position < 0 ? 'units-owed' : 'at-reorder-point' };
  }
  if (!levels) return { advice: 'unknown', reason: 'not-known' };
  if (position > Math.max(tooMuchAbove, levels.orderUpTo))
    return { advice: 'too much', reason: 'more-than-ever-needed' };
  return { advice: 'wait', reason: available <= levels.reorderPoint && position > available ? 'on-its-way' : 'enough' };
}
