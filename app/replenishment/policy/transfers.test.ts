import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Holding, missingUnits, planTransfers, spareUnits } from './transfers.ts';

const at = (locationId: string, available: number, over: Partial<Holding> = {}): Holding => ({
  locationId,
  available,
  position: available,
  reorderPoint: 10,
  orderUpTo: 20,
  ...over,
});
const free = { unitWorth: 500, unitCost: 0, flatCost: 0 };

test('what one location has beyond its own level goes where it is missing', () => {
  const holdings = [at('London', 70), at('Leeds', 4), at('York', 25), at('Bath', 15)];
  expect(planTransfers(holdings, free)).toEqual([{ from: 'London', to: 'Leeds', units: 16 }]);
});

test('what is still on its way cannot be sent, and counts for the need', () => {
  expect(spareUnits(at('London', 12, { position: 80 }))).toBe(2);
  expect(spareUnits(at('London', 4, { position: 80 }))).toBe(0);
  expect(missingUnits(at('Leeds', 0, { position: 11 }))).toBe(0);
});

test('a transfer must be worth what it costs', () => {
  const holdings = [at('London', 70), at('Leeds', 4)];
  expect(planTransfers(holdings, { unitWorth: 500, unitCost: 500, flatCost: 0 })).toEqual([]);
  expect(planTransfers(holdings, { unitWorth: 500, unitCost: 100, flatCost: 16 * 400 })).toEqual([]);
  expect(planTransfers(holdings, { unitWorth: 500, unitCost: 100, flatCost: 16 * 400 - 1 })).toHaveLength(1);
});

const holdings = fc.array(fc.tuple(fc.integer({ min: -20, max: 300 }), fc.nat(40), fc.nat(60), fc.nat(60)), {
  maxLength: 7,
});

test('moves all that can be moved, conserves units and pushes nobody below the own level', () => {
  fc.assert(
    fc.property(holdings, (given) => {
      const all = given.map(([available, incoming, reorderPoint, more], i) =>
        at(`${i}`, available, { position: available + incoming, reorderPoint, orderUpTo: reorderPoint + more }),
      );
      const transfers = planTransfers(all, free);
      const sum = (units: (holding: Holding) => number) => all.reduce((total, holding) => total + units(holding), 0);
      const moved = transfers.reduce((total, { units }) => total + units, 0);
      expect(moved).toBe(Math.min(sum(spareUnits), sum(missingUnits)));
      for (const holding of all) {
        const out = transfers
          .filter(({ from }) => from === holding.locationId)
          .reduce((total, { units }) => total + units, 0);
        const into = transfers
          .filter(({ to }) => to === holding.locationId)
          .reduce((total, { units }) => total + units, 0);
        expect(Math.min(out, into)).toBe(0);
        expect(into).toBeLessThanOrEqual(missingUnits(holding));
        if (out > 0) expect(holding.available - out).toBeGreaterThanOrEqual(holding.reorderPoint);
        if (out > 0) expect(holding.position - out).toBeGreaterThanOrEqual(holding.orderUpTo);
      }
      expect(transfers.length).toBeLessThan(Math.max(1, all.length));
    }),
  );
});
