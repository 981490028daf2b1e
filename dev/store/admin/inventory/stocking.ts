import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { gidTail } from '../../kernel/gid.ts';
import { userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { type InventoryLevel, levelAt, levelsOf, quantity, shift, stockAt } from './level.ts';

const BOUND = 1_000_000_000;

interface ActivateArgs {
  inventoryItemId: string;
  locationId: string;
  available?: number | null;
  onHand?: number | null;
}

/** Mutation.inventoryActivate: stocks an item at a location; repeated it only refuses to set quantities anew. */
export const inventoryActivate: Resolver = (_, args: ActivateArgs, { world }: Ctx) => {
  const no = (field: string[], message: string) => ({ inventoryLevel: null, userErrors: [userError(field, message)] });
  const item = world.get('InventoryItem', expectId(args.inventoryItemId, 'InventoryItem'));
  if (!item) return no(['inventoryItemId'], "The product couldn't be stocked because it doesn't exist.");
  const location = world.get('Location', expectId(args.locationId, 'Location'));
  if (!location) return no(['locationId'], "The product couldn't be stocked because the location wasn't found.");
  const { name } = location;
  if (args.available != null && args.onHand != null) {
    const message = `The product couldn't be stocked at ${name} because not allowed to set available and on_hand quantities at the same time.`;
    return { inventoryLevel: null, userErrors: [userError(['available'], message), userError(['onHand'], message)] };
  }
  const known = levelAt(world, item.id, location.id);
  if (known?.isActive) {
    const field = args.available != null ? 'available' : args.onHand != null ? 'onHand' : null;
    if (field === null) return { inventoryLevel: known, userErrors: [] };
    const words = field === 'onHand' ? 'an on_hand' : 'available';
    return {
      inventoryLevel: known,
      userErrors: [
        userError([field], `Not allowed to set ${words} quantity when the item is already active at the location.`),
      ],
    };
  }
  const wanted = args.available ?? args.onHand ?? null;
  if (wanted !== null && Math.abs(wanted) > BOUND)
    return no(
      [args.available != null ? 'available' : 'onHand'],
      `The product couldn't be stocked at ${name} because the quantity needs to be between -1 billion and 1 billion.`,
    );
  const level = stockAt(world, item.id, location);
  if (wanted !== null) {
    const now = args.available != null ? level.available : quantity(level, 'on_hand');
    shift(world, level, { available: wanted - now });
  }
  return { inventoryLevel: level, userErrors: [] };
};

/** Mutation.inventoryDeactivate: no longer stocked here; the level is kept with what it held. */
export const inventoryDeactivate: Resolver = (_, args: { inventoryLevelId: string }, { world }: Ctx) => {
  const level = findLevel(world, args.inventoryLevelId);
  if (!level)
    return {
      userErrors: [
        userError(['inventoryLevelId'], "The product couldn't be unstocked because the location was not found."),
      ],
    };
  const errors = deactivate(world, level, null);
  return { userErrors: errors ? [errors] : [] };
};

interface ToggleArgs {
  inventoryItemId: string;
  inventoryItemUpdates: { locationId: string; activate?: boolean | null }[];
}

/** Mutation.inventoryBulkToggleActivation: several of the two above at once, all or none. */
export const inventoryBulkToggleActivation: Resolver = (_, args: ToggleArgs, { world }: Ctx) => {
  const item = world.get('InventoryItem', expectId(args.inventoryItemId, 'InventoryItem'));
  const no = (errors: unknown[]) => ({ inventoryItem: null, inventoryLevels: null, userErrors: errors });
  if (!item)
    return no([userError(['inventoryItemId'], 'The inventory item was not found.', 'INVENTORY_ITEM_NOT_FOUND')]);
  const levels: InventoryLevel[] = [];
  for (const [index, update] of args.inventoryItemUpdates.entries()) {
    const at = ['inventoryItemUpdates', index, 'locationId'];
    const location = world.get('Location', expectId(update.locationId, 'Location'));
    if (!location)
      return no([
        userError(at, "The quantity couldn't be updated because the location was not found.", 'LOCATION_NOT_FOUND'),
      ]);
    const known = levelAt(world, item.id, location.id);
    if (update.activate) levels.push(stockAt(world, item.id, location));
    else if (known?.isActive) {
      const refused = deactivate(world, known, at, 'variant');
      if (refused) return no([refused]);
    }
  }
  return { inventoryItem: item, inventoryLevels: levels, userErrors: [] };
};

function deactivate(world: World, level: InventoryLevel, at: (string | number)[] | null, what = 'product') {
  if (!level.isActive) return undefined;
  const { name } = world.get('Location', level.locationId) ?? { name: 'the location' };
  const refuse = (why: string, code: string) =>
    userError(at, `The ${what} couldn't be unstocked from ${name} because ${why}`, code);
  if (levelsOf(world, level.itemId).filter((one) => one.isActive).length < 2)
    return refuse('products need to be stocked at a minimum of 1 location.', 'CANNOT_DEACTIVATE_FROM_ONLY_LOCATION');
  if (level.committed > 0) return refuse('it has committed inventory.', 'COMMITTED_INVENTORY_AT_LOCATION');
  if (level.incoming > 0) return refuse('it has incoming inventory.', 'INCOMING_INVENTORY_AT_LOCATION');
  if (level.reserved > 0) return refuse('it has reserved inventory.', 'RESERVED_INVENTORY_AT_LOCATION');
  world.emit('inventory_levels/disconnect', level.id);
  world.patch('InventoryLevel', level, { isActive: false, updatedAt: world.timestamp() });
  return undefined;
}

/** The level of a gid such as gid://shopify/InventoryLevel/1?inventory_item_id=2. */
export function findLevel(world: World, id: string): InventoryLevel | undefined {
  const exact = world.get('InventoryLevel', id);
  if (exact) return exact;
  const item = /inventory_item_id=(\d+)/.exec(id)?.[1];
  return item
    ? levelsOf(world, `gid://shopify/InventoryItem/${item}`).find((one) => gidTail(one.id) === gidTail(id))
    : undefined;
}
