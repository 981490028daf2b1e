import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../lib/canonical-json.ts';
import { type DecisionInputs, type DemandOver, decide } from './decide.ts';
import { weightedDemand } from './demand-distribution.ts';
import { difference, differenceSentence } from './difference.ts';
import { checkReceipt, recompute, writeReceipt } from './receipt.ts';

/** Daily rates that voted: each says the coming days will all be like it. */
type Rates = { units: number; weight: number }[];
const demandOver: DemandOver<Rates> = (rates, days) =>
  weightedDemand(rates.map(({ units, weight }) => ({ units: units * days, weight })));

const tea: DecisionInputs<Rates> = {
  demand: [
    { units: 1, weight: 3 },
    { units: 3, weight: 1 },
  ],
  leadTime: { statedDays: null, samples: [10, 10, 10, 10, 10].map((days) => ({ days, units: 5 })) },
  reviewDays: 7,
  target: { measure: 'cycle', level: 0.9 },
  starterSales: null,
  stock: { available: 20, incoming: 0, openLines: [], backordersElsewhere: 0 },
  movable: 0,
  terms: {
    minimumOrder: 1,
    packSize: 6,
    unitCost: 500,
    priceBreaks: [],
    holdingRate: 0.25,
    maxCoverDays: null,
    shelfLifeDays: null,
  },
  lot: 0,
  spareDays: 60,
};

describe('a decision', () => {
  test('goes from the votes to the units', () => {
    expect(decide(tea, demandOver)).toMatchObject({
      advice: 'buy',
      units: 36,
      position: { units: 20 },
      levels: { reorderPoint: 50, orderUpTo: 51 },
      demandPerDay: 1.5,
      leadTimeDays: 10,
    });
  });

  test('guesses nothing without demand or lead time', () => {
    const unknown = { advice: 'unknown', units: 0, levels: null, quantity: null };
    expect(decide({ ...tea, demand: null }, demandOver)).toMatchObject(unknown);
    expect(decide({ ...tea, leadTime: { statedDays: null, samples: [] } }, demandOver)).toMatchObject(unknown);
  });

  test('buys what is owed whatever it knows: never less, in whole packs, at least the minimum', () => {
    const unknown = { ...tea, demand: null, stock: { ...tea.stock, incoming: 0, openLines: [] } };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 60 }),
        (owed, packSize, minimumOrder) => {
          const terms = { ...tea.terms, packSize, minimumOrder, maxCoverDays: 30, shelfLifeDays: 10 };
          const stock = { ...unknown.stock, available: -owed };
          const { advice, reason, units, levels } = decide({ ...unknown, stock, terms }, demandOver);
          expect({ advice, reason, levels }).toEqual({ advice: 'buy', reason: 'units-owed', levels: null });
          expect(units).toBe(Math.ceil(Math.max(owed, minimumOrder) / packSize) * packSize);
        },
      ),
    );
  });

  test('moves instead of buying where others can spare the whole need', () => {
    expect(decide({ ...tea, movable: 31 }, demandOver)).toMatchObject({
      advice: 'move',
      units: 0,
      quantity: { units: 36 },
    });
  });

  const anyInputs: fc.Arbitrary<DecisionInputs<Rates>> = fc
    .tuple(
      fc.array(fc.record({ units: fc.nat(12), weight: fc.integer({ min: 1, max: 5 }) }), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.record({
        statedDays: fc.nat(40),
        samples: fc.array(fc.record({ days: fc.nat(60), units: fc.integer({ min: 1, max: 9 }) }), { maxLength: 7 }),
      }),
      fc.record({ measure: fc.constantFrom('fill', 'cycle'), level: fc.constantFrom(0.5, 0.9, 0.98) }),
      fc.integer({ min: -20, max: 400 }),
      fc.record({ minimumOrder: fc.nat(50), packSize: fc.integer({ min: 1, max: 24 }) }),
      fc.constantFrom(0, 25, 1000),
    )
    .map(([demand, leadTime, target, available, terms, movable]) => ({
      ...tea,
      demand,
      leadTime,
      target,
      movable,
      stock: { ...tea.stock, available },
      terms: { ...tea.terms, ...terms },
    }));

  test('once followed, the next look has nothing to buy, ordered, told to Shopify or received', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const { units } = decide(inputs, demandOver);
        const next = (stock: Partial<DecisionInputs<Rates>['stock']>) =>
          decide({ ...inputs, stock: { ...inputs.stock, ...stock } }, demandOver).units;
        if (units === 0) return;
        expect(next({ openLines: [{ ordered: units, received: 0, inIncoming: 0 }] })).toBe(0);
        expect(next({ incoming: units, openLines: [{ ordered: units, received: 0, inIncoming: units }] })).toBe(0);
        expect(next({ available: inputs.stock.available + units })).toBe(0);
      }),
    );
  });

  test('a minimum never creates an order', () => {
    fc.assert(
      fc.property(anyInputs, fc.nat(900), (inputs, minimumOrder) => {
        if (decide(inputs, demandOver).units > 0) return;
        expect(decide({ ...inputs, terms: { ...inputs.terms, minimumOrder } }, demandOver).units).toBe(0);
      }),
    );
  });

  describe('and its receipt', () => {
    test('comes back from its JSON with the same number and hash', () => {
      fc.assert(
        fc.property(anyInputs, (inputs) => {
          const receipt = writeReceipt(inputs, demandOver);
          const copy = JSON.parse(JSON.stringify(receipt)) as typeof receipt;
          expect(recompute(copy, demandOver)).toEqual(receipt.decision);
          expect(writeReceipt(copy.inputs, demandOver).hash).toBe(receipt.hash);
          expect(checkReceipt(copy, demandOver)).toBe('kept');
        }),
      );
    });

    test('shows what was altered, what other rules wrote and what does not follow', () => {
      const receipt = writeReceipt(tea, demandOver);
      expect(checkReceipt({ ...receipt, inputs: { ...tea, reviewDays: 8 } }, demandOver)).toBe('altered');
      expect(checkReceipt(receipt, (rates, days) => demandOver(rates, 2 * days))).toBe('wrong');
      const sealed = { rules: receipt.rules + 1, inputs: receipt.inputs, decision: receipt.decision };
      const hash = createHash('sha256').update(canonicalJson(sealed)).digest('hex');
      expect(checkReceipt({ ...sealed, hash }, demandOver)).toBe('other-rules');
    });

    test('is one text whatever the order of its keys', () => {
      expect(canonicalJson({ b: [1, { d: null, c: 'é"' }], a: undefined, A: 0.1 })).toBe(
        '{"A":0.1,"b":[1,{"c":"é\\"","d":null}]}',
      );
      expect(() => canonicalJson({ a: Number.NaN })).toThrow();
    });
  });

  describe('and the one before it', () => {
    test('differ for reasons', () => {
      const after = { ...tea, reviewDays: 9, stock: { ...tea.stock, available: 14 } };
      const told = difference(tea, after, demandOver);
      expect(told).toEqual({
        was: 36,
        now: 48,
        because: [
          { cause: 'review', units: 6 },
          { cause: 'stock and orders under way', units: 6 },
        ],
      });
      expect(differenceSentence(told)).toBe('Was 36, now 48: review +6, stock and orders under way +6');
      expect(differenceSentence(difference(tea, tea, demandOver))).toBe('Still 36');
    });

    test('differ by exactly the sum of the reasons, and the last step is the new number', () => {
      fc.assert(
        fc.property(anyInputs, anyInputs, (before, after) => {
          const { was, now, because } = difference(before, after, demandOver);
          expect(now).toBe(decide(after, demandOver).units);
          expect(was + because.reduce((sum, { units }) => sum + units, 0)).toBe(now);
        }),
      );
    });
  });
});
