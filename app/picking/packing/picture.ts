// How to pack a box, as a picture: a few small drawings, each with the next items in colour on what stands already.
import type { Placement } from './fit.ts';
import type { Box } from './item.ts';
import { type StepWords, stepWordsIn } from './picture-words.ts';

/**
 * Okabe and Ito's colours, which people who see fewer colours can tell apart ("Color universal design", 2008); black is left to the
 * words. A number stands on each item all the same.
 */
const COLOURS = ['#E69F00', '#56B4E9', '#009E73', '#F0E442', '#0072B2', '#D55E00', '#CC79A7'] as const;
const DONE = '#C9CCCF';
const INK = '#1A1C1D';

/** Two drawings side by side on a phone of 375 px; a single one has the whole width. */
const WIDTH = 360;
const COLUMNS = 2;
const GAP = 8;
const CAPTION = 20;
/** Items of one drawing: more would hide one another. */
const MOST_AT_ONCE = 3;

export type PictureWords = {
  /** what people call an item */
  nameOf: (item: string) => string;
  /** unique on the page */
  id: string;
  /** English where nothing is said */
  says?: StepWords;
};

type Point = readonly [number, number];

/**
 * An SVG of `placements`, in the order given. It scales with its place; at 360 px its letters have their size. Titles are for
 * screen readers: the description says each step in words.
 */
export function packingPicture(
  box: Box,
  placements: readonly Placement[],
  { nameOf, id, says = stepWordsIn('en') }: PictureWords,
): string {
  const groups = grouped(placements);
  const columns = Math.min(COLUMNS, Math.max(1, groups.length));
  const panel = (WIDTH - GAP * (columns - 1)) / columns;
  const [spanX, spanY] = [(box.length + box.width) * COS, (box.length + box.width) * SIN + box.height];
  const scale = Math.min((panel - 8) / spanX, 190 / spanY);
  const high = Math.ceil(spanY * scale) + CAPTION + 10;
  const rows = Math.max(1, Math.ceil(groups.length / columns));
  const height = rows * high + (rows - 1) * GAP;
  const drawings = groups.map((group, g) => {
    const left = (g % columns) * (panel + GAP);
    const top = Math.floor(g / columns) * (high + GAP);
    const middle = left + (panel - spanX * scale) / 2;
    const at = (x: number, y: number, z: number): Point => [
      middle + ((x - y) * COS + box.width * COS) * scale,
      top + CAPTION + ((x + y) * SIN + box.height - z) * scale,
    ];
    const [first, last] = [group[0]! + 1, group.at(-1)! + 1];
    const caption = first === last ? `${first}` : `${first}–${last}`;
    return [
      `<text x="${round(left + panel / 2)}" y="${top + 14}" font-size="13" text-anchor="middle" fill="${INK}">${caption}</text>`,
      ...walls(box, at),
      ...fromBehind(placements.slice(0, last)).map((i) =>
        cuboid(placements[i]!, group.includes(i) ? colourOf(i) : DONE, at),
      ),
      ...group.map((i) => numbered(placements[i]!, i + 1, at)),
    ].join('');
  });
  const title = says.title(placements.length, box.id);
  const steps = placements
    .map((one, i) => `${i + 1}. ${nameOf(one.item)}: ${inWords(one, box, placements, says)}.`)
    .join(' ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="100%" role="img" aria-labelledby="${escaped(id)}-title ${escaped(id)}-steps" font-family="sans-serif">`,
    `<title id="${escaped(id)}-title">${escaped(title)}</title>`,
    `<desc id="${escaped(id)}-steps">${escaped(steps)}</desc>`,
    ...drawings,
    '</svg>',
  ].join('');
}

const COS = Math.cos(Math.PI / 6);
const SIN = 0.5;
const round = (value: number) => Math.round(value * 10) / 10;

/** What is drawn together: consecutive items of which none hides another one's number. */
function grouped(placements: readonly Placement[]): number[][] {
  const groups: number[][] = [];
  placements.forEach((one, i) => {
    const group = groups.at(-1);
    if (
      group &&
      group.length < MOST_AT_ONCE &&
      group.every((j) => !hides(one, placements[j]!) && !hides(placements[j]!, one))
    )
      group.push(i);
    else groups.push([i]);
  });
  return groups;
}

/** Whether `front`, drawn later, covers the middle of the top of `back`: it lies on the line from there to the eye. */
function hides(front: Placement, back: Placement): boolean {
  const middle = [back.x + back.dx / 2, back.y + back.dy / 2, back.z + back.dz];
  const from = Math.max(front.x - middle[0]!, front.y - middle[1]!, front.z - middle[2]!, 0);
  const to = Math.min(
    front.x + front.dx - middle[0]!,
    front.y + front.dy - middle[1]!,
    front.z + front.dz - middle[2]!,
  );
  return from < to;
}

/** One is drawn before another if it may be hidden by it. Three bars may hide one another in a ring: then the rearmost. */
function fromBehind(placements: readonly Placement[]): number[] {
  const waiting = placements.map((_, i) => i);
  const behind = (a: Placement, b: Placement) => !(b.x + b.dx <= a.x || b.y + b.dy <= a.y || b.z + b.dz <= a.z);
  const depth = ({ x, y, z }: Placement) => x + y + z;
  const order: number[] = [];
  while (waiting.length > 0) {
    const free = waiting.filter((i) => waiting.every((j) => j === i || !behind(placements[j]!, placements[i]!)));
    const next = (free.length > 0 ? free : waiting).reduce((best, i) =>
      depth(placements[i]!) < depth(placements[best]!) ? i : best,
    );
    order.push(next);
    waiting.splice(waiting.indexOf(next), 1);
  }
  return order;
}

type Project = (x: number, y: number, z: number) => Point;

function face(points: readonly Point[], fill: string): string {
  const path = points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
  return `<polygon points="${path}" fill="${fill}" stroke="${INK}" stroke-width="1" stroke-linejoin="round"/>`;
}

function cuboid({ x, y, z, dx, dy, dz }: Placement, colour: string, at: Project): string {
  const [X, Y, Z] = [x + dx, y + dy, z + dz];
  return [
    face([at(x, y, Z), at(X, y, Z), at(X, Y, Z), at(x, Y, Z)], colour),
    face([at(x, Y, Z), at(X, Y, Z), at(X, Y, z), at(x, Y, z)], darker(colour, 0.85)),
    face([at(X, y, Z), at(X, Y, Z), at(X, Y, z), at(X, y, z)], darker(colour, 0.7)),
  ].join('');
}

/** The floor and the two walls at the back. */
function walls({ length, width, height }: Box, at: Project): string[] {
  return [
    face([at(0, 0, 0), at(length, 0, 0), at(length, width, 0), at(0, width, 0)], '#F6F1E8'),
    face([at(0, 0, 0), at(length, 0, 0), at(length, 0, height), at(0, 0, height)], '#EFE6D5'),
    face([at(0, 0, 0), at(0, width, 0), at(0, width, height), at(0, 0, height)], '#E7DAC3'),
  ];
}

function numbered({ x, y, z, dx, dy, dz }: Placement, step: number, at: Project): string {
  const [cx, cy] = at(x + dx / 2, y + dy / 2, z + dz);
  return `<text x="${round(cx)}" y="${round(cy + 5)}" font-size="15" font-weight="700" text-anchor="middle" fill="${INK}" stroke="#FFFFFF" stroke-width="3" paint-order="stroke" stroke-linejoin="round">${step}</text>`;
}

const colourOf = (step: number) => COLOURS[step % COLOURS.length]!;

function darker(colour: string, by: number): string {
  const parts = [1, 3, 5].map((at) => Math.round(Number.parseInt(colour.slice(at, at + 2), 16) * by));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Where one item goes, for people who cannot see the picture, or would rather read. */
function inWords(one: Placement, box: Box, placements: readonly Placement[], says: StepWords): string {
  const third = <Part extends string>(middle: number, side: number, parts: readonly [Part, Part, Part]): Part =>
    parts[Math.min(2, Math.floor((3 * middle) / side))]!;
  const deep = third(one.y + one.dy / 2, box.width, ['back', 'middle', 'front']);
  const across = third(one.x + one.dx / 2, box.length, ['left', 'middle', 'right']);
  const under = placements
    .map((other, i) => ({ other, step: i + 1 }))
    .filter(
      ({ other }) =>
        other.z + other.dz === one.z &&
        other.x < one.x + one.dx &&
        one.x < other.x + other.dx &&
        other.y < one.y + one.dy &&
        one.y < other.y + other.dy,
    )
    .map(({ step }) => step);
  const on = under.length === 0 ? says.floor : says.on(under);
  return `${says.at[`${deep} ${across}`]}, ${on}, ${says.measures(one.dx, one.dy, one.dz)}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
