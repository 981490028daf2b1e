import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asBars, parcelCode, parcelIds } from './codes.ts';

test('a parcel is found again by its code, as it is printed and as people type it', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      for (const text of [parcelCode(id), ` ${parcelCode(id).toLowerCase()}`, parcelCode(id).replace('-', '')]) {
        const ids = parcelIds(text)!;
        expect(ids.from <= id && id <= ids.to).toBe(true);
      }
    }),
  );
  expect(parcelIds('P-123')).toBeNull();
  expect(asBars('#1042')).toBe('#1042');
  expect([asBars('Bestellung№1'), asBars('x'.repeat(25)), asBars(' '), asBars(null)]).toEqual([null, null, null, null]);
});
