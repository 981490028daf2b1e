import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asBars, isOwnCode, parcelCode, parcelIds, toteCode, waveCode } from './codes.ts';

test('a parcel is found again by its code, as it is printed and as people type it', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      for (const text of [parcelCode(id), ` ${parcelCode(id).toLowerCase()}`, parcelCode(id).replace('-', '')]) {
        const ids = parcelIds(text)!;
        expect(ids.from <= id && id <= ids.to).toBe(true);
        expect(isOwnCode(parcelCode(id))).toBe(true);
      }
    }),
  );
  expect(parcelIds('P-123')).toBeNull();
  for (const own of [toteCode(3), waveCode(12), ' #1012']) expect(isOwnCode(own)).toBe(true);
  for (const carriers of ['1Z999AA10123456784', 'JD014600003', '1012', 'T-12X'])
    expect(isOwnCode(carriers)).toBe(false);
  expect(asBars('#1042')).toBe('#1042');
  expect([asBars('Bestellung№1'), asBars('x'.repeat(25)), asBars(' '), asBars(null)]).toEqual([null, null, null, null]);
});
