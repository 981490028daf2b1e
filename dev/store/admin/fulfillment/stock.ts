import type { World } from '../../kernel/world.ts';
import { levelAt, type QuantityName, shift, stockAt } from '../inventory/level.ts';
import { trackedItem } from './assign-location.ts';

/** What a sale does to the stock of the location that ships it, step by step. */
const STEPS = {
  /** Sold: promised to a buyer, still on the shelf. */
  promise: { available: -1, committed: 1 },
  /** Will not be shipped after all, and goes back on sale. */
  release: { available: 1, committed: -1 },
  /** Will not be shipped after all, and is not put back (written off). */
  writeOff: { committed: -1 },
  /** Left the building. */
  ship: { committed: -1 },
  /** A shipment was cancelled: back in the building, still promised. */
  unship: { committed: 1 },
} satisfies Record<string, Partial<Record<QuantityName, number>>>;

/** Takes a step for units of an order line at a location; lines without counted stock do nothing. */
export function moveStock(
  world: World,
  step: keyof typeof STEPS,
  lineItemId: string,
  locationId: string,
  units: number,
): void {
  const line = world.get('LineItem', lineItemId);
  const item = line && trackedItem(world, line);
  if (!item || units === 0) return;
  const location = world.get('Location', locationId);
  if (!location) return;
  const level = levelAt(world, item, locationId) ?? stockAt(world, item, location);
  const change: Partial<Record<QuantityName, number>> = {};
  for (const [name, sign] of Object.entries(STEPS[step])) change[name as QuantityName] = sign * units;
  shift(world, level, change);
}

/** Units that came back from a buyer go on sale again at a location. Variants without counted stock do nothing. */
export function receiveReturnedStock(world: World, variantId: string, units: number, locationId: string): void {
  const variant = world.get('ProductVariant', variantId);
  const item = variant && world.get('InventoryItem', variant.inventoryItemId);
  const location = world.get('Location', locationId);
  if (!item?.tracked || !location || units === 0) return;
  shift(world, stockAt(world, item.id, location), { available: units });
}
