import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCurrent, open, readKeyRing, seal } from './seal.server.ts';

const key = () => randomBytes(32).toString('base64');

describe('seal', () => {
  test('what is sealed opens to the same', () => {
    const ring = readKeyRing(key());
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(open(ring, seal(ring, bytes)).equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });

  test('after a rotation the old still opens and says that it is old', () => {
    const [old, fresh] = [key(), key()];
    const sealed = seal(readKeyRing(old), 'shpat_secret');
    const rotated = readKeyRing(`${fresh},${old}`);
    expect(open(rotated, sealed).toString()).toBe('shpat_secret');
    expect(isCurrent(rotated, sealed)).toBe(false);
    expect(isCurrent(rotated, seal(rotated, 'x'))).toBe(true);
  });

  test('a key that is gone is named as the reason', () => {
    expect(() => open(readKeyRing(key()), seal(readKeyRing(key()), 'x'))).toThrow('no longer in TOKEN_KEYS');
  });

  test('a changed byte does not open', () => {
    const ring = readKeyRing(key());
    const sealed = seal(ring, 'amount 10');
    sealed[sealed.length - 1]! ^= 1;
    expect(() => open(ring, sealed)).toThrow();
  });

  test('a key of the wrong length is refused with the cure', () => {
    expect(() => readKeyRing('c2hvcnQ=')).toThrow('openssl rand -base64 32');
  });
});
