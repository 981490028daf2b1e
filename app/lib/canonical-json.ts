/** Plain data as the one text that stands for it: keys sorted, no spaces (JSON Canonicalization Scheme, RFC 8785). */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} has no place in JSON`);
  // Two years of days: JSON's own text of plain numbers is the canonical one already.
  if (Array.isArray(value) && allFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`);
  return `{${entries.join(',')}}`;
}

/** A loop: `every` asks a function of each day, which takes as long as writing them. */
function allFinite(values: readonly unknown[]): boolean {
  for (const value of values) if (!Number.isFinite(value)) return false;
  return true;
}
