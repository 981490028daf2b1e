import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weightedDemand } from './demand-distribution.ts';
import { type BuyLine, fillUpTo, planBuys, type Supplier, worthOf } from './plan-buys.ts';

const upTo = (most: number) => weightedDemand(Array.from({ length: most }, (_, i) => ({ units: i + 1, weight: 1 })));
const tea: BuyLine = {
  id: 'tea',
  supplierId: 'a',
  position: 0,
  demand: upTo(10),
  packSize: 1,
  minimumOrder: 1,
  most: null,
  unitCost: 100,
  margin: 90,
  holding: 30,
};
const suppliers: Supplier[] = [{ id: 'a', minimumValue: 0 }];

describe('a plan of purchases', () => {
  test('without limits buys each line up to its critical ratio', () => {
    // 90 / (90 + 30) = 75 % of the demands from 1 to 10: 8 units, as the eighth is asked for with 30 %.
    const plan = planBuys([tea], suppliers);
    expect(plan.lines[0]).toMatchObject({ id: 'tea', units: 7 + 1 });
    expect(plan.lines[0]?.packs.map(({ value }) => Math.round(value))).toEqual([90, 78, 66, 54, 42, 30, 18, 6]);
    expect(plan.lines[0]?.next?.value).toBeCloseTo(-6);
    expect(plan.suppliers).toEqual([{ supplierId: 'a', cost: 800, value: plan.value, refused: null, refusedValue: 0 }]);
  });

  test('fills an order up by cover, and not with one article, beyond what will be asked for', () => {
    const slow = { ...tea, id: 'slow', demand: upTo(2) };
    for (const holding of [30, 0]) {
      const lines = [
        { ...tea, holding },
        { ...tea, id: 'cup', holding },
        { ...slow, holding },
      ];
      const units = fillUpTo(lines, new Map([['tea', 8]]), 40_000)!;
      expect([...units.values()].reduce((sum, one) => sum + one)).toBe(408);
      const cover = lines.map(({ id, demand }) => units.get(id)! / demand.mean);
      // Each lasts about as long as the others: 408 / (5.5 + 5.5 + 1.5) cycles.
      for (const cycles of cover) expect(cycles).toBeCloseTo(32.6, -0.5);
    }
  });

  test('spends a budget where a pack is worth most', () => {
    const cup = { ...tea, id: 'cup', unitCost: 50 };
    const plan = planBuys([tea, cup], suppliers, 300);
    // Per pound the cup stays ahead until its sixth unit (30 / 50) meets the tea's third (66 / 100).
    expect(plan.lines.map(({ units }) => units)).toEqual([1, 4]);
    expect(plan.cost).toBe(300);
  });

  test('refuses a supplier whose minimum costs more than it brings, and says how much that saves', () => {
    const minimum = (minimumValue: number) => planBuys([tea], [{ id: 'a', minimumValue }]).suppliers[0];
    expect(minimum(1000)).toMatchObject({ refused: null, cost: 1000 });
    expect(minimum(5000)).toMatchObject({ refused: 'minimum-not-worth-it', cost: 0 });
    // All 5.5 units asked for on average earn their margin, the other 44.5 are held.
    expect(minimum(5000)?.refusedValue).toBeCloseTo(5.5 * 90 - 44.5 * 30);
  });

  test('says why else nothing is bought', () => {
    const why = (line: BuyLine, minimumValue: number, budget?: number) =>
      planBuys([line], [{ id: 'a', minimumValue }], budget).suppliers[0]?.refused;
    expect(why({ ...tea, position: 10 }, 500)).toBe('nothing-pays');
    expect(why({ ...tea, most: 3 }, 500)).toBe('minimum-out-of-reach');
    expect(why({ ...tea, unitCost: 0 }, 500)).toBe('minimum-out-of-reach');
    expect(why(tea, 500, 499)).toBe('budget');
    expect(why({ ...tea, minimumOrder: 40 }, 0)).toBe('nothing-pays');
  });

  const anyLine = (id: string): fc.Arbitrary<BuyLine> =>
    fc.record({
      id: fc.constant(id),
      supplierId: fc.constantFrom('a', 'b'),
      position: fc.nat(8),
      demand: fc.integer({ min: 1, max: 30 }).map(upTo),
      packSize: fc.integer({ min: 1, max: 6 }),
      minimumOrder: fc.nat(8),
      most: fc.option(fc.nat(20)),
      unitCost: fc.integer({ min: 1, max: 50 }),
      margin: fc.integer({ min: 0, max: 60 }),
      holding: fc.nat(20),
    });
  const anyLines = fc.tuple(anyLine('1'), anyLine('2'), anyLine('3'));
  const anySuppliers = fc.tuple(fc.nat(300), fc.nat(300)).map(([a, b]): Supplier[] => [
    { id: 'a', minimumValue: a },
    { id: 'b', minimumValue: b },
  ]);

  test('keeps the budget, every minimum and every limit, in whole packs', () => {
    fc.assert(
      fc.property(anyLines, anySuppliers, fc.nat(1500), (lines, from, budget) => {
        const plan = planBuys(lines, from, budget);
        expect(plan.cost).toBeLessThanOrEqual(budget);
        plan.lines.forEach(({ units, packs }, i) => {
          const { packSize, minimumOrder, most } = lines[i]!;
          expect(units % packSize).toBe(0);
          if (units > 0) expect(units).toBeGreaterThanOrEqual(minimumOrder);
          if (most !== null) expect(units).toBeLessThanOrEqual(most);
          const worth = packs.reduce((sum, { value }) => sum + value, 0);
          expect(worth).toBeCloseTo(worthOf(lines[i]!, lines[i]!.position, units));
        });
        for (const [i, { cost, value, refused }] of plan.suppliers.entries()) {
          if (refused) expect(cost).toBe(0);
          else expect(cost).toBeGreaterThanOrEqual(from[i]!.minimumValue);
          expect(value).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('more budget never lowers what the plan is worth', () => {
    fc.assert(
      fc.property(anyLines, anySuppliers, fc.nat(1000), fc.nat(500), (lines, from, budget, more) => {
        const [less, richer] = [planBuys(lines, from, budget), planBuys(lines, from, budget + more)];
        expect(richer.value).toBeGreaterThanOrEqual(less.value - 1e-6);
      }),
    );
  });

  test('with packs of equal cost and no minimums, no other plan is worth more', () => {
    const line = fc.record({
      position: fc.nat(3),
      most: fc.integer({ min: 1, max: 5 }),
      margin: fc.nat(40),
      holding: fc.nat(9),
    });
    fc.assert(
      fc.property(line, line, fc.nat(7), (one, two, packs) => {
        const lines = [
          { ...tea, ...one, id: '1' },
          { ...tea, ...two, id: '2' },
        ].map((each) => ({ ...each, demand: upTo(6) }));
        let best = 0;
        for (let a = 0; a <= 5; a++)
          for (let b = 0; a + b <= packs && b <= 5; b++)
            if (a <= one.most && b <= two.most)
              best = Math.max(best, worthOf(lines[0]!, one.position, a) + worthOf(lines[1]!, two.position, b));
        expect(planBuys(lines, suppliers, packs * 100).value).toBeCloseTo(best);
      }),
    );
  });
});
