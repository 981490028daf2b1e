import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packTermsTyped, readPackTerms, toleranceOf, usualPackTerms } from './pack-terms.ts';

const writing = { units: 'metric', currency: 'GBP' } as const;
const numbers = { eori: '', ioss: '', vatNumber: '' };
const typed = { tolerance: '30', tolerancePercent: '3', photoFrom: '', insureFrom: '', weigh: false, ...numbers };

test('terms out of a form, in grams and minor units; empty amounts are never', () => {
  expect(readPackTerms(typed, writing)).toEqual({ ok: true, terms: usualPackTerms });
  expect(readPackTerms({ ...typed, photoFrom: '99,50', insureFrom: '250', weigh: true }, writing)).toMatchObject({
    terms: { photoFrom: 9950n, insureFrom: 25_000n, weigh: true },
  });
  expect(
    readPackTerms({ ...typed, tolerance: '1', photoFrom: '1000' }, { units: 'imperial', currency: 'JPY' }),
  ).toMatchObject({
    terms: { toleranceGrams: 28, photoFrom: 1000n },
  });
});

test('each wrong field is named', () => {
  const read = readPackTerms(
    {
      ...{ tolerance: '', tolerancePercent: '3.5', photoFrom: 'much', insureFrom: '-1', weigh: false },
      ...{ eori: '123', ioss: 'IM1', vatNumber: 'DE' },
    },
    writing,
  );
  expect(read.ok ? [] : Object.keys(read.problems).sort()).toEqual([
    'eori',
    'insureFrom',
    'ioss',
    'photoFrom',
    'tolerance',
    'tolerancePercent',
    'vatNumber',
  ]);
});

test('shown and read again they are the same; the larger tolerance counts', () => {
  const amount = fc.option(fc.bigInt({ min: 0n, max: 10_000_000n }));
  fc.assert(
    fc.property(
      fc.record({
        ...{ toleranceGrams: fc.nat(5000), tolerancePercent: fc.nat(50), weigh: fc.boolean() },
        ...{ photoFrom: amount, insureFrom: amount },
        eori: fc.constantFrom(null, 'GB123456789000', 'DE1'),
        ioss: fc.constantFrom(null, 'IM2760000742'),
        vatNumber: fc.constantFrom(null, 'DE123456789'),
      }),
      fc.constantFrom('metric' as const, 'imperial' as const),
      (terms, units) => {
        const write = { units, currency: 'USD' };
        expect(readPackTerms(packTermsTyped(terms, write), write)).toEqual({ ok: true, terms });
      },
    ),
  );
  expect([toleranceOf(usualPackTerms, 400), toleranceOf(usualPackTerms, 4000)]).toEqual([30, 120]);
});
