import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLOSED } from './forecast/demand-days.ts';
import { noSignals, type PlaceInputs, planItem } from './plan-place.ts';
import { adviceSentence } from './reason-words.ts';
import { type Rule, resolveTerms } from './settings/rule.ts';

const shop = { today: '2026-11-22', currency: 'GBP', now: new Date('2026-11-22T03:00:00Z') };
const today = Date.parse(shop.today) / 86_400_000;

function place(over: {
  sold?: number[];
  state?: number;
  rule?: Partial<Rule>;
  available?: number;
  incoming?: number;
  onOrder?: number;
  locationId?: string;
  tracked?: boolean;
  cost?: { unitCost: bigint; currency: string } | null;
  leadTimes?: number[];
}): PlaceInputs {
  const units = Float64Array.from(over.sold ?? new Array<number>(120).fill(1));
  return {
    facts: {
      inventoryItemId: '1',
      locationId: over.locationId ?? '9',
      variantId: '1',
      productId: '1',
      title: 'Tea',
      sku: 'TEA',
      barcode: null,
      vendor: '',
      productType: '',
      tracked: over.tracked ?? true,
      available: over.available ?? 5,
      incoming: over.incoming ?? 0,
      price: 1000n,
      itemCost: over.cost === undefined ? { unitCost: 400n, currency: 'GBP' } : over.cost,
    },
    demand: {
      history: {
        first: today - units.length,
        units,
        states: new Uint8Array(units.length).fill(over.state ?? 0),
        empty: new Uint8Array(units.length),
      },
      method: 'windows',
      chosenAt: null,
    },
    signals: noSignals,
    terms: resolveTerms([{ source: 'shop', rule: { leadTimeDays: 14, ...over.rule } }]),
    offer: null,
    leadTimes: (over.leadTimes ?? []).map((days) => ({ days, units: 1 })),
    openLines: over.onOrder ? [{ ordered: over.onOrder, received: 0, inIncoming: 0 }] : [],
    transfers: null,
    abc: { revenue: 'B', margin: 'A' },
  };
}

const one = (over: Parameters<typeof place>[0]) => planItem([place(over)], shop)[0]!.row;

const anyPlace = fc.record({
  sold: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(12)), { minLength: 20, maxLength: 90 }),
  available: fc.integer({ min: -20, max: 150 }),
  incoming: fc.nat(40),
  onOrder: fc.nat(40),
  rule: fc.record({
    leadTimeDays: fc.nat(40),
    reviewDays: fc.integer({ min: 1, max: 21 }),
    minimumOrder: fc.integer({ min: 1, max: 60 }),
    packSize: fc.integer({ min: 1, max: 24 }),
    maxCoverDays: fc.option(fc.integer({ min: 1, max: 200 })),
    shelfLifeDays: fc.option(fc.integer({ min: 1, max: 200 })),
    targetMeasure: fc.constantFrom('fill', 'cycle'),
    targetPermille: fc.integer({ min: 500, max: 990 }),
    policy: fc.constantFrom('demand', 'starter'),
  }),
});
const unlimited = { maxCoverDays: null, shelfLifeDays: null };
const promised = { ...unlimited, policy: 'demand' };

describe('a place', () => {
  test('buys up to what the time until the next arrival may ask for', () => {
    const row = one({});
    expect(row).toMatchObject({
      advice: 'buy',
      reason: 'at-reorder-point',
      position: 5,
      orderBy: '2026-11-22',
      lastSoldOn: '2026-11-21',
    });
    expect(row.suggested).toBe(row.orderUpTo! - 5);
    expect(row.orderUpTo).toBeGreaterThanOrEqual(21);
    expect(row.orderUpTo).toBeLessThan(40);
    expect(row).toMatchObject({ starterPoint: 14, starterUpTo: 21, starterSuggested: 16 });
    expect(adviceSentence(row)).toContain('a new order takes 14 days');
  });

  test('that has enough says by when to order', () => {
    const row = one({ available: 60 });
    expect(row).toMatchObject({ advice: 'wait', reason: 'enough', suggested: 0 });
    const days = Math.floor((60 - row.reorderPoint!) / row.demandPerDay!);
    expect(row.orderBy).toBe(new Date((today + days) * 86_400_000).toISOString().slice(0, 10));
  });

  test.each([
    [{ tracked: false }, 'not-tracked'],
    [{ sold: [] }, 'no-history'],
    [{ state: CLOSED }, 'no-history'],
    [{ sold: [1, 1, 1, 1, 1, 1] }, 'too-little-history'],
    [{ rule: { leadTimeDays: null } }, 'no-lead-time'],
  ] as const)('guesses nothing (%#)', (over, reason) => {
    const row = one(over as Parameters<typeof place>[0]);
    expect(row).toMatchObject({
      advice: 'unknown',
      reason,
      suggested: 0,
      reorderPoint: null,
      excess: 0,
      orderBy: null,
    });
    expect(adviceSentence(row)).not.toBe('');
  });

  test.each([[{ sold: [] }], [{ sold: [1, 1] }], [{ state: CLOSED }], [{ rule: { leadTimeDays: null } }]] as const)(
    'buys what is owed all the same (%#)',
    (over) => {
      const asked = { ...over, available: -7, rule: { leadTimeDays: null, packSize: 4, maxCoverDays: 5 } };
      const row = one(asked as Parameters<typeof place>[0]);
      expect(row).toMatchObject({ advice: 'buy', reason: 'units-owed', suggested: 8, orderUpTo: null });
      expect(adviceSentence(row)).toContain('7');
    },
  );

  test('what is not tracked owes nothing', () => {
    const row = one({ tracked: false, available: -7 });
    expect(row).toMatchObject({ advice: 'unknown', reason: 'not-tracked', suggested: 0 });
  });

  test('arrivals speak where nobody states a lead time', () => {
    expect(one({ rule: { leadTimeDays: null }, leadTimes: [9, 10, 10, 11, 10] })).toMatchObject({
      advice: 'buy',
      leadTimeDays: 10,
    });
  });

  test('too much of it is told with what it costs, and dead after half a year without a sale', () => {
    const row = one({ sold: new Array<number>(200).fill(0), available: 30 });
    expect(row).toMatchObject({
      advice: 'too much',
      excess: 30,
      excessCash: 12_000n,
      dead: true,
      pattern: 'none',
      lastSoldOn: null,
    });
    expect(one({ sold: [...new Array<number>(100).fill(0)], available: 30 }).dead).toBe(false);
    expect(
      one({ available: 30, sold: [...new Array<number>(100).fill(1), ...new Array<number>(40).fill(0)] }).phantom,
    ).toBe(true);
  });

  test('costs in another currency than prices make no margin', () => {
    const row = one({ cost: { unitCost: 400n, currency: 'EUR' }, rule: { targetMeasure: 'economic' } });
    expect(row).toMatchObject({ abcMargin: null, currency: 'EUR', unitCost: 400n });
    expect(row.inputs).toMatchObject({
      margin: 'other-currency',
      decision: { target: { measure: 'fill', level: 0.95 } },
    });
    expect(one({ rule: { targetMeasure: 'economic' } }).inputs.decision.target.measure).toBe('cycle');
    expect(one({ cost: null })).toMatchObject({ unitCost: null, currency: null, excessCash: null, abcMargin: null });
  });

  test('a longer lead time or a higher target never lowers a level', () => {
    fc.assert(
      fc.property(anyPlace, fc.nat(20), fc.nat(200), (over, days, permille) => {
        const rule = { ...over.rule, ...promised };
        const row = one({ ...over, rule });
        const slower = one({ ...over, rule: { ...rule, leadTimeDays: rule.leadTimeDays + days } });
        const surer = one({
          ...over,
          rule: { ...rule, targetPermille: Math.min(995, rule.targetPermille + permille) },
        });
        if (rule.targetMeasure === 'cycle') expect(slower.orderUpTo).toBeGreaterThanOrEqual(row.orderUpTo!);
        expect(surer.orderUpTo).toBeGreaterThanOrEqual(row.orderUpTo!);
        expect(surer.reorderPoint).toBeGreaterThanOrEqual(row.reorderPoint!);
      }),
      { numRuns: 60 },
    );
  });

  test('what is suggested comes in whole packs, never below need or minimum, and never above what cover allows', () => {
    fc.assert(
      fc.property(anyPlace, (over) => {
        const row = one(over);
        expect(row.suggested % over.rule.packSize).toBe(0);
        if (row.advice !== 'buy') expect(row.suggested).toBe(0);
        else expect(row.suggested).toBeGreaterThanOrEqual(over.rule.minimumOrder);
        const free = one({ ...over, rule: { ...over.rule, ...unlimited } });
        if (free.advice === 'buy') expect(free.suggested).toBeGreaterThanOrEqual(free.orderUpTo! - free.position);
        if (over.rule.maxCoverDays !== null && row.advice === 'buy')
          expect(row.position + row.suggested).toBeLessThanOrEqual(row.demandPerDay! * over.rule.maxCoverDays + 1e-3);
      }),
      { numRuns: 80 },
    );
  });

  test('what is on order counts once; placing the advice ends it, and a second look says the same', () => {
    fc.assert(
      fc.property(anyPlace, (over) => {
        const rule = { ...over.rule, ...unlimited };
        const row = one({ ...over, rule });
        expect(row.position).toBe(over.available + over.incoming + over.onOrder);
        expect(one({ ...over, rule })).toEqual(row);
        const placed = one({ ...over, rule, onOrder: over.onOrder + row.suggested });
        expect(placed.suggested).toBe(0);
      }),
      { numRuns: 80 },
    );
  });
});

describe('places of one item', () => {
  test('move what one can spare before the other buys, and only where it fills the need', () => {
    const full = place({ locationId: '10', available: 300 });
    const [from, to] = planItem([full, place({ available: 2 })], shop).map(({ row }) => row);
    expect(to).toMatchObject({ advice: 'move', suggested: 0, moves: [{ from: '10', units: to!.orderUpTo! - 2 }] });
    expect(from!.moves).toEqual([]);
    const tight = place({ locationId: '10', available: from!.orderUpTo! + 3 });
    const [, buys] = planItem([tight, place({ available: 2 })], shop).map(({ row }) => row);
    expect(buys).toMatchObject({ advice: 'buy', moves: [], suggested: buys!.orderUpTo! - 2 });
  });
});
