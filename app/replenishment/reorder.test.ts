import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adviceSentence, formulaSteps } from './formula.ts';
import { orderQuantity } from './order-quantity.ts';
import { FEWEST_DAYS, reorder } from './reorder.ts';
import type { ReorderInputs } from './reorder-point.ts';

const tea: ReorderInputs = {
  tracked: true,
  stock: { available: 40, incoming: 0 },
  history: { daysObserved: 90, daysInStock: 60, unitsSold: 120 },
  terms: { leadTimeDays: 14, reviewDays: 7, safetyDays: 7, minimumOrder: 1, packSize: 1 },
};

const anyInputs: fc.Arbitrary<ReorderInputs> = fc.record({
  tracked: fc.constant(true),
  stock: fc.record({ available: fc.integer({ min: -500, max: 5000 }), incoming: fc.nat(2000) }),
  history: fc
    .tuple(fc.integer({ min: FEWEST_DAYS, max: 400 }), fc.nat(100), fc.nat(20_000))
    .map(([daysInStock, out, unitsSold]) => ({ daysObserved: daysInStock + out, daysInStock, unitsSold })),
  terms: fc.record({
    leadTimeDays: fc.nat(120),
    reviewDays: fc.nat(60),
    safetyDays: fc.nat(60),
    minimumOrder: fc.integer({ min: 1, max: 500 }),
    packSize: fc.integer({ min: 1, max: 144 }),
  }),
});

describe('the reorder point', () => {
  test('is the demand of days in stock over lead time, review and safety', () => {
    const answer = reorder(tea);
    expect(answer).toMatchObject({
      dailyDemand: 2,
      reorderPoint: 56,
      orderUpTo: 70,
      position: 40,
      advice: 'buy',
      suggested: 30,
      daysOfCover: 20,
      slackDays: 6,
    });
  });

  test('days out of stock do not make it look slow: 120 units in 60 of 90 days is 2 a day', () => {
    expect(reorder({ ...tea, history: { ...tea.history, daysObserved: 500 } }).dailyDemand).toBe(2);
  });

  test('what is on its way counts once, and says wait', () => {
    expect(reorder({ ...tea, stock: { available: 40, incoming: 30 } })).toMatchObject({ advice: 'wait', suggested: 0 });
    expect(reorder({ ...tea, stock: { available: 57, incoming: 0 } })).toMatchObject({
      advice: 'enough',
      suggested: 0,
    });
    expect(reorder({ ...tea, stock: { available: 56, incoming: 0 } }).advice).toBe('buy');
  });

  test('what is owed is bought even when nothing sells any more', () => {
    const owed = reorder({ ...tea, stock: { available: -3, incoming: 0 }, history: { ...tea.history, unitsSold: 0 } });
    expect(owed).toMatchObject({ advice: 'buy', suggested: 3, reorderPoint: 0 });
  });

  test.each([
    [{ ...tea, tracked: false }, 'not-tracked'],
    [{ ...tea, history: { daysObserved: 0, daysInStock: 0, unitsSold: 0 } }, 'no-history'],
    [{ ...tea, history: { daysObserved: 30, daysInStock: 0, unitsSold: 0 } }, 'no-history'],
    [{ ...tea, history: { daysObserved: 30, daysInStock: 6, unitsSold: 12 } }, 'too-little-history'],
  ] as const)('without history the advice is unknown and nothing is suggested (%#)', (inputs, unknown) => {
    const answer = reorder(inputs);
    expect(answer).toMatchObject({ advice: 'unknown', unknown, suggested: 0 });
    expect(adviceSentence(inputs, answer)).not.toBe('');
    expect(formulaSteps(inputs, answer)).toEqual([]);
  });

  test('more demand never lowers the reorder point or the order-up-to level', () => {
    fc.assert(
      fc.property(anyInputs, fc.nat(5000), (inputs, more) => {
        const before = reorder(inputs);
        const after = reorder({
          ...inputs,
          history: { ...inputs.history, unitsSold: inputs.history.unitsSold + more },
        });
        expect(after.reorderPoint).toBeGreaterThanOrEqual(before.reorderPoint);
        expect(after.orderUpTo).toBeGreaterThanOrEqual(before.orderUpTo);
      }),
    );
  });

  test('a longer lead time never lowers the reorder point; more stock never raises the suggestion', () => {
    fc.assert(
      fc.property(anyInputs, fc.nat(60), fc.nat(500), (inputs, days, units) => {
        const before = reorder(inputs);
        const slower = reorder({
          ...inputs,
          terms: { ...inputs.terms, leadTimeDays: inputs.terms.leadTimeDays + days },
        });
        expect(slower.reorderPoint).toBeGreaterThanOrEqual(before.reorderPoint);
        const fuller = reorder({
          ...inputs,
          stock: { ...inputs.stock, available: inputs.stock.available + units },
        });
        expect(fuller.suggested).toBeLessThanOrEqual(before.suggested);
      }),
    );
  });

  test('buy always suggests something, and it lifts the position to the order-up-to level', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const answer = reorder(inputs);
        if (answer.advice !== 'buy') expect(answer.suggested).toBe(0);
        else {
          expect(answer.suggested).toBeGreaterThan(0);
          expect(answer.position + answer.suggested).toBeGreaterThanOrEqual(answer.orderUpTo);
        }
      }),
    );
  });

  test('the formula shown ends in the numbers of the answer', () => {
    const steps = formulaSteps(tea, reorder(tea));
    expect(steps.map((step) => `${step.name}: ${step.figures} = ${step.result}`)).toEqual([
      'Daily demand: 120 units ÷ 60 days = 2 units a day',
      'Reorder point: 2 × (14 + 7 + 7 days) = 56 units',
      'Inventory position: 40 + 0 = 40 units',
      'Order up to: 2 × 35 days = 70 units',
      'Suggested quantity: 70 − 40, minimum 1, pack of 1 = 30 units',
    ]);
  });
});

describe('the order quantity', () => {
  test.each([
    [0, 12, 6, 0],
    [1, 12, 1, 12],
    [5, 10, 6, 12],
    [13, 10, 6, 18],
    [12, 12, 12, 12],
  ])('need %d, minimum %d, packs of %d → %d', (need, minimum, pack, quantity) => {
    expect(orderQuantity(need, minimum, pack)).toBe(quantity);
  });

  test('respects need, minimum and pack, and adds less than one pack to the greater of the first two', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 500 }),
        (need, minimum, pack) => {
          const quantity = orderQuantity(need, minimum, pack);
          expect(quantity % pack).toBe(0);
          expect(quantity).toBeGreaterThanOrEqual(Math.max(need, minimum));
          expect(quantity - Math.max(need, minimum)).toBeLessThan(pack);
        },
      ),
    );
  });
});
