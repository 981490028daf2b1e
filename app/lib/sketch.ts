// Quantiles of a stream in little memory, exact to a stated relative error, and mergeable: the sketch of two streams
// together equals the merge of their sketches. DDSketch: Masson, Rim, Lee, "DDSketch: a fast and fully-mergeable quantile
// sketch with relative-error guarantees", VLDB 12(12), 2019.

/** Counts by logarithmic bucket; `zero` counts values at or below the smallest one told apart. Plain data: it is stored as JSON. */
export type Sketch = { zero: number; buckets: Record<string, number> };

/** A quantile read from a sketch is within 1 % of a true one. */
const RELATIVE_ERROR = 0.01;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const SMALLEST = 1e-6;

export const emptySketch: Sketch = { zero: 0, buckets: {} };

/** The sketch with one value more; values are non-negative, in whatever unit the caller keeps. */
export function addToSketch(sketch: Sketch, value: number): Sketch {
  if (!(value >= 0)) throw new Error(`A sketch holds values from 0 up, not ${value}`);
  if (value <= SMALLEST) return { ...sketch, zero: sketch.zero + 1 };
  const bucket = String(Math.ceil(Math.log(value) / Math.log(GAMMA)));
  return { zero: sketch.zero, buckets: { ...sketch.buckets, [bucket]: (sketch.buckets[bucket] ?? 0) + 1 } };
}

export function mergeSketches(a: Sketch, b: Sketch): Sketch {
  const buckets = { ...a.buckets };
  for (const [bucket, count] of Object.entries(b.buckets)) buckets[bucket] = (buckets[bucket] ?? 0) + count;
  return { zero: a.zero + b.zero, buckets };
}

export function sketchCount(sketch: Sketch): number {
  return Object.values(sketch.buckets).reduce((sum, count) => sum + count, sketch.zero);
}

/** The value below which the share `q` (0 to 1) of the stream lies; null when the stream was empty. */
export function quantileOf(sketch: Sketch, q: number): number | null {
  const count = sketchCount(sketch);
  if (count === 0) return null;
  const rank = q * (count - 1);
  let seen = sketch.zero;
  if (rank < seen) return 0;
  const ordered = Object.keys(sketch.buckets)
    .map(Number)
    .sort((a, b) => a - b);
  for (const bucket of ordered) {
    seen += sketch.buckets[String(bucket)] ?? 0;
    if (rank < seen) return (2 * GAMMA ** bucket) / (GAMMA + 1);
  }
  return null;
}
