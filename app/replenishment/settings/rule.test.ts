import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelsOf, termsOf } from './levels.ts';
import { firstRule, nothingDecided, type Rule, resolveTerms, scopes, whose } from './rule.ts';
import { readRule, typedOf } from './typed-rule.ts';

const at = { inventoryItemId: '1', locationId: '9', abc: 'B' };
const acme = '00000000-0000-4000-8000-000000000001';
const known = (rules: Record<string, Partial<Rule>>, over: object = {}) => ({
  ruleAt: (scope: string, key: string) => {
    const rule = rules[`${scope} ${key}`];
    return rule && { ...nothingDecided, ...rule };
  },
  supplier: () => undefined,
  offers: [],
  ...over,
});

describe('rules', () => {
  test('a shop starts with a week, two weeks and 95 % of units, more for what matters most', () => {
    expect(termsOf(at, known({}))).toMatchObject({
      leadTimeDays: { value: 14, from: 'shop' },
      reviewDays: { value: 7, from: 'shop' },
      target: { value: { measure: 'fill', permille: 950 }, from: 'shop' },
      maxCoverDays: { value: null, from: 'nobody' },
    });
    expect(termsOf({ ...at, abc: 'A' }, known({})).target.value.permille).toBe(980);
    expect(termsOf({ ...at, abc: 'A' }, known({ 'class A': { targetMeasure: 'economic' } })).target.value).toEqual({
      measure: 'economic',
      permille: null,
    });
  });

  test('of levels that say something the nearest wins, and those that say nothing change nothing', () => {
    const values = fc.array(fc.option(fc.nat(300)), { minLength: scopes.length, maxLength: scopes.length });
    fc.assert(
      fc.property(values, (said) => {
        const levels = scopes.map((source, i) => ({ source, rule: { ...nothingDecided, leadTimeDays: said[i]! } }));
        const nearest = said.findLastIndex((value) => value !== null);
        expect(resolveTerms(levels).leadTimeDays).toEqual(
          nearest < 0 ? { value: null, from: 'nobody' } : { value: said[nearest], from: scopes[nearest] },
        );
      }),
    );
  });

  test('the supplier that is chosen brings its terms; the chosen one may be another than the first', () => {
    const supplier = (id: string) => (id === acme ? { leadTimeDays: 30, reviewDays: null } : undefined);
    const offers = [{ supplierId: acme, leadTimeDays: null, minimumOrder: 5, packSize: 3 }];
    const terms = termsOf(at, known({}, { supplier, offers }));
    expect(terms).toMatchObject({
      supplierId: { value: acme, from: 'supplier-item' },
      leadTimeDays: { value: 30, from: 'supplier' },
      packSize: { value: 3, from: 'supplier-item' },
    });
    // a rule that names one no longer bought from is as good as none
    expect(termsOf(at, known({ 'item 1': { supplierId: 'gone' } }, { supplier, offers })).supplierId.value).toBe(acme);
    expect(levelsOf(at, known({})).map(({ source }) => source)).toEqual(['shop', 'location', 'class', 'item', 'place']);
  });

  test('a lead time that the supplier does not state says so', () => {
    const supplier = () => ({ leadTimeDays: null, reviewDays: null });
    const terms = termsOf(at, known({ 'place 1/9': { supplierId: acme } }, { supplier }));
    expect(whose(terms, 'leadTimeDays')).toBe("the shop's, as the supplier states none");
    expect(whose(termsOf(at, known({})), 'leadTimeDays')).toBe("the shop's");
  });
});

describe('what was typed', () => {
  test('comes back as it is shown', () => {
    const shown = typedOf(firstRule('shop', ''));
    expect(shown).toMatchObject({ leadTimeDays: '14', targetPercent: '95', holdingPercent: '25' });
    expect(readRule('shop', shown)).toEqual({ ok: true, rule: firstRule('shop', '') });
    expect(readRule('item', {})).toEqual({ ok: true, rule: nothingDecided });
  });

  test.each([
    [{ leadTimeDays: '-1' }, 'leadTimeDays'],
    [{ leadTimeDays: '1.5' }, 'leadTimeDays'],
    [{ reviewDays: '0' }, 'reviewDays'],
    [{ packSize: 'six' }, 'packSize'],
    [{ minimumOrder: '99999999' }, 'minimumOrder'],
    [{ policy: 'magic' }, 'policy'],
    [{ targetMeasure: 'fill', targetPercent: '100' }, 'targetPercent'],
    [{ targetMeasure: 'fill', targetPercent: '' }, 'targetPercent'],
    [{ targetPercent: '95' }, 'targetMeasure'],
    [{ holdingPercent: 'much' }, 'holdingPercent'],
    [{ supplierId: 'Acme' }, 'supplierId'],
  ])('%j names the field and the cure', (typed, field) => {
    const read = readRule('item', typed);
    expect(read.ok).toBe(false);
    if (!read.ok) {
      expect(Object.keys(read.problems)).toEqual([field]);
      expect(Object.values(read.problems)[0]).toMatch(/^(Enter|Choose)/);
    }
  });

  test('the shop must say what nobody else can', () => {
    const read = readRule('shop', { leadTimeDays: '', reviewDays: '7' });
    expect(read.ok ? {} : read.problems).toMatchObject({ packSize: expect.stringContaining('nothing wider') });
    expect(readRule('shop', { ...typedOf(firstRule('shop', '')), leadTimeDays: '' }).ok).toBe(true);
  });
});
