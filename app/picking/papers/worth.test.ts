import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { netOfLines, pricesOf, worthOfParcels, worthOfUnits } from './worth.ts';

describe('what units are worth', () => {
  test('a discount on the whole order is spread over its lines by value', () => {
    const lines = [
      { id: 'a', quantity: 2, unitPrice: 3000n, discount: 1000n },
      { id: 'b', quantity: 1, unitPrice: 5000n, discount: 0n },
      { id: 'gift', quantity: 1, unitPrice: 0n, discount: 0n },
    ];
    expect(netOfLines(lines, 9000n)).toEqual(
      new Map([
        ['a', 4500n],
        ['b', 4500n],
        ['gift', 0n],
      ]),
    );
    expect(netOfLines(lines, 20_000n)).toEqual(
      new Map([
        ['a', 5000n],
        ['b', 5000n],
        ['gift', 0n],
      ]),
    );
  });

  test('the parcels of a line are worth the line together, however it is parted', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 9n });
    fc.assert(
      fc.property(amount, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }), (net, parts) => {
        const all = parts.reduce((sum, part) => sum + part, 0);
        let before = 0;
        let sum = 0n;
        for (const part of parts) {
          sum += worthOfUnits(net, all, before, part);
          before += part;
        }
        expect(sum).toBe(net);
      }),
    );
  });

  test('the parcels of an order are worth the order together, however its units are parted among them', () => {
    const lines = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 9 }).map(String),
        quantity: fc.integer({ min: 1, max: 7 }),
        unitPrice: fc.bigInt({ min: 0n, max: 100_000n }),
        discount: fc.bigInt({ min: 0n, max: 5_000n }),
      }),
      { minLength: 1, maxLength: 5, selector: (line) => line.id },
    );
    fc.assert(
      fc.property(
        lines,
        fc.bigInt({ min: 0n, max: 1_000_000n }),
        fc.infiniteStream(fc.nat()),
        (sold, subtotal, dice) => {
          // Each line rides in two fulfillment orders; each unit goes into any of four parcels.
          const lineOf = new Map(sold.flatMap(({ id }) => [[`a${id}`, id] as const, [`b${id}`, id] as const]));
          const parcels = [0, 1, 2, 3].map(() => new Map<string, number>());
          const roll = (sides: number) => dice.next().value! % sides;
          for (const { id, quantity } of sold)
            for (let unit = 0; unit < quantity; unit++) {
              const parcel = parcels[roll(4)]!;
              const line = `${roll(2) === 0 ? 'a' : 'b'}${id}`;
              parcel.set(line, (parcel.get(line) ?? 0) + 1);
            }
          const worths = worthOfParcels(parcels, pricesOf({ lines: sold, subtotal, lineOf }));
          const nets = [...netOfLines(sold, subtotal).values()].reduce((sum, net) => sum + net, 0n);
          expect(worths.reduce((sum, worth) => sum + worth, 0n)).toBe(nets);
          for (const worth of worths) expect(worth).toBeGreaterThanOrEqual(0n);
        },
      ),
    );
  });
});
