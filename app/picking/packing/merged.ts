// Packings of items that nearly fill a room: some that lie well together are joined to blocks at random, so that a deeper search
// sees through the rest, and it begins each time in another order. Blocks as in the block-building heuristics for containers (Eley
// 2002; Fanslau and Bortfeldt, "A tree search algorithm for solving the container loading problem", 2010), but of any items.
import { type Block, blocksOf, dealt, joinsOf, takeApart } from './block.ts';
import { type Effort, type Layout, type Load, type Problem, type Spot, slackOf } from './problem.ts';
import { searchRelations } from './relations.ts';
import { stacked } from './stacks.ts';

/** The best join is passed over for the next with a probability between these, drawn once a round, and so on. */
const PASS = { least: 0.4, most: 0.9 };
/** Blocks that are left: between these. Where they are as many as the items, nothing is joined. */
const FEW = 5;
const MANY = 12;
/** Steps of the search among the blocks. */
const LOOK = 1_000;
/** How often equal items are stacked first. */
const STACKED = 0.5;
/** What joining two blocks costs, in steps. */
const JOINING = 30;

/** A layout, or null where this search finds none: that proves nothing. */
export function packMerged(
  problem: Problem,
  effort: Effort,
  random: () => number,
  accept: (layout: Layout) => boolean,
) {
  const { loads, anyWayUp } = problem;
  if (loads.length < FEW) return null;
  const slack = slackOf(problem);
  const single = loads.map((load) => blocksOf(load, anyWayUp));
  const pairs: Join[] = [];
  single.forEach((group, i) => {
    for (let j = 0; j < i; j++) joinGroups(problem, single[j]!, group, j, i, slack, pairs);
  });
  pairs.sort(byWaste);
  // Each number of blocks gets the same effort.
  const spent = new Float64Array(Math.min(MANY, loads.length) - FEW + 1);
  while (effort.spend()) {
    const wanted = spent.indexOf(Math.min(...spent));
    const before = effort.spent();
    const groups = joinedAtRandom(problem, single, pairs, slack, FEW + wanted, random);
    const found = amongBlocks(problem, groups, effort, random);
    if (found && accept(found)) return found;
    spent[wanted]! += JOINING * (loads.length - groups.length) + effort.spent() - before + 1;
  }
  return null;
}

/** One way to join groups i and j (i < j); `waste` is air for each unit of volume. */
type Join = { block: Block; i: number; j: number; air: number; waste: number };

const byWaste = (a: Join, b: Join) => a.waste - b.waste;

/** Two lists in order as one. */
function woven(one: readonly Join[], other: readonly Join[]): Join[] {
  const all: Join[] = [];
  let at = 0;
  for (const join of one) {
    while (at < other.length && other[at]!.waste < join.waste) all.push(other[at++]!);
    all.push(join);
  }
  while (at < other.length) all.push(other[at++]!);
  return all;
}

function joinGroups(
  problem: Problem,
  one: Block[],
  other: Block[],
  i: number,
  j: number,
  slack: number,
  into: Join[],
): void {
  for (const first of one)
    for (const second of other) {
      const volume = first.volume + second.volume;
      joinsOf(first, second, volume + slack, problem, (block) => {
        const air = block.sides[0] * block.sides[1] * block.sides[2] - volume;
        into.push({ block, i, j, air, waste: air / volume });
      });
    }
}

/** Groups of one block each (an item: one for each way to stand); more than wanted where nothing goes well together. */
function joinedAtRandom(
  problem: Problem,
  single: readonly Block[][],
  pairs: readonly Join[],
  slack: number,
  wanted: number,
  random: () => number,
): Block[][] {
  const groups = random() < STACKED ? stacked(problem, single, random) : [...single];
  let joins = pairs;
  let left = slack;
  /** The joins once the groups from `first` on are new and others may be gone. */
  const renewed = (first: number): readonly Join[] => {
    const added: Join[] = [];
    for (let at = first; at < groups.length; at++)
      for (let i = 0; i < at; i++) {
        const other = groups[i];
        if (other) joinGroups(problem, other, groups[at]!, i, at, left, added);
      }
    const kept = joins.filter(({ i, j }) => groups[i] && groups[j]);
    return woven(kept, added.sort(byWaste));
  };
  if (groups.length > single.length) joins = renewed(single.length);
  const pass = PASS.least + (PASS.most - PASS.least) * random();
  for (let count = groups.filter(Boolean).length; count > wanted; count--) {
    // Of all joins one with little air for its volume.
    let rank = Math.floor(Math.log(1 - random()) / Math.log(pass));
    const chosen = joins.find(({ air }) => air <= left && rank-- <= 0);
    if (!chosen) break;
    left -= chosen.air;
    groups[chosen.i] = null;
    groups[chosen.j] = null;
    // The air inside is spent: from now on it counts as filled.
    groups.push([{ ...chosen.block, volume: chosen.block.volume + chosen.air }]);
    joins = renewed(groups.length - 1);
  }
  return groups.filter((group) => group !== null);
}

function amongBlocks(problem: Problem, groups: Block[][], effort: Effort, random: () => number): Layout | null {
  const { anyWayUp, room } = problem;
  const all = groups.map(([block]) => block!).sort((a, b) => b.volume - a.volume || a.sides[0] - b.sides[0]);
  const groupOf = new Map(groups.map((group) => [group[0]!, group]));
  let kind = -1;
  const loads = all.map((block, i): Load => {
    if (!alike(block, all[i - 1])) kind++;
    const turns = groupOf.get(block)!.flatMap(({ sides: [a, b, c] }) =>
      (anyWayUp
        ? [
            [a, b, c],
            [b, a, c],
            [a, c, b],
            [c, a, b],
            [b, c, a],
            [c, b, a],
          ]
        : [
            [a, b, c],
            [b, a, c],
          ]
      ).filter((turn) => turn.every((side, axis) => side <= room[axis]!)),
    ) as [number, number, number][];
    const distinct = turns.filter(
      (turn, i) => turns.findIndex((other) => other.every((side, k) => side === turn[k])) === i,
    );
    return { turns: distinct, fragile: block.fragile, volume: block.volume, kind };
  });
  let steps = LOOK;
  const few: Effort = { spend: () => steps-- > 0 && effort.spend(), spent: effort.spent };
  const searched = searchRelations({ ...problem, loads }, few, () => true, random);
  if (searched === 'none' || searched === 'stopped') return null;
  const spots: [number, Spot][] = [];
  searched.layout.forEach((spot, i) => {
    const size = [spot.dx, spot.dy, spot.dz];
    const block = groupOf.get(all[i]!)!.find(({ sides }) => axesOf(sides, size))!;
    takeApart(block, [spot.x, spot.y, spot.z], axesOf(block.sides, size)!, anyWayUp, (kind, own) =>
      spots.push([kind, own]),
    );
  });
  return dealt(problem.loads, spots);
}

/** Equal to those who place them. */
const alike = (one: Block, other: Block | undefined) =>
  other !== undefined &&
  one.fragile === other.fragile &&
  one.kind === other.kind &&
  one.sides.every((side, k) => side === other.sides[k]);

/** The room's axis of each side, or null if the block does not have these sides. */
function axesOf(sides: readonly number[], size: readonly number[]): number[] | null {
  const axes = [
    [0, 1, 2],
    [1, 0, 2],
    [0, 2, 1],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ].find((order) => sides.every((side, k) => side === size[order[k]!]));
  return axes ?? null;
}
