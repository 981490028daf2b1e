// Times are UTC inside and the store's zone at the edge.

/** "22 Nov 2026, 15:09" in the store's zone, the same on server and browser. */
export function formatWhen(at: Date | string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at));
}

/** What is to come: "15:09" today, "23 Nov, 00:20" on another day. */
export function formatSoon(at: Date | string, now: Date, timeZone: string): string {
  const time = { timeZone, hour: '2-digit', minute: '2-digit' } as const;
  const day = { timeZone, day: 'numeric', month: 'short' } as const;
  const dayOf = (moment: Date) => new Intl.DateTimeFormat('en-GB', { ...day, year: 'numeric' }).format(moment);
  const shape = dayOf(new Date(at)) === dayOf(now) ? time : { ...day, ...time };
  return new Intl.DateTimeFormat('en-GB', shape).format(new Date(at));
}

/** "22 Nov 2026" of a day as YYYY-MM-DD. */
export function formatDay(day: string): string {
  const shape = { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' } as const;
  return new Intl.DateTimeFormat('en-GB', shape).format(new Date(day));
}

/** "3 min", "5 h", "2 days" between two times; "now" under a minute. */
export function formatAge(from: Date | string, to: Date | string): string {
  const minutes = Math.floor((new Date(to).getTime() - new Date(from).getTime()) / 60_000);
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / (24 * 60))} days`;
}

/** "4.2 h", "35 min" or "3.1 days" of a duration in hours. */
export function formatHours(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} min`;
  if (hours < 48) return `${hours.toFixed(1)} h`;
  return `${(hours / 24).toFixed(1)} days`;
}
