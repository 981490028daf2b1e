import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestBins } from './best-bins.ts';
import { type Block, between, evenBlock, reachOf, type Spot } from './block.ts';
import { blockWalks } from './block-walks.ts';
import { graphWalks } from './graph-walks.ts';
import { RULES, rememberedWalks } from './remembered-walks.ts';
import { heldKarp, improved, nearestNeighbour, oneTreeBound, tour, tourLength } from './tour.ts';
import { unionLength, visited, type Walk } from './walks.ts';

/** Blocks with two to four cross-aisles, aisles unevenly apart, the depot anywhere, and up to nine places. */
const floor = fc
  .record({
    steps: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 0, maxLength: 5 }),
    pieces: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }),
    front: fc.integer({ min: -3, max: 3 }),
    spots: fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 2, maxLength: 10 }),
  })
  .map(({ steps, pieces, front, spots }) => {
    const sums = (from: number, by: number[]) => {
      const all = [from];
      for (const step of by) all.push(all.at(-1)! + step);
      return all;
    };
    const aisles = sums(0, steps);
    const crossAisles = sums(front, pieces);
    const height = crossAisles.at(-1)! - front;
    const [depot, ...places] = spots.map(([aisle, y]) => ({
      aisle: aisle % aisles.length,
      y: front + (y % (height + 1)),
    }));
    return { block: { aisles, crossAisles, depot: depot! } satisfies Block, places };
  });

/** The same with dead ends at the front, at the back or at both, as far as they leave one way to everything. */
const withDeadEnds = fc
  .tuple(floor, fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 6, maxLength: 6 }))
  .map(([{ block, places }, ends]): { block: Block; places: Spot[] } => {
    const last = block.crossAisles.length - 1;
    const reach = block.aisles.map((_, aisle) => {
      const [a, b] = ends[aisle]!.map((end) => (end > last ? -1 : end)) as [number, number];
      return [a < 0 ? 0 : Math.min(a, b < 0 ? last : b), b < 0 ? last : Math.max(a, b)] as const;
    });
    const within = ({ aisle, y }: Spot) => {
      const [first, end] = reach[aisle]!;
      const [low, high] = [block.crossAisles[Math.max(0, first - 1)]!, block.crossAisles[Math.min(last, end + 1)]!];
      return { aisle, y: Math.min(high, Math.max(low, y)) };
    };
    return { block: { ...block, reach, depot: within(block.depot) }, places: places.map(within) };
  });

const all = (places: readonly unknown[]) => places.map((_, place) => place);

function bruteForce(block: Block, places: readonly Spot[], from = block.depot, to = from): number {
  if (places.length === 0) return between(block, from, to);
  const points = [from, ...places];
  const distances = {
    size: points.length,
    of: Float64Array.from(points.flatMap((a) => points.map((b) => between(block, a, b)))),
  };
  return heldKarp(
    distances,
    points.map((point) => between(block, point, to)),
  ).length;
}

/** A block drawn as a graph: its junctions, its depot and its places, in this order. */
function drawn(block: Block, places: readonly Spot[]) {
  const onCross = (aisle: number) =>
    block.crossAisles.filter((_, at) => {
      const [first, last] = reachOf(block, aisle);
      return first <= at && at <= last;
    });
  const points: Spot[] = [
    ...block.aisles.flatMap((_, aisle) => onCross(aisle).map((y) => ({ aisle, y }))),
    block.depot,
    ...places,
  ];
  const ways = points.flatMap((a, from) =>
    points.flatMap((b, to) => {
      const neighbours =
        a.aisle === b.aisle || (a.y === b.y && onCross(a.aisle).includes(a.y) && onCross(b.aisle).includes(b.y));
      return from < to && neighbours
        ? [{ from, to, metres: Math.abs(block.aisles[a.aisle]! - block.aisles[b.aisle]!) + Math.abs(a.y - b.y) }]
        : [];
    }),
  );
  const first = points.length - places.length;
  return {
    points,
    walks: graphWalks(
      { nodes: points.length, ways, depot: first - 1 },
      places.map((_, i) => first + i),
    ),
    home: first - 1,
    nodeOf: (place: number) => first + place,
  };
}

/** What the path of a walk adds up to when it is walked with a measure in hand. */
function walked(block: Block, { path }: Walk<Spot>): number {
  return path.reduce((sum, { point }, i) => (i ? sum + between(block, path[i - 1]!.point, point) : 0), 0);
}

describe('a shortest walk in a block', () => {
  it('is as short as the best of all orders of its stops, with any number of cross-aisles', () => {
    fc.assert(
      fc.property(floor, ({ block, places }) => {
        expect(blockWalks(block, places).length(all(places))).toBeCloseTo(bruteForce(block, places), 9);
      }),
      { numRuns: 500 },
    );
  });

  it('has the same length by the fast way for two cross-aisles, for any union of orders', () => {
    fc.assert(
      fc.property(floor, fc.array(fc.nat(4), { minLength: 1, maxLength: 8 }), ({ block, places }, members) => {
        const single = { ...block, crossAisles: [block.crossAisles[0]!, block.crossAisles.at(-1)!] };
        const walks = blockWalks(single, places);
        const groups = Array.from({ length: 5 }, (_, g) =>
          all(places).filter((place) => place % 5 === g || place % 7 === g),
        );
        const union = [...new Set(members.flatMap((member) => groups[member]!))];
        expect(unionLength(walks, groups)(members, members.length)).toBeCloseTo(walks.length(union), 9);
        expect(unionLength({ ...walks, unions: undefined! }, groups)(members, members.length)).toBeCloseTo(
          walks.length(union),
          9,
        );
      }),
      { numRuns: 400 },
    );
  });

  it('goes into dead ends and shorter aisles, and is as short as on a floor that is drawn as a graph', () => {
    let met = 0;
    fc.assert(
      fc.property(withDeadEnds, fc.array(fc.nat(4), { minLength: 1, maxLength: 8 }), ({ block, places }, members) => {
        const graph = drawn(block, places);
        let shortest = 0;
        try {
          shortest = graph.walks.length(all(places));
        } catch {
          expect(() => blockWalks(block, places)).toThrow('cannot be walked to from the depot');
          return;
        }
        met++;
        const walks = blockWalks(block, places);
        expect(walks.length(all(places))).toBeCloseTo(shortest, 9);
        const walk = walks.walk(all(places));
        expect(walk.length).toBeCloseTo(shortest, 9);
        expect(visited(walk).toSorted((a, b) => a - b)).toEqual(all(places));
        const nodes = [graph.home, ...visited(walk).map(graph.nodeOf), graph.home];
        const inOrder = nodes.reduce(
          (sum, node, i) => (i > 0 ? sum + graph.walks.restOfWalk(nodes[i - 1]!, [], node).length : 0),
          0,
        );
        expect(inOrder).toBeCloseTo(shortest, 9);
        const groups = Array.from({ length: 5 }, (_, g) => all(places).filter((place) => place % 5 === g));
        const union = [...new Set(members.flatMap((member) => groups[member]!))];
        expect(unionLength(walks, groups)(members, members.length)).toBeCloseTo(graph.walks.length(union), 9);
      }),
      { numRuns: 400 },
    );
    expect(met).toBeGreaterThan(200);
  });

  it('starts and ends at the depot, visits every stop once, and is as long as it says', () => {
    fc.assert(
      fc.property(floor, ({ block, places }) => {
        const walk = blockWalks(block, places).walk([...all(places), ...all(places)]);
        expect(visited(walk).toSorted((a, b) => a - b)).toEqual(all(places));
        for (const { point, stops } of walk.path) for (const stop of stops) expect(places[stop]).toEqual(point);
        expect(walk.path[0]!.point).toEqual(block.depot);
        expect(walk.path.at(-1)!.point).toEqual(block.depot);
        expect(walked(block, walk)).toBeCloseTo(walk.length, 9);
        expect(walk.length).toBeCloseTo(blockWalks(block, places).length(all(places)), 9);
        expect(walk.bound).toBe(walk.length);
      }),
      { numRuns: 300 },
    );
  });

  it('is never longer than a rule of thumb, which visits every stop too', () => {
    fc.assert(
      fc.property(floor, fc.constantFrom(...RULES), ({ block, places }, rule) => {
        const walk = rememberedWalks(block, places, rule).walk(all(places));
        expect(walk.bound).toBeLessThanOrEqual(walk.length + 1e-9);
        expect(visited(walk).toSorted((a, b) => a - b)).toEqual(all(places));
        expect(walked(block, walk)).toBeCloseTo(walk.length, 9);
      }),
      { numRuns: 300 },
    );
  });

  it('never gets shorter by one stop more, and keeps its length in the mirror', () => {
    fc.assert(
      fc.property(floor, ({ block, places }) => {
        const { length } = blockWalks(block, places);
        expect(length(all(places).slice(1))).toBeLessThanOrEqual(length(all(places)) + 1e-9);
        const width = block.aisles.at(-1)!;
        const [front, back] = [block.crossAisles[0]!, block.crossAisles.at(-1)!];
        const sideways = ({ aisle, y }: Spot) => ({ aisle: block.aisles.length - 1 - aisle, y });
        const endways = ({ aisle, y }: Spot) => ({ aisle, y: front + back - y });
        const mirrored = {
          ...block,
          aisles: block.aisles.map((x) => width - x).reverse(),
          depot: sideways(block.depot),
        };
        const turned = {
          ...block,
          crossAisles: block.crossAisles.map((y) => front + back - y).reverse(),
          depot: endways(block.depot),
        };
        expect(blockWalks(mirrored, places.map(sideways)).length(all(places))).toBeCloseTo(length(all(places)), 9);
        expect(blockWalks(turned, places.map(endways)).length(all(places))).toBeCloseTo(length(all(places)), 9);
      }),
      { numRuns: 200 },
    );
  });

  it('is nothing for no stops, and says which place cannot be', () => {
    const block = evenBlock({ aisles: 3, length: 10, pitch: 2 });
    expect(blockWalks(block, []).walk([])).toEqual({
      length: 0,
      bound: 0,
      path: [
        { point: block.depot, stops: [] },
        { point: block.depot, stops: [] },
      ],
    });
    expect(() => blockWalks(block, [{ aisle: 3, y: 1 }])).toThrow('Place 0 (aisle 3, 1) is outside the block.');
    expect(() => blockWalks(block, [{ aisle: 0, y: 1 }]).length([7])).toThrow('There is no place 7');
    const parted: Block = {
      ...block,
      reach: [
        [0, 0],
        [1, 1],
        [0, 0],
      ],
    };
    expect(() => blockWalks(parted, [{ aisle: 1, y: 1 }])).toThrow('Place 0 (aisle 1, 1) cannot be walked to');
    expect(() => blockWalks({ ...block, reach: [[0, 2]] }, [])).toThrow('Aisle 0 cannot reach from cross-aisle 0 to 2');
    expect(() => rememberedWalks(parted, [{ aisle: 2, y: 1 }], 's-shape')).toThrow('does not go all the way');
  });
});

describe('rules of thumb', () => {
  const block = evenBlock({ aisles: 3, length: 10, pitch: 2 });
  const places = [
    { aisle: 0, y: 3 },
    { aisle: 1, y: 1 },
    { aisle: 1, y: 9 },
    { aisle: 2, y: 4 },
  ];
  const by = (rule: (typeof RULES)[number]) => rememberedWalks(block, places, rule).walk(all(places));

  it('go through every aisle by S-shape, and turn in an odd last one', () => {
    expect(visited(by('s-shape'))).toEqual([0, 2, 1, 3]);
    expect(by('s-shape').length).toBe(10 + 2 + 10 + 2 + 4 + 4 + 4);
  });

  it('leave the largest gap of an aisle between out', () => {
    expect(visited(by('largest-gap'))).toEqual([0, 2, 3, 1]);
    expect(by('largest-gap').length).toBe(10 + 2 + 1 + 1 + 2 + 10 + 2 + 1 + 1 + 2);
  });

  it('go to what is nearest, or by name', () => {
    expect(visited(by('nearest'))).toEqual([0, 1, 3, 2]);
    expect(visited(by('by-name'))).toEqual([0, 1, 2, 3]);
  });
});

describe('walks on any floor', () => {
  /** Two floors joined by a stair, a dead end on each. */
  const house = {
    nodes: 6,
    depot: 0,
    ways: [
      [0, 1, 5],
      [1, 2, 7],
      [1, 3, 4],
      [3, 4, 2],
      [3, 5, 9],
    ].map(([from, to, metres]) => ({ from: from!, to: to!, metres: metres! })),
  };

  it('go into dead ends and over stairs', () => {
    const walk = graphWalks(house, [2, 4, 5]).walk([0, 1, 2]);
    expect(walk).toMatchObject({ length: 2 * (5 + 7 + 4 + 2 + 9), bound: walk.length });
    expect(visited(walk).toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  it('say what cannot be walked to', () => {
    expect(() => graphWalks({ ...house, ways: house.ways.slice(0, 4) }, [5]).length([0])).toThrow(
      'Node 5 cannot be walked to from the depot (node 0).',
    );
    expect(() => graphWalks(house, [9])).toThrow('Place 0 is at node 9');
  });

  it('agree with the exact walk of a block that is drawn as a graph', () => {
    fc.assert(
      fc.property(floor, ({ block, places }) => {
        const { points, walks } = drawn(block, places);
        const walk = walks.walk(all(places));
        expect(walk.length).toBeCloseTo(blockWalks(block, places).length(all(places)), 9);
        expect(visited(walk).toSorted((a, b) => a - b)).toEqual(all(places));
        const measured = walk.path.reduce(
          (sum, { point }, i) => (i ? sum + between(block, points[walk.path[i - 1]!.point]!, points[point]!) : 0),
          0,
        );
        expect(measured).toBeCloseTo(walk.length, 9);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the rest of a walk', () => {
  const measured = (block: Block, points: readonly Spot[]) =>
    points.reduce((sum, point, i) => (i ? sum + between(block, points[i - 1]!, point) : 0), 0);

  it('is as short as the best of all orders of its stops, from anywhere to anywhere', () => {
    fc.assert(
      fc.property(floor, ({ block, places }) => {
        const [from = block.depot, to = block.depot, ...left] = places;
        const walk = blockWalks(block, left).restOfWalk(from, [...all(left), ...all(left)], to);
        expect(walk.length).toBeCloseTo(bruteForce(block, left, from, to), 9);
        expect(walk.bound).toBe(walk.length);
        expect(visited(walk).toSorted((a, b) => a - b)).toEqual(all(left));
        for (const { point, stops } of walk.path) for (const stop of stops) expect(left[stop]).toEqual(point);
        expect(walk.path[0]!.point).toEqual(from);
        expect(walk.path.at(-1)!.point).toEqual(to);
        expect(walked(block, walk)).toBeCloseTo(walk.length, 9);
      }),
      { numRuns: 200 },
    );
  });

  it('is what is left of the shortest walk, as long as nothing changes', () => {
    fc.assert(
      fc.property(floor, fc.nat(20), ({ block, places }, gone) => {
        const walks = blockWalks(block, places);
        const { path } = walks.walk(all(places));
        const at = gone % path.length;
        const left = path.slice(at + 1).flatMap(({ stops }) => stops);
        const rest = measured(
          block,
          path.slice(at).map(({ point }) => point),
        );
        expect(walks.restOfWalk(path[at]!.point, left, block.depot).length).toBeCloseTo(rest, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('is the same on a floor that is drawn as a graph', () => {
    fc.assert(
      fc.property(floor, ({ block, places }) => {
        const { points, walks, nodeOf } = drawn(block, places);
        const left = all(places).slice(1);
        const walk = walks.restOfWalk(nodeOf(0), left, nodeOf(places.length - 1));
        expect(walk.length).toBeCloseTo(
          blockWalks(block, places).restOfWalk(places[0]!, left, places.at(-1)!).length,
          9,
        );
        expect(walk.bound).toBe(walk.length);
        expect(visited(walk).toSorted((a, b) => a - b)).toEqual(left);
        expect(
          measured(
            block,
            walk.path.map(({ point }) => points[point]!),
          ),
        ).toBeCloseTo(walk.length, 9);
      }),
      { numRuns: 60 },
    );
  });

  it('is never longer than the stops in their old order, and states its gap, with many stops on a graph', () => {
    const block = evenBlock({ aisles: 8, length: 30, pitch: 4, middle: [11] });
    const places = Array.from({ length: 60 }, (_, i) => ({ aisle: (i * 5) % 8, y: (i * 13) % 31 }));
    const { points, walks, nodeOf } = drawn(block, places);
    const station = points.indexOf(block.depot);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(59), { minLength: 14, maxLength: 60 }), fc.nat(59), (order, at) => {
        const exact = blockWalks(block, places);
        const shortest = exact.restOfWalk(places[at]!, order, block.depot).length;
        // The old order may be hard to better: that of the shortest walk itself.
        for (const stops of [order, visited(exact.restOfWalk(places[at]!, order, block.depot))]) {
          const walk = walks.restOfWalk(nodeOf(at), stops, station);
          const kept = measured(block, [places[at]!, ...stops.map((stop) => places[stop]!), block.depot]);
          expect(walk.length).toBeLessThanOrEqual(kept + 1e-9);
          expect(walk.length).toBeGreaterThanOrEqual(shortest - 1e-9);
          expect(walk.bound).toBeLessThanOrEqual(shortest + 1e-9);
          expect(walk.bound).toBeGreaterThan(0.8 * shortest);
          expect(visited(walk).toSorted((a, b) => a - b)).toEqual(order.toSorted((a, b) => a - b));
          expect(walks.restOfWalk(nodeOf(at), stops, station)).toEqual(walk);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('says where nobody can stand', () => {
    const block = evenBlock({ aisles: 3, length: 10, pitch: 2 });
    const walks = blockWalks(block, [{ aisle: 1, y: 4 }]);
    expect(() => walks.restOfWalk({ aisle: 0, y: 11 }, [0], block.depot)).toThrow('The start (aisle 0, 11)');
    expect(() => walks.restOfWalk(block.depot, [0], { aisle: 7, y: 0 })).toThrow('The end (aisle 7, 0)');
    const path = { nodes: 3, depot: 0, ways: [{ from: 0, to: 1, metres: 5 }] };
    expect(() => graphWalks(path, [1]).restOfWalk(4, [0], 0)).toThrow('The start is at node 4');
    expect(() => graphWalks(path, [1]).restOfWalk(2, [0], 0)).toThrow('cannot be walked to from node 2');
  });
});

describe('the best bins', () => {
  /** Wants with one to five bins each, on a block of nine places. */
  const wanted = fc.tuple(
    floor.filter(({ places }) => places.length >= 3),
    fc.array(fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
  );
  const everyChoice = (wants: readonly number[][]): number[][] =>
    wants.reduce<number[][]>((rows, own) => rows.flatMap((row) => own.map((place) => [...row, place])), [[]]);

  it('make the shortest walk of all choices, up to 256, and never one under its bound', () => {
    fc.assert(
      fc.property(wanted, ([{ block, places }, drawnWants]) => {
        const wants = drawnWants.map((own) => own.map((place) => place % places.length));
        const inner = blockWalks(block, places);
        const walks = bestBins(inner, wants);
        const stops = all(wants);
        const walk = walks.walk(stops);
        const least = Math.min(...everyChoice(wants).map((choice) => inner.length(choice)));
        if (walks.exact!(stops)) expect(walk.length).toBeCloseTo(least, 9);
        expect(walk.length).toBeGreaterThanOrEqual(least - 1e-9);
        expect(walk.bound).toBeLessThanOrEqual(least + 1e-9);
        expect(walk.length).toBeLessThanOrEqual(inner.length(wants.map((own) => own[0]!)) + 1e-9);
        expect(walks.length(stops)).toBeCloseTo(walk.length, 9);
        expect(visited(walk).toSorted((a, b) => a - b)).toEqual(stops);
        const bins = walks.bins(stops);
        for (const want of stops) expect(wants[want]).toContain(bins.get(want));
        for (const { point, stops: here } of walk.path)
          for (const want of here) expect(places[bins.get(want)!]).toEqual(point);
      }),
      { numRuns: 40 },
    );
  });

  it('are near the best of many choices, with a bound', () => {
    const block = evenBlock({ aisles: 4, length: 12, pitch: 3 });
    const places = Array.from({ length: 40 }, (_, i) => ({ aisle: i % 4, y: i >> 2 }));
    const wants = Array.from({ length: 12 }, (_, i) => [i, (i * 7 + 3) % 40, (i * 11 + 20) % 40]);
    const walks = bestBins(blockWalks(block, places), wants);
    const walk = walks.walk(all(wants));
    expect(walks.exact!(all(wants))).toBe(false);
    expect(walk.length).toBeLessThan(0.8 * blockWalks(block, places).length(wants.map((own) => own[2]!)));
    expect(walk.bound).toBeLessThanOrEqual(walk.length);
    expect(walk.bound).toBeGreaterThan(0);
    expect(() => bestBins(blockWalks(block, places), [[1], []])).toThrow('Want 1 has no place');
  });
});

describe('a tour', () => {
  const points = (least: number, most: number) =>
    fc.array(fc.tuple(fc.nat(100), fc.nat(100)), { minLength: least, maxLength: most });
  const apart = (all: [number, number][]) => ({
    size: all.length,
    of: Float64Array.from(all.flatMap(([x, y]) => all.map(([u, v]) => Math.abs(x - u) + Math.abs(y - v)))),
  });

  it('is found however far things lie apart', () => {
    const far = apart(Array.from({ length: 24 }, (_, i) => [((i * 7919) % 97) * 1.1e10, ((i * 104729) % 89) * 1.3e10]));
    const found = improved(far, nearestNeighbour(far));
    expect(tourLength(far, found)).toBeLessThanOrEqual(tourLength(far, nearestNeighbour(far)));
  });

  it('is bounded from below by its 1-tree, and by local search from above', () => {
    fc.assert(
      fc.property(points(3, 9).map(apart), (distances) => {
        const shortest = heldKarp(distances);
        expect(tourLength(distances, shortest.order)).toBeCloseTo(shortest.length, 9);
        const found = improved(distances, nearestNeighbour(distances));
        expect(found.toSorted((a, b) => a - b)).toEqual(found.map((_, i) => i));
        expect(tourLength(distances, found)).toBeGreaterThanOrEqual(shortest.length - 1e-9);
        expect(tourLength(distances, found)).toBeLessThanOrEqual(
          tourLength(distances, nearestNeighbour(distances)) + 1e-9,
        );
        expect(oneTreeBound(distances, tourLength(distances, found))).toBeLessThanOrEqual(shortest.length + 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('states its gap above thirteen stops', () => {
    fc.assert(
      fc.property(points(15, 40).map(apart), (distances) => {
        const { order, length, bound } = tour(distances);
        expect(tourLength(distances, order)).toBeCloseTo(length, 9);
        expect(bound).toBeLessThanOrEqual(length);
        expect(bound).toBeGreaterThan(0.7 * length - 1e-9);
      }),
      { numRuns: 20 },
    );
  });
});
