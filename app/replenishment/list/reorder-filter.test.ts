import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advices } from '../policy/advice.ts';
import { abc, patterns } from '../policy/classes.ts';
import { filterQuery, NO_SUPPLIER, readFilter, sorts } from './reorder-filter.ts';

const filter = fc.record({
  advice: fc.constantFrom(null, ...advices),
  search: fc.string({ maxLength: 40 }).map((text) => text.trim()),
  locationId: fc.constantFrom(null, '9'),
  supplierId: fc.constantFrom(null, NO_SUPPLIER, '018f0000-0000-7000-8000-000000000001'),
  abc: fc.constantFrom(null, ...abc),
  pattern: fc.constantFrom(null, ...patterns),
  isNew: fc.boolean(),
  phantom: fc.boolean(),
  dueDays: fc.option(fc.nat(999)),
  sort: fc.constantFrom(...sorts),
});

test('a filter is the same after its address was read', () => {
  fc.assert(
    fc.property(filter, (each) => {
      expect(readFilter(new URLSearchParams(filterQuery(each)))).toEqual(each);
    }),
  );
});

test('nonsense counts for nothing, and without a tab it is what to buy', () => {
  const usual = readFilter(new URLSearchParams());
  expect(usual).toMatchObject({ advice: 'buy', sort: 'urgency', dueDays: null });
  expect(filterQuery(usual)).toBe('');
  expect(
    readFilter(new URLSearchParams("tab=x&location=1'--&supplier=7&abc=D&due=-1&sort=;&pattern=?&page=9&new=yes")),
  ).toEqual(usual);
});
