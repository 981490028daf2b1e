// Which days of the past are walked again, where all of them would keep people waiting too long.
import { dayNumber } from '../../calendar/day.ts';

/** A day, YYYY-MM-DD, and what was shipped on it. */
export type PastDay = { day: string; shipments: number };

/**
 * Whole days with at most so many shipments together, one at the least; the earliest first. All of them where they are few enough;
 * otherwise some, spread evenly over the weekdays and, of each weekday, over the weeks. Whole, since orders of one day share walks: with
 * half of them walks would be emptier, and an order's part of one longer.
 */
export function daysToWalk(days: readonly PastDay[], most: number): PastDay[] {
  const byWeekday = days.toSorted((a, b) => weekdayOf(a) - weekdayOf(b) || dayNumber(a.day) - dayNumber(b.day));
  for (let count = days.length; count > 0; count--) {
    const some = Array.from({ length: count }, (_, at) => byWeekday[Math.floor(((at + 0.5) * days.length) / count)]!);
    if (count === 1 || some.reduce((sum, { shipments }) => sum + shipments, 0) <= most)
      return some.sort((a, b) => dayNumber(a.day) - dayNumber(b.day));
  }
  return [];
}

/** Any fixed beginning of the week will do. */
const weekdayOf = ({ day }: PastDay) => dayNumber(day) % 7;
