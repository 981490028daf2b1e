// How large a request may be, door by door. A file that a page takes travels as a form field, in which each byte may become three.

const MEGABYTE = 1024 * 1024;

/** Pages that take a file of at most 5 MB. */
export const uploads = [
  '/app/reorder/bundles/import',
  '/app/reorder/calendar',
  '/app/reorder/import',
  '/app/reorder/suppliers/import',
  '/app/waves/bins',
  '/app/waves/layout',
  '/app/waves/parcels/import',
  '/app/waves/sizes/import',
] as const;

const taking = new Set<string>(uploads);

/** The most bytes that a path takes, and what whoever sends more is told. Remix asks a page's data under its path and ".data". */
export function bodyLimit(path: string): { bytes: number; says: string } {
  if (taking.has(path.replace(/(\.data)?\/?$/, '')))
    return {
      bytes: 16 * MEGABYTE,
      says: 'The file is larger than 5 MB, the most that this page takes at once. Split it and take one part after the other. Nothing was changed.',
    };
  return {
    bytes: 2 * MEGABYTE,
    says: 'This request is larger than 2 MB, the most that is taken at once. Send less at a time. Nothing was changed.',
  };
}
