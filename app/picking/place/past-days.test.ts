import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOfNumber } from '../../calendar/day.ts';
import { daysToWalk, type PastDay } from './past-days.ts';

const from = (shipments: readonly number[]): PastDay[] =>
  shipments.map((own, at) => ({ day: dayOfNumber(20_000 + at), shipments: own }));
const sum = (days: readonly PastDay[]) => days.reduce((total, { shipments }) => total + shipments, 0);

test('all days are walked where they are few enough', () => {
  const days = from([10, 0, 30]);
  expect(daysToWalk(days, 40)).toEqual(days);
  expect(daysToWalk([], 40)).toEqual([]);
});

test('of a busy past each weekday has its share, and old days as well as new ones', () => {
  // Thirteen weeks, on Mondays three times as much as on other days.
  const days = from(Array.from({ length: 91 }, (_, at) => (at % 7 === 0 ? 900 : 300)));
  const walked = daysToWalk(days, 9000);
  const aDay = (list: readonly PastDay[]) => sum(list) / list.length;
  expect(sum(walked)).toBeLessThanOrEqual(9000);
  expect(sum(walked)).toBeGreaterThan(7000);
  expect(Math.abs(aDay(walked) / aDay(days) - 1)).toBeLessThan(0.1);
  expect(walked.filter(({ day }) => day < dayOfNumber(20_045)).length / walked.length).toBeCloseTo(0.5, 0);
});

test('whatever the days: some of them, each once, in their order, and no more than may be unless one is too many', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 6000 }), { minLength: 1, maxLength: 90 }),
      fc.integer({ min: 1, max: 10_000 }),
      (shipments, most) => {
        const days = from(shipments);
        const walked = daysToWalk(days, most);
        expect(walked).toEqual(days.filter((day) => walked.includes(day)));
        expect(walked.length).toBeGreaterThan(0);
        expect(walked.length === 1 || sum(walked) <= most).toBe(true);
      },
    ),
  );
});
