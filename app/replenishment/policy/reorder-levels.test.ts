import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DemandDistribution, weightedDemand } from './demand-distribution.ts';
import { coverFor, type Protection, promisedFill, reorderLevels } from './reorder-levels.ts';
import { economicLot, economicTarget, holdingCost, type ServiceTarget } from './service-target.ts';
import { starterRule } from './starter-rule.ts';

const daily = fc.array(fc.nat(30), { minLength: 1, maxLength: 8 });
const target: fc.Arbitrary<ServiceTarget> = fc.record({
  measure: fc.constantFrom('fill', 'cycle'),
  level: fc.integer({ min: 0, max: 999 }).map((thousandth) => thousandth / 1000),
});

/** Demand over some days, each of which sells one of `units`, all equally likely: exact, by convolution. */
function sumOver(units: readonly number[], days: number): DemandDistribution {
  let chances = new Map([[0, 1]]);
  for (let day = 0; day < days; day++) {
    const next = new Map<number, number>();
    for (const [sum, chance] of chances)
      for (const sold of units) next.set(sum + sold, (next.get(sum + sold) ?? 0) + chance / units.length);
    chances = next;
  }
  return weightedDemand([...chances].map(([sum, weight]) => ({ units: sum, weight })));
}
const protection = (units: readonly number[], leadTime: number, review = 2): Protection => ({
  untilNextArrival: sumOver(units, leadTime + review),
  untilArrival: sumOver(units, leadTime),
});

describe('reorder levels', () => {
  test('of a demand that never varies are just that demand', () => {
    const steady = protection([3], 4);
    expect(reorderLevels(steady, { measure: 'fill', level: 1 })).toEqual({
      reorderPoint: 17,
      orderUpTo: 18,
      promisedFill: 1,
    });
    // Half of what is asked for in the two days of review, 6 units, after the 12 of the lead time.
    expect(coverFor(steady, { measure: 'fill', level: 0.5 })).toBe(15);
    expect(promisedFill(steady, 15)).toBe(0.5);
    expect(reorderLevels(steady, { measure: 'fill', level: 1 }, 12).orderUpTo).toBe(30);
  });

  test('blame a cycle only for what runs out in it, not for what was short before', () => {
    // 0 or 10 a day, two days of lead time and one of review: 6.25 short when the next delivery comes, 2.5 of them before.
    expect(promisedFill(protection([0, 10], 2, 1), 10)).toBeCloseTo(1 - (6.25 - 2.5) / 5);
  });

  test('of a demand that never comes are zero', () => {
    const nothing = { reorderPoint: 0, orderUpTo: 0, promisedFill: 1 };
    expect(reorderLevels(protection([0], 4), { measure: 'fill', level: 0.99 }, 40)).toEqual(nothing);
    expect(reorderLevels(protection([0], 4), { measure: 'cycle', level: 0.99 })).toEqual(nothing);
  });

  test('keep the promise, and one unit less would not', () => {
    fc.assert(
      fc.property(daily, fc.nat(4), fc.integer({ min: 1, max: 999 }), (units, leadTime, thousandth) => {
        const level = thousandth / 1000;
        const covered = protection(units, leadTime);
        const stock = coverFor(covered, { measure: 'fill', level });
        expect(promisedFill(covered, stock)).toBeGreaterThanOrEqual(level - 1e-9);
        if (stock > 0) expect(promisedFill(covered, stock - 1)).toBeLessThan(level);
      }),
    );
  });

  test('do not fall when the lead time, the demand or the target rises', () => {
    fc.assert(
      fc.property(daily, fc.nat(3), target, fc.nat(300), (units, leadTime, aim, more) => {
        const before = coverFor(protection(units, leadTime), aim);
        expect(coverFor(protection(units, leadTime + 1), aim)).toBeGreaterThanOrEqual(before);
        const busier = units.map((sold) => sold + 1);
        expect(coverFor(protection(busier, leadTime), aim)).toBeGreaterThanOrEqual(before);
        const stricter = { ...aim, level: Math.min(0.999, aim.level + more / 1000) };
        expect(coverFor(protection(units, leadTime), stricter)).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  test('do not fall when the same demand swings more widely', () => {
    // With nothing on its way the shortage is E[(D − S)+], which a wider swing around the same mean can only raise.
    const around = (swings: readonly number[], width: number) => ({
      untilNextArrival: weightedDemand(
        swings.flatMap((swing) => [-1, 1].map((side) => ({ units: 500 + side * swing * width, weight: 1 }))),
      ),
      untilArrival: weightedDemand([]),
    });
    fc.assert(
      fc.property(daily, fc.nat(5), fc.nat(5), target, (swings, width, wider, { measure, level }) => {
        const aim = { measure, level: 0.51 + 0.48 * level };
        const calm = coverFor(around(swings, width), aim);
        expect(coverFor(around(swings, width + wider), aim)).toBeGreaterThanOrEqual(calm);
      }),
    );
  });

  test('buying up to the level leaves nothing to buy at the next look', () => {
    fc.assert(
      fc.property(daily, fc.nat(3), target, fc.nat(50), (units, leadTime, aim, lot) => {
        const { reorderPoint, orderUpTo } = reorderLevels(protection(units, leadTime), aim, lot);
        expect(orderUpTo > reorderPoint || orderUpTo === 0).toBe(true);
      }),
    );
  });
});

describe('the economics', () => {
  test('a unit that earns 9 and costs 1 to keep for a cycle should be there in 90 % of the cycles', () => {
    expect(economicTarget(9, 1)).toEqual({ measure: 'cycle', level: 0.9 });
    expect(economicTarget(-2, 1)?.level).toBe(0);
    expect(economicTarget(0, 0)).toBeNull();
    expect(holdingCost(100, 0.25, 73)).toBeCloseTo(5);
  });

  test('the economic lot is the square root rule', () => {
    expect(economicLot(1000, 10, 2)).toBe(100);
    expect(economicLot(1000, 0, 2)).toBe(0);
  });
});

test('the starter rule buys at two weeks of average sales, up to three', () => {
  expect(starterRule(1.5)).toEqual({ reorderPoint: 21, orderUpTo: 32 });
  expect(starterRule(0)).toEqual({ reorderPoint: 0, orderUpTo: 0 });
});
