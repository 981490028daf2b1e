import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restOfWalk } from './open-tour.ts';

describe('the rest of a walk', () => {
  const metres = (a: number, b: number) =>
    Math.abs((a % 10) - (b % 10)) + Math.abs(Math.floor(a / 10) - Math.floor(b / 10));
  const length = (at: number, stops: readonly number[], home: number) =>
    [at, ...stops].reduce((sum, from, i) => sum + metres(from, stops[i] ?? home), 0);

  test('makes each stop once, is as long as it says, and no longer than going on as planned', () => {
    const places = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 30 });
    fc.assert(
      fc.property(
        places,
        fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 3 }),
        fc.integer({ min: 0, max: 99 }),
        (left, added, at) => {
          const rest = restOfWalk(left, added, metres, at, 0);
          const fresh = [...new Set(added)].filter((stop) => !left.includes(stop));
          expect(rest.order.toSorted()).toEqual([...left, ...fresh].toSorted());
          expect(length(at, rest.order, 0)).toBe(rest.metres);
          expect(rest.metres).toBeLessThanOrEqual(length(at, [...left, ...fresh], 0));
        },
      ),
    );
  });

  test('stays as planned where no other order is shorter, and is settled once it was found', () => {
    // There and back on one line: each order that does not turn twice is as short.
    const line = (a: number, b: number) => Math.abs(a - b);
    expect(restOfWalk([2, 5, 9, 7, 3], [], line, 0, 0).order).toEqual([2, 5, 9, 7, 3]);
    expect(restOfWalk([7, 9, 5], [], line, 0, 0).order).toEqual([7, 9, 5]);
    const places = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 14 });
    fc.assert(
      fc.property(places, fc.integer({ min: 0, max: 99 }), (left, at) => {
        const { order, metres: found } = restOfWalk(left, [], metres, at, 0);
        expect(restOfWalk(order, [], metres, at, 0).metres).toBeLessThanOrEqual(found);
        if (length(at, left, 0) === found) expect(order).toEqual(left);
      }),
    );
  });

  test('is the shortest of all orders while few stops are left', () => {
    const orders = (stops: number[]): number[][] =>
      stops.length < 2
        ? [stops]
        : stops.flatMap((stop) => orders(stops.filter((one) => one !== stop)).map((rest) => [stop, ...rest]));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 6 }),
        fc.integer({ min: 0, max: 99 }),
        (left, at) => {
          const best = Math.min(...orders(left).map((one) => length(at, one, 0)));
          expect(restOfWalk(left, [], metres, at, 0)).toMatchObject({ metres: best, proven: true });
        },
      ),
      { numRuns: 50 },
    );
  });
});
