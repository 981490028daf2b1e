import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitIn } from './fit.ts';
import type { Box, Item } from './item.ts';
import { afterReport, fullTrust, headroomOf, MOST_MARGIN, type Trust } from './trust.ts';

const box: Box = { id: 'box', length: 210, width: 100, height: 50, weight: 0, maxWeight: null, padding: 0, cost: 0 };
const book = (id: string): Item => ({
  id,
  length: 100,
  width: 95,
  height: 40,
  weight: 10,
  upright: false,
  fragile: false,
});
const allowed = { now: () => 0, until: 1, steps: 20_000 };

test('the headroom is the least margin that keeps the items out', () => {
  // Two books of 100 mm side by side in 210 mm: 5 mm each are left, and 5 mm of the width as well.
  expect(headroomOf([book('a'), book('b')], box, allowed)).toBe(6);
  const grown = (margin: number) =>
    [book('a'), book('b')].map((one) => ({ ...one, length: 100 + margin, width: 95 + margin, height: 40 + margin }));
  expect([5, 6].map((margin) => fitIn(grown(margin), box, allowed).answer)).toEqual(['fits', 'does not fit']);
});

test('"didn\'t fit" blames whom less is known of; alone it takes all', () => {
  const after = afterReport(new Map([['known', { margin: 0, fits: 3 }]]), {
    variants: ['known', 'new', 'new'],
    fitted: false,
    headroom: 5,
  });
  expect(after.get('known')).toEqual({ margin: 1, fits: 3 });
  expect(after.get('new')).toEqual({ margin: 4, fits: 0 });
  expect(afterReport(new Map(), { variants: ['alone'], fitted: false, headroom: 6 }).get('alone')?.margin).toBe(6);
});

test('margins grow with "didn\'t fit", within bounds, fall with "did fit", and are gone some day', () => {
  const trust = fc.record({ margin: fc.double({ min: 0, max: MOST_MARGIN, noNaN: true }), fits: fc.nat(50) });
  fc.assert(
    fc.property(trust, trust, fc.integer({ min: 1, max: MOST_MARGIN }), (a, b, headroom) => {
      const before = new Map<string, Trust>([
        ['a', a],
        ['b', b],
      ]);
      const worse = afterReport(before, { variants: ['a', 'b'], fitted: false, headroom });
      const better = afterReport(before, { variants: ['a', 'b'], fitted: true, headroom: 0 });
      for (const [id, { margin, fits }] of before) {
        expect(worse.get(id)!.margin).toBeGreaterThanOrEqual(margin);
        expect(worse.get(id)!.margin).toBeLessThanOrEqual(MOST_MARGIN);
        expect(better.get(id)!.margin).toBeLessThanOrEqual(margin);
        expect(better.get(id)!.fits).toBe(fits + 1);
      }
      let calm = new Map(before);
      for (let i = 0; i < 20; i++) calm = afterReport(calm, { variants: ['a', 'b'], fitted: true, headroom: 0 });
      expect([...calm.values()].map(({ margin }) => margin)).toEqual([0, 0]);
    }),
  );
  expect(fullTrust.margin).toBe(0);
});
