import { expect, test } from 'vitest';
import type { Link } from './chain.ts';
import type { Deed } from './deed.ts';
import { secondsAtTable } from './work.ts';

const links = (...said: [second: number, kind: 'opened' | 'scanned' | 'sealed', packer?: string][]): Link[] =>
  said.map(([second, kind, packer = 'ana'], at) => ({
    ...{ orderId: '1', seq: at + 1, id: `${at}`, parcelId: 'p', pickerId: packer, station: packer, nth: at + 1 },
    ...{ at: new Date(1000 * second).toISOString(), before: '', hash: '', deed: { kind } as unknown as Deed },
  }));
const timed = (list: Link[]) => secondsAtTable(list, list.at(-1)!);

test('a parcel takes from the first thing done about it to its seal, whatever was sealed before', () => {
  expect(timed(links([0, 'opened'], [30, 'scanned'], [50, 'sealed']))).toBe(50);
  expect(timed(links([0, 'opened'], [50, 'sealed'], [300, 'opened'], [320, 'sealed']))).toBe(20);
});

test('what overtook another on its way to the server is timed all the same', () => {
  expect(timed(links([0, 'opened'], [30.3, 'scanned'], [30.1, 'scanned'], [50, 'sealed']))).toBe(50);
});

test('a break and a second packer leave it without a time', () => {
  expect(timed(links([0, 'opened'], [601, 'scanned'], [610, 'sealed']))).toBeNull();
  expect(timed(links([0, 'opened', 'ben'], [30, 'scanned'], [50, 'sealed']))).toBeNull();
});
