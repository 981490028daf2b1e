import { describe, expect, test } from 'vitest';
import { noCustomsNumbers, numbersOn, readCustomsNumber } from './customs-numbers.ts';

describe('numbers at the customs', () => {
  test.each([
    ['eori', ' gb 123456789000 ', 'GB123456789000'],
    ['eori', 'DE12345678901234A', 'DE12345678901234A'],
    ['ioss', 'im 276 000 0742', 'IM2760000742'],
    ['vatNumber', 'CHE-123.456.789', 'CHE123456789'],
    ['vatNumber', '', null],
  ] as const)('%s %s is read', (name, typed, number) => {
    expect(readCustomsNumber(name, typed)).toEqual({ ok: true, number });
  });

  test.each([
    ['eori', '123456789000', 'two letters'],
    ['eori', 'GB', 'up to 15'],
    ['eori', 'GB1234567890123456', 'up to 15'],
    ['ioss', 'IM276000074', 'ten digits'],
    ['ioss', 'EU2760000742', 'IM2760000742'],
    ['vatNumber', 'none', 'DE123456789'],
  ] as const)('%s %s is refused, with what it looks like', (name, typed, says) => {
    expect(readCustomsNumber(name, typed)).toEqual({ ok: false, problem: expect.stringContaining(says) });
  });
});

describe('what stands on a declaration', () => {
  const own = { eori: 'GB123456789000', ioss: 'IM2760000742', vatNumber: 'GB123456789' };
  const way = { from: { country: 'GB' }, to: { country: 'PL' }, value: 15_000n, currency: 'EUR' };
  const always = ['EORI GB123456789000', 'VAT GB123456789'];

  test('the number of the one-stop shop up to 150 EUR, and not a cent more', () => {
    expect(numbersOn(own, way)).toEqual({ printed: [...always, 'IOSS IM2760000742'], says: [] });
    expect(numbersOn(own, { ...way, value: 15_001n })).toEqual({
      printed: always,
      says: [expect.stringContaining('150.01 EUR, and the scheme ends at 150 EUR')],
    });
  });

  test('in another currency it is printed, and somebody is told to look', () => {
    expect(numbersOn(own, { ...way, value: 18_000n, currency: 'GBP' })).toEqual({
      printed: [...always, 'IOSS IM2760000742'],
      says: [expect.stringContaining('180.00 GBP, which is not converted')],
    });
  });

  test.each([
    ['out of the Union', 'DE', '', 'CH', ''],
    ['within it', 'DE', '', 'FR', ''],
    ['from Northern Ireland', 'GB', 'BT1 5GS', 'FR', ''],
    ['into a part that is outside of the area of the tax', 'US', '', 'ES', '35001'],
    ['to another country', 'GB', '', 'US', ''],
  ])('none for goods that go %s', (_, from, zip, to, there) => {
    const { printed } = numbersOn(own, { ...way, from: { country: from, zip }, to: { country: to, zip: there } });
    expect(printed).toEqual(always);
  });

  test('who has no EORI number is told where customs asks for one', () => {
    expect(numbersOn(noCustomsNumbers, way)).toEqual({ printed: [], says: [expect.stringContaining('Packing rules')] });
    expect(numbersOn(noCustomsNumbers, { ...way, from: { country: 'CA' } })).toEqual({ printed: [], says: [] });
  });
});
