import type { Board } from './task.ts';

/**
 * Lengths of batches that were asked for before, by a 64-bit name of the batch: the exclusive or of random names of its orders
 * (Zobrist 1970), so that taking one out and putting one in is two operations. A newer batch takes an older one's slot. What is
 * all zero needs no filling: no orders are called 0, and walk nothing.
 */
export interface BatchLengths {
  /** the two halves of each order's name */
  high: Int32Array;
  low: Int32Array;
  /** the names and lengths that are known, by slot */
  names: Int32Array;
  lengths: Float64Array;
  mask: number;
}

export function batchLengths({ count }: Board, slots: number): BatchLengths {
  const high = new Int32Array(count);
  const low = new Int32Array(count);
  // The names are the same for every seed: they decide nothing but slots.
  let state = 0x2545f491;
  const word = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return mixed ^ (mixed >>> 14);
  };
  for (let order = 0; order < count; order++) {
    high[order] = word();
    low[order] = word();
  }
  return {
    high,
    low,
    names: new Int32Array(2 * slots),
    lengths: new Float64Array(slots),
    mask: slots - 1,
  };
}
