// Fulfillment orders as the warehouse sees them: where most are open, and how things stand at the moment of shipping.
import { inShop, type ShopTx } from '../db.server.ts';

/** The location with the most open fulfillment orders; null when nothing is open. */
export async function busiestLocation(shop: string): Promise<string | null> {
  return inShop(shop, async (tx) => {
    const [most] = await tx.fulfillmentOrder.groupBy({
      by: ['locationId'],
      where: { status: { in: ['OPEN', 'IN_PROGRESS'] }, locationId: { not: null } },
      _count: true,
      orderBy: [{ _count: { id: 'desc' } }, { locationId: 'asc' }],
      take: 1,
    });
    return most?.locationId ?? null;
  });
}

export type OrderStanding = {
  orderId: string;
  canceled: boolean;
  standing: {
    fulfillmentOrderId: string;
    status: string;
    locationId: string | null;
    supportedActions: string[];
    /** why Shopify holds it, as people read it */
    holdReasons: string[];
    /** units still to be fulfilled, by fulfillment-order line id */
    remaining: Map<string, number>;
    heardAt: Date;
  }[];
};

/** How these orders stand now. An order that is gone is missing from the answer. */
export async function readStanding(tx: ShopTx, orderIds: string[]): Promise<OrderStanding[]> {
  const [orders, fulfillmentOrders] = await Promise.all([
    tx.order.findMany({ where: { id: { in: orderIds } }, select: { id: true, cancelledAt: true } }),
    tx.fulfillmentOrder.findMany({
      where: { orderId: { in: orderIds } },
      include: { lines: { select: { id: true, remainingQuantity: true } } },
    }),
  ]);
  const byOrder = Map.groupBy(fulfillmentOrders, (one) => one.orderId);
  return orders.map((order) => ({
    orderId: order.id,
    canceled: order.cancelledAt !== null,
    standing: (byOrder.get(order.id) ?? []).map((one) => ({
      fulfillmentOrderId: one.id,
      status: one.status,
      locationId: one.locationId,
      supportedActions: one.supportedActions,
      holdReasons: (one.holds as { reason: string; reasonNotes: string | null }[]).map(
        (hold) => hold.reasonNotes || hold.reason.toLowerCase().replaceAll('_', ' '),
      ),
      remaining: new Map(one.lines.map((line) => [line.id, line.remainingQuantity])),
      heardAt: one.heardAt,
    })),
  }));
}

/** The lines of an order that its customer still has to collect at a location, with what is left of each. */
export async function readPickupLines(
  tx: ShopTx,
  shop: string,
  orderId: string,
  locationId: string,
): Promise<{ id: string; title: string; remaining: number }[]> {
  return tx.$queryRaw`
    SELECT fl."id", fl."remainingQuantity" AS "remaining",
      l."title" || CASE WHEN coalesce(l."variantTitle", '') IN ('', 'Default Title') THEN '' ELSE ', ' || l."variantTitle" END AS "title"
    FROM "FulfillmentOrder" f
    JOIN "FulfillmentOrderLine" fl ON fl."shop" = f."shop" AND fl."fulfillmentOrderId" = f."id"
    JOIN "OrderLine" l ON l."shop" = fl."shop" AND l."id" = fl."orderLineId"
    WHERE f."shop" = ${shop} AND f."orderId" = ${orderId} AND f."locationId" = ${locationId} AND f."deliveryMethod" = 'PICK_UP'
      AND f."status" IN ('OPEN', 'IN_PROGRESS', 'SCHEDULED') AND fl."remainingQuantity" > 0
    ORDER BY l."position"`;
}

/** What lies at a location, for placing it into bins: by SKU or title; of all items, only of some, or of all but some. */
export async function readStockedItems(
  tx: ShopTx,
  shop: string,
  locationId: string,
  search: string,
  page: { skip: number; take: number },
  of: { only?: string[]; without?: string[] } = {},
): Promise<{ rows: { inventoryItemId: string; title: string; sku: string | null; onHand: number }[]; total: number }> {
  const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await tx.$queryRaw<
    { inventoryItemId: string; title: string; sku: string | null; onHand: number; total: number }[]
  >`
    SELECT s."inventoryItemId", p."title" || CASE WHEN v."title" IN ('', 'Default Title') THEN '' ELSE ', ' || v."title" END AS "title",
      v."sku", coalesce(s."onHand", s."available")::int AS "onHand", count(*) OVER ()::int AS "total"
    FROM "InventoryLevel" s
    JOIN "Variant" v ON v."shop" = s."shop" AND v."inventoryItemId" = s."inventoryItemId"
    JOIN "Product" p ON p."shop" = v."shop" AND p."id" = v."productId"
    WHERE s."shop" = ${shop} AND s."locationId" = ${locationId} AND s."active"
      AND (${search === ''} OR v."sku" ILIKE ${like} OR p."title" ILIKE ${like})
      AND (${of.only === undefined} OR s."inventoryItemId" = ANY(${of.only ?? []}))
      AND NOT (s."inventoryItemId" = ANY(${of.without ?? []}))
    ORDER BY p."title", v."position", v."id" OFFSET ${page.skip} LIMIT ${page.take}`;
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** Inventory items by SKU: several when a SKU is used more than once. */
export async function readItemsBySku(tx: ShopTx, skus: string[]): Promise<Map<string, string[]>> {
  const rows = await tx.variant.findMany({
    where: { sku: { in: skus }, inventoryItemId: { not: null } },
    select: { sku: true, inventoryItemId: true },
  });
  const bySku = new Map<string, string[]>();
  for (const { sku, inventoryItemId } of rows)
    if (sku && inventoryItemId) bySku.set(sku, [...new Set([...(bySku.get(sku) ?? []), inventoryItemId])]);
  return bySku;
}
