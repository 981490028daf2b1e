// What the order checks need to know of many orders, in three queries whatever their number.
import type { ShopTx } from '../db.server.ts';
import { addressFacts } from './contact.ts';
import { openContact } from './read-contacts.server.ts';

/** Shopify's FulfillmentOrderStatus of what is not over: all but CLOSED and CANCELLED. Named, so that the index finds them. */
const STILL_TO_SHIP = ['OPEN', 'SCHEDULED', 'IN_PROGRESS', 'ON_HOLD', 'INCOMPLETE'];

export type MirroredOrderFacts = {
  orderId: string;
  orderName: string;
  placedAt: Date;
  canceled: boolean;
  closed: boolean;
  test: boolean;
  financialStatus: string;
  address: ReturnType<typeof addressFacts>;
  /** true when at least one open line must be carried to a door */
  ships: boolean;
  lines: LineFacts[];
  holds: { id: string; reason: string; notes: string | null; heldByUs: boolean }[];
};

type LineFacts = {
  title: string;
  open: number;
  onHand: number | null;
  /** units of its item that the whole order wants from that shelf */
  wanted: number;
  /** units of it that older orders want from the same shelf */
  promised: number;
};

type LineRow = LineFacts & { orderId: string; ships: boolean };

type HoldRow = {
  orderId: string;
  holds: { id: string; reason: string; reasonNotes: string | null; heldByUs: boolean }[];
};

/**
 * Facts by order id. A line's open units are what its fulfillment orders still have to ship; before the first fulfillment
 * order is heard of, what Shopify calls fulfillable. Stock is what stands on the shelf of the location that shall ship, and
 * it is given out by age: what older orders still want from that shelf is promised to them, whether they are ready or not.
 */
export async function readOrderFacts(tx: ShopTx, orderIds: string[]): Promise<MirroredOrderFacts[]> {
  if (orderIds.length === 0) return [];
  const [orders, contacts, lines, holds] = await Promise.all([
    tx.order.findMany({ where: { id: { in: orderIds } } }),
    tx.orderContact.findMany({ where: { orderId: { in: orderIds } }, select: { orderId: true, sealed: true } }),
    tx.$queryRaw<LineRow[]>`
      WITH wish AS (
        SELECT o."id" AS "orderId", o."createdAt", fl."inventoryItemId", fo."locationId", fl."remainingQuantity" AS "units"
        FROM "FulfillmentOrder" fo
        JOIN "FulfillmentOrderLine" fl ON fl."shop" = fo."shop" AND fl."fulfillmentOrderId" = fo."id"
        JOIN "Order" o ON o."shop" = fo."shop" AND o."id" = fo."orderId"
        WHERE fo."status" = ANY(${STILL_TO_SHIP}) AND fl."remainingQuantity" > 0
          AND o."cancelledAt" IS NULL AND o."closedAt" IS NULL
      ), shelf AS (
        SELECT DISTINCT "inventoryItemId", "locationId" FROM wish WHERE "orderId" = ANY(${orderIds})
      ), queue AS (
        SELECT wish."orderId", wish."inventoryItemId", wish."locationId", sum(wish."units") AS "wanted",
          sum(sum(wish."units")) OVER (
            PARTITION BY wish."inventoryItemId", wish."locationId" ORDER BY wish."createdAt", wish."orderId"
          ) - sum(wish."units") AS "promised"
        FROM wish JOIN shelf USING ("inventoryItemId", "locationId")
        GROUP BY wish."orderId", wish."createdAt", wish."inventoryItemId", wish."locationId"
      )
      SELECT l."orderId", l."title",
        coalesce(f."remainingQuantity", l."fulfillableQuantity")::int AS "open",
        CASE WHEN i."tracked" THEN coalesce(s."onHand", s."available") END::int AS "onHand",
        coalesce(q."wanted", f."remainingQuantity", l."fulfillableQuantity")::int AS "wanted",
        coalesce(q."promised", 0)::int AS "promised",
        (l."requiresShipping" AND coalesce(f."deliveryMethod", 'SHIPPING') NOT IN ('PICK_UP', 'NONE', 'RETAIL')) AS "ships"
      FROM "OrderLine" l
      LEFT JOIN LATERAL (
        SELECT fl."remainingQuantity", fl."inventoryItemId", fo."locationId", fo."deliveryMethod"
        FROM "FulfillmentOrderLine" fl
        JOIN "FulfillmentOrder" fo ON fo."shop" = fl."shop" AND fo."id" = fl."fulfillmentOrderId"
        WHERE fl."shop" = l."shop" AND fl."orderLineId" = l."id" AND fo."status" = ANY(${STILL_TO_SHIP})
      ) f ON true
      LEFT JOIN "Variant" v ON v."shop" = l."shop" AND v."id" = l."variantId"
      LEFT JOIN "InventoryItem" i ON i."shop" = l."shop" AND i."id" = coalesce(f."inventoryItemId", v."inventoryItemId")
      LEFT JOIN "InventoryLevel" s ON s."shop" = l."shop" AND s."inventoryItemId" = i."id" AND s."locationId" = f."locationId"
      LEFT JOIN queue q ON q."orderId" = l."orderId" AND q."inventoryItemId" = i."id" AND q."locationId" = f."locationId"
      WHERE l."orderId" = ANY(${orderIds}) AND l."currentQuantity" > 0
      ORDER BY l."orderId", l."position"`,
    tx.$queryRaw<HoldRow[]>`
      SELECT "orderId", "holds" FROM "FulfillmentOrder"
      WHERE "orderId" = ANY(${orderIds}) AND "status" = 'ON_HOLD'`,
  ]);
  const contactOf = new Map(contacts.map((row) => [row.orderId, row.sealed]));
  const linesOf = Map.groupBy(lines, (line) => line.orderId);
  const holdsOf = Map.groupBy(holds, (row) => row.orderId);
  return orders.map((order) => {
    const own = linesOf.get(order.id) ?? [];
    const ships = own.some((line) => line.ships && line.open > 0);
    const sealed = contactOf.get(order.id);
    const contact = sealed ? openContact(order.shop, order.id, sealed) : null;
    return {
      orderId: order.id,
      orderName: order.name,
      placedAt: order.createdAt,
      canceled: order.cancelledAt !== null,
      closed: order.closedAt !== null,
      test: order.test,
      financialStatus: order.financialStatus,
      ships,
      address: ships ? (addressFacts(contact) ?? NOTHING_FILLED) : null,
      lines: own.map(({ orderId: _, ships: __, ...line }) => line),
      holds: (holdsOf.get(order.id) ?? []).flatMap((row) =>
        row.holds.map((hold) => ({
          id: hold.id,
          reason: hold.reason,
          notes: hold.reasonNotes,
          heldByUs: hold.heldByUs,
        })),
      ),
    };
  });
}

/** A parcel with no address at all: every part of it is missing. */
const NOTHING_FILLED = {
  hasName: false,
  hasStreet: false,
  hasHouseNumber: false,
  hasCity: false,
  hasPostcode: false,
  country: null,
};

/** The orders that still have units of these inventory items to ship. */
export async function ordersWaitingFor(tx: ShopTx, inventoryItemIds: string[]): Promise<string[]> {
  if (inventoryItemIds.length === 0) return [];
  const rows = await tx.$queryRaw<{ orderId: string }[]>`
    SELECT DISTINCT fo."orderId" FROM "FulfillmentOrderLine" fl
    JOIN "FulfillmentOrder" fo ON fo."shop" = fl."shop" AND fo."id" = fl."fulfillmentOrderId"
    WHERE fl."inventoryItemId" = ANY(${[...new Set(inventoryItemIds)]}) AND fl."remainingQuantity" > 0
      AND fo."status" = ANY(${STILL_TO_SHIP})`;
  return rows.map((row) => row.orderId);
}

/** The newer orders that wait for an item of one of these: what these no longer want, or want now too, is theirs to feel. */
export async function ordersBehind(tx: ShopTx, orderIds: string[]): Promise<string[]> {
  if (orderIds.length === 0) return [];
  const rows = await tx.$queryRaw<{ orderId: string }[]>`
    WITH ahead AS (
      SELECT fl."inventoryItemId", min(o."createdAt") AS "since"
      FROM "Order" o
      JOIN "FulfillmentOrder" fo ON fo."shop" = o."shop" AND fo."orderId" = o."id"
      JOIN "FulfillmentOrderLine" fl ON fl."shop" = fo."shop" AND fl."fulfillmentOrderId" = fo."id"
      WHERE o."id" = ANY(${orderIds}) GROUP BY fl."inventoryItemId"
    )
    SELECT DISTINCT fo."orderId" FROM "FulfillmentOrder" fo
    JOIN "Order" o ON o."shop" = fo."shop" AND o."id" = fo."orderId"
    JOIN "FulfillmentOrderLine" fl ON fl."shop" = fo."shop" AND fl."fulfillmentOrderId" = fo."id"
    JOIN ahead ON ahead."inventoryItemId" = fl."inventoryItemId" AND o."createdAt" >= ahead."since"
    WHERE fo."status" = ANY(${STILL_TO_SHIP}) AND fl."remainingQuantity" > 0`;
  return rows.map((row) => row.orderId);
}
