// A purchase order from draft to Shopify's stock, with the real worker, a mail server and a wire that loses answers.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { framedUrl } from '../../dev/store/pages/session-token.ts';
import { connected } from '../../scripts/database.ts';
import { type House, startHouse, until } from '../house.ts';

let house: House;
let buying: {
  draft: typeof import('../../app/replenishment/purchasing/draft-orders.server.ts');
  change: typeof import('../../app/replenishment/purchasing/change-order.server.ts');
  receive: typeof import('../../app/replenishment/purchasing/receive.server.ts');
  suppliers: typeof import('../../app/replenishment/purchasing/change-supplier.server.ts');
  read: typeof import('../../app/replenishment/purchasing/read-orders.server.ts');
};
let place: { inventoryItemId: string; locationId: string; sku: string };
let supplierId = '';

beforeAll(async () => {
  house = await startHouse({ furnished: true, store: ['--days', '3'] });
  process.env.DATABASE_URL = house.database.url;
  process.env.SHOPIFY_EMULATOR_URL = house.storeUrl;
  process.env.SHOPIFY_APP_URL = house.appUrl;
  process.env.SMTP_URL = 'smtp://the-worker-has-the-real-one';
  buying = {
    draft: await import('../../app/replenishment/purchasing/draft-orders.server.ts'),
    change: await import('../../app/replenishment/purchasing/change-order.server.ts'),
    receive: await import('../../app/replenishment/purchasing/receive.server.ts'),
    suppliers: await import('../../app/replenishment/purchasing/change-supplier.server.ts'),
    read: await import('../../app/replenishment/purchasing/read-orders.server.ts'),
  };
  const app = { apiKey: house.apiKey, secret: house.apiSecret };
  const opened = framedUrl(new URL(`${house.appUrl}/app`), house.shop, app, Date.now());
  expect((await fetch(opened, { headers: { 'user-agent': 'Mozilla/5.0 Chrome/140.0', accept: 'text/html' } })).ok).toBe(
    true,
  );
  place = await until(
    async () => {
      const [row] = await rows<typeof place>(
        `SELECT l."inventoryItemId", l."locationId", v."sku" FROM "InventoryLevel" l
         JOIN "Variant" v ON v."shop" = l."shop" AND v."inventoryItemId" = l."inventoryItemId"
         WHERE l."available" > 5 AND v."sku" <> '' AND EXISTS (SELECT FROM "SyncRun" WHERE "kind" = 'backfill' AND "state" = 'done')
         ORDER BY l."inventoryItemId" LIMIT 1`,
      );
      return row ?? false;
    },
    { what: 'the store to be read', deadline: 90_000, every: 250 },
  );
  const saved = await buying.suppliers.saveSupplier(
    house.shop,
    null,
    { name: 'Northwind', email: 'orders@northwind.example' },
    new Date(),
  );
  if (!saved.ok) throw new Error(JSON.stringify(saved));
  supplierId = saved.id;
  await buying.suppliers.saveSupplierItem(
    house.shop,
    supplierId,
    place.inventoryItemId,
    { unitCost: '2.50', supplierSku: 'NW-7' },
    new Date(),
  );
}, 240_000);

afterAll(async () => {
  const { stopQueue } = await import('../../app/lib/queue.server.ts');
  const { prisma } = await import('../../app/db.server.ts');
  await stopQueue();
  await prisma.$disconnect();
});

const rows = <Row>(sql: string) =>
  connected(house.database.ownerUrl, async (client) => (await client.query(sql)).rows as Row[]);

/** What Shopify itself counts. */
async function stock(name: 'available' | 'incoming'): Promise<number> {
  const query = `{ inventoryItem(id: "gid://shopify/InventoryItem/${place.inventoryItemId}") {
    inventoryLevel(locationId: "gid://shopify/Location/${place.locationId}") { quantities(names: ["${name}"]) { quantity } } } }`;
  const answer = await fetch(`${house.storeUrl}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
    body: JSON.stringify({ query }),
  });
  const { data } = (await answer.json()) as {
    data: { inventoryItem: { inventoryLevel: { quantities: [{ quantity: number }] } } };
  };
  return data.inventoryItem.inventoryLevel.quantities[0].quantity;
}

async function control(path: string, body: object): Promise<void> {
  const answer = await fetch(house.storeUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
}

const orderOf = async (id: string) => (await buying.read.readOrder(house.shop, id))!;

async function received(id: string, accepted: number, receivingId = randomUUID()) {
  const { order } = await orderOf(id);
  return buying.receive.receiveGoods(
    house.shop,
    id,
    {
      receivingId,
      version: order.version,
      counted: [{ lineId: order.lines[0]!.id, accepted, rejected: 0 }],
      overConfirmed: false,
    },
    new Date(),
  );
}

async function approved(units: number): Promise<string> {
  const pick = { ...place, units };
  const { orders } = await buying.draft.draftOrders(house.shop, [pick], randomUUID(), new Date());
  const id = orders[0]!.id;
  expect(await buying.change.approveOrder(house.shop, id, 1, new Date())).toEqual({ ok: true });
  return id;
}

const allConfirmed = (id: string, bookings: number) =>
  until(
    async () => {
      const { arrivals } = await orderOf(id);
      return arrivals.filter((one) => one.booking?.state === 'confirmed').length === bookings;
    },
    { what: `${bookings} confirmed bookings`, deadline: 50_000, every: 200 },
  );
const counts = (name: 'available' | 'incoming', units: number) =>
  until(async () => (await stock(name)) === units, {
    what: `${units} ${name} in Shopify`,
    deadline: 30_000,
    every: 200,
  });

test('draft, approve, send, receive in two parts: the mail arrives and Shopify’s stock is up by what was accepted, once', async () => {
  const before = { available: await stock('available'), incoming: await stock('incoming') };
  const id = await approved(20);
  expect(await buying.change.orderNow(house.shop, id, 2, 'mail', new Date())).toEqual({ ok: true });
  const letter = await until(() => house.letters.find((one) => one.text.includes('Purchase order PO-1')) ?? false, {
    what: 'the letter to arrive',
    deadline: 20_000,
    every: 100,
  });
  expect(letter.to).toEqual(['orders@northwind.example']);
  expect(letter.text).toMatch(/filename=PO-1\.pdf/);
  expect(letter.text).toMatch(/filename=PO-1\.csv/);
  const csv = /filename=PO-1\.csv\r\n\r\n([\s\S]*?)\r\n--/.exec(letter.text)?.[1] ?? '';
  expect(letter.text.includes('NW-7') || Buffer.from(csv, 'base64').toString().includes('NW-7')).toBe(true);
  await counts('incoming', before.incoming + 20);

  const receivingId = randomUUID();
  const pressed = await Promise.all([received(id, 12, receivingId), received(id, 12, receivingId)]);
  expect(pressed).toMatchObject([{ ok: true }, { ok: true }]);
  await allConfirmed(id, 1);
  expect(await stock('available')).toBe(before.available + 12);
  await counts('incoming', before.incoming + 8);

  // At once: the mirror may not have heard of the first booking yet.
  expect(await received(id, 8)).toMatchObject({ ok: true, closed: true });
  await allConfirmed(id, 2);
  expect(await stock('available')).toBe(before.available + 20);
  await counts('incoming', before.incoming);
}, 120_000);

test('stock that changed since we heard of it: the booking is asked for again from what is there, and takes effect once', async () => {
  const id = await approved(5);
  expect(await buying.change.orderNow(house.shop, id, 2, 'by hand', new Date())).toEqual({ ok: true });
  await until(
    async () =>
      (await rows<{ n: number }>(`SELECT count(*)::int AS n FROM "Command" WHERE "state" <> 'confirmed'`))[0]!.n === 0,
    {
      what: 'the outbox to be empty',
      deadline: 30_000,
      every: 200,
    },
  );
  const before = await stock('available');
  await rows(
    `UPDATE "InventoryLevel" SET "available" = "available" - 3
     WHERE "inventoryItemId" = '${place.inventoryItemId}' AND "locationId" = '${place.locationId}'`,
  );
  expect(await received(id, 5)).toMatchObject({ ok: true });
  await allConfirmed(id, 1);
  expect(await stock('available')).toBe(before + 5);
  const [command] = await rows<{ round: number }>(
    `SELECT "round" FROM "Command" WHERE "idempotencyKey" LIKE 'receive:%' ORDER BY "seq" DESC LIMIT 1`,
  );
  expect(command?.round).toBe(1);
}, 90_000);

test('an answer that is lost after Shopify has booked: it is booked once', async () => {
  const id = await approved(7);
  expect(await buying.change.orderNow(house.shop, id, 2, 'by hand', new Date())).toEqual({ ok: true });
  const before = await stock('available');
  await control('/_store/chaos', { cutAnswer: 1 });
  expect(await received(id, 7)).toMatchObject({ ok: true });
  await until(async () => (await stock('available')) === before + 7, {
    what: 'Shopify to have booked',
    deadline: 20_000,
    every: 100,
  });
  await until(async () => (await orderOf(id)).arrivals[0]?.booking?.state === 'unknown', {
    what: 'the answer to be missed',
    deadline: 20_000,
    every: 100,
  });
  await control('/_store/chaos', { cutAnswer: 0 });
  await until(
    async () => {
      // The worker looks once a minute by itself; a press on the outbox page would say the same.
      const { nudge } = await import('../../app/lib/queue.server.ts');
      nudge('shopify.send-commands', house.shop);
      return (await orderOf(id)).arrivals[0]?.booking?.state === 'confirmed';
    },
    { what: 'the booking to be settled', deadline: 60_000, every: 1000 },
  );
  expect(await stock('available')).toBe(before + 7);
}, 120_000);
