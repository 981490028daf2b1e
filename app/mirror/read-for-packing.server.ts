// What a parcel is worth and how it leaves, as the mirror knows it.
import type { ShopTx } from '../db.server.ts';

export type OrderToPack = {
  currency: string;
  /** what the lines cost together after all discounts, those on the whole order too, in minor units */
  subtotal: bigint;
  /** as ordered; `discount`: given on the line alone, for all its units */
  lines: { id: string; quantity: number; unitPrice: bigint; discount: bigint }[];
  /** the order's line that a fulfillment-order line is about */
  lineOf: Map<string, string>;
  /** by fulfillment order: SHIPPING, PICK_UP, LOCAL, …; null = Shopify did not say */
  methods: Map<string, string | null>;
};

/** Null when the mirror has no such order. */
export async function readOrderToPack(tx: ShopTx, shop: string, orderId: string): Promise<OrderToPack | null> {
  const order = await tx.order.findUnique({
    where: { shop_id: { shop, id: orderId } },
    select: {
      ...{ currency: true, subtotal: true },
      lines: { select: { id: true, quantity: true, unitPrice: true, discount: true }, orderBy: { position: 'asc' } },
    },
  });
  if (!order) return null;
  const parts = await tx.fulfillmentOrder.findMany({
    where: { orderId },
    select: { id: true, deliveryMethod: true, lines: { select: { id: true, orderLineId: true } } },
  });
  return {
    ...order,
    methods: new Map(parts.map((part) => [part.id, part.deliveryMethod])),
    lineOf: new Map(parts.flatMap((part) => part.lines.map(({ id, orderLineId }) => [id, orderLineId] as const))),
  };
}

/** Which of these fulfillment orders the customer fetches. */
export async function readPickups(tx: ShopTx, fulfillmentOrderIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.fulfillmentOrder.findMany({
    where: { id: { in: [...fulfillmentOrderIds] }, deliveryMethod: 'PICK_UP' },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}
