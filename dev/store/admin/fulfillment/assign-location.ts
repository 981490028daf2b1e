import type { World } from '../../kernel/world.ts';
import { levelAt } from '../inventory/level.ts';
import { type Location, shippingLocations } from '../locations/location.ts';
import type { Address, LineItem, Order } from '../orders/order.ts';

interface Wanted {
  line: LineItem;
  quantity: number;
}

/**
 * Which location ships which units: the nearest one that can ship the whole order from its shelves; else, line by line, the nearest that has
 * the units, then the nearest that stocks the item at all. Lines without tracked stock go along with the rest.
 */
export function assignLocations(
  world: World,
  order: Order,
  wanted: Wanted[],
): Map<string, { lineItemId: string; quantity: number }[]> {
  const locations = nearestFirst(shippingLocations(world), order.shippingAddress);
  const chosen = order.locationId ? locations.find((one) => one.id === order.locationId) : undefined;
  const fallback = chosen ?? locations[0];
  const result = new Map<string, { lineItemId: string; quantity: number }[]>();
  if (!fallback) return result;
  const items = wanted.map((one) => trackedItem(world, one.line));
  const stockOf = (item: string | undefined, locationId: string): number | undefined => {
    if (item === undefined) return Number.POSITIVE_INFINITY;
    const level = levelAt(world, item, locationId);
    return level?.isActive ? level.available : undefined;
  };
  const whole =
    chosen ??
    locations.find((location) =>
      wanted.every(({ quantity }, index) => (stockOf(items[index], location.id) ?? -1) >= quantity),
    );
  wanted.forEach(({ line, quantity }, index) => {
    const item = items[index];
    const location =
      whole ??
      (item === undefined
        ? fallback
        : (locations.find((one) => (stockOf(item, one.id) ?? -1) >= quantity) ??
          locations.find((one) => stockOf(item, one.id) !== undefined) ??
          fallback));
    const parts = result.get(location.id) ?? [];
    parts.push({ lineItemId: line.id, quantity });
    result.set(location.id, parts);
  });
  return result;
}

/** Locations by how much of their address they share with the buyer's (country, province, city); without an address as they were opened. */
function nearestFirst(locations: Location[], to: Address | null): Location[] {
  const shared = ({ address }: Location): number => {
    if (!to?.countryCode || address.countryCode !== to.countryCode) return 0;
    if (!to.provinceCode || address.provinceCode !== to.provinceCode) return 1;
    return to.city && address.city?.toLowerCase() === to.city.toLowerCase() ? 3 : 2;
  };
  return locations
    .map((location) => ({ location, score: shared(location) }))
    .sort((a, b) => b.score - a.score)
    .map(({ location }) => location);
}

/** The inventory item behind a line when its stock is counted. */
export function trackedItem(world: World, line: LineItem): string | undefined {
  const variant = world.get('ProductVariant', line.variantId);
  const item = variant && world.get('InventoryItem', variant.inventoryItemId);
  return item?.tracked ? item.id : undefined;
}
