import fc from 'fast-check';
import { expect, test } from 'vitest';
import { availableOf, inventoryPosition, type OpenLine } from './position.ts';

const plain = { available: 40, incoming: 0, openLines: [], backordersElsewhere: 0 };

test('is available + on order + what others have coming − backorders', () => {
  const states = { onHand: 55, committed: 9, reserved: 1, damaged: 2, qualityControl: 1, safetyStock: 2 };
  expect(availableOf(states)).toBe(40);
  expect(
    inventoryPosition({
      available: 40,
      incoming: 25,
      openLines: [{ ordered: 30, received: 10, inIncoming: 20 }],
      backordersElsewhere: 3,
    }),
  ).toEqual({ available: 40, onOrder: 20, incomingOfOthers: 5, backorders: 3, units: 62 });
});

test('what we told Shopify and it has not yet taken down is not counted again', () => {
  // All 30 were booked; Shopify still shows them as incoming.
  const openLines = [{ ordered: 30, received: 30, inIncoming: 30 }];
  expect(inventoryPosition({ ...plain, available: 70, incoming: 30, openLines }).units).toBe(70);
});

const openLines: fc.Arbitrary<OpenLine[]> = fc.array(
  fc
    .tuple(fc.nat(100), fc.nat(100), fc.nat(100))
    .map(([a, b, c]) => ({ ordered: a + b, received: b, inIncoming: c % (a + 1) })),
);
const told = (lines: OpenLine[]) => lines.reduce((sum, line) => sum + line.inIncoming, 0);

test('telling Shopify of an order, splitting a line or booking a part of it changes nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: -50, max: 500 }), fc.nat(50), openLines, (available, others, lines) => {
      const before = inventoryPosition({ ...plain, available, incoming: others + told(lines), openLines: lines });
      const all = lines.map((line) => ({ ...line, inIncoming: line.ordered - line.received }));
      const mirrored = inventoryPosition({ ...plain, available, incoming: others + told(all), openLines: all });
      expect(mirrored.units).toBe(before.units);
      const split = lines.flatMap((line) => [
        { ...line, ordered: line.received },
        { ordered: line.ordered - line.received, received: 0, inIncoming: 0 },
      ]);
      expect(inventoryPosition({ ...plain, available, incoming: others + told(split), openLines: split }).units).toBe(
        before.units,
      );
      const [first, ...rest] = lines;
      if (!first || first.ordered === first.received) return;
      const booked = [{ ...first, received: first.received + 1 }, ...rest];
      expect(
        inventoryPosition({
          ...plain,
          available: available + 1,
          incoming: others + told(booked),
          openLines: booked,
        }).units,
      ).toBe(before.units);
    }),
  );
});
