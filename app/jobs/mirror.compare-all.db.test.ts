import { expect, test } from 'vitest';
import { inShop } from '../db.server.ts';
import { compareAllJob } from './mirror.compare-all.server.ts';

const shop = 'nightly.myshopify.com';
const runs = () => inShop(shop, (tx) => tx.syncRun.findMany({ orderBy: { startedAt: 'asc' } }));
const night = () => compareAllJob.run({ shop, signal: new AbortController().signal });

test('the nightly comparison begins once a night, however often a worker starts', async () => {
  await night();
  const [first] = await runs();
  expect(first?.kind).toBe('full');
  await inShop(shop, (tx) => tx.syncRun.updateMany({ data: { state: 'done' } }));
  await night();
  expect(await runs()).toHaveLength(1);
  const yesterday = new Date(Date.now() - 24 * 3_600_000);
  await inShop(shop, (tx) => tx.syncRun.updateMany({ data: { startedAt: yesterday } }));
  await night();
  expect(await runs()).toHaveLength(2);
});
