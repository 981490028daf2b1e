import { expect, test } from 'vitest';
import { peakHints } from './season.ts';

const weeks = (peakAt: number) =>
  Array.from({ length: 14 }, (_, week) => (week === peakAt ? 200 : week === peakAt + 1 ? 150 : 100));

test.each([
  [9, []],
  [8, ['build-up']],
  [6, ['build-up']],
  [5, []],
  [4, ['hire']],
  [3, ['hire']],
  [2, []],
])('a peak that begins in %i weeks: %j', (peakAt, kinds) => {
  expect(peakHints(weeks(peakAt), 100).map(({ kind }) => kind)).toEqual(kinds);
});

test('says how strong it is, how long, and how many units more', () => {
  expect(peakHints(weeks(7), 100)).toEqual([{ kind: 'build-up', inWeeks: 7, weeks: 2, strength: 2, extraUnits: 150 }]);
});

test('a peak is announced once, at its beginning, and only against what is usual', () => {
  expect(peakHints(new Array(14).fill(200), 100)).toEqual([]);
  expect(peakHints(new Array(14).fill(120), 100)).toEqual([]);
  expect(peakHints(weeks(7), 0)).toEqual([]);
});
