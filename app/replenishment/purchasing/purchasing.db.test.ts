import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { inShop } from '../../db.server.ts';
import { env } from '../../env.server.ts';
import { readRuns } from '../runs.server.ts';
import { knowsLeadTimes } from '../settings/read-rules.server.ts';
import {
  approveOrder,
  cancelOrder,
  closeShort,
  editOrder,
  mailArrived,
  orderNow,
  reopenOrder,
  sendAgain,
} from './change-order.server.ts';
import { importSupplierItems, removeSupplierItem, saveSupplier, saveSupplierItem } from './change-supplier.server.ts';
import { draftOrders, moveToBackup } from './draft-orders.server.ts';
import { readOrder } from './read-orders.server.ts';
import { readSupplierPage } from './read-suppliers.server.ts';
import { receiveGoods } from './receive.server.ts';
import { type Letter, sendMails } from './send-mail.server.ts';
import { settleStock } from './settle-stock.server.ts';
import { draftedUnits, lastMail, leadTimeSamples, leadTimesOfSuppliers, openLines } from './store.server.ts';

const now = new Date('2026-11-22T09:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

let shop = '';
let shops = 0;
let north = '';
let backup = '';

beforeEach(async () => {
  env.SMTP_URL = 'smtp://localhost:1';
  shop = `buying-${shops++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    for (const id of ['1', '2'])
      await mirrorVariant(tx, shop, {
        id,
        title: `Item ${id}`,
        sku: `SKU-${id}`,
        createdAt: new Date('2026-01-01T00:00:00Z'),
        levels: [{ locationId: '9', available: 5 }],
      });
  });
  north = await supplier('Northwind', { email: 'orders@northwind.example' });
  backup = await supplier('Contoso', {});
  await saveSupplierItem(shop, north, '1', { unitCost: '2.00', packSize: '4' }, now);
  await saveSupplierItem(shop, north, '2', { unitCost: '3.00' }, now);
  await saveSupplierItem(shop, backup, '1', { rank: '2', unitCost: '2.50', minimumOrder: '30', packSize: '12' }, now);
});

async function supplier(name: string, typed: Record<string, string>): Promise<string> {
  const saved = await saveSupplier(shop, null, { name, ...typed }, now);
  if (!saved.ok) throw new Error(JSON.stringify(saved));
  return saved.id;
}

async function drafted(units: Record<string, number> = { '1': 20, '2': 10 }): Promise<string> {
  const picks = Object.entries(units).map(([inventoryItemId, count]) => ({
    inventoryItemId,
    locationId: '9',
    units: count,
  }));
  const { orders } = await draftOrders(shop, picks, randomUUID(), now);
  return orders[0]!.id;
}

async function ordered(units?: Record<string, number>): Promise<string> {
  const id = await drafted(units);
  expect(await approveOrder(shop, id, 1, now)).toEqual({ ok: true });
  expect(await orderNow(shop, id, 2, 'by hand', now)).toEqual({ ok: true });
  return id;
}

const load = async (id: string) => (await readOrder(shop, id))!;
const count = async (id: string, accepted: number[], rejected: number[] = []) =>
  (await load(id)).order.lines.map((line, index) => ({
    lineId: line.id,
    accepted: accepted[index] ?? 0,
    rejected: rejected[index] ?? 0,
  }));
const commands = (name: string) =>
  inShop(shop, async (tx) =>
    (await tx.command.findMany({ orderBy: { seq: 'asc' } })).filter(
      (command) => (command.variables as { input: { name: string } }).input.name === name,
    ),
  );
const deltaOf = (command: { variables: unknown }) =>
  (command.variables as { input: { changes: { delta: number; changeFromQuantity: number }[] } }).input.changes[0]!;

test('lead times are known once a supplier that is bought from says one', async () => {
  expect(await knowsLeadTimes(shop)).toBe(false);
  await supplier('Fabrikam', { leadTimeDays: '12' });
  expect(await knowsLeadTimes(shop)).toBe(true);
  await inShop(shop, (tx) => tx.supplier.updateMany({ data: { archivedAt: now } }));
  expect(await knowsLeadTimes(shop)).toBe(false);
});

describe('drafts', () => {
  test('pressing twice makes one', async () => {
    const draftId = randomUUID();
    const picks = [{ inventoryItemId: '1', locationId: '9', units: 8 }];
    const [a, b] = await Promise.all([draftOrders(shop, picks, draftId, now), draftOrders(shop, picks, draftId, now)]);
    expect(a.orders).toEqual(b.orders);
    expect(await inShop(shop, (tx) => tx.purchaseOrder.count())).toBe(1);
  });

  test('a deleted variant is answered, the rest is drafted', async () => {
    await inShop(shop, (tx) => tx.variant.deleteMany({ where: { id: '2' } }));
    const picks = ['1', '2'].map((inventoryItemId) => ({ inventoryItemId, locationId: '9', units: 8 }));
    const answer = await draftOrders(shop, picks, randomUUID(), now);
    expect(answer.orders).toHaveLength(1);
    expect(answer.notDrafted).toMatchObject([{ inventoryItemId: '2', why: expect.stringContaining('deleted') }]);
  });

  test('an edit of what another changed meanwhile is refused, and says what happened', async () => {
    const id = await drafted();
    const lines = [{ inventoryItemId: '1', units: '40', unitCost: '1.90' }];
    const answers = await Promise.all([
      editOrder(shop, id, 1, lines, { dueOn: '2026-12-01', freight: '10' }),
      editOrder(shop, id, 1, lines, {}),
    ]);
    expect(answers.filter((one) => one.ok)).toHaveLength(1);
    expect(answers.find((one) => !one.ok)).toMatchObject({
      problem: expect.stringContaining('its lines or terms were edited'),
    });
  });

  test('bad input is named by field and changes nothing', async () => {
    const id = await drafted();
    const answer = await editOrder(shop, id, 1, [{ inventoryItemId: '1', units: '0', unitCost: 'x' }], {
      dueOn: '31.12.',
    });
    expect(answer).toMatchObject({ ok: false });
    expect(Object.keys((answer as { problems: object }).problems).sort()).toEqual(['cost_1', 'dueOn', 'units_1']);
    expect((await load(id)).order.version).toBe(1);
  });

  test('move to the backup supplier with its cost, packs and minimum', async () => {
    const id = await drafted();
    const moved = await moveToBackup(shop, id, 1, null, randomUUID(), now);
    if (!moved.ok) throw new Error(moved.problem);
    const at = (await load(moved.orders[0]!.id)).order;
    expect(at).toMatchObject({ supplierName: 'Contoso', lines: [{ ordered: 36, unitCost: 250n, packSize: 12 }] });
    expect(moved.notDrafted).toMatchObject([
      { inventoryItemId: '2', why: expect.stringContaining('No other supplier') },
    ]);
    expect((await load(id)).order.lines.map((line) => line.inventoryItemId)).toEqual(['2']);
  });

  test('what was sent and is partly here moves by what is still to come', async () => {
    const id = await ordered({ '1': 40 });
    await receiveGoods(
      shop,
      id,
      { receivingId: randomUUID(), version: 3, counted: await count(id, [5]), overConfirmed: false },
      now,
    );
    const moved = await moveToBackup(shop, id, 4, null, randomUUID(), now);
    if (!moved.ok) throw new Error(moved.problem);
    expect((await load(moved.orders[0]!.id)).order.lines).toMatchObject([{ ordered: 36 }]);
    expect((await load(id)).order.state).toBe('closed');
    expect(await inShop(shop, (tx) => openLines(tx, null))).toEqual([]);
  });
});

describe('states', () => {
  test('go on only as they may', async () => {
    const id = await drafted();
    expect(await orderNow(shop, id, 1, 'by hand', now)).toMatchObject({
      problem: expect.stringContaining('approve it first'),
    });
    expect(await approveOrder(shop, id, 1, now)).toEqual({ ok: true });
    expect(await editOrder(shop, id, 2, [], {})).toMatchObject({ problem: expect.stringContaining('Reopen it') });
    expect(await reopenOrder(shop, id, 2)).toEqual({ ok: true });
    expect(await cancelOrder(shop, id, 3, now)).toEqual({ ok: true });
    expect(await approveOrder(shop, id, 4, now)).toMatchObject({ problem: expect.stringContaining('was canceled') });
  });

  test('an order without lines is not approved', async () => {
    const id = await drafted();
    expect(await editOrder(shop, id, 1, [], {})).toEqual({ ok: true });
    expect(await approveOrder(shop, id, 2, now)).toMatchObject({ ok: false });
  });

  test('only what is ordered counts as on order, and what came or was closed short does not', async () => {
    const id = await ordered();
    await drafted();
    const open = () => inShop(shop, (tx) => openLines(tx, null));
    expect(await inShop(shop, (tx) => draftedUnits(tx, ['1']))).toEqual([
      { inventoryItemId: '1', locationId: '9', units: 20 },
    ]);
    expect((await open()).map((line) => [line.inventoryItemId, line.ordered, line.received])).toEqual([
      ['1', 20, 0],
      ['2', 10, 0],
    ]);
    await receiveGoods(
      shop,
      id,
      { receivingId: randomUUID(), version: 3, counted: await count(id, [12], [1]), overConfirmed: false },
      later(1440 * 3),
    );
    expect((await open()).find((line) => line.inventoryItemId === '1')).toMatchObject({ received: 13 });
    expect(await inShop(shop, (tx) => leadTimeSamples(tx, ['1']))).toMatchObject([
      { days: 3, units: 12, supplierId: north },
    ]);
    expect(await closeShort(shop, id, 4, now)).toEqual({ ok: true });
    expect(await open()).toEqual([]);
    const page = await readSupplierPage(shop, north, later(1440 * 9));
    expect(page?.card.fill).toEqual({ value: 12 / 30, count: 2 });
  });
});

test('what arrived of orders kept in Shopify teaches the lead time of the supplier of that name, and is not on order', async () => {
  const came = (id: string, supplierName: string, days: number) => ({
    shop,
    id,
    inventoryItemId: '1',
    locationId: '9',
    supplierName,
    orderedAt: later(0),
    at: later(1440 * days),
    accepted: 30,
  });
  await inShop(shop, async (tx) => {
    const { name } = (await tx.supplier.findFirst({ where: { id: north } }))!;
    await tx.nativeArrival.createMany({ data: [came('1', name.toUpperCase(), 8), came('2', 'Somebody else', 3)] });
    expect(await leadTimeSamples(tx, ['1'])).toMatchObject([
      { supplierId: north, locationId: '9', days: 8, units: 30 },
    ]);
    expect(await leadTimesOfSuppliers(tx)).toEqual([{ supplierId: north, days: [8], units: [30] }]);
    expect(await leadTimeSamples(tx, ['2'])).toEqual([]);
    expect(await openLines(tx, null)).toEqual([]);
  });
});

describe('receiving', () => {
  test('pressed twice at the same time books once', async () => {
    const id = await ordered();
    const receiving = {
      receivingId: randomUUID(),
      version: 3,
      counted: await count(id, [12, 10]),
      overConfirmed: false,
    };
    const answers = await Promise.all([receiveGoods(shop, id, receiving, now), receiveGoods(shop, id, receiving, now)]);
    expect(answers).toMatchObject([
      { ok: true, units: 22 },
      { ok: true, units: 22 },
    ]);
    expect((await load(id)).order).toMatchObject({ state: 'receiving', lines: [{ received: 12 }, { received: 10 }] });
    expect((await commands('available')).map((one) => deltaOf(one))).toMatchObject([
      { delta: 12, changeFromQuantity: 5 },
      { delta: 10, changeFromQuantity: 5 },
    ]);
  });

  test('by two people at once: one is booked, the other is told how much came meanwhile', async () => {
    const id = await ordered();
    const counted = await count(id, [12]);
    const by = () =>
      receiveGoods(shop, id, { receivingId: randomUUID(), version: 3, counted, overConfirmed: false }, now);
    const answers = await Promise.all([by(), by()]);
    expect(answers.filter((one) => one.ok)).toHaveLength(1);
    expect(answers.find((one) => !one.ok)).toMatchObject({
      problem: expect.stringContaining('12 of 30 units have been received'),
    });
    expect(await commands('available')).toHaveLength(1);
  });

  test('of a deleted variant is written down, and the booking is refused visibly', async () => {
    const id = await ordered();
    await inShop(shop, (tx) => tx.variant.deleteMany({ where: { id: '2' } }));
    const receiving = {
      receivingId: randomUUID(),
      version: 3,
      counted: await count(id, [20, 10]),
      overConfirmed: false,
    };
    expect(await receiveGoods(shop, id, receiving, now)).toMatchObject({ ok: true, closed: true, deleted: ['Item 2'] });
    const { arrivals } = await load(id);
    expect(arrivals.map((one) => one.notBooked).sort()).toEqual([expect.stringContaining('deleted in Shopify'), null]);
    expect(await commands('available')).toHaveLength(1);
  });

  test('whatever is counted in however many parts, what was received is what was booked', async () => {
    const part = fc.record({
      accepted: fc.integer({ min: 0, max: 9 }),
      rejected: fc.integer({ min: 0, max: 3 }),
      twice: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), async (parts) => {
        const before = (await commands('available')).length;
        const id = await ordered({ '1': 20 });
        let wanted = 0;
        for (const { accepted, rejected, twice } of parts) {
          const { order } = await load(id);
          const receiving = {
            receivingId: randomUUID(),
            version: order.version,
            counted: await count(id, [accepted], [rejected]),
            overConfirmed: true,
          };
          const answer = await receiveGoods(shop, id, receiving, now);
          if (twice) await receiveGoods(shop, id, receiving, now);
          if (answer.ok) wanted += accepted;
        }
        const booked = (await commands('available')).slice(before).reduce((sum, one) => sum + deltaOf(one).delta, 0);
        const { order, arrivals } = await load(id);
        expect(order.lines[0]!.received).toBe(wanted);
        expect(arrivals.reduce((sum, one) => sum + one.accepted, 0)).toBe(wanted);
        expect(booked).toBe(wanted);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

test('Shopify’s incoming is told what is to come, once, and what came or was canceled is taken back', async () => {
  const confirm = () => inShop(shop, (tx) => tx.command.updateMany({ data: { state: 'confirmed' } }));
  const told = async () => (await commands('incoming')).map((one) => deltaOf(one).delta);
  const id = await ordered({ '1': 20 });
  await settleStock(shop);
  await settleStock(shop);
  expect(await told()).toEqual([20]);
  await receiveGoods(
    shop,
    id,
    { receivingId: randomUUID(), version: 3, counted: await count(id, [12]), overConfirmed: false },
    now,
  );
  await settleStock(shop);
  // The first is not confirmed yet: nothing more is said until it is known to count.
  expect(await told()).toEqual([20]);
  await confirm();
  await settleStock(shop);
  expect(await told()).toEqual([20, -12]);
  expect(await inShop(shop, (tx) => openLines(tx, null))).toMatchObject([{ received: 12, inIncoming: 20 }]);
  await confirm();
  await settleStock(shop);
  expect(await inShop(shop, (tx) => openLines(tx, null))).toMatchObject([{ received: 12, inIncoming: 8 }]);
  await closeShort(shop, id, 4, now);
  // Nothing is to come, and until Shopify has heard so its incoming must not count as somebody else's.
  expect(await inShop(shop, (tx) => openLines(tx, null))).toMatchObject([{ ordered: 12, received: 12, inIncoming: 8 }]);
  await settleStock(shop);
  await confirm();
  await settleStock(shop);
  expect(await told()).toEqual([20, -12, -8]);
  expect(await inShop(shop, (tx) => openLines(tx, null))).toEqual([]);
});

describe('mail', () => {
  const mailOf = (id: string) => inShop(shop, (tx) => lastMail(tx, id));
  async function mailed(): Promise<string> {
    const id = await drafted();
    await approveOrder(shop, id, 1, now);
    expect(await orderNow(shop, id, 2, 'mail', now)).toEqual({ ok: true });
    return id;
  }

  test('is posted once however many workers look, with PDF and CSV', async () => {
    const id = await mailed();
    const letters: Letter[] = [];
    const post = async (letter: Letter) => void letters.push(letter);
    await Promise.all(Array.from({ length: 3 }, () => sendMails(shop, { post, now: () => now })));
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({ to: 'orders@northwind.example', subject: 'Purchase order PO-1 from Shop' });
    expect(letters[0]!.attachments.map((one) => one.filename)).toEqual(['PO-1.pdf', 'PO-1.csv']);
    expect(await mailOf(id)).toMatchObject({ state: 'sent', sentAt: now });
  });

  test('that is refused is tried again later, and a lasting refusal waits for a person', async () => {
    const id = await mailed();
    const refuse = (responseCode: number) => async () => {
      throw Object.assign(new Error(`${responseCode} no`), { responseCode });
    };
    await sendMails(shop, { post: refuse(451), now: () => now });
    expect(await mailOf(id)).toMatchObject({ state: 'queued', nextAttemptAt: later(1) });
    expect(await sendMails(shop, { post: refuse(550), now: () => now })).toBe(0);
    await sendMails(shop, { post: refuse(550), now: () => later(1) });
    expect(await mailOf(id)).toMatchObject({ state: 'failed', problem: '550 no' });
    expect(await sendAgain(shop, id, later(2))).toEqual({ ok: true });
    expect(await sendAgain(shop, id, later(2))).toMatchObject({ ok: false });
    expect(await mailOf(id)).toMatchObject({ state: 'queued', attempts: 0 });
  });

  test('of which nobody knows is never repeated without a person’s word', async () => {
    const id = await mailed();
    const letters: Letter[] = [];
    // The worker dies: it took the letter and never says what became of it.
    let died: () => void = () => {};
    const took = new Promise<void>((resolve) => {
      died = resolve;
    });
    void sendMails(shop, {
      post: (letter) => {
        letters.push(letter);
        died();
        return new Promise(() => {});
      },
      now: () => now,
    });
    await took;
    const post = async (letter: Letter) => void letters.push(letter);
    expect(await sendMails(shop, { post, now: () => later(2) })).toBe(0);
    expect(await sendMails(shop, { post, now: () => later(4) })).toBe(0);
    expect(await mailOf(id)).toMatchObject({ state: 'unknown' });
    expect(await sendAgain(shop, id, later(5))).toEqual({ ok: true });
    await sendMails(shop, { post, now: () => later(5) });
    expect(letters.map((one) => one.messageId)).toEqual([letters[0]!.messageId, letters[0]!.messageId]);
    expect(await mailArrived(shop, id, now)).toMatchObject({ ok: false });
  });

  test('without a mail server or an address is refused, and the order stays approved', async () => {
    const id = await drafted();
    await approveOrder(shop, id, 1, now);
    await saveSupplier(shop, north, { name: 'Northwind' }, now);
    expect(await orderNow(shop, id, 2, 'mail', now)).toMatchObject({
      problem: expect.stringContaining('no e-mail address'),
    });
    delete env.SMTP_URL;
    expect(await orderNow(shop, id, 2, 'mail', now)).toMatchObject({
      problem: expect.stringContaining('SMTP_URL is not set'),
    });
    expect((await load(id)).order).toMatchObject({ state: 'approved', version: 2 });
  });
});

test('an order is due when its supplier says that goods take so long, unless a day was agreed on', async () => {
  const dueOn = async (id: string) => (await load(id)).order.dueOn?.toISOString().slice(0, 10) ?? null;
  expect(await dueOn(await ordered({ '1': 8 }))).toBeNull();
  await saveSupplier(shop, north, { name: 'Northwind', leadTimeDays: '10' }, now);
  expect(await dueOn(await ordered({ '1': 8 }))).toBe('2026-12-02');
  const agreed = await drafted({ '1': 8 });
  const lines = (await load(agreed)).order.lines.map(({ inventoryItemId }) => ({
    inventoryItemId,
    units: '8',
    unitCost: '2.00',
  }));
  await editOrder(shop, agreed, 1, lines, { dueOn: '2026-12-24' });
  await approveOrder(shop, agreed, 2, now);
  await orderNow(shop, agreed, 3, 'by hand', now);
  expect(await dueOn(agreed)).toBe('2026-12-24');
});

test('the reorder list hears of a supplier at once: of an item directly, of a file by a run', async () => {
  const supplierOf = (item: string) =>
    inShop(shop, (tx) =>
      tx.reorderPoint.findFirst({ where: { inventoryItemId: item }, select: { supplierId: true } }),
    ).then((row) => row?.supplierId);
  expect(await supplierOf('2')).toBe(north);
  await removeSupplierItem(shop, north, '2', now);
  expect(await supplierOf('2')).toBeNull();
  expect(await readRuns(shop, 1)).toEqual([]);
  await importSupplierItems(shop, 'supplier,sku\nNorthwind,NO\n', now);
  expect(await readRuns(shop, 1)).toEqual([]);
  await importSupplierItems(shop, 'supplier,sku\nNorthwind,SKU-2\n', now);
  expect(await readRuns(shop, 1)).toMatchObject([{ kind: 'asked', state: 'waiting' }]);
});

test('a file adds suppliers and items, and names are unique whatever their case', async () => {
  const answer = await importSupplierItems(
    shop,
    'supplier,sku,cost\nnorthwind,SKU-1,1.50\nFabrikam,SKU-2,9\nFabrikam,NO,1\n',
    now,
  );
  expect(answer).toMatchObject({ ok: true, taken: 2, newSuppliers: ['Fabrikam'], bad: [{ line: 4, column: 'sku' }] });
  expect((await readSupplierPage(shop, north, now))?.items.find((item) => item.inventoryItemId === '1')?.unitCost).toBe(
    150n,
  );
  expect(await saveSupplier(shop, null, { name: 'NORTHWIND' }, now)).toMatchObject({
    problems: { name: expect.stringContaining('already') },
  });
});
