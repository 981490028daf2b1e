// How long a wave takes, and how well that is known: the location's terms, corrected by how its own waves went.
import type { Pace } from './rules/terms.ts';

export type WaveWork = { metres: number; lines: number; units: number };

/** Seconds from taking the cart to handing it over, as the terms have it. */
export function secondsOf(work: WaveWork, pace: Pace): number {
  return (
    pace.setUpSeconds +
    work.metres / pace.metresPerSecond +
    work.lines * pace.secondsPerLine +
    work.units * pace.secondsPerUnit
  );
}

/** Lifting and carrying a kilogram, beside finding and walking: a usual figure, for nobody has measured it here. */
const SECONDS_PER_KILOGRAM = 1;

/**
 * What one line of a wave should take: its own finding and lifting, and its share of the planned walk. Without a planned walk nothing is
 * reckoned for walking. `grams` null = not known, and taken for light.
 */
export function secondsOfLine(
  line: { units: number; grams: number | null },
  wave: { metres: number | null; lines: number },
  pace: Pace,
): number {
  return (
    (wave.metres ?? 0) / pace.metresPerSecond / Math.max(1, wave.lines) +
    pace.secondsPerLine +
    line.units * pace.secondsPerUnit +
    ((line.grams ?? 0) / 1000) * SECONDS_PER_KILOGRAM
  );
}

/** Packing one parcel, in seconds: taking its box and papers, filling and closing it; finding a line on the table; scanning and laying in a unit. */
const PACKING = { parcel: 40, line: 6, unit: 4 };

/**
 * What packing a parcel should take, in seconds. Usual figures of a packing table; packers are compared with each other, so that only
 * their proportions count. `grams` of the goods; null = not known, and taken for light.
 */
export function secondsOfParcel(goods: { lines: number; units: number; grams: number | null }): number {
  return (
    PACKING.parcel +
    goods.lines * PACKING.line +
    goods.units * PACKING.unit +
    ((goods.grams ?? 0) / 1000) * SECONDS_PER_KILOGRAM
  );
}

/** Who did nothing for longer, in ms, had a break. */
export const PAUSE_MS = 10 * 60_000;

export type Learned = {
  /** real time by reckoned time */
  factor: number;
  /** spread of a wave's time about it, as the standard deviation of its logarithm */
  sigma: number;
  /** how many waves it was learned from; 0 = the usual spread is assumed */
  from: number;
};

export const unlearned: Learned = { factor: 1, sigma: 0.25, from: 0 };

/** With fewer waves their chance would be learned, not the pace. */
const LEAST_WAVES = 8;
/** A wave that took less was not walked, one that took longer was left lying. */
const PLAUSIBLE = { least: 60, most: 4 * 3600 };

/**
 * Median of real by reckoned time over past waves, and the median absolute deviation of its logarithm (times 1.4826, which makes
 * it the standard deviation of a normal one): neither minds a wave that lay over lunch.
 */
export function learnPace(past: readonly (WaveWork & { seconds: number })[], pace: Pace): Learned {
  const logs = past
    .filter((wave) => wave.seconds >= PLAUSIBLE.least && wave.seconds <= PLAUSIBLE.most)
    .map((wave) => Math.log(wave.seconds / secondsOf(wave, pace)))
    .filter(Number.isFinite);
  if (logs.length < LEAST_WAVES) return unlearned;
  const middle = median(logs);
  const spread = 1.4826 * median(logs.map((log) => Math.abs(log - middle)));
  return { factor: Math.exp(middle), sigma: Math.min(1, Math.max(0.05, spread)), from: logs.length };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
