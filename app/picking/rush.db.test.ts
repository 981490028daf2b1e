import { beforeEach, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../tests/mirrored.ts';
import { keepEvent, removeEvent } from '../calendar/change-plan.server.ts';
import type { NewEvent } from '../calendar/plan-event.ts';
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { readRushes } from './rush.server.ts';

// 22 November still in Honolulu, where the shop is.
const now = new Date('2026-11-23T05:00:00Z');
const zone = 'Pacific/Honolulu';

let shop = '';
let shops = 0;

beforeEach(async () => {
  shop = `rush-${shops++}.myshopify.com`;
  await mirrorShop(shop, zone);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'Hilo');
    for (const id of ['1', '2'])
      await mirrorVariant(tx, shop, {
        id,
        title: `Item ${id}`,
        sku: id,
        createdAt: new Date('2026-01-01'),
        levels: [],
      });
    await tx.product.update({ where: { shop_id: { shop, id: '2' } }, data: { productType: 'Cups', vendor: 'Acme' } });
  });
});

/** One order a day of `variantId` on each of the last `days` days, at noon in UTC, which is night in Honolulu. */
async function sold(variantId: string, days: number): Promise<void> {
  await inShop(shop, async (tx) => {
    for (let ago = 1; ago <= days; ago++) {
      const id = `${variantId}${ago}`;
      const at = new Date(Date.parse('2026-11-22T12:00:00Z') - ago * 86_400_000);
      await mirrorOrder(tx, shop, { id, at, locationId: '9', lines: [{ id, variantId, quantity: 3 }] });
    }
  });
}

async function announce(event: Partial<NewEvent>): Promise<string> {
  const kept = await keepEvent(
    shop,
    null,
    {
      kind: 'flash-sale',
      title: 'Night sale',
      firstDay: '2026-11-24',
      lastDay: '2026-11-25',
      scope: 'everything',
      scopeKeys: [],
      offPermille: null,
      upliftPermille: 5000,
      source: 'manual',
      sourceId: null,
      ...event,
    },
    append,
    now,
  );
  if (!kept.ok) throw new Error(JSON.stringify(kept.problems));
  return kept.event.id;
}

const rushes = () => readRushes(shop, zone, now);

test('a flash sale tells picking how many orders more it brings, until it is taken back', async () => {
  await sold('1', 28);
  await sold('2', 14);
  const eventId = await announce({});
  // One and a half a day, four times as many more, two days.
  expect(await rushes()).toEqual([
    { eventId, title: 'Night sale', firstDay: '2026-11-24', lastDay: '2026-11-25', usual: 1.5, extra: 12 },
  ]);
  await removeEvent(shop, eventId, append, now);
  expect(await rushes()).toEqual([]);
});

test.each([
  ['type', ['cups']],
  ['vendor', ['ACME']],
  ['products', ['2']],
  ['variants', ['2']],
] as const)('a sale by %s counts the orders that hold some of it', async (scope, scopeKeys) => {
  await sold('1', 28);
  await sold('2', 14);
  await announce({ scope, scopeKeys: [...scopeKeys] });
  expect(await rushes()).toMatchObject([{ usual: 0.5, extra: 4 }]);
});

test('only flash sales of the coming week count, and one of which nobody expects anything has no number', async () => {
  await sold('1', 28);
  await announce({ kind: 'promotion', title: 'No rush' });
  await announce({ title: 'Far away', firstDay: '2026-12-01', lastDay: '2026-12-01' });
  await announce({ title: 'Over', firstDay: '2026-11-21', lastDay: '2026-11-21' });
  await announce({ title: 'Running', firstDay: '2026-11-20', lastDay: '2026-11-22', upliftPermille: null });
  expect(await rushes()).toMatchObject([{ title: 'Running', extra: null }]);
});
