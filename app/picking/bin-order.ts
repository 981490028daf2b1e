// The walk passes bins in the order people number them: A-2 before A-10, and what has no bin comes last.
const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Compares two bin names in natural order; null (no bin) after every name. A total order: 0 only for the same text. */
export function compareBins(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return names.compare(a, b) || (a < b ? -1 : 1);
}
