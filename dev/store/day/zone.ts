const formats = new Map<string, Intl.DateTimeFormat>();

/** UTC milliseconds of a wall-clock time such as "2011-03-27 09:15:00" in a time zone. */
export function fromLocal(text: string, timeZone: string): number {
  const wall = Date.parse(`${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(wall)) throw new Error(`"${text}" is not a time such as 2011-03-27 09:15:00`);
  const first = wall - offset(wall, timeZone);
  return wall - offset(first, timeZone);
}

/** How far a zone's wall clock is ahead of UTC at a moment, in milliseconds. */
export function offset(at: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
  const wall = Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!, parts.second!);
  return wall - Math.floor(at / 1000) * 1000;
}
