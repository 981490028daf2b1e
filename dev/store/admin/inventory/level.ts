import type { World } from '../../kernel/world.ts';
import { type Location, levelId } from '../locations/location.ts';

/** What an item has at a location. `on_hand` is not kept: it is the sum of everything in the building. */
export interface InventoryLevel {
  id: string;
  itemId: string;
  locationId: string;
  isActive: boolean;
  available: number;
  committed: number;
  reserved: number;
  damaged: number;
  safety_stock: number;
  quality_control: number;
  incoming: number;
  createdAt: string;
  updatedAt: string;
  /** When a quantity was last set by someone; names that never were are absent. */
  changedAt: Partial<Record<QuantityName, string>>;
}

export type QuantityName =
  | 'available'
  | 'committed'
  | 'reserved'
  | 'damaged'
  | 'safety_stock'
  | 'quality_control'
  | 'incoming';

/** The states that make up on_hand. */
export const IN_BUILDING: readonly QuantityName[] = [
  'available',
  'committed',
  'damaged',
  'quality_control',
  'reserved',
  'safety_stock',
];
export const QUANTITY_NAMES = [...IN_BUILDING, 'incoming', 'on_hand'].sort();

declare module '../../kernel/world.ts' {
  interface Tables {
    InventoryLevel: InventoryLevel;
  }
}

export const levelsOf = (world: World, itemId: string): InventoryLevel[] =>
  world.where('InventoryLevel', 'itemId', itemId);

export function levelAt(world: World, itemId: string, locationId: string): InventoryLevel | undefined {
  return levelsOf(world, itemId).find((level) => level.locationId === locationId);
}

export function quantity(level: InventoryLevel, name: string): number {
  if (name === 'on_hand') return IN_BUILDING.reduce((sum, part) => sum + level[part], 0);
  return level[name as QuantityName];
}

/** Stocks an item at a location, or returns the level that is there already (an inactive one becomes active with what it had). */
export function stockAt(world: World, itemId: string, location: Location, available = 0): InventoryLevel {
  const known = levelAt(world, itemId, location.id);
  const now = world.timestamp();
  if (known) {
    if (!known.isActive) {
      world.patch('InventoryLevel', known, { isActive: true, updatedAt: now });
      world.emit('inventory_levels/connect', known.id);
    }
    return known;
  }
  const level = world.insert('InventoryLevel', {
    id: levelId(location, itemId),
    itemId,
    locationId: location.id,
    isActive: true,
    available,
    committed: 0,
    reserved: 0,
    damaged: 0,
    safety_stock: 0,
    quality_control: 0,
    incoming: 0,
    createdAt: now,
    updatedAt: now,
    changedAt: { available: now },
  });
  world.emit('inventory_levels/connect', level.id);
  return level;
}

/** Adds to quantities of a level and tells it. Every change of stock ends here. */
export function shift(world: World, level: InventoryLevel, by: Partial<Record<QuantityName, number>>): void {
  const now = world.timestamp();
  const changes: Partial<InventoryLevel> = { updatedAt: now, changedAt: { ...level.changedAt } };
  for (const [name, delta] of Object.entries(by) as [QuantityName, number][]) {
    changes[name] = level[name] + delta;
    changes.changedAt![name] = now;
  }
  const before = level.available;
  world.patch('InventoryLevel', level, changes);
  world.emit('inventory_levels/update', level.id);
  if (level.available === before) return;
  const item = world.get('InventoryItem', level.itemId);
  const variant = item && world.get('ProductVariant', item.variantId);
  if (!variant) return;
  noteTotal(world, variant.productId, level.available - before);
  const total = availableOf(world, level.itemId);
  const wasTotal = total - level.available + before;
  if (total <= 0 && wasTotal > 0) world.emit('variants/out_of_stock', variant.id);
  if (total > 0 && wasTotal <= 0) world.emit('variants/in_stock', variant.id);
}

/** A product's totalInventory is counted by Shopify some seconds after its levels changed; until then it answers the old sum. */
const TOTAL_LAG_MS = 10_000;

/** Keeps what totalInventory was before `delta` units came, to be shown while the count lags behind. */
export function noteTotal(world: World, productId: string, delta: number): void {
  const product = world.get('Product', productId);
  if (!product) return;
  const until = world.now() + TOTAL_LAG_MS;
  const lagging = product.lag && world.now() < product.lag.until;
  const shown = lagging ? product.lag!.shown : countedTotal(world, productId) - delta;
  world.patch('Product', product, { lag: { shown, until } });
}

/** Units available of all variants of a product, at all active levels. */
export function countedTotal(world: World, productId: string): number {
  let total = 0;
  for (const variant of world.where('ProductVariant', 'productId', productId))
    total += availableOf(world, variant.inventoryItemId);
  return total;
}

export function availableOf(world: World, itemId: string): number {
  return levelsOf(world, itemId).reduce((sum, one) => sum + (one.isActive ? one.available : 0), 0);
}
