import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutBox } from '../../../bench/boxes/cut.ts';
import { uniformFrom } from '../../lib/uniform.ts';
import { type Choice, chooseBox } from './choose-box.ts';
import { packingFaults } from './faults.ts';
import { type Allowed, fitIn } from './fit.ts';
import { type Box, type Item, roomOf, turnsOf } from './item.ts';
import type { Effort, Problem } from './problem.ts';
import { searchRelations } from './relations.ts';

/** No clock: steps alone bound the effort, so that answers are the same on every machine. */
const steps = (count: number, seed = 1): Allowed => ({ now: () => 0, until: 1, steps: count, seed });
const terms = { now: () => 0, timeABox: 1, steps: 20_000 };

const boxOf = (length: number, width: number, height: number, rest: Partial<Box> = {}): Box => ({
  id: `${length} × ${width} × ${height}`,
  length,
  width,
  height,
  weight: 50,
  maxWeight: null,
  padding: 0,
  cost: 0,
  ...rest,
});
const itemOf = (id: string, length: number, width: number, height: number, rest: Partial<Item> = {}): Item => ({
  id,
  length,
  width,
  height,
  weight: 10,
  upright: false,
  fragile: false,
  ...rest,
});

const smallBox = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .map(([l, w, h]) => boxOf(l, w, h));
const smallItems = (most: number) =>
  fc
    .array(
      fc.record({
        length: fc.integer({ min: 1, max: 4 }),
        width: fc.integer({ min: 1, max: 3 }),
        height: fc.integer({ min: 1, max: 3 }),
        weight: fc.integer({ min: 0, max: 20 }),
        upright: fc.boolean(),
        fragile: fc.integer({ min: 0, max: 4 }).map((lot) => lot === 0),
      }),
      { minLength: 1, maxLength: most },
    )
    .map((items) => items.map((item, i) => ({ id: `i${i}`, ...item })));

/** Every item in every way at every millimetre. A fragile one takes all of its column above it. */
function fitsByForce(items: readonly Item[], box: Box): boolean {
  const [W, D, H] = roomOf(box);
  const ways = items.map((item) =>
    turnsOf(item).flatMap(([dx, dy, dz]) => {
      const masks: bigint[] = [];
      for (let x = 0; x + dx <= W; x++)
        for (let y = 0; y + dy <= D; y++)
          for (let z = 0; z + dz <= H; z++) {
            let mask = 0n;
            for (let a = x; a < x + dx; a++)
              for (let b = y; b < y + dy; b++)
                for (let c = z; c < (item.fragile ? H : z + dz); c++) mask |= 1n << BigInt((a * D + b) * H + c);
            masks.push(mask);
          }
      return masks;
    }),
  );
  ways.sort((a, b) => a.length - b.length);
  const place = (i: number, taken: bigint): boolean =>
    i === ways.length || ways[i]!.some((mask) => (mask & taken) === 0n && place(i + 1, taken | mask));
  return place(0, 0n);
}

/** The question as the searches get it. */
function problemOf(items: readonly Item[], box: Box): Problem {
  const room = roomOf(box);
  const fits = (turn: readonly number[]) => turn.every((side, axis) => side <= room[axis]!);
  const loads = items.map((item) => ({
    turns: turnsOf(item).filter(fits),
    fragile: item.fragile,
    volume: item.length * item.width * item.height,
    // Those listed together as one line are equal.
    kind: Number(item.id.split('-')[0]),
  }));
  const anyWayUp = items.every(({ upright, fragile }) => !upright && !fragile);
  return { room, loads, support: 0, anyWayUp };
}
const endless: Effort = { spend: () => true, spent: () => 0 };

/** Nine pieces: four around a fifth in a full box, and one of them cut so again, along another axis. */
function wheels(seed: number): { items: Item[]; box: Box } {
  const random = uniformFrom(seed);
  const between = (least: number, most: number) => Math.floor(least + random() * (most - least));
  const wheel = (A: number, B: number, C: number): [number, number, number][] => {
    const [a, p] = [between(A * 0.2, A * 0.45), between(A * 0.55, A * 0.8)];
    const [b, q] = [between(B * 0.2, B * 0.45), between(B * 0.55, B * 0.8)];
    return [
      [p, b, C],
      [A - p, q, C],
      [A - a, B - q, C],
      [a, B - b, C],
      [p - a, q - b, C],
    ];
  };
  const [[x, y, z], ...others] = wheel(300, 280, 220) as [[number, number, number], ...[number, number, number][]];
  const pieces = [...others, ...wheel(z, y, x)];
  return { items: pieces.map(([l, w, h], i) => itemOf(`piece ${i}`, h, l, w)), box: boxOf(280, 300, 220) };
}

describe('does it fit', () => {
  test('the answer is that of trying everything, and where it is yes the packing may be carried out', () => {
    fc.assert(
      fc.property(smallItems(5), smallBox, (items, box) => {
        const fit = fitIn(items, box, steps(60_000));
        expect(fit.answer).toBe(fitsByForce(items, box) ? 'fits' : 'does not fit');
        if (fit.answer === 'fits') expect(packingFaults(items, box, fit.placements)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('what was cut out of a box is found to fit in it, up to twelve pieces and also with handling', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 4, max: 12 }),
        fc.boolean(),
        (seed, pieces, handled) => {
          const { items, box } = cutBox(seed, pieces, [0.6, 0.8, 1][seed % 3]!, { handled });
          const fit = fitIn(items, box, steps(400_000));
          expect(fit.answer).toBe('fits');
          if (fit.answer === 'fits') expect(packingFaults(items, box, fit.placements)).toEqual([]);
        },
      ),
      // The same boxes each time: a search within so many steps may miss one box in hundreds.
      { numRuns: 30, seed: 4 },
    );
  });

  test('so are pieces that no saw could cut, wheels within wheels', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { items, box } = wheels(seed);
      const fit = fitIn(items, box, steps(4_000));
      expect(fit.answer).toBe('fits');
      if (fit.answer === 'fits') expect(packingFaults(items, box, fit.placements)).toEqual([]);
    }
  });

  test('equal items are stacked, also where there are too many to search among', () => {
    const bricks = (name: string, count: number, sides: [number, number, number]) =>
      Array.from({ length: count }, (_, i) => itemOf(`${name}${i}`, ...sides));
    const items = [
      ...bricks('a', 8, [64, 167, 189]),
      ...bricks('b', 8, [103, 189, 41]),
      ...bricks('c', 8, [189, 35, 83]),
    ];
    const box = boxOf(858, 189, 167);
    const fit = fitIn(items, box, steps(60_000));
    expect(fit.answer).toBe('fits');
    if (fit.answer === 'fits') expect(packingFaults(items, box, fit.placements)).toEqual([]);
  });

  test('a proof says no more than trying everything, also where equal items and little room make for many proofs', () => {
    const bricks = fc.array(
      fc.record({
        length: fc.integer({ min: 1, max: 3 }),
        width: fc.integer({ min: 1, max: 2 }),
        height: fc.integer({ min: 1, max: 2 }),
        upright: fc.boolean(),
        fragile: fc.integer({ min: 0, max: 5 }).map((lot) => lot === 0),
        times: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: 2, maxLength: 3 },
    );
    const room = fc.tuple(
      fc.integer({ min: 3, max: 4 }),
      fc.integer({ min: 2, max: 4 }),
      fc.integer({ min: 2, max: 3 }),
    );
    fc.assert(
      fc.property(bricks, room, fc.integer({ min: 0, max: 99 }), (kinds, [l, w, h], seed) => {
        const items = kinds.flatMap(({ times, ...kind }, k) =>
          Array.from({ length: times }, (_, i) => ({ id: `${k}-${i}`, weight: 1, ...kind })),
        );
        const box = boxOf(l, w, h);
        // Asked directly: the quicker searches would find what a wrong proof denies.
        const searched = searchRelations(problemOf(items, box), endless, () => true, uniformFrom(seed));
        expect(searched === 'none').toBe(!fitsByForce(items, box));
      }),
      { numRuns: 300 },
    );
  });

  test('many items are packed validly too', () => {
    for (const seed of [1, 2, 3, 4]) {
      const { items, box } = cutBox(seed, 20, 0.6);
      const fit = fitIn(items, box, steps(60_000));
      expect(fit.answer).toBe('fits');
      if (fit.answer === 'fits') expect(packingFaults(items, box, fit.placements)).toEqual([]);
    }
  });

  test('one item more never makes what is proven not to fit fit', () => {
    fc.assert(
      fc.property(smallItems(5), smallBox, (items, box) => {
        if (fitIn(items.slice(1), box, steps(20_000)).answer === 'does not fit')
          expect(fitIn(items, box, steps(20_000)).answer).not.toBe('fits');
      }),
    );
  });

  test('turning the box or the items, or listing them otherwise, changes nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 4, max: 9 }), (seed, pieces) => {
        const { items, box } = cutBox(seed, pieces, 0.9);
        const turnedBox = { ...box, length: box.height, width: box.length, height: box.width };
        const turned = items
          .map((item) => ({ ...item, length: item.width, width: item.height, height: item.length }))
          .reverse();
        // Few steps, so that both answers occur.
        const effort = steps(3_000);
        expect(fitIn(turned, turnedBox, effort).answer).toBe(fitIn(items, box, effort).answer);
      }),
      { numRuns: 30 },
    );
  });

  test('the same seed gives the same packing', () => {
    const { items, box } = cutBox(5, 12, 0.9);
    expect(fitIn(items, box, steps(200_000, 7))).toEqual(fitIn(items, box, steps(200_000, 7)));
  });

  test('three bars that hold one another are found, which no saw could cut', () => {
    const bars = [
      itemOf('x', 3, 2, 1),
      itemOf('y', 2, 3, 2),
      itemOf('z', 1, 1, 3),
      itemOf('a', 1, 2, 2),
      itemOf('b', 2, 1, 1),
    ];
    const box = boxOf(3, 3, 3);
    expect(fitIn(bars, box, steps(60_000)).answer).toBe('fits');
  });

  test('says which item is too large, and which is too heavy', () => {
    const items = [itemOf('mug', 100, 100, 100), itemOf('rod', 20, 20, 900, { weight: 4_000 })];
    expect(fitIn(items, boxOf(300, 300, 300), steps(100))).toEqual({
      answer: 'does not fit',
      because: { reason: 'too-large', items: ['rod'] },
    });
    expect(fitIn(items, boxOf(300, 300, 950, { maxWeight: 3_000 }), steps(100))).toEqual({
      answer: 'does not fit',
      because: { reason: 'too-heavy', weight: 4_010, most: 3_000, items: ['rod'] },
    });
  });

  test('upright items keep their height, padding is kept free on all sides', () => {
    const vase = itemOf('vase', 100, 100, 240, { upright: true });
    expect(fitIn([vase], boxOf(300, 200, 200), steps(100)).answer).toBe('does not fit');
    expect(fitIn([{ ...vase, upright: false }], boxOf(300, 200, 200), steps(100)).answer).toBe('fits');
    expect(fitIn([vase], boxOf(120, 120, 260, { padding: 10 }), steps(100))).toMatchObject({
      placements: [{ x: 10, y: 10, z: 10, support: 1 }],
    });
    expect(fitIn([vase], boxOf(120, 120, 260, { padding: 11 }), steps(100)).answer).toBe('does not fit');
  });

  test('nothing is put on something fragile, and it comes last of its column', () => {
    const glass = itemOf('glass', 100, 100, 50, { fragile: true, upright: true });
    const book = itemOf('book', 100, 100, 50, { upright: true });
    const fit = fitIn([glass, book], boxOf(100, 100, 100), steps(1_000));
    expect(fit.answer === 'fits' && fit.placements.map(({ item }) => item)).toEqual(['book', 'glass']);
    expect(fitIn([glass, { ...glass, id: 'other' }], boxOf(100, 100, 100), steps(1_000)).answer).toBe('does not fit');
  });

  test('with support asked for, every base rests that far', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { items, box } = cutBox(seed, 8, 0.7);
      const fit = fitIn(items, box, { ...steps(100_000), support: 0.6 });
      expect(fit.answer).not.toBe('does not fit');
      if (fit.answer === 'fits') for (const { support } of fit.placements) expect(support).toBeGreaterThanOrEqual(0.6);
    }
  });

  test('without time it says that it does not know', () => {
    const { items, box } = cutBox(3, 10, 0.95);
    expect(fitIn(items, box, { now: () => 5, until: 5 })).toEqual({ answer: 'unknown' });
  });

  test.each([
    [itemOf('mug', 0, 10, 10), 'The length of mug'],
    [itemOf('mug', 10.5, 10, 10), 'The length of mug'],
    [itemOf('mug', 10, 10, Number.NaN), 'The height of mug'],
    [itemOf('mug', 10, 10, 10, { weight: -1 }), 'The weight of mug'],
  ])('refuses measures that are none: %j', (item, words) => {
    expect(() => fitIn([item], boxOf(20, 20, 20), steps(10))).toThrow(words);
  });
});

describe('which box', () => {
  const boxes = [boxOf(2, 2, 2), boxOf(3, 2, 2), boxOf(3, 3, 2), boxOf(4, 3, 3)];

  test('the box is the smallest there is by trying everything, and every item is packed once', () => {
    fc.assert(
      fc.property(smallItems(4), (items) => {
        const choice = chooseBox(items, boxes, terms);
        const smallest = boxes.find((box) => fitsByForce(items, box));
        if (choice.kind !== 'one') {
          expect(smallest).toBeUndefined();
          return;
        }
        expect(choice.parcel.box).toEqual(smallest);
        expect(choice.parcel.smallest).toBe(true);
        expect(packingFaults(items, choice.parcel.box, choice.parcel.placements)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('what is too much for one box goes into several, each item once', () => {
    fc.assert(
      fc.property(smallItems(9), (items) => {
        const choice = chooseBox(items, boxes, terms);
        if (choice.kind !== 'several') return;
        const packed = choice.parcels.flatMap(({ placements }) => placements.map(({ item }) => item));
        expect(packed.sort()).toEqual(items.map(({ id }) => id).sort());
        for (const { box, placements } of choice.parcels) {
          const own = items.filter(({ id }) => placements.some(({ item }) => item === id));
          expect(packingFaults(own, box, placements)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('tells weight, void and why the smaller ones were passed over', () => {
    const shop = [
      boxOf(100, 100, 60),
      boxOf(200, 100, 100, { maxWeight: 15 }),
      boxOf(200, 150, 100),
      boxOf(300, 200, 100),
    ];
    const items = [itemOf('a', 100, 100, 50), itemOf('b', 100, 100, 50)];
    const choice = chooseBox(items, shop, { ...terms, reported: new Set(['200 × 150 × 100']) });
    expect(choice).toMatchObject({
      kind: 'one',
      parcel: {
        box: { id: '300 × 200 × 100' },
        weight: 70,
        smallest: true,
        passedOver: [
          { box: '100 × 100 × 60', because: { reason: 'volume' } },
          { box: '200 × 100 × 100', because: { reason: 'too-heavy' } },
          { box: '200 × 150 × 100', because: { reason: 'reported' } },
        ],
      },
    });
    expect(parcelOf(choice).voidShare).toBeCloseTo(1 - 1 / 6);
  });

  test('where the only box was reported too small, the goods are parted; one thing alone fits nowhere', () => {
    const boxes = [boxOf(200, 100, 100)];
    const reported = new Set(['200 × 100 × 100']);
    const pair = chooseBox([itemOf('a', 100, 100, 50), itemOf('b', 100, 100, 50)], boxes, { ...terms, reported });
    expect(pair.kind === 'several' && pair.parcels.map((parcel) => parcel.placements.length)).toEqual([1, 1]);
    expect(chooseBox([itemOf('a', 100, 100, 50)], boxes, { ...terms, reported })).toEqual({
      kind: 'none',
      items: [{ item: 'a', passedOver: [{ box: '200 × 100 × 100', because: { reason: 'reported' } }] }],
    });
  });

  test('a margin keeps an item out of the box that it fits by its stated measures', () => {
    const choice = chooseBox([itemOf('a', 100, 100, 60)], [boxOf(100, 100, 60), boxOf(110, 110, 70)], {
      ...terms,
      margins: new Map([['a', 1.2]]),
    });
    expect(parcelOf(choice)).toMatchObject({
      box: { id: '110 × 110 × 70' },
      passedOver: [{ because: { reason: 'margin' } }],
    });
  });

  test('names what fits in no box at all', () => {
    const choice = chooseBox([itemOf('mug', 1, 1, 1), itemOf('rod', 1, 1, 9)], boxes, terms);
    expect(choice).toMatchObject({ kind: 'none', items: [{ item: 'rod' }] });
  });

  test('of two boxes with the same volume the lighter, then the cheaper is taken', () => {
    const same = [
      boxOf(2, 2, 3, { id: 'dear', cost: 9 }),
      boxOf(3, 2, 2, { id: 'cheap', cost: 5 }),
      boxOf(2, 3, 2, { id: 'heavy', weight: 99 }),
    ];
    expect(parcelOf(chooseBox([itemOf('a', 1, 1, 1)], same, terms)).box.id).toBe('cheap');
  });
});

function parcelOf(choice: Choice) {
  if (choice.kind !== 'one') throw new Error(`${choice.kind} instead of one parcel`);
  return choice.parcel;
}
