import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Allocation, asWalk } from '../wave.ts';
import { fold, isDone, standing } from './ledger.ts';
import type { Deed } from './scan.ts';
import { tasksOf } from './tasks.ts';
import { changesOf, dealtOut } from './wanted.ts';

const walkOf = (...quantities: number[]): Allocation[] =>
  asWalk(
    quantities.map((quantity, at) => ({
      ...{ fulfillmentOrderLineId: '1', fulfillmentOrderId: '1', orderId: '1', orderName: '#1', inventoryItemId: '5' },
      ...{ title: 'Tea', sku: null, bin: `A-${at}`, position: 0, quantity, picked: 0, short: 0, dropped: 0, tote: '1' },
    })),
  );

const ledger = (walk: Allocation[], deeds: readonly Deed[]) =>
  fold(
    tasksOf({ walk, method: null }),
    deeds.map((deed, at) => ({ id: `${at}`, device: deed.kind === 'wanted' ? null : 'phone', deed })),
  );
const picked = (task: string, units: number): Deed => ({ kind: 'picked', task, units, tote: '1' });
const short = (task: string, units: number): Deed => ({ kind: 'short', task, units, reason: 'not-found' });
/** What each allocation is wanted to give once the order wants so many, while the walk stands so. */
const deal = (walk: Allocation[], deeds: readonly Deed[], units: number) => {
  const state = ledger(walk, deeds);
  const after = ledger(walk, [
    ...deeds,
    ...changesOf(state, dealtOut(new Map([['1', { units, because: 'edited' }]]), walk, state)),
  ]);
  return [...after.tasks.values()].map((one) => `${one.task.id} ${one.wanted}`);
};
const wants = (task: string, units: number): Deed => ({ kind: 'wanted', task, units, because: 'edited' });

test.each<[string, Deed[], number, string[]]>([
  ['along the walk while nothing is picked', [], 4, ['1 3', '1/2 1']],
  ['from the tote first, whatever comes before it', [picked('1/2', 2)], 3, ['1 1', '1/2 2']],
  ['no more than it was to give, though more is in the tote', [picked('1', 5)], 4, ['1 3', '1/2 1']],
  ['from where nobody said that it is missing', [short('1', 3)], 2, ['1 0', '1/2 2']],
  ['from where it is missing when there is no other', [short('1', 3)], 4, ['1 2', '1/2 2']],
  ['everywhere as planned when all is wanted again', [short('1', 3), picked('1/2', 1)], 5, ['1 3', '1/2 2']],
  ['as it was dealt out while somebody is on the way to it', [wants('1/2', 1), short('1', 1)], 4, ['1 3', '1/2 1']],
  [
    'from the other bin once nothing is left of it here',
    [wants('1/2', 1), short('1', 1), picked('1', 2), picked('1/2', 1)],
    4,
    ['1 2', '1/2 2'],
  ],
  ['nothing of a canceled order', [picked('1', 2)], 0, ['1 0', '1/2 0']],
])('what an order wants of a line in two bins is taken %s', (_, deeds, units, expected) => {
  expect(deal(walkOf(3, 2), deeds, units)).toEqual(expected);
});

const cases = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }).chain((quantities) =>
  fc.record({
    quantities: fc.constant(quantities),
    units: fc.nat(quantities.reduce((sum, one) => sum + one, 0)),
    deeds: fc.array(
      fc
        .record({ at: fc.nat(quantities.length - 1), units: fc.integer({ min: 1, max: 3 }), short: fc.boolean() })
        .map((one) => (one.short ? short : picked)(walkOf(...quantities)[one.at]!.id, one.units)),
      { maxLength: 6 },
    ),
  }),
);

test('dealt out: in sum what the order wants, of no bin more than planned, nothing put back that need not be, and settled', () => {
  fc.assert(
    fc.property(cases, ({ quantities, units, deeds }) => {
      const walk = walkOf(...quantities);
      const state = ledger(walk, deeds);
      const wanted = dealtOut(new Map([['1', { units, because: 'edited' }]]), walk, state);
      const of = (one: Allocation) => wanted.get(one.id)?.units ?? state.tasks.get(one.id)!.wanted;
      expect(walk.reduce((sum, one) => sum + of(one), 0)).toBe(units);
      const found = (one: Allocation) =>
        [...state.tasks.get(one.id)!.inTotes.values()].reduce((sum, some) => sum + some, 0);
      const missing = (one: Allocation) =>
        [...state.tasks.get(one.id)!.missing.values()].reduce((sum, some) => sum + some, 0);
      const kept = (one: Allocation) => Math.min(found(one), one.quantity);
      const inTotes = walk.reduce((sum, one) => sum + kept(one), 0);
      const likely = (one: Allocation) => (missing(one) > 0 ? kept(one) : one.quantity);
      for (const one of walk) {
        expect(of(one)).toBeLessThanOrEqual(one.quantity);
        expect(of(one)).toBeGreaterThanOrEqual(0);
        if (inTotes <= units) expect(of(one)).toBeGreaterThanOrEqual(kept(one));
        // Nobody is sent to find what was missing while other bins have enough.
        if (walk.reduce((sum, each) => sum + likely(each), 0) >= units)
          expect(of(one)).toBeLessThanOrEqual(likely(one));
      }
      const after = ledger(walk, [...deeds, ...changesOf(state, wanted)]);
      expect(changesOf(after, dealtOut(new Map([['1', { units, because: 'edited' }]]), walk, after))).toEqual([]);
      if (inTotes === units && walk.every((one) => found(one) <= one.quantity)) expect(isDone(after)).toBe(true);
      expect(walk.reduce((sum, one) => sum + standing(after.tasks.get(one.id)!).picked, 0)).toBe(
        Math.min(units, inTotes),
      );
    }),
  );
});
