import { gid, gidTail } from '../../kernel/gid.ts';
import type { World } from '../../kernel/world.ts';

/** A place that holds and ships stock. */
export interface Location {
  id: string;
  name: string;
  isActive: boolean;
  fulfillsOnlineOrders: boolean;
  /** Belongs to a fulfillment service (third party), not to the merchant. */
  fulfillmentServiceId: string | null;
  address: {
    address1: string | null;
    address2: string | null;
    city: string | null;
    provinceCode: string | null;
    countryCode: string | null;
    zip: string | null;
    phone: string | null;
  };
  createdAt: string;
  updatedAt: string;
  deactivatedAt: string | null;
  localPickup: { pickupTime: string; instructions: string } | null;
  /** Number that the gids of its inventory levels carry. */
  stockNumber: number;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    Location: Location;
  }
}

export type NewLocation = { name: string } & Partial<Omit<Location, 'id' | 'address'>> & {
    address?: Partial<Location['address']>;
  };

/** Makes a location; what is not given is empty, active and shipping. */
export function addLocation(world: World, given: NewLocation): Location {
  const now = world.timestamp();
  return world.insert('Location', {
    isActive: true,
    fulfillsOnlineOrders: true,
    fulfillmentServiceId: null,
    createdAt: now,
    updatedAt: now,
    deactivatedAt: null,
    localPickup: null,
    stockNumber: Number(gidTail(world.newId('InventoryLevel'))),
    ...given,
    address: {
      address1: null,
      address2: null,
      city: null,
      provinceCode: null,
      countryCode: null,
      zip: null,
      phone: null,
      ...given.address,
    },
  });
}

/** The merchant's locations that ship online orders, in the order they were opened: the first is the shop's own. */
export function shippingLocations(world: World): Location[] {
  return world.all('Location').filter((one) => one.isActive && one.fulfillsOnlineOrders && !one.fulfillmentServiceId);
}

/** Where the stock of a new product is kept. */
export function primaryLocation(world: World): Location | undefined {
  return shippingLocations(world)[0] ?? world.all('Location')[0];
}

export const levelId = (location: Location, inventoryItemId: string): string =>
  `${gid('InventoryLevel', location.stockNumber)}?inventory_item_id=${gidTail(inventoryItemId)}`;
