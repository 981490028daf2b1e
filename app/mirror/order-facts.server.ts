// What the order checks need to know of many orders, in three queries whatever their number.
import type { ShopTx } from '../db.server.ts';
import { env } from '../env.server.ts';
import { log } from '../lib/log.server.ts';
import { open, readKeyRing } from '../lib/seal.server.ts';
import { addressFacts, type Contact } from './contact.ts';

const ring = readKeyRing(env.TOKEN_KEYS);

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
  lines: { title: string; open: number; onHand: number | null }[];
  holds: { id: string; reason: string; notes: string | null; heldByUs: boolean }[];
};

type LineRow = { orderId: string; title: string; open: number; onHand: number | null; ships: boolean };

type HoldRow = {
  orderId: string;
  holds: { id: string; reason: string; reasonNotes: string | null; heldByUs: boolean }[];
};

/**
 * Facts by order id. A line's open units are what its fulfillment orders still have to ship; before the first fulfillment
 * order is heard of, what Shopify calls fulfillable. Stock is what stands on the shelf of the location that shall ship.
 */
export async function readOrderFacts(tx: ShopTx, orderIds: string[]): Promise<MirroredOrderFacts[]> {
  if (orderIds.length === 0) return [];
  const [orders, contacts, lines, holds] = await Promise.all([
    tx.order.findMany({ where: { id: { in: orderIds } } }),
    tx.orderContact.findMany({ where: { orderId: { in: orderIds } }, select: { orderId: true, sealed: true } }),
    tx.$queryRaw<LineRow[]>`
      SELECT l."orderId", l."title",
        coalesce(f."remainingQuantity", l."fulfillableQuantity")::int AS "open",
        CASE WHEN i."tracked" THEN coalesce(s."onHand", s."available") END::int AS "onHand",
        (l."requiresShipping" AND coalesce(f."deliveryMethod", 'SHIPPING') NOT IN ('PICK_UP', 'NONE', 'RETAIL')) AS "ships"
      FROM "OrderLine" l
      LEFT JOIN LATERAL (
        SELECT fl."remainingQuantity", fl."inventoryItemId", fo."locationId", fo."deliveryMethod"
        FROM "FulfillmentOrderLine" fl
        JOIN "FulfillmentOrder" fo ON fo."shop" = fl."shop" AND fo."id" = fl."fulfillmentOrderId"
        WHERE fl."shop" = l."shop" AND fl."orderLineId" = l."id" AND fo."status" NOT IN ('CLOSED', 'CANCELLED')
      ) f ON true
      LEFT JOIN "Variant" v ON v."shop" = l."shop" AND v."id" = l."variantId"
      LEFT JOIN "InventoryItem" i ON i."shop" = l."shop" AND i."id" = coalesce(f."inventoryItemId", v."inventoryItemId")
      LEFT JOIN "InventoryLevel" s ON s."shop" = l."shop" AND s."inventoryItemId" = i."id" AND s."locationId" = f."locationId"
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
    const contact = sealed ? readContact(order, sealed) : null;
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
      lines: own.map(({ title, open: units, onHand }) => ({ title, open: units, onHand })),
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

/** Null when no key of ours opens it: that order counts as without an address, and the others are checked all the same. */
function readContact({ shop, id }: { shop: string; id: string }, sealed: Uint8Array): Contact | null {
  let text: string;
  try {
    text = open(ring, sealed).toString('utf8');
  } catch (error) {
    log.warn({ shop, order: id, problem: (error as Error).message }, 'A stored contact cannot be read');
    return null;
  }
  return JSON.parse(text) as Contact;
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
      AND fo."status" NOT IN ('CLOSED', 'CANCELLED')`;
  return rows.map((row) => row.orderId);
}
