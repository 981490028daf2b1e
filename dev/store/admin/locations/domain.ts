import { connection, type PageArgs } from '../../kernel/connection.ts';
import { type Ctx, expectId, type Resolver, type Resolvers } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gidTail } from '../../kernel/gid.ts';
import { restId, restTime } from '../../kernel/rest.ts';
import { search } from '../../kernel/search.ts';
import { type UserError, userError } from '../../kernel/usererror.ts';
import type { PayloadBuilder, World } from '../../kernel/world.ts';
import { isLive } from '../fulfillment/fulfillment-order.ts';
import { levelAt, quantity, shift, stockAt } from '../inventory/level.ts';
import { metafieldFields } from '../metafields/metafield.ts';
import { legacyResourceId } from '../node.ts';
import { readAddress } from '../orders/address.ts';
import { shopOf } from '../shop/domain.ts';
import { addLocation, type Location, primaryLocation } from './location.ts';
import { pickupMutations } from './pickup.ts';

interface AddressInput {
  address1?: string | null;
  address2?: string | null;
  city?: string | null;
  countryCode?: string | null;
  phone?: string | null;
  provinceCode?: string | null;
  zip?: string | null;
}

const present = (input: AddressInput | null | undefined): Partial<Location['address']> =>
  Object.fromEntries(Object.entries(input ?? {}).filter(([, value]) => value !== undefined));

function nameErrors(world: World, name: string, except?: string): UserError[] {
  if (name.trim() === '') return [userError(['input', 'name'], 'Add a location name', 'BLANK')];
  if (name.length > 100)
    return [userError(['input', 'name'], 'Use a shorter location name (up to 100 characters)', 'TOO_LONG')];
  const taken = world
    .all('Location')
    .some((one) => one.id !== except && one.name.toLowerCase() === name.trim().toLowerCase());
  return taken ? [userError(['input', 'name'], 'You already have a location with this name', 'TAKEN')] : [];
}

const locationAdd: Resolver = (
  _,
  { input }: { input: { name: string; fulfillsOnlineOrders?: boolean | null; address: AddressInput } },
  { world }: Ctx,
) => {
  const errors = nameErrors(world, input.name);
  if (errors.length) return { location: null, userErrors: errors };
  const location = addLocation(world, {
    name: input.name.trim(),
    fulfillsOnlineOrders: input.fulfillsOnlineOrders ?? true,
    address: present(input.address),
  });
  world.emit('locations/create', location.id);
  return { location, userErrors: [] };
};

const locationEdit: Resolver = (
  _,
  {
    id,
    input,
  }: { id: string; input: { name?: string | null; fulfillsOnlineOrders?: boolean | null; address?: AddressInput } },
  { world }: Ctx,
) => {
  const location = world.get('Location', expectId(id, 'Location'));
  const no = (errors: UserError[]) => ({ location: null, userErrors: errors });
  if (!location) return no([userError(['id'], 'Location not found.', 'NOT_FOUND')]);
  const errors = input.name == null ? [] : nameErrors(world, input.name, location.id);
  if (errors.length) return no(errors);
  world.patch('Location', location, {
    ...(input.name == null ? {} : { name: input.name.trim() }),
    ...(input.fulfillsOnlineOrders == null ? {} : { fulfillsOnlineOrders: input.fulfillsOnlineOrders }),
    address: { ...location.address, ...present(input.address) },
    updatedAt: world.timestamp(),
  });
  world.emit('locations/update', location.id);
  return { location, userErrors: [] };
};

const locationActivate: Resolver = (_, { locationId }: { locationId: string }, { world }: Ctx) => {
  const location = world.get('Location', expectId(locationId, 'Location'));
  if (!location)
    return {
      location: null,
      locationActivateUserErrors: [userError(['locationId'], 'Location not found.', 'LOCATION_NOT_FOUND')],
    };
  if (!location.isActive) {
    world.patch('Location', location, { isActive: true, deactivatedAt: null, updatedAt: world.timestamp() });
    world.emit('locations/activate', location.id);
  }
  return { location, locationActivateUserErrors: [] };
};

const levelsAt = (world: World, location: Location) =>
  world.where('InventoryLevel', 'locationId', location.id).filter((level) => level.isActive);
const hasStock = (world: World, location: Location) =>
  levelsAt(world, location).some((level) => quantity(level, 'on_hand') !== 0 || level.incoming !== 0);
const openWork = (world: World, location: Location) =>
  world.where('FulfillmentOrder', 'locationId', location.id).filter(isLive);

/** Takes a location out of use; its stock moves to the destination when one is given. */
const locationDeactivate: Resolver = (
  _,
  args: { locationId: string; destinationLocationId?: string | null },
  { world }: Ctx,
) => {
  const no = (field: string[], message: string, code: string) => ({
    location: null,
    locationDeactivateUserErrors: [userError(field, message, code)],
  });
  const location = world.get('Location', expectId(args.locationId, 'Location'));
  if (!location) return no(['locationId'], 'Location not found.', 'LOCATION_NOT_FOUND');
  const destination = args.destinationLocationId
    ? world.get('Location', expectId(args.destinationLocationId, 'Location'))
    : undefined;
  if (args.destinationLocationId) {
    if (args.destinationLocationId === args.locationId)
      return no(
        ['destinationLocationId'],
        'The destination location is the same as the location to be deactivated.',
        'DESTINATION_LOCATION_IS_THE_SAME_LOCATION',
      );
    if (!destination?.isActive)
      return no(
        ['destinationLocationId'],
        'The destination location is not found or is inactive.',
        'DESTINATION_LOCATION_NOT_FOUND_OR_INACTIVE',
      );
  }
  if (!location.isActive) return { location, locationDeactivateUserErrors: [] };
  if (
    location.fulfillsOnlineOrders &&
    !world
      .all('Location')
      .some((one) => one !== location && one.isActive && one.fulfillsOnlineOrders && !one.fulfillmentServiceId)
  )
    return no(
      ['locationId'],
      'At least one location must fulfill online orders.',
      'CANNOT_DISABLE_ONLINE_ORDER_FULFILLMENT',
    );
  if (openWork(world, location).length)
    return no(
      ['locationId'],
      'Location could not be deactivated because it has pending orders.',
      'HAS_FULFILLMENT_ORDERS_ERROR',
    );
  if (hasStock(world, location)) {
    if (!destination)
      return no(
        ['locationId'],
        'Location could not be deactivated without specifying where to relocate inventory stocked at the location.',
        'HAS_ACTIVE_INVENTORY_ERROR',
      );
    for (const level of levelsAt(world, location)) {
      const target = levelAt(world, level.itemId, destination.id) ?? stockAt(world, level.itemId, destination);
      shift(world, target, { available: level.available });
      shift(world, level, { available: -level.available });
    }
  }
  const now = world.timestamp();
  world.patch('Location', location, { isActive: false, deactivatedAt: now, updatedAt: now });
  world.emit('locations/deactivate', location.id);
  return { location, locationDeactivateUserErrors: [] };
};

const locationDelete: Resolver = (_, { locationId }: { locationId: string }, { world }: Ctx) => {
  const no = (message: string, code: string) => ({
    deletedLocationId: null,
    locationDeleteUserErrors: [userError(['locationId'], message, code)],
  });
  const location = world.get('Location', expectId(locationId, 'Location'));
  if (!location) return no('Location not found.', 'LOCATION_NOT_FOUND');
  if (location.isActive) return no('The location cannot be deleted while it is active.', 'LOCATION_IS_ACTIVE');
  if (hasStock(world, location))
    return no('The location cannot be deleted while it has inventory.', 'LOCATION_HAS_INVENTORY');
  if (openWork(world, location).length)
    return no('The location cannot be deleted while it has pending orders.', 'LOCATION_HAS_PENDING_ORDERS');
  for (const level of world.where('InventoryLevel', 'locationId', location.id)) world.remove('InventoryLevel', level);
  world.emit('locations/delete', location.id);
  world.remove('Location', location);
  return { deletedLocationId: location.id, locationDeleteUserErrors: [] };
};

const searchable = {
  fields: {
    id: (one: Location) => Number(gidTail(one.id)),
    name: (one: Location) => one.name,
    active: (one: Location) => one.isActive,
    created_at: (one: Location) => one.createdAt,
    updated_at: (one: Location) => one.updatedAt,
    address1: (one: Location) => one.address.address1,
    city: (one: Location) => one.address.city,
    country: (one: Location) => one.address.countryCode,
    province: (one: Location) => one.address.provinceCode,
    zip: (one: Location) => one.address.zip,
  },
  text: (one: Location) => [one.name],
};

interface ListArgs extends PageArgs {
  includeInactive?: boolean;
  includeLegacy?: boolean;
  query?: string | null;
  sortKey?: string | null;
}

const resolvers: Resolvers = {
  QueryRoot: {
    location: (_, { id }: { id?: string | null }, { world }) =>
      (id ? world.get('Location', id) : primaryLocation(world)) ?? null,
    locationByIdentifier: (_, { identifier }: { identifier: { id?: string } }, { world }) =>
      world.get('Location', identifier.id) ?? null,
    locations: (_, args: ListArgs, { world }) => {
      const { test } = search(args.query, searchable);
      const list = world
        .all('Location')
        .filter(
          (one) =>
            (args.includeInactive || one.isActive) && (args.includeLegacy || !one.fulfillmentServiceId) && test(one),
        );
      return connection(list, args, {
        sort: (one) => (args.sortKey === 'ID' ? Number(gidTail(one.id)) : one.name.toLowerCase()),
      });
    },
    locationsCount: (_, { query }: { query?: string | null }, { world }) => {
      const { test } = search(query, searchable);
      return { count: world.all('Location').filter((one) => one.isActive && test(one)).length, precision: 'EXACT' };
    },
    locationsAvailableForDeliveryProfiles: (_, __, { world }) => world.all('Location').filter((one) => one.isActive),
    locationsAvailableForDeliveryProfilesConnection: (_, args: PageArgs, { world }) =>
      connection(
        world.all('Location').filter((one) => one.isActive && one.fulfillsOnlineOrders),
        args,
      ),
  },
  Location: {
    ...metafieldFields,
    ...metafieldFields,
    legacyResourceId,
    isPrimary: (one: Location, _, { world }) => primaryLocation(world)?.id === one.id,
    isFulfillmentService: (one: Location) => one.fulfillmentServiceId !== null,
    fulfillmentService: (one: Location, _, { world }) =>
      one.fulfillmentServiceId ? (world.get('FulfillmentService', one.fulfillmentServiceId) ?? null) : null,
    shipsInventory: (one: Location) => one.fulfillsOnlineOrders && !one.fulfillmentServiceId,
    address: (one: Location) => {
      const { address1, address2, city, zip, countryCode, provinceCode } = one.address;
      const { country = null, province = null } = readAddress({ countryCode, provinceCode }) ?? {};
      return {
        ...one.address,
        country,
        province,
        latitude: null,
        longitude: null,
        formatted: [address1, address2, [city, provinceCode, zip].filter(Boolean).join(' '), country].filter(Boolean),
      };
    },
    addressVerified: () => false,
    activatable: (one: Location) => !one.isActive,
    deactivatable: (one: Location, _, { world }) => one.isActive && openWork(world, one).length === 0,
    deletable: (one: Location, _, { world }) =>
      !one.isActive && !hasStock(world, one) && openWork(world, one).length === 0,
    hasActiveInventory: (one: Location, _, { world }) => levelsAt(world, one).length > 0,
    hasUnfulfilledOrders: (one: Location, _, { world }) => openWork(world, one).length > 0,
    localPickupSettingsV2: (one: Location) => one.localPickup,
    suggestedAddresses: () => [],
  },
  Mutation: {
    locationAdd,
    locationEdit,
    locationActivate,
    locationDeactivate,
    locationDelete,
    ...pickupMutations,
  },
};

const locationPayload: PayloadBuilder = (world, id) => {
  const one = world.get('Location', id);
  if (!one) return { id: restId(id) };
  const time = (value: string) => restTime(value, shopOf(world).timezoneOffsetMinutes);
  const { address1, address2, city, zip, phone, countryCode, provinceCode } = one.address;
  const { country, province } = readAddress({ countryCode, provinceCode }) ?? {};
  return {
    id: restId(one.id),
    name: one.name,
    address1: address1 ?? '',
    address2: address2 ?? '',
    city: city ?? '',
    zip: zip ?? '',
    province: province ?? '',
    country: countryCode ?? '',
    phone: phone ?? '',
    created_at: time(one.createdAt),
    updated_at: time(one.updatedAt),
    country_code: countryCode ?? '',
    country_name: country ?? '',
    province_code: provinceCode ?? '',
    legacy: one.fulfillmentServiceId !== null,
    active: one.isActive,
    admin_graphql_api_id: one.id,
  };
};

export const locations: Domain = {
  name: 'locations',
  resolvers,
  complete: ['Location', 'LocationAddress', 'DeliveryLocalPickupSettings'],
  payloads: {
    'locations/create': locationPayload,
    'locations/update': locationPayload,
    'locations/activate': locationPayload,
    'locations/deactivate': locationPayload,
    'locations/delete': (_, id) => ({ id: restId(id) }),
  },
  furnish: (world) => {
    // A development store's places: the shop's own and two to try things with. Orders go to the one nearest to the buyer.
    const inCanada = (city: string, provinceCode: string) => ({ countryCode: 'CA', city, provinceCode });
    addLocation(world, {
      name: 'Shop location',
      address: { ...inCanada('Ottawa', 'ON'), address1: '150 Elgin Street', zip: 'K2P 1L4' },
    });
    addLocation(world, { name: 'Snow City Warehouse', address: inCanada('Toronto', 'ON') });
    addLocation(world, { name: 'My Custom Location', address: inCanada('Montreal', 'QC') });
  },
};
