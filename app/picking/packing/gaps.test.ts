import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gapsIn } from './gaps.ts';
import type { Sides } from './item.ts';

const ROOM = [5, 4, 4] as const;
const span = (side: number) =>
  fc.tuple(fc.nat(side - 1), fc.integer({ min: 1, max: side })).map(([at, size]) => [at, Math.min(side, at + size)]);
const box = fc
  .tuple(span(ROOM[0]), span(ROOM[1]), span(ROOM[2]))
  .map(([x, y, z]) => [x[0], y[0], z[0], x[1], y[1], z[1]] as number[]);
const boxes = fc.array(box, { maxLength: 5 });
const sides = fc.tuple(...ROOM.map((side) => fc.integer({ min: 1, max: side }))).map((all) => all as unknown as Sides);

test('a cuboid fits in a gap where it fits beside all that was taken out, and nowhere else', () => {
  fc.assert(
    fc.property(boxes, sides, (taken, [dx, dy, dz]) => {
      const gaps = gapsIn(ROOM);
      gaps.begin(1);
      for (const one of taken) gaps.take(1, one, 0, [dx, dy, dz]);
      const { list, count } = gaps.level(1);
      const inGap = (x: number, y: number, z: number) =>
        Array.from({ length: count }, (_, i) => list.slice(6 * i, 6 * i + 6)).some(
          ([a, b, c, A, B, C]) => a! <= x && b! <= y && c! <= z && A! >= x + dx && B! >= y + dy && C! >= z + dz,
        );
      const free = (x: number, y: number, z: number) =>
        taken.every(
          ([a, b, c, A, B, C]) => x + dx <= a! || A! <= x || y + dy <= b! || B! <= y || z + dz <= c! || C! <= z,
        );
      for (let x = 0; x + dx <= ROOM[0]; x++)
        for (let y = 0; y + dy <= ROOM[1]; y++)
          for (let z = 0; z + dz <= ROOM[2]; z++) expect(inGap(x, y, z)).toBe(free(x, y, z));
    }),
  );
});

test('a level that is begun again is as the one before it', () => {
  const gaps = gapsIn(ROOM);
  gaps.begin(1);
  gaps.take(1, [0, 0, 0, 2, 4, 4], 0, [1, 1, 1]);
  gaps.begin(2);
  gaps.take(2, [2, 0, 0, 5, 4, 4], 0, [1, 1, 1]);
  expect(gaps.level(2).count).toBe(0);
  gaps.begin(2);
  expect(gaps.level(2).list.slice(0, 6)).toEqual([2, 0, 0, 5, 4, 4]);
  expect(gaps.level(2).count).toBe(1);
});
