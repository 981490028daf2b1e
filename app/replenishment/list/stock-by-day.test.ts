import { expect, test } from 'vitest';
import { stockByDay } from './stock-by-day.ts';

const days = ['2026-11-01', '2026-11-02', '2026-11-03'];
const news = (at: string, from: number | null, available: number) => ({ at: new Date(at), from, available });

test('a day ends with the last news of it, in the shop’s zone', () => {
  const heard = [news('2026-11-02T10:00:00Z', 8, 7), news('2026-11-02T23:30:00Z', 7, 5)];
  expect(stockByDay(heard, days, 'UTC')).toEqual([8, 5, 5]);
  expect(stockByDay(heard, days, 'Europe/Berlin')).toEqual([8, 7, 5]);
});

test('where nothing was heard nobody knows', () => {
  expect(stockByDay([], days, 'UTC')).toEqual([null, null, null]);
  expect(stockByDay([news('2026-11-02T10:00:00Z', null, 3)], days, 'UTC')).toEqual([null, 3, 3]);
});
