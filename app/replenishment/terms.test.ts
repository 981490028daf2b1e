import { describe, expect, test } from 'vitest';
import { firstDefaults, nothingSet, plainTerms, readTerms, resolveTerms } from './terms.ts';

describe('terms', () => {
  test('come from here, else from the supplier, else from the shop', () => {
    const supplier = { leadTimeDays: 30 };
    expect(resolveTerms(nothingSet, null, firstDefaults).leadTimeDays).toEqual({ value: 14, from: 'default' });
    expect(resolveTerms(nothingSet, supplier, firstDefaults).leadTimeDays).toEqual({ value: 30, from: 'supplier' });
    expect(resolveTerms({ ...nothingSet, leadTimeDays: 0 }, supplier, firstDefaults).leadTimeDays).toEqual({
      value: 0,
      from: 'here',
    });
    expect(plainTerms(resolveTerms({ ...nothingSet, packSize: 6 }, null, firstDefaults))).toEqual({
      leadTimeDays: 14,
      reviewDays: 7,
      safetyDays: 7,
      minimumOrder: 1,
      packSize: 6,
    });
  });

  test('an empty field inherits; anything but a whole number in bounds is named with the cure', () => {
    const names = ['leadTimeDays', 'packSize'] as const;
    expect(readTerms({ leadTimeDays: '', packSize: ' 6 ' }, names, true)).toEqual({
      ok: true,
      values: { leadTimeDays: null, packSize: 6 },
    });
    for (const bad of ['-1', '1.5', 'abc', '0', '99999999']) {
      const read = readTerms({ leadTimeDays: '3', packSize: bad }, names, true);
      expect(read).toEqual({
        ok: false,
        problems: { packSize: 'Enter a whole number of units from 1 to 1,000,000' },
      });
    }
    expect(readTerms({ leadTimeDays: '', packSize: '1' }, names, false).ok).toBe(false);
  });
});
