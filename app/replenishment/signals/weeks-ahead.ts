// The weeks ahead of the whole shop, roughly: the same weeks of last year at this year's level. For hints, not for orders.

export type WeeksAhead = {
  /** units by week, the coming seven days first */
  expected: number[];
  /** units of a usual week now */
  usual: number;
};

const WEEK = 7;
/** A year of whole weeks, so that weekdays meet. */
const YEAR = 52 * WEEK;
/** Weeks that tell this year's level against last year's. */
const LEVEL_WEEKS = 8;

/**
 * `totals`: the shop's units a day, the last of yesterday. Level: the last eight weeks against the same weeks a year before
 * (between a quarter and four times); with no such weeks to compare, last year as it was. Null without a year of sales.
 */
export function weeksAhead(totals: ArrayLike<number>, weeks: number): WeeksAhead | null {
  const sum = (from: number, to: number) => {
    let units = 0;
    for (let day = Math.max(0, from); day < to; day++) units += totals[day] ?? 0;
    return units;
  };
  const days = totals.length;
  let first = 0;
  while (first < days && !(totals[first]! > 0)) first++;
  if (days - first < YEAR) return null;
  const now = sum(days - LEVEL_WEEKS * WEEK, days);
  const comparable = days - LEVEL_WEEKS * WEEK - YEAR >= first;
  const then = comparable ? sum(days - LEVEL_WEEKS * WEEK - YEAR, days - YEAR) : 0;
  const level = then > 0 ? Math.min(4, Math.max(0.25, now / then)) : 1;
  const expected = Array.from({ length: Math.min(weeks, 52) }, (_, week) => {
    const from = days - YEAR + week * WEEK;
    return level * sum(from, from + WEEK);
  });
  return { expected, usual: (level * sum(days - YEAR, days)) / 52 };
}
