// What a person says a bundle is made of, and what is wrong with it.
import type { Parts } from '../demand/explode.ts';

export const MOST_UNITS = 1000;
export const MOST_PARTS = 100;

/**
 * A bundle may hold bundles, as its demand comes apart all the way down (demand/explode.ts), but those hold none. So no circle can
 * arise, and what one bundle holds of a component is a product of two quantities, not of many, which the kept days can count.
 */
const DEEPEST = 2;

/** Which items are in which, read downwards and upwards. */
export type Nest = { inside: Map<string, Set<string>>; holders: Map<string, Set<string>> };

export function nestOf(parts: Parts): Nest {
  const nest: Nest = { inside: new Map(), holders: new Map() };
  for (const [bundle, own] of parts) for (const { inventoryItemId } of own) putInside(nest, bundle, inventoryItemId);
  return nest;
}

export function putInside(nest: Nest, bundle: string, part: string): void {
  nest.inside.set(bundle, (nest.inside.get(bundle) ?? new Set()).add(part));
  nest.holders.set(part, (nest.holders.get(part) ?? new Set()).add(bundle));
}

/** Why one item cannot be a part of another, as a sentence; null if it can. */
export function misfit(nest: Nest, bundle: string, part: string): string | null {
  if (part === bundle) return 'A bundle cannot be a part of itself: choose another component.';
  if (nest.inside.get(part)?.has(bundle)) return 'It is a bundle that holds this one: choose another component.';
  const below = levels(nest.inside, part);
  const above = levels(nest.holders, bundle);
  if (above + 1 + below <= DEEPEST) return null;
  if (below === 0) return 'This bundle is in a bundle of bundles, so it cannot have parts: take it out of there first.';
  return above === 0
    ? 'It holds bundles itself, and bundles go two deep at most: add its components instead.'
    : 'It is a bundle, and this one is part of another, but bundles go two deep at most: add its components instead.';
}

function levels(next: ReadonlyMap<string, ReadonlySet<string>>, item: string, most = DEEPEST): number {
  if (most === 0) return 0;
  return Math.max(0, ...[...(next.get(item) ?? [])].map((each) => 1 + levels(next, each, most - 1)));
}

/** Units of a component in one bundle, as typed; null when they are no whole number from 1 to MOST_UNITS. */
export function readQuantity(typed: string): number | null {
  const text = typed.trim();
  const quantity = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return quantity >= 1 && quantity <= MOST_UNITS ? quantity : null;
}

/** Inventory items; `quantity` as a person typed it. */
export type TypedBundle = { bundle: string; parts: readonly { item: string; quantity: string }[] };
export type Part = { inventoryItemId: string; quantity: number };
/** By `bundle`, `parts` or the inventory item of a part. */
export type BundleProblems = Record<string, string>;

/** The parts of a bundle as typed, or all that is wrong with them. `known`: the items of which Shopify has a variant. */
export function readBundle(
  { bundle, parts }: TypedBundle,
  known: { has(item: string): boolean },
  nest: Nest,
): { ok: true; parts: Part[] } | { ok: false; problems: BundleProblems } {
  const problems: BundleProblems = {};
  if (!bundle) problems.bundle = 'Search for the product that is sold as a bundle.';
  else if (!known.has(bundle))
    problems.bundle = 'This variant is not in Shopify any more: choose another, or remove the bundle.';
  if (parts.length === 0) problems.parts = 'Add at least one component.';
  if (parts.length > MOST_PARTS) problems.parts = `A bundle has ${MOST_PARTS} components at most: remove some.`;
  const read = new Map<string, number>();
  for (const { item, quantity } of parts) {
    const units = readQuantity(quantity);
    const unfit = misfit(nest, bundle, item);
    if (!known.has(item)) problems[item] = 'This variant is not in Shopify any more: remove it.';
    else if (unfit) problems[item] = unfit;
    else if (read.has(item)) problems[item] = 'It is in the bundle twice: keep one, with all its units.';
    else if (units === null) problems[item] = `Type a whole number from 1 to ${MOST_UNITS}.`;
    read.set(item, units ?? 0);
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return { ok: true, parts: [...read].map(([inventoryItemId, quantity]) => ({ inventoryItemId, quantity })) };
}
