// Items that fit as well, of other kinds than those that a box is sawn into: what a search that was tuned on these would stumble over.

import { uniformFrom } from '../../app/lib/uniform.ts';
import type { Box, Item } from '../../app/picking/packing/item.ts';
import { cutBox, draw, type Piece, pinwheel, shave, shuffled, threeBars, volume, type Whole } from './cut.ts';

type Instance = { box: Box; items: Item[] };
export type Family = {
  name: string;
  says: string;
  pieces: readonly number[];
  fills: readonly number[];
  cut: (seed: number, pieces: number, fill: number) => Instance;
};

const FULL = [0.8, 0.85, 0.9, 0.95, 0.98, 1];

export const families: readonly Family[] = [
  { name: 'wheels', says: 'wheels and bars within one another', pieces: [10, 11, 12], fills: FULL, cut: nested },
  { name: 'near_equal', says: 'near-equal pieces in layers', pieces: [10, 11, 12], fills: FULL, cut: nearEqual },
  {
    ...{ name: 'equal', says: 'one to three kinds of equal units' },
    ...{ pieces: [12, 16, 20, 24, 30, 40], fills: [0.8, 0.9, 1], cut: equal },
  },
  { name: 'many', says: 'sawn as above', pieces: [15, 20, 30, 40], fills: [0.7, 0.8, 0.9, 1], cut: cutBox },
];

function drawn(seed: number, pieces: number, fill: number): { random: () => number; whole: Whole } {
  const random = uniformFrom(Math.imul(seed, 0x85ebca6b) ^ (pieces * 7_919 + Math.round(fill * 1000)));
  return { random, whole: (least, most) => least + Math.floor(random() * (most - least + 1)) };
}

/** Cut again and again in ways that no saw can make, each within a piece of the one before. */
function nested(seed: number, pieces: number, fill: number): Instance {
  const { random, whole } = drawn(seed, pieces, fill);
  const size = [whole(250, 600), whole(200, 500), whole(150, 400)];
  let cut: Piece[] = [{ at: [0, 0, 0], size: [...size] }];
  while (cut.length < pieces) {
    const left = pieces - cut.length;
    const piece = draw(cut, volume, random);
    const parts = left < 4 ? sawn(piece, whole, random) : (random() < 0.55 ? pinwheel : threeBars)(piece, whole);
    if (parts.some((part) => Math.min(...part.size) < 2)) continue;
    cut = [...cut.filter((one) => one !== piece), ...parts];
  }
  return packed(cut, size, fill, whole, random);
}

function sawn(piece: Piece, whole: Whole, random: () => number): Piece[] {
  const axis = draw([0, 1, 2], (one) => piece.size[one]!, random);
  const at = whole(1, piece.size[axis]! - 1);
  const low: Piece = { at: [...piece.at], size: [...piece.size] };
  const high: Piece = { at: [...piece.at], size: [...piece.size] };
  low.size[axis] = at;
  high.at[axis]! += at;
  high.size[axis]! -= at;
  return [low, high];
}

/** How many pieces lie along each side. */
const GRIDS: Record<number, readonly (readonly number[])[]> = {
  10: [[5, 2, 1]],
  11: [[3, 2, 2]],
  12: [
    [3, 2, 2],
    [4, 3, 1],
    [6, 2, 1],
  ],
};

/** Layers of rows of pieces whose lines do not quite meet. */
function nearEqual(seed: number, pieces: number, fill: number): Instance {
  const { random, whole } = drawn(seed, pieces, fill);
  const grids = GRIDS[pieces]!;
  const [across, deep, high] = shuffled(grids[whole(0, grids.length - 1)]!, random);
  const size = [whole(150, 450), whole(120, 350), whole(100, 300)];
  const lines = (side: number, parts: number) =>
    Array.from({ length: parts + 1 }, (_, at) =>
      at === 0 || at === parts ? (side * at) / parts : Math.round((side * (at + 0.12 * (random() - 0.5))) / parts),
    );
  const cut: Piece[] = [];
  const xs = lines(size[0]!, across!);
  for (let x = 0; x < across!; x++) {
    const ys = lines(size[1]!, deep!);
    for (let y = 0; y < deep!; y++) {
      const zs = lines(size[2]!, high!);
      for (let z = 0; z < high!; z++)
        cut.push({
          at: [xs[x]!, ys[y]!, zs[z]!],
          size: [xs[x + 1]! - xs[x]!, ys[y + 1]! - ys[y]!, zs[z + 1]! - zs[z]!],
        });
    }
  }
  return packed(cut.slice(0, pieces), size, fill, whole, random);
}

/** Slabs of equal units, each a grid of one kind; the box is larger by what is to stay free. */
function equal(seed: number, pieces: number, fill: number): Instance {
  const { random, whole } = drawn(seed, pieces, fill);
  const kinds = whole(1, 3);
  const [deep, high] = [whole(120, 300), whole(100, 250)];
  const cut: Piece[] = [];
  let x = 0;
  for (let kind = 0; kind < kinds; kind++) {
    const units = Math.floor(pieces / kinds) + (kind < pieces % kinds ? 1 : 0);
    const across = divisor(units, whole);
    const rows = divisor(units / across, whole);
    const layers = units / across / rows;
    const size = [whole(30, 120), Math.floor(deep / rows), Math.floor(high / layers)];
    for (let unit = 0; unit < units; unit++) {
      const [i, j, k] = [unit % across, Math.floor(unit / across) % rows, Math.floor(unit / across / rows)];
      cut.push({ at: [x + i * size[0]!, j * size[1]!, k * size[2]!], size: [...size] });
    }
    x += across * size[0]!;
  }
  const size = [x / Math.sqrt(fill), deep / fill ** 0.25, high / fill ** 0.25].map(Math.round);
  return packed(cut, size, 1, whole, random);
}

function divisor(of: number, whole: Whole): number {
  const all = Array.from({ length: of }, (_, at) => at + 1).filter((one) => of % one === 0);
  return all[whole(0, all.length - 1)]!;
}

function packed(cut: Piece[], size: readonly number[], fill: number, whole: Whole, random: () => number): Instance {
  shave(cut, fill * size[0]! * size[1]! * size[2]!, 4, whole);
  const items = cut.map((piece, at): Item => {
    const [length, width, height] = shuffled(piece.size, random) as [number, number, number];
    return { id: `item ${at + 1}`, length, width, height, weight: 100, upright: false, fragile: false };
  });
  const [length, width, height] = size as [number, number, number];
  const id = size.join(' × ');
  const box: Box = { id, length, width, height, weight: 100, maxWeight: 30_000, padding: 0, cost: 0 };
  return { box, items: shuffled(items, random) };
}
