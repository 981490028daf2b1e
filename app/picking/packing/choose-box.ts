// Which of the shop's boxes an order goes into: the smallest that it truly fits, or several.
import { type Fit, fitIn, type Misfit, type Placement } from './fit.ts';
import { type Box, type Item, roomOf, turnsOf, volumeOf } from './item.ts';

export type PassedOver = {
  box: string;
  because:
    | Misfit
    /** not found in the time allowed; it may fit all the same */
    | { reason: 'not-found' }
    /** these very items were once reported not to fit */
    | { reason: 'reported' }
    /** it would fit by the stated measures, which reports made us distrust */
    | { reason: 'margin' };
};

export type Parcel = {
  box: Box;
  /** in the order in which a person packs: from below, from behind, nothing under something that stands already */
  placements: Placement[];
  /** items of whose base less than half rests on something: fill up below them */
  fillBelow: string[];
  /** of the inner volume, what the items leave */
  voidShare: number;
  /** grams, box and filling included: what the scale should say */
  weight: number;
  /** whether no smaller box does, by proof or by report */
  smallest: boolean;
  passedOver: PassedOver[];
};

export type Choice =
  | { kind: 'one'; parcel: Parcel }
  | {
      kind: 'several';
      parcels: Parcel[];
      /** whether fewer boxes are proven not to do */
      fewest: boolean;
      passedOver: PassedOver[];
    }
  | {
      kind: 'none';
      /** the items that no box takes even alone, and why each box does not */
      items: { item: string; passedOver: PassedOver[] }[];
    };

export type ChoiceTerms = {
  now: () => number;
  /** milliseconds for one box; several parcels ask several times */
  timeABox: number;
  /** steps for one box, where the same answer is wanted on every machine */
  steps?: number;
  seed?: number;
  /** millimetres to add to each side of an item, by its id (`trust.ts`) */
  margins?: ReadonlyMap<string, number>;
  /** ids of boxes in which these very items were reported not to fit */
  reported?: ReadonlySet<string>;
};

const STEADY = 0.5;
const STEADY_STEPS = 20_000;
const GLANCE = 4_000;

/**
 * The smallest box by inner volume, then by weight, cost and id, in which all items are found to fit. Throws a RangeError as
 * `fitIn` does, or when there is no item or no box.
 */
export function chooseBox(items: readonly Item[], boxes: readonly Box[], terms: ChoiceTerms): Choice {
  if (items.length === 0) throw new RangeError('There is nothing to pack.');
  if (boxes.length === 0) throw new RangeError('The shop has no boxes yet.');
  const sorted = [...boxes].sort(
    (a, b) => volumeOf(a) - volumeOf(b) || a.weight - b.weight || a.cost - b.cost || (a.id < b.id ? -1 : 1),
  );
  const homeless = items.flatMap((item) => {
    const passedOver: PassedOver[] = [];
    for (const box of sorted) {
      if (items.length === 1 && terms.reported?.has(box.id)) {
        passedOver.push({ box: box.id, because: { reason: 'reported' } });
        continue;
      }
      const fit = fitIn([grown(item, terms)], box, { ...limits(terms), steps: GLANCE });
      if (fit.answer === 'fits') return [];
      passedOver.push({ box: box.id, because: whyNot(fit, [item], box, terms) });
    }
    return [{ item: item.id, passedOver }];
  });
  if (homeless.length > 0) return { kind: 'none', items: homeless };
  const one = oneParcel(items, sorted, terms, terms.reported);
  if (one.parcel) return { kind: 'one', parcel: one.parcel };
  return several(items, sorted, terms, one.passedOver);
}

function limits({ now, timeABox, steps, seed }: ChoiceTerms) {
  return { now, until: now() + timeABox, ...(steps !== undefined && { steps }), ...(seed !== undefined && { seed }) };
}

function grown(item: Item, { margins }: ChoiceTerms): Item {
  const margin = Math.ceil(margins?.get(item.id) ?? 0);
  return margin === 0
    ? item
    : { ...item, length: item.length + margin, width: item.width + margin, height: item.height + margin };
}

function whyNot(fit: Fit, items: readonly Item[], box: Box, terms: ChoiceTerms): PassedOver['because'] {
  const distrusted = items.some((item) => (terms.margins?.get(item.id) ?? 0) > 0);
  if (distrusted && fitIn(items, box, { ...limits(terms), steps: GLANCE }).answer === 'fits')
    return { reason: 'margin' };
  return fit.answer === 'does not fit' ? fit.because : { reason: 'not-found' };
}

function oneParcel(
  items: readonly Item[],
  sorted: readonly Box[],
  terms: ChoiceTerms,
  reported: ReadonlySet<string> | undefined,
): { parcel: Parcel | null; passedOver: PassedOver[] } {
  const real = items.map((item) => grown(item, terms));
  const passedOver: PassedOver[] = [];
  for (const box of sorted) {
    if (reported?.has(box.id)) {
      passedOver.push({ box: box.id, because: { reason: 'reported' } });
      continue;
    }
    const fit = fitIn(real, box, limits(terms));
    if (fit.answer === 'fits')
      return { parcel: parcelOf(items, real, box, fit.placements, passedOver, terms), passedOver };
    passedOver.push({ box: box.id, because: whyNot(fit, items, box, terms) });
  }
  return { parcel: null, passedOver };
}

function parcelOf(
  items: readonly Item[],
  real: readonly Item[],
  box: Box,
  found: Placement[],
  passedOver: PassedOver[],
  terms: ChoiceTerms,
): Parcel {
  const shaky = (placements: readonly Placement[]) => placements.filter(({ support }) => support < STEADY);
  let placements = found;
  if (shaky(found).length > 0) {
    // The box is settled; a steadier way to fill it may be found, and need not.
    const steadier = fitIn(real, box, { ...limits(terms), support: STEADY, steps: STEADY_STEPS });
    if (steadier.answer === 'fits') placements = steadier.placements;
  }
  const filled = items.reduce((sum, item) => sum + volumeOf(item), 0);
  return {
    box,
    placements,
    fillBelow: shaky(placements).map(({ item }) => item),
    voidShare: Math.max(0, 1 - filled / volumeOf(box)),
    weight: box.weight + items.reduce((sum, item) => sum + item.weight, 0),
    smallest: passedOver.every(({ because }) => because.reason !== 'not-found'),
    passedOver,
  };
}

/**
 * Box after box is filled with as much as goes in, large items first; of all boxes the one that takes most. Each parcel then
 * gets its own smallest box. Few boxes, not always the fewest: packing several boxes at once is a harder problem.
 */
function several(items: readonly Item[], sorted: readonly Box[], terms: ChoiceTerms, passedOver: PassedOver[]): Choice {
  const parcels: Parcel[] = [];
  let rest = [...items].sort((a, b) => volumeOf(b) - volumeOf(a) || (a.id < b.id ? -1 : 1));
  while (rest.length > 0) {
    // What is left may go into one box: all at once is asked before piece by piece.
    const whole = parcels.length > 0 ? oneParcel(rest, sorted, terms, undefined).parcel : null;
    if (whole) {
      parcels.push(whole);
      break;
    }
    let best: Item[] = [];
    for (const box of sorted.toReversed()) {
      const taken = fill(rest, box, terms);
      // Somebody has tried to put all of it into this box.
      if (taken.length === items.length && terms.reported?.has(box.id)) taken.pop();
      if (bulk(taken) > bulk(best)) best = taken;
    }
    // It was found to fit a moment ago; without time it may not be found again, so one item alone is the last resort.
    const parcel =
      oneParcel(best, sorted, terms, undefined).parcel ?? oneParcel(best.slice(0, 1), sorted, terms, undefined).parcel;
    if (!parcel) throw new Error(`${best[0]?.id} fitted alone and now does not`);
    parcels.push(parcel);
    const gone = new Set(parcel.placements.map(({ item }) => item));
    rest = rest.filter(({ id }) => !gone.has(id));
  }
  const proven = passedOver.every(({ because }) => because.reason !== 'not-found');
  const fewest = (parcels.length === 2 && proven) || parcels.length <= atLeast(items, sorted);
  return { kind: 'several', parcels, fewest, passedOver };
}

const bulk = (items: readonly Item[]) => items.reduce((sum, item) => sum + volumeOf(item), 0);

function fill(rest: readonly Item[], box: Box, terms: ChoiceTerms): Item[] {
  const taken: Item[] = [];
  for (const item of rest) {
    if (!turnsOf(item).some((turn) => turn.every((side, axis) => side <= roomOf(box)[axis]!))) continue;
    const tried = [...taken, item].map((one) => grown(one, terms));
    if (fitIn(tried, box, { ...limits(terms), steps: GLANCE }).answer === 'fits') taken.push(item);
  }
  return taken;
}

/** Boxes needed by volume and by weight alone. */
function atLeast(items: readonly Item[], boxes: readonly Box[]): number {
  const room = Math.max(...boxes.map((box) => roomOf(box).reduce((product, side) => product * side, 1)));
  const load = Math.max(...boxes.map((box) => box.maxWeight ?? Number.POSITIVE_INFINITY));
  const weight = items.reduce((sum, item) => sum + item.weight, 0);
  return Math.max(Math.ceil(bulk(items) / room), weight > 0 ? Math.ceil(weight / load) : 0);
}
