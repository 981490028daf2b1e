// Fulfillment orders that are not over, as the warehouse sees them, with all that may speak against picking them.
import type { ShopTx } from '../db.server.ts';

export type OpenOrderRow = {
  fulfillmentOrderId: string;
  orderId: string;
  orderName: string;
  placedAt: Date;
  fulfillAt: Date | null;
  fulfillBy: Date | null;
  status: string;
  requestStatus: string | null;
  deliveryMethod: string | null;
  shippingMethod: string | null;
  supportedActions: string[];
  holdReasons: string[];
  canceled: boolean;
  locationId: string | null;
  location: 'active' | 'inactive' | 'unknown';
  tags: string[];
  country: string | null;
  heardAt: Date;
  lines: {
    fulfillmentOrderLineId: string;
    inventoryItemId: string | null;
    title: string;
    sku: string | null;
    quantity: number;
  }[];
};

/** Those of one location, or of all and none: the most urgent first, `limit` at most. */
export async function readOpenOrders(
  tx: ShopTx,
  shop: string,
  locationId: string | null,
  limit: number,
): Promise<OpenOrderRow[]> {
  return tx.$queryRaw<OpenOrderRow[]>`
    WITH open AS (
      SELECT f.*, o."name", o."createdAt" AS "placedAt", o."cancelledAt", o."tags", o."shipCountry"
      FROM "FulfillmentOrder" f
      JOIN "Order" o ON o."shop" = f."shop" AND o."id" = f."orderId"
      WHERE f."shop" = ${shop} AND f."status" IN ('OPEN', 'IN_PROGRESS', 'ON_HOLD', 'SCHEDULED')
        AND (${locationId === null} OR f."locationId" = ${locationId ?? ''})
      ORDER BY f."fulfillBy" ASC NULLS LAST, o."createdAt", f."id" LIMIT ${limit}
    ), lines AS (
      SELECT l."fulfillmentOrderId", json_agg(json_build_object('fulfillmentOrderLineId', l."id",
        'inventoryItemId', l."inventoryItemId", 'sku', x."sku", 'quantity', l."remainingQuantity",
        'title', x."title" || CASE WHEN coalesce(x."variantTitle", '') IN ('', 'Default Title') THEN '' ELSE ', ' || x."variantTitle" END
        ) ORDER BY x."position", l."id") AS "lines"
      FROM "FulfillmentOrderLine" l
      JOIN "OrderLine" x ON x."shop" = l."shop" AND x."id" = l."orderLineId"
      WHERE l."shop" = ${shop} AND l."remainingQuantity" > 0 AND l."fulfillmentOrderId" IN (SELECT "id" FROM open)
      GROUP BY l."fulfillmentOrderId"
    )
    SELECT open."id" AS "fulfillmentOrderId", open."orderId", open."name" AS "orderName", open."placedAt", open."fulfillAt",
      open."fulfillBy", open."status", open."requestStatus", open."deliveryMethod", open."shippingMethod", open."supportedActions",
      ARRAY(SELECT coalesce(nullif(h->>'reasonNotes', ''), lower(replace(h->>'reason', '_', ' ')))
        FROM jsonb_array_elements(open."holds") AS h) AS "holdReasons",
      open."cancelledAt" IS NOT NULL AS "canceled", open."locationId",
      CASE WHEN p."id" IS NULL THEN 'unknown' WHEN p."active" THEN 'active' ELSE 'inactive' END AS "location",
      open."tags", open."shipCountry" AS "country", open."heardAt", coalesce(lines."lines", '[]'::json) AS "lines"
    FROM open
    LEFT JOIN lines ON lines."fulfillmentOrderId" = open."id"
    LEFT JOIN "Location" p ON p."shop" = ${shop} AND p."id" = open."locationId"
    ORDER BY open."fulfillBy" ASC NULLS LAST, open."placedAt", open."id"`;
}

/** Which of these fulfillment orders are not over. */
export async function openAmong(tx: ShopTx, ids: string[]): Promise<string[]> {
  const rows = await tx.fulfillmentOrder.findMany({
    where: { id: { in: ids }, status: { notIn: ['CLOSED', 'CANCELLED', 'INCOMPLETE'] } },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}
