import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bins, floor } from '../../../tests/a-backlog.ts';
import { floorWalks } from './floor-walks.ts';

describe('walks of a layout', () => {
  test('on several floors and from a start beside the block they are as long as the ways between their stops', () => {
    const upstairs = structuredClone(floor.layout);
    upstairs.floors.push({
      name: 'First floor',
      blocks: [{ ...structuredClone(upstairs.floors[0]!.blocks[0]!), name: 'Up', floor: 1 }],
    });
    upstairs.links.push({ from: { floor: 0, x: 0, y: 0 }, to: { floor: 1, x: 0, y: 0 }, metres: 12, kind: 'stairs' });
    const aside = structuredClone(floor.layout);
    aside.stations[0]!.x = -3;
    aside.stations[0]!.y = -2;
    for (const layout of [upstairs, aside]) {
      const walks = floorWalks({ layout, bins })!;
      fc.assert(
        fc.property(
          fc.uniqueArray(fc.integer({ min: 0, max: bins.length - 1 }), { minLength: 1, maxLength: 9 }),
          (stops) => {
            const walk = walks.walk(stops);
            expect(walk.order.toSorted()).toEqual(stops.toSorted());
            expect(walks.inOrder(walk.order)).toBeCloseTo(walk.metres, 6);
            expect(walks.walks.length(stops)).toBeGreaterThanOrEqual(walk.metres - 1e-6);
            expect(walk.bound).toBeLessThanOrEqual(walk.metres + 1e-6);
            expect(walk.metres).toBeLessThanOrEqual(walks.inOrder(stops) + 1e-6);
          },
        ),
        { numRuns: 60 },
      );
    }
  });

  test('by a rule of thumb aisles are walked through in turn, never shorter than the shortest walk, which is the bound', () => {
    const shortest = floorWalks(floor)!;
    for (const routing of ['s-shape', 'largest-gap'] as const) {
      const byRule = floorWalks({ ...floor, routing })!;
      fc.assert(
        fc.property(
          fc.uniqueArray(fc.integer({ min: 0, max: bins.length - 1 }), { minLength: 1, maxLength: 9 }),
          (stops) => {
            const walk = byRule.walk(stops);
            expect(walk.order.toSorted()).toEqual(stops.toSorted());
            expect(walk.bound).toBeCloseTo(shortest.walk(stops).metres, 6);
            expect(walk.metres).toBeGreaterThanOrEqual(walk.bound - 1e-6);
          },
        ),
        { numRuns: 60 },
      );
    }
    // Two bins of neighbouring aisles, both near the front: up the one and down the other, where turning is nearer.
    const [a, b] = [shortest.stopOf.get('1-2')!, shortest.stopOf.get('2-2')!];
    expect(floorWalks({ ...floor, routing: 's-shape' })!.walk([a, b]).metres).toBeGreaterThan(
      shortest.walk([a, b]).metres + 1,
    );
  });

  test('no start, or no bin that the layout has: no walks', () => {
    expect(floorWalks({ layout: { ...floor.layout, stations: [] }, bins })).toBeNull();
    expect(floorWalks({ layout: floor.layout, bins: [{ name: 'Cellar', place: null }] })).toBeNull();
  });
});
