import type { Fan } from './levels.ts';

/**
 * What a method may see: demand per period, oldest first, NaN where nothing is known (closed, out of stock, not counted).
 * Unknown is not zero: it is neither learnt from nor scored.
 */
export interface Past {
  values: Float64Array;
  /** Periods in the short season (7 for days, 12 for months), 1 for none. */
  season: number;
  /** Periods in a year where that is a second, longer season (365.25 for days, 52.18 for weeks). */
  year?: number;
}

/** A way to forecast the next periods from the past. Answers for every past, even an empty one. */
export type Method = (past: Past, steps: number) => Fan;

/** The past as it was when only the first `cut` periods were over. */
export function before(past: Past, cut: number): Past {
  return { ...past, values: past.values.subarray(0, cut) };
}

/** The periods about which something is known. */
export function knownPeriods(values: Float64Array): Int32Array {
  const known: number[] = [];
  for (let t = 0; t < values.length; t++) if (!Number.isNaN(values[t])) known.push(t);
  return Int32Array.from(known);
}

/** Mean |y(t) − y(t−season)| over the pairs that are known: the scale of MASE (Hyndman, Koehler 2006). NaN without a pair. */
export function seasonalScale(values: Float64Array, season: number): number {
  let sum = 0;
  let pairs = 0;
  for (let t = season; t < values.length; t++) {
    const change = Math.abs(values[t]! - values[t - season]!);
    if (Number.isNaN(change)) continue;
    sum += change;
    pairs++;
  }
  return pairs ? sum / pairs : Number.NaN;
}
