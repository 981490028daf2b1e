import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cart, floor, names, order, planned, someOrders } from '../../../tests/a-backlog.ts';
import { floorWalks } from '../place/floor-walks.ts';
import { usualTerms } from '../rules/terms.ts';

describe('planning a backlog', () => {
  test('each line once, every order in a wave or named, carts kept, the walk as long as it says, the bound below', () => {
    const walks = floorWalks(floor)!;
    fc.assert(
      fc.property(someOrders, fc.integer({ min: 1, max: 6 }), (candidates, totes) => {
        const rules = [{ id: 'v', name: 'VIP', active: true, when: { tags: ['vip'] }, cartId: null, most: 4 }];
        const carts = [cart({ totes, toteMillilitres: 3000 })];
        const sizes = new Map(names.slice(0, 60).map((name) => [name, { millilitres: 900, grams: 100 }]));
        const plan = planned({ candidates, rules, carts, sizes, terms: { ...usualTerms, cartId: 'c', most: 7 } });
        const riding = plan.waves.flatMap((wave) => wave.orders.map((one) => one.orderId));
        const named = plan.tooLarge.map((one) => one.orderId);
        expect([...riding, ...named].sort()).toEqual(candidates.map((one) => one.orderId).sort());
        const lines = new Map(
          candidates.flatMap((one) => one.lines.map((line) => [line.fulfillmentOrderLineId, line])),
        );
        for (const wave of plan.waves) {
          expect(wave.orders.length).toBeLessThanOrEqual(wave.rule === 'VIP' ? 4 : 7);
          const own = new Set(wave.orders.map((one) => one.orderId));
          const taken = candidates.filter((one) => own.has(one.orderId)).flatMap((one) => one.lines);
          expect(wave.walk.map((line) => line.fulfillmentOrderLineId).sort()).toEqual(
            taken.map((line) => line.fulfillmentOrderLineId).sort(),
          );
          expect(
            taken.every(
              (line) => wave.rule === null || candidates.find((one) => one.lines.includes(line))?.tags.includes('vip'),
            ),
          ).toBe(true);
          const stops = wave.walk.flatMap(
            (line) => walks.stopOf.get(lines.get(line.fulfillmentOrderLineId)?.bin ?? '') ?? [],
          );
          expect(walks.inOrder(stops)).toBeCloseTo(wave.metres!.walk, 6);
          expect(wave.metres!.walk).toBeLessThanOrEqual(wave.metres!.byBinName + 1e-6);
          const totesUsed = wave.orders.map((one) => one.tote!);
          expect(new Set(totesUsed).size).toBe(totesUsed.length);
          expect(Math.max(...totesUsed)).toBeLessThanOrEqual(totes);
        }
        expect(plan.metres!.bound).toBeLessThanOrEqual(plan.metres!.walk + 1e-6);
        expect(plan.metres!.walk).toBeLessThanOrEqual(plan.metres!.firstCome + 1e-6);
      }),
      { numRuns: 30 },
    );
  });

  test('a backlog that is searched in parts keeps every order once, and the same seed makes the same plan', () => {
    const candidates = Array.from({ length: 420 }, (_, at) =>
      order(at + 1, [
        { bin: names[(at * 37) % names.length]!, quantity: 1 },
        ...(at % 3 ? [] : [{ bin: names[(at * 53 + 11) % names.length]!, quantity: 2 }]),
      ]),
    );
    const plan = planned({ candidates });
    expect(new Set(plan.waves.flatMap((wave) => wave.orders.map((one) => one.orderId))).size).toBe(420);
    expect(plan.metres!.walk).toBeLessThan(0.8 * plan.metres!.firstCome);
    expect(planned({ candidates })).toEqual(plan);
  });

  test('a bin that the layout does not have is picked last and said', () => {
    const plan = planned({
      candidates: [
        order(1, [
          { bin: 'Cellar', quantity: 1 },
          { bin: '2-4', quantity: 1 },
        ]),
      ],
    });
    expect(plan.waves[0]).toMatchObject({
      unplaced: 1,
      walk: [{ fulfillmentOrderLineId: '1-1' }, { fulfillmentOrderLineId: '1-0' }],
    });
  });
});
