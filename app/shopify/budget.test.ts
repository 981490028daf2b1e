import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bucket, FULL_BUCKET, filled, reserve, settle, take } from './budget.ts';

const start = new Date('2026-11-22T12:00:00Z');
const later = (ms: number) => new Date(start.getTime() + ms);
const full: Bucket = { ...FULL_BUCKET, asOf: start };

describe('the API budget', () => {
  test('a call within the bucket goes at once', () => {
    expect(reserve(full, 2000, start).waitMs).toBe(0);
  });

  test('a call beyond it waits for what is missing, and the next one behind it', () => {
    const first = reserve(full, 2100, start);
    expect(first.waitMs).toBe(1000);
    expect(reserve(first.bucket, 100, start).waitMs).toBe(2000);
  });

  test('points that are not there are not taken, and it is said when they would be', () => {
    const { bucket } = reserve(full, 1500, start);
    expect(take(bucket, 600, start)).toEqual({ bucket, taken: false, waitMs: 1000 });
    expect(take(bucket, 600, later(1000))).toMatchObject({ bucket: { available: 0 }, taken: true });
  });

  test('what was asked too much comes back with the answer', () => {
    const { bucket } = reserve(full, 500, start);
    const status = { maximumAvailable: 2000, currentlyAvailable: 1990, restoreRate: 100 };
    expect(settle(bucket, 500, 10, status, start).available).toBe(1990);
  });

  test('Shopify is believed when it has less, not when it has more than others have reserved', () => {
    const mine = reserve(full, 100, start);
    const theirs = reserve(mine.bucket, 800, start);
    const status = { maximumAvailable: 2000, currentlyAvailable: 1900, restoreRate: 100 };
    expect(settle(theirs.bucket, 100, 100, status, start).available).toBe(1100);
    expect(settle(theirs.bucket, 100, 100, { ...status, currentlyAvailable: 40 }, start).available).toBe(40);
  });

  test('a shop on a bigger plan gets its bigger bucket with the first answer', () => {
    const { bucket } = reserve(full, 10, start);
    const status = { maximumAvailable: 20_000, currentlyAvailable: 19_990, restoreRate: 1000 };
    const settled = settle(bucket, 10, 10, status, start);
    expect(settled).toMatchObject({ maximum: 20_000, available: 19_990, restoreRate: 1000 });
  });

  test('a clock that runs behind gives no points', () => {
    const { bucket } = reserve(full, 1500, start);
    expect(filled(bucket, later(-60_000)).available).toBe(500);
  });

  test('whoever waits as told never spends more than the bucket and what it restores', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ gapMs: fc.nat(3000), points: fc.integer({ min: 1, max: 1000 }) }), { maxLength: 60 }),
        (calls) => {
          let bucket = full;
          let at = 0;
          const spent: { at: number; points: number }[] = [];
          for (const { gapMs, points } of calls) {
            at += gapMs;
            const reserved = reserve(bucket, points, later(at));
            bucket = reserved.bucket;
            spent.push({ at: at + reserved.waitMs, points });
          }
          let sum = 0;
          for (const { at, points } of spent.sort((a, b) => a.at - b.at)) {
            sum += points;
            expect(sum).toBeLessThanOrEqual(2000 + (100 * at) / 1000 + 1e-6);
          }
        },
      ),
    );
  });
});
