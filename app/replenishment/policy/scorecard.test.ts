import { expect, test } from 'vitest';
import { type SupplierLine, scorecard } from './scorecard.ts';

const line = (over: Partial<SupplierLine> & { arrivals: SupplierLine['arrivals'] }): SupplierLine => ({
  orderedOn: 100,
  dueOn: 110,
  ordered: 10,
  closed: false,
  ...over,
});

test('counts whole lines by the promised day, and says how many were due', () => {
  const lines = [
    line({ arrivals: [{ on: 110, units: 10 }] }),
    line({
      arrivals: [
        { on: 105, units: 9 },
        { on: 111, units: 1 },
      ],
    }),
    line({ arrivals: [] }),
    // Not due yet, and without a promise: neither counts.
    line({ dueOn: 130, arrivals: [] }),
    line({ dueOn: null, arrivals: [{ on: 120, units: 10 }] }),
  ];
  expect(scorecard(lines, 120).onTimeInFull).toEqual({ value: 1 / 3, count: 3 });
  expect(scorecard(lines, 120).lateness).toEqual({ value: (0 * 10 - 5 * 9 + 1 * 1) / 20, count: 3 });
});

test('fill looks only at lines from which nothing more is expected, and no surplus makes up for a lack', () => {
  const lines = [
    line({ closed: true, arrivals: [{ on: 108, units: 6 }] }),
    line({ arrivals: [{ on: 108, units: 14 }] }),
    line({ arrivals: [{ on: 108, units: 1 }] }),
  ];
  expect(scorecard(lines, 120).fill).toEqual({ value: 0.8, count: 2 });
});

test('drift tells that the newest arrivals take longer than the older ones', () => {
  const lines = [10, 10, 11, 12, 14, 15, 15, 16].map((days, i) =>
    line({ orderedOn: 100 + 30 * i, arrivals: [{ on: 100 + 30 * i + days, units: 10 }] }),
  );
  expect(scorecard(lines, 900).drift).toEqual({ value: 5, count: 8 });
  expect(scorecard(lines.slice(1), 900).drift).toEqual({ value: null, count: 7 });
});

test('of a supplier without lines nothing is known', () => {
  const unknown = { value: null, count: 0 };
  expect(scorecard([], 1)).toEqual({ onTimeInFull: unknown, fill: unknown, lateness: unknown, drift: unknown });
});
