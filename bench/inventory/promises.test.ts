import { expect, test } from 'vitest';
import type { Series } from './panel.ts';
import { reserved } from './promises.ts';
import { fillOf, together } from './simulate.ts';

const YEAR = 364;
/** Four years; `of` says what is wanted on a day. */
const products = (of: (day: number, product: number) => number): Series[] =>
  Array.from({ length: 5 }, (_, product) => ({
    id: `${product}`,
    sold: Float64Array.from({ length: 4 * YEAR }, (_, day) => of(day, product)),
  }));

test('a high promise holds no reserve where nothing ever varied', () => {
  const [steady] = reserved(
    products(() => 3),
    3 * YEAR,
    7,
    0.98,
  );
  // Begins with two weeks of 3 a day; from the second week on one week comes each Monday and goes: 9 on average.
  const firstWeekMore = (30 - 9) * 7;
  expect(steady).toEqual({ asked: 3 * YEAR, sold: 3 * YEAR, held: expect.closeTo(9 + firstWeekMore / YEAR) });
});

test('what a shop outgrew year after year it keeps in reserve', () => {
  const growing = products((day, product) => Math.round((4 + product) * 3 ** (day / YEAR)));
  const fill = (panel: readonly Series[]) => fillOf(together(reserved(panel, 3 * YEAR, 7, 0.98)));
  expect(fill(growing)).toBeGreaterThanOrEqual(0.96);
  // The same last year after two of no growth: nobody could have known.
  const sudden = products((day, product) => Math.round((4 + product) * 3 ** Math.max(3, day / YEAR)));
  expect(fill(sudden)).toBeLessThan(fill(growing));
});

test('the reserve knows nothing of a year that is not over', () => {
  const bursts = (last: number) =>
    products((day, product) => (day === 4 * YEAR - 1 ? last : (day * (product + 3)) % 97 < 9 ? 8 : 1));
  const [quiet, rush] = [0, 1000].map((last) => reserved(bursts(last), 3 * YEAR, 7, 0.98));
  // The last day empties the shelves, so what it sold is all that is missing from them.
  for (const [product, { sold, held }] of quiet!.entries())
    expect(rush![product]!.sold + rush![product]!.held * YEAR).toBeCloseTo(sold + held * YEAR);
});
