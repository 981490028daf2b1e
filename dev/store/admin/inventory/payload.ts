import { gidTail } from '../../kernel/gid.ts';
import { restId, restTime } from '../../kernel/rest.ts';
import type { PayloadBuilder, World } from '../../kernel/world.ts';
import { shopOf } from '../shop/domain.ts';

const offsetOf = (world: World) => shopOf(world).timezoneOffsetMinutes;

/** inventory_levels/connect and update. */
export const levelPayload: PayloadBuilder = (world, id) => {
  const level = world.get('InventoryLevel', id)!;
  return {
    inventory_item_id: restId(level.itemId),
    location_id: restId(level.locationId),
    available: level.available,
    updated_at: restTime(level.updatedAt, offsetOf(world)),
    admin_graphql_api_id: level.id,
  };
};

export const levelGonePayload: PayloadBuilder = (world, id) => {
  const level = world.get('InventoryLevel', id)!;
  return { inventory_item_id: restId(level.itemId), location_id: restId(level.locationId) };
};

/** inventory_items/create and update. */
export const itemPayload: PayloadBuilder = (world, id) => {
  const item = world.get('InventoryItem', id)!;
  return {
    id: restId(item.id),
    sku: item.sku,
    created_at: restTime(item.createdAt, offsetOf(world)),
    updated_at: restTime(item.updatedAt, offsetOf(world)),
    requires_shipping: item.requiresShipping,
    cost: item.cost === null ? null : (item.cost / 100).toFixed(2),
    country_code_of_origin: item.countryCodeOfOrigin,
    province_code_of_origin: item.provinceCodeOfOrigin,
    harmonized_system_code: item.harmonizedSystemCode,
    tracked: item.tracked,
    country_harmonized_system_codes: [],
    weight_value: item.weight.value,
    weight_unit: { KILOGRAMS: 'kg', GRAMS: 'g', POUNDS: 'lb', OUNCES: 'oz' }[item.weight.unit] ?? 'kg',
    admin_graphql_api_id: item.id,
  };
};

export const itemGonePayload: PayloadBuilder = (_, id) => ({
  id: Number(gidTail(id)),
  country_code_of_origin: null,
  province_code_of_origin: null,
  harmonized_system_code: null,
  country_harmonized_system_codes: [],
  admin_graphql_api_id: id,
});
