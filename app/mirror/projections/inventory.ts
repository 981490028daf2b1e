// What is stocked, and how much of it where.
import { minorFromDecimal } from '../../lib/money.ts';
import { idOf } from '../../shopify/gid.ts';
import { type Json, minor, ownId, reference, text, textOrNull, wholeOr } from '../payload.ts';
import type { AvailableRow, InventoryItemRow, InventoryLevelRow } from '../rows.ts';
import { second } from '../times.ts';

/**
 * inventory_items/create, update. The payload does not say whose item it is; the variant is kept when known. Null when it is
 * silent about weight or customs, which only a reading tells then: null would say that the merchant took them away.
 */
export function inventoryItemFromPayload(payload: Json, heardAt: string, currency: string): InventoryItemRow | null {
  if (TOLD.some((field) => payload[field] === undefined)) return null;
  const cost = textOrNull(payload, 'cost');
  return {
    id: ownId(payload),
    variantId: null,
    sku: textOrNull(payload, 'sku'),
    tracked: payload.tracked === true,
    requiresShipping: payload.requires_shipping !== false,
    unitCost: cost === null ? null : minor(payload, 'cost', currency),
    costCurrency: cost === null ? null : currency,
    grams: gramsOf(Number(payload.weight_value), textOrNull(payload, 'weight_unit')),
    tariffCode: textOrNull(payload, 'harmonized_system_code'),
    originCountry: textOrNull(payload, 'country_code_of_origin'),
    sourceUpdatedAt: second(text(payload, 'updated_at')),
    heardAt,
  };
}

const TOLD = ['weight_value', 'weight_unit', 'harmonized_system_code', 'country_code_of_origin'];

/** Grams of one unit of weight: as GraphQL calls it, and as webhooks do. The pound is defined as 0.45359237 kg. */
const UNITS: Record<string, number> = { G: 1, KG: 1000, LB: 453.59237, OZ: 453.59237 / 16 };
const LONG: Record<string, string> = { GRAMS: 'G', KILOGRAMS: 'KG', POUNDS: 'LB', OUNCES: 'OZ' };

/** Whole grams, at least one; null for zero, which Shopify says of everything that nobody weighed. */
function gramsOf(value: number, unit: string | null): number | null {
  const name = (unit ?? '').toUpperCase();
  const grams = value * (UNITS[LONG[name] ?? name] ?? Number.NaN);
  return grams > 0 && grams < 1e9 ? Math.max(1, Math.round(grams)) : null;
}

/** inventory_levels/update, connect. */
export function availableFromPayload(payload: Json, heardAt: string): AvailableRow {
  return {
    inventoryItemId: itemOf(payload),
    locationId: reference(payload, 'location_id'),
    active: true,
    available: wholeOr(payload, 'available', 0),
    sourceUpdatedAt: second(textOrNull(payload, 'updated_at') ?? heardAt),
    heardAt,
  };
}

/** inventory_levels/disconnect carries no time of its own: the moment it was sent stands for it. */
export function disconnectedFromPayload(payload: Json, heardAt: string): AvailableRow {
  return {
    inventoryItemId: itemOf(payload),
    locationId: reference(payload, 'location_id'),
    active: false,
    available: 0,
    sourceUpdatedAt: second(heardAt),
    heardAt,
  };
}

/** A level's gid names its item exactly (gid://shopify/InventoryLevel/1?inventory_item_id=2); the number may be rounded. */
function itemOf(payload: Json): string {
  const exact = /[?&]inventory_item_id=(\d+)/.exec(textOrNull(payload, 'admin_graphql_api_id') ?? '')?.[1];
  return exact ?? reference(payload, 'inventory_item_id');
}

export type InventoryLevelNode = {
  isActive: boolean;
  updatedAt: string;
  location: { id: string };
  quantities: { name: string; quantity: number }[];
};

export type InventoryItemNode = {
  id: string;
  sku?: string | null;
  tracked: boolean;
  requiresShipping: boolean;
  unitCost?: { amount: string; currencyCode: string } | null;
  measurement: { weight?: { value: number; unit: string } | null };
  harmonizedSystemCode?: string | null;
  countryCodeOfOrigin?: string | null;
  updatedAt: string;
  variants?: { nodes: { id: string }[] } | null;
  inventoryLevels: { nodes: InventoryLevelNode[] };
};

export function inventoryItemFromNode(
  node: InventoryItemNode,
  heardAt: string,
): { item: InventoryItemRow; levels: InventoryLevelRow[] } {
  const id = idOf(node.id);
  const variant = node.variants?.nodes[0];
  const weight = node.measurement.weight;
  return {
    item: {
      id,
      variantId: variant ? idOf(variant.id) : null,
      sku: node.sku || null,
      tracked: node.tracked,
      requiresShipping: node.requiresShipping,
      unitCost: node.unitCost ? minorFromDecimal(node.unitCost.amount, node.unitCost.currencyCode).toString() : null,
      costCurrency: node.unitCost?.currencyCode ?? null,
      grams: weight ? gramsOf(weight.value, weight.unit) : null,
      tariffCode: node.harmonizedSystemCode || null,
      originCountry: node.countryCodeOfOrigin || null,
      sourceUpdatedAt: second(node.updatedAt),
      heardAt,
    },
    levels: node.inventoryLevels.nodes.map((level) => levelFromNode(level, id, heardAt)),
  };
}

export function levelFromNode(node: InventoryLevelNode, inventoryItemId: string, heardAt: string): InventoryLevelRow {
  const counted = new Map(node.quantities.map((entry) => [entry.name, entry.quantity]));
  const count = (name: string) => counted.get(name) ?? null;
  return {
    inventoryItemId,
    locationId: idOf(node.location.id),
    active: node.isActive,
    available: count('available') ?? 0,
    onHand: count('on_hand'),
    committed: count('committed'),
    incoming: count('incoming'),
    reserved: count('reserved'),
    damaged: count('damaged'),
    safetyStock: count('safety_stock'),
    qualityControl: count('quality_control'),
    sourceUpdatedAt: second(node.updatedAt),
    heardAt,
  };
}
