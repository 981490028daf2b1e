// Bundles come apart: what a customer wanted of a bundle is demand of its components.

/** Units wanted of one item at one location on one day, and how many of them came back. */
export type Sale = { inventoryItemId: string; locationId: string; day: number; units: number; returned: number };

/** What one unit of each bundle is made of, by inventory items. */
export type Parts = ReadonlyMap<string, readonly { inventoryItemId: string; quantity: number }[]>;

/**
 * The sales with every bundle replaced by its components, those that are bundles themselves come apart in turn:
 * component demand = own + Σ bundle × quantity. A bundle that contains itself is taken for a component there. What falls on the same
 * item, location and day is one sale. Sorted by item, location, day.
 */
export function explode(sales: readonly Sale[], parts: Parts): Sale[] {
  const sums = new Map<string, Sale>();
  const leaves = new Map<string, ReadonlyMap<string, number>>();
  for (const sale of sales) {
    let components = leaves.get(sale.inventoryItemId);
    if (!components) {
      components = componentsOf(sale.inventoryItemId, parts);
      leaves.set(sale.inventoryItemId, components);
    }
    for (const [inventoryItemId, quantity] of components) {
      const key = `${inventoryItemId}/${sale.locationId}/${sale.day}`;
      const sum = sums.get(key) ?? { ...sale, inventoryItemId, units: 0, returned: 0 };
      sum.units += sale.units * quantity;
      sum.returned += sale.returned * quantity;
      sums.set(key, sum);
    }
  }
  return [...sums.values()].sort(
    (a, b) =>
      compare(a.inventoryItemId, b.inventoryItemId) || compare(a.locationId, b.locationId) || compare(a.day, b.day),
  );
}

/** How many of each component one unit of the item holds; an item that is no bundle holds itself. */
export function componentsOf(item: string, parts: Parts): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const open = (each: string, quantity: number, within: readonly string[]) => {
    const own = within.includes(each) ? undefined : parts.get(each);
    if (!own?.length) found.set(each, (found.get(each) ?? 0) + quantity);
    else for (const part of own) open(part.inventoryItemId, quantity * part.quantity, [...within, each]);
  };
  open(item, 1, []);
  return found;
}

/** The items and all that their demand depends on or flows to: their components, and every bundle that holds one of these. */
export function kin(items: readonly string[], parts: Parts): { components: string[]; bundles: string[] } {
  const components = new Set(items.flatMap((item) => [item, ...componentsOf(item, parts).keys()]));
  const bundles = [...parts.keys()].filter((bundle) =>
    [...componentsOf(bundle, parts).keys()].some((component) => components.has(component)),
  );
  return { components: [...components], bundles };
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
