import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addToSketch, emptySketch, mergeSketches, quantileOf, sketchCount } from './sketch.ts';

const values = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });
const sketchOf = (stream: number[]) => stream.reduce(addToSketch, emptySketch);

describe('a sketch', () => {
  test('gives quantiles within 1 % of the true ones', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0, 0.5, 0.9, 1), (stream, q) => {
        const sorted = [...stream].sort((a, b) => a - b);
        const truth = sorted[Math.floor(q * (sorted.length - 1))]!;
        const read = quantileOf(sketchOf(stream), q)!;
        expect(Math.abs(read - truth) / truth).toBeLessThan(0.0101);
      }),
    );
  });

  test('of two streams is the merge of their sketches', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(mergeSketches(sketchOf(a), sketchOf(b))).toEqual(sketchOf([...a, ...b]));
      }),
    );
  });

  test('of nothing has no quantile, and counts zeros', () => {
    expect(quantileOf(emptySketch, 0.5)).toBeNull();
    expect(quantileOf(sketchOf([0, 0, 5]), 0.5)).toBe(0);
    expect(sketchCount(sketchOf([0, 0, 5]))).toBe(3);
  });

  test('refuses what is not a duration', () => {
    expect(() => addToSketch(emptySketch, -1)).toThrow();
    expect(() => addToSketch(emptySketch, Number.NaN)).toThrow();
  });
});
