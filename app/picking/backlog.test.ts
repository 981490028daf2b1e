import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assemble,
  type BacklogInput,
  certified,
  firstParts,
  type PlannedBacklog,
  prepare,
  secondParts,
} from './backlog.ts';
import { type Cart, capacityOf, loadOf, orderSize, tooLarge, totesFor } from './carts/cart.ts';
import { unsized } from './carts/unsized.ts';
import { playFinish } from './finish.ts';
import { learnPace, secondsOf, unlearned } from './pace.ts';
import { readBinNames } from './place/bin-name.ts';
import { defaultLayout } from './place/default-layout.ts';
import { floorWalks } from './place/floor-walks.ts';
import type { Candidate } from './plan.ts';
import { usualTerms } from './rules/terms.ts';
import { searchPart } from './search-part.ts';
import { restOfWalk } from './walk/open-tour.ts';

const now = new Date('2026-11-27T09:00:00Z');
const names = Array.from({ length: 6 * 20 }, (_, at) => `${Math.floor(at / 20) + 1}-${(at % 20) + 1}`);
const bins = readBinNames(names).understood;
const floor = { layout: defaultLayout(bins.map(({ place }) => place)), bins };

const input: BacklogInput = {
  candidates: [],
  ...{ rules: [], carts: [], terms: usualTerms, timeZone: 'UTC', closed: new Set<string>(), now },
  ...{ floor, shelves: new Map(), sizes: new Map(), learned: unlearned, seed: 1 },
};

function order(
  id: number,
  lines: { bin: string | null; quantity: number; item?: string }[],
  more: Partial<Candidate> = {},
): Candidate {
  return {
    fulfillmentOrderId: `${id}`,
    orderId: `${id}`,
    orderName: `#${id}`,
    placedAt: new Date(now.getTime() - 1e9 + id * 1000),
    fulfillBy: null,
    deliveryMethod: 'SHIPPING',
    tags: [],
    country: 'GB',
    lines: lines.map(({ bin, quantity, item }, at) => ({
      fulfillmentOrderLineId: `${id}-${at}`,
      inventoryItemId: item ?? bin,
      title: `In ${bin}`,
      sku: bin,
      bin,
      quantity,
    })),
    ...more,
  };
}

/** As plan-in-threads does, without threads and clocks. */
function planned(of: Partial<BacklogInput>, moves = 200): PlannedBacklog {
  const prepared = prepare({ ...input, ...of });
  const { groups, floor: walks } = prepared;
  if (!walks) throw new Error('no floor');
  const effort = { moves, milliseconds: null, now: () => 0, stopped: () => false };
  const run = (parts: ReturnType<typeof firstParts>, found: number[][][]) => {
    for (const part of parts) found[part.group] = [];
    return parts.map((part) => {
      const plan = searchPart(part, walks.walks, effort);
      found[part.group]!.push(...plan.batches.map((batch) => batch.map((at) => part.members[at]!)));
      return plan;
    });
  };
  const found: number[][][] = groups.map(() => []);
  const first = firstParts(prepared);
  const plans = run(first, found);
  run(secondParts(prepared, found), found);
  const whole = (at: number) => plans[first.findIndex((part) => part.group === at && part.whole)] ?? null;
  return assemble(
    prepared,
    groups.map((_, at) => certified(prepared, at, found[at]!, whole(at))),
  );
}

const cart = (more: Partial<Cart>): Cart => ({
  ...{ id: 'c', name: 'Cart', method: 'cluster', totes: 5, toteMillilitres: null, maxGrams: null },
  ...more,
});

const someOrders = fc
  .array(
    fc.array(
      fc.record({
        bin: fc.option(fc.constantFrom(...names), { nil: null, freq: 12 }),
        quantity: fc.integer({ min: 1, max: 4 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((all) => all.map((lines, at) => order(at + 1, lines, { tags: at % 3 === 0 ? ['vip'] : [] })));

describe('planning a backlog', () => {
  test('each line once, every order in a wave or named, carts kept, the walk as long as it says, the bound below', () => {
    const walks = floorWalks(floor)!;
    fc.assert(
      fc.property(someOrders, fc.integer({ min: 1, max: 6 }), (candidates, totes) => {
        const rules = [{ id: 'v', name: 'VIP', active: true, when: { tags: ['vip'] }, cartId: null, most: 4 }];
        const carts = [cart({ totes, toteMillilitres: 3000 })];
        const sizes = new Map(names.slice(0, 60).map((name) => [name, { millilitres: 900, grams: 100 }]));
        const plan = planned({ candidates, rules, carts, sizes, terms: { ...usualTerms, cartId: 'c', most: 7 } });
        const riding = plan.waves.flatMap((wave) => wave.orders.map((one) => one.orderId));
        const named = plan.tooLarge.map((one) => one.orderId);
        expect([...riding, ...named].sort()).toEqual(candidates.map((one) => one.orderId).sort());
        const lines = new Map(
          candidates.flatMap((one) => one.lines.map((line) => [line.fulfillmentOrderLineId, line])),
        );
        for (const wave of plan.waves) {
          expect(wave.orders.length).toBeLessThanOrEqual(wave.rule === 'VIP' ? 4 : 7);
          const own = new Set(wave.orders.map((one) => one.orderId));
          const taken = candidates.filter((one) => own.has(one.orderId)).flatMap((one) => one.lines);
          expect(wave.walk.map((line) => line.fulfillmentOrderLineId).sort()).toEqual(
            taken.map((line) => line.fulfillmentOrderLineId).sort(),
          );
          expect(
            taken.every(
              (line) => wave.rule === null || candidates.find((one) => one.lines.includes(line))?.tags.includes('vip'),
            ),
          ).toBe(true);
          const stops = wave.walk.flatMap(
            (line) => walks.stopOf.get(lines.get(line.fulfillmentOrderLineId)?.bin ?? '') ?? [],
          );
          expect(walks.inOrder(stops)).toBeCloseTo(wave.metres!.walk, 6);
          expect(wave.metres!.walk).toBeLessThanOrEqual(wave.metres!.byBinName + 1e-6);
          const totesUsed = wave.orders.map((one) => one.tote!);
          expect(new Set(totesUsed).size).toBe(totesUsed.length);
          expect(Math.max(...totesUsed)).toBeLessThanOrEqual(totes);
        }
        expect(plan.metres!.bound).toBeLessThanOrEqual(plan.metres!.walk + 1e-6);
        expect(plan.metres!.walk).toBeLessThanOrEqual(plan.metres!.firstCome + 1e-6);
      }),
      { numRuns: 30 },
    );
  });

  test('a backlog that is searched in parts keeps every order once, and the same seed makes the same plan', () => {
    const candidates = Array.from({ length: 420 }, (_, at) =>
      order(at + 1, [
        { bin: names[(at * 37) % names.length]!, quantity: 1 },
        ...(at % 3 ? [] : [{ bin: names[(at * 53 + 11) % names.length]!, quantity: 2 }]),
      ]),
    );
    const plan = planned({ candidates });
    expect(new Set(plan.waves.flatMap((wave) => wave.orders.map((one) => one.orderId))).size).toBe(420);
    expect(plan.metres!.walk).toBeLessThan(0.8 * plan.metres!.firstCome);
    expect(planned({ candidates })).toEqual(plan);
  });

  const windows = [
    { name: 'Noon', cutOff: 12 * 60, weekdays: [5] },
    { name: 'Late', cutOff: 17 * 60, weekdays: [5] },
  ];
  const evening = { fulfillBy: new Date('2026-11-27T18:00:00Z') };

  test('rules part orders; those of different cut-offs ride together where nothing is late by it', () => {
    const candidates = [
      order(1, [{ bin: '1-1', quantity: 1 }], evening),
      order(2, [{ bin: '1-2', quantity: 1 }]),
      order(3, [{ bin: '1-3', quantity: 1 }], { tags: ['gift'] }),
    ];
    const rules = [{ id: 'g', name: 'Gifts', active: true, when: { tags: ['gift'] }, cartId: null, most: null }];
    const waves = (of: Partial<BacklogInput>) =>
      planned({ candidates, rules, terms: { ...usualTerms, windows }, ...of }).waves;
    const told = (of: Partial<BacklogInput>) =>
      waves(of).map((wave) => [
        wave.orders
          .map((one) => one.orderName)
          .sort()
          .join(),
        wave.rule,
        wave.dueAt?.toISOString(),
      ]);
    expect(told({})).toEqual([
      ['#3', 'Gifts', '2026-11-27T12:00:00.000Z'],
      ['#1,#2', null, '2026-11-27T12:00:00.000Z'],
    ]);
    expect(waves({}).every((wave) => wave.finish.missed! < 0.01)).toBe(true);
    // Four minutes before noon the evening's order waits.
    expect(told({ rules: [], now: new Date('2026-11-27T11:55:50Z') })).toEqual([
      ['#2,#3', null, '2026-11-27T12:00:00.000Z'],
      ['#1', null, '2026-11-27T17:00:00.000Z'],
    ]);
  });

  test('lateness goes before metres: never later in sum than with waves of their own for each cut-off', () => {
    const some = fc.array(
      fc.record({ bin: fc.constantFrom(...names), late: fc.boolean(), lines: fc.integer({ min: 1, max: 2 }) }),
      { minLength: 2, maxLength: 16 },
    );
    /** Seconds that orders are late in sum, as one picker works the waves off. */
    const lateOf = (plan: PlannedBacklog, dueOf: (orderId: string) => Date, from: Date) => {
      let free = from.getTime();
      return plan.waves.reduce((sum, wave) => {
        free += 1000 * wave.seconds;
        return sum + wave.orders.reduce((own, one) => own + Math.max(0, free - dueOf(one.orderId).getTime()), 0);
      }, 0);
    };
    fc.assert(
      fc.property(some, fc.integer({ min: 10, max: 60 }), (all, minutes) => {
        const candidates = all.map(({ bin, late, lines }, at) =>
          order(
            at + 1,
            Array.from({ length: lines }, () => ({ bin, quantity: 1 })),
            late ? evening : {},
          ),
        );
        const from = new Date(Date.parse('2026-11-27T12:00:00Z') - minutes * 60_000);
        const close = [windows[0]!, { name: 'Soon', cutOff: 12 * 60 + 20, weekdays: [5] }];
        const certain = { factor: 1, sigma: 0, from: 9 };
        const of = { candidates, now: from, learned: certain, terms: { ...usualTerms, windows: close, most: 4 } };
        const dueOf = (id: string) =>
          new Date(candidates[Number(id) - 1]!.fulfillBy ? '2026-11-27T12:20:00Z' : '2026-11-27T12:00:00Z');
        const rules = [{ id: 'e', name: 'Noon', active: true, when: { tags: ['noon'] }, cartId: null, most: null }];
        const apart = planned({
          ...of,
          rules,
          candidates: candidates.map((one) => ({ ...one, tags: one.fulfillBy ? [] : ['noon'] })),
        });
        expect(lateOf(planned(of), dueOf, from)).toBeLessThanOrEqual(lateOf(apart, dueOf, from) + 1);
      }),
      { numRuns: 25 },
    );
  });

  test('says with how many pickers every cut-off would be kept, where those there are do not keep it', () => {
    const candidates = Array.from({ length: 6 }, (_, at) => order(at + 1, [{ bin: names[at * 20]!, quantity: 1 }]));
    const terms = { ...usualTerms, windows, most: 2 };
    const soon = new Date('2026-11-27T11:50:00Z');
    const short = planned({ candidates, terms, now: soon });
    expect(short.waves.some((wave) => wave.finish.missed! > 0.1)).toBe(true);
    expect(short.pickersToKeepUp).toBeGreaterThan(1);
    const enough = planned({ candidates, terms: { ...terms, pickers: short.pickersToKeepUp! }, now: soon });
    expect(enough.waves.every((wave) => wave.finish.missed! <= 0.1)).toBe(true);
    expect([enough.pickersToKeepUp, planned({ candidates, terms }).pickersToKeepUp]).toEqual([null, null]);
  });

  test('a promise counts where there are no cut-offs', () => {
    const due = new Date('2026-11-27T09:05:00Z');
    const plan = planned({
      candidates: [
        order(1, [{ bin: '6-20', quantity: 1 }], { fulfillBy: new Date('2026-11-28T09:00:00Z') }),
        order(2, [{ bin: '1-1', quantity: 1 }], { fulfillBy: due }),
      ],
    });
    expect(plan.waves.map((wave) => [wave.orders[0]!.orderName, wave.dueAt])).toEqual([
      ['#2', due],
      ['#1', new Date('2026-11-28T09:00:00Z')],
    ]);
    expect(plan.waves[0]!.finish.missed).toBeGreaterThan(0);
  });

  test('a bin that the layout does not have is picked last and said', () => {
    const plan = planned({
      candidates: [
        order(1, [
          { bin: 'Cellar', quantity: 1 },
          { bin: '2-4', quantity: 1 },
        ]),
      ],
    });
    expect(plan.waves[0]).toMatchObject({
      unplaced: 1,
      walk: [{ fulfillmentOrderLineId: '1-1' }, { fulfillmentOrderLineId: '1-0' }],
    });
  });

  test('no wave is over any limit of its cart: orders, totes, litres, kilograms', () => {
    const limits = fc.record({
      method: fc.constantFrom('cluster' as const, 'sort' as const, 'single' as const),
      totes: fc.integer({ min: 1, max: 6 }),
      toteMillilitres: fc.option(fc.integer({ min: 1000, max: 9000 }), { nil: null }),
      maxGrams: fc.option(fc.integer({ min: 2000, max: 30_000 }), { nil: null }),
    });
    const someSizes = fc.dictionary(
      fc.constantFrom(...names),
      fc.record({
        millilitres: fc.option(fc.integer({ min: 1, max: 4000 }), { nil: null }),
        grams: fc.option(fc.integer({ min: 1, max: 5000 }), { nil: null }),
      }),
      { minKeys: 40 },
    );
    fc.assert(
      fc.property(someOrders, limits, someSizes, (candidates, own, known) => {
        const limited = cart(own);
        const sizes = new Map(Object.entries(known));
        const terms = { ...usualTerms, cartId: 'c', most: 9 };
        const plan = planned({ candidates, carts: [limited], sizes, terms });
        const sizeOf = (id: string) => orderSize(candidates.find((one) => one.orderId === id)!.lines, sizes);
        for (const wave of plan.waves) {
          const loads = wave.orders.map((one) => loadOf(limited, sizeOf(one.orderId)));
          for (const [measure, most] of capacityOf(limited, terms.most).entries())
            expect(loads.reduce((sum, load) => sum + load[measure]!, 0)).toBeLessThanOrEqual(most);
          // What an order's lines go into are its own totes, and the last of them is on the cart.
          for (const one of wave.orders) {
            const lines = wave.walk.filter((line) => line.fulfillmentOrderLineId.startsWith(`${one.orderId}-`));
            const totes = totesFor(limited, sizeOf(one.orderId));
            for (const { tote } of lines)
              if (one.tote === null) expect(tote).toBeNull();
              else {
                expect(tote).toBeGreaterThanOrEqual(one.tote);
                expect(tote).toBeLessThan(one.tote + totes);
                expect(tote).toBeLessThanOrEqual(own.totes);
              }
          }
        }
        for (const { orderId } of plan.tooLarge) expect(tooLarge(limited, sizeOf(orderId))).not.toBeNull();
        expect(plan.tooLarge.length + plan.waves.flatMap((wave) => wave.orders).length).toBe(candidates.length);
      }),
      { numRuns: 60 },
    );
  });

  test('an order larger than a tote takes several, filled along the walk', () => {
    const plan = planned({
      candidates: [
        order(1, [
          { bin: '1-1', quantity: 3 },
          { bin: '1-2', quantity: 1 },
          { bin: '1-3', quantity: 1 },
        ]),
        order(2, [{ bin: '1-4', quantity: 1 }]),
      ],
      carts: [cart({ toteMillilitres: 2000 })],
      sizes: new Map(['1-1', '1-2', '1-3'].map((name) => [name, { millilitres: 1000, grams: null }])),
      terms: { ...usualTerms, cartId: 'c' },
    });
    const [wave] = plan.waves;
    expect(wave?.orders.map(({ orderName, tote }) => [orderName, tote])).toEqual([
      ['#1', 1],
      ['#2', 4],
    ]);
    const byLine = new Map(wave?.walk.map((line) => [line.fulfillmentOrderLineId, line.tote]));
    expect(['1-0', '1-1', '1-2', '2-0'].map((id) => byLine.get(id))).toEqual([1, 2, 3, 4]);
  });

  test('a unit that fits no tote is said; items of which nothing is known are counted', () => {
    const sizes = new Map([
      ['1-1', { millilitres: 9000, grams: null }],
      ['1-2', { millilitres: null, grams: 5 }],
    ]);
    const candidates = [
      order(1, [{ bin: '1-1', quantity: 1 }]),
      order(2, [
        { bin: '1-2', quantity: 1 },
        { bin: '1-3', quantity: 1 },
      ]),
    ];
    const carts = [cart({ toteMillilitres: 8000 })];
    const plan = planned({ candidates, carts, sizes, terms: { ...usualTerms, cartId: 'c' } });
    expect(plan.tooLarge).toMatchObject([
      { orderName: '#1', says: expect.stringContaining('One unit of it takes 9 litres') },
    ]);
    const lines = candidates.flatMap((one) => one.lines);
    expect(unsized(lines, carts, sizes)).toEqual({ sizes: 2, weights: 0 });
    expect(unsized(lines, [cart({ maxGrams: 1 })], sizes)).toEqual({ sizes: 0, weights: 2 });
    expect(unsized(lines, [cart({})], sizes)).toEqual({ sizes: 0, weights: 0 });
  });

  test('waves that are sorted after have no more orders than the wall has slots, and the plan says that it binds', () => {
    const candidates = Array.from({ length: 9 }, (_, at) => order(at, [{ bin: names[at]!, quantity: 1 }]));
    const sizesOf = (method: Cart['method'], wallSlots: number | null) => {
      const of = { candidates, carts: [cart({ method, totes: 20 })], terms: { ...usualTerms, cartId: 'c' }, wallSlots };
      const plan = planned(of);
      return { most: Math.max(...plan.waves.map((wave) => wave.orders.length)), says: plan.wallSlots };
    };
    expect(sizesOf('sort', 4)).toEqual({ most: 4, says: 4 });
    expect(sizesOf('sort', 40)).toEqual({ most: 9, says: null });
    expect(sizesOf('sort', null)).toEqual({ most: 9, says: null });
    expect(sizesOf('cluster', 4)).toEqual({ most: 9, says: null });
  });

  test('an order that fits no cart is named, and the others ride', () => {
    const plan = planned({
      candidates: [order(1, [{ bin: '1-1', quantity: 9, item: 'big' }]), order(2, [{ bin: '1-2', quantity: 1 }])],
      carts: [cart({ maxGrams: 8000 })],
      sizes: new Map([['big', { millilitres: 0, grams: 1000 }]]),
      terms: { ...usualTerms, cartId: 'c' },
    });
    expect(plan.tooLarge).toMatchObject([{ orderName: '#1', says: expect.stringContaining('9 kg') }]);
    expect(plan.waves.map((wave) => wave.orders.length)).toEqual([1]);
  });
});

describe('a variant that lies in several bins', () => {
  const walks = floorWalks(floor)!;
  const free = (bin: string, units: number | null = 9, more: object = {}) => ({
    ...{ bin, units, kind: 'pick' as const, lot: '', expiresOn: null },
    ...more,
  });
  const binsOf = (plan: PlannedBacklog) => plan.waves.map((wave) => wave.walk.map((line) => line.bin));

  test('is fetched where that makes the walk of its wave shortest, and no choice undercuts the bound', () => {
    const wanted = fc.array(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(wanted, (items) => {
        const candidates = items.map((own, at) => order(at + 1, [{ bin: own[0]!, quantity: 1, item: `${at}` }]));
        const shelves = new Map(items.map((own, at) => [`${at}`, own.map((bin) => free(bin))]));
        const { waves, metres } = planned({ candidates, shelves });
        const choices = items.reduce<string[][]>(
          (all, own) => all.flatMap((chosen) => own.map((bin) => [...chosen, bin])),
          [[]],
        );
        const least = Math.min(
          ...choices.map((chosen) => walks.walks.length(chosen.map((bin) => walks.stopOf.get(bin)!))),
        );
        expect(waves).toHaveLength(1);
        expect(waves[0]!.metres!.walk).toBeCloseTo(least, 6);
        expect(waves[0]!.metres!.bound).toBeCloseTo(least, 6);
        expect(metres!.bound).toBeLessThanOrEqual(least + 1e-6);
        for (const line of waves[0]!.walk)
          expect(items[Number(line.fulfillmentOrderLineId.split('-')[0]) - 1]).toContain(line.bin);
      }),
      { numRuns: 60 },
    );
  });

  test('goes by what expires first and by what earlier waves leave, whatever the walk', () => {
    const candidates = [1, 2, 3].map((id) => order(id, [{ bin: '1-1', quantity: 2, item: 'cream' }]));
    const cream = [free('1-1', 9, { expiresOn: '2027-09-01' }), free('6-20', 3, { expiresOn: '2027-03-01' })];
    const terms = { ...usualTerms, most: 1 };
    expect(binsOf(planned({ candidates, shelves: new Map([['cream', cream]]), terms }))).toEqual([
      ['6-20'],
      ['6-20', '1-1'],
      ['1-1'],
    ]);
  });

  test('is fetched from several where none has enough: each is a stop of the walk, and the last of it lies where that is shortest', () => {
    const candidates = [
      order(1, [{ bin: '1-1', quantity: 7, item: 'cream' }]),
      order(2, [{ bin: '2-3', quantity: 1 }]),
    ];
    const cream = [free('1-1', 5), free('6-20', 2), free('2-4', 3)];
    const of = { candidates, shelves: new Map([['cream', cream]]) };
    const [own] = prepare({ ...input, ...of }).groups[0]!.orders;
    expect(own!.stops).toHaveLength(2);
    const [wave] = planned(of).waves;
    const stopsAt = (...bins: string[]) => bins.map((bin) => walks.stopOf.get(bin)!);
    expect(wave!.walk.map((one) => `${one.fulfillmentOrderLineId} ${one.bin} ${one.quantity}`).sort()).toEqual([
      '1-0 1-1 5',
      '1-0 2-4 2',
      '2-0 2-3 1',
    ]);
    expect(wave!.metres!.walk).toBeCloseTo(walks.walk(stopsAt('1-1', '2-3', '2-4')).metres, 6);
    expect(wave!.metres!.bound).toBeLessThanOrEqual(wave!.metres!.walk + 1e-6);
    expect(wave).toMatchObject({ lines: 2, units: 8, orders: [{ lines: 1, units: 7 }, { lines: 1 }] });
    expect(wave!.seconds).toBeCloseTo(secondsOf({ metres: wave!.metres!.walk, lines: 3, units: 8 }, usualTerms), 6);
  });

  test('waves of parted lines are sound: units as ordered, each bin once for a line, nothing promised twice', () => {
    const wanted = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
    const held = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.integer({ min: 0, max: 6 })), {
      ...{ minLength: 1, maxLength: 6, selector: ([bin]) => bin },
    });
    fc.assert(
      fc.property(wanted, held, (quantities, rows) => {
        const shelves = new Map([['cream', rows.map(([bin, units]) => free(bin, units))]]);
        const candidates = quantities.map((quantity, at) =>
          order(at + 1, [{ bin: rows[0]![0], quantity, item: 'cream' }]),
        );
        const plan = planned({ candidates, shelves, terms: { ...usualTerms, most: 3 } }, 20);
        const walk = plan.waves.flatMap((wave) => wave.walk);
        expect(new Set(walk.map((one) => `${one.fulfillmentOrderLineId} ${one.bin}`)).size).toBe(walk.length);
        quantities.forEach((quantity, at) => {
          const own = walk.filter((one) => one.fulfillmentOrderLineId === `${at + 1}-0`);
          expect(own.reduce((sum, one) => sum + one.quantity, 0)).toBe(quantity);
        });
        const all = rows.reduce((sum, [, units]) => sum + units, 0);
        const given = rows.reduce((sum, [bin, units]) => {
          const asked = walk.reduce((total, one) => total + (one.bin === bin ? one.quantity : 0), 0);
          return sum + Math.min(units, asked);
        }, 0);
        expect(given).toBe(
          Math.min(
            all,
            quantities.reduce((sum, one) => sum + one, 0),
          ),
        );
        for (const wave of plan.waves) {
          const stops = wave.walk.map((one) => walks.stopOf.get(one.bin!)!);
          expect(wave.metres!.walk).toBeCloseTo(walks.walk([...new Set(stops)].sort((a, b) => a - b)).metres, 6);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('stays in the zone that its rule keeps to', () => {
    const candidates = [
      order(1, [
        { bin: '6-20', quantity: 1, item: 'ice' },
        { bin: '6-1', quantity: 1 },
      ]),
    ];
    const rules = [{ id: 'z', name: 'Cold', active: true, when: { zones: ['6-'] }, cartId: null, most: null }];
    const shelves = new Map([['ice', [free('6-20'), free('5-1')]]]);
    expect(binsOf(planned({ candidates, shelves, rules }))).toEqual([['6-1', '6-20']]);
    expect(binsOf(planned({ candidates, shelves }))[0]).toContain('5-1');
  });
});

describe('walks of a layout', () => {
  test('on several floors and from a start beside the block they are as long as the ways between their stops', () => {
    const upstairs = structuredClone(floor.layout);
    upstairs.floors.push({
      name: 'First floor',
      blocks: [{ ...structuredClone(upstairs.floors[0]!.blocks[0]!), name: 'Up', floor: 1 }],
    });
    upstairs.links.push({ from: { floor: 0, x: 0, y: 0 }, to: { floor: 1, x: 0, y: 0 }, metres: 12, kind: 'stairs' });
    const aside = structuredClone(floor.layout);
    aside.stations[0]!.x = -3;
    aside.stations[0]!.y = -2;
    for (const layout of [upstairs, aside]) {
      const walks = floorWalks({ layout, bins })!;
      fc.assert(
        fc.property(
          fc.uniqueArray(fc.integer({ min: 0, max: bins.length - 1 }), { minLength: 1, maxLength: 9 }),
          (stops) => {
            const walk = walks.walk(stops);
            expect(walk.order.toSorted()).toEqual(stops.toSorted());
            expect(walks.inOrder(walk.order)).toBeCloseTo(walk.metres, 6);
            expect(walks.walks.length(stops)).toBeGreaterThanOrEqual(walk.metres - 1e-6);
            expect(walk.bound).toBeLessThanOrEqual(walk.metres + 1e-6);
            expect(walk.metres).toBeLessThanOrEqual(walks.inOrder(stops) + 1e-6);
          },
        ),
        { numRuns: 60 },
      );
    }
  });

  test('by a rule of thumb aisles are walked through in turn, never shorter than the shortest walk, which is the bound', () => {
    const shortest = floorWalks(floor)!;
    for (const routing of ['s-shape', 'largest-gap'] as const) {
      const byRule = floorWalks({ ...floor, routing })!;
      fc.assert(
        fc.property(
          fc.uniqueArray(fc.integer({ min: 0, max: bins.length - 1 }), { minLength: 1, maxLength: 9 }),
          (stops) => {
            const walk = byRule.walk(stops);
            expect(walk.order.toSorted()).toEqual(stops.toSorted());
            expect(walk.bound).toBeCloseTo(shortest.walk(stops).metres, 6);
            expect(walk.metres).toBeGreaterThanOrEqual(walk.bound - 1e-6);
          },
        ),
        { numRuns: 60 },
      );
    }
    // Two bins of neighbouring aisles, both near the front: up the one and down the other, where turning is nearer.
    const [a, b] = [shortest.stopOf.get('1-2')!, shortest.stopOf.get('2-2')!];
    expect(floorWalks({ ...floor, routing: 's-shape' })!.walk([a, b]).metres).toBeGreaterThan(
      shortest.walk([a, b]).metres + 1,
    );
  });

  test('no start, or no bin that the layout has: no walks', () => {
    expect(floorWalks({ layout: { ...floor.layout, stations: [] }, bins })).toBeNull();
    expect(floorWalks({ layout: floor.layout, bins: [{ name: 'Cellar', place: null }] })).toBeNull();
  });
});

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

describe('times', () => {
  test('a pace is learned from waves as they were, and not from a handful or from lunch', () => {
    const work = { metres: 300, lines: 20, units: 25 };
    const reckoned = secondsOf(work, usualTerms);
    const past = Array.from({ length: 9 }, (_, at) => ({ ...work, seconds: reckoned * (1.15 + at / 80) }));
    expect(learnPace(past.slice(0, 7), usualTerms)).toEqual(unlearned);
    const learned = learnPace([...past, { ...work, seconds: 40_000 }], usualTerms);
    expect(learned).toMatchObject({ from: 9 });
    expect(learned.factor).toBeCloseTo(1.2, 6);
  });

  test('more pickers are done sooner, later waves end later, and a cut-off is missed as often as it is played', () => {
    const from = now;
    const waves = Array.from({ length: 6 }, () => ({ seconds: 1200, dueAt: new Date(now.getTime() + 40 * 60_000) }));
    const of = { factor: 1, sigma: 0.25, seed: 3, from };
    const alone = playFinish(waves, { ...of, pickers: 1 });
    const three = playFinish(waves, { ...of, pickers: 3 });
    expect(alone[5]!.half.getTime()).toBeGreaterThan(three[5]!.half.getTime() * 1 + 1000 * 3000);
    expect(alone[0]!.missed).toBeLessThan(0.05);
    expect(alone[1]!.missed).toBeGreaterThan(0.3);
    expect(alone[1]!.missed).toBeLessThan(0.7);
    expect(alone[3]!.missed).toBe(1);
    expect(playFinish(waves, { ...of, pickers: 1 })).toEqual(alone);
    for (const one of alone) expect(one.ninety.getTime()).toBeGreaterThan(one.half.getTime());
  });
});
