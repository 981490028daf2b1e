import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cart, names, order, planned, someOrders } from '../../../tests/a-backlog.ts';
import { type Cart, capacityOf, loadOf, orderSize, tooLarge, totesFor } from '../carts/cart.ts';
import { unsized } from '../carts/unsized.ts';
import { usualTerms } from '../rules/terms.ts';

describe('carts of a backlog', () => {
  test('no wave is over any limit of its cart: orders, totes, litres, kilograms', () => {
    const limits = fc.record({
      method: fc.constantFrom('cluster' as const, 'sort' as const, 'single' as const),
      totes: fc.integer({ min: 1, max: 6 }),
      toteMillilitres: fc.option(fc.integer({ min: 1000, max: 9000 }), { nil: null }),
      maxGrams: fc.option(fc.integer({ min: 2000, max: 30_000 }), { nil: null }),
    });
    const someSizes = fc.dictionary(
      fc.constantFrom(...names),
      fc.record({
        millilitres: fc.option(fc.integer({ min: 1, max: 4000 }), { nil: null }),
        grams: fc.option(fc.integer({ min: 1, max: 5000 }), { nil: null }),
      }),
      { minKeys: 40 },
    );
    fc.assert(
      fc.property(someOrders, limits, someSizes, (candidates, own, known) => {
        const limited = cart(own);
        const sizes = new Map(Object.entries(known));
        const terms = { ...usualTerms, cartId: 'c', most: 9 };
        const plan = planned({ candidates, carts: [limited], sizes, terms });
        const sizeOf = (id: string) => orderSize(candidates.find((one) => one.orderId === id)!.lines, sizes);
        for (const wave of plan.waves) {
          const loads = wave.orders.map((one) => loadOf(limited, sizeOf(one.orderId)));
          for (const [measure, most] of capacityOf(limited, terms.most).entries())
            expect(loads.reduce((sum, load) => sum + load[measure]!, 0)).toBeLessThanOrEqual(most);
          // What an order's lines go into are its own totes, and the last of them is on the cart.
          for (const one of wave.orders) {
            const lines = wave.walk.filter((line) => line.fulfillmentOrderLineId.startsWith(`${one.orderId}-`));
            const totes = totesFor(limited, sizeOf(one.orderId));
            for (const { tote } of lines)
              if (one.tote === null) expect(tote).toBeNull();
              else {
                expect(tote).toBeGreaterThanOrEqual(one.tote);
                expect(tote).toBeLessThan(one.tote + totes);
                expect(tote).toBeLessThanOrEqual(own.totes);
              }
          }
        }
        for (const { orderId } of plan.tooLarge) expect(tooLarge(limited, sizeOf(orderId))).not.toBeNull();
        expect(plan.tooLarge.length + plan.waves.flatMap((wave) => wave.orders).length).toBe(candidates.length);
      }),
      { numRuns: 60 },
    );
  });

  test('an order larger than a tote takes several, filled along the walk', () => {
    const plan = planned({
      candidates: [
        order(1, [
          { bin: '1-1', quantity: 3 },
          { bin: '1-2', quantity: 1 },
          { bin: '1-3', quantity: 1 },
        ]),
        order(2, [{ bin: '1-4', quantity: 1 }]),
      ],
      carts: [cart({ toteMillilitres: 2000 })],
      sizes: new Map(['1-1', '1-2', '1-3'].map((name) => [name, { millilitres: 1000, grams: null }])),
      terms: { ...usualTerms, cartId: 'c' },
    });
    const [wave] = plan.waves;
    expect(wave?.orders.map(({ orderName, tote }) => [orderName, tote])).toEqual([
      ['#1', 1],
      ['#2', 4],
    ]);
    const byLine = new Map(wave?.walk.map((line) => [line.fulfillmentOrderLineId, line.tote]));
    expect(['1-0', '1-1', '1-2', '2-0'].map((id) => byLine.get(id))).toEqual([1, 2, 3, 4]);
  });

  test('a unit that fits no tote is said; items of which nothing is known are counted', () => {
    const sizes = new Map([
      ['1-1', { millilitres: 9000, grams: null }],
      ['1-2', { millilitres: null, grams: 5 }],
    ]);
    const candidates = [
      order(1, [{ bin: '1-1', quantity: 1 }]),
      order(2, [
        { bin: '1-2', quantity: 1 },
        { bin: '1-3', quantity: 1 },
      ]),
    ];
    const carts = [cart({ toteMillilitres: 8000 })];
    const plan = planned({ candidates, carts, sizes, terms: { ...usualTerms, cartId: 'c' } });
    expect(plan.tooLarge).toMatchObject([
      { orderName: '#1', says: expect.stringContaining('One unit of it takes 9 litres') },
    ]);
    const lines = candidates.flatMap((one) => one.lines);
    expect(unsized(lines, carts, sizes)).toEqual({ sizes: 2, weights: 0 });
    expect(unsized(lines, [cart({ maxGrams: 1 })], sizes)).toEqual({ sizes: 0, weights: 2 });
    expect(unsized(lines, [cart({})], sizes)).toEqual({ sizes: 0, weights: 0 });
  });

  test('waves that are sorted after have no more orders than the wall has slots, and the plan says that it binds', () => {
    const candidates = Array.from({ length: 9 }, (_, at) => order(at, [{ bin: names[at]!, quantity: 1 }]));
    const sizesOf = (method: Cart['method'], wallSlots: number | null) => {
      const of = { candidates, carts: [cart({ method, totes: 20 })], terms: { ...usualTerms, cartId: 'c' }, wallSlots };
      const plan = planned(of);
      return { most: Math.max(...plan.waves.map((wave) => wave.orders.length)), says: plan.wallSlots };
    };
    expect(sizesOf('sort', 4)).toEqual({ most: 4, says: 4 });
    expect(sizesOf('sort', 40)).toEqual({ most: 9, says: null });
    expect(sizesOf('sort', null)).toEqual({ most: 9, says: null });
    expect(sizesOf('cluster', 4)).toEqual({ most: 9, says: null });
  });

  test('an order that fits no cart is named, and the others ride', () => {
    const plan = planned({
      candidates: [order(1, [{ bin: '1-1', quantity: 9, item: 'big' }]), order(2, [{ bin: '1-2', quantity: 1 }])],
      carts: [cart({ maxGrams: 8000 })],
      sizes: new Map([['big', { millilitres: 0, grams: 1000 }]]),
      terms: { ...usualTerms, cartId: 'c' },
    });
    expect(plan.tooLarge).toMatchObject([{ orderName: '#1', says: expect.stringContaining('9 kg') }]);
    expect(plan.waves.map((wave) => wave.orders.length)).toEqual([1]);
  });
});
