import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBinNames } from './place/bin-name.ts';
import { defaultLayout } from './place/default-layout.ts';
import { pointOf, spotOf } from './place/geometry.ts';
import { walkLine } from './walk-line.ts';

const bins = readBinNames(
  ['G', 'U'].flatMap((zone) =>
    ['01', '02', '03'].flatMap((aisle) => ['1', '2', '3', '4'].map((bay) => `${zone}-${aisle}-${bay}-1`)),
  ),
).understood;
const layout = defaultLayout(bins.map(({ place }) => place));

test('a walk is drawn along aisles and cross-aisles, never through shelves, from block to block as well', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(bins, { minLength: 1 }), (some) => {
      const stops = some.map(({ place }) => spotOf(layout, place)!);
      const line = walkLine(layout, stops);
      for (const stop of stops) expect(line).toContainEqual(pointOf(layout, stop));
      for (const [at, point] of line.slice(1).entries()) {
        const before = line[at]!;
        expect(point.x === before.x || point.y === before.y).toBe(true);
      }
    }),
  );
});
