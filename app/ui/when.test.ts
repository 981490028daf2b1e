import { expect, test } from 'vitest';
import { formatAge, formatDay, formatHours, formatSoon, formatWhen } from './when.ts';

test('a time is shown in the store’s zone', () => {
  expect(formatWhen('2026-07-01T23:30:00Z', 'Europe/London')).toBe('2 Jul 2026, 00:30');
  expect(formatWhen('2026-07-01T23:30:00Z', 'America/New_York')).toBe('1 Jul 2026, 19:30');
});

test('what is to come says its day where that is not today, in the store’s zone', () => {
  const now = new Date('2026-07-01T21:00:00Z');
  expect(formatSoon('2026-07-01T22:30:00Z', now, 'Europe/London')).toBe('23:30');
  expect(formatSoon('2026-07-01T23:30:00Z', now, 'Europe/London')).toBe('2 Jul, 00:30');
});

test('a day is shown as people write it', () => {
  expect(formatDay('2026-11-03')).toBe('3 Nov 2026');
});

test.each([
  ['2026-01-01T00:00:30Z', 'now'],
  ['2026-01-01T00:59:00Z', '59 min'],
  ['2026-01-02T23:00:00Z', '47 h'],
  ['2026-01-04T00:00:00Z', '3 days'],
])('until %s it is %s', (to, age) => {
  expect(formatAge('2026-01-01T00:00:00Z', to)).toBe(age);
});

test.each([
  [0.5, '30 min'],
  [4.23, '4.2 h'],
  [72, '3.0 days'],
])('%d hours read %s', (hours, text) => {
  expect(formatHours(hours)).toBe(text);
});
