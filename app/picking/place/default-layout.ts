// A first drawing of a warehouse, from nothing but the names of its bins: an aisle for each aisle name, as long as its bays are
// wide together, a block for each zone, a cross-aisle at the front and one at the back. People correct it from there.
import { compareBins } from '../bin-order.ts';
import { type BinPlace, ordinalOf, sidesOf } from './bin-name.ts';
import type { Aisle, Block, Layout } from './layout.ts';

export type Measures = {
  /** metres of one bay along the aisle */
  bayMetres: number;
  /** metres from the middle of one aisle to the middle of the next */
  aislePitch: number;
};

export const usualMeasures: Measures = { bayMetres: 1.2, aislePitch: 4 };

/** The block of bins whose names say no zone. */
const NO_ZONE = 'Main';

export function defaultLayout(places: readonly BinPlace[], measures: Measures = usualMeasures): Layout {
  const zones = [...Map.groupBy(places, (place) => place.zone ?? NO_ZONE)].sort(([a], [b]) => compareBins(a, b));
  let x = 0;
  const blocks = zones.map(([zone, group]): Block => {
    const block = blockOf(zone, group, measures, x);
    x += widthOf(block) + measures.aislePitch;
    return block;
  });
  const links = blocks.slice(1).map((block, at) => {
    const before = blocks[at] as Block;
    const from = { floor: 0, x: before.x + widthOf(before), y: 0 };
    return { from, to: { floor: 0, x: block.x, y: 0 }, metres: block.x - from.x, kind: 'path' as const };
  });
  return {
    floors: [{ name: 'Ground floor', blocks }],
    stations:
      blocks.length === 0
        ? []
        : [
            { name: 'Carts', kind: 'start', floor: 0, x: 0, y: 0 },
            { name: 'Packing', kind: 'pack', floor: 0, x: 0, y: 0 },
          ],
    links,
  };
}

function blockOf(name: string, places: readonly BinPlace[], { bayMetres, aislePitch }: Measures, x: number): Block {
  const sides = sidesOf(places);
  const step = sides === 'odd-even' ? 2 : 1;
  const groups = [...Map.groupBy(places, (place) => place.aisle)].sort(([a], [b]) => compareBins(a, b));
  const numbers = groups.map(([, group]) => group.flatMap((place) => ordinalOf(place.bay) ?? []));
  // Bays that number on from aisle to aisle begin at 21 in the second; a warehouse whose first bays are just empty begins at 1.
  const spans = numbers.map((bays) => {
    const [least, most] = bays.reduce(
      ([low, high], bay) => [Math.min(low, bay), Math.max(high, bay)],
      [Infinity, -Infinity],
    );
    return bays.length === 0 ? { first: 1, along: 1 } : { first: least, along: Math.floor((most - least) / step) + 1 };
  });
  const usual = Math.max(...spans.map((span) => span.along));
  const firsts = spans.map((span) => (span.first <= usual * step ? 1 : span.first - ((span.first - 1) % step)));
  const along = Math.max(
    ...numbers.map((bays, at) => Math.max(1, ...bays.map((bay) => Math.floor((bay - (firsts[at] ?? 1)) / step) + 1))),
  );
  const length = round(along * bayMetres);
  const aisles = groups.map(
    ([aisle], at): Aisle => ({
      name: aisle,
      x: round(at * aislePitch),
      length,
      bays: { first: firsts[at] ?? 1, along, sides },
    }),
  );
  return { name, floor: 0, x: round(x), y: 0, aisles, crossAisles: [0, length] };
}

const widthOf = (block: Block) => Math.max(0, ...block.aisles.map((aisle) => aisle.x));
const round = (metres: number) => Math.round(metres * 100) / 100;
