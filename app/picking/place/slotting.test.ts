import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heldKarp } from '../walk/tour.ts';
import { classesOf } from './abc.ts';
import { readBinNames } from './bin-name.ts';
import { defaultLayout } from './default-layout.ts';
import { editLayout, type LayoutEdit } from './edit-layout.ts';
import { walkMetres } from './floor-metres.ts';
import { floorWalks, lengthsOf } from './floor-walks.ts';
import { distancesBetween, spotOf, walkMap } from './geometry.ts';
import type { Layout } from './layout.ts';
import { byClass, inTheirPart, payBackDays, type SlottingTask, whatIf } from './slotting.ts';

/** A small warehouse: bins of some aisles, and its floor. */
function warehouse(aisles: number, bays: number) {
  const names = Array.from(
    { length: aisles * bays },
    (_, at) => `${String.fromCharCode(65 + Math.floor(at / bays))}-${(at % bays) + 1}`,
  );
  const bins = readBinNames(names).understood;
  return { bins, layout: defaultLayout(bins.map((bin) => bin.place)) };
}

function taskOf(aisles: number, bays: number, orders: string[][], binOf: Map<string, string>): SlottingTask {
  const { bins, layout } = warehouse(aisles, bays);
  const floor = floorWalks({ layout, bins })!;
  const metres = walkMetres(layout, bins);
  const lying = new Set(binOf.values());
  return {
    orders,
    binOf,
    walkSize: 4,
    bins: bins.map(({ name }) => ({
      name,
      stop: floor.stopOf.get(name)!,
      metres: metres.get(name)!,
      free: !lying.has(name),
    })),
    lengthOf: lengthsOf(floor.walks),
    fits: () => true,
  };
}

describe('the walks of a floor', () => {
  const { bins, layout } = warehouse(4, 6);
  const edited = (...edits: LayoutEdit[]) => edits.reduce(editLayout, layout);
  const main = { floor: 0, block: 0 };
  const shut = (deadEnd: 'front' | 'back', aisle = 1): LayoutEdit => ({
    do: 'change-aisle',
    ...main,
    aisle,
    change: { deadEnd },
  });
  const carts = (x: number, y: number): LayoutEdit => ({ do: 'change-station', station: 0, change: { x, y } });
  test.each<[string, boolean, Layout]>([
    ['a block', true, layout],
    ['a block with a middle cross-aisle', true, edited({ do: 'add-cross-aisle', ...main, at: 3 })],
    ['a block with dead ends', true, edited(shut('back', 0), shut('front'), shut('back', 3))],
    ['a block with short aisles', true, edited({ do: 'change-aisle', ...main, aisle: 2, change: { length: 4 } })],
    ['a block that is open at the front alone', true, edited({ do: 'remove-cross-aisle', ...main, at: 7.2 })],
    ['a block with its carts between two aisles', true, edited(carts(5.5, 0))],
    ['a block with its carts before it', true, edited(carts(6.5, -2))],
    ['a block with its carts behind it', true, edited(carts(3, 9), shut('back'))],
    ['a block with its carts in an aisle', true, edited(carts(4.2, 3))],
    [
      'a block with a short cut',
      false,
      edited({
        do: 'add-link',
        link: { from: { floor: 0, x: 0, y: 5 }, to: { floor: 0, x: 12, y: 5 }, metres: 1, kind: 'path' },
      }),
    ],
    [
      'a block with many cross-aisles',
      false,
      edited(...[1, 2, 3, 4, 5, 6].map((at): LayoutEdit => ({ do: 'add-cross-aisle', ...main, at }))),
    ],
    ['two blocks', false, edited({ do: 'add-block', floor: 0, name: 'Annex' }, shut('front'))],
  ])('are as long as the shortest tours through its distances: %s', (_, exact, drawn) => {
    const floor = floorWalks({ layout: drawn, bins })!;
    expect(floor.walks.shortest).toBe(exact);
    const map = walkMap(drawn);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(23), { minLength: 1, maxLength: 7 }), (picks) => {
        const spots = picks.map((at) => spotOf(drawn, bins[at]!.place)!);
        const stops = [map.station(0), ...spots.map(map.at)];
        const shortest = heldKarp({ size: stops.length, of: distancesBetween(map, stops) }).length;
        const asked = picks.map((at) => floor.stopOf.get(bins[at]!.name)!);
        expect(floor.walks.length(asked)).toBeCloseTo(shortest);
        expect(lengthsOf(floor.walks)(asked)).toBeCloseTo(shortest);
        const walk = floor.walk(asked);
        expect([walk.metres, walk.bound, floor.inOrder(walk.order)]).toEqual(Array(3).fill(expect.closeTo(shortest)));
      }),
      { numRuns: 30 },
    );
  });

  test('bins over each other are one stop, and a floor without a start has no walks', () => {
    const bins = readBinNames(['A-1-1', 'A-1-2', 'A-2-1']).understood;
    const layout = defaultLayout(bins.map((bin) => bin.place));
    expect(floorWalks({ layout, bins })?.stopOf).toEqual(
      new Map([
        ['A-1-1', 0],
        ['A-1-2', 0],
        ['A-2-1', 1],
      ]),
    );
    expect(floorWalks({ layout: { ...layout, stations: [] }, bins })).toBeNull();
  });
});

describe('what if', () => {
  test('finds the one thing that lies wrong, and what it costs', () => {
    const orders = Array.from({ length: 8 }, () => ['hit']);
    const task = taskOf(
      2,
      10,
      orders,
      new Map([
        ['hit', 'A-10'],
        ['shy', 'A-1'],
      ]),
    );
    const found = whatIf({ ...task, bins: task.bins.filter((bin) => ['A-10', 'A-1'].includes(bin.name)) }, 5);
    // Two walks of 11.4 m there and back become two of 0.6 m.
    expect(found).toMatchObject({
      walks: 2,
      swaps: [{ item: 'hit', from: 'A-10', to: 'A-1', other: 'shy', moves: 2 }],
    });
    expect(found.now).toBeCloseTo(45.6);
    expect(found.after).toBeCloseTo(2.4);
    expect(found.swaps[0]?.metres).toBeCloseTo(43.2);
  });

  test('prefers a free bin to a swap that saves as much, and does not move what does not fit', () => {
    const orders = Array.from({ length: 4 }, () => ['hit']);
    const task = taskOf(
      1,
      10,
      orders,
      new Map([
        ['hit', 'A-10'],
        ['shy', 'A-1'],
      ]),
    );
    expect(whatIf(task, 1).swaps[0]).toMatchObject({ to: 'A-2', other: null, moves: 1 });
    expect(whatIf({ ...task, fits: () => false }, 5).swaps).toEqual([]);
  });

  const world = fc
    .record({ seed: fc.infiniteStream(fc.nat(1_000_000)), orders: fc.integer({ min: 4, max: 40 }) })
    .map(({ seed, orders }) => {
      const next = () => seed.next().value as number;
      const items = Array.from({ length: 30 }, (_, at) => `item-${at}`);
      const bins = warehouse(4, 10).bins.map((bin) => bin.name);
      const binOf = new Map(items.map((item) => [item, bins.splice(next() % bins.length, 1)[0]!]));
      const list = Array.from({ length: orders }, () => [
        // Skewed: the first items are wanted most.
        ...new Set(
          Array.from(
            { length: 1 + (next() % 3) },
            () => items[(((next() % 30) * (next() % 30)) % 30) >> (next() % 3)]!,
          ),
        ),
      ]);
      return taskOf(4, 10, list, binOf);
    });

  test('every swap saves what it says, none makes walks longer, and no bin gets two', () => {
    fc.assert(
      fc.property(world, (task) => {
        const found = whatIf(task, 10);
        expect(found.now - found.after).toBeCloseTo(found.swaps.reduce((sum, swap) => sum + swap.metres, 0));
        expect(found.swaps.every((swap) => swap.metres > 0)).toBe(true);
        const where = new Map(task.binOf);
        for (const { item, from, to, other } of found.swaps) {
          expect(where.get(item)).toBe(from);
          where.set(item, to);
          if (other !== null) {
            expect(where.get(other)).toBe(to);
            where.set(other, from);
          }
        }
        expect(new Set(where.values()).size).toBe(where.size);
        expect(whatIf({ ...task, binOf: where }, 0).now).toBeCloseTo(found.after);
      }),
      { numRuns: 25 },
    );
  });

  test('enough changes recover four fifths of what lies between chance and everything by class', () => {
    // 108 items anywhere in 120 bins, wanted as 1, 1/2, 1/3 …; one or two to an order.
    let state = 7;
    const next = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const bins = warehouse(6, 20).bins.map((bin) => bin.name);
    const binOf = new Map(
      Array.from({ length: 108 }, (_, at) => [`${at}`, bins.splice(Math.floor(next() * bins.length), 1)[0]!]),
    );
    const wanted = () => `${Math.min(107, Math.floor(108 ** next()) - 1)}`;
    const orders = Array.from({ length: 1200 }, () => [...new Set([wanted(), ...(next() < 0.3 ? [wanted()] : [])])]);
    const found = whatIf(taskOf(6, 20, orders, binOf), 1000, 200_000);
    expect((found.now - found.after) / (found.now - found.byClass)).toBeGreaterThan(0.8);
  });

  test('the item picked most lies nearest when everything is placed by its class', () => {
    const task = taskOf(
      2,
      3,
      [['a', 'b'], ['b'], ['b'], ['a']],
      new Map([
        ['a', 'B-3'],
        ['b', 'B-2'],
        ['c', 'A-1'],
      ]),
    );
    expect(byClass(task)).toEqual(
      new Map([
        ['b', 'A-1'],
        ['a', 'A-2'],
        ['c', 'A-3'],
      ]),
    );
  });
});

test('classes are shares of what sold, and are counted where they lie', () => {
  const ranked = Array.from({ length: 10 }, (_, at) => at);
  const classes = classesOf(ranked);
  expect(ranked.map((one) => classes.get(one)).join('')).toBe('AABBBCCCCC');
  const binOf = new Map([
    ['hit', 'near'],
    ['shy', 'mid'],
  ]);
  expect(
    inTheirPart(
      new Map([['hit', 'A']]),
      new Map([
        ['near', 'A'],
        ['mid', 'B'],
      ]),
      binOf,
    ),
  ).toEqual({
    A: { items: 1, right: 1 },
    B: { items: 0, right: 0 },
    C: { items: 1, right: 0 },
  });
});

test('pay-back counts the work of moving against the metres saved a day', () => {
  // 2 moves of 10 minutes; 600 m a day at 1 m/s are 10 minutes a day.
  expect(payBackDays({ moves: 2, minutesAMove: 10, metresADay: 600, speed: 1 })).toBe(2);
  expect(payBackDays({ moves: 1, minutesAMove: 10, metresADay: 0, speed: 1 })).toBeNull();
});
