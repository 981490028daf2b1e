// Rows of the mirror for database tests, as if the store had told us of them.
import { inShop, type ShopTx } from '../app/db.server.ts';
import { env } from '../app/env.server.ts';
import { readKeyRing, seal } from '../app/lib/seal.server.ts';

const heard = (at: Date) => ({ sourceUpdatedAt: at, heardAt: at });

export async function mirrorShop(shop: string, timeZone = 'UTC', at = new Date('2025-01-01T00:00:00Z')): Promise<void> {
  await inShop(shop, async (tx) => {
    await tx.shop.create({ data: { shop, shopifyId: '1', name: 'Shop', currency: 'GBP', timeZone, ...heard(at) } });
  });
}

export async function mirrorLocation(tx: ShopTx, shop: string, id: string, name: string): Promise<void> {
  await tx.location.create({ data: { shop, id, name, active: true, ...heard(new Date('2025-01-01T00:00:00Z')) } });
}

export type MirroredVariant = {
  /** names product, variant and inventory item alike */
  id: string;
  title: string;
  sku: string;
  createdAt: Date;
  tags?: string[];
  tracked?: boolean;
  levels: { locationId: string; available: number; incoming?: number }[];
};

export function mirrorVariant(tx: ShopTx, shop: string, variant: MirroredVariant): Promise<void> {
  return mirrorVariants(tx, shop, [variant]);
}

/** Each a product of its own. */
export async function mirrorVariants(tx: ShopTx, shop: string, variants: readonly MirroredVariant[]): Promise<void> {
  await tx.product.createMany({
    data: variants.map(({ id, title, tags, createdAt }) => ({
      shop,
      id,
      title,
      handle: id,
      status: 'ACTIVE',
      vendor: '',
      productType: '',
      tags: tags ?? [],
      createdAt,
      ...heard(createdAt),
    })),
  });
  await tx.variant.createMany({
    data: variants.map(({ id, sku, createdAt }) => ({
      shop,
      id,
      productId: id,
      inventoryItemId: id,
      title: 'Default Title',
      sku,
      price: 1000n,
      position: 1,
      ...heard(createdAt),
    })),
  });
  await tx.inventoryItem.createMany({
    data: variants.map(({ id, sku, tracked, createdAt }) => ({
      shop,
      id,
      variantId: id,
      sku,
      tracked: tracked ?? true,
      ...heard(createdAt),
    })),
  });
  await tx.inventoryLevel.createMany({
    data: variants.flatMap(({ id, levels, createdAt }) =>
      levels.map((level) => ({
        shop,
        inventoryItemId: id,
        ...level,
        onHand: level.available,
        ...heard(createdAt),
      })),
    ),
  });
}

export type MirroredOrder = {
  id: string;
  at: Date;
  locationId: string;
  lines: { id: string; variantId: string; quantity: number; title?: string }[];
  /** when all of it was shipped; absent: open */
  shippedAt?: Date;
  canceledAt?: Date;
  email?: string;
  customerId?: string;
};

/** An order with one fulfillment order (same id as the order, its lines the order lines' ids), shipped or open. */
export async function mirrorOrder(tx: ShopTx, shop: string, order: MirroredOrder): Promise<void> {
  const version = heard(order.shippedAt ?? order.at);
  const shipped = order.shippedAt !== undefined;
  await tx.order.create({
    data: {
      shop,
      id: order.id,
      name: `#${order.id}`,
      createdAt: order.at,
      processedAt: order.at,
      cancelledAt: order.canceledAt ?? null,
      currency: 'GBP',
      financialStatus: 'PAID',
      fulfillmentStatus: shipped ? 'FULFILLED' : 'UNFULFILLED',
      subtotal: 1000n,
      shipping: 0n,
      tax: 0n,
      total: 1000n,
      refunded: 0n,
      customerId: order.customerId ?? null,
      tags: [],
      ...version,
      lines: {
        create: order.lines.map((line, index) => ({
          id: line.id,
          position: index,
          productId: line.variantId,
          variantId: line.variantId,
          sku: `SKU-${line.variantId}`,
          title: line.title ?? `Item ${line.variantId}`,
          quantity: line.quantity,
          currentQuantity: line.quantity,
          fulfillableQuantity: shipped ? 0 : line.quantity,
          unitPrice: 1000n,
          discount: 0n,
          processedAt: order.at,
        })),
      },
    },
  });
  const contact = { email: order.email ?? null, phone: null, name: 'A Person', address: null };
  await tx.orderContact.create({
    data: {
      shop,
      orderId: order.id,
      customerId: order.customerId ?? null,
      sealed: seal(readKeyRing(env.TOKEN_KEYS), JSON.stringify(contact)),
      ...version,
    },
  });
  await tx.fulfillmentOrder.create({
    data: {
      shop,
      id: order.id,
      orderId: order.id,
      status: shipped ? 'CLOSED' : 'OPEN',
      locationId: order.locationId,
      supportedActions: shipped ? [] : ['CREATE_FULFILLMENT', 'REPORT_PROGRESS', 'HOLD', 'MOVE'],
      createdAt: order.at,
      ...version,
      lines: {
        create: order.lines.map((line) => ({
          id: line.id,
          orderLineId: line.id,
          inventoryItemId: line.variantId,
          variantId: line.variantId,
          totalQuantity: line.quantity,
          remainingQuantity: shipped ? 0 : line.quantity,
        })),
      },
    },
  });
  if (order.shippedAt)
    await tx.fulfillment.create({
      data: {
        shop,
        id: order.id,
        orderId: order.id,
        status: 'SUCCESS',
        locationId: order.locationId,
        trackingNumbers: [],
        trackingUrls: [],
        createdAt: order.shippedAt,
        ...version,
        lines: { create: order.lines.map((line) => ({ orderLineId: line.id, quantity: line.quantity })) },
      },
    });
}
