import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CENSORED, CLOSED, type DemandDays, EVENT, OPEN } from '../forecast/demand-days.ts';
import { accountOf, type Course, fillOf, type Levels, type LevelsOn, replay } from './replay.ts';
import { ourRule, starter } from './rules.ts';
import { wantedUnits } from './wanted.ts';

const bySingleUnit = {
  minimumOrder: 1,
  packSize: 1,
  unitCost: 100,
  priceBreaks: [],
  holdingRate: 0.2,
  maxCoverDays: null,
  shelfLifeDays: null,
};

const open = (units: ArrayLike<number>): DemandDays => ({
  units: Float64Array.from(units),
  states: new Uint8Array(units.length),
});

function course(units: number[], over: Partial<Course> = {}): Course {
  return {
    demand: Float64Array.from(units),
    recorded: open(units),
    from: 0,
    opening: 0,
    reviewDays: 1,
    leadTimeOf: () => 2,
    terms: bySingleUnit,
    ...over,
  };
}

const always =
  (orderUpTo: number, reorderPoint = orderUpTo - 1): LevelsOn =>
  () => ({ reorderPoint, orderUpTo, demandPerDay: 1 });

const demands = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 30, maxLength: 120 });
const settings = fc.record({
  opening: fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }),
  reviewDays: fc.integer({ min: 1, max: 14 }),
  leadTime: fc.integer({ min: 0, max: 20 }),
  from: fc.integer({ min: 0, max: 29 }),
  packSize: fc.integer({ min: 1, max: 6 }),
  minimumOrder: fc.integer({ min: 1, max: 20 }),
});
type Settings = typeof settings extends fc.Arbitrary<infer S> ? S : never;

function playedWith(units: number[], set: Settings): Course {
  const { opening, reviewDays, leadTime, from, packSize, minimumOrder } = set;
  return course(units, {
    opening,
    reviewDays,
    from,
    leadTimeOf: (review) => leadTime + (review % 3),
    terms: { ...bySingleUnit, packSize, minimumOrder },
  });
}

const ours = () =>
  ourRule(
    [
      { days: 3, share: 0.5 },
      { days: 9, share: 0.5 },
    ],
    7,
    { measure: 'fill', level: 0.95 },
    0,
  );
const RULES: [string, () => LevelsOn][] = [
  ['ours', ours],
  ['the starter rule', () => starter()],
];

describe('a place lived through again', () => {
  test('orders in the morning of a review, receives after the lead time, sells what is there and loses the rest', () => {
    const played = replay(course([1, 1, 1, 1, 1, 4], { opening: 2, reviewDays: 3 }), always(4));
    expect([...played.ordered]).toEqual([2, 0, 0, 3, 0, 0]);
    expect([...played.received]).toEqual([0, 0, 2, 0, 0, 3]);
    expect([...played.sold]).toEqual([1, 1, 1, 1, 0, 3]);
    expect([...played.closing]).toEqual([1, 0, 1, 0, 0, 0]);
    expect(accountOf(played, Float64Array.of(1, 1, 1, 1, 1, 4), 3)).toEqual({
      days: 3,
      asked: 6,
      sold: 4,
      stockDays: 0,
      orders: 1,
    });
  });

  test('a minimum and packs make orders bigger, and never make one', () => {
    const terms = { ...bySingleUnit, minimumOrder: 10, packSize: 6 };
    expect([...replay(course([1, 1, 0, 0], { opening: 5, terms }), always(5)).ordered]).toEqual([0, 12, 0, 0]);
  });

  test('without a known stock a rule begins with as much as it wants to have', () => {
    expect(replay(course([0, 0], { opening: null }), always(7)).opening).toBe(7);
  });

  test('a rule sees its own shelf: sold out, empty and full days, and promotions as they were', () => {
    const seen: DemandDays[] = [];
    const watching: LevelsOn = (_day, days) => {
      seen.push({ units: Float64Array.from(days.units), states: Uint8Array.from(days.states) });
      return { reorderPoint: 0, orderUpTo: 0, demandPerDay: 0 };
    };
    const recorded = open([1, 1, 9, 9, 9]);
    recorded.states[4] = EVENT;
    replay(course([1, 1, 9, 9, 9], { opening: 3, recorded }), watching);
    expect([...seen.at(-1)!.units]).toEqual([1, 1, 1, 0]);
    expect([...seen.at(-1)!.states]).toEqual([OPEN, OPEN, CENSORED, CLOSED]);
    const full = replay(course([1, 1, 9, 9, 9, 0], { opening: 99, recorded: open([0, 0, 0, 0, 0, 0]) }), watching);
    expect([...full.sold]).toEqual([1, 1, 9, 9, 9, 0]);
    expect([...seen.at(-1)!.units]).toEqual([1, 1, 9, 9, 9]);
  });

  describe.each(RULES)('by %s', (_name, rule) => {
    test('every unit asked for is sold or lost, and every unit received is sold or still there', () => {
      fc.assert(
        fc.property(demands, settings, (units, set) => {
          const it = playedWith(units, set);
          const { opening, received, sold, closing } = replay(it, rule());
          let shelf = opening;
          for (let i = 0; i < sold.length; i++) {
            const wanted = it.demand[it.from + i]!;
            expect(sold[i]).toBeGreaterThanOrEqual(0);
            expect(sold[i]).toBeLessThanOrEqual(wanted);
            shelf += received[i]! - sold[i]!;
            expect(closing[i]).toBe(shelf);
            // Lost only from an empty shelf.
            if (sold[i]! < wanted) expect(shelf).toBe(0);
          }
        }),
        { numRuns: 60 },
      );
    });

    test('orders are whole packs, at least the minimum', () => {
      fc.assert(
        fc.property(demands, settings, (units, set) => {
          for (const order of replay(playedWith(units, set), rule()).ordered) {
            expect(order % set.packSize).toBe(0);
            if (order > 0) expect(order).toBeGreaterThanOrEqual(set.minimumOrder);
          }
        }),
        { numRuns: 60 },
      );
    });

    test('what comes later changes no order of before', () => {
      fc.assert(
        fc.property(demands, settings, fc.integer({ min: 1, max: 29 }), fc.nat(50), (units, set, back, other) => {
          const changed = units.length - back;
          const later = units.map((wanted, day) => (day < changed ? wanted : other));
          const states = Uint8Array.from(units, (_, day) => (day < changed ? OPEN : CLOSED));
          const one = replay(playedWith(units, set), rule());
          const two = replay({ ...playedWith(later, set), recorded: { ...open(later), states } }, rule());
          const until = Math.max(0, changed - set.from + 1);
          expect(two.ordered.subarray(0, until)).toEqual(one.ordered.subarray(0, until));
        }),
        { numRuns: 60 },
      );
    });
  });

  test('more on the shelf, at the start or as a level, never serves fewer', () => {
    fc.assert(
      fc.property(demands, settings, fc.nat(30), fc.nat(20), fc.nat(20), (units, set, level, more, extra) => {
        const it = playedWith(units, { ...set, packSize: 1, minimumOrder: 1, opening: set.opening ?? 0 });
        const fixed = { ...it, leadTimeOf: () => set.leadTime };
        const fill = (opening: number, upTo: number) => {
          const played = replay({ ...fixed, opening }, always(upTo));
          return fillOf(accountOf(played, it.demand, it.from));
        };
        expect(fill(it.opening! + more, level)).toBeGreaterThanOrEqual(fill(it.opening!, level));
        expect(fill(it.opening!, level + extra)).toBeGreaterThanOrEqual(fill(it.opening!, level));
      }),
      { numRuns: 200 },
    );
  });
});

describe('what was wanted', () => {
  test('a known day is what it sold; a sold-out day at least that; a closed day as its neighbours, in whole units', () => {
    const days = open([2, 4, 2, 4, 2, 0, 0, 4, 2, 30, 2]);
    days.states[4] = CENSORED;
    days.states[5] = CLOSED;
    days.states[6] = CLOSED;
    days.states[9] = EVENT;
    const wanted = wantedUnits(days);
    expect([0, 1, 2, 3, 7, 8, 9, 10].map((day) => wanted[day])).toEqual([2, 4, 2, 4, 4, 2, 30, 2]);
    expect(wanted[4]).toBeGreaterThanOrEqual(2);
    expect(wanted[5]! + wanted[6]!).toBeGreaterThanOrEqual(5);
    expect(wanted[5]! + wanted[6]!).toBeLessThanOrEqual(7);
  });

  test('a unit in ten closed days is one unit', () => {
    const units = Array.from({ length: 200 }, (_, day) => (day % 10 === 0 ? 1 : 0));
    const days = open(units);
    days.states.fill(CLOSED, 60, 100);
    const wanted = wantedUnits({ ...days, units: days.units.map((sold, day) => (day >= 60 && day < 100 ? 0 : sold)) });
    const closed = wanted.subarray(60, 100).reduce((sum, unit) => sum + unit, 0);
    expect(closed).toBeGreaterThanOrEqual(3);
    expect(closed).toBeLessThanOrEqual(5);
  });

  test('whole, and never less than was sold', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(3)), { maxLength: 80 }), (drawn) => {
        const days = {
          units: Float64Array.from(drawn, ([units]) => units),
          states: Uint8Array.from(drawn, ([, state]) => state),
        };
        wantedUnits(days).forEach((wanted, day) => {
          expect(Number.isInteger(wanted)).toBe(true);
          expect(wanted).toBeGreaterThanOrEqual(days.units[day]!);
          if (days.states[day] === OPEN) expect(wanted).toBe(days.units[day]);
        });
      }),
    );
  });
});

test('the levels of ours are those of the policy, renewed every four weeks', () => {
  const seen: number[] = [];
  const rule = ours();
  const days = open(Array.from({ length: 200 }, (_, day) => (day < 120 ? 1 : 5)));
  const levels: Levels[] = [];
  for (let day = 100; day < 200; day += 7) {
    levels.push(rule(day, { units: days.units.subarray(0, day), states: days.states.subarray(0, day) }));
    seen.push(day);
  }
  const changes = levels.flatMap((level, i) => (i > 0 && level !== levels[i - 1] ? [seen[i]! - seen[0]!] : []));
  expect(changes).toEqual([28, 56, 84]);
  expect(levels.at(-1)!.orderUpTo).toBeGreaterThan(levels[0]!.orderUpTo);
});
