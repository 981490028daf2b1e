// The line that a walk draws on the floor: from stop to stop along aisles, changing aisles where that is shortest.
import { pointOf, type Spot } from './place/geometry.ts';
import { type Layout, meets, type Point } from './place/layout.ts';

/** The walk from the start through the stops and back, as points one after the other. Between cross-aisles of two blocks it is drawn straight. */
export function walkLine(layout: Layout, stops: readonly Spot[]): Point[] {
  const start = layout.stations.find((station) => station.kind === 'start');
  const home = start && { floor: start.floor, x: start.x, y: start.y };
  const line: Point[] = home ? [home] : [];
  stops.forEach((stop, at) => {
    const before = stops[at - 1];
    const point = pointOf(layout, stop);
    line.push(...(before ? between(layout, before, stop) : home ? fromStart(layout, home, stop) : []), point);
  });
  const last = stops.at(-1);
  if (last && home) line.push(...fromStart(layout, home, last).reverse(), home);
  return line.filter((point, at) => {
    const before = line[at - 1];
    return !before || before.x !== point.x || before.y !== point.y || before.floor !== point.floor;
  });
}

/** The corners between two stops of a floor: where the walk leaves the one's aisle and comes into the other's. None in one aisle. */
function between(layout: Layout, a: Spot, b: Spot): Point[] {
  if (a.floor !== b.floor || (a.block === b.block && a.aisle === b.aisle)) return [];
  const [from, to] = [pointOf(layout, a), pointOf(layout, b)];
  const ways = endsOf(layout, a).flatMap((out) =>
    endsOf(layout, b).flatMap((into) => {
      // A block is crossed along one of its cross-aisles.
      if (a.block === b.block && out.y !== into.y) return [];
      const metres =
        Math.abs(from.y - out.y) + Math.abs(out.x - into.x) + Math.abs(out.y - into.y) + Math.abs(into.y - to.y);
      return [{ metres, corners: [out, into] }];
    }),
  );
  return ways.sort((one, other) => one.metres - other.metres)[0]?.corners ?? [];
}

/** Where one may leave the aisle of a stop. */
function endsOf(layout: Layout, stop: Spot): Point[] {
  const block = layout.floors[stop.floor]?.blocks[stop.block];
  const aisle = block?.aisles[stop.aisle];
  if (!block || !aisle) return [];
  return block.crossAisles.filter((at) => meets(aisle, at)).map((at) => pointOf(layout, { ...stop, y: at }));
}

/** From where carts stand to a stop: along the cross-aisle that is nearest to them. */
function fromStart(layout: Layout, home: Point, stop: Spot): Point[] {
  const block = layout.floors[stop.floor]?.blocks[stop.block];
  const aisle = block?.aisles[stop.aisle];
  if (!block || !aisle || stop.floor !== home.floor) return [];
  const away = (at: number) => Math.abs(block.y + at - home.y) + Math.abs(stop.y - at);
  const [cross] = block.crossAisles.filter((at) => meets(aisle, at)).sort((one, other) => away(one) - away(other));
  if (cross === undefined) return [];
  const corner = pointOf(layout, { ...stop, y: cross });
  return [{ ...home, y: corner.y }, corner];
}
