// What a parcel is worth and how it leaves, as the mirror knows it.
import type { ShopTx } from '../db.server.ts';

export type OrderToPack = {
  currency: string;
  /** by fulfillment-order line: what its order line costs in all, discounts off, in minor units, and its units */
  prices: Map<string, { total: bigint; units: number }>;
  /** by fulfillment order: SHIPPING, PICK_UP, LOCAL, …; null = Shopify did not say */
  methods: Map<string, string | null>;
};

/** Null when the mirror has no such order. */
export async function readOrderToPack(tx: ShopTx, shop: string, orderId: string): Promise<OrderToPack | null> {
  const order = await tx.order.findUnique({
    where: { shop_id: { shop, id: orderId } },
    select: { currency: true, lines: { select: { id: true, quantity: true, unitPrice: true, discount: true } } },
  });
  if (!order) return null;
  const parts = await tx.fulfillmentOrder.findMany({
    where: { orderId },
    select: { id: true, deliveryMethod: true, lines: { select: { id: true, orderLineId: true } } },
  });
  const lines = new Map(order.lines.map((line) => [line.id, line]));
  return {
    currency: order.currency,
    methods: new Map(parts.map((part) => [part.id, part.deliveryMethod])),
    prices: new Map(
      parts.flatMap((part) =>
        part.lines.flatMap(({ id, orderLineId }) => {
          const line = lines.get(orderLineId);
          if (!line || line.quantity < 1) return [];
          const total = line.unitPrice * BigInt(line.quantity) - line.discount;
          return [[id, { total, units: line.quantity }] as const];
        }),
      ),
    ),
  };
}
