import { expect, test } from 'vitest';
import { halfSince, voteDays } from './vote-days.ts';

const states = [0, 1, 2, 3, 0];

test('days out of stock and promotions have no vote, the others share it, newer ones more', () => {
  const days = voteDays({ lastDay: '2026-11-21', units: [1, 2, 0, 9, 3], states });
  expect(days.map(({ day }) => day)).toEqual([
    '2026-11-17',
    '2026-11-18',
    '2026-11-19',
    '2026-11-20',
    '2026-11-21',
  ]);
  expect(days.map(({ vote }) => vote > 0)).toEqual([true, true, false, false, true]);
  expect(days.reduce((sum, { vote }) => sum + vote, 0)).toBeCloseTo(1);
  expect(days[4]!.vote).toBeGreaterThan(days[0]!.vote);
  expect(halfSince(days)).toBe('2026-11-18');
});

test('where no day can vote none does', () => {
  const days = voteDays({ lastDay: '2026-11-21', units: [0, 0], states: [2, 2] });
  expect(days.map(({ vote }) => vote)).toEqual([0, 0]);
  expect(halfSince(days)).toBeNull();
});
