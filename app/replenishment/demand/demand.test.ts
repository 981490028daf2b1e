import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventKind, EventScope } from '../../calendar/plan-event.ts';
import { CENSORED, CLOSED, EVENT, OPEN } from '../forecast/demand-days.ts';
import { componentsOf, explode, kin, type Parts, type Sale } from './explode.ts';
import { factsOf } from './facts.ts';
import { historyOf, type PlaceFacts, restsOnSilence } from './history-of.ts';
import { lostSales } from './lost-sales.ts';
import { daysOutOfTheOrdinary } from './planned-days.ts';
import { type History, KEPT_DAYS, splice } from './splice.ts';
import { BACKORDER_DAYS, spellsOf, statesOf } from './states.ts';

const nothing = { spells: [], pastOut: [], shut: [], promoted: [] };
const states = (units: number[], facts: Partial<Parameters<typeof statesOf>[0]>) =>
  statesOf({ ...nothing, first: 100, units: Float64Array.from(units), ...facts });
const historyFrom = (first: number, units: number[], marks: number[] = [], empty: number[] = []): History => ({
  first,
  units: Float64Array.from(units),
  states: Uint8Array.from(units, (_, i) => marks[i] ?? OPEN),
  empty: Uint8Array.from(units, (_, i) => empty[i] ?? 0),
});

describe('bundles', () => {
  const sale = (inventoryItemId: string, units: number, returned = 0, day = 1): Sale => ({
    inventoryItemId,
    locationId: 'L',
    day,
    units,
    returned,
  });
  const parts: Parts = new Map([
    [
      'gift',
      [
        { inventoryItemId: 'tea', quantity: 2 },
        { inventoryItemId: 'cup', quantity: 1 },
      ],
    ],
    [
      'crate',
      [
        { inventoryItemId: 'gift', quantity: 3 },
        { inventoryItemId: 'tea', quantity: 1 },
      ],
    ],
  ]);

  test('become their components, with what sold on its own, and what came back comes back in parts', () => {
    expect(explode([sale('gift', 4, 1), sale('tea', 5), sale('gift', 1, 0, 2)], parts)).toEqual([
      sale('cup', 4, 1),
      sale('cup', 1, 0, 2),
      sale('tea', 13, 2),
      sale('tea', 2, 0, 2),
    ]);
  });

  test('within bundles come apart too; one that contains itself stays as a component', () => {
    expect([...componentsOf('crate', parts)].toSorted()).toEqual([
      ['cup', 3],
      ['tea', 7],
    ]);
    const loop: Parts = new Map([
      [
        'a',
        [
          { inventoryItemId: 'a', quantity: 2 },
          { inventoryItemId: 'b', quantity: 1 },
        ],
      ],
    ]);
    expect(explode([sale('a', 3)], loop)).toEqual([sale('a', 6), sale('b', 3)]);
  });

  test('that hold a component, at whatever depth, are its kin', () => {
    expect(kin(['cup'], parts)).toEqual({ components: ['cup'], bundles: ['gift', 'crate'] });
    expect(kin(['gift'], parts).components.toSorted()).toEqual(['cup', 'gift', 'tea']);
  });

  test('conserve units: demand of components = own + Σ bundle × quantity', () => {
    // item k may hold items below k only, so that the expected units can be said without walking the parts
    const size = 6;
    const quantities = fc.array(fc.array(fc.nat(3), { minLength: size, maxLength: size }), {
      minLength: size,
      maxLength: size,
    });
    const sold = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(50), fc.nat(1), fc.nat(2)), { maxLength: 30 });
    fc.assert(
      fc.property(quantities, sold, (matrix, rows) => {
        const tree: Parts = new Map(
          matrix.flatMap((row, k) => {
            const own = row
              .slice(0, k)
              .flatMap((quantity, i) => (quantity ? [{ inventoryItemId: `${i}`, quantity }] : []));
            return own.length ? [[`${k}`, own] as const] : [];
          }),
        );
        const weight: number[] = [];
        for (let k = 0; k < size; k++)
          weight[k] =
            tree.get(`${k}`)?.reduce((sum, part) => sum + part.quantity * weight[Number(part.inventoryItemId)]!, 0) ??
            1;
        const sales = rows.map(([k, units, place, day]) => ({
          inventoryItemId: `${k}`,
          locationId: `${place}`,
          day,
          units,
          returned: Math.floor(units / 2),
        }));
        const apart = explode(sales, tree);
        const total = (key: 'units' | 'returned', of: Sale[], each: (one: Sale) => number) =>
          of.reduce((sum, one) => sum + one[key] * each(one), 0);
        for (const key of ['units', 'returned'] as const)
          expect(total(key, apart, () => 1)).toBe(total(key, sales, (one) => weight[Number(one.inventoryItemId)]!));
        expect(apart.every((one) => !tree.has(one.inventoryItemId))).toBe(true);
        expect(new Set(apart.map((one) => `${one.inventoryItemId}/${one.locationId}/${one.day}`)).size).toBe(
          apart.length,
        );
      }),
    );
  });
});

describe('the state of a day', () => {
  test('from stock: sold out during the day censored, without stock all day closed, back in stock open', () => {
    const found = states([3, 0, 0, 0, 1], { spells: [{ since: 100.5, until: 103.25 }] });
    expect([...found.states]).toEqual([CENSORED, CLOSED, CLOSED, OPEN, OPEN]);
    expect([...found.empty]).toEqual([0, 1, 1, 0, 0]);
  });

  test('ended sold out without a sale is censored at nothing; a spell within a day counts where something sold', () => {
    expect(
      states([0, 0, 2], {
        spells: [
          { since: 100.75, until: 101 },
          { since: 101.2, until: 101.4 },
          { since: 102.1, until: 102.2 },
        ],
      }).states,
    ).toEqual(Uint8Array.of(CENSORED, OPEN, CENSORED));
  });

  test('backorders are no stock-outs: between two of them the shop sold, if they are not too far apart', () => {
    const units = Array.from({ length: 80 }, (_, i) => (i === 2 || i === 2 + BACKORDER_DAYS || i === 70 ? 1 : 0));
    const found = states(units, { spells: [{ since: 100, until: 180 }] });
    expect([...found.states.slice(0, 2)]).toEqual([CLOSED, CLOSED]);
    expect(found.states.slice(2, 3 + BACKORDER_DAYS)).toEqual(new Uint8Array(BACKORDER_DAYS + 1));
    expect([found.states[31], found.states[69], found.states[70], found.states[71]]).toEqual([
      CLOSED,
      CLOSED,
      OPEN,
      CLOSED,
    ]);
  });

  test('shut comes before all else, no stock before a promotion, a promotion before sold out', () => {
    const facts = {
      spells: [{ since: 101, until: 102.5 }],
      promoted: [{ first: 99, last: 102 }],
      shut: [{ first: 103, last: 200 }],
    };
    const found = states([5, 0, 1, 0], facts);
    expect([...found.states]).toEqual([EVENT, CLOSED, EVENT, CLOSED]);
    expect([...found.empty]).toEqual([0, 1, 0, 0]);
  });

  test('a day marked as shut on which the shop sold is open', () => {
    expect([...states([0, 3, 0], { shut: [{ first: 100, last: 102 }] }).states]).toEqual([CLOSED, OPEN, CLOSED]);
  });

  test('of reports from before we listened: out all day, but for days with a sale', () => {
    expect([...states([0, 2, 0], { pastOut: [{ first: 90, last: 101 }] }).states]).toEqual([CLOSED, CENSORED, OPEN]);
  });

  test('an empty start that the diary does not know to be older is empty since the last sale', () => {
    const stock = { empty: true, knownEmpty: false, turns: [105.5] };
    expect(spellsOf(stock, [101, 103, 108], 110)).toEqual([{ since: 104, until: 105.5 }]);
    expect(spellsOf({ ...stock, knownEmpty: true }, [101], 110)).toEqual([
      { since: Number.NEGATIVE_INFINITY, until: 105.5 },
    ]);
    expect(spellsOf({ ...stock, turns: [] }, [109], 110)).toEqual([]);
    expect(spellsOf({ empty: false, knownEmpty: false, turns: [101, 102, 107] }, [], 110)).toEqual([
      { since: 101, until: 102 },
      { since: 107, until: 110 },
    ]);
  });

  test('more stock-outs never make a day more open', () => {
    const turns = fc
      .array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 })
      .map((at) => [...new Set(at)].sort((a, b) => a - b));
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: 20, maxLength: 20 }), turns, (units, at) => {
        const spells = spellsOf(
          { empty: false, knownEmpty: false, turns: at.map((quarter) => 100 + quarter / 16) },
          [],
          120,
        );
        const found = states(units, { spells });
        found.states.forEach((state, i) => {
          const touched = spells.some(({ since, until }) => since < 101 + i && until > 100 + i);
          if (!touched) expect(state).toBe(OPEN);
          if (found.empty[i]) expect([state, units[i]]).toEqual([CLOSED, 0]);
          if (state === CLOSED) expect(found.empty[i]).toBe(1);
        });
      }),
    );
  });
});

test('planned days are about everything, a product, a variant, a type or a vendor, written in whatever case', () => {
  const goods = { variantId: 'v', productId: 'p', vendor: 'Acme', productType: 'Tea' };
  const each = (kind: EventKind, scope: EventScope, scopeKeys: string[]) => ({
    first: 1,
    last: 2,
    kind,
    scope,
    scopeKeys,
  });
  const about = [
    each('promotion', 'everything', []),
    each('launch', 'products', ['p']),
    each('flash-sale', 'variants', ['x', 'v']),
    each('promotion', 'type', ['TEA']),
    each('promotion', 'vendor', ['acme']),
  ];
  const others = [
    each('promotion', 'products', ['v']),
    each('promotion', 'type', ['Cup']),
    each('holiday', 'everything', []),
  ];
  const found = daysOutOfTheOrdinary([...about, ...others, each('closed', 'everything', [])], goods);
  expect(found.promoted).toEqual(about);
  expect(found.shut).toHaveLength(1);
});

describe('a night’s reading laid over what is kept', () => {
  const WINDOW = 35;
  /** What a reading from `from` on would find of a whole past. */
  function seen(past: PlaceFacts, from: number, until: number): PlaceFacts {
    const inside = (day: number) => day >= from && day < until;
    const kept = past.days.flatMap((day, i) => (inside(day) ? [[day, past.units[i]!] as const] : []));
    const before = past.turns.filter((turn) => turn < from).length;
    const empty = before % 2 === 0 ? past.empty : !past.empty;
    return {
      ...past,
      days: kept.map(([day]) => day),
      units: kept.map(([, units]) => units),
      turns: past.turns.filter((turn) => turn >= from && turn < until),
      empty,
      knownEmpty: empty && before > 0,
    };
  }

  const past = fc
    .record({
      born: fc.integer({ min: 0, max: 150 }),
      sold: fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { maxLength: 120 }),
      turns: fc.uniqueArray(fc.integer({ min: 0, max: 4000 }), { maxLength: 20 }),
      empty: fc.boolean(),
      ranges: fc.array(fc.tuple(fc.nat(1000), fc.nat(40), fc.nat(2)), { maxLength: 6 }),
    })
    .map(({ born, sold, turns, empty, ranges }): PlaceFacts => {
      const days = sold.toSorted((a, b) => a - b);
      const of = (which: number) =>
        ranges.flatMap(([first, long, kind]) => (kind === which ? [{ first, last: first + long }] : []));
      return {
        born,
        days,
        units: days.map((day) => 1 + (day % 4)),
        turns: turns.toSorted((a, b) => a - b).map((quarter) => quarter / 4),
        empty,
        knownEmpty: false,
        pastOut: of(0),
        shut: of(1),
        promoted: of(2),
      };
    });

  test('equals one reading of everything, however many nights were between, on the same day too', () => {
    fc.assert(
      fc.property(
        past,
        fc.array(fc.integer({ min: 0, max: WINDOW }), { minLength: 1, maxLength: 30 }),
        (facts, nights) => {
          let until = 160;
          let kept = historyOf(seen(facts, until - KEPT_DAYS, until), until - KEPT_DAYS, until);
          for (const night of nights) {
            until += night;
            const from = until - WINDOW - BACKORDER_DAYS;
            const read = seen(facts, from, until);
            const fresh = historyOf(read, from, until);
            const spliced = kept && fresh && !restsOnSilence(read) ? splice(kept, fresh, until - WINDOW) : null;
            // Only a week without a run, a start that nobody knows of, or a sale from before the product’s birth, may ask for the whole again.
            if (kept && night <= 8 && !facts.empty && (facts.days[0] ?? facts.born) >= facts.born)
              expect(spliced).not.toBe(null);
            kept = spliced;
            const whole = historyOf(seen(facts, until - KEPT_DAYS, until), until - KEPT_DAYS, until);
            kept ??= whole;
            if (until <= KEPT_DAYS) expect(kept).toEqual(whole);
            else expect([kept?.units, kept?.first]).toEqual([whole?.units, whole?.first]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is refused where days are missing between, a sale is older than the first day kept, or an older day is seen otherwise', () => {
    const usual = Array.from({ length: 40 }, (_, i) => i % 5);
    const kept = historyFrom(100, usual);
    const seam = 140 - BACKORDER_DAYS;
    const fresh = (units: number[], first = seam - 1) => splice(kept, historyFrom(first, [...units, 7, 8]), seam);
    expect(fresh(usual.slice(seam - 1 - 100))?.units).toEqual(Float64Array.of(...usual, 7, 8));
    expect(fresh([3, ...usual.slice(seam - 100)])).toBe(null);
    expect(fresh(usual.slice(seam + 1 - 100), seam + 1)).toBe(null);
    expect(fresh([0, 1, ...usual], 98)).toBe(null);
    expect(fresh([0, 0, ...usual], 98)?.first).toBe(100);
    expect(
      splice(
        kept,
        historyFrom(
          120,
          Array.from({ length: 60 }, () => 0),
        ),
        145,
      ),
    ).toBe(null);
  });
});

describe('lost sales', () => {
  test('are what days without stock would have sold, in units and money', () => {
    const days = historyFrom(0, [4, 4, 4, 4, 0, 0, 4, 4], [0, 0, 0, 0, CLOSED, CLOSED], [0, 0, 0, 0, 1, 1]);
    const lost = lostSales(days, 250n);
    expect(lost.units).toBeCloseTo(8, 10);
    expect(lost.money).toBe(2000n);
  });

  test('count neither holidays nor promotions, nor what is older than the ledger', () => {
    const shut = historyFrom(0, [4, 0, 0, 4], [OPEN, CLOSED, EVENT, OPEN]);
    expect(lostSales(shut, 250n)).toEqual({ units: 0, money: 0n });
    const old = historyFrom(0, [4, 0, ...Array.from({ length: 90 }, () => 4)], [OPEN, CLOSED], [0, 1]);
    expect(lostSales(old, 250n).units).toBe(0);
  });

  test('are nothing where nothing is known, and money nothing without a price', () => {
    expect(lostSales(historyFrom(0, [0, 0], [CLOSED, CLOSED], [1, 1]), 250n)).toEqual({ units: 0, money: 0n });
    expect(lostSales(historyFrom(0, []), 250n)).toEqual({ units: 0, money: 0n });
    expect(lostSales(historyFrom(0, [4, 0], [OPEN, CLOSED], [0, 1]), null).money).toBe(0n);
  });

  test('are never negative', () => {
    const day = fc.tuple(fc.nat(9), fc.constantFrom(OPEN, CENSORED, CLOSED, EVENT));
    fc.assert(
      fc.property(fc.array(day, { maxLength: 200 }), (all) => {
        const empty = all.map(([, state]) => Number(state === CLOSED));
        const lost = lostSales(
          historyFrom(
            0,
            all.map(([units]) => units),
            all.map(([, state]) => state),
            empty,
          ),
          99n,
        );
        expect(lost.units).toBeGreaterThanOrEqual(0);
        expect(lost.money).toBeGreaterThanOrEqual(0n);
      }),
    );
  });
});

test('the facts of a history: a year’s units, weeks, the share of selling days, the silence since', () => {
  const units = [9, ...Array.from({ length: 365 }, (_, i) => (i % 7 === 0 && i < 350 ? 2 : 0))];
  const marks = units.map((_, i) => (i >= 360 ? CLOSED : OPEN));
  const facts = factsOf(historyFrom(1000, units, marks), 300n);
  expect(facts).toMatchObject({
    firstDay: 1000,
    lastSoldOn: 1344,
    unitsOfYear: 100,
    revenueOfYear: 30_000n,
    silentDays: 15,
    sellingDayShare: 51 / 345,
  });
  expect(facts.weeks).toHaveLength(52);
  expect(facts.weeks.slice(-4)).toEqual([2, 0, 0, null]);
  expect(factsOf(historyFrom(5, [0, 0]), null)).toMatchObject({
    lastSoldOn: null,
    sellingDayShare: 0,
    silentDays: 2,
    weeks: [],
  });
});
