import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillAt, heldAt, simulate, upTo } from './simulate.ts';
import { stretchQuantiles } from './weighted-windows.ts';

test('an order of the morning serves from the morning after its lead time on, and what is not there is lost', () => {
  const demand = Float64Array.from([3, 3, 3, 3, 3, 3]);
  // Shelf 4: sells 3, then 1 and loses 2; the 3 missing on day 2 (position 0 + 0 under way) order 4, which come on day 4.
  expect(simulate(demand, { from: 0, leadTime: 2, review: 2 }, () => upTo(4))).toEqual({
    asked: 18,
    sold: 3 + 1 + 0 + 0 + 3 + 1,
    held: (1 + 0 + 0 + 0 + 1 + 0) / 6,
  });
});

test('a policy that waits for a reorder point leaves the shelf alone until then', () => {
  const demand = new Float64Array(20).fill(1);
  const levels = { reorderPoint: 5, orderUpTo: 30 };
  expect(simulate(demand, { from: 0, leadTime: 1, review: 1 }, () => levels)).toEqual({
    asked: 20,
    sold: 20,
    held: (29 + 10) / 2,
  });
});

test('more on order up to never serves less, and nobody sells more than was asked for', () => {
  const demands = fc.array(fc.nat(20), { minLength: 5, maxLength: 60 });
  fc.assert(
    fc.property(demands, fc.nat(14), fc.nat(100), fc.nat(50), (units, leadTime, level, more) => {
      const play = (to: number) => simulate(Float64Array.from(units), { from: 0, leadTime, review: 7 }, () => upTo(to));
      const less = play(level);
      expect(less.sold).toBeLessThanOrEqual(less.asked);
      expect(play(level + more).sold).toBeGreaterThanOrEqual(less.sold);
    }),
  );
});

test('a curve is read between its points and not beyond them', () => {
  const curve = [
    { asked: 100, sold: 90, held: 10 },
    { asked: 100, sold: 100, held: 30 },
  ];
  expect(heldAt(curve, 0.95)).toBeCloseTo(20);
  expect(fillAt(curve, 15)).toBeCloseTo(0.925);
  expect(heldAt(curve, 0.5)).toBeNull();
});

test('stretches as promoted as the coming one vote first', () => {
  const promoted = Uint8Array.from({ length: 240 }, (_, day) => (Math.floor(day / 20) % 3 === 0 ? 1 : 0));
  const sold = Float64Array.from(promoted.subarray(0, 200), (on) => (on ? 9 : 1));
  const median = (morning: number, known?: Uint8Array) =>
    stretchQuantiles(sold.subarray(0, morning), [morning], 10, [0.5], known)[0]![0]!;
  // Days 120–139 and 180–199 are promoted, 140–179 are not.
  expect([median(180, promoted), median(140, promoted)]).toEqual([90, 10]);
  expect(median(180)).toBeLessThan(60);
});
