// What papers say of orders and items: read for a whole wave at once, in a few queries whatever its size.
import type { ShopTx } from '../db.server.ts';
import type { Contact } from './contact.ts';
import { readContacts } from './read-contacts.server.ts';

export type PaperOrder = {
  orderId: string;
  name: string;
  placedAt: Date;
  currency: string;
  /** minor units, after all discounts */
  subtotal: bigint;
  shipCountry: string | null;
  /** null when it was erased, or nothing ships */
  contact: Contact | null;
  lines: PaperOrderLine[];
  /** the order's line that a fulfillment-order line is about */
  lineOf: ReadonlyMap<string, string>;
};

export type PaperOrderLine = {
  id: string;
  inventoryItemId: string | null;
  title: string;
  sku: string | null;
  /** as ordered */
  quantity: number;
  /** after edits and removals */
  wanted: number;
  /** in fulfillments that Shopify knows of */
  sent: number;
  unitPrice: bigint;
  discount: bigint;
  ships: boolean;
};

/** By order id; an order that is gone is missing from the answer. */
export async function readPaperOrders(tx: ShopTx, shop: string, orderIds: string[]): Promise<Map<string, PaperOrder>> {
  const [orders, lines, parts, contacts] = [
    await tx.order.findMany({ where: { id: { in: orderIds } } }),
    await tx.$queryRaw<(PaperOrderLine & { orderId: string })[]>`
      SELECT l."orderId", l."id", v."inventoryItemId", l."sku", l."quantity", l."currentQuantity" AS "wanted",
        l."unitPrice", l."discount", l."requiresShipping" AS "ships", coalesce(f."sent", 0)::int AS "sent",
        l."title" || CASE WHEN coalesce(l."variantTitle", '') IN ('', 'Default Title') THEN '' ELSE ', ' || l."variantTitle" END AS "title"
      FROM "OrderLine" l
      LEFT JOIN "Variant" v ON v."shop" = l."shop" AND v."id" = l."variantId"
      LEFT JOIN (
        SELECT fl."orderLineId", sum(fl."quantity") AS "sent"
        FROM "Fulfillment" p
        JOIN "FulfillmentLine" fl ON fl."shop" = p."shop" AND fl."fulfillmentId" = p."id"
        WHERE p."shop" = ${shop} AND p."orderId" = ANY(${orderIds}) AND p."status" NOT IN ('CANCELLED', 'ERROR', 'FAILURE')
        GROUP BY fl."orderLineId"
      ) f ON f."orderLineId" = l."id"
      WHERE l."shop" = ${shop} AND l."orderId" = ANY(${orderIds})
      ORDER BY l."orderId", l."position"`,
    await tx.fulfillmentOrderLine.findMany({
      where: { fulfillmentOrder: { orderId: { in: orderIds } } },
      select: { id: true, orderLineId: true, fulfillmentOrder: { select: { orderId: true } } },
    }),
    await readContacts(tx, orderIds),
  ];
  const linesOf = Map.groupBy(lines, (line) => line.orderId);
  const partsOf = Map.groupBy(parts, (part) => part.fulfillmentOrder.orderId);
  return new Map(
    orders.map((order) => [
      order.id,
      {
        orderId: order.id,
        name: order.name,
        placedAt: order.createdAt,
        currency: order.currency,
        subtotal: order.subtotal,
        shipCountry: order.shipCountry,
        contact: contacts.get(order.id) ?? null,
        lines: (linesOf.get(order.id) ?? []).map(({ orderId: _, ...line }) => line),
        lineOf: new Map((partsOf.get(order.id) ?? []).map((part) => [part.id, part.orderLineId])),
      },
    ]),
  );
}

export type ItemPapers = {
  barcode: string | null;
  grams: number | null;
  tariffCode: string | null;
  originCountry: string | null;
};

/** What is printed of items, by inventory item id. */
export async function readItemPapers(
  tx: ShopTx,
  shop: string,
  items: readonly string[],
): Promise<Map<string, ItemPapers>> {
  const rows = await tx.$queryRaw<(ItemPapers & { id: string })[]>`
    SELECT i."id", v."barcode", i."grams", i."tariffCode", i."originCountry"
    FROM "InventoryItem" i
    LEFT JOIN "Variant" v ON v."shop" = i."shop" AND v."inventoryItemId" = i."id"
    WHERE i."shop" = ${shop} AND i."id" = ANY(${[...new Set(items)]})`;
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** Where parcels leave from. */
export type Sender = {
  shopName: string;
  locationName: string;
  address: NonNullable<Contact['address']>;
  phone: string | null;
  /** ISO 3166-1 alpha-2: the location's, or the shop's where it has said none; null when neither has */
  country: string | null;
  currency: string;
  timeZone: string;
};

export async function readSender(tx: ShopTx, shop: string, locationId: string): Promise<Sender> {
  const [own, location] = [
    await tx.shop.findUnique({ where: { shop } }),
    await tx.location.findUnique({ where: { shop_id: { shop, id: locationId } } }),
  ];
  const country = location?.country ?? own?.country ?? null;
  return {
    shopName: own?.name ?? shop,
    locationName: location?.name ?? '',
    address: {
      ...{ address1: location?.address1 ?? null, address2: location?.address2 ?? null, city: location?.city ?? null },
      ...{ zip: location?.zip ?? null, province: location?.province ?? null, countryCode: country },
    },
    phone: location?.phone ?? null,
    country,
    currency: own?.currency ?? 'USD',
    timeZone: own?.timeZone ?? 'UTC',
  };
}
