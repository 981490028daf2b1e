// Record accuracy: of the lines that were counted, the share that Shopify had right.
import { shouldBe, variance } from './count.ts';

export type CountedLine = { day: string; expected: number; away: number; counted: number };

export type MonthOfAccuracy = { month: string; lines: number; right: number };

/** Right within `tolerancePermille` of what should be there, rounded down to whole units. */
export function isRight(line: Omit<CountedLine, 'day'>, tolerancePermille: number): boolean {
  const should = shouldBe(line) ?? 0;
  return Math.abs(variance(line) ?? 0) <= Math.floor((Math.abs(should) * tolerancePermille) / 1000);
}

/** Month by month (YYYY-MM) of the `day` (YYYY-MM-DD) of counting, the last `months` up to `today`, those without a count too. */
export function accuracyByMonth(
  lines: readonly CountedLine[],
  tolerancePermille: number,
  today: string,
  months = 12,
): MonthOfAccuracy[] {
  const last = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1;
  const sums = Array.from({ length: months }, (_, index) => {
    const at = last - months + 1 + index;
    return { month: `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`, lines: 0, right: 0 };
  });
  const byMonth = new Map(sums.map((sum) => [sum.month, sum]));
  for (const line of lines) {
    const sum = byMonth.get(line.day.slice(0, 7));
    if (!sum) continue;
    sum.lines += 1;
    if (isRight(line, tolerancePermille)) sum.right += 1;
  }
  return sums;
}
