// What the barcodes on our papers say. A scanner types it like a keyboard, and so can a person: it is printed below the bars.
//
// An order's is its name. A parcel's is P- and the first twelve digits of its id, 48 bits: short enough for Code 128 on a label,
// and rows are found by it in the order of their key. A wave's is W- and its number, a tote's T- and its number, as the phones of
// the floor read it; a bin's is its name, an item's its barcode.

export const waveCode = (number: number): string => `W-${number}`;

export const toteCode = (tote: number | string): string => `T-${tote}`;

/** `id` is a UUID. */
export const parcelCode = (id: string): string => `P-${id.replaceAll('-', '').slice(0, 12).toUpperCase()}`;

/** Whether a text is one of ours: no carrier's number is. */
export const isOwnCode = (text: string): boolean => /^(?:[wt]-\d+|p-[0-9a-f]{12}|#.+)$/i.test(text.trim());

/** The least and the greatest id of a parcel with this code, both possible; null when the text is no parcel's code. */
export function parcelIds(scanned: string): { from: string; to: string } | null {
  const digits = /^p-?([0-9a-f]{12})$/i.exec(scanned.trim())?.[1]?.toLowerCase();
  if (!digits) return null;
  const id = (rest: string) =>
    `${digits.slice(0, 8)}-${digits.slice(8)}-${rest.repeat(4)}-${rest.repeat(4)}-${rest.repeat(12)}`;
  return { from: id('0'), to: id('f') };
}

/** Longest text that is legible as Code 128 on our papers, in characters. */
const longest = 24;

/** The text as Code 128 carries it: printable ASCII, not too long; null when it cannot be drawn, and stands as text only. */
export function asBars(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed.length <= longest && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(trimmed) ? trimmed : null;
}
