import { connection, type PageArgs } from '../../kernel/connection.ts';
import { type Ctx, expectId, type Resolver, type Resolvers } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { badRequest } from '../../kernel/errors.ts';
import { gidTail } from '../../kernel/gid.ts';
import { cents, money } from '../../kernel/money.ts';
import { search } from '../../kernel/search.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { finders, legacyResourceId } from '../node.ts';
import type { InventoryItem } from '../products/product.ts';
import { shopOf } from '../shop/domain.ts';
import {
  inventoryAdjustQuantities,
  inventoryMoveQuantities,
  inventorySetOnHandQuantities,
  inventorySetQuantities,
} from './change-quantities.ts';
import { type InventoryLevel, levelAt, levelsOf, QUANTITY_NAMES, type QuantityName, quantity } from './level.ts';
import { itemGonePayload, itemPayload, levelGonePayload, levelPayload } from './payload.ts';
import { findLevel, inventoryActivate, inventoryBulkToggleActivation, inventoryDeactivate } from './stocking.ts';

interface LevelsArgs extends PageArgs {
  query?: string | null;
  includeInactive?: boolean | null;
}

const levelSearch = {
  fields: {
    id: (level: InventoryLevel) => gidTail(level.id),
    inventory_item_id: (level: InventoryLevel) => gidTail(level.itemId),
    updated_at: (level: InventoryLevel) => level.updatedAt,
    created_at: (level: InventoryLevel) => level.createdAt,
  },
};

/** Active levels, or all when asked, narrowed by a query. The cursor counts places in which the item ever was. */
function levels(list: InventoryLevel[], args: LevelsArgs) {
  const { test } = search(args.query, levelSearch);
  return connection(
    list.filter((level) => (level.isActive || args.includeInactive) && test(level)),
    args,
    // The number of a level is that of its place: only with the item it is one of a kind.
    { id: (level) => `${gidTail(level.id)}${gidTail(level.itemId)}` },
  );
}

const inventoryItem: Resolver = (_, { id }: { id: string }, { world }) =>
  world.get('InventoryItem', expectId(id, 'InventoryItem')) ?? null;

const inventoryItems: Resolver = (_, args: PageArgs & { query?: string | null }, { world, extensions }) => {
  const { test, warnings } = search<InventoryItem>(args.query, {
    fields: {
      id: (item) => gidTail(item.id),
      sku: (item) => item.sku,
      created_at: (item) => item.createdAt,
      updated_at: (item) => item.updatedAt,
    },
    text: (item) => [item.sku],
  });
  if (warnings.length) extensions.search = [{ path: ['inventoryItems'], query: args.query, warnings }];
  return connection(world.all('InventoryItem').filter(test), args);
};

interface ItemInput {
  sku?: string | null;
  cost?: string | number | null;
  tracked?: boolean | null;
  requiresShipping?: boolean | null;
  countryCodeOfOrigin?: string | null;
  provinceCodeOfOrigin?: string | null;
  harmonizedSystemCode?: string | null;
  measurement?: { weight?: { value: number; unit: string } | null } | null;
}

/** The changes that an InventoryItemInput asks for. */
export function readItem(input: ItemInput): Partial<InventoryItem> {
  return {
    ...(input.sku === undefined ? {} : { sku: input.sku }),
    ...(input.cost === undefined ? {} : { cost: input.cost === null ? null : cents(input.cost) }),
    ...(input.tracked == null ? {} : { tracked: input.tracked }),
    ...(input.requiresShipping == null ? {} : { requiresShipping: input.requiresShipping }),
    ...(input.countryCodeOfOrigin === undefined ? {} : { countryCodeOfOrigin: input.countryCodeOfOrigin }),
    ...(input.provinceCodeOfOrigin === undefined ? {} : { provinceCodeOfOrigin: input.provinceCodeOfOrigin }),
    ...(input.harmonizedSystemCode === undefined ? {} : { harmonizedSystemCode: input.harmonizedSystemCode }),
    ...(input.measurement?.weight ? { weight: input.measurement.weight } : {}),
  };
}

const inventoryItemUpdate: Resolver = (_, { id, input }: { id: string; input: ItemInput }, { world }: Ctx) => {
  const item = world.get('InventoryItem', expectId(id, 'InventoryItem'));
  if (!item)
    return {
      inventoryItem: null,
      userErrors: [userError(['id'], "The product couldn't be updated because it does not exist.")],
    };
  if (Number(input.cost ?? 0) < 0)
    return refuse(userError(['input', 'cost'], 'Unit cost must be greater than or equal to 0'), 'inventoryItem');
  world.patch('InventoryItem', item, { ...readItem(input), updatedAt: world.timestamp() });
  const variant = world.get('ProductVariant', item.variantId);
  if (variant && input.sku !== undefined) world.patch('ProductVariant', variant, { sku: input.sku });
  world.emit('inventory_items/update', item.id);
  return { inventoryItem: item, userErrors: [] };
};

const resolvers: Resolvers = {
  QueryRoot: {
    inventoryItem,
    inventoryItems,
    inventoryLevel: (_, { id }: { id: string }, { world }) => findLevel(world, expectId(id, 'InventoryLevel')) ?? null,
    inventoryProperties: (_, __, { world }) => ({ quantityNames: QUANTITY_NAMES.map((name) => describe(world, name)) }),
  },
  Mutation: {
    inventoryAdjustQuantities,
    inventorySetQuantities,
    inventoryMoveQuantities,
    inventorySetOnHandQuantities,
    inventoryActivate,
    inventoryDeactivate,
    inventoryBulkToggleActivation,
    inventoryItemUpdate,
  },
  InventoryItem: {
    legacyResourceId,
    variant: (item: InventoryItem, _, { world }) => world.get('ProductVariant', item.variantId) ?? null,
    variants: (item: InventoryItem, args: PageArgs, { world }) => {
      const variant = world.get('ProductVariant', item.variantId);
      return connection(variant ? [variant] : [], args);
    },
    unitCost: (item: InventoryItem, _, { world }) =>
      item.cost === null ? null : money(item.cost, shopOf(world).currencyCode),
    inventoryLevel: (item: InventoryItem, args: { locationId: string; includeInactive?: boolean }, { world }) => {
      const level = levelAt(world, item.id, expectId(args.locationId, 'Location'));
      return level && (level.isActive || args.includeInactive) ? level : null;
    },
    inventoryLevels: (item: InventoryItem, args: LevelsArgs, { world }) => levels(levelsOf(world, item.id), args),
    locationsCount: (item: InventoryItem, _, { world }) => ({
      count: levelsOf(world, item.id).filter((level) => level.isActive).length,
      precision: 'EXACT',
    }),
    measurement: (item: InventoryItem) => ({
      id: item.id.replace('InventoryItem', 'InventoryItemMeasurement'),
      weight: item.weight,
    }),
    countryHarmonizedSystemCodes: (_: InventoryItem, args: PageArgs) => connection([], args),
    duplicateSkuCount: (item: InventoryItem, _, { world }) =>
      item.sku ? world.where('InventoryItem', 'sku', item.sku).length - 1 : 0,
    inventoryHistoryUrl: (item: InventoryItem, _, { world }) => {
      const variant = world.get('ProductVariant', item.variantId);
      const product = variant ? `/admin/products/${gidTail(variant.productId)}/variants/${gidTail(variant.id)}` : '';
      return `https://${world.shop}${product}/inventory_history`;
    },
    trackedEditable: () => ({ locked: false, reason: null }),
  },
  InventoryLevel: {
    item: (level: InventoryLevel, _, { world }) => world.get('InventoryItem', level.itemId) ?? null,
    location: (level: InventoryLevel, _, { world }) => world.get('Location', level.locationId) ?? null,
    quantities: (level: InventoryLevel, { names }: { names: string[] }) =>
      names.map(knownName).map((name) => ({
        id: `gid://shopify/InventoryQuantity/${gidTail(level.id)}?inventory_item_id=${gidTail(level.itemId)}&name=${name}`,
        name,
        quantity: quantity(level, name),
        updatedAt: level.changedAt[name as QuantityName] ?? null,
      })),
    canDeactivate: (level: InventoryLevel) => level.committed === 0 && level.incoming === 0 && level.reserved === 0,
    deactivationAlert: () => null,
    scheduledChanges: (_: InventoryLevel, args: PageArgs) => connection([], args),
  },
  Location: {
    inventoryLevel: (location: { id: string }, args: { inventoryItemId: string }, { world }) => {
      const level = levelAt(world, expectId(args.inventoryItemId, 'InventoryItem'), location.id);
      return level?.isActive ? level : null;
    },
    inventoryLevels: (location: { id: string }, args: LevelsArgs, { world }) =>
      levels(world.where('InventoryLevel', 'locationId', location.id), args),
  },
  InventoryAdjustmentGroup: {
    changes: (group: { changes: { name: string }[] }, { quantityNames }: { quantityNames?: string[] | null }) =>
      quantityNames ? group.changes.filter((change) => quantityNames.includes(change.name)) : group.changes,
    app: ({ appId }: { appId: string }, _, { world }) => world.get('App', appId) ?? null,
  },
  InventoryChange: {
    item: (change: { itemId: string }, _, { world }) => world.get('InventoryItem', change.itemId) ?? null,
    location: (change: { locationId: string }, _, { world }) => world.get('Location', change.locationId) ?? null,
  },
};

const BELONGS: Record<string, string[]> = {
  available: ['on_hand'],
  committed: ['on_hand'],
  damaged: ['on_hand'],
  quality_control: ['on_hand'],
  reserved: ['on_hand'],
  safety_stock: ['on_hand'],
};

/** Every shop uses these; the others count as used once someone changed them. */
const ALWAYS_USED = ['available', 'committed', 'on_hand', 'reserved'];

function knownName(name: string): string {
  if (QUANTITY_NAMES.includes(name)) return name;
  throw badRequest(`The specified quantity name is invalid. Valid values are: ${QUANTITY_NAMES.join(', ')}.`);
}

function describe(world: World, name: string) {
  const comprises = name === 'on_hand' ? Object.keys(BELONGS).sort() : [];
  const displayName = name.replaceAll('_', ' ');
  return {
    name,
    displayName: displayName.charAt(0).toUpperCase() + displayName.slice(1),
    isInUse:
      ALWAYS_USED.includes(name) ||
      world.all('InventoryLevel').some((level) => level.changedAt[name as QuantityName] !== undefined),
    belongsTo: BELONGS[name] ?? [],
    comprises,
  };
}

finders.InventoryLevel = (id, { world }) => findLevel(world, id) ?? null;

export const inventory: Domain = {
  name: 'inventory',
  resolvers,
  complete: ['InventoryItem', 'InventoryLevel', 'InventoryAdjustmentGroup', 'InventoryChange', 'InventoryQuantity'],
  payloads: {
    'inventory_levels/connect': levelPayload,
    'inventory_levels/update': levelPayload,
    'inventory_levels/disconnect': levelGonePayload,
    'inventory_items/create': itemPayload,
    'inventory_items/update': itemPayload,
    'inventory_items/delete': itemGonePayload,
  },
};
