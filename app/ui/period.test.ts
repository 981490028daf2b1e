import { expect, test } from 'vitest';
import { daysBetween, lastDays, readPeriodDays } from './period.ts';

test('the last seven days end today, in the shop’s zone', () => {
  const now = new Date('2026-03-01T02:00:00Z');
  expect(lastDays(7, now, 'UTC')).toEqual({ from: '2026-02-23', to: '2026-03-01' });
  expect(lastDays(1, now, 'America/New_York')).toEqual({ from: '2026-02-28', to: '2026-02-28' });
});

test('days run without a gap over months and clock changes', () => {
  expect(daysBetween('2026-02-27', '2026-03-02')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
  expect(daysBetween('2026-01-01', '2026-12-31')).toHaveLength(365);
});

test('an unknown period is the usual one', () => {
  expect(readPeriodDays('90')).toBe(90);
  expect(readPeriodDays('-1')).toBe(30);
  expect(readPeriodDays(null)).toBe(30);
});
