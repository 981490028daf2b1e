import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseMethod, demandOf, METHODS, mixOver } from './choose.ts';
import { CENSORED, CLOSED, type DemandDays, EVENT, OPEN } from './demand-days.ts';
import { randomFrom } from './random.ts';

const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
const day = fc.record({ units: fc.integer({ min: 0, max: 30 }), state: fc.constantFrom(0, 0, 0, 0, 1, 2, 3) });
const days = fc.array(day, { maxLength: 60 });
const method = fc.constantFrom(...METHODS);
const historyOf = (all: { units: number; state: number }[]): DemandDays => ({
  units: Float64Array.from(all, ({ units }) => units),
  states: Uint8Array.from(all, ({ state }) => state),
});
const opened = (units: ArrayLike<number>): DemandDays => ({
  units: Float64Array.from(units),
  states: new Uint8Array(units.length),
});
const quantiles = (history: DemandDays, name: (typeof METHODS)[number], length: number) => {
  const demand = demandOf(history, name)(length);
  return LEVELS.map((p) => demand.quantile(p));
};

describe.each(METHODS)('the demand of coming days by %s', (name) => {
  test('has probabilities that sum to one, quantiles that never fall and a shortfall that agrees with them', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 40 }), (all, length) => {
        const demand = demandOf(historyOf(all), name)(length);
        const total = demand.probabilities.reduce((sum, p) => sum + p, 0);
        expect(total).toBeCloseTo(all.some(({ state }) => state < 2) ? 1 : 0, 9);
        const rising = LEVELS.map((p) => demand.quantile(p));
        expect(rising).toEqual([...rising].sort((a, b) => a - b));
        expect(rising.every((units) => units >= 0 && Number.isFinite(units))).toBe(true);
        expect(demand.expectedShortfall(0)).toBeCloseTo(demand.mean, 6);
      }),
    );
  });

  test('is never lowered by calling a day sold out', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 40 }), fc.nat(), (all, length, pick) => {
        const open = all.map((_, i) => i).filter((i) => all[i]!.state === OPEN);
        if (open.length === 0) return;
        const soldOut = all.map((one, i) => (i === open[pick % open.length] ? { ...one, state: CENSORED } : one));
        const before = quantiles(historyOf(all), name, length);
        quantiles(historyOf(soldOut), name, length).forEach((units, k) => {
          expect(units).toBeGreaterThanOrEqual(before[k]! - 1e-6);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('is never less for more days', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 70 }), (all, length) => {
        const shorter = quantiles(historyOf(all), name, length);
        quantiles(historyOf(all), name, length + 1).forEach((units, k) => {
          expect(units).toBeGreaterThanOrEqual(shorter[k]! - 1e-6);
        });
      }),
      { numRuns: 200 },
    );
  });

  test('asks nothing of days on which nothing could be sold, or of promotions', () => {
    const sold = new Array(90).fill({ units: 2, state: OPEN });
    const shut = new Array(30).fill({ units: 0, state: CLOSED });
    const promoted = new Array(3).fill({ units: 300, state: EVENT });
    const demand = demandOf(historyOf([...sold, ...promoted, ...sold, ...shut]), name)(10);
    expect(demand.mean).toBeCloseTo(20, 0);
  });
});

test('counts have a tail beyond the largest window seen, the other methods have none', () => {
  const history = opened(Array.from({ length: 200 }, (_, t) => (t % 11 === 0 ? 1 : 0)));
  const highest = (name: (typeof METHODS)[number]) => demandOf(history, name)(14).quantile(0.999);
  expect(highest('windows')).toBe(2);
  expect(highest('naive')).toBe(2);
  expect(highest('counts')).toBeGreaterThan(3);
});

test('counts have the mean and the spread of the textbook, however large', () => {
  for (const level of [0.3, 40, 90_000]) {
    const { poisson } = randomFrom(level);
    const history = opened(Array.from({ length: 1500 }, () => poisson(level)));
    const demand = demandOf(history, 'counts')(10);
    expect(demand.mean / (10 * level)).toBeGreaterThan(0.7);
    expect(demand.mean / (10 * level)).toBeLessThan(1.3);
    const variance = demand.units.reduce((sum, u, i) => sum + demand.probabilities[i]! * (u - demand.mean) ** 2, 0);
    // Poisson scatter, and a rate that is known to about 30 %.
    const expected = demand.mean + 0.083 * demand.mean ** 2;
    expect(variance / expected).toBeGreaterThan(0.85);
    expect(variance / expected).toBeLessThan(1.15);
  }
});

test('several lengths mix to what their shares say, equal ones and fractions of a day included', () => {
  fc.assert(
    fc.property(
      days,
      method,
      fc.array(fc.tuple(fc.nat(30), fc.nat(4)), { minLength: 1, maxLength: 6 }),
      (all, name, pairs) => {
        const of = demandOf(historyOf(all), name);
        const lengths = pairs.map(([length, share]) => ({ days: length + 0.5, share }));
        const total = lengths.reduce((sum, { share }) => sum + share, 0);
        if (total === 0) return;
        const mixture = mixOver(of, lengths);
        for (const stock of [0, 3, 50, 200]) {
          const byHand = lengths.reduce(
            (sum, { days: d, share }) => sum + (share / total) * of(d).expectedShortfall(stock),
            0,
          );
          expect(mixture.expectedShortfall(stock)).toBeCloseTo(byHand, 6);
        }
      },
    ),
  );
});

describe('the method of a series', () => {
  const rehearse = (units: ArrayLike<number>, length: number) => chooseMethod(opened(units), length);

  test('is the one that knows the season where there is one', () => {
    const { poisson } = randomFrom(3);
    const units = Array.from({ length: 1460 }, (_, t) => poisson(t % 365 > 300 ? 40 : 4));
    const { method: chosen, record } = rehearse(units, 21);
    expect(chosen).toBe('windows');
    expect(record.pinball!.windows).toBeLessThan(0.9 * record.pinball!.naive);
    expect(record.losesToNaive).toBe(false);
  });

  test('lets a dying item go', () => {
    const { poisson } = randomFrom(5);
    const units = Array.from({ length: 730 }, (_, t) => poisson(4 * 2 ** (-Math.max(0, t - 200) / 60)));
    expect(rehearse(units, 14).method).not.toBe('naive');
  });

  test('is naive where nothing beats it by more than chance, and says so', () => {
    const units = Array.from({ length: 730 }, () => 5);
    const { method: chosen, record } = rehearse(units, 14);
    expect(chosen).toBe('naive');
    expect(record).toMatchObject({ losesToNaive: true, cuts: 12, days: 14 });
    expect(record.held).toEqual([0.5, 0.8, 0.95].map((level) => ({ level, hits: 12 })));
  });

  test('is told of no day that it has to forecast', () => {
    const past = Array.from({ length: 300 }, (_, t) => (t * 7919) % 5);
    const { record } = rehearse([...past, ...new Array(14).fill(1000)], 14);
    // Only the last cut sees the leap, and nobody saw it coming.
    expect(record.held.every(({ hits }) => hits < record.cuts)).toBe(true);
  });

  test('of a past too short to rehearse, or without a sale, is chosen without', () => {
    for (const units of [[], [3], new Array(20).fill(1), new Array(400).fill(0)])
      expect(rehearse(units, 14)).toEqual({
        method: 'counts',
        record: { days: 14, cuts: 0, pinball: null, held: [], losesToNaive: false },
      });
  });

  test('has at least eight rehearsals in a year of days, and the same ones every time', () => {
    const { poisson } = randomFrom(9);
    const units = Array.from({ length: 365 }, () => poisson(1));
    const first = rehearse(units, 21);
    expect(first.record.cuts).toBeGreaterThanOrEqual(8);
    expect(rehearse(units, 21)).toEqual(first);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
  });

  test('holds its quantiles about as often as they say where days are alike', () => {
    const hits = [0, 0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const { poisson } = randomFrom(seed);
      const { record } = rehearse(
        Array.from({ length: 730 }, () => poisson(0.7)),
        21,
      );
      record.held.forEach((one, k) => {
        hits[k]! += one.hits / record.cuts / 60;
      });
    }
    [0.5, 0.8, 0.95].forEach((level, k) => {
      expect(hits[k]!).toBeGreaterThan(level - 0.07);
      expect(hits[k]!).toBeLessThan(level + 0.12);
    });
  });
});
