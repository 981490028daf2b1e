import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBatches } from '../../app/picking/batching/batching.ts';
import { checkedDistance } from './check.ts';
import { generated } from './generate.ts';
import { taskOf } from './task-of.ts';

describe('the checker of plans', () => {
  it('agrees with the planner, by another way of reckoning', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.record({
          orders: fc.integer({ min: 0, max: 18 }),
          capacity: fc.integer({ min: 1, max: 30 }),
          demand: fc.constantFrom('classes', 'uniform'),
          aisles: fc.integer({ min: 1, max: 8 }),
          cells: fc.integer({ min: 1, max: 50 }),
          size: fc.constantFrom<readonly [number, number]>([0, 4], [1, 1], [2, 12]),
          depotAisle: fc.constant(0),
        }),
        (seed, recipe) => {
          const instance = { ...generated(seed, recipe), depotAisle: seed % recipe.aisles };
          const { batches, distance, bound } = planBatches(taskOf(instance), {
            seed,
            moves: 500,
            prove: seed % 10 === 0,
          });
          expect(checkedDistance(instance, batches)).toBeCloseTo(distance, 9);
          expect(bound).toBeLessThanOrEqual(distance);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('refuses plans that lose an order, pick it twice or overfill a cart', () => {
    const instance = generated(1, { orders: 4, capacity: 30, demand: 'uniform', size: [10, 12] });
    expect(() => checkedDistance(instance, [[0, 1], [2]])).toThrow('order 3 is in 0 batches');
    expect(() => checkedDistance(instance, [[0, 1], [2, 3], [3]])).toThrow('order 3 is in 2 batches');
    expect(() => checkedDistance(instance, [[0, 1, 2], [3]])).toThrow('entries for a cart of 30');
    expect(() => checkedDistance(instance, [[0, 1], [2, 3], [4]])).toThrow('orders that there are not');
  });
});
