import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount, cents, decimal, padded } from './money.ts';

describe('amounts', () => {
  it('are read and written without loss', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (value) => {
        expect(cents(amount(value))).toBe(value);
        expect(cents(padded(value))).toBe(value);
      }),
    );
  });

  it.each([
    ['20.00', 2000, '20.0'],
    ['12.5', 1250, '12.5'],
    ['0.07', 7, '0.07'],
    ['-3.10', -310, '-3.1'],
    ['.5', 50, '0.5'],
    ['1.005', 101, '1.01'],
  ])('%s', (text, value, written) => {
    expect(cents(text)).toBe(value);
    expect(amount(value)).toBe(written);
  });

  it('keep what is no number as it is', () => {
    expect(cents('abc')).toBeNaN();
    expect(decimal('abc')).toBe('abc');
  });
});
