// The period a page of figures looks at: whole days of the shop's own zone, the last one being today.

export const PERIODS = [7, 30, 90, 365] as const;

export type PeriodDays = (typeof PERIODS)[number];

/** Reads ?days=30 leniently: anything else than a known length is 30. */
export function readPeriodDays(text: string | null): PeriodDays {
  return PERIODS.find((days) => String(days) === text) ?? 30;
}

/** The last `days` days up to and with the day of `now` in `timeZone`, as YYYY-MM-DD. */
export function lastDays(days: number, now: Date, timeZone: string): { from: string; to: string } {
  const to = new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
  const start = new Date(`${to}T00:00:00Z`);
  start.setUTCDate(start.getUTCDate() - (days - 1));
  return { from: start.toISOString().slice(0, 10), to };
}

/** Every day from `from` to `to`, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  const day = new Date(`${from}T00:00:00Z`);
  for (let text = from; text <= to; text = day.toISOString().slice(0, 10)) {
    days.push(text);
    day.setUTCDate(day.getUTCDate() + 1);
  }
  return days;
}
