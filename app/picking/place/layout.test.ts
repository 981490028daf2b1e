import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBinNames } from './bin-name.ts';
import { binsWithoutAisle, layoutProblems } from './check-layout.ts';
import { defaultLayout } from './default-layout.ts';
import { editLayout, type LayoutEdit } from './edit-layout.ts';
import { distancesBetween, pointOf, type Spot, spotOf, walkMap } from './geometry.ts';
import { emptyLayout, type Layout, readLayout } from './layout.ts';

const placesOf = (names: string[]) => readBinNames(names).understood;
const names = (aisles: string, bays: number, levels = 2) =>
  [...aisles].flatMap((aisle) =>
    Array.from({ length: bays * levels }, (_, at) => `${aisle}-${Math.floor(at / levels) + 1}-${(at % levels) + 1}`),
  );
const drawn = (list: string[]) => defaultLayout(placesOf(list).map((one) => one.place));
const main = (layout: Layout) => layout.floors[0]!.blocks[0]!;
const inMain = { floor: 0, block: 0 };

describe('a first drawing', () => {
  test('has an aisle for each aisle name, as long as its bays, and is sound', () => {
    const layout = drawn(names('ABC', 10));
    expect(main(layout)).toMatchObject({ name: 'Main', crossAisles: [0, 12] });
    expect(main(layout).aisles.map(({ name, x, length }) => [name, x, length])).toEqual([
      ['A', 0, 12],
      ['B', 4, 12],
      ['C', 8, 12],
    ]);
    expect(layoutProblems(layout)).toEqual([]);
  });

  test('knows bays that number on, and sides by odd and even', () => {
    const bays = (from: number, step: number, count: number) =>
      Array.from({ length: count }, (_, at) => from + at * step);
    const on = drawn([...bays(1, 1, 20).map((bay) => `A-${bay}`), ...bays(21, 1, 20).map((bay) => `B-${bay}`)]);
    expect(main(on).aisles.map((aisle) => aisle.bays)).toEqual([
      { first: 1, along: 20, sides: 'running' },
      { first: 21, along: 20, sides: 'running' },
    ]);
    const faces = drawn([...bays(1, 2, 5).map((bay) => `A-${bay}`), ...bays(2, 2, 5).map((bay) => `B-${bay}`)]);
    expect(main(faces).aisles[0]?.bays).toEqual({ first: 1, along: 5, sides: 'odd-even' });
    const spot = (name: string) => spotOf(faces, placesOf([name])[0]!.place);
    expect(spot('A-3')).toMatchObject({ aisle: 0, side: 'left', y: expect.closeTo(1.8) });
    expect(spot('B-4')).toMatchObject({ aisle: 1, side: 'right', y: expect.closeTo(1.8) });
  });

  test('makes a block of each zone, joined at the front', () => {
    const layout = drawn(['Cold', 'Dry'].flatMap((zone) => names('12', 5).map((name) => `${zone}-${name}`)));
    expect(layout.floors[0]?.blocks.map((block) => block.name)).toEqual(['Cold', 'Dry']);
    expect(layoutProblems(layout)).toEqual([]);
    expect(spotOf(layout, placesOf(['Dry-1-5-1'])[0]!.place)).toMatchObject({ block: 1, aisle: 0 });
  });

  test('from any list of names is sound, and has every bin that was understood', () => {
    const name = fc.stringMatching(/^[A-D]-?[0-9]{1,2}(-[0-9])?$/);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 60 }), (list) => {
        const bins = placesOf(list);
        const layout = defaultLayout(bins.map((bin) => bin.place));
        expect(layoutProblems(layout)).toEqual([]);
        expect(binsWithoutAisle(layout, bins)).toEqual([]);
        expect(readLayout(JSON.stringify(layout))).toEqual({ ok: true, layout });
      }),
    );
  });
});

describe('what is wrong is said', () => {
  const sound = drawn(names('AB', 10));
  const edited = (...edits: LayoutEdit[]) => layoutProblems(edits.reduce(editLayout, sound)).join(' ');
  test.each<[string, LayoutEdit[]]>([
    ['stand 0.5 m apart', [{ do: 'change-aisle', ...inMain, aisle: 1, change: { x: 0.5 } }]],
    ['Two aisles of Main are called A', [{ do: 'change-aisle', ...inMain, aisle: 1, change: { name: 'A' } }]],
    ['is 0 m long', [{ do: 'change-aisle', ...inMain, aisle: 1, change: { length: 0 } }]],
    [
      'meets no cross-aisle, so nobody gets in',
      [
        { do: 'remove-cross-aisle', ...inMain, at: 12 },
        { do: 'change-aisle', ...inMain, aisle: 1, change: { deadEnd: 'front' } },
      ],
    ],
    ['The cross-aisle at 14 m of Main meets no aisle', [{ do: 'add-cross-aisle', ...inMain, at: 14 }]],
    ['Station Carts stands outside, 60 m', [{ do: 'change-station', station: 0, change: { x: -60 } }]],
    ['is on a floor that does not exist', [{ do: 'change-station', station: 0, change: { floor: 3 } }]],
    ['No station says where walks start', [{ do: 'remove-station', station: 0 }]],
    ['No station says where goods are packed', [{ do: 'remove-station', station: 1 }]],
    [
      'lie over each other',
      [
        { do: 'add-block', floor: 0, name: 'Annex' },
        { do: 'change-block', floor: 0, block: 1, change: { x: 2 } },
      ],
    ],
    ['No way leads from the start to block Annex', [{ do: 'add-block', floor: 0, name: 'Annex' }]],
    [
      'No way leads from the start to block Upper',
      [
        { do: 'add-floor', name: 'Mezzanine' },
        { do: 'add-block', floor: 1, name: 'Upper' },
      ],
    ],
  ])('%s', (sentence, edits) => expect(edited(...edits)).toContain(sentence));

  test('an empty layout says how to begin', () => expect(layoutProblems(emptyLayout)[0]).toContain('no aisle yet'));
  test('a text that is no layout is refused', () => {
    expect(readLayout('{')).toMatchObject({ ok: false });
    expect(readLayout('{"floors":[{"name":"","blocks":[]}],"stations":[],"links":[]}')).toMatchObject({
      problem: expect.stringContaining('floors.0.name'),
    });
  });

  test('stairs make another floor reachable', () => {
    const layout = (
      [
        { do: 'add-floor', name: 'Mezzanine' },
        { do: 'add-block', floor: 1, name: 'Upper' },
        {
          do: 'add-link',
          link: { from: { floor: 0, x: 4, y: 12 }, to: { floor: 1, x: 0, y: 0 }, metres: 9, kind: 'stairs' },
        },
      ] satisfies LayoutEdit[]
    ).reduce<Layout>(editLayout, sound);
    expect(layoutProblems(layout)).toEqual([]);
    const map = walkMap(layout);
    // 16 m to the far corner, 9 m of stairs, 5 m into the aisle above.
    expect(map.distance(map.station(0), map.at({ floor: 1, block: 0, aisle: 0, y: 5 }))).toBeCloseTo(30);
    expect(editLayout(layout, { do: 'remove-floor', floor: 1 }).links).toEqual([]);
  });
});

describe('editing', () => {
  test('a new depth takes the back cross-aisle along, and short aisles stay short', () => {
    const short = editLayout(drawn(names('AB', 10)), {
      do: 'change-aisle',
      ...inMain,
      aisle: 0,
      change: { length: 5 },
    });
    const deep = main(editLayout(short, { do: 'change-block', ...inMain, change: { depth: 20 } }));
    expect(deep.aisles.map((aisle) => aisle.length)).toEqual([5, 20]);
    expect(deep.crossAisles).toEqual([0, 20]);
  });

  test('a new aisle stands where the next one belongs; an opened end is open', () => {
    const more = editLayout(drawn(names('AB', 10)), { do: 'add-aisle', ...inMain, name: 'C' });
    expect(main(more).aisles[2]).toMatchObject({ name: 'C', x: 8, length: 12 });
    const shut = editLayout(more, { do: 'change-aisle', ...inMain, aisle: 0, change: { deadEnd: 'back' } });
    expect(main(shut).aisles[0]?.deadEnd).toBe('back');
    expect(editLayout(shut, { do: 'change-aisle', ...inMain, aisle: 0, change: { deadEnd: null } })).toEqual(more);
  });

  test('what is not there is not changed', () => {
    const layout = drawn(names('AB', 3));
    expect(editLayout(layout, { do: 'remove-aisle', floor: 0, block: 7, aisle: 0 })).toEqual(layout);
    expect(editLayout(layout, { do: 'remove-floor', floor: 0 })).toEqual(layout);
  });
});

/** One block with a front, a back and any middle cross-aisles, all aisles going all the way. */
const grid = fc
  .record({
    aisles: fc.integer({ min: 1, max: 6 }),
    length: fc.integer({ min: 4, max: 30 }),
    pitch: fc.integer({ min: 2, max: 6 }),
    middles: fc.array(fc.integer({ min: 1, max: 29 }), { maxLength: 3 }),
  })
  .map(({ aisles, length, pitch, middles }): Layout => {
    const crossAisles = [...new Set([0, ...middles.filter((at) => at < length), length])].sort((a, b) => a - b);
    const lanes = Array.from({ length: aisles }, (_, at) => ({ name: `${at}`, x: at * pitch, length }));
    return {
      floors: [{ name: 'Ground', blocks: [{ name: 'Main', floor: 0, x: 3, y: 2, aisles: lanes, crossAisles }] }],
      stations: [
        { name: 'Carts', kind: 'start', floor: 0, x: 3, y: 2 },
        { name: 'Packing', kind: 'pack', floor: 0, x: 3 + (aisles - 1) * pitch, y: 0 },
      ],
      links: [],
    };
  });
const spots = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 120 })), { minLength: 2, maxLength: 8 });
const spotsIn = (layout: Layout, picks: [number, number][]) => {
  const { aisles } = main(layout);
  return picks.map(([aisle, quarter]) => {
    const at = aisle % aisles.length;
    return { floor: 0, block: 0, aisle: at, y: (quarter / 4) % (aisles[at]?.length ?? 1) };
  });
};
const metresIn = (layout: Layout, picks: [number, number][]) => {
  const map = walkMap(layout);
  return distancesBetween(map, [
    ...spotsIn(layout, picks).map(map.at),
    ...layout.stations.map((_, at) => map.station(at)),
  ]);
};

describe('distances', () => {
  test('in a grid equal the shortest of all ways over one cross-aisle', () => {
    fc.assert(
      fc.property(grid, spots, (layout, picks) => {
        const places = spotsIn(layout, picks);
        const map = walkMap(layout);
        const { aisles, crossAisles } = main(layout);
        for (const a of places)
          for (const b of places) {
            const across = Math.abs((aisles[a.aisle]?.x ?? 0) - (aisles[b.aisle]?.x ?? 0));
            const along =
              a.aisle === b.aisle
                ? Math.abs(a.y - b.y)
                : Math.min(...crossAisles.map((at) => Math.abs(a.y - at) + Math.abs(b.y - at)));
            expect(map.distance(map.at(a), map.at(b))).toBeCloseTo(across + along);
          }
        const pack = map.station(1);
        const first = places[0]!;
        const point = pointOf(layout, first);
        // The packing station stands 2 m before the front cross-aisle.
        const station = layout.stations[1]!;
        if (first.y === 0) expect(map.distance(pack, map.at(first))).toBeCloseTo(2 + station.x - point.x);
      }),
    );
  });

  test('are a metric', () => {
    fc.assert(
      fc.property(grid, spots, (layout, picks) => {
        const n = picks.length + 2;
        const metres = metresIn(layout, picks);
        const d = (i: number, j: number) => metres[i * n + j] ?? Number.NaN;
        for (let i = 0; i < n; i += 1)
          for (let j = 0; j < n; j += 1) {
            expect(d(i, j)).toBe(d(j, i));
            for (let k = 0; k < n; k += 1) expect(d(i, j)).toBeLessThanOrEqual(d(i, k) + d(k, j) + 1e-9);
          }
      }),
      { numRuns: 50 },
    );
  });

  test('one more cross-aisle never makes a way longer, a dead end never shorter', () => {
    fc.assert(
      fc.property(grid, spots, fc.nat(), (layout, picks, any) => {
        const before = metresIn(layout, picks);
        const { aisles } = main(layout);
        const at = 1 + (any % Math.max(1, (aisles[0]?.length ?? 2) - 1));
        const more = metresIn(editLayout(layout, { do: 'add-cross-aisle', ...inMain, at }), picks);
        const shut = editLayout(layout, {
          do: 'change-aisle',
          ...inMain,
          aisle: any % aisles.length,
          change: { deadEnd: 'back' },
        });
        const less = metresIn(shut, picks);
        before.forEach((metres, pair) => {
          expect(more[pair]).toBeLessThanOrEqual(metres + 1e-9);
          expect(less[pair]).toBeGreaterThanOrEqual(metres - 1e-9);
        });
      }),
    );
  });

  test('from a station in an aisle are those from the place where it stands', () => {
    fc.assert(
      fc.property(grid, spots, fc.double({ min: 0, max: 9, noNaN: true }), (layout, picks, by) => {
        const moved = editLayout(layout, { do: 'change-block', ...inMain, change: { x: by, y: by } });
        const [spot, ...places] = spotsIn(moved, picks) as [Spot, ...Spot[]];
        const stations = moved.stations.map((station) => ({ ...station, ...pointOf(moved, spot) }));
        const map = walkMap({ ...moved, stations });
        for (const place of places)
          for (const at of stations.keys())
            expect(map.distance(map.station(at), map.at(place))).toBeCloseTo(map.distance(map.at(spot), map.at(place)));
      }),
    );
  });

  test('over a link are what it and the ways to its ends add up to, wherever they lie', () => {
    fc.assert(
      fc.property(grid, spots, fc.integer({ min: 0, max: 20 }), (layout, picks, metres) => {
        const places = spotsIn(layout, picks);
        const [a, b] = places as [Spot, Spot];
        const linked: Layout = {
          ...layout,
          links: [{ from: pointOf(layout, a), to: pointOf(layout, b), metres, kind: 'path' }],
        };
        const [before, after] = [walkMap(layout), walkMap(linked)];
        const old = (p: Spot, q: Spot) => before.distance(before.at(p), before.at(q));
        for (const p of places)
          for (const q of places)
            expect(after.distance(after.at(p), after.at(q))).toBeCloseTo(
              Math.min(old(p, q), old(p, a) + metres + old(b, q), old(p, b) + metres + old(a, q)),
            );
      }),
    );
  });

  test('a layout moved elsewhere keeps its distances', () => {
    fc.assert(
      fc.property(grid, spots, fc.integer({ min: -20, max: 20 }), (layout, picks, by) => {
        const moved: Layout = {
          ...editLayout(layout, { do: 'change-block', ...inMain, change: { x: 3 + by, y: 2 + by } }),
          stations: layout.stations.map((station) => ({ ...station, x: station.x + by, y: station.y + by })),
        };
        const after = metresIn(moved, picks);
        metresIn(layout, picks).forEach((metres, pair) => {
          expect(after[pair]).toBeCloseTo(metres);
        });
      }),
    );
  });
});
