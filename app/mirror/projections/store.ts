// The shop itself, its locations, and its customers as bare ids.
import { idOf } from '../../shopify/gid.ts';
import { type Json, ownId, text, textOrNull } from '../payload.ts';
import type { CustomerRow, LocationRow, ShopRow } from '../rows.ts';
import { second } from '../times.ts';

/** customers/create, update: of all the payload says, only that the customer exists is kept. */
export function customerFromPayload(payload: Json, heardAt: string): CustomerRow {
  const updatedAt = second(textOrNull(payload, 'updated_at') ?? text(payload, 'created_at'));
  const createdAt = textOrNull(payload, 'created_at');
  return {
    id: ownId(payload),
    createdAt: createdAt ? second(createdAt) : updatedAt,
    sourceUpdatedAt: updatedAt,
    heardAt,
  };
}

export type CustomerNode = { id: string; createdAt: string; updatedAt: string };

export function customerFromNode(node: CustomerNode, heardAt: string): CustomerRow {
  return { id: idOf(node.id), createdAt: second(node.createdAt), sourceUpdatedAt: second(node.updatedAt), heardAt };
}

export type LocationNode = {
  id: string;
  name: string;
  isActive: boolean;
  fulfillsOnlineOrders: boolean;
  updatedAt: string;
  address: {
    address1?: string | null;
    address2?: string | null;
    city?: string | null;
    zip?: string | null;
    provinceCode?: string | null;
    countryCode?: string | null;
    phone?: string | null;
  };
};

export function locationFromNode(node: LocationNode, heardAt: string): LocationRow {
  return {
    id: idOf(node.id),
    name: node.name,
    active: node.isActive,
    fulfillsOnline: node.fulfillsOnlineOrders,
    address1: node.address.address1 || null,
    address2: node.address.address2 || null,
    city: node.address.city || null,
    zip: node.address.zip || null,
    province: node.address.provinceCode || null,
    country: node.address.countryCode || null,
    phone: node.address.phone || null,
    sourceUpdatedAt: second(node.updatedAt),
    heardAt,
  };
}

export type ShopNode = {
  id: string;
  name: string;
  currencyCode: string;
  ianaTimezone: string;
  updatedAt: string;
  plan: { publicDisplayName: string };
  shopAddress: { countryCodeV2?: string | null };
};

export function shopFromNode(node: ShopNode, heardAt: string): ShopRow {
  return {
    shopifyId: idOf(node.id),
    name: node.name,
    currency: node.currencyCode,
    timeZone: node.ianaTimezone,
    plan: node.plan.publicDisplayName || null,
    country: node.shopAddress.countryCodeV2 || null,
    sourceUpdatedAt: second(node.updatedAt),
    heardAt,
  };
}
