import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { inShop, type ShopTx } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import { type Outside, retryCommand, sendCommands } from '../../shopify/outbox.server.ts';
import { cancelWave } from '../cancel-wave.server.ts';
import { planNewWave } from '../plan-wave.server.ts';
import { readNotInWaves, readWave } from '../read-waves.server.ts';
import { recordPicks } from '../record-picks.server.ts';
import { releaseWave } from '../release-wave.server.ts';
import { shipPickedWave } from '../ship-wave.server.ts';
import { buyLabel, saveLabelAccess } from './buy-label.server.ts';
import { collectParcel } from './collect.server.ts';
import { correctTracking } from './correct-tracking.server.ts';
import { followParcels } from './follow-parcels.server.ts';
import { closeManifest, readManifest, readManifests } from './manifest.server.ts';
import { exportParcels, readParcel, readParcelsPage } from './read-parcels.server.ts';
import { shipParcel } from './ship-parcel.server.ts';
import { takeTracking } from './tracking-file.server.ts';

const now = new Date('2026-11-27T09:00:00Z');
const noneHeld = async () => new Map<string, string>();
const everyOrder = async (_tx: ShopTx, ids: string[]) =>
  new Map(ids.map((id) => [id, { state: 'ready', reasons: [] }]));
const never = new AbortController().signal;
const ups = { carrier: 'ups', trackingNumber: ' 1Z9 ' };

let shop = '';
let shops = 0;
let waveId = '';

/** Two orders of 2 × item 1 and 1 × item 2, picked. */
beforeEach(async () => {
  shop = `handoff-${shops++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    for (const id of ['1', '2'])
      await mirrorVariant(tx, shop, {
        ...{ id, title: `Item ${id}`, sku: `SKU-${id}`, createdAt: new Date('2026-01-01T00:00:00Z') },
        levels: [{ locationId: '9', available: 50 }],
      });
    for (const id of ['101', '102'])
      await mirrorOrder(tx, shop, {
        ...{ id, at: new Date(`2026-11-${Number(id) - 90}T08:00:00Z`), locationId: '9' },
        lines: [
          { id: `${id}1`, variantId: '1', quantity: 2 },
          { id: `${id}2`, variantId: '2', quantity: 1 },
        ],
      });
  });
  const wave = await planNewWave(shop, { locationId: '9', size: 12 }, everyOrder, now);
  if (!wave.ok) throw new Error(wave.problem);
  waveId = wave.id;
  await releaseWave(shop, waveId, noneHeld, now);
  const all = new Map([
    ['1011', '2'],
    ['1012', '1'],
    ['1021', '2'],
    ['1022', '1'],
  ]);
  expect(await recordPicks(shop, waveId, all, now)).toEqual({ ok: true });
});

/** A parcel as the pack station leaves it. `lines`: units by fulfillment-order line id. */
async function pack(
  orderId: string,
  lines: Record<string, number>,
  more: { number?: number; state?: string; deliveryMethod?: string } = {},
): Promise<string> {
  const id = randomUUID();
  await inShop(shop, (tx) =>
    tx.parcel.create({
      data: {
        ...{ shop, id, waveId, orderId, orderName: `#${orderId}`, locationId: '9' },
        ...{ number: 1, state: 'sealed', deliveryMethod: 'SHIPPING', ...more },
        ...{ boxName: 'Small', boxKind: 'BOX', length: 300, width: 200, height: 100 },
        ...{ expectedGrams: 900, weighedGrams: 910, value: 2500n, currency: 'GBP', openedAt: now, sealedAt: now },
        lines: {
          create: Object.entries(lines).map(([line, quantity]) => ({
            ...{ fulfillmentOrderLineId: line, fulfillmentOrderId: orderId, quantity },
            ...{ inventoryItemId: line.slice(-1), title: `Item ${line.slice(-1)}` },
          })),
        },
      },
    }),
  );
  return id;
}
const all101 = { '1011': 2, '1012': 1 };
const all102 = { '1021': 2, '1022': 1 };

const parcelOf = (id: string) =>
  inShop(shop, (tx) => tx.parcel.findUniqueOrThrow({ where: { shop_id: { shop, id } } }));
const waveState = async () => (await readWave(shop, waveId, noneHeld))?.wave.state;
const commands = async (operation = 'fulfillmentCreate') =>
  inShop(shop, (tx) => tx.command.findMany({ where: { operation }, orderBy: { seq: 'asc' } }));
const ship = (id: string, tracking: typeof ups | null = ups) => shipParcel(shop, id, tracking, noneHeld, now);

/** What the outbox heard from Shopify about a command, as it tells it. */
async function hear(
  commandId: string | null,
  state: 'confirmed' | 'failed' | 'unknown',
  answer: { problem?: string; data?: object } = {},
): Promise<void> {
  await inShop(shop, async (tx) => {
    const command = await tx.command.update({
      where: { shop_id: { shop, id: commandId ?? '' } },
      data: {
        state,
        problem: answer.problem ?? null,
        attempts: { increment: 1 },
        ...(answer.data ? { answer: answer.data } : {}),
      },
    });
    const { operation, subject } = command;
    await append(tx, shop, [
      {
        ...{ key: `command.${state}:${command.id}:${command.attempts}`, subject, at: now.toISOString() },
        ...(state === 'confirmed'
          ? { type: 'command.confirmed', data: { commandId: command.id, operation, subject } }
          : {
              type: `command.${state}`,
              data: { commandId: command.id, operation, subject, problem: answer.problem ?? '' },
            }),
      },
    ]);
  });
  await followParcels(shop, never, now);
}
const made = (id: string) => ({
  data: { fulfillmentCreate: { fulfillment: { id: `gid://shopify/Fulfillment/${id}` } } },
});

describe('shipping a parcel', () => {
  test('asks for one fulfillment of exactly its lines, with its tracking; the wave ends with its last parcel', async () => {
    const first = await pack('101', { '1011': 1 });
    const second = await pack('101', { '1011': 1, '1012': 1 }, { number: 2 });
    const third = await pack('102', all102);
    expect(await ship(first)).toEqual({ ok: true });
    expect(await ship(second, null)).toEqual({ ok: true });
    expect(await waveState()).toBe('picked');
    expect(await ship(third)).toEqual({ ok: true });
    expect(await waveState()).toBe('shipped');
    const sent = await commands();
    expect(sent.map((command) => command.idempotencyKey)).toEqual(
      [first, second, third].map((id) => `parcel:${id}:ship`),
    );
    expect(sent[0]?.variables).toEqual({
      fulfillment: {
        lineItemsByFulfillmentOrder: [
          {
            fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/101',
            fulfillmentOrderLineItems: [{ id: 'gid://shopify/FulfillmentOrderLineItem/1011', quantity: 1 }],
          },
        ],
        notifyCustomer: true,
        trackingInfo: { number: '1Z9', company: 'UPS' },
      },
    });
    const lines = await inShop(shop, (tx) => tx.waveLine.findMany({ where: { active: true } }));
    expect(lines).toEqual([]);
    const told = await inShop(shop, (tx) =>
      tx.event.findMany({ where: { type: { in: ['parcel.shipped', 'wave.shipped'] } } }),
    );
    expect(told.map((event) => event.type).sort()).toEqual([
      ...Array.from({ length: 3 }, () => 'parcel.shipped'),
      'wave.shipped',
    ]);
    expect(told.find((event) => event.type === 'wave.shipped')?.data).toMatchObject({ orders: 2 });
  });

  test('an order that was sent without a parcel keeps its wave from being canceled: its goods are not on the shelf', async () => {
    const open = await pack('102', { '1021': 1 }, { state: 'open' });
    expect(await shipPickedWave(shop, waveId, new Map(), noneHeld, now)).toMatchObject({ ok: true, shipped: 1 });
    expect(await cancelWave(shop, waveId, now)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('#101 was shipped already'),
    });
    expect((await parcelOf(open)).state).toBe('open');
    expect(await waveState()).toBe('picked');
  });

  test('twice, and by two at once, sends it once', async () => {
    const id = await pack('101', all101);
    const answers = await Promise.all([ship(id), ship(id)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await ship(id)).toEqual({
      ok: false,
      problem: 'Parcel 1 of #101 was already shipped. Nothing was changed.',
      refusal: {
        ...{ code: 'shipped', parcel: 1 },
        says: 'Parcel 1 of #101 was already shipped. Nothing was changed.',
      },
    });
    expect(await commands()).toHaveLength(1);
  });

  test('the last two parcels of a wave at once end it once', async () => {
    const ids = [await pack('101', all101), await pack('102', all102)];
    expect(await Promise.all(ids.map((id) => ship(id)))).toEqual([{ ok: true }, { ok: true }]);
    expect(await waveState()).toBe('shipped');
  });

  test('one that is open, empty or unknown is refused, and a number that cannot be one', async () => {
    const open = await pack('101', all101, { state: 'open' });
    expect(await ship(open)).toMatchObject({ problem: expect.stringContaining('still being packed') });
    expect(await ship(await pack('102', {}))).toMatchObject({ problem: expect.stringContaining('is empty') });
    expect(await ship(randomUUID())).toMatchObject({ problem: expect.stringContaining('does not exist') });
    const id = await pack('102', all102, { number: 2 });
    expect(await shipParcel(shop, id, { carrier: 'UPS', trackingNumber: '' }, noneHeld, now)).toMatchObject({
      ok: false,
    });
    expect(
      await shipParcel(shop, id, { carrier: 'X', trackingNumber: '1', trackingUrl: 'javascript:1' }, noneHeld, now),
    ).toMatchObject({ problem: 'A tracking link begins with https:// or http://.' });
    expect(await commands()).toEqual([]);
  });

  test('an order that was edited, held or canceled meanwhile keeps it in the house, with the reason', async () => {
    const id = await pack('101', all101);
    await inShop(shop, (tx) =>
      tx.fulfillmentOrderLine.update({ where: { shop_id: { shop, id: '1011' } }, data: { remainingQuantity: 1 } }),
    );
    expect(await ship(id)).toMatchObject({
      ok: false,
      problem: 'The order was edited: Item 1 was 2, and 1 is still to be shipped.',
      refusal: { code: 'changed', because: 'edited' },
    });
    expect((await readParcel(shop, id, noneHeld))?.changed).toContain('was edited');
    const other = await pack('102', all102);
    expect(await shipParcel(shop, other, null, async () => new Map([['102', 'No address.']]), now)).toMatchObject({
      ok: false,
      problem: 'No address.',
      refusal: { code: 'changed', because: 'held' },
    });
    await inShop(shop, (tx) => tx.order.updateMany({ where: { id: '102' }, data: { cancelledAt: now } }));
    expect(await ship(other)).toMatchObject({ problem: expect.stringContaining('canceled') });
    expect(await commands()).toEqual([]);
  });

  test('what Shopify refuses is sealed again with the reason; mended, it is the same command with what is wanted now', async () => {
    const id = await pack('101', all101);
    await ship(id);
    const { commandId } = await parcelOf(id);
    await hear(commandId, 'failed', { problem: 'Fulfillment order is closed.' });
    expect(await parcelOf(id)).toMatchObject({ state: 'sealed', shippedAt: null });
    expect((await readParcel(shop, id, noneHeld))?.outcome).toMatchObject({
      state: 'failed',
      problem: 'Fulfillment order is closed.',
    });
    const trouble = await readParcelsPage(shop, { tab: 'problems', search: '' }, { skip: 0, take: 10 });
    expect(trouble.rows.map((row) => row.id)).toEqual([id]);
    expect(await ship(id, { carrier: 'DPD', trackingNumber: '77' })).toEqual({ ok: true });
    const [only, ...more] = await commands();
    expect(more).toEqual([]);
    expect(only).toMatchObject({ state: 'queued', round: 1 });
    expect(only?.variables).toMatchObject({ fulfillment: { trackingInfo: { number: '77', company: 'DPD' } } });
    await hear(commandId, 'confirmed', made('500'));
    expect(await parcelOf(id)).toMatchObject({ state: 'shipped', trackingNumber: '77' });
  });

  test('a refusal after the wave ended is mended all the same; sent again from the outbox it is shipped', async () => {
    const ids = [await pack('101', all101), await pack('102', all102)];
    for (const id of ids) await ship(id);
    expect(await waveState()).toBe('shipped');
    const [one, two] = await Promise.all(ids.map(parcelOf));
    await hear(one!.commandId, 'failed', { problem: 'No.' });
    expect(await ship(ids[0]!)).toEqual({ ok: true });
    await hear(two!.commandId, 'failed', { problem: 'No.' });
    await hear(two!.commandId, 'confirmed', made('501'));
    expect((await parcelOf(ids[1]!)).state).toBe('shipped');
    expect(await commands()).toHaveLength(2);
  });

  test('a refused one that is sent again from the outbox is on its way: it is not opened, given up or sent beside that', async () => {
    const id = await pack('101', all101);
    await ship(id);
    const { commandId } = await parcelOf(id);
    await hear(commandId, 'failed', { problem: 'Try again later.' });
    expect(await retryCommand(shop, commandId!, now)).toBe(true);
    expect(await ship(id)).toMatchObject({ ok: false, problem: expect.stringContaining('on its way') });
    expect(await cancelWave(shop, waveId, now)).toMatchObject({ ok: false });
    expect((await parcelOf(id)).state).toBe('sealed');
    await hear(commandId, 'failed', { problem: 'Try again later.' });
    expect(await cancelWave(shop, waveId, now)).toEqual({ ok: true });
    expect((await parcelOf(id)).state).toBe('given-up');
    // Its goods are on the shelf: what was refused is not sent any more.
    expect(await retryCommand(shop, commandId!, now)).toBe(false);
  });

  test('an order whose refused parcel lies sealed is not planned again: its goods are in the parcel', async () => {
    const ids = [await pack('101', all101), await pack('102', all102)];
    for (const id of ids) await ship(id);
    expect(await waveState()).toBe('shipped');
    await hear((await parcelOf(ids[0]!)).commandId, 'failed', { problem: 'Try again later.' });
    expect(await planNewWave(shop, { locationId: '9', size: 12 }, everyOrder, now)).toMatchObject({ ok: false });
    const all = { locationId: '9', code: null, search: '' };
    const { rows } = await readNotInWaves(shop, all, { skip: 0, take: 10 }, everyOrder, now);
    expect(rows.map((row) => [row.orderName, row.reason.code, row.reason.todo.path])).toEqual([
      ['#101', 'came-back', `/app/waves/parcels/${ids[0]}`],
      ['#102', 'on-its-way', '/app/orders/102'],
    ]);
  });

  test('two of one order, which was edited in between: what the first takes is not there for the second', async () => {
    const [first, second] = [await pack('101', { '1011': 1 }), await pack('101', { '1011': 1 }, { number: 2 })];
    expect(await ship(first)).toEqual({ ok: true });
    await inShop(shop, (tx) =>
      tx.fulfillmentOrderLine.update({ where: { shop_id: { shop, id: '1011' } }, data: { remainingQuantity: 1 } }),
    );
    expect(await ship(second)).toMatchObject({ ok: false, problem: expect.stringContaining('edited') });
    await inShop(shop, async (tx) => {
      await tx.command.updateMany({ data: { state: 'confirmed', settledAt: now } });
      await tx.fulfillmentOrder.updateMany({ data: { heardAt: new Date(now.getTime() + 1000) } });
    });
    expect(await ship(second)).toEqual({ ok: true });
  });

  test('one whose answer was lost stays visibly unknown, and is not sent again', async () => {
    const id = await pack('101', all101);
    await ship(id);
    const { commandId } = await parcelOf(id);
    await hear(commandId, 'unknown', { problem: 'No answer came.' });
    expect((await readParcel(shop, id, noneHeld))?.outcome?.state).toBe('unknown');
    const trouble = await readParcelsPage(shop, { tab: 'problems', search: '' }, { skip: 0, take: 10 });
    expect(trouble.rows.map((row) => row.id)).toEqual([id]);
    expect(await ship(id)).toMatchObject({ ok: false });
    expect(await commands()).toHaveLength(1);
  });

  test('the newest refusal is listed among problems however many there are, and a search finds it', async () => {
    const newest = await pack('101', all101);
    await ship(newest);
    await hear((await parcelOf(newest)).commandId, 'failed', { problem: 'No.' });
    const old = Array.from({ length: 700 }, (_, at) => ({ id: randomUUID(), at }));
    await inShop(shop, async (tx) => {
      const fields = { shop, waveId, orderId: '102', orderName: '#102', locationId: '9', state: 'shipped' };
      const opened = { openedAt: now, sealedAt: new Date(0), shippedAt: now };
      await tx.parcel.createMany({ data: old.map(({ id, at }) => ({ ...fields, ...opened, id, number: at + 1 })) });
      await tx.command.createMany({
        data: old.map(({ id, at }) => ({
          ...{
            shop,
            id: randomUUID(),
            operation: 'fulfillmentTrackingInfoUpdate',
            variables: {},
            subject: 'Order/102',
          },
          ...{ idempotencyKey: `parcel:${id}:tracking:1`, state: at % 2 === 0 ? 'failed' : 'unknown', seq: -700 + at },
        })),
      });
    });
    const look = (search: string, skip = 0) => readParcelsPage(shop, { tab: 'problems', search }, { skip, take: 10 });
    expect(await look('', 700)).toMatchObject({ total: 701, counts: { problems: 701 }, rows: [{ id: newest }] });
    expect((await look('101')).rows.map((row) => row.id)).toEqual([newest]);
    expect((await look('102', 690)).rows).toHaveLength(10);
  });

  test('a number that comes later, or was wrong, goes to its fulfillment; the same one changes nothing', async () => {
    const id = await pack('101', all101);
    await ship(id, null);
    const typed = { carrier: 'dpd', trackingNumber: '5' };
    expect(await correctTracking(shop, id, typed, now)).toMatchObject({
      problem: expect.stringContaining('has not said yet'),
    });
    await hear((await parcelOf(id)).commandId, 'confirmed', made('500'));
    expect(await correctTracking(shop, id, typed, now)).toEqual({ ok: true });
    expect(await correctTracking(shop, id, typed, now)).toEqual({ ok: true });
    const sent = await commands('fulfillmentTrackingInfoUpdate');
    expect(sent.map((command) => command.variables)).toEqual([
      {
        fulfillmentId: 'gid://shopify/Fulfillment/500',
        trackingInfoInput: { number: '5', company: 'DPD' },
        notifyCustomer: true,
      },
    ]);
    await hear(sent[0]!.id, 'failed', { problem: 'Fulfillment does not exist.' });
    expect((await readParcel(shop, id, noneHeld))?.trackingProblem).toBe('Fulfillment does not exist.');
    expect(await correctTracking(shop, id, { carrier: 'dpd', trackingNumber: '6' }, now)).toEqual({ ok: true });
    expect(await commands('fulfillmentTrackingInfoUpdate')).toHaveLength(1);
  });
});

describe('an answer that is lost', () => {
  type Made = { id: string; quantity: number; number: string | null; createdAt: string };

  /** A Shopify that makes fulfillments of one unit of line 1011, and whose answers are lost as told. */
  function stage(lost: ('no' | 'before' | 'after')[]) {
    const fulfillments: Made[] = [];
    // The outbox's own clock says when a command is due.
    let at = Date.now() + 1000;
    const outside: Partial<Outside> = {
      now: () => new Date(at),
      random: () => 0.5,
      call: async (_shop, operation, variables) => {
        if (operation.kind === 'read') {
          const nodes = fulfillments.map(({ id, quantity, number, createdAt }) => ({
            ...{ id, status: 'SUCCESS', createdAt },
            trackingInfo: number ? [{ number }] : [],
            fulfillmentLineItems: { nodes: [{ quantity, lineItem: { id: 'gid://shopify/LineItem/1011' } }] },
          }));
          const line = {
            ...{ id: 'gid://shopify/FulfillmentOrderLineItem/1011', totalQuantity: 2 },
            ...{ remainingQuantity: 2 - fulfillments.length, lineItem: { id: 'gid://shopify/LineItem/1011' } },
          };
          const data = { fulfillmentOrder: { id: '', lineItems: { nodes: [line] }, fulfillments: { nodes } } };
          return { ok: true, data, denied: [] };
        }
        if (operation.name !== 'fulfillmentCreate') return { ok: true, data: {}, denied: [] };
        const fault = lost.shift() ?? 'no';
        const { fulfillment } = variables as { fulfillment: { trackingInfo?: { number: string } } };
        const id = `gid://shopify/Fulfillment/${600 + fulfillments.length}`;
        if (fault !== 'before')
          fulfillments.push({
            id,
            quantity: 1,
            number: fulfillment.trackingInfo?.number ?? null,
            createdAt: new Date(at).toISOString(),
          });
        if (fault !== 'no') return { ok: false, problem: { kind: 'unknown', says: 'No answer came.' } };
        return { ok: true, data: { fulfillmentCreate: { fulfillment: { id } } }, denied: [] };
      },
    };
    const send = async () => {
      await sendCommands(shop, (tx, of, event) => append(tx, of, [event]), { lanes: 1, outside });
      await followParcels(shop, never, new Date(at));
      at += 30_000;
    };
    return { fulfillments, send };
  }

  test.each([
    ['with its number', ups],
    ['without one', null],
  ])('after the work was done is found at Shopify, and nothing is sent twice: %s', async (_name, tracking) => {
    const scene = stage(['after']);
    const id = await pack('101', { '1011': 1 });
    await ship(id, tracking);
    await scene.send();
    expect((await readParcel(shop, id, noneHeld))?.outcome?.state).toBe('unknown');
    await scene.send();
    expect((await readParcel(shop, id, noneHeld))?.outcome?.state).toBe('confirmed');
    expect(scene.fulfillments).toHaveLength(1);
    expect((await parcelOf(id)).state).toBe('shipped');
  });

  test('before the work was done is not mistaken for another parcel with the same in it', async () => {
    const scene = stage(['no', 'before']);
    const ids = [await pack('101', { '1011': 1 }), await pack('101', { '1011': 1 }, { number: 2 })];
    await ship(ids[0]!, null);
    await scene.send();
    await ship(ids[1]!, null);
    await scene.send();
    expect(scene.fulfillments).toHaveLength(1);
    await scene.send();
    expect(scene.fulfillments).toHaveLength(2);
    expect((await readParcel(shop, ids[1]!, noneHeld))?.outcome?.state).toBe('confirmed');
  });
});

describe('shipping a whole wave', () => {
  test('sends sealed parcels as parcels and the rest as picked; what is being packed stays, and the wave waits for it', async () => {
    const sealed = await pack('101', all101);
    const open = await pack('102', all102, { state: 'open' });
    expect(await shipPickedWave(shop, waveId, new Map(), noneHeld, now)).toMatchObject({
      ok: true,
      shipped: 1,
      leftOut: [{ orderId: '102', reason: expect.stringContaining('still being packed') }],
    });
    expect(await waveState()).toBe('picked');
    expect((await parcelOf(sealed)).state).toBe('shipped');
    await inShop(shop, (tx) => tx.parcel.updateMany({ where: { id: open }, data: { state: 'sealed' } }));
    const number = new Map([['102', { carrier: 'UPS', number: '42' }]]);
    expect(await shipPickedWave(shop, waveId, number, noneHeld, now)).toEqual({ ok: true, shipped: 1, leftOut: [] });
    expect(await waveState()).toBe('shipped');
    expect(await parcelOf(open)).toMatchObject({ state: 'shipped', trackingNumber: '42' });
    expect(await commands()).toHaveLength(2);
  });

  test('an order that is half packed stays; one without parcels goes as before', async () => {
    await pack('101', { '1011': 1 });
    expect(await shipPickedWave(shop, waveId, new Map(), noneHeld, now)).toMatchObject({
      shipped: 1,
      leftOut: [{ orderId: '101', reason: expect.stringContaining('2 units are in no parcel yet') }],
    });
    expect((await commands()).map((command) => command.subject)).toEqual(['Order/102']);
  });

  test('an order canceled meanwhile is left out, its parcel given up, its goods not counted as shipped', async () => {
    const gone = await pack('101', all101);
    await pack('102', all102);
    await inShop(shop, (tx) => tx.order.updateMany({ where: { id: '101' }, data: { cancelledAt: now } }));
    expect(await shipPickedWave(shop, waveId, new Map(), noneHeld, now)).toMatchObject({
      shipped: 1,
      leftOut: [{ orderId: '101' }],
    });
    expect(await waveState()).toBe('shipped');
    expect((await parcelOf(gone)).state).toBe('given-up');
    expect(await ship(gone)).toMatchObject({ problem: expect.stringContaining('given up') });
  });

  test('a wave of which a parcel left cannot be canceled; before that its parcels are given up', async () => {
    const id = await pack('101', all101);
    await ship(id);
    expect(await cancelWave(shop, waveId, now)).toMatchObject({ problem: expect.stringContaining('has left already') });
    expect(await waveState()).toBe('picked');
  });
});

describe('pickup', () => {
  test('all of an order is made ready together, once; then it is collected, and fulfilled', async () => {
    const first = await pack('101', { '1011': 2 }, { deliveryMethod: 'PICK_UP' });
    expect(await ship(first, null)).toMatchObject({ problem: expect.stringContaining('1 unit is in no parcel yet') });
    expect(await collectParcel(shop, first, now)).toMatchObject({
      problem: expect.stringContaining('not made ready yet'),
    });
    const second = await pack('101', { '1012': 1 }, { number: 2, deliveryMethod: 'PICK_UP' });
    expect(await ship(first, null)).toEqual({ ok: true });
    expect((await parcelOf(second)).state).toBe('shipped');
    expect(await ship(second, null)).toMatchObject({ ok: false });
    const ready = await commands('fulfillmentOrderLineItemsPreparedForPickup');
    expect(ready.map((command) => command.variables)).toEqual([
      { input: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/101' }] } },
    ]);
    await hear(ready[0]!.id, 'confirmed');
    const both = await Promise.all([collectParcel(shop, first, now), collectParcel(shop, first, now)]);
    expect(both.filter((answer) => answer.ok)).toHaveLength(1);
    const [collected, ...more] = await commands();
    expect(more).toEqual([]);
    expect(collected?.variables).toMatchObject({ fulfillment: { notifyCustomer: false } });
    await hear(collected!.id, 'failed', { problem: 'Fulfillment order is on hold.' });
    expect(await parcelOf(first)).toMatchObject({ state: 'shipped', collectedAt: null });
    expect(await collectParcel(shop, first, now)).toEqual({ ok: true });
    expect(await commands()).toHaveLength(1);
  });

  test('one whose order was canceled while it lay ready is not handed over', async () => {
    const id = await pack('101', all101, { deliveryMethod: 'PICK_UP' });
    await ship(id, null);
    await hear((await parcelOf(id)).commandId, 'confirmed');
    await inShop(shop, (tx) => tx.order.updateMany({ where: { id: '101' }, data: { cancelledAt: now } }));
    expect(await collectParcel(shop, id, now)).toEqual({
      ok: false,
      problem: 'Keep parcel 1 of #101 here. The order was canceled. Put its goods back. Nothing was changed.',
    });
    expect((await parcelOf(id)).collectedAt).toBeNull();
    expect(await commands()).toEqual([]);
  });

  test('a refused one is sealed again', async () => {
    const id = await pack('101', all101, { deliveryMethod: 'PICK_UP' });
    await ship(id, null);
    await hear((await parcelOf(id)).commandId, 'failed', { problem: 'Invalid.' });
    expect((await parcelOf(id)).state).toBe('sealed');
    expect(await ship(id, null)).toEqual({ ok: true });
    expect(await commands('fulfillmentOrderLineItemsPreparedForPickup')).toHaveLength(1);
  });
});

describe('a label from Shopify', () => {
  const allow = () => inShop(shop, (tx) => saveLabelAccess(tx, shop, 'ready', null, now));
  const buy = (id: string) => buyLabel(shop, id, noneHeld, now);
  const labels = () => commands('shippingLabelPurchase');
  const purchase = {
    data: {
      shippingLabelPurchase: { shippingLabelPurchaseResult: { id: 'gid://shopify/ShippingLabelPurchaseResult/a' } },
    },
  };

  test('is offered only where somebody looked and it may be bought', async () => {
    const id = await pack('101', all101);
    expect(await buy(id)).toMatchObject({ problem: expect.stringContaining('Nobody has looked yet') });
    await allow();
    expect(await buy(id)).toEqual({ ok: true });
    expect((await labels())[0]?.variables).toMatchObject({
      shippingLabelPurchase: {
        fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/101',
        packageInfo: {
          customPackage: { type: 'BOX', dimensions: { length: 300, width: 200, height: 100, unit: 'MILLIMETERS' } },
        },
        totalWeight: { value: 910, unit: 'GRAMS' },
      },
    });
  });

  test('by two at once is asked for once, and meanwhile the parcel does not ship otherwise', async () => {
    await allow();
    const id = await pack('101', all101);
    const both = await Promise.all([buy(id), buy(id)]);
    expect(both.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await ship(id)).toMatchObject({ problem: expect.stringContaining('is being bought') });
    expect(await cancelWave(shop, waveId, now)).toMatchObject({ problem: expect.stringContaining('is being bought') });
    expect(await labels()).toHaveLength(1);
  });

  test('of a part of a fulfillment order is refused, with what to do instead', async () => {
    await allow();
    const id = await pack('101', { '1011': 1 });
    expect(await buy(id)).toMatchObject({
      problem: expect.stringContaining('Ship its other parcels with numbers of your own first'),
    });
    expect(await labels()).toEqual([]);
  });

  test('that is refused says what to do, and is sent again as the same command', async () => {
    await allow();
    const id = await pack('101', all101);
    await buy(id);
    const { labelCommandId } = await parcelOf(id);
    await hear(labelCommandId, 'failed', {
      problem:
        'Shopify Shipping terms of service have not been accepted. Purchase a shipping label through the Shopify admin first.',
    });
    expect(await parcelOf(id)).toMatchObject({
      state: 'sealed',
      labelState: 'failed',
      labelProblem: expect.stringContaining('accept them'),
    });
    expect(await buy(id)).toMatchObject({ problem: expect.stringContaining('terms of service') });
    await allow();
    expect(await buy(id)).toEqual({ ok: true });
    expect(await labels()).toMatchObject([{ id: labelCommandId, state: 'queued', round: 1 }]);
  });

  test('whose answer was lost is unknown, not bought again, and found by looking', async () => {
    await allow();
    const id = await pack('101', all101);
    await buy(id);
    const { labelCommandId } = await parcelOf(id);
    await hear(labelCommandId, 'unknown', { problem: 'No answer came.' });
    expect(await buy(id)).toMatchObject({ problem: expect.stringContaining('Nobody knows yet') });
    expect(await ship(id)).toMatchObject({ ok: false });
    await hear(labelCommandId, 'confirmed', {
      data: {
        fulfillmentOrder: {
          fulfillments: {
            nodes: [
              {
                id: 'gid://shopify/Fulfillment/7',
                status: 'SUCCESS',
                displayStatus: 'LABEL_PURCHASED',
                trackingInfo: [{ company: 'UPS', number: '1Z77' }],
              },
            ],
          },
        },
      },
    });
    expect(await parcelOf(id)).toMatchObject({
      state: 'shipped',
      labelState: 'bought',
      carrier: 'UPS',
      trackingNumber: '1Z77',
    });
    expect(await labels()).toHaveLength(1);
  });

  test('that Shopify took on is waited for', async () => {
    await allow();
    const id = await pack('101', all101);
    await buy(id);
    // Nobody answers here: what was known stays.
    await hear((await parcelOf(id)).labelCommandId, 'confirmed', purchase);
    expect(await parcelOf(id)).toMatchObject({
      state: 'sealed',
      labelState: 'asked',
      labelResultId: 'gid://shopify/ShippingLabelPurchaseResult/a',
    });
  });
});

describe('files', () => {
  test('out: a row for each parcel that waits, with its address, and nothing that a spreadsheet would run', async () => {
    const id = await pack('101', all101);
    await pack('102', all102, { state: 'open' });
    await inShop(shop, (tx) => tx.parcelLine.updateMany({ data: { title: '=HYPERLINK("x")' } }));
    const [header, row, ...more] = (await exportParcels(shop, null)).trim().split('\r\n');
    expect(header).toContain('"Parcel ID","Order Number","Parcel Number","Recipient Name","Address Line 1"');
    expect(row).toContain(`"${id}","#101",1,"A Person",`);
    expect(row).toContain(',910,32.1,30,20,10,');
    expect(more).toEqual([]);
  });

  test('in: good rows ship, bad ones are named with line and reason; the same file again ships nothing', async () => {
    const first = await pack('101', all101);
    const second = await pack('102', { '1021': 2 });
    const third = await pack('102', { '1022': 1 }, { number: 2 });
    const file = [
      'Order Number,Parcel Number,Parcel ID,Carrier,Tracking Number',
      `,,${first},UPS,1Z1`,
      '102,2,,My van,V-2',
      '102,,,UPS,1Z3',
      '999,,,UPS,1Z4',
      `,,${randomUUID()},UPS,1Z5`,
      ',,nonsense,UPS,1Z6',
      '102,1,,UPS,1.23E+15',
      '102,1,,,',
    ].join('\n');
    // Time for one row only: the same file again goes on with the next.
    let looks = 0;
    const hurried = await takeTracking(shop, file, noneHeld, now, () => looks++ < 1);
    expect(hurried).toMatchObject({ ok: true, shipped: 1, left: 1 });
    const taken = await takeTracking(shop, file, noneHeld, now);
    expect(taken).toMatchObject({ ok: true, shipped: 1, corrected: 0, same: 1, without: 1, left: 0 });
    const bad = taken.ok ? taken.bad : [];
    expect(bad.map((row) => row.line)).toEqual([4, 5, 6, 7, 8]);
    for (const [index, part] of [
      'has 2 parcels',
      'has no parcel',
      'There is no parcel',
      'no parcel id',
      'shortened the number',
    ].entries())
      expect(bad[index]?.problem).toContain(part);
    expect(await parcelOf(first)).toMatchObject({ state: 'shipped', carrier: 'UPS', trackingNumber: '1Z1' });
    expect(await parcelOf(third)).toMatchObject({ state: 'shipped', carrier: 'My van', trackingNumber: 'V-2' });
    expect((await parcelOf(second)).state).toBe('sealed');
    expect(await takeTracking(shop, file, noneHeld, now)).toMatchObject({ shipped: 0, corrected: 0, same: 2 });
    expect(await commands()).toHaveLength(2);
  });
});

describe('a manifest', () => {
  const close = () => closeManifest(shop, { locationId: '9', carrier: 'UPS' }, null, 'UTC', now);

  test('holds what left with a carrier and is on none; two who close at once get one, and it is not opened again', async () => {
    const ids = [await pack('101', all101), await pack('102', all102)];
    expect(await close()).toMatchObject({ ok: false, problem: expect.stringContaining('No parcel is left') });
    for (const id of ids) await ship(id);
    expect((await readManifests(shop, { skip: 0, take: 10 })).open).toEqual([
      { locationId: '9', carrier: 'UPS', parcels: 2, grams: 1820, unweighed: 0 },
    ]);
    const [one, two] = await Promise.all([close(), close()]);
    if (!one.ok || !two.ok) throw new Error('not closed');
    expect(one.id).toBe(two.id);
    expect([one.isNew, two.isNew].sort()).toEqual([false, true]);
    const read = await readManifest(shop, one.id);
    expect(read?.manifest).toMatchObject({ number: 1, carrier: 'UPS', day: '2026-11-27' });
    expect(read?.parcels.map((parcel) => parcel.id).sort()).toEqual([...ids].sort());
    await hear((await parcelOf(ids[0]!)).commandId, 'failed', { problem: 'No.' });
    await ship(ids[0]!);
    expect((await readManifests(shop, { skip: 0, take: 10 })).open).toEqual([]);
  });

  test('leaves out what a customer collects', async () => {
    const id = await pack('101', all101, { deliveryMethod: 'PICK_UP' });
    await ship(id, null);
    expect((await readManifests(shop, { skip: 0, take: 10 })).open).toEqual([]);
    expect(await closeManifest(shop, { locationId: '9', carrier: null }, null, 'UTC', now)).toMatchObject({
      ok: false,
    });
  });
});
