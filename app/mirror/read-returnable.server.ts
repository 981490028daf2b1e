// An order as the returns room sees it: who may ask about it, what was shipped, what is on its way back.
import { inShop, type ShopTx } from '../db.server.ts';
import { env } from '../env.server.ts';
import { open, readKeyRing, seal } from '../lib/seal.server.ts';
import type { Contact } from './contact.ts';

const ring = readKeyRing(env.TOKEN_KEYS);
// Opened when no order has the name, so that a wrong name takes as long as a wrong e-mail.
const nobody = seal(ring, JSON.stringify({ email: null, phone: null, name: null, address: null } satisfies Contact));

/**
 * The order with this name ("#1001", or "1001") if it was placed with this e-mail, otherwise null; nothing tells which of the
 * two was wrong.
 */
export async function matchOrder(shop: string, orderName: string, email: string): Promise<{ orderId: string } | null> {
  const bare = orderName.trim().replace(/^#/, '');
  const wanted = email.trim().toLowerCase();
  return inShop(shop, async (tx) => {
    const orders = await tx.order.findMany({
      where: { name: { in: [bare, `#${bare}`], mode: 'insensitive' } },
      select: { id: true },
      orderBy: { id: 'desc' },
      take: 3,
    });
    const contacts = await tx.orderContact.findMany({
      where: { orderId: { in: orders.map((order) => order.id) } },
      select: { orderId: true, sealed: true },
    });
    let found: { orderId: string } | null = null;
    for (const { orderId, sealed } of contacts.length > 0 ? contacts : [{ orderId: '', sealed: nobody }]) {
      const contact = JSON.parse(open(ring, sealed).toString('utf8')) as Contact;
      if (orderId && contact.email !== null && contact.email.trim().toLowerCase() === wanted) found = { orderId };
    }
    return found;
  });
}

export type ReturnableOrder = {
  orderId: string;
  name: string;
  customerId: string | null;
  canceled: boolean;
  lines: {
    orderLineId: string;
    title: string;
    variantTitle: string | null;
    productTags: string[];
    /** units in fulfillments that were not canceled */
    shipped: number;
  }[];
};

/** The order with what was shipped of each line, or null when the mirror has none. Lines that were removed are left out. */
export async function readReturnableOrder(tx: ShopTx, shop: string, orderId: string): Promise<ReturnableOrder | null> {
  const order = await tx.order.findUnique({
    where: { shop_id: { shop, id: orderId } },
    include: { lines: { orderBy: { position: 'asc' } } },
  });
  if (!order) return null;
  const [products, parcels] = await Promise.all([
    tx.product.findMany({
      where: { id: { in: order.lines.flatMap((line) => line.productId ?? []) } },
      select: { id: true, tags: true },
    }),
    tx.fulfillment.findMany({
      where: { orderId, status: { notIn: ['CANCELLED', 'ERROR', 'FAILURE'] } },
      select: { lines: { select: { orderLineId: true, quantity: true } } },
    }),
  ]);
  const tagsOf = new Map(products.map((product) => [product.id, product.tags]));
  const shipped = new Map<string, number>();
  for (const line of parcels.flatMap((parcel) => parcel.lines))
    shipped.set(line.orderLineId, (shipped.get(line.orderLineId) ?? 0) + line.quantity);
  return {
    orderId,
    name: order.name,
    customerId: order.customerId,
    canceled: order.cancelledAt !== null,
    lines: order.lines
      .filter((line) => line.currentQuantity > 0 || (shipped.get(line.id) ?? 0) > 0)
      .map((line) => ({
        orderLineId: line.id,
        title: line.title,
        variantTitle: line.variantTitle === 'Default Title' ? null : line.variantTitle,
        productTags: tagsOf.get(line.productId ?? '') ?? [],
        shipped: shipped.get(line.id) ?? 0,
      })),
  };
}

export type MirroredReturn = {
  id: string;
  orderId: string;
  orderName: string;
  name: string;
  /** Shopify's ReturnStatus: REQUESTED, OPEN, CLOSED, DECLINED, CANCELED */
  status: string;
  declineReason: string | null;
  createdAt: Date;
  lines: {
    id: string;
    orderLineId: string | null;
    fulfillmentLineItemId: string | null;
    title: string;
    quantity: number;
    reason: string;
    reasonNote: string | null;
  }[];
};

async function withTitles(tx: ShopTx, where: object, page: { skip: number; take: number }): Promise<MirroredReturn[]> {
  const returns = await tx.return.findMany({
    where,
    include: { lines: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    ...page,
  });
  const [orders, lines] = await Promise.all([
    tx.order.findMany({
      where: { id: { in: [...new Set(returns.map((one) => one.orderId))] } },
      select: { id: true, name: true },
    }),
    tx.orderLine.findMany({
      where: { id: { in: returns.flatMap((one) => one.lines.flatMap((line) => line.orderLineId ?? [])) } },
      select: { id: true, title: true, variantTitle: true },
    }),
  ]);
  const nameOf = new Map(orders.map((order) => [order.id, order.name]));
  const titleOf = new Map(
    lines.map((line) => [
      line.id,
      line.variantTitle && line.variantTitle !== 'Default Title' ? `${line.title}, ${line.variantTitle}` : line.title,
    ]),
  );
  return returns.map((one) => ({
    id: one.id,
    orderId: one.orderId,
    orderName: nameOf.get(one.orderId) ?? 'deleted order',
    name: one.name,
    status: one.status,
    declineReason: one.declineReason,
    createdAt: one.createdAt,
    lines: one.lines.map((line) => ({
      id: line.id,
      orderLineId: line.orderLineId,
      fulfillmentLineItemId: line.fulfillmentLineItemId,
      title: titleOf.get(line.orderLineId ?? '') ?? 'Unknown item',
      quantity: line.quantity,
      reason: line.reason,
      reasonNote: line.reasonNote,
    })),
  }));
}

export async function readReturn(tx: ShopTx, id: string): Promise<MirroredReturn | null> {
  return (await withTitles(tx, { id }, { skip: 0, take: 1 }))[0] ?? null;
}

export async function readReturnsOfOrder(tx: ShopTx, orderId: string): Promise<MirroredReturn[]> {
  return withTitles(tx, { orderId }, { skip: 0, take: 100 });
}

/** One page of returns, newest first; search is by the return's name (#1001-R1), which begins with the order's. */
export async function readReturns(
  tx: ShopTx,
  filter: { statuses: readonly string[]; search: string },
  page: { skip: number; take: number },
): Promise<{ rows: MirroredReturn[]; total: number; counts: Map<string, number> }> {
  const where = {
    status: { in: [...filter.statuses] },
    ...(filter.search ? { name: { contains: filter.search, mode: 'insensitive' as const } } : {}),
  };
  const [rows, total, groups] = await Promise.all([
    withTitles(tx, where, page),
    tx.return.count({ where }),
    tx.return.groupBy({ by: ['status'], _count: { _all: true } }),
  ]);
  return { rows, total, counts: new Map(groups.map((group) => [group.status, group._count._all])) };
}
