import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Candidate, drawPlan, suspicion } from './draw.ts';

const say = (minor: number) => `£${(minor / 100).toFixed(2)}`;
const plain: Candidate = {
  inventoryItemId: '1',
  onHand: 10,
  available: 10,
  unitValue: 500,
  sellingDayShare: 0,
  silentDays: null,
  shorts: 0,
  restocked: 0,
  daysSinceCount: 100,
};
const item = (over: Partial<Candidate>): Candidate => ({ ...plain, ...over });

const candidate = fc.record({
  onHand: fc.integer({ min: -20, max: 5000 }),
  available: fc.integer({ min: -20, max: 5000 }),
  unitValue: fc.integer({ min: 0, max: 1_000_000 }),
  sellingDayShare: fc.double({ min: 0, max: 1, noNaN: true }),
  silentDays: fc.option(fc.integer({ min: 0, max: 700 })),
  shorts: fc.integer({ min: 0, max: 9 }),
  restocked: fc.integer({ min: 0, max: 99 }),
  daysSinceCount: fc.option(fc.integer({ min: 0, max: 2000 })),
});
const many = fc
  .array(candidate, { maxLength: 60 })
  .map((list) => list.map((one, index) => ({ ...one, inventoryItemId: String(index) })));

describe('a plan', () => {
  test('holds no item twice, has the size that was asked for as far as there are items, and says why', () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 0, max: 80 }), fc.string(), (items, size, seed) => {
        const plan = drawPlan(items, size, seed, say);
        expect(new Set(plan.map((line) => line.inventoryItemId)).size).toBe(plan.length);
        expect(plan).toHaveLength(Math.min(size, items.length));
        for (const line of plan) expect(line.why).toMatch(/^[A-Z£].*\.$/);
      }),
    );
  });

  test('is the same for the same seed, in whatever order the items come, and another for another month', () => {
    const items = Array.from({ length: 200 }, (_, index) => item({ inventoryItemId: String(index) }));
    const plan = drawPlan(items, 20, '2026-11', say);
    expect(drawPlan(items.toReversed(), 20, '2026-11', say)).toEqual(plan);
    expect(drawPlan(items, 20, '2026-12', say)).not.toEqual(plan);
  });

  test('begins with negative stock, then with what has been silent for longer than chance explains', () => {
    const items = [
      ...Array.from({ length: 50 }, (_, index) => item({ inventoryItemId: String(index), unitValue: 90_000 })),
      item({ inventoryItemId: 'phantom', sellingDayShare: 0.5, silentDays: 30 }),
      item({ inventoryItemId: 'negative', onHand: -3 }),
    ];
    const plan = drawPlan(items, 6, 'x', say);
    expect(plan.slice(0, 2)).toEqual([
      { inventoryItemId: 'negative', reason: 'negative', why: 'Shopify says -3 on hand, which cannot be.' },
      {
        inventoryItemId: 'phantom',
        reason: 'phantom',
        why: 'It used to sell every 2 days and has not for 30 days: the shelf may be empty.',
      },
    ]);
    expect(plan[2]).toMatchObject({ reason: 'value-at-risk', why: '£9000.00 on paper, last counted 100 days ago.' });
  });

  test('leaves a chance to the rest when a whole warehouse is suspect', () => {
    const items = [
      ...Array.from({ length: 300 }, (_, index) => item({ inventoryItemId: `n${index}`, onHand: -1 })),
      item({ inventoryItemId: 'sound', unitValue: 100_000 }),
    ];
    const hits = seeds(200).filter((seed) =>
      drawPlan(items, 30, seed, say).some((line) => line.inventoryItemId === 'sound'),
    );
    expect(hits.length).toBeGreaterThan(100);
  });
});

const seeds = (count: number) => Array.from({ length: count }, (_, index) => `seed ${index}`);

/** How often each id is drawn in 2,000 plans of 5 among 40. */
function drawnOften(items: Candidate[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const seed of seeds(2000))
    for (const { inventoryItemId } of drawPlan(items, 5, seed, say))
      times.set(inventoryItemId, (times.get(inventoryItemId) ?? 0) + 1);
  return times;
}

describe('the chances', () => {
  const crowd = Array.from({ length: 38 }, (_, index) => item({ inventoryItemId: `c${index}` }));

  test.each<[string, Partial<Candidate>]>([
    ['four times the value', { unitValue: 2000 }],
    ['more on the shelf', { onHand: 60 }],
    ['never counted', { daysSinceCount: null }],
    ['short picks', { shorts: 2 }],
    ['returns put back', { restocked: 8 }],
    ['a silence that chance hardly explains', { sellingDayShare: 0.1, silentDays: 40 }],
  ])('rise with %s', (_, risk) => {
    const times = drawnOften([
      ...crowd,
      item({ inventoryItemId: 'calm' }),
      item({ inventoryItemId: 'risky', ...risk }),
    ]);
    expect(times.get('risky')).toBeGreaterThan(1.3 * (times.get('calm') ?? 0));
  });

  test('are in proportion to the weights, and nobody has none', () => {
    const times = drawnOften([
      ...crowd,
      item({ inventoryItemId: 'worthless', unitValue: 0 }),
      item({ inventoryItemId: 'calm' }),
    ]);
    expect(times.get('worthless')).toBeGreaterThan(0);
    // 5 of 39 alike in 2,000 plans: 256 each, and four standard deviations are 60
    for (const { inventoryItemId } of crowd) expect(Math.abs((times.get(inventoryItemId) ?? 0) - 256)).toBeLessThan(64);
  });

  test('suspicion is above 0, at most 1, and no event lowers it', () => {
    fc.assert(
      fc.property(candidate, (one) => {
        const before = suspicion({ ...one, inventoryItemId: 'a' });
        expect(before).toBeGreaterThan(0);
        expect(before).toBeLessThanOrEqual(1);
        for (const more of [
          { shorts: one.shorts + 1 },
          { restocked: one.restocked + 5 },
          { daysSinceCount: null },
          { silentDays: one.silentDays === null ? 30 : one.silentDays + 30 },
        ])
          expect(suspicion({ ...one, ...more, inventoryItemId: 'a' })).toBeGreaterThanOrEqual(before - 1e-12);
      }),
    );
  });
});
