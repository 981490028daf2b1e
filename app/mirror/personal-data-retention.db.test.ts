import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { mirrorOrder, mirrorShop } from '../../tests/mirrored.ts';
import { inShop, type ShopTx } from '../db.server.ts';
import { apply, takeTurn } from './apply.server.ts';
import { forget } from './personal-data-retention.server.ts';
import { orderFromPayload } from './projections/order.ts';
import { reconcileRecent } from './reconcile-recent.server.ts';

const shop = 'retention.myshopify.com';
const now = new Date('2026-11-20T00:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
const look = <T>(read: (tx: ShopTx) => Promise<T>, of = shop) => inShop(of, read);

test('a contact goes by age whatever became of the order; only what is still to ship keeps it', async () => {
  await mirrorShop(shop);
  const line = (id: string) => ({ locationId: '1', lines: [{ id: `${id}1`, variantId: '1', quantity: 1 }] });
  await look(async (tx) => {
    await mirrorOrder(tx, shop, { id: 'shipped', at: ago(200), shippedAt: ago(199), ...line('a') });
    await mirrorOrder(tx, shop, { id: 'shipped lately', at: ago(200), shippedAt: ago(10), ...line('b') });
    await mirrorOrder(tx, shop, { id: 'canceled', at: ago(200), canceledAt: ago(150), ...line('c') });
    await mirrorOrder(tx, shop, { id: 'still to ship', at: ago(200), ...line('d') });
    await mirrorOrder(tx, shop, { id: 'young', at: ago(170), shippedAt: ago(169), ...line('e') });
    for (const id of ['restocked', 'digital', 'closed']) await mirrorOrder(tx, shop, { id, at: ago(200), ...line(id) });
    await tx.order.updateMany({ where: { id: 'restocked' }, data: { fulfillmentStatus: 'RESTOCKED' } });
    await tx.orderLine.updateMany({ where: { orderId: 'restocked' }, data: { fulfillableQuantity: 0 } });
    await tx.orderLine.updateMany({ where: { orderId: 'digital' }, data: { requiresShipping: false } });
    await tx.order.updateMany({ where: { id: 'closed' }, data: { closedAt: ago(150) } });
    const { shop: _, ...young } = await tx.orderContact.findFirstOrThrow({ where: { orderId: 'young' } });
    await tx.orderContact.create({ data: { ...young, shop, orderId: 'orphan', sourceUpdatedAt: ago(200) } });
  });
  expect(await forget(shop, now, undefined, 2)).toMatchObject({ contacts: 6 });
  const kept = await look((tx) => tx.orderContact.findMany({ orderBy: { orderId: 'asc' } }));
  expect(kept.map((row) => row.orderId)).toEqual(['shipped lately', 'still to ship', 'young']);
});

test('a first reading of a long past stores no contact that would have gone already', async () => {
  const of = 'retention-past.myshopify.com';
  const told = (id: number, created: Date, open: number) =>
    orderFromPayload(
      {
        id,
        name: `#${id}`,
        created_at: created.toISOString(),
        updated_at: created.toISOString(),
        currency: 'GBP',
        email: 'ada@example.com',
        line_items: [{ id, title: 'Cup', quantity: 1, price: '1.00', fulfillable_quantity: open }],
      },
      now.toISOString(),
    );
  await look(async (tx) => {
    await takeTurn(tx, of);
    for (const rows of [told(1, ago(200), 0), told(2, ago(200), 1), told(3, ago(20), 0)]) await apply(tx, of, { rows });
  }, of);
  const kept = await look((tx) => tx.orderContact.findMany({ orderBy: { orderId: 'asc' } }), of);
  expect(kept.map((row) => row.orderId)).toEqual(['2', '3']);
  expect(await look((tx) => tx.order.count(), of)).toBe(3);
});

test('payloads, settled commands and data requests go when their days are over; what waits stays', async () => {
  const of = 'retention-rest.myshopify.com';
  const said = { note: 'I am Ada' };
  await look(async (tx) => {
    for (const [webhookId, state, days] of [
      ['young', 'folded', 6],
      ['old', 'folded', 8],
      ['older', 'folded', 31],
      ['dead', 'dead', 8],
      ['waiting', 'new', 8],
    ] as const)
      await tx.inbox.create({
        data: {
          shop: of,
          webhookId,
          topic: 'x/y',
          state,
          triggeredAt: ago(days),
          receivedAt: ago(days),
          payload: Buffer.from('sealed'),
        },
      });
    for (const [idempotencyKey, state, days] of [
      ['young', 'confirmed', 29],
      ['old', 'failed', 31],
      ['older', 'confirmed', 401],
      ['unknown', 'unknown', 401],
    ] as const)
      await tx.command.create({
        data: {
          shop: of,
          id: randomUUID(),
          operation: 'x',
          subject: 'Order/1',
          idempotencyKey,
          state,
          variables: said,
          answer: said,
          settledAt: state === 'unknown' ? null : ago(days),
          createdAt: ago(days),
        },
      });
    for (const days of [170, 190])
      await tx.event.create({
        data: {
          shop: of,
          key: `${days}`,
          type: 'customer.asked-for-data',
          subject: 'Customer/7',
          at: ago(days),
          data: { customerId: '7', orderIds: [] },
        },
      });
  }, of);
  expect(await forget(of, now, undefined, 1)).toEqual({ payloads: 3, contacts: 0, commands: 2 });
  const inbox = await look((tx) => tx.inbox.findMany({ orderBy: { webhookId: 'asc' } }), of);
  expect(inbox.map((row) => [row.webhookId, row.payload !== null])).toEqual([
    ['dead', false],
    ['old', false],
    ['waiting', true],
    ['young', true],
  ]);
  const commands = await look((tx) => tx.command.findMany({ orderBy: { idempotencyKey: 'asc' } }), of);
  expect(
    commands.map((row) => [row.idempotencyKey, JSON.stringify([row.variables, row.answer]).includes('Ada')]),
  ).toEqual([
    ['old', false],
    ['unknown', true],
    ['young', true],
  ]);
  expect((await look((tx) => tx.event.findMany(), of)).map((event) => event.key)).toEqual(['170']);
});

test('runs, healed drift and dead letters go when their days are over; the last good run of each kind stays', async () => {
  const of = 'retention-history.myshopify.com';
  const named = new Map<string, string>();
  const run = (kind: string, state: string, days: number) => {
    const id = randomUUID();
    named.set(id, `${kind} ${state} ${days}`);
    return { shop: of, id, kind, state, startedAt: ago(days) };
  };
  const drift = (objectId: string, healedAt: Date | null) => ({
    shop: of,
    id: randomUUID(),
    runId: randomUUID(),
    kind: 'Order',
    objectId,
    field: 'total',
    foundAt: ago(200),
    healedAt,
  });
  const letter = (webhookId: string, days: number) => ({
    shop: of,
    webhookId,
    topic: 'x/y',
    state: 'dead',
    triggeredAt: ago(days),
    receivedAt: ago(days),
    payload: null,
  });
  await look(async (tx) => {
    await tx.syncRun.createMany({
      data: [
        run('backfill', 'done', 900),
        run('backfill', 'done', 800),
        run('backfill', 'failed', 700),
        run('full', 'done', 401),
        run('full', 'done', 399),
        run('full', 'running', 401),
        run('recent', 'done', 16),
        run('recent', 'done', 15),
        run('recent', 'running', 15),
        run('recent', 'failed', 13),
      ],
    });
    await tx.drift.createMany({ data: [drift('healed', ago(91)), drift('lately', ago(89)), drift('open', null)] });
    await tx.inbox.createMany({ data: [letter('old', 91), letter('young', 89)] });
    await tx.tombstone.create({ data: { shop: of, kind: 'Order', id: '1', deletedAt: ago(900) } });
  }, of);
  await forget(of, now, undefined, 1);
  const runs = await look((tx) => tx.syncRun.findMany({ orderBy: [{ kind: 'asc' }, { startedAt: 'asc' }] }), of);
  expect(runs.map(({ id }) => named.get(id))).toEqual([
    'backfill done 800',
    'full running 401',
    'full done 399',
    'recent done 15',
    'recent failed 13',
  ]);
  const drifts = await look((tx) => tx.drift.findMany({ orderBy: { objectId: 'asc' } }), of);
  expect(drifts.map((row) => row.objectId)).toEqual(['lately', 'open']);
  expect((await look((tx) => tx.inbox.findMany(), of)).map((row) => row.webhookId)).toEqual(['young']);
  expect(await look((tx) => tx.tombstone.count(), of)).toBe(1);
});

test('a comparison whose worker was killed is closed by the next one', async () => {
  const of = 'retention-abandoned.myshopify.com';
  const running = (minutes: number) => ({
    shop: of,
    id: randomUUID(),
    kind: 'recent',
    state: 'running',
    startedAt: new Date(now.getTime() - minutes * 60_000),
  });
  await look((tx) => tx.syncRun.createMany({ data: [running(61), running(59)] }), of);
  // No token: it fails as soon as it asks the store.
  await expect(reconcileRecent(of, now)).rejects.toThrow();
  const runs = await look((tx) => tx.syncRun.findMany({ orderBy: { startedAt: 'asc' } }), of);
  expect(runs.map((row) => [row.state, row.problem])).toMatchObject([
    ['failed', 'The worker stopped'],
    ['running', null],
    ['failed', expect.any(String)],
  ]);
});
