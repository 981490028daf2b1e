// What a customer chose at checkout, as Shopify names it, and the names by which a warehouse knows it.

/**
 * How exactly one of these names is the method's: the letters of the longest with which it begins, in whatever case. No names are
 * every method's, with 0 letters; null = it is another's.
 */
export function likeness(names: readonly string[], method: string | null): number | null {
  if (names.length === 0) return 0;
  const known = method?.toLowerCase() ?? '';
  const letters = names.filter((name) => known.startsWith(name.toLowerCase())).map((name) => name.length);
  return letters.length > 0 ? Math.max(...letters) : null;
}

/** "DHL Express… or UPS…" */
export const methodWords = (names: readonly string[]) => names.map((name) => `${name}…`).join(' or ');
