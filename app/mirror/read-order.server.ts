// One order with all that hangs on it, for its page.
import { inShop } from '../db.server.ts';

/** The order as mirrored, or null when the shop has none with this id. Money is text in minor units, for the page. */
export async function readOrder(shop: string, orderId: string) {
  return inShop(shop, async (tx) => {
    const [order, fulfillmentOrders, fulfillments, returns, refunds] = await Promise.all([
      tx.order.findUnique({
        where: { shop_id: { shop, id: orderId } },
        include: { lines: { orderBy: { position: 'asc' } } },
      }),
      tx.fulfillmentOrder.findMany({ where: { orderId }, include: { lines: true }, orderBy: { createdAt: 'asc' } }),
      tx.fulfillment.findMany({ where: { orderId }, include: { lines: true }, orderBy: { createdAt: 'asc' } }),
      tx.return.findMany({ where: { orderId }, include: { lines: true }, orderBy: { createdAt: 'asc' } }),
      tx.refund.findMany({ where: { orderId }, orderBy: { createdAt: 'asc' } }),
    ]);
    if (!order) return null;
    const locations = await tx.location.findMany({ select: { id: true, name: true } });
    return { order, fulfillmentOrders, fulfillments, returns, refunds, locations };
  });
}

export type OrderSummary = {
  id: string;
  total: bigint;
  currency: string;
  units: number;
  lines: number;
  shipCountry: string | null;
  financialStatus: string;
  fulfillmentStatus: string;
};

/** What a list shows of orders, by id, in one query whatever their number. */
export async function readOrderSummaries(shop: string, orderIds: string[]): Promise<Map<string, OrderSummary>> {
  const rows = await inShop(
    shop,
    (tx) => tx.$queryRaw<OrderSummary[]>`
      SELECT o."id", o."total", o."currency", o."shipCountry", o."financialStatus", o."fulfillmentStatus",
        coalesce(sum(l."currentQuantity"), 0)::int AS "units", count(l."id")::int AS "lines"
      FROM "Order" o LEFT JOIN "OrderLine" l ON l."shop" = o."shop" AND l."orderId" = o."id"
      WHERE o."id" = ANY(${orderIds})
      GROUP BY o."shop", o."id"`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Product titles by id, for figures that are sliced by product. */
export async function readProductTitles(shop: string, productIds: string[]): Promise<Map<string, string>> {
  const rows = await inShop(shop, (tx) =>
    tx.product.findMany({ where: { id: { in: productIds } }, select: { id: true, title: true } }),
  );
  return new Map(rows.map((row) => [row.id, row.title]));
}
