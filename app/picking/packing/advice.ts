// From the lines of an order to the boxes they go into: what is known of each unit, and what is not, said by name.
import { type Choice, type ChoiceTerms, chooseBox, type PassedOver } from './choose-box.ts';
import type { Placement } from './fit.ts';
import { type Box, type Item, itemFault } from './item.ts';
import { packingPicture } from './picture.ts';

export type AskedLine = {
  fulfillmentOrderLineId: string;
  inventoryItemId: string | null;
  title: string;
  /** units to pack */
  quantity: number;
};

/** One unit as packed: millimetres, grams; null = nobody knows. */
export type Known = {
  size: { length: number; width: number; height: number; upright: boolean; fragile: boolean; margin: number } | null;
  grams: number | null;
};

export type NamedBox = Box & { name: string };

export type AdvisedParcel<B extends NamedBox> = {
  box: B;
  /** in the order in which a person packs them */
  units: { fulfillmentOrderLineId: string; title: string; place: Placement }[];
  /** whether no smaller box does: by proof, by its limits, or because packers said so */
  proven: boolean;
  /** smaller boxes that were not taken, and why; `box` is the name */
  passedOver: PassedOver[];
  /** what the scale should say, box and filling included; null where a unit's weight is not known */
  expectedGrams: number | null;
  /** positions in `units` below which to fill up, as little of their base rests */
  fillBelow: number[];
  /** SVG: how to pack, step by step */
  picture: string;
};

export type Advice<B extends NamedBox> = {
  /** the boxes; none while a size is unknown, or no box is in use */
  parcels: AdvisedParcel<B>[];
  /** by title, each once */
  unknown: { title: string; what: 'size' | 'weight' }[];
  /** where some sizes are unknown: the box that the others take, so that a smaller one need not be tried */
  atLeast: B | null;
  /** units that no box takes even alone */
  fitsNowhere: { fulfillmentOrderLineId: string; title: string; quantity: number; passedOver: PassedOver[] }[];
  /** all boxes in use, smallest first: for whoever knows better */
  boxes: B[];
};

/** Boxes for these lines. A weight that is not known counts nothing against a box's limit. */
export function advise<B extends NamedBox>(
  lines: readonly AskedLine[],
  knownOf: (inventoryItemId: string) => Known,
  boxes: readonly B[],
  terms: Omit<ChoiceTerms, 'margins'>,
): Advice<B> {
  const sorted = [...boxes].sort((a, b) => a.length * a.width * a.height - b.length * b.width * b.height);
  const unknown = new Map<string, Advice<B>['unknown'][number]>();
  const miss = (title: string, what: 'size' | 'weight') => unknown.set(`${what} ${title}`, { title, what });
  const items: Item[] = [];
  const margins = new Map<string, number>();
  const lineOf = new Map<string, AskedLine>();
  const unweighed = new Set<string>();
  for (const line of lines) {
    const { size, grams } = line.inventoryItemId === null ? nothing : knownOf(line.inventoryItemId);
    const { length, width, height, upright, fragile, margin } = size ?? noSize;
    const sides = { length, width, height, upright, fragile };
    const measured = size !== null && itemFault({ id: line.title, weight: 0, ...sides }) === null;
    if (!measured) miss(line.title, 'size');
    if (grams === null) miss(line.title, 'weight');
    for (let n = 1; n <= line.quantity; n++) {
      const id = `${line.fulfillmentOrderLineId}#${n}`;
      lineOf.set(id, line);
      if (grams === null) unweighed.add(id);
      if (!measured) continue;
      items.push({ id, ...sides, weight: grams ?? 0 });
      margins.set(id, margin);
    }
  }
  const advice: Advice<B> = {
    parcels: [],
    unknown: [...unknown.values()],
    atLeast: null,
    fitsNowhere: [],
    boxes: sorted,
  };
  if (items.length === 0 || sorted.length === 0) return advice;

  const byId = new Map(sorted.map((box) => [box.id, box]));
  const called = (passed: readonly PassedOver[]) =>
    passed.map((one) => ({ ...one, box: byId.get(one.box)?.name ?? one.box }));
  const complete = items.length === lineOf.size;
  const { reported, ...others } = terms;
  const ask = (some: readonly Item[]): Choice =>
    chooseBox(some, sorted, {
      ...others,
      margins,
      // What was reported was said of these goods together.
      ...(reported && complete && some.length === items.length ? { reported } : {}),
    });

  let packed = items;
  let choice = ask(packed);
  if (choice.kind === 'none') {
    const homeless = new Map(choice.items.map((one) => [one.item, one.passedOver]));
    const byLine = Map.groupBy(homeless.keys(), (id) => lineOf.get(id)!);
    for (const [{ fulfillmentOrderLineId, title }, ids] of byLine)
      advice.fitsNowhere.push({
        ...{ fulfillmentOrderLineId, title, quantity: ids.length },
        passedOver: called(homeless.get(ids[0]!)!),
      });
    packed = items.filter(({ id }) => !homeless.has(id));
    if (packed.length === 0) return advice;
    choice = ask(packed);
  }
  if (choice.kind === 'none') return advice;
  const chosen = choice.kind === 'one' ? [choice.parcel] : choice.parcels;
  if (!complete) return { ...advice, atLeast: chosen.length === 1 ? byId.get(chosen[0]!.box.id)! : null };
  advice.parcels = chosen.map((parcel, index) => {
    const box = byId.get(parcel.box.id)!;
    const { placements } = parcel;
    const shaky = new Set(parcel.fillBelow);
    return {
      box,
      units: placements.map((place) => {
        const { fulfillmentOrderLineId, title } = lineOf.get(place.item)!;
        return { fulfillmentOrderLineId, title, place };
      }),
      proven: parcel.smallest,
      passedOver: called(parcel.passedOver),
      expectedGrams: placements.some(({ item }) => unweighed.has(item)) ? null : parcel.weight,
      fillBelow: placements.flatMap(({ item }, i) => (shaky.has(item) ? [i] : [])),
      picture: packingPicture({ ...box, id: box.name }, placements, {
        nameOf: (item) => lineOf.get(item)!.title,
        id: `parcel-${index + 1}`,
      }),
    };
  });
  return advice;
}

const nothing: Known = { size: null, grams: null };
const noSize = { length: 0, width: 0, height: 0, upright: false, fragile: false, margin: 0 };
