// What is wrong with a layout, in sentences that say what to do. A layout with problems may be kept as a draft on the page; it
// is not saved, as no walk could be planned on it.
import type { BinPlace } from './bin-name.ts';
import { offTheWay, spotOf, walkMap } from './geometry.ts';
import { type Block, blocksOf, depthOf, type Layout, meets, type Point } from './layout.ts';

/** Aisles whose middles are nearer than this would run through each other's shelves. */
const CLOSEST_AISLES = 1;
/** A station or a link's end farther than this from every walkway stands outside. */
const FARTHEST_STATION = 25;
const LONGEST = 1000;

/** Everything that keeps a layout from being walked; empty when it is sound. */
export function layoutProblems(layout: Layout): string[] {
  const problems: string[] = [];
  const blocks = blocksOf(layout);
  if (layout.floors.length === 0) return ['The layout has no floor. Add one.'];
  if (blocks.every((block) => block.aisles.length === 0))
    return ['The layout has no aisle yet. Add one, or paste bin names.'];
  layout.floors.forEach((floor, at) => {
    for (const block of floor.blocks) {
      if (block.floor !== at) problems.push(`Block ${block.name} does not know its floor. Remove it and add it again.`);
      problems.push(...blockProblems(block));
    }
    const edges = floor.blocks.map(edgesOf);
    floor.blocks.forEach((block, first) => {
      for (let at = first + 1; at < floor.blocks.length; at++) {
        const other = floor.blocks[at]!;
        if (block.name === other.name)
          problems.push(`Two blocks on ${floor.name} are called ${block.name}. Rename one of them.`);
        if (overlap(edges[first]!, edges[at]!))
          problems.push(
            `Blocks ${block.name} and ${other.name} lie over each other on ${floor.name}. Move one of them.`,
          );
      }
    });
  });
  if (problems.length > 0) return problems;
  problems.push(...pointProblems(layout));
  return problems.length > 0 ? problems : unreachable(layout);
}

function blockProblems(block: Block): string[] {
  const problems: string[] = [];
  const of = (aisle: { name: string }) => `Aisle ${aisle.name} of ${block.name}`;
  if (block.aisles.length === 0) return [`Block ${block.name} has no aisle. Add one, or remove the block.`];
  const byX = block.aisles.toSorted((a, b) => a.x - b.x);
  byX.forEach((aisle, at) => {
    const before = byX[at - 1];
    if (before && aisle.x - before.x < CLOSEST_AISLES)
      problems.push(
        `Aisles ${before.name} and ${aisle.name} of ${block.name} stand ${metresOf(aisle.x - before.x)} apart. Leave at least ${CLOSEST_AISLES} m between them.`,
      );
    if (aisle.x < 0) problems.push(`${of(aisle)} lies left of its block. Move it to 0 m or more.`);
    if (!(aisle.length > 0 && aisle.length <= LONGEST))
      problems.push(
        `${of(aisle)} is ${metresOf(aisle.length)} long. Make it longer than 0 m, and at most ${LONGEST} m.`,
      );
    else if (!block.crossAisles.some((at) => meets(aisle, at)))
      problems.push(`${of(aisle)} meets no cross-aisle, so nobody gets in. Open an end of it, or add a cross-aisle.`);
  });
  const seen = new Set<string>();
  for (const { name } of block.aisles) {
    if (seen.has(name)) problems.push(`Two aisles of ${block.name} are called ${name}. Rename one of them.`);
    seen.add(name);
  }
  const depth = depthOf(block);
  for (const at of block.crossAisles)
    if (at < 0 || at > depth)
      problems.push(
        `The cross-aisle at ${metresOf(at)} of ${block.name} meets no aisle: the block is ${metresOf(depth)} deep. Move or remove it.`,
      );
  return problems;
}

function pointProblems(layout: Layout): string[] {
  const problems: string[] = [];
  const metresOff = offTheWay(layout);
  const outside = (point: Point) => {
    const off = metresOff(point);
    if (off <= FARTHEST_STATION) return null;
    return layout.floors[point.floor] === undefined
      ? 'is on a floor that does not exist'
      : off === Number.POSITIVE_INFINITY
        ? `is on ${layout.floors[point.floor]?.name}, which has no aisle`
        : `stands outside, ${metresOf(off)} from the nearest aisle`;
  };
  for (const station of layout.stations) {
    const why = outside(station);
    if (why) problems.push(`Station ${station.name} ${why}. Move it, or remove it.`);
  }
  if (!layout.stations.some((station) => station.kind === 'start'))
    problems.push('No station says where walks start. Add one of the kind “start”.');
  if (!layout.stations.some((station) => station.kind === 'pack'))
    problems.push('No station says where goods are packed. Add one of the kind “packing”.');
  layout.links.forEach((link, at) => {
    const why = outside(link.from) ?? outside(link.to);
    if (why) problems.push(`An end of ${link.kind} ${at + 1} ${why}. Move it, or remove it.`);
    if (!(link.metres >= 0 && link.metres <= LONGEST))
      problems.push(
        `${link.kind} ${at + 1} is ${metresOf(link.metres)} long. Say how many metres it takes to walk, 0 to ${LONGEST}.`,
      );
  });
  return problems;
}

/** Aisles to which no way leads from the start. */
function unreachable(layout: Layout): string[] {
  const map = walkMap(layout);
  const start = map.station(layout.stations.findIndex((station) => station.kind === 'start'));
  const cutOff: string[] = [];
  layout.floors.forEach((floor, floorAt) => {
    floor.blocks.forEach((block, blockAt) => {
      const lost = block.aisles.filter((_, aisle) => {
        const stop = map.at({ floor: floorAt, block: blockAt, aisle, y: 0 });
        return map.distance(start, stop) === Number.POSITIVE_INFINITY;
      });
      if (lost.length > 0)
        cutOff.push(
          `No way leads from the start to ${lost.length === block.aisles.length ? `block ${block.name}` : `aisle ${lost[0]?.name} of ${block.name}`} on ${floor.name}. Add a link to it, or a cross-aisle.`,
        );
    });
  });
  layout.stations.forEach((station, at) => {
    if (map.distance(start, map.station(at)) === Number.POSITIVE_INFINITY)
      cutOff.push(`No way leads from the start to station ${station.name}. Add a link, or move it.`);
  });
  return cutOff;
}

/** Bins that the layout has no aisle for: they are picked last, and do not count in metres. */
export function binsWithoutAisle(layout: Layout, bins: readonly { name: string; place: BinPlace | null }[]): string[] {
  return bins.filter((bin) => bin.place === null || spotOf(layout, bin.place) === null).map((bin) => bin.name);
}

type Edges = { left: number; right: number; front: number; back: number };

/** Whether the floor under two blocks is the same in more than an edge. */
function overlap(one: Edges, other: Edges): boolean {
  const across = one.left < other.right && other.left < one.right;
  return across && one.front < other.back && other.front < one.back;
}

/** Shelves reach half an aisle's width beyond the outer aisles. */
function edgesOf(block: Block): Edges {
  const xs = block.aisles.map((aisle) => aisle.x);
  const half = CLOSEST_AISLES / 2;
  return {
    left: block.x + Math.min(...xs) - half,
    right: block.x + Math.max(...xs) + half,
    front: block.y,
    back: block.y + depthOf(block),
  };
}

const metresOf = (metres: number) => `${Math.round(metres * 100) / 100} m`;
