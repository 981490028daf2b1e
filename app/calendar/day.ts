// Days as the shop counts them: YYYY-MM-DD in its own time zone, never an instant.

const DAY_MS = 86_400_000;

/** The shop's day at an instant. */
export function dayAt(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);
}

/** True when an instant is the very beginning of a day of the shop. */
export function isMidnight(at: Date, timeZone: string): boolean {
  return dayAt(at, timeZone) !== dayAt(new Date(at.getTime() - 1), timeZone);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The day as a count of days since 1 January 1970, for sums and array indexes. */
export function dayNumber(day: string): number {
  return Math.round(Date.parse(day) / DAY_MS);
}

export function dayOfNumber(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** Days from `from` to `to`: 1 for tomorrow. */
export function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** A day that exists: 2026-02-30 does not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}
