import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../tests/mirrored.ts';
import { inShop, type ShopTx } from '../db.server.ts';
import { retryCommand } from '../shopify/outbox.server.ts';
import { type ChecksOf, readBacklog } from './backlog.server.ts';
import { cancelWave } from './cancel-wave.server.ts';
import { importBins, placeInBin } from './place/place-bins.server.ts';
import { readBins } from './place/read-bins.server.ts';
import { planWave } from './plan.ts';
import { planNewWave } from './plan-wave.server.ts';
import { readNotInWaves, readWave, readWaveCounts } from './read-waves.server.ts';
import { keepCounts, recordPicks } from './record-picks.server.ts';
import { releaseWave } from './release-wave.server.ts';
import { keepRule } from './rules/change-rules.server.ts';
import { keepTracking, shipPickedWave } from './ship-wave.server.ts';

const now = new Date('2026-11-22T09:00:00Z');
const wish = { locationId: '9', size: 12 };
const noneHeld = async () => new Map<string, string>();
const everyOrder = async (_tx: ShopTx, ids: string[]) =>
  new Map(ids.map((id) => [id, { state: 'ready', reasons: [] }]));
const noOrder = async (_tx: ShopTx, ids: string[]) =>
  new Map(ids.map((id) => [id, { state: 'held', reasons: [{ check: 'payment', says: 'Unpaid.' }] }]));

/** What a wave would be if it were planned now. */
const previewWave = (of: string, { locationId, size }: typeof wish, checksOf: ChecksOf, at: Date) =>
  inShop(of, async (tx) => planWave((await readBacklog(tx, of, locationId, checksOf, at)).ready, size));

let shop = '';
let shops = 0;

beforeEach(async () => {
  shop = `waves-${shops++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    for (const id of ['1', '2', '3'])
      await mirrorVariant(tx, shop, {
        id,
        title: `Item ${id}`,
        sku: `SKU-${id}`,
        createdAt: new Date('2026-01-01T00:00:00Z'),
        levels: [{ locationId: '9', available: 50 }],
      });
    await placeInBinAll({ '1': 'A-10', '2': 'A-2' });
    for (const id of ['101', '102', '103'])
      await mirrorOrder(tx, shop, {
        id,
        at: new Date(`2026-11-${Number(id) - 90}T08:00:00Z`),
        locationId: '9',
        lines: [
          { id: `${id}1`, variantId: '1', quantity: 2 },
          { id: `${id}2`, variantId: '2', quantity: 1 },
        ],
      });
  });
});

async function placeInBinAll(bins: Record<string, string>): Promise<void> {
  for (const [item, bin] of Object.entries(bins)) await placeInBin(shop, '9', item, bin, { by: 'test', at: now });
}

async function planned(size = 12): Promise<string> {
  const wave = await planNewWave(shop, { ...wish, size }, everyOrder, now);
  if (!wave.ok) throw new Error(wave.problem);
  return wave.id;
}

const counts = (all: Record<string, string>) => new Map(Object.entries(all));
const allOf101 = counts({ '1011': '2', '1012': '1' });

async function picked(typed: Map<string, string>): Promise<string> {
  const id = await planned(1);
  await releaseWave(shop, id, noneHeld, now);
  expect(await recordPicks(shop, id, typed, now)).toEqual({ ok: true });
  return id;
}

const commands = () =>
  inShop(shop, (tx) =>
    tx.command.findMany({
      orderBy: { seq: 'asc' },
      select: { operation: true, subject: true, variables: true },
    }),
  );
const operations = async () => (await commands()).map((command) => `${command.operation} ${command.subject}`);

describe('planning', () => {
  test('takes the oldest orders and walks them bin by bin', async () => {
    const plan = await previewWave(shop, { ...wish, size: 2 }, everyOrder, now);
    expect(plan.walk.map((line) => `${line.position} ${line.bin} ${line.orderName} ${line.quantity}`)).toEqual([
      '1 A-2 #101 1',
      '2 A-2 #102 1',
      '3 A-10 #101 2',
      '4 A-10 #102 2',
    ]);
    expect(plan.leftForLater).toBe(1);
  });

  test('leaves out what is not ready, canceled, held elsewhere or already in a wave', async () => {
    await planned(1);
    await inShop(shop, (tx) =>
      tx.fulfillmentOrder.updateMany({ where: { id: '102' }, data: { status: 'IN_PROGRESS' } }),
    );
    expect((await previewWave(shop, wish, everyOrder, now)).orders.map((order) => order.orderName)).toEqual(['#103']);
    expect((await previewWave(shop, wish, noOrder, now)).orders).toEqual([]);
    expect(await planNewWave(shop, { ...wish, locationId: '8' }, everyOrder, now)).toMatchObject({ ok: false });
  });

  test('by many people at once puts each line into one wave, with numbers that do not repeat', async () => {
    const plans = await Promise.all(Array.from({ length: 5 }, () => planNewWave(shop, wish, everyOrder, now)));
    expect(plans.filter((plan) => plan.ok)).toHaveLength(1);
    for (const plan of plans) if (!plan.ok) expect(plan.problem).toMatch(/Someone else planned|No order is ready/);
    const lines = await inShop(shop, (tx) => tx.waveLine.findMany({ where: { active: true } }));
    expect(new Set(lines.map((line) => line.fulfillmentOrderLineId)).size).toBe(lines.length);
    expect(lines).toHaveLength(6);
  });
});

describe('what is in no new wave', () => {
  const all = { locationId: '9', code: null as string | null, search: '' };
  const some = { skip: 0, take: 10 };
  const reasons = async (filter = all) => {
    const page = await readNotInWaves(shop, filter, some, everyOrder, now);
    return page.rows.map((row) => `${row.orderName} ${row.reason.code}`);
  };

  test('every open order is ready or named, with the wave that has it', async () => {
    expect(await readNotInWaves(shop, all, some, everyOrder, now)).toMatchObject({ total: 0, ready: 3, counts: [] });
    const id = await planned(1);
    await inShop(shop, async (tx) => {
      await tx.fulfillmentOrder.update({
        where: { shop_id: { shop, id: '102' } },
        data: { status: 'ON_HOLD', holds: [{ reason: 'OTHER', reasonNotes: 'Ask Ann' }] },
      });
    });
    const page = await readNotInWaves(shop, all, some, everyOrder, now);
    expect(page).toMatchObject({
      ready: 1,
      counts: [
        { code: 'in-wave', heading: 'In a wave already', orders: 1 },
        { code: 'hold', heading: 'On hold', orders: 1 },
      ],
    });
    expect(page.rows.map((row) => row.reason.says)).toEqual([
      'It rides in wave 1.',
      'Shopify holds it: Ask Ann. Release the hold there or here.',
    ]);
    expect(page.rows[0]?.reason.todo.path).toBe(`/app/waves/${id}`);
    expect(await reasons({ ...all, code: 'hold' })).toEqual(['#102 hold']);
    expect(await reasons({ ...all, search: '101' })).toEqual(['#101 in-wave']);
    expect(await reasons({ ...all, locationId: '8' })).toEqual([]);
  });

  test('an edit that put another fulfillment order in place of a planned one cannot pick it twice', async () => {
    const id = await planned(1);
    await inShop(shop, async (tx) => {
      const old = await tx.fulfillmentOrder.findFirstOrThrow({ where: { id: '101' } });
      await tx.fulfillmentOrder.update({ where: { shop_id: { shop, id: '101' } }, data: { status: 'CLOSED' } });
      await tx.fulfillmentOrder.create({ data: { ...old, id: '901', holds: [] } });
      await tx.fulfillmentOrderLine.create({
        data: {
          ...{ shop, id: '9011', fulfillmentOrderId: '901', orderLineId: '1011' },
          ...{ inventoryItemId: '1', variantId: '1', totalQuantity: 2, remainingQuantity: 2 },
        },
      });
    });
    expect(await reasons()).toEqual(['#101 edited']);
    expect((await previewWave(shop, wish, everyOrder, now)).orders.map((order) => order.orderName)).toEqual([
      '#102',
      '#103',
    ]);
    await cancelWave(shop, id, now);
    expect(await reasons()).toEqual([]);
  });

  test('a local delivery waits for a rule that takes local deliveries', async () => {
    await inShop(shop, (tx) =>
      tx.fulfillmentOrder.updateMany({ where: { id: '101' }, data: { deliveryMethod: 'LOCAL' } }),
    );
    expect(await reasons()).toEqual(['#101 local']);
    expect(await keepRule(shop, null, { name: 'Bike courier', delivery: 'LOCAL' })).toEqual({ ok: true });
    expect(await reasons()).toEqual([]);
  });
});

describe('release', () => {
  test('tells Shopify once for each order', async () => {
    const id = await planned();
    expect(await releaseWave(shop, id, noneHeld, now)).toEqual({ ok: true });
    expect(await operations()).toEqual([
      'fulfillmentOrderReportProgress Order/101',
      'fulfillmentOrderReportProgress Order/102',
      'fulfillmentOrderReportProgress Order/103',
    ]);
  });

  test('leaves out what is held since it was planned: no pick, no word to Shopify, free for another wave', async () => {
    const id = await planned();
    const held = async () => new Map([['102', 'The payment is pending.']]);
    expect((await readWave(shop, id, held))?.changed).toEqual(new Map([['102', 'The payment is pending.']]));
    expect(await releaseWave(shop, id, held, now)).toEqual({ ok: true });
    expect(await operations()).toEqual([
      'fulfillmentOrderReportProgress Order/101',
      'fulfillmentOrderReportProgress Order/103',
    ]);
    const { wave, changed } = (await readWave(shop, id, held))!;
    expect(wave.lines.map((line) => line.orderName)).not.toContain('#102');
    expect(wave.orders.find((order) => order.orderId === '102')?.leftOut).toBe('The payment is pending.');
    expect(changed).toEqual(new Map());
    expect((await previewWave(shop, wish, everyOrder, now)).orders.map((order) => order.orderName)).toEqual(['#102']);
  });

  test('of a wave whose orders are all held is refused', async () => {
    const id = await planned(1);
    expect(await releaseWave(shop, id, async () => new Map([['101', 'No address.']]), now)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('No order of wave 1 may go now'),
    });
    expect((await readWave(shop, id, noneHeld))?.wave).toMatchObject({ state: 'planned', lines: [{}, {}] });
  });

  test('by two people at the same time: one wins, the other is told', async () => {
    const id = await planned();
    const answers = await Promise.all([releaseWave(shop, id, noneHeld, now), releaseWave(shop, id, noneHeld, now)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toEqual({
      ok: false,
      problem: 'Wave 1 was already released, and is being picked. Nothing was changed.',
    });
    expect(await operations()).toHaveLength(3);
  });

  test('tags the order where Shopify offers no progress', async () => {
    await inShop(shop, (tx) => tx.fulfillmentOrder.updateMany({ data: { supportedActions: ['CREATE_FULFILLMENT'] } }));
    expect(await releaseWave(shop, await planned(), noneHeld, now)).toEqual({ ok: true });
    expect(await operations()).toEqual(['tagsAdd Order/101', 'tagsAdd Order/102', 'tagsAdd Order/103']);
    expect((await commands())[0]?.variables).toEqual({ id: 'gid://shopify/Order/101', tags: ['Wave 1'] });
  });

  test('holds the order as well where Shopify offers that, until the walk is over: then it ships', async () => {
    const offer = (supportedActions: string[]) =>
      inShop(shop, (tx) => tx.fulfillmentOrder.updateMany({ data: { supportedActions } }));
    await offer(['CREATE_FULFILLMENT', 'HOLD']);
    const id = await planned(1);
    await releaseWave(shop, id, noneHeld, now);
    expect((await commands()).at(-1)).toMatchObject({
      operation: 'fulfillmentOrderHold',
      variables: { fulfillmentHold: { reasonNotes: 'Being picked in wave 1', handle: `backroom-wave-${id}` } },
    });
    await recordPicks(shop, id, allOf101, now);
    expect((await commands()).at(-1)).toMatchObject({
      operation: 'fulfillmentOrderReleaseHold',
      variables: { id: 'gid://shopify/FulfillmentOrder/101', externalId: `backroom-wave-${id}` },
    });
    await shipPickedWave(shop, id, new Map(), noneHeld, now);
    // In turn, since they have one subject: nothing is fulfilled before its hold is gone.
    expect(await operations()).toEqual([
      'tagsAdd Order/101',
      'fulfillmentOrderHold Order/101',
      'fulfillmentOrderReleaseHold Order/101',
      'fulfillmentCreate Order/101',
      'tagsRemove Order/101',
    ]);
  });

  test('asks for no release of what Shopify closed meanwhile', async () => {
    await inShop(shop, (tx) =>
      tx.fulfillmentOrder.updateMany({ data: { supportedActions: ['CREATE_FULFILLMENT', 'HOLD'] } }),
    );
    const id = await planned(2);
    await releaseWave(shop, id, noneHeld, now);
    await inShop(shop, (tx) => tx.fulfillmentOrder.updateMany({ where: { id: '101' }, data: { status: 'CLOSED' } }));
    await cancelWave(shop, id, now);
    expect((await operations()).filter((one) => one.startsWith('fulfillmentOrderReleaseHold'))).toEqual([
      'fulfillmentOrderReleaseHold Order/102',
    ]);
  });

  test('lets go of what it held once it is canceled', async () => {
    await inShop(shop, (tx) =>
      tx.fulfillmentOrder.updateMany({ data: { supportedActions: ['CREATE_FULFILLMENT', 'HOLD'] } }),
    );
    const id = await planned(1);
    await releaseWave(shop, id, noneHeld, now);
    await cancelWave(shop, id, now);
    await cancelWave(shop, id, now);
    expect((await operations()).slice(2)).toEqual(['fulfillmentOrderReleaseHold Order/101', 'tagsRemove Order/101']);
  });

  test('lets nobody send again what would hold or tag an order for a walk that is over', async () => {
    await inShop(shop, (tx) =>
      tx.fulfillmentOrder.updateMany({ data: { supportedActions: ['CREATE_FULFILLMENT', 'HOLD'] } }),
    );
    const id = await planned(1);
    await releaseWave(shop, id, noneHeld, now);
    await inShop(shop, (tx) => tx.command.updateMany({ data: { state: 'failed', problem: 'Try again later.' } }));
    const failed = () =>
      inShop(shop, (tx) => tx.command.findMany({ where: { state: 'failed' }, orderBy: { seq: 'asc' } }));
    const [tag, hold] = await failed();
    await recordPicks(shop, id, allOf101, now);
    expect(await retryCommand(shop, hold!.id, now)).toBe(false);
    expect((await failed())[1]?.problem).toBe('Try again later. The work that it was to tell of is over.');
    await shipPickedWave(shop, id, new Map(), noneHeld, now);
    expect(await retryCommand(shop, tag!.id, now)).toBe(false);
    expect((await operations()).slice(2)).toEqual(['fulfillmentCreate Order/101']);
  });

  test('takes its tags off again once it is canceled or shipped, and no others', async () => {
    await inShop(shop, (tx) => tx.fulfillmentOrder.updateMany({ data: { supportedActions: ['CREATE_FULFILLMENT'] } }));
    const first = await planned(1);
    await releaseWave(shop, first, noneHeld, now);
    await cancelWave(shop, first, now);
    await cancelWave(shop, first, now);
    expect(await operations()).toEqual(['tagsAdd Order/101', 'tagsRemove Order/101']);
    expect((await commands()).at(-1)?.variables).toEqual({ id: 'gid://shopify/Order/101', tags: ['Wave 1'] });
    const second = await planned(1);
    await inShop(shop, (tx) =>
      tx.fulfillmentOrder.updateMany({ data: { supportedActions: ['CREATE_FULFILLMENT', 'REPORT_PROGRESS'] } }),
    );
    await releaseWave(shop, second, noneHeld, now);
    await recordPicks(shop, second, allOf101, now);
    await shipPickedWave(shop, second, new Map(), noneHeld, now);
    expect((await operations()).slice(2)).toEqual([
      'fulfillmentOrderReportProgress Order/101',
      'fulfillmentCreate Order/101',
    ]);
    const third = await planned(1);
    await inShop(shop, (tx) => tx.fulfillmentOrder.updateMany({ data: { supportedActions: ['CREATE_FULFILLMENT'] } }));
    await releaseWave(shop, third, noneHeld, now);
    await recordPicks(shop, third, counts({ '1021': '2', '1022': '1' }), now);
    await shipPickedWave(shop, third, new Map(), noneHeld, now);
    expect((await operations()).slice(4)).toEqual([
      'tagsAdd Order/102',
      'fulfillmentCreate Order/102',
      'tagsRemove Order/102',
    ]);
    expect((await commands()).at(-1)?.variables).toEqual({ id: 'gid://shopify/Order/102', tags: ['Wave 3'] });
  });
});

describe('picking and shipping', () => {
  test('ships exactly what was picked, with its tracking', async () => {
    const id = await picked(counts({ '1011': '1', '1012': '1' }));
    const { wave } = (await readWave(shop, id, noneHeld))!;
    expect(wave.lines.map((line) => line.picked + line.short === line.quantity)).toEqual([true, true]);
    const told = await inShop(shop, (tx) => tx.event.findMany({ where: { type: 'line.shorted' } }));
    expect(told.map((event) => event.data)).toMatchObject([
      { lineId: '1011', units: 1, inventoryItemId: '1', pickerId: null },
    ]);
    const tracking = new Map([['101', { number: ' TR1 ', carrier: 'DHL' }]]);
    expect(await shipPickedWave(shop, id, tracking, noneHeld, now)).toEqual({ ok: true, shipped: 1, leftOut: [] });
    expect((await commands()).at(-1)).toEqual({
      operation: 'fulfillmentCreate',
      subject: 'Order/101',
      variables: {
        fulfillment: {
          lineItemsByFulfillmentOrder: [
            {
              fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/101',
              fulfillmentOrderLineItems: [
                { id: 'gid://shopify/FulfillmentOrderLineItem/1012', quantity: 1 },
                { id: 'gid://shopify/FulfillmentOrderLineItem/1011', quantity: 1 },
              ],
            },
          ],
          notifyCustomer: true,
          trackingInfo: { number: 'TR1', company: 'DHL' },
        },
      },
    });
    expect(await shipPickedWave(shop, id, tracking, noneHeld, now)).toMatchObject({
      ok: false,
      problem: 'Wave 1 was already shipped. Nothing was changed.',
    });
    expect(await operations()).toHaveLength(2);
  });

  test('a wrong count changes nothing and is named beside its line', async () => {
    const id = await planned(1);
    await releaseWave(shop, id, noneHeld, now);
    expect(await recordPicks(shop, id, counts({ '1011': '3', '1012': '1' }), now)).toEqual({
      ok: false,
      problem: null,
      problems: { '1011': 'Enter how many were picked, from 0 to 2' },
    });
    expect((await readWave(shop, id, noneHeld))?.wave.state).toBe('released');
  });

  test('counts and tracking are kept on the way, and may still change', async () => {
    const id = await planned(1);
    expect(await keepCounts(shop, id, allOf101, now)).toMatchObject({ ok: false });
    await releaseWave(shop, id, noneHeld, now);
    expect(await keepCounts(shop, id, counts({ '1011': '3', '1012': '1' }), now)).toMatchObject({
      problems: { '1011': 'Enter how many were picked, from 0 to 2' },
    });
    expect(await keepCounts(shop, id, counts({ '1011': '1', '1012': '0' }), now)).toEqual({ ok: true });
    const read = async () => (await readWave(shop, id, noneHeld))!.wave;
    expect(await read()).toMatchObject({ state: 'released', pickedAt: null });
    expect((await read()).lines.map((line) => [line.picked, line.short])).toEqual([
      [0, 1],
      [1, 1],
    ]);
    const label = new Map([['101', { number: ' TR1 ', carrier: '' }]]);
    expect(await keepTracking(shop, id, label, now)).toMatchObject({ problem: expect.stringContaining('not picked') });
    await recordPicks(shop, id, allOf101, now);
    expect(await keepTracking(shop, id, label, now)).toEqual({ ok: true });
    expect((await read()).orders[0]).toMatchObject({ trackingNumber: 'TR1', carrier: null });
    expect(await operations()).toEqual(['fulfillmentOrderReportProgress Order/101']);
  });

  test.each([
    ['canceled', { order: { cancelledAt: now } }, 'The order was canceled. Put its goods back.'],
    [
      'held',
      { fulfillmentOrder: { status: 'ON_HOLD', holds: [{ reason: 'INCORRECT_ADDRESS', reasonNotes: null }] } },
      'It is on hold: incorrect address.',
    ],
    ['gone', { gone: true }, 'The order no longer exists in Shopify.'],
  ])('an order %s meanwhile is shown, left out and opened again', async (_name, change, reason) => {
    const id = await picked(allOf101);
    await inShop(shop, async (tx) => {
      if ('order' in change) await tx.order.updateMany({ where: { id: '101' }, data: change.order });
      if ('fulfillmentOrder' in change)
        await tx.fulfillmentOrder.updateMany({ where: { id: '101' }, data: change.fulfillmentOrder });
      if ('gone' in change) {
        await tx.fulfillmentOrder.deleteMany({ where: { id: '101' } });
        await tx.order.deleteMany({ where: { id: '101' } });
      }
    });
    expect((await readWave(shop, id, noneHeld))?.changed).toEqual(new Map([['101', reason]]));
    expect(await shipPickedWave(shop, id, new Map(), noneHeld, now)).toEqual({
      ok: true,
      shipped: 0,
      leftOut: [{ orderId: '101', orderName: '#101', reason }],
    });
    expect((await operations()).some((one) => one.startsWith('fulfillmentCreate'))).toBe(false);
    expect((await readWave(shop, id, noneHeld))?.wave.orders[0]?.leftOut).toBe(reason);
  });

  test('an order held while it was picked stays behind, asked of as goods in hand', async () => {
    const id = await picked(allOf101);
    const reason = 'The address has no city.';
    const held = async (_tx: ShopTx, ids: string[], picked: boolean) =>
      new Map(picked ? ids.map((order) => [order, reason]) : []);
    expect((await readWave(shop, id, held))?.changed).toEqual(new Map([['101', reason]]));
    expect(await shipPickedWave(shop, id, new Map(), held, now)).toEqual({
      ok: true,
      shipped: 0,
      leftOut: [{ orderId: '101', orderName: '#101', reason }],
    });
    expect(await operations()).toEqual(['fulfillmentOrderReportProgress Order/101', 'fulfillmentOrderOpen Order/101']);
  });

  test('what was shipped is not planned again before Shopify is heard of; what was short is, afterwards', async () => {
    const id = await picked(counts({ '1011': '1', '1012': '1' }));
    await shipPickedWave(shop, id, new Map(), noneHeld, now);
    const names = async () => (await previewWave(shop, wish, everyOrder, now)).orders.map((order) => order.orderName);
    expect(await names()).toEqual(['#102', '#103']);
    const settledAt = new Date('2026-11-22T09:00:05Z');
    await inShop(shop, (tx) => tx.command.updateMany({ data: { state: 'confirmed', settledAt } }));
    expect(await names()).toEqual(['#102', '#103']);
    await inShop(shop, async (tx) => {
      await tx.fulfillmentOrder.updateMany({
        where: { id: '101' },
        data: { status: 'IN_PROGRESS', heardAt: new Date('2026-11-22T09:00:09Z') },
      });
      await tx.fulfillmentOrderLine.updateMany({ where: { id: '1011' }, data: { remainingQuantity: 1 } });
      await tx.fulfillmentOrderLine.updateMany({ where: { id: '1012' }, data: { remainingQuantity: 0 } });
    });
    const again = await previewWave(shop, { ...wish, size: 1 }, everyOrder, now);
    expect(again.walk.map((line) => `${line.orderName} ${line.quantity}`)).toEqual(['#101 1']);
  });

  test('what was picked left its bin, what stays behind is back in it, each told once', async () => {
    const told = { by: 'test', at: now };
    await importBins(shop, '9', 'sku,bin,quantity\nSKU-1,A-10,20\nSKU-2,A-2,20\n', told);
    const units = async () => {
      const { rows } = await readBins(shop, '9', '', { skip: 0, take: 10 });
      return rows.flatMap((row) => row.lies.map((one) => [one.bin, one.quantity]));
    };
    const id = await planned(2);
    await releaseWave(shop, id, noneHeld, now);
    const typed = counts({ '1011': '2', '1012': '0', '1021': '2', '1022': '1' });
    await keepCounts(shop, id, typed, now);
    expect(await units()).toEqual([
      ['A-10', 20],
      ['A-2', 20],
    ]);
    await Promise.all([recordPicks(shop, id, typed, now), recordPicks(shop, id, typed, now)]);
    expect(await units()).toEqual([
      ['A-10', 16],
      ['A-2', 19],
    ]);
    await shipPickedWave(shop, id, new Map(), async () => new Map([['102', 'No address.']]), now);
    expect(await units()).toEqual([
      ['A-10', 18],
      ['A-2', 20],
    ]);
    const other = await picked(counts({ '1021': '2', '1022': '1' }));
    await cancelWave(shop, other, now);
    expect(await units()).toEqual([
      ['A-10', 18],
      ['A-2', 20],
    ]);
  });

  test('a wave goes its way in order only', async () => {
    const id = await planned(1);
    expect(await recordPicks(shop, id, allOf101, now)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('release it first'),
    });
    expect(await shipPickedWave(shop, id, new Map(), noneHeld, now)).toMatchObject({ ok: false });
    expect(await shipPickedWave(shop, '00000000-0000-4000-8000-000000000000', new Map(), noneHeld, now)).toEqual({
      ok: false,
      problem: 'This wave does not exist. Nothing was changed.',
    });
  });
});

describe('canceling', () => {
  test('frees the lines and takes Shopify’s lock off again', async () => {
    const id = await planned(1);
    await releaseWave(shop, id, noneHeld, now);
    expect(await cancelWave(shop, id, now)).toEqual({ ok: true });
    expect(await operations()).toEqual(['fulfillmentOrderReportProgress Order/101', 'fulfillmentOrderOpen Order/101']);
    expect(await cancelWave(shop, id, now)).toMatchObject({
      ok: false,
      problem: 'Wave 1 was canceled. Nothing was changed.',
    });
    expect((await previewWave(shop, wish, everyOrder, now)).orders).toHaveLength(3);
    expect(await readWaveCounts(shop)).toEqual({ planned: 0, released: 0, picked: 0, shipped: 0, canceled: 1 });
  });

  test('of a wave that was only planned asks Shopify for nothing', async () => {
    await cancelWave(shop, await planned(), now);
    expect(await operations()).toEqual([]);
  });
});
