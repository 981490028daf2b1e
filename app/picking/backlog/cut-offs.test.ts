import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { input, names, order, planned } from '../../../tests/a-backlog.ts';
import { usualTerms } from '../rules/terms.ts';
import { type BacklogInput, prepare } from './groups.ts';
import type { PlannedBacklog } from './planned.ts';

describe('cut-offs of a backlog', () => {
  const windows = [
    { name: 'Noon', cutOff: 12 * 60, weekdays: [5], methods: [] },
    { name: 'Late', cutOff: 17 * 60, weekdays: [5], methods: [] },
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

  test('each carrier’s parcels are due when it comes, and a wave says whose cut-off it has to keep', () => {
    const carriers = [
      { name: 'Post', cutOff: 17 * 60, weekdays: [5], methods: [] },
      { name: 'DHL Express', cutOff: 11 * 60, weekdays: [5], methods: ['DHL Express'] },
      { name: 'UPS', cutOff: 11 * 60, weekdays: [5], methods: ['UPS'] },
    ];
    const by = (id: number, shippingMethod: string | null, bin = '1-1') =>
      order(id, [{ bin, quantity: 1 }], { shippingMethod });
    const told = (candidates: ReturnType<typeof by>[]) =>
      planned({ candidates, terms: { ...usualTerms, windows: carriers, most: 2 } }).waves.map((wave) => [
        wave.orders.map((one) => one.orderName).join(),
        wave.cutOff,
        wave.dueAt?.getUTCHours(),
        wave.finish.missed,
      ]);
    expect(told([by(1, 'Standard', '6-9'), by(2, 'DHL Express'), by(3, null, '6-8'), by(4, 'UPS Standard')])).toEqual([
      ['#2,#4', 'DHL Express, UPS', 11, 0],
      ['#1,#3', 'Post', 17, 0],
    ]);
    expect(told([by(1, 'Standard'), by(2, 'DHL Express Worldwide')])).toEqual([['#1,#2', 'DHL Express', 11, 0]]);
    // A house that has cut-offs for carriers alone: what goes with none of them waits for no cut-off.
    const own = carriers.slice(1);
    const { waves } = planned({ candidates: [by(1, 'Standard')], terms: { ...usualTerms, windows: own } });
    expect(waves.map((wave) => [wave.cutOff, wave.dueAt, wave.finish.missed])).toEqual([[null, null, null]]);
  });

  test('where nothing is searched each cut-off has waves of its own, and what has none goes together whatever its promise', () => {
    const express = [{ name: 'DHL', cutOff: 11 * 60, weekdays: [5], methods: ['DHL'] }];
    const by = (id: number, shippingMethod: string, fulfillBy: Date | null = null) =>
      order(id, [{ bin: '1-1', quantity: 1 }], { shippingMethod, fulfillBy });
    const candidates = [by(1, 'Standard'), by(2, 'DHL'), by(3, 'Post', evening.fulfillBy), by(4, 'DHL Express')];
    const { groups } = prepare({ ...input, floor: null, candidates, terms: { ...usualTerms, windows: express } });
    expect(groups.map((group) => group.orders.map((one) => one.orderName))).toEqual([
      ['#3', '#1'],
      ['#2', '#4'],
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
        const close = [windows[0]!, { name: 'Soon', cutOff: 12 * 60 + 20, weekdays: [5], methods: [] }];
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
});
