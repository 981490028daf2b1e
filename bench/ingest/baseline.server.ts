// What the app is measured against: the usual template style. Each webhook is authenticated by Shopify's library, which loads
// the shop's session, and written by Prisma upserts before it is acknowledged. Express serves it, without Remix in between:
// that flatters it a little.
import '@shopify/shopify-app-remix/adapters/node';
import { PrismaPg } from '@prisma/adapter-pg';
import { type ApiVersion, LogSeverity, shopifyApp } from '@shopify/shopify-app-remix/server';
import { PrismaSessionStorage } from '@shopify/shopify-app-session-storage-prisma';
import express from 'express';

// biome-ignore lint/suspicious/noExplicitAny: payloads as they come, as such apps take them
type Any = any;

// Generated when the benchmark runs (baseline.prisma).
const client = new URL('../../.backroom/baseline-client/index.js', import.meta.url).href;
const { PrismaClient } = ((await import(client)) as { default: Any }).default;
const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL ?? '', max: 10 });
const prisma: Any = new PrismaClient({ adapter });

const shopify = shopifyApp({
  apiKey: process.env.SHOPIFY_API_KEY ?? '',
  apiSecretKey: process.env.SHOPIFY_API_SECRET ?? '',
  appUrl: process.env.SHOPIFY_APP_URL ?? '',
  apiVersion: '2026-07' as ApiVersion,
  sessionStorage: new PrismaSessionStorage(prisma),
  logger: { level: LogSeverity.Error },
});

async function handle(topic: string, shop: string, payload: Any): Promise<void> {
  if (/^ORDERS_(CREATE|UPDATED|PAID|CANCELLED|FULFILLED|PARTIALLY_FULFILLED)$/.test(topic)) {
    const order = {
      shop,
      name: payload.name,
      createdAt: new Date(payload.created_at),
      updatedAt: new Date(payload.updated_at),
      financialStatus: payload.financial_status,
      fulfillmentStatus: payload.fulfillment_status,
      total: payload.total_price,
      customerId: payload.customer?.id ?? null,
    };
    await prisma.order.upsert({ where: { id: payload.id }, create: { id: payload.id, ...order }, update: order });
    for (const item of payload.line_items) {
      const line = {
        orderId: payload.id,
        variantId: item.variant_id,
        sku: item.sku,
        title: item.title,
        quantity: item.quantity,
        price: item.price,
      };
      await prisma.orderLine.upsert({ where: { id: item.id }, create: { id: item.id, ...line }, update: line });
    }
  } else if (topic.startsWith('FULFILLMENTS_')) {
    const parcel = { orderId: payload.order_id, status: payload.status, createdAt: new Date(payload.created_at) };
    const { id } = payload;
    await prisma.fulfillment.upsert({ where: { id }, create: { id, ...parcel }, update: parcel });
  } else if (/^PRODUCTS_(CREATE|UPDATE)$/.test(topic)) {
    const product = { shop, title: payload.title, updatedAt: new Date(payload.updated_at) };
    const { id } = payload;
    await prisma.product.upsert({ where: { id }, create: { id, ...product }, update: product });
    for (const item of payload.variants ?? []) {
      const variant = { productId: id, title: item.title, sku: item.sku, price: item.price };
      await prisma.variant.upsert({ where: { id: item.id }, create: { id: item.id, ...variant }, update: variant });
    }
  } else if (/^INVENTORY_LEVELS_(UPDATE|CONNECT)$/.test(topic)) {
    const key = { inventoryItemId: payload.inventory_item_id, locationId: payload.location_id };
    const available = payload.available ?? 0;
    await prisma.inventoryLevel.upsert({
      where: { inventoryItemId_locationId: key },
      create: { ...key, available },
      update: { available },
    });
  }
}

const app = express();
app.get('/healthz', (_request, response) => {
  response.send('ok');
});
app.post('/webhooks', express.raw({ type: '*/*', limit: '5mb' }), async (incoming, response) => {
  try {
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers))
      if (typeof value === 'string') headers.set(name, value);
    const request = new Request(`http://localhost${incoming.url}`, { method: 'POST', headers, body: incoming.body });
    const { topic, shop, payload } = await shopify.authenticate.webhook(request);
    await handle(topic, shop, payload);
    response.status(200).end();
  } catch (error) {
    if (error instanceof Response) response.status(error.status).end();
    else {
      console.error((error as Error).message.slice(-300));
      response.status(500).end();
    }
  }
});
app.listen(Number(process.env.PORT), '127.0.0.1');
