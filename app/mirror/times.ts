// Times as the mirror keeps them. Shopify's own stamps are whole seconds in every API but not always written so; cut to the
// second, a webhook and a read of the same state carry the same version.

/** A Shopify time as UTC to the second, for example 2026-07-01T10:00:00.000Z. Throws on anything that is no time. */
export function second(text: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`"${text}" is not a time`);
  return new Date(Math.floor(ms / 1000) * 1000).toISOString();
}

export function secondOrNull(text: string | null | undefined): string | null {
  return text ? second(text) : null;
}

/** A moment to the microsecond in UTC with a fixed width, so that comparing the texts compares the times. */
export function microsecond(text: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`"${text}" is not a time`);
  const fraction = /[.](\d+)/.exec(text)?.[1] ?? '';
  return `${new Date(ms).toISOString().slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}
