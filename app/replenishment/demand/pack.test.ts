import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLOSED } from '../forecast/demand-days.ts';
import { packDays, unpackDays } from './pack.ts';

test('days come back as they were packed', () => {
  const day = fc.tuple(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(300), fc.nat(0xffffffff)), fc.nat(4));
  fc.assert(
    fc.property(fc.array(day, { maxLength: 400 }), (days) => {
      const history = {
        units: Float64Array.from(days, ([units]) => units),
        // the fifth kind of day: closed for want of stock
        states: Uint8Array.from(days, ([, state]) => (state === 4 ? CLOSED : state)),
        empty: Uint8Array.from(days, ([, state]) => Number(state === 4)),
      };
      expect(unpackDays(packDays(history))).toEqual(history);
    }),
  );
});

test('a slow seller’s two years take a few dozen bytes', () => {
  const units = new Float64Array(730);
  for (let day = 3; day < 730; day += 40) units[day] = 1;
  const packed = packDays({ units, states: new Uint8Array(730) });
  expect(packed.units.length + packed.states.length).toBeLessThan(64);
});

test('what cannot be units is refused, and so are halves that do not belong together', () => {
  const one = { units: Float64Array.of(1), states: Uint8Array.of(0) };
  for (const bad of [-1, 0.5, Number.NaN, 2 ** 33])
    expect(() => packDays({ ...one, units: Float64Array.of(bad) })).toThrow('cannot be packed');
  expect(() => packDays({ ...one, states: new Uint8Array(2) })).toThrow('do not go with');
  expect(() => unpackDays({ ...packDays(one), states: new Uint8Array() })).toThrow('do not go with');
  expect(() => unpackDays({ units: Uint8Array.of(200), states: new Uint8Array() })).toThrow('break off');
});
