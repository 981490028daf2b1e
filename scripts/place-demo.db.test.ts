import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { inShop } from '../app/db.server.ts';
import { layoutProblems } from '../app/picking/place/check-layout.ts';
import { readLayoutPage } from '../app/picking/place/keep-layout.server.ts';
import { readBinList, readBins } from '../app/picking/place/read-bins.server.ts';
import { mirrorLocation, mirrorShop, mirrorVariant } from '../tests/mirrored.ts';
import { shop } from './household.ts';

test('the demo’s shop gets a floor with a bin for everything, and reserve, once it is read', async () => {
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'Bristol');
    for (let id = 1; id <= 70; id += 1)
      await mirrorVariant(tx, shop, {
        ...{ id: `${id}`, title: `Item ${id}`, sku: `SKU-${id}`, createdAt: new Date('2026-01-01T00:00:00Z') },
        levels: [{ locationId: '9', available: id }],
      });
    await tx.syncRun.create({ data: { shop, id: randomUUID(), kind: 'backfill', state: 'done' } });
  });
  await import('./place-demo.ts');
  const { kept, bins } = await readLayoutPage(shop, '9');
  expect(kept && layoutProblems(kept.layout)).toEqual([]);
  expect(bins.every((bin) => bin.place !== null)).toBe(true);
  expect((await readBins(shop, '9', '', { skip: 0, take: 1 }, 'unplaced')).total).toBe(0);
  expect((await readBins(shop, '9', '', { skip: 0, take: 1 }, 'differs')).total).toBe(0);
  const reserve = { search: '', zone: '', kind: 'reserve', state: 'empty' };
  expect((await readBinList(shop, '9', reserve, { skip: 0, take: 1 })).total).toBe(bins.length - 70);
});
