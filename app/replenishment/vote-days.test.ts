import { expect, test } from 'vitest';
import type { DemandInputs } from './demand-inputs.ts';
import { halfSince, voteDays } from './vote-days.ts';

const inputs = (method: DemandInputs['method'], states: number[]): DemandInputs => ({
  lastDay: '2026-11-21',
  units: states.map((_, day) => day),
  states,
  method,
  planned: [],
  season: 1,
  prior: null,
});

test.each(['windows', 'counts', 'naive', 'look-alike'] as const)(
  'by %s, days out of stock and promotions have no vote, and the others share it',
  (method) => {
    const days = voteDays(inputs(method, [0, 1, 2, 3, 0]));
    expect(days.map(({ day }) => day.slice(-2))).toEqual(['17', '18', '19', '20', '21']);
    expect(days.map(({ state }) => state)).toEqual(['open', 'censored', 'closed', 'event', 'open']);
    expect(days.map(({ vote }) => vote > 0)).toEqual([true, true, false, false, true]);
    expect(days.reduce((sum, { vote }) => sum + vote, 0)).toBeCloseTo(1);
    expect(days[4]!.vote).toBeGreaterThanOrEqual(days[0]!.vote);
    expect(halfSince(days)).toBe('2026-11-18');
  },
);

test('where no day can vote none does', () => {
  const days = voteDays(inputs('counts', [2, 2]));
  expect(days.map(({ vote }) => vote)).toEqual([0, 0]);
  expect(halfSince(days)).toBeNull();
});
