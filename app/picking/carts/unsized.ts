// Of which items a cart's limits know nothing: they take no room, so that a cart may be fuller than it is planned.
import type { Cart, UnitSize } from './cart.ts';

/** How many items have no size, and how many no weight; 0 where no cart looks at it. */
export type Unsized = { sizes: number; weights: number };

export function unsized(
  lines: readonly { inventoryItemId: string | null; quantity: number }[],
  carts: readonly Cart[],
  sizes: ReadonlyMap<string, UnitSize>,
): Unsized {
  const items = new Set(lines.filter((line) => line.quantity > 0).flatMap((line) => line.inventoryItemId ?? []));
  const without = (what: keyof UnitSize) =>
    [...items].filter((item) => (sizes.get(item)?.[what] ?? null) === null).length;
  return {
    sizes: carts.some((cart) => cart.toteMillilitres !== null) ? without('millilitres') : 0,
    weights: carts.some((cart) => cart.maxGrams !== null) ? without('grams') : 0,
  };
}
