import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CENSORED, CLOSED, type DemandDays, EVENT, OPEN } from '../forecast/demand-days.ts';
import { addHistory, emptySum, SUM_DAYS, seasonFactor, seasonOf, WEEKS, weekOf } from './category-season.ts';
import { lenders, posterior, priorOf } from './look-alike.ts';
import { learned, learnFrom, signalsFor, startLearning } from './signals-for.ts';
import { type Effect, effectOf, learnUplift, plannedUnits, usualPerDay } from './uplift.ts';
import { weeksAhead } from './weeks-ahead.ts';

function history(
  days: number,
  units: (day: number) => number,
  state: (day: number) => number = () => OPEN,
): DemandDays {
  return {
    units: Float64Array.from({ length: days }, (_, day) => units(day)),
    states: Uint8Array.from({ length: days }, (_, day) => state(day)),
  };
}

const effect = (item: string, sold: number, expected: number, category = 'tea'): Effect => ({
  item,
  category,
  kind: 'promotion',
  offPermille: 200,
  sold,
  expected,
});
const ask = (item: string, category = 'tea') => ({ item, category, kind: 'promotion', offPermille: 200 });

describe('what a promotion did', () => {
  test('is measured against the open days around, weekday by weekday', () => {
    // Saturdays (day 5 of 7) sell ten, other days two; the promotion doubled a whole week; a stock-out lies beside it
    const usual = (day: number) => (day % 7 === 5 ? 10 : 2);
    const days = history(
      140,
      (day) => (day >= 70 && day < 77 ? 2 * usual(day) : day === 80 ? 0 : usual(day)),
      (day) => (day >= 70 && day < 77 ? EVENT : day === 80 ? CLOSED : OPEN),
    );
    const week = effectOf(days, 70, 76);
    expect(week?.sold).toBe(44);
    expect(week?.expected).toBeCloseTo(22, 0);
    const saturday = effectOf(days, 75, 75);
    expect((saturday?.sold ?? 0) / (saturday?.expected ?? 1)).toBeGreaterThan(1.8);
    expect(
      effectOf(
        history(
          10,
          () => 1,
          () => EVENT,
        ),
        2,
        4,
      ),
    ).toBeNull();
  });

  test('grows with the units at any scale', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20), { minLength: 60, maxLength: 60 }),
        fc.integer({ min: 2, max: 50 }),
        (units, k) => {
          const one = effectOf(
            history(60, (day) => units[day]!),
            30,
            33,
          )!;
          const many = effectOf(
            history(60, (day) => k * units[day]!),
            30,
            33,
          )!;
          expect(many.sold).toBe(k * one.sold);
          expect(many.expected).toBeCloseTo(k * one.expected, 6);
        },
      ),
    );
  });
});

describe('learned uplift', () => {
  test('much evidence stands, little leans on its category, none on all', () => {
    const uplift = learnUplift([
      ...Array.from({ length: 20 }, (_, n) => effect(`many${n}`, 200, 100)),
      effect('one', 9, 1),
      effect('big', 5000, 1000),
    ]);
    expect(uplift(ask('big')).factor).toBeGreaterThan(4);
    expect(uplift(ask('one'))).toMatchObject({ from: 'item' });
    expect(uplift(ask('one')).factor).toBeLessThan(6);
    expect(uplift(ask('never'))).toMatchObject({ from: 'category', effects: 22 });
    expect(uplift(ask('never', 'cups'))).toMatchObject({ from: 'depth' });
    expect(uplift({ ...ask('never', 'cups'), offPermille: 500 })).toMatchObject({ from: 'kind' });
    expect(uplift({ ...ask('x'), kind: 'launch' })).toMatchObject({ from: 'all' });
    expect(learnUplift([])(ask('x'))).toEqual({ factor: 1, from: 'none', effects: 0 });
  });

  test('lies between the extremes of what was seen and no effect, and is never negative', () => {
    const effects = fc.array(
      fc.record({
        item: fc.constantFrom('a', 'b', 'c'),
        category: fc.constantFrom('x', 'y'),
        sold: fc.nat(500),
        expected: fc.integer({ min: 1, max: 100 }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(effects, (seen) => {
        const all = seen.map((one) => effect(one.item, one.sold, one.expected, one.category));
        const ratios = [1, ...all.map((one) => one.sold / one.expected)];
        const uplift = learnUplift(all);
        for (const one of all) {
          const { factor } = uplift(ask(one.item, one.category));
          expect(factor).toBeGreaterThanOrEqual(Math.min(...ratios) - 1e-9);
          expect(factor).toBeLessThanOrEqual(Math.max(...ratios) + 1e-9);
        }
      }),
    );
  });

  test('plans units beyond usual, never below zero, the strongest of two events at a time', () => {
    expect(
      plannedUnits(
        2,
        [
          { first: -3, last: 1, factor: 2 },
          { first: 1, last: 9, factor: 3 },
        ],
        4,
      ),
    ).toEqual([
      { day: 0, units: 2 },
      { day: 1, units: 4 },
      { day: 2, units: 4 },
      { day: 3, units: 4 },
    ]);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.array(
          fc.record({
            first: fc.integer({ min: -9, max: 40 }),
            last: fc.integer({ min: -9, max: 40 }),
            factor: fc.double({ min: 0, max: 9, noNaN: true }),
          }),
        ),
        (baseline, events) => {
          const planned = plannedUnits(baseline, events, 30);
          expect(planned.every(({ day, units }) => units > 0 && day >= 0 && day < 30)).toBe(true);
        },
      ),
    );
  });

  test('what is usual leaves out events and days without stock', () => {
    const state = (day: number) => (day > 90 ? EVENT : day > 80 ? CLOSED : day === 70 ? CENSORED : OPEN);
    expect(usualPerDay(history(100, (day) => (day > 90 ? 50 : day > 80 ? 0 : day === 70 ? 1 : 3), state))).toBe(3);
    expect(
      usualPerDay(
        history(
          5,
          () => 0,
          () => CLOSED,
        ),
      ),
    ).toBeNull();
  });
});

describe('a new item', () => {
  const launch = (key: string, price: number, units: number, more = {}) => ({
    key,
    productType: 'Tea',
    vendor: 'Acme',
    price,
    units,
    days: 50,
    ...more,
  });

  test('borrows from the nearest kin, and says from whom', () => {
    const borrow = lenders([
      ...[90, 100, 110].map((price, n) => launch(`kin${n}`, price, 100)),
      launch('dear', 900, 1000),
      ...[1, 2, 3].map((n) => launch(`cup${n}`, 100, 500, { productType: 'Cup' })),
    ]);
    const asked = { key: 'new', productType: 'tea', vendor: 'acme', price: 100 };
    expect(borrow(asked)).toMatchObject({ like: 'type, vendor and price', from: ['kin1', 'kin2', 'kin0'] });
    const { prior } = borrow(asked)!;
    expect(prior.shape / prior.rate).toBeCloseTo(2);
    expect(borrow({ ...asked, vendor: 'Other' })?.like).toBe('type and price');
    expect(borrow({ ...asked, price: 300 })?.like).toBe('type');
    expect(borrow({ ...asked, productType: '', vendor: '' })?.like).toBe('price');
    expect(borrow({ ...asked, productType: '', vendor: '', price: 50_000 })).toBeNull();
  });

  test('its rate lies between what it sold and what its kin did, and nearer to its own each day', () => {
    const launches = fc.array(fc.record({ units: fc.nat(500), days: fc.integer({ min: 28, max: 56 }) }), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(launches, fc.nat(100), fc.integer({ min: 1, max: 55 }), (seen, units, days) => {
        const prior = priorOf(seen);
        expect(prior.shape).toBeGreaterThan(0);
        expect(prior.rate).toBeGreaterThan(0);
        const mean = prior.shape / prior.rate;
        const after = posterior(prior, units, days);
        const rate = after.shape / after.rate;
        expect(rate).toBeGreaterThanOrEqual(Math.min(mean, units / days) - 1e-9);
        expect(rate).toBeLessThanOrEqual(Math.max(mean, units / days) + 1e-9);
        const later = posterior(prior, 10 * units, 10 * days);
        expect(Math.abs(later.shape / later.rate - units / days)).toBeLessThanOrEqual(
          Math.abs(rate - units / days) + 1e-9,
        );
      }),
    );
  });
});

describe('the season of a category', () => {
  const lastDay = '2026-11-26';
  const dateOf = (day: number, days: number) =>
    new Date(Date.parse(lastDay) - (days - 1 - day) * 86_400_000).toISOString().slice(0, 10);
  const december = (day: number) => (weekOf(dateOf(day, SUM_DAYS)) >= 48 ? 30 : 10);

  test('is found in its weeks, and asks for more before them', () => {
    const sum = emptySum();
    addHistory([sum], history(SUM_DAYS, december));
    const index = seasonOf(sum, lastDay, null);
    expect(index[50]).toBeGreaterThan(2);
    expect(index[20]).toBeLessThan(1);
    const recent = Float64Array.from({ length: 56 }, () => 1);
    expect(seasonFactor(index, '2026-11-27', 21, recent)).toBeGreaterThan(1.6);
    expect(seasonFactor(index, '2027-01-05', 21, recent)).toBeLessThan(0.7);
    // a method whose votes lie in last year's same weeks has it already
    const lastYear = Float64Array.from({ length: 365 }, (_, day) => (day < 21 ? 1 : 0));
    expect(seasonFactor(index, '2026-11-27', 21, lastYear)).toBeCloseTo(1, 1);
  });

  test('a promotion, a gap on the shelf and growth are no season', () => {
    const flat = emptySum();
    addHistory(
      [flat],
      history(
        SUM_DAYS,
        (day) =>
          weekOf(dateOf(day, SUM_DAYS)) === 47
            ? 900
            : weekOf(dateOf(day, SUM_DAYS)) === 10
              ? 0
              : 10 * 1.4 ** (day / 365),
        (day) => (weekOf(dateOf(day, SUM_DAYS)) === 47 ? EVENT : weekOf(dateOf(day, SUM_DAYS)) === 10 ? CLOSED : OPEN),
      ),
    );
    const index = seasonOf(flat, lastDay, null);
    expect(Math.max(...index)).toBeLessThan(1.12);
    expect(Math.min(...index)).toBeGreaterThan(0.88);
  });

  test('without a year it is the shop’s, without that none; thin sales lean on the shop’s', () => {
    const shop = emptySum();
    addHistory([shop], history(SUM_DAYS, december));
    const wide = seasonOf(shop, lastDay, null);
    const young = emptySum();
    addHistory(
      [young],
      history(200, () => 5),
    );
    expect(seasonOf(young, lastDay, wide)).toEqual(wide);
    expect([...seasonOf(emptySum(), lastDay, null)]).toEqual(new Array(WEEKS).fill(1));
    const thin = emptySum();
    addHistory(
      [thin],
      history(SUM_DAYS, (day) => (day % 100 === 0 ? 1 : 0)),
    );
    expect(Math.abs(seasonOf(thin, lastDay, wide)[50]! - wide[50]!)).toBeLessThan(0.3);
    expect(seasonFactor(null, lastDay, 14, [1])).toBe(1);
    expect(seasonFactor(wide, lastDay, 14, [])).toBe(1);
  });

  test('averages 1, lies within bounds, and its factor does not mind the scale of the votes', () => {
    const years = fc.array(fc.nat(40), { minLength: 400, maxLength: 800 });
    fc.assert(
      fc.property(years, fc.integer({ min: 1, max: 90 }), (units, days) => {
        const sum = emptySum();
        addHistory(
          [sum],
          history(units.length, (day) => units[day]!),
        );
        const index = seasonOf(sum, lastDay, null);
        expect(index.reduce((total, week) => total + week, 0) / WEEKS).toBeCloseTo(1, 9);
        expect(index.every((week) => week >= 0)).toBe(true);
        const votes = units.slice(-60).map((n) => n + 1);
        const factor = seasonFactor(index, '2026-11-27', days, votes);
        expect(factor).toBeGreaterThanOrEqual(0.25);
        expect(factor).toBeLessThanOrEqual(4);
        expect(
          seasonFactor(
            index,
            '2026-11-27',
            days,
            votes.map((vote) => 7 * vote),
          ),
        ).toBeCloseTo(factor, 9);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the weeks ahead', () => {
  test('are last year’s at this year’s level', () => {
    // twice as much as a year ago, with a peak of threefold sales in weeks 6–7 from now
    const days = 364 + 56 + 10;
    const totals = Float64Array.from({ length: days }, (_, day) => {
      const ahead = Math.floor((day - (days - 364)) / 7);
      return day >= days - 56 ? 20 : ahead === 6 || ahead === 7 ? 30 : 10;
    });
    const weeks = weeksAhead(totals, 10);
    expect(weeks?.expected.map(Math.round)).toEqual([140, 140, 140, 140, 140, 140, 420, 420, 140, 140]);
    expect(weeks?.usual).toBeLessThan(190);
    expect(weeksAhead(totals.slice(-300), 10)).toBeNull();
    expect(weeksAhead(new Float64Array(500), 10)).toBeNull();
  });
});

describe('all signals of an item', () => {
  const tea = (key: string) => ({ key, productType: 'Tea', vendor: 'Acme', price: 1000 });
  const promotion = { kind: 'promotion', first: 300, last: 306, offPermille: 200, upliftPermille: null };
  const sold = history(
    400,
    (day) => (day >= 300 && day <= 306 ? 12 : 4),
    (day) => (day >= 300 && day <= 306 ? EVENT : OPEN),
  );
  const learning = startLearning();
  for (const key of ['a', 'b', 'c']) learnFrom(learning, tea(key), sold, [promotion], 0);
  const knowledge = learned(learning, '2026-11-26');
  const votes = Float64Array.from({ length: 91 }, () => 1);

  test('what was learned is applied to what is planned; the merchant’s word wins', () => {
    const coming = { ...promotion, first: 2, last: 3 };
    const signals = signalsFor(knowledge, tea('a'), sold, [coming], '2026-11-27', 21, votes);
    expect(signals.planned.map(({ day }) => day)).toEqual([2, 3]);
    expect(signals.planned[0]!.units).toBeGreaterThan(6);
    expect(signals.planned[0]!.units).toBeLessThan(8.1);
    expect(signals.events[0]).toMatchObject({ from: 'item' });
    expect(signals).toMatchObject({ season: 1, borrowed: null });
    const told = signalsFor(knowledge, tea('a'), sold, [{ ...coming, upliftPermille: 5000 }], '2026-11-27', 21, votes);
    expect(told.planned).toEqual([
      { day: 2, units: 16 },
      { day: 3, units: 16 },
    ]);
    expect(told.events[0]?.from).toBe('merchant');
  });

  test('a new one borrows, for its usual days and for a promotion', () => {
    const coming = { ...promotion, first: 0, last: 0, upliftPermille: 2000 };
    const signals = signalsFor(
      knowledge,
      tea('new'),
      history(3, () => 1),
      [coming],
      '2026-11-27',
      14,
      votes,
    );
    expect(signals.borrowed).toMatchObject({ like: 'type, vendor and price', from: ['a', 'b', 'c'] });
    // as sure as nine units: 9 + 3 units in 2.25 + 3 days
    expect(signals.planned[0]?.units).toBeCloseTo(12 / 5.25);
  });
});
