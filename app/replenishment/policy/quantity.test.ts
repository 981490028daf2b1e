import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advise } from './advice.ts';
import { type BuyingTerms, costAt, quantityToBuy, type Situation } from './quantity.ts';

const plain: BuyingTerms = {
  minimumOrder: 1,
  packSize: 1,
  unitCost: 500,
  priceBreaks: [],
  holdingRate: 0.25,
  maxCoverDays: null,
  shelfLifeDays: null,
};
const at = (position: number, orderUpTo: number): Situation => ({
  position,
  orderUpTo,
  demandPerDay: 1,
  leadTimeDays: 14,
});
const names = (situation: Situation, terms: BuyingTerms) =>
  quantityToBuy(situation, terms).steps.map(({ name }) => name);

describe('the quantity to buy', () => {
  test.each([
    // need, minimum, pack → units
    [1, 12, 1, 12],
    [1, 10, 6, 12],
    [13, 10, 6, 18],
    [12, 1, 6, 12],
    [0, 50, 6, 0],
    [-9, 50, 6, 0],
  ])('a need of %i, a minimum of %i, packs of %i: %i', (need, minimumOrder, packSize, units) => {
    expect(quantityToBuy(at(100 - need, 100), { ...plain, minimumOrder, packSize }).units).toBe(units);
  });

  test('records why each number changed', () => {
    expect(quantityToBuy(at(20, 27), { ...plain, minimumOrder: 10, packSize: 6 }).steps).toEqual([
      { name: 'need', from: 0, to: 7, because: { orderUpTo: 27, position: 20 } },
      { name: 'minimum', from: 7, to: 10, because: { minimumOrder: 10 } },
      { name: 'pack', from: 10, to: 12, because: { packSize: 6 } },
    ]);
    expect(names(at(20, 27), plain)).toEqual(['need']);
  });

  test('buys up to a price break that saves more than it costs to hold the extra units', () => {
    const terms = {
      ...plain,
      priceBreaks: [
        { units: 100, unitCost: 450 },
        { units: 1000, unitCost: 400 },
      ],
    };
    const bought = quantityToBuy(at(0, 40), terms);
    // 100 × 50 = 5,000 saved; 60 units at 450 × 0.25 for 26 + 30 days cost about 1,036. For 1,000 units it is the other way round.
    expect(bought).toMatchObject({ units: 100, unitCost: 450 });
    expect(bought.steps.at(-1)?.because.saving).toBe(5000);
    expect(bought.steps.at(-1)?.because.holding).toBeCloseTo((60 * 450 * 0.25 * 56) / 365);
    expect(quantityToBuy(at(0, 40), { ...terms, holdingRate: 5 }).units).toBe(40);
    expect(quantityToBuy({ ...at(0, 40), demandPerDay: 0 }, terms).units).toBe(40);
    expect(costAt(1000, terms)).toBe(400);
  });

  test('keeps within cover and shelf life by whole packs, and buys nothing where that is less than the minimum', () => {
    const terms = { ...plain, packSize: 6 };
    expect(quantityToBuy(at(20, 80), { ...terms, maxCoverDays: 60 })).toMatchObject({ units: 36 });
    // 20 there, 14 sold until it arrives: 6 left sell first, so 34 more sell within 40 days.
    expect(quantityToBuy(at(20, 80), { ...terms, shelfLifeDays: 40 })).toMatchObject({ units: 30 });
    const refused = { ...terms, maxCoverDays: 60, minimumOrder: 40 };
    expect(quantityToBuy(at(20, 80), refused).units).toBe(0);
    expect(names(at(20, 80), refused)).toEqual(['need', 'max-cover', 'below-minimum']);
  });

  const anyTerms: fc.Arbitrary<BuyingTerms> = fc.record({
    minimumOrder: fc.nat(300),
    packSize: fc.integer({ min: 1, max: 48 }),
    unitCost: fc.integer({ min: 1, max: 5000 }),
    priceBreaks: fc.array(fc.record({ units: fc.nat(1000), unitCost: fc.integer({ min: 1, max: 5000 }) }), {
      maxLength: 3,
    }),
    holdingRate: fc.constantFrom(0, 0.2, 1),
    maxCoverDays: fc.option(fc.nat(400)),
    shelfLifeDays: fc.option(fc.nat(400)),
  });
  const anySituation: fc.Arbitrary<Situation> = fc.record({
    position: fc.integer({ min: -100, max: 600 }),
    orderUpTo: fc.nat(600),
    demandPerDay: fc.constantFrom(0, 0.3, 2, 9),
    leadTimeDays: fc.nat(60),
  });

  test('is 0 or whole packs, from the minimum and the need up unless a recorded limit says less', () => {
    fc.assert(
      fc.property(anySituation, anyTerms, (situation, terms) => {
        const { units, steps } = quantityToBuy(situation, terms);
        const need = Math.max(0, situation.orderUpTo - situation.position);
        const limited = steps.some(({ name }) => name === 'max-cover' || name === 'shelf-life');
        expect(units % terms.packSize).toBe(0);
        if (need === 0) expect(units).toBe(0);
        if (units > 0) expect(units).toBeGreaterThanOrEqual(terms.minimumOrder);
        if (!limited) expect(units).toBeGreaterThanOrEqual(need);
        const { maxCoverDays } = terms;
        if (units > 0 && maxCoverDays !== null)
          expect(situation.position + units).toBeLessThanOrEqual(situation.demandPerDay * maxCoverDays + 1e-6);
        expect(steps.every((step, i) => step.from === (steps[i - 1]?.to ?? 0))).toBe(true);
        expect(steps.at(-1)?.to).toBe(units);
      }),
    );
  });

  test('once bought, nothing more is needed, unless a limit kept it short', () => {
    fc.assert(
      fc.property(anySituation, anyTerms, (situation, terms) => {
        const free = { ...terms, maxCoverDays: null, shelfLifeDays: null };
        const { units } = quantityToBuy(situation, free);
        expect(quantityToBuy({ ...situation, position: situation.position + units }, free).units).toBe(0);
      }),
    );
  });
});

describe('the advice', () => {
  const inputs = {
    levels: { reorderPoint: 20, orderUpTo: 30 },
    position: 20,
    available: 20,
    movable: 0,
    toBuy: 12,
    tooMuchAbove: 90,
  };
  test.each([
    [{}, 'buy', 'at-reorder-point'],
    [{ position: -2 }, 'buy', 'units-owed'],
    [{ movable: 9 }, 'buy', 'at-reorder-point'],
    [{ movable: 10 }, 'move', 'others-can-spare'],
    [{ toBuy: 0 }, 'wait', 'not-allowed'],
    [{ position: 21 }, 'wait', 'on-its-way'],
    [{ position: 21, available: 21 }, 'wait', 'enough'],
    [{ position: 90, available: 90 }, 'wait', 'enough'],
    [{ position: 91 }, 'too much', 'more-than-ever-needed'],
    [{ levels: null }, 'unknown', 'not-known'],
    [{ levels: null, position: -1 }, 'buy', 'units-owed'],
    [{ levels: null, position: -1, toBuy: 0 }, 'wait', 'not-allowed'],
    [{ levels: { reorderPoint: 0, orderUpTo: 0 }, position: 0 }, 'wait', 'enough'],
    [{ levels: { reorderPoint: 0, orderUpTo: 0 }, position: -1 }, 'buy', 'units-owed'],
    [{ levels: { reorderPoint: 0, orderUpTo: 0 }, position: 3, tooMuchAbove: 0 }, 'too much', 'more-than-ever-needed'],
  ] as const)('%o: %s, %s', (over, advice, reason) => {
    expect(advise({ ...inputs, ...over })).toEqual({ advice, reason });
  });
});
