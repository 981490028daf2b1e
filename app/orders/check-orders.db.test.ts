import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../tests/mirrored.ts';
import { inShop } from '../db.server.ts';
import { env } from '../env.server.ts';
import { append } from '../events/append.server.ts';
import { timelineFor } from '../events/timeline.server.ts';
import { readKeyRing, seal } from '../lib/seal.server.ts';
import type { Contact } from '../mirror/contact.ts';
import { checkNews } from './check-news.server.ts';
import { checkOrders, overruleChecks } from './check-orders.server.ts';
import { readCheck, readOrderCounts, readOrdersPage } from './read-orders.server.ts';
import { whyHeld } from './store.server.ts';

const now = new Date('2026-11-22T09:00:00Z');
const placed = new Date('2026-11-21T09:00:00Z');
const home: Contact = {
  name: 'A Person',
  email: null,
  phone: null,
  address: {
    address1: '1 Mill Lane',
    address2: null,
    city: 'Leeds',
    zip: 'LS1 1AA',
    province: null,
    countryCode: 'GB',
  },
};

let shop = '';
let shops = 0;

beforeEach(async () => {
  shop = `orders-${shops++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    await mirrorVariant(tx, shop, {
      id: '1',
      title: 'Tea',
      sku: 'TEA',
      createdAt: placed,
      levels: [{ locationId: '9', available: 5 }],
    });
  });
});

async function order(id: string, quantity: number, contact: Contact = home, at = placed): Promise<void> {
  await inShop(shop, async (tx) => {
    await mirrorOrder(tx, shop, {
      id,
      at,
      locationId: '9',
      lines: [{ id: `${id}1`, variantId: '1', quantity }],
    });
    await tx.orderContact.update({
      where: { shop_orderId: { shop, orderId: id } },
      data: { sealed: seal(readKeyRing(env.TOKEN_KEYS), JSON.stringify(contact)) },
    });
  });
}

describe('checking orders', () => {
  test('says ready or held with the reason, counts them and lists the longest waiting first', async () => {
    await order('1', 2);
    await order('2', 9);
    await order('3', 1, { ...home, address: { ...home.address!, zip: ' ' } });
    expect(await checkOrders(shop, ['1', '2', '3', 'unknown'], now)).toBe(3);
    const page = await readOrdersPage(shop, { state: 'held', search: '', skip: 0, take: 10 });
    expect(page.counts).toEqual({ ready: 1, held: 2, done: 0 });
    expect(page.orders.map((each) => [each.orderName, each.reasons[0]?.check])).toEqual([
      ['#2', 'stock'],
      ['#3', 'address'],
    ]);
    const found = await readOrdersPage(shop, { state: null, search: '2', skip: 0, take: 10 });
    expect(found.orders.map((each) => each.orderName)).toEqual(['#2']);
  });

  test("staff's words of a hold stand with the order, not in the diary, and leave it when its customer is erased", async () => {
    await order('1', 1);
    const hold = (reasonNotes: string | null) =>
      inShop(shop, (tx) =>
        tx.fulfillmentOrder.updateMany({
          where: { orderId: '1' },
          data: {
            status: 'ON_HOLD',
            holds: [{ id: '1', reason: 'OTHER', reasonNotes, handle: null, heldByUs: false }],
          },
        }),
      );
    await hold('Ada called');
    await checkOrders(shop, ['1'], now);
    expect(JSON.stringify(await readCheck(shop, '1'))).toContain('Ada called');
    expect(JSON.stringify(await timelineFor(shop, 'Order/1'))).not.toContain('Ada');
    await hold(null);
    await inShop(shop, (tx) =>
      append(tx, shop, [
        {
          type: 'customer.redacted',
          key: 'customer.redacted:1',
          subject: 'Customer/7',
          at: now.toISOString(),
          data: { customerId: '7', orderIds: ['1'] },
        },
      ]),
    );
    await checkNews(shop, new AbortController().signal);
    expect(JSON.stringify(await readCheck(shop, '1'))).not.toContain('Ada');
  });

  test('twice changes nothing and tells the diary once', async () => {
    await order('1', 9);
    await checkOrders(shop, ['1'], now);
    const first = await readCheck(shop, '1');
    await checkOrders(shop, ['1'], now);
    expect(await readCheck(shop, '1')).toEqual(first);
    expect((await timelineFor(shop, 'Order/1')).map((event) => event.type)).toEqual(['order.held']);
  });

  test('a person may overrule and take it back; the diary hears both', async () => {
    await order('1', 9);
    await checkOrders(shop, ['1'], now);
    await overruleChecks(shop, '1', true, new Date('2026-11-22T10:00:00Z'));
    expect((await readCheck(shop, '1'))?.state).toBe('ready');
    await overruleChecks(shop, '1', false, new Date('2026-11-22T11:00:00Z'));
    expect((await readCheck(shop, '1'))?.state).toBe('held');
    expect((await timelineFor(shop, 'Order/1')).map((event) => event.type)).toEqual([
      'order.held',
      'order.released',
      'order.held',
    ]);
  });

  test('gives stock out by age: what older orders want is not there for a newer one', async () => {
    const at = (hour: number) => new Date(`2026-11-21T${hour}:00:00Z`);
    // Ids say nothing about age.
    await order('3', 5, home, at(10));
    await order('1', 5, home, at(11));
    await order('2', 5, home, at(12));
    await checkOrders(shop, ['2'], now);
    await checkOrders(shop, ['1', '3'], now);
    expect((await readCheck(shop, '3'))?.state).toBe('ready');
    expect((await readCheck(shop, '1'))?.reasons.map((reason) => reason.says)).toEqual([
      'Item 1: 5 wanted, not enough stock: 5 on hand, 5 promised to older orders. Move stock here or wait for the delivery.',
    ]);
    expect((await readCheck(shop, '2'))?.reasons[0]?.says).toContain('5 on hand, 10 promised to older orders');
  });

  test('looks again at the orders behind one that no longer wants its goods', async () => {
    await order('1', 5, home, new Date('2026-11-21T10:00:00Z'));
    await order('2', 5, home, new Date('2026-11-21T11:00:00Z'));
    await checkOrders(shop, ['1', '2'], now);
    await inShop(shop, async (tx) => {
      await tx.order.update({ where: { shop_id: { shop, id: '1' } }, data: { cancelledAt: now } });
      await tx.fulfillmentOrder.update({ where: { shop_id: { shop, id: '1' } }, data: { status: 'CANCELLED' } });
      const at = now.toISOString();
      const data = { orderId: '1', reason: null, lines: [] };
      await append(tx, shop, [{ type: 'order.canceled', key: 'order.canceled:1', subject: 'Order/1', at, data }]);
    });
    await checkNews(shop, AbortSignal.timeout(30_000));
    expect((await readCheck(shop, '1'))?.state).toBe('done');
    expect((await readCheck(shop, '2'))?.state).toBe('ready');
  });

  test('tells a wave why an order must not go; the shelf matters only until it was picked', async () => {
    await order('1', 2);
    await order('2', 9);
    await order('3', 1, { ...home, address: { ...home.address!, city: null } });
    await checkOrders(shop, ['1', '2', '3'], now);
    const asked = (picked: boolean) => inShop(shop, (tx) => whyHeld(tx, ['1', '2', '3', 'unknown'], picked));
    expect([...(await asked(false)).keys()]).toEqual(['2', '3', 'unknown']);
    const inHand = await asked(true);
    expect([...inHand.keys()]).toEqual(['3', 'unknown']);
    expect(inHand.get('3')).toBe('The address has no city. Ask the customer and edit it in Shopify.');
  });

  test('another shop sees none of it', async () => {
    await order('1', 1);
    await checkOrders(shop, ['1'], now);
    expect(await readOrderCounts('elsewhere.myshopify.com')).toEqual({ ready: 0, held: 0, done: 0 });
    expect(await checkOrders('elsewhere.myshopify.com', ['1'], now)).toBe(0);
  });
});
