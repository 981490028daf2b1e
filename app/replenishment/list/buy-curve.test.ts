import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DemandInputs } from '../demand-inputs.ts';
import type { DecisionInputs } from '../policy/decide.ts';
import { fillUpTo, planBuys } from '../policy/plan-buys.ts';
import { type BuyCurve, buyCurve, lineOf, servedShare, worthOfUnits } from './buy-curve.ts';

const inputs = (packSize: number, minimumOrder: number): DecisionInputs<DemandInputs> => ({
  demand: {
    lastDay: '2026-11-21',
    units: Array.from({ length: 120 }, (_, day) => day % 3),
    states: new Array(120).fill(0),
    method: 'windows',
    planned: [],
    season: 1,
    prior: null,
  },
  leadTime: { statedDays: 7, samples: [] },
  reviewDays: 7,
  target: { measure: 'fill', level: 0.95 },
  starterSales: null,
  stock: { available: 4, incoming: 0, openLines: [], backordersElsewhere: 0 },
  movable: 0,
  terms: {
    minimumOrder,
    packSize,
    unitCost: 100,
    priceBreaks: [],
    holdingRate: 0.25,
    maxCoverDays: null,
    shelfLifeDays: null,
  },
  lot: 0,
  spareDays: 60,
});

test('more budget never serves less, and the plan keeps to budget, packs and minimums', () => {
  const curves = [
    buyCurve('a', 's', 4, 150, inputs(6, 1)),
    buyCurve('b', 's', -2, 80, inputs(4, 10)),
    buyCurve('c', 't', 0, 60, inputs(1, 1)),
  ].filter((curve): curve is BuyCurve => curve !== null);
  expect(curves).toHaveLength(3);
  const suppliers = [
    { id: 's', minimumValue: 1000 },
    { id: 't', minimumValue: 0 },
  ];
  const plan = (budget: number) => planBuys(curves.map(lineOf), suppliers, budget);
  const served = (budget: number) =>
    servedShare(curves, new Map(plan(budget).lines.map(({ id, units }) => [id, units])));
  expect(served(0)).toBeLessThan(0.6);
  expect(served(1e9)).toBeGreaterThan(0.9);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8000 }), (budget) => {
      const { cost, lines } = plan(budget);
      expect(cost).toBeLessThanOrEqual(budget);
      for (const { id, units } of lines) {
        const curve = curves.find((each) => each.id === id)!;
        expect(units % curve.packSize).toBe(0);
        if (units > 0) expect(units).toBeGreaterThanOrEqual(curve.minimumOrder);
      }
      expect(served(budget)).toBeLessThanOrEqual(served(1e9) + 1e-9);
    }),
    { numRuns: 50 },
  );
});

test('where nobody knows the lead time there is nothing to plan', () => {
  expect(buyCurve('a', 's', 4, 150, { ...inputs(1, 1), leadTime: { statedDays: null, samples: [] } })).toBeNull();
});

test('typed units are worth what the plan says at whole packs, and between them what lies between', () => {
  const curve = buyCurve('a', 's', 4, 150, inputs(6, 1))!;
  const [line] = planBuys([lineOf(curve)], [{ id: 's', minimumValue: 0 }]).lines;
  const planned = line!.packs.reduce((sum, pack) => sum + pack.value, 0);
  expect(worthOfUnits(curve, line!.units)).toBeCloseTo(planned, 6);
  expect(worthOfUnits(curve, 0)).toBe(0);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 5 }), (packs, part) => {
      const [before, between, after] = [0, part, 6].map((more) => worthOfUnits(curve, packs * 6 + more));
      expect(between!).toBeGreaterThanOrEqual(Math.min(before!, after!) - 1e-9);
      expect(between!).toBeLessThanOrEqual(Math.max(before!, after!) + 1e-9);
    }),
  );
});

test('filling up reaches any minimum in whole packs, also past what will be asked for, and takes nothing away', () => {
  const lines = [buyCurve('a', 's', 4, 150, inputs(6, 1))!, buyCurve('b', 's', -2, 80, inputs(4, 10))!].map(lineOf);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200_000 }), fc.nat(9), (missing, packs) => {
      const bought = new Map([['a', packs * 6]]);
      const filled = fillUpTo(lines, bought, missing)!;
      const cost = (units: ReadonlyMap<string, number>) =>
        lines.reduce((sum, { id, unitCost }) => sum + (units.get(id) ?? 0) * unitCost, 0);
      expect(cost(filled) - cost(bought)).toBeGreaterThanOrEqual(missing);
      // The last pack is the one that reaches it: the greatest that can be is the opening minimum of b.
      expect(cost(filled) - cost(bought)).toBeLessThan(missing + 12 * 100);
      expect(filled.get('a')! % 6).toBe(0);
      expect(filled.get('a')!).toBeGreaterThanOrEqual(packs * 6);
      expect([0, 12].includes(filled.get('b')!) || (filled.get('b')! > 12 && filled.get('b')! % 4 === 0)).toBe(true);
    }),
    { numRuns: 50 },
  );
  expect(
    fillUpTo(
      lines.map((line) => ({ ...line, unitCost: 0 })),
      new Map(),
      1,
    ),
  ).toBeNull();
});
