import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { inShop } from '../db.server.ts';
import { readSync } from './read-sync.server.ts';

const shop = 'read-sync.myshopify.com';
const start = Date.parse('2026-11-20T00:00:00Z');

test('the first reading stays known, however many comparisons have been since', async () => {
  expect(await readSync(shop)).toMatchObject({ run: null, everRead: false });
  const run = (kind: string, state: string, minute: number) => ({
    shop,
    id: randomUUID(),
    kind,
    state,
    startedAt: new Date(start + minute * 60_000),
  });
  const since = Array.from({ length: 30 }, (_, index) => run('recent', 'done', 10 * index + 10));
  await inShop(shop, (tx) => tx.syncRun.createMany({ data: [run('backfill', 'failed', 0), ...since] }));
  expect(await readSync(shop)).toMatchObject({ run: { kind: 'backfill', state: 'failed' }, everRead: false });
  await inShop(shop, (tx) => tx.syncRun.create({ data: run('backfill', 'done', 1) }));
  expect(await readSync(shop)).toMatchObject({ run: { kind: 'backfill', state: 'done' }, everRead: true });
  await inShop(shop, (tx) => tx.syncRun.create({ data: run('full', 'running', 2) }));
  expect(await readSync(shop)).toMatchObject({ run: { kind: 'full', state: 'running' }, everRead: true });
});
