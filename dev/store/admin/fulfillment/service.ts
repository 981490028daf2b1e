import type { Ctx, Resolver, Resolvers } from '../../kernel/context.ts';
import { gid, gidTail } from '../../kernel/gid.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { stockAt } from '../inventory/level.ts';
import { addLocation, primaryLocation } from '../locations/location.ts';

/** A third party that stores and ships goods from a location of its own. */
export interface FulfillmentService {
  id: string;
  handle: string;
  serviceName: string;
  locationId: string;
  callbackUrl: string | null;
  trackingSupport: boolean;
  inventoryManagement: boolean;
  requiresShippingMethod: boolean;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    FulfillmentService: FulfillmentService;
  }
}

/** Names that stand for Shopify's own services. */
const RESERVED = new Set(['manual', 'gift_card', 'gift-card', 'shopify', 'amazon', 'amazon_marketplace_web']);

const handleOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

function nameErrors(world: World, name: string, except?: string) {
  const trimmed = name.trim();
  if (!trimmed) return [userError(['name'], "Name can't be blank")];
  const handle = handleOf(trimmed);
  if (RESERVED.has(handle) || RESERVED.has(handle.replace(/-/g, '_'))) return [userError(['name'], 'Name is reserved')];
  const taken = world.all('FulfillmentService').some((one) => one.id !== except && one.handle === handle);
  return taken ? [userError(['name'], 'Name has already been taken')] : [];
}

interface ServiceInput {
  name: string;
  callbackUrl?: string | null;
  trackingSupport?: boolean | null;
  inventoryManagement?: boolean | null;
  requiresShippingMethod?: boolean | null;
}

const fulfillmentServiceCreate: Resolver = (_, input: ServiceInput, { world }: Ctx) => {
  const errors = nameErrors(world, input.name);
  if (errors.length) return refuse(errors, 'fulfillmentService');
  const name = input.name.trim();
  const id = `${world.newId('FulfillmentService')}?id=true`;
  const location = addLocation(world, { name, fulfillmentServiceId: id });
  world.emit('locations/create', location.id);
  const service = world.insert('FulfillmentService', {
    id,
    handle: handleOf(name),
    serviceName: name,
    locationId: location.id,
    callbackUrl: input.callbackUrl ?? null,
    trackingSupport: input.trackingSupport ?? false,
    inventoryManagement: input.inventoryManagement ?? false,
    requiresShippingMethod: input.requiresShippingMethod ?? true,
  });
  return { fulfillmentService: service, userErrors: [] };
};

/** Ids of services come with and without their query part. */
const serviceById = (world: World, id: string): FulfillmentService | undefined =>
  world.all('FulfillmentService').find((one) => gidTail(one.id) === gidTail(id));

const fulfillmentServiceUpdate: Resolver = (
  _,
  { id, ...input }: Partial<ServiceInput> & { id: string },
  { world }: Ctx,
) => {
  const service = serviceById(world, id);
  if (!service) return refuse(userError(['id'], 'Fulfillment service could not be found.'), 'fulfillmentService');
  const errors = input.name == null ? [] : nameErrors(world, input.name, service.id);
  if (errors.length) return refuse(errors, 'fulfillmentService');
  const given = Object.fromEntries(
    Object.entries(input).filter(
      ([name, value]) => value != null && name !== 'name' && name !== 'fulfillmentOrdersOptIn',
    ),
  ) as Partial<FulfillmentService>;
  const serviceName = input.name?.trim();
  world.patch('FulfillmentService', service, { ...given, ...(serviceName ? { serviceName } : {}) });
  const location = world.get('Location', service.locationId);
  if (location && serviceName) world.patch('Location', location, { name: serviceName, updatedAt: world.timestamp() });
  return { fulfillmentService: service, userErrors: [] };
};

/** Removes a service; its stock goes to another location, is kept there as the merchant's own, or is dropped. */
const fulfillmentServiceDelete: Resolver = (
  _,
  args: { id: string; destinationLocationId?: string | null; inventoryAction?: 'DELETE' | 'KEEP' | 'TRANSFER' | null },
  { world }: Ctx,
) => {
  const service = serviceById(world, args.id);
  if (!service) return refuse(userError(['id'], 'Fulfillment service could not be found.'), 'deletedId');
  const location = world.get('Location', service.locationId)!;
  const action = args.inventoryAction ?? 'TRANSFER';
  if (action === 'TRANSFER') {
    const destination = world.get('Location', args.destinationLocationId);
    if (!destination || destination.id === location.id || !destination.isActive || destination.fulfillmentServiceId)
      return refuse(userError(null, 'Invalid destination location.'), 'deletedId');
    for (const level of world.where('InventoryLevel', 'locationId', location.id)) {
      const target = stockAt(world, level.itemId, destination);
      world.patch('InventoryLevel', target, { available: target.available + level.available });
    }
    for (const one of world.all('FulfillmentOrder'))
      if (one.locationId === location.id && one.status === 'OPEN')
        world.patch('FulfillmentOrder', one, { locationId: destination.id, updatedAt: world.timestamp() });
  }
  if (action === 'KEEP')
    world.patch('Location', location, { fulfillmentServiceId: null, updatedAt: world.timestamp() });
  else {
    for (const level of world.where('InventoryLevel', 'locationId', location.id)) world.remove('InventoryLevel', level);
    const used = world.all('FulfillmentOrder').some((one) => one.locationId === location.id);
    if (used) world.patch('Location', location, { isActive: false, deactivatedAt: world.timestamp() });
    else {
      world.emit('locations/delete', location.id);
      world.remove('Location', location);
    }
  }
  world.remove('FulfillmentService', service);
  return { deletedId: gid('FulfillmentService', gidTail(service.id)), userErrors: [] };
};

/** The service behind every location of the merchant's own. */
export function manualService(world: World) {
  return {
    __typename: 'FulfillmentService',
    id: gid('FulfillmentService', 'manual'),
    handle: 'manual',
    serviceName: 'Manual',
    locationId: primaryLocation(world)?.id ?? '',
    callbackUrl: null,
    trackingSupport: false,
    inventoryManagement: false,
    requiresShippingMethod: true,
  };
}

export const serviceMutations = { fulfillmentServiceCreate, fulfillmentServiceUpdate, fulfillmentServiceDelete };

export const serviceFields: Resolvers = {
  FulfillmentService: {
    location: (service: FulfillmentService, _, { world }) => world.get('Location', service.locationId) ?? null,
    type: (service: FulfillmentService) => (service.handle === 'manual' ? 'MANUAL' : 'THIRD_PARTY'),
    fulfillmentOrdersOptIn: () => true,
    shippingMethods: () => [],
  },
  QueryRoot: {
    fulfillmentService: (_, { id }: { id: string }, { world }) => serviceById(world, id) ?? null,
  },
  Shop: {
    fulfillmentServices: (_, __, { world }) => [manualService(world), ...world.all('FulfillmentService')],
  },
};
