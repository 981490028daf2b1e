// What goes into a box, and the box. All lengths are whole millimetres, all weights whole grams.

export type Item = {
  /** unique in an order: one unit, not one line */
  id: string;
  length: number;
  width: number;
  height: number;
  weight: number;
  /** its height stays upright; it may still be turned on the spot */
  upright: boolean;
  /** nothing stands above it (decision 35) */
  fragile: boolean;
};

export type Box = {
  id: string;
  /** inside */
  length: number;
  width: number;
  height: number;
  /** the empty box with its filling */
  weight: number;
  /** what it may hold, in grams; null = no limit */
  maxWeight: number | null;
  /** kept free along each of the six walls */
  padding: number;
  /** minor units of any one currency; decides between boxes of the same volume and weight */
  cost: number;
};

export type Sides = readonly [number, number, number];

/** The room inside the padding; a side may be zero or less. */
export function roomOf(box: Box): Sides {
  const free = (side: number) => side - 2 * box.padding;
  return [free(box.length), free(box.width), free(box.height)];
}

export const volumeOf = (it: { length: number; width: number; height: number }) => it.length * it.width * it.height;

/** The ways an item may stand, as its sides along the box's length, width and height; equal ones once. */
export function turnsOf(item: Item): Sides[] {
  const { length: l, width: w, height: h } = item;
  const standing: Sides[] = [
    [l, w, h],
    [w, l, h],
  ];
  const lying: Sides[] = [
    [l, h, w],
    [h, l, w],
    [w, h, l],
    [h, w, l],
  ];
  const all = item.upright ? standing : [...standing, ...lying];
  return all.filter((turn, i) => all.findIndex((other) => other.every((side, axis) => side === turn[axis])) === i);
}

const isWhole = (value: number, least: number) => Number.isSafeInteger(value) && value >= least;
/** Ten metres: volumes stay exact in a double, and a mistyped unit is noticed. */
const LONGEST = 10_000;

/** What is wrong with an item's stated measures, in words for the person who can mend them; null = nothing. */
export function itemFault(item: Item): string | null {
  for (const side of ['length', 'width', 'height'] as const)
    if (!isWhole(item[side], 1) || item[side] > LONGEST)
      return `The ${side} of ${item.id} must be a whole number of millimetres from 1 to ${LONGEST}, not ${item[side]}.`;
  if (!isWhole(item.weight, 0)) return `The weight of ${item.id} must be a whole number of grams, not ${item.weight}.`;
  return null;
}

/** The same for a box. */
export function boxFault(box: Box): string | null {
  for (const side of ['length', 'width', 'height'] as const)
    if (!isWhole(box[side], 1) || box[side] > LONGEST)
      return `The inner ${side} of ${box.id} must be a whole number of millimetres from 1 to ${LONGEST}, not ${box[side]}.`;
  for (const figure of ['weight', 'padding', 'cost'] as const)
    if (!isWhole(box[figure], 0))
      return `The ${figure} of ${box.id} must be a whole number from 0, not ${box[figure]}.`;
  if (box.maxWeight !== null && !isWhole(box.maxWeight, 0))
    return `The weight that ${box.id} may hold must be a whole number of grams, not ${box.maxWeight}.`;
  if (roomOf(box).some((side) => side < 1)) return `The padding of ${box.id} leaves no room inside.`;
  return null;
}
