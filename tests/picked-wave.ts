// A picked wave in a house of one product, and parcels of it as the pack station leaves them.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Link } from '../app/picking/packing/station/chain.ts';
import type { Deed } from '../app/picking/packing/station/deed.ts';
import { framedUrl } from '../dev/store/pages/session-token.ts';
import { connected } from '../scripts/database.ts';
import { type House, until } from './house.ts';

/**
 * Orders of the one product, by name: units, and the code of the shipping line (PICK_UP: the customer collects it). App modules are
 * imported once the settings lead to this house.
 */
export async function pickedWave<Name extends string>(
  house: House,
  wanted: Record<Name, { quantity: number; code?: string }>,
) {
  process.env.DATABASE_URL = house.database.url;
  process.env.SHOPIFY_EMULATOR_URL = house.storeUrl;
  process.env.SHOPIFY_APP_URL = house.appUrl;
  const { inShop, prisma } = await import('../app/db.server.ts');
  const { stopQueue } = await import('../app/lib/queue.server.ts');
  const { loadChecks, whyHeld } = await import('../app/orders/store.server.ts');
  const { keepRule } = await import('../app/picking/rules/change-rules.server.ts');
  const { planNewWave } = await import('../app/picking/plan-wave.server.ts');
  const { releaseWave } = await import('../app/picking/release-wave.server.ts');
  const { recordPicks } = await import('../app/picking/record-picks.server.ts');

  const { linked, noHash } = await import('../app/picking/packing/station/chain.ts');
  const { insertProof, proofHead } = await import('../app/picking/packing/station/store.server.ts');

  // biome-ignore lint/suspicious/noExplicitAny: each test reads what it asked for
  async function merchant(query: string, variables: Record<string, unknown> = {}): Promise<any> {
    const answer = await fetch(`${house.storeUrl}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await answer.json()) as { data: unknown; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }

  const rows = <Row>(sql: string) =>
    connected(house.database.ownerUrl, async (client) => (await client.query(sql)).rows as Row[]);

  const { productCreate } = await merchant(
    `mutation { productCreate(product: { title: "Kettle" }) { product { variants(first: 1) { nodes { id } } } } }`,
  );
  const variantId = productCreate.product.variants.nodes[0].id as string;

  async function takeOrder(quantity: number, code: string): Promise<string> {
    const address = { firstName: 'Ann', lastName: 'Lee', address1: '1 High Street', city: 'London', zip: 'N1 9GU' };
    const { orderCreate } = await merchant(
      `mutation ($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id } userErrors { message } } }`,
      {
        order: {
          email: 'ann@example.com',
          financialStatus: 'PAID',
          lineItems: [{ variantId, quantity }],
          shippingAddress: { ...address, countryCode: 'GB' },
          shippingLines: [{ title: 'Way', code, priceSet: { shopMoney: { amount: '0.00', currencyCode: 'GBP' } } }],
        },
      },
    );
    expect(orderCreate.userErrors).toEqual([]);
    return orderCreate.order.id.split('/').at(-1);
  }

  const key = { apiKey: house.apiKey, secret: house.apiSecret };
  const opened = framedUrl(new URL(`${house.appUrl}/app`), house.shop, key, Date.now());
  const headers = { 'user-agent': 'Mozilla/5.0 Chrome/140.0', accept: 'text/html' };
  expect((await fetch(opened, { headers })).ok).toBe(true);
  await until(
    async () => (await rows(`SELECT 1 FROM "SyncRun" WHERE "kind" = 'backfill' AND "state" = 'done'`)).length > 0,
    { what: 'the store to be read', deadline: 90_000, every: 250 },
  );
  const orders = {} as Record<Name, string>;
  const names = Object.keys(wanted) as Name[];
  for (const name of names) orders[name] = await takeOrder(wanted[name].quantity, wanted[name].code ?? 'Standard');
  expect(await keepRule(house.shop, null, { name: 'Pickups', delivery: 'PICK_UP' })).toEqual({ ok: true });
  await until(
    async () =>
      (
        await rows(
          `SELECT 1 FROM "OrderCheck" c JOIN "FulfillmentOrder" f ON f."orderId" = c."orderId" WHERE c."state" = 'ready'`,
        )
      ).length === names.length,
    { what: 'the orders to be ready', deadline: 60_000, every: 250 },
  );
  const [{ locationId }] = (await rows(`SELECT DISTINCT "locationId" FROM "FulfillmentOrder"`)) as [
    { locationId: string },
  ];
  const wave = await planNewWave(house.shop, { locationId, size: 12 }, loadChecks, new Date());
  if (!wave.ok) throw new Error(wave.problem);
  const waveId = wave.id;
  expect(await releaseWave(house.shop, waveId, whyHeld, new Date())).toEqual({ ok: true });
  const lines = await rows<{ id: string; quantity: number }>(
    `SELECT "fulfillmentOrderLineId" AS id, "quantity" FROM "WaveLine" WHERE "waveId" = '${waveId}'`,
  );
  expect(lines).toHaveLength(names.length);
  const typed = new Map(lines.map((line) => [line.id, String(line.quantity)]));
  expect(await recordPicks(house.shop, waveId, typed, new Date())).toEqual({ ok: true });

  /** A sealed parcel of so many units of an order. Answers its id. */
  async function pack(orderId: string, quantity: number, number = 1): Promise<string> {
    const [line] = await rows<{ id: string; fo: string; item: string; title: string; name: string; way: string }>(
      `SELECT l."fulfillmentOrderLineId" AS id, l."fulfillmentOrderId" AS fo, l."inventoryItemId" AS item, l."title",
         l."orderName" AS name, f."deliveryMethod" AS way
       FROM "WaveLine" l JOIN "FulfillmentOrder" f ON f."id" = l."fulfillmentOrderId" WHERE l."orderId" = '${orderId}'`,
    );
    if (!line) throw new Error(`the wave has no order ${orderId}`);
    const id = randomUUID();
    const now = new Date();
    const deeds: Deed[] = [
      { kind: 'opened', over: false },
      { kind: 'scanned', line: line.id, units: quantity },
      { kind: 'sealed', more: false, despite: false },
    ];
    await inShop(house.shop, async (tx) => {
      const head = await proofHead(tx, orderId);
      const links: Link[] = [];
      for (const [at, deed] of deeds.entries()) {
        const last = links.at(-1) ?? head;
        const about = {
          orderId,
          id: randomUUID(),
          parcelId: id,
          pickerId: null,
          station: 'table',
          at: now.toISOString(),
        };
        links.push(linked(last?.hash ?? noHash, { ...about, seq: (last?.seq ?? 0) + 1, nth: at + 1, deed }));
      }
      await insertProof(tx, house.shop, links);
      await tx.parcel.create({
        data: {
          ...{ shop: house.shop, id, waveId, orderId, orderName: line.name, locationId, number, state: 'sealed' },
          ...{ deliveryMethod: line.way, boxName: 'Small', boxKind: 'BOX', length: 300, width: 200, height: 100 },
          ...{ expectedGrams: 880, weighedGrams: 900, value: 2500n, currency: 'GBP', openedAt: now, sealedAt: now },
          lines: {
            create: {
              ...{ fulfillmentOrderLineId: line.id, fulfillmentOrderId: line.fo, title: line.title, quantity },
              inventoryItemId: line.item,
            },
          },
        },
      });
    });
    return id;
  }

  const parcelOf = (id: string) =>
    inShop(house.shop, (tx) => tx.parcel.findUniqueOrThrow({ where: { shop_id: { shop: house.shop, id } } }));
  const close = async () => {
    await stopQueue();
    await prisma.$disconnect();
  };
  return { merchant, rows, orders, waveId, pack, parcelOf, whyHeld, close };
}
