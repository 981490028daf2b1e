import { afterAll, expect, test } from 'vitest';
import { prisma } from '../db.server.ts';
import { reservePoints, settlePoints, takePoints } from './budget.server.ts';

afterAll(() => prisma.$disconnect());

const now = new Date('2026-11-22T12:00:00Z');

test('however many take at once, the bucket gives what it holds, to each shop its own', async () => {
  const shop = 'many.myshopify.com';
  const takers = await Promise.all(Array.from({ length: 50 }, () => takePoints(shop, 100, now)));
  expect(takers.filter(({ taken }) => taken)).toHaveLength(20);
  expect(await takePoints('other.myshopify.com', 2000, now)).toEqual({ taken: true, waitMs: 0 });
});

test('those who reserve stand in line, and what Shopify says corrects the row', async () => {
  const shop = 'line.myshopify.com';
  const waits = await Promise.all(Array.from({ length: 30 }, () => reservePoints(shop, 100, now)));
  expect(waits.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, turn) => Math.max(0, turn - 19) * 1000));
  const status = { maximumAvailable: 10_000, currentlyAvailable: 9_000, restoreRate: 500 };
  await settlePoints(shop, { reserved: 100, spent: 5 }, status, now);
  expect(await takePoints(shop, 7000, now)).toMatchObject({ taken: true });
});
