import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalFromMinor, formatMoney, minorFromDecimal } from './money.ts';

describe('money', () => {
  test.each([
    ['12.5', 'GBP', 1250n],
    ['0.005', 'GBP', 1n],
    ['-0.10', 'USD', -10n],
    ['-0.005', 'USD', -1n],
    ['1500', 'JPY', 1500n],
    ['1.2345', 'KWD', 1235n],
    ['90071992547409.93', 'EUR', 9007199254740993n],
  ])('%s %s is %d minor units', (text, currency, minor) => {
    expect(minorFromDecimal(text, currency)).toBe(minor);
  });

  test.each(['', '1,5', '£3', '1e3', 'NaN', '--1'])('"%s" is refused', (text) => {
    expect(() => minorFromDecimal(text, 'GBP')).toThrow('is not an amount of money');
  });

  test('text and minor units say the same', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.constantFrom('GBP', 'JPY', 'KWD'),
        (minor, currency) => {
          expect(minorFromDecimal(decimalFromMinor(minor, currency), currency)).toBe(minor);
        },
      ),
    );
  });

  test('is written as people write it', () => {
    expect(formatMoney({ minor: 123456n, currency: 'GBP' })).toBe('£1,234.56');
  });
});
