import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLOSED, type DemandDays } from '../forecast/demand-days.ts';
import { withAsMuchStock } from './as-much-stock.ts';
import { calibrate } from './calibrate.ts';
import { chanceBand, verdict } from './calibration.ts';
import { eveningsOf } from './evenings.ts';
import { proofFile } from './proof-file.ts';
import { leadTimeAt, type Proof, proofOf, type ReplayInputs, seedOf } from './replay-place.ts';
import { cameNear, resultOf } from './result.ts';
import { cashInStock, gainOver, lostMargin } from './worth.ts';

function inputs(units: number[], over: Partial<ReplayInputs> = {}): ReplayInputs {
  return {
    rules: 1,
    firstDay: '2025-01-01',
    units,
    states: units.map(() => 0),
    stock: null,
    leadTime: { statedDays: 7, samples: [] },
    reviewDays: 7,
    target: { measure: 'fill', level: 0.95 },
    lot: 0,
    terms: {
      minimumOrder: 1,
      packSize: 1,
      unitCost: 400,
      priceBreaks: [],
      holdingRate: 0.2,
      maxCoverDays: null,
      shelfLifeDays: null,
    },
    money: { price: '1000', unitCost: '400', holdingPermille: 200 },
    seed: 0.5,
    ...over,
  };
}

const steady = (length: number) => Array.from({ length }, (_, day) => (day % 7 === 0 ? 6 : 1));
const played = (given: ReplayInputs) => proofOf(given) as Proof;

describe('which days are lived again', () => {
  test('the last 365, or as many as follow three months of learning', () => {
    expect(played(inputs(steady(730)))).toMatchObject({ from: 365, days: 365 });
    expect(played(inputs(steady(200)))).toMatchObject({ from: 90, days: 110 });
    expect(proofOf(inputs(steady(181)))).toBe('short');
    expect(proofOf(inputs([]))).toBe('short');
  });

  test('days before it was listed are no history', () => {
    const units = steady(400);
    const states = units.map((_, day) => (day < 250 ? CLOSED : 0));
    expect(proofOf(inputs(units, { states }))).toBe('short');
    expect(played(inputs(steady(500), { states: [...states, ...Array(100).fill(0)] })).from).toBe(340);
  });

  test('without any lead time nothing is guessed', () => {
    expect(proofOf(inputs(steady(400), { leadTime: { statedDays: null, samples: [] } }))).toBe('lead-time');
  });

  test('what happened is compared only where the stock is known, and four weeks of it are', () => {
    const stock = (from: number) => ({ from, evenings: Array(400 - from).fill(10) as number[] });
    expect(played(inputs(steady(400))).known).toBeNull();
    expect(played(inputs(steady(400), { stock: stock(380) })).known).toBeNull();
    const { known } = played(inputs(steady(400), { stock: stock(339) }));
    expect(known).toMatchObject({ from: 340, happened: { days: 60, stockDays: 600 } });
    expect(known!.ours.asked).toBe(known!.happened.asked);
    // Where it is known from before the first day, all begin with what was really there.
    const whole = played(inputs(steady(400), { stock: stock(0) }));
    expect(whole.known!.from).toBe(whole.from);
    expect(whole.known!.ours).toEqual(whole.ours);
  });
});

describe('the starter rule with as much stock', () => {
  const outcome = (stockDays: number, sold = 50) => ({ days: 100, asked: 100, sold, stockDays, orders: 1 });

  test('the nearest that some factor gives is found, within 14 replays', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 60, noNaN: true }), fc.integer({ min: 1, max: 40 }), (factor, step) => {
        const stockAt = (times: number) => Math.floor((times * 10_000) / step) * step;
        let replays = 0;
        const matched = withAsMuchStock(stockAt(factor), outcome(stockAt(1)), (times) => {
          replays++;
          return outcome(stockAt(times));
        });
        expect(replays).toBeLessThanOrEqual(14);
        expect(Math.abs(matched.factor - factor)).toBeLessThanOrEqual(factor / 50 + 0.01);
      }),
    );
  });

  test('where no factor changes anything it stays as it is; of two as near the one that sold more is kept', () => {
    expect(withAsMuchStock(700, outcome(900), () => outcome(900))).toEqual({ ...outcome(900), factor: 1 });
    expect(withAsMuchStock(800, outcome(700), () => outcome(900, 60))).toMatchObject({ sold: 60, stockDays: 900 });
  });

  test('for a place it holds about as much as ours, and serves no less than with the little it had', () => {
    const units = Array.from({ length: 700 }, (_, day) => ((day * 7919) % 11) % 5);
    const { ours, starter, matched } = played(
      inputs(units, { leadTime: { statedDays: 21, samples: [] }, target: { measure: 'fill', level: 0.99 } }),
    );
    expect(starter.stockDays).toBeLessThan(0.7 * ours.stockDays);
    expect(Math.abs(matched.stockDays - ours.stockDays)).toBeLessThan(0.1 * ours.stockDays);
    expect(matched.factor).toBeGreaterThan(1);
    expect(matched.sold).toBeGreaterThan(starter.sold);
  });
});

test('a target counts as kept down to two points below it, and only where it is a share served', () => {
  const of = (sold: number, target: number | null, asked = 1000) => {
    const { year } = resultOf(inputs(steady(400)), null);
    return cameNear({ year: { ...year!, ours: { ...year!.ours, asked, sold } }, target });
  };
  expect([of(930, 0.95), of(929, 0.95), of(1000, 0.95)]).toEqual([true, false, true]);
  expect([of(1000, null), of(0, 0.95, 0), cameNear({ year: null, target: 0.95 })]).toEqual([null, null, null]);
  expect(resultOf(inputs(steady(400)), null).target).toBe(0.95);
  expect(resultOf(inputs(steady(400), { target: { measure: 'cycle', level: 0.9 } }), null).target).toBeNull();
});

test('the same inputs, sent as JSON, give the same result', () => {
  const given = inputs(steady(500), { stock: { from: 100, evenings: Array(400).fill(3) } });
  expect(resultOf(JSON.parse(JSON.stringify(given)), null)).toEqual(resultOf(given, null));
});

test('lead times come as often as they are likely, however reviews are chosen', () => {
  const leadTime = [
    { days: 5, share: 0.25 },
    { days: 9, share: 0.75 },
  ];
  for (const every of [1, 2, 3, 4]) {
    const drawn = Array.from({ length: 400 }, (_, n) => leadTimeAt(leadTime, 0.3, n * every));
    expect(drawn.filter((days) => days === 5).length / 400).toBeCloseTo(0.25, 1);
  }
  fc.assert(
    fc.property(fc.string(), fc.string(), (inventoryItemId, locationId) => {
      const seed = seedOf({ inventoryItemId, locationId });
      expect(seed >= 0 && seed < 1).toBe(true);
    }),
  );
  expect(seedOf({ inventoryItemId: '1', locationId: '2' })).not.toBe(seedOf({ inventoryItemId: '2', locationId: '1' }));
});

test('money is exact: lost margin, cash on an average evening, and the gain less the holding of more', () => {
  const money = { price: 1000n, unitCost: 400n, holdingPermille: 250 };
  const ours = { days: 100, asked: 50, sold: 48, stockDays: 1001, orders: 3 };
  const other = { days: 100, asked: 50, sold: 40, stockDays: 500, orders: 3 };
  expect(lostMargin(ours, money)).toBe(1200n);
  expect(cashInStock(ours, money)).toBe(4004n);
  // 8 × 6.00 less 501 unit days × 4.00 × 25 % / 365 = 1.37
  expect(gainOver(ours, other, money)).toBe(4800n - 137n);
  expect(gainOver(other, ours, money)).toBe(-(4800n - 137n));
  expect(gainOver(ours, ours, money)).toBe(0n);
});

test('the evenings carry a stock on until it changes, and what is owed is no stock', () => {
  const changes = [
    { day: '2026-02-27', available: 9 },
    { day: '2026-03-01', available: -2 },
  ];
  expect(eveningsOf('2026-02-26', '2026-03-03', 4, changes)).toEqual([4, 9, 9, 0, 0]);
  expect(eveningsOf('2026-02-28', '2026-03-02', 4, changes)).toEqual([9, 0]);
});

describe('promises', () => {
  test('few tries leave much to chance, many little', () => {
    const few = chanceBand(9, 10)!;
    const many = chanceBand(900, 1000)!;
    expect(few.from).toBeCloseTo(0.596, 3);
    expect(few.to).toBeCloseTo(0.982, 3);
    expect(many.to - many.from).toBeLessThan((few.to - few.from) / 5);
    expect(verdict(9, 10, 95)).toBe('kept');
    expect(verdict(900, 1000, 95)).toBe('less');
    expect(verdict(990, 1000, 95)).toBe('more');
    expect(verdict(0, 0, 95)).toBe('unknown');
  });

  test('a steady seller’s are tried; nothing is said of a past too short', () => {
    const days = (length: number): DemandDays => ({
      units: Float64Array.from(steady(length)),
      states: new Uint8Array(length),
    });
    const calibration = calibrate(days(500), inputs([]))!;
    expect(calibration.cuts).toBeGreaterThan(3);
    expect(calibration.held[50]).toBeLessThanOrEqual(calibration.held[80]);
    expect(calibration.held[80]).toBeLessThanOrEqual(calibration.held[95]);
    expect(calibration.periodDays).toBeGreaterThanOrEqual(14);
    expect(calibrate(days(20), inputs([]))).toBeNull();
    expect(calibrate(days(500), inputs([], { leadTime: { statedDays: null, samples: [] } }))).toBeNull();
  });
});

test('the file has a row for each, with money in the currency’s own decimals and nothing a spreadsheet would run', () => {
  const result = resultOf(inputs(steady(400)), null);
  const text = proofFile([
    { ...result, title: '=cup', sku: null, location: 'London', class: 'A', currency: 'GBP' },
    { ...resultOf(inputs([]), null), title: 'New', sku: 'N', location: 'London', class: null, currency: null },
  ]);
  const [head, first, second] = text
    .trim()
    .split('\r\n')
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));
  expect(text).toContain(`\r\n"'=cup",`);
  expect(second![4]).toBe('short');
  const at = (heading: string) => head!.indexOf(heading);
  expect(first![at('Target: share served')]).toBe('0.95');
  expect(first![at('Within two points of its target')]).toBe(cameNear(result) ? 'yes' : 'no');
  expect(second![at('Within two points of its target')]).toBe('');
  expect(Number(first![at('starter with as much stock (days played): sold')])).toBe(result.year!.matched!.sold);
  const fill = head!.findIndex((heading) => heading.includes('ours'));
  expect(fill).toBeGreaterThan(0);
  expect(Number(first![9])).toBeCloseTo(Number(result.gain) / 100, 6);
});
