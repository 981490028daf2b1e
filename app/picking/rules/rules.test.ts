import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCart, type Cart, capacityOf, cartTyped, loadOf, readCart, tooLarge, totesFor } from '../carts/cart.ts';
import { fits, type OrderTraits, type Rule, readRule, ruleFor, ruleTyped, whenWords } from './rule.ts';
import {
  type CutOff,
  clock,
  cutOffFor,
  cutOffs,
  readTerms,
  type TermsTyped,
  termsTyped,
  usualTerms,
  windows,
  withCutOff,
} from './terms.ts';

const now = new Date('2026-11-27T09:00:00Z');
const order: OrderTraits = {
  deliveryMethod: 'SHIPPING',
  shippingMethod: 'DHL Express',
  fulfillBy: new Date('2026-11-27T15:00:00Z'),
  tags: ['VIP'],
  country: 'GB',
  bins: () => ['A-1', 'A-2'],
  lines: 2,
  units: 3,
};

describe('rules', () => {
  test.each([
    [{}, true],
    [{ delivery: 'LOCAL' }, false],
    [{ methods: ['UPS', 'dhl'] }, true],
    [{ methods: ['UPS', 'Express'] }, false],
    [{ dueWithinHours: 6 }, true],
    [{ dueWithinHours: 5 }, false],
    [{ tags: ['gift', 'vip'] }, true],
    [{ tags: ['gift'] }, false],
    [{ countries: ['IE'] }, false],
    [{ zones: ['a'] }, true],
    [{ zones: ['A-1'] }, false],
    [{ linesFrom: 2, linesTo: 2 }, true],
    [{ unitsTo: 2 }, false],
    [{ single: true }, false],
    [{ tags: ['vip'], countries: ['IE'] }, false],
  ] as const)('%j fits or not', (when, expected) => {
    expect(fits(structuredClone(when) as Parameters<typeof fits>[0], order, now)).toBe(expected);
  });

  test('an order without a promise is never urgent, one without a bin in no zone', () => {
    expect(fits({ dueWithinHours: 1000 }, { ...order, fulfillBy: null }, now)).toBe(false);
    expect(fits({ zones: ['A'] }, { ...order, bins: () => ['A-1', null] }, now)).toBe(false);
  });

  test('the first active one that fits decides', () => {
    const of = (name: string, when: Rule['when'], active = true): Rule => ({
      ...{ id: name, name, active, when },
      ...{ cartId: null, most: null },
    });
    const list = [
      of('off', {}, false),
      of('Ireland', { countries: ['IE'] }),
      of('VIP', { tags: ['vip'] }),
      of('rest', {}),
    ];
    expect(ruleFor(list, order, now)?.name).toBe('VIP');
    expect(ruleFor(list, { ...order, tags: [] }, now)?.name).toBe('rest');
    expect(ruleFor([], order, now)).toBeNull();
  });

  test('a form becomes a rule and the rule the same form', () => {
    const read = readRule({
      name: ' Rush ',
      methods: 'DHL Express, UPS',
      tags: 'express, vip,',
      countries: 'gb',
      linesFrom: '1',
      linesTo: '3',
      most: '8',
    });
    if (!read.ok) throw new Error('refused');
    expect(read.rule).toEqual({
      name: 'Rush',
      active: true,
      when: { methods: ['DHL Express', 'UPS'], tags: ['express', 'vip'], countries: ['GB'], linesFrom: 1, linesTo: 3 },
      cartId: null,
      most: 8,
      express: null,
    });
    expect(readRule(ruleTyped(read.rule))).toEqual(read);
    expect(whenWords(read.rule.when)).toBe('by DHL Express… or UPS…, tagged express or vip, to GB, 1 to 3 lines');
    expect(whenWords({})).toBe('Every order');
  });

  test('what is wrong is named beside its field', () => {
    const read = readRule({ name: '', countries: 'England', linesFrom: '5', linesTo: '2', most: '0', unitsTo: '1.5' });
    expect(read.ok ? [] : Object.keys(read.problems).sort()).toEqual([
      'countries',
      'linesTo',
      'most',
      'name',
      'unitsTo',
    ]);
  });
});

describe('carts', () => {
  const cart: Cart = { id: 'c', name: 'Blue', method: 'cluster', totes: 4, toteMillilitres: 10_000, maxGrams: 50_000 };

  test('an order takes the totes its volume needs, at least one, and none where orders are not parted', () => {
    expect(totesFor(cart, { millilitres: 0, grams: 0 })).toBe(1);
    expect(totesFor(cart, { millilitres: 10_001, grams: 0 })).toBe(2);
    expect(totesFor({ ...cart, method: 'sort' }, { millilitres: 99_000, grams: 0 })).toBe(0);
    expect(loadOf(cart, { millilitres: 25_000, grams: 900 })).toEqual([1, 3, 25_000, 900]);
    expect(capacityOf(cart, 12)).toEqual([12, 4, 40_000, 50_000]);
  });

  test('an order that no cart holds is told what to do', () => {
    expect(tooLarge(cart, { millilitres: 40_000, grams: 50_000 })).toBeNull();
    expect(tooLarge(cart, { millilitres: 41_000, grams: 0 })).toBe(
      'It takes 41 litres, and Blue holds 40 litres. Take a larger cart, or split the order.',
    );
    expect(tooLarge(cart, { millilitres: 0, grams: 60_000 })).toMatch(/weighs 60 kg/);
    expect(tooLarge(anyCart, { millilitres: 1e9, grams: 1e9 })).toBeNull();
  });

  test('litres and kilograms in a form, millilitres and grams inside', () => {
    const read = readCart({ name: 'Blue', method: 'cluster', totes: '4', toteLitres: '12,5', maxKilos: '' });
    expect(read).toEqual({
      ok: true,
      cart: { name: 'Blue', method: 'cluster', totes: 4, toteMillilitres: 12_500, maxGrams: null },
    });
    if (read.ok) expect(readCart(cartTyped(read.cart))).toEqual(read);
    expect(readCart({ name: ' ', method: 'fly', totes: '0', toteLitres: '-1', maxKilos: 'heavy' })).toMatchObject({
      ok: false,
      problems: { name: {}, method: {}, totes: {}, toteLitres: {}, maxKilos: {} },
    });
  });
});

describe('windows', () => {
  const weekdays = [1, 2, 3, 4, 5];
  const list = [
    { name: 'Noon', cutOff: 12 * 60, weekdays, methods: [] },
    { name: 'Late', cutOff: 16 * 60 + 30, weekdays, methods: [] },
  ];

  test('cut-offs are moments of the shop’s own clock, and skip weekends and closed days', () => {
    const found = cutOffs(list, 'Europe/Berlin', new Date('2026-11-27T11:30:00Z'), new Set(['2026-11-30']));
    expect(found.slice(0, 3).map((one) => `${one.name} ${one.at.toISOString()}`)).toEqual([
      'Late 2026-11-27T15:30:00.000Z',
      'Noon 2026-12-01T11:00:00.000Z',
      'Late 2026-12-01T15:30:00.000Z',
    ]);
  });

  test('the clock is right on both sides of a change of time', () => {
    const all = [{ name: 'Dawn', cutOff: 4 * 60, weekdays: [0, 1, 2, 3, 4, 5, 6], methods: [] }];
    const found = cutOffs(all, 'Europe/London', new Date('2026-10-24T00:00:00Z'), new Set());
    expect(found.slice(0, 2).map((one) => one.at.toISOString())).toEqual([
      '2026-10-24T03:00:00.000Z',
      '2026-10-25T04:00:00.000Z',
    ]);
  });

  test('an order goes with the last cut-off that keeps its promise, else with the next', () => {
    const upcoming = cutOffs(list, 'UTC', now, new Set());
    const due = (fulfillBy: Date | null) => cutOffFor({ fulfillBy, shippingMethod: null }, upcoming)?.at;
    expect(due(new Date('2026-11-27T17:00:00Z'))).toEqual(new Date('2026-11-27T16:30:00Z'));
    expect(due(new Date('2026-11-27T10:00:00Z'))).toEqual(new Date('2026-11-27T12:00:00Z'));
    expect(due(null)).toEqual(new Date('2026-11-27T12:00:00Z'));
    expect(cutOffFor({ fulfillBy: now, shippingMethod: 'DHL' }, [])).toBeNull();
  });

  test('a carrier that has a cut-off takes its own parcels by it, the most exact name first, and nobody else’s', () => {
    const of = (name: string, cutOff: number, methods: string[]) => ({ name, cutOff: cutOff * 60, weekdays, methods });
    const carriers = [
      of('UPS', 11, ['ups']),
      of('Post', 12, []),
      of('DHL Express', 15, ['DHL Express', 'DHL Same Day']),
      of('DHL', 17, ['DHL']),
    ];
    const upcoming = cutOffs(carriers, 'UTC', now, new Set());
    const goesWith = (shippingMethod: string | null, fulfillBy: Date | null = null, among: CutOff[] = upcoming) =>
      cutOffFor({ fulfillBy, shippingMethod }, among)?.name ?? null;
    expect(goesWith('UPS® Ground')).toBe('UPS');
    expect(goesWith('dhl express worldwide')).toBe('DHL Express');
    expect(goesWith('DHL Paket')).toBe('DHL');
    expect([goesWith('Standard'), goesWith(null), goesWith('Express by DHL')]).toEqual(['Post', 'Post', 'Post']);
    // Its promise can be kept by others only: it goes with its own carrier all the same.
    expect(goesWith('DHL Paket', new Date('2026-11-27T12:30:00Z'))).toBe('DHL');
    const own = upcoming.filter(({ methods }) => methods.length > 0);
    expect(goesWith('Standard', null, own)).toBeNull();
  });

  test('no parcel is ever given another carrier’s cut-off; of its own the last that keeps its promise, if any does', () => {
    const names = fc.constantFrom('DHL', 'DHL Express', 'dhl e', 'UPS', 'Standard');
    const hour = fc.integer({ min: 1, max: 40 });
    const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
    fc.assert(
      fc.property(
        fc.array(fc.record({ hour, methods: fc.array(names, { maxLength: 2 }) }), { maxLength: 8 }),
        fc.constantFrom(null, 'DHL', 'DHL Express Worldwide', 'UPS Standard', 'Standard', 'Pickup'),
        fc.option(hour),
        (list, shippingMethod, promise) => {
          const upcoming = list
            .map((one, nth) => ({ name: `${nth}`, methods: one.methods, at: at(one.hour) }))
            .sort((a, b) => a.at.getTime() - b.at.getTime());
          const fulfillBy = promise === null ? null : at(promise);
          const chosen = cutOffFor({ fulfillBy, shippingMethod }, upcoming);
          const named = ({ methods }: CutOff) =>
            methods.some((name) => shippingMethod?.toLowerCase().startsWith(name.toLowerCase()));
          const forAll = ({ methods }: CutOff) => methods.length === 0;
          if (!chosen) {
            expect(upcoming.some((one) => named(one) || forAll(one))).toBe(false);
            return;
          }
          expect(named(chosen) || (forAll(chosen) && !upcoming.some(named))).toBe(true);
          const same = upcoming.filter((one) => JSON.stringify(one.methods) === JSON.stringify(chosen.methods));
          const kept = same.filter((one) => fulfillBy !== null && one.at <= fulfillBy);
          if (kept.length > 0) expect(chosen.at.getTime()).toBe(Math.max(...kept.map((one) => one.at.getTime())));
          else expect(same.every((one) => chosen.at <= one.at)).toBe(true);
        },
      ),
    );
  });

  test('a form is read, and what is wrong named', () => {
    const typed: TermsTyped = {
      windows: [
        { name: 'Late', cutOff: '16:30', weekdays: [5, 1], methods: ' DHL Express, ups,, ups ' },
        { name: '', cutOff: '', weekdays: [1], methods: ' ' },
      ],
      ...{ cartId: '', routing: 's-shape', most: '12', pickers: '2', metresPerSecond: '1.2' },
      ...{ secondsPerLine: '8', secondsPerUnit: '0', setUpSeconds: '120' },
    };
    const read = readTerms(typed);
    expect(read).toMatchObject({
      ok: true,
      terms: {
        windows: [{ name: 'Late', cutOff: 990, weekdays: [1, 5], methods: ['DHL Express', 'ups'] }],
        ...{ pickers: 2, routing: 's-shape' },
      },
    });
    if (!read.ok) throw new Error('refused');
    expect(readTerms(termsTyped(read.terms))).toEqual(read);
    expect(clock(990)).toBe('16:30');
    const bad = readTerms({
      ...typed,
      most: '0',
      metresPerSecond: 'fast',
      windows: [
        { name: 'X', cutOff: '25:00', weekdays, methods: 'a'.repeat(61) },
        { name: '', cutOff: '', weekdays, methods: 'DHL' },
      ],
    });
    expect(bad).toMatchObject({
      ok: false,
      problems: { most: {}, metresPerSecond: {}, 'windows.0': {}, 'windows.0.methods': {}, 'windows.1': {} },
    });
  });

  test('a cut-off that nobody named is called by its methods, or by its time, which is not said twice', () => {
    const named = (cutOff: string, methods: string) => {
      const read = readTerms({ ...termsTyped(usualTerms), windows: [{ name: '', cutOff, weekdays, methods }] });
      if (!read.ok) throw new Error('refused');
      // The form shows no name, so that it goes along when time or methods change.
      expect(termsTyped(read.terms).windows[0]?.name).toBe('');
      return read.terms.windows[0]?.name;
    };
    expect(named('16:30', 'DHL, UPS')).toBe('DHL, UPS');
    expect(named('7:30', '')).toBe('07:30');
    expect(withCutOff('23 Nov, 16:30', 'DHL, UPS')).toBe('23 Nov, 16:30 · DHL, UPS');
    expect([withCutOff('16:30', '16:30'), withCutOff('16:30', null)]).toEqual(['16:30', '16:30']);
  });

  test('what was kept before carriers had cut-offs is for every parcel', () => {
    const [before] = windows.parse([{ name: 'Noon', cutOff: 720, weekdays: [1] }]);
    expect(before).toEqual({ name: 'Noon', cutOff: 720, weekdays: [1], methods: [] });
  });
});
