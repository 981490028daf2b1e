// Equal items as people stack them: so many in a row, so many rows in a layer, so many layers in a pile; each pile is a block.
import { type Block, joinsOf } from './block.ts';
import type { Problem } from './problem.ts';

/**
 * The groups with equal items stacked: those that went into a stack are null, the stacks follow at the end. How many go in a
 * row and along which side is drawn; what is left over stays single.
 */
export function stacked(problem: Problem, single: readonly Block[][], random: () => number): (Block[] | null)[] {
  const groups: (Block[] | null)[] = [...single];
  const from = (count: number) => Math.floor(random() * count);
  for (let first = 0; first < single.length; ) {
    const { kind } = problem.loads[first]!;
    let end = first + 1;
    while (problem.loads[end]?.kind === kind) end++;
    const way = single[first]![from(single[first]!.length)]!;
    let units: Block[] = single.slice(first, end).map(() => way);
    const all = units.length;
    let used = all;
    for (let step = 0; step < 4 && units.length > 1; step++) {
      const axis = from(3);
      // From wall to wall, or so that few are left over.
      const most = Math.floor(problem.room[from(3)]! / units[0]!.sides[axis]!);
      const row =
        random() < 0.5
          ? Math.max(1, Math.min(units.length, most))
          : divisorOf(units.length - (units.length > 3 ? from(2) : 0), random);
      const pile = inRow(units[0]!, row, axis, problem);
      if (!pile) continue;
      used -= (units.length % row) * (used / units.length);
      units = Array.from({ length: Math.floor(units.length / row) }, () => pile);
    }
    if (units[0] !== way) {
      groups.fill(null, first, first + used);
      groups.push(...units.map((unit) => [{ ...unit }]));
    }
    first = end;
  }
  return groups;
}

function divisorOf(count: number, random: () => number): number {
  const divisors = Array.from({ length: count }, (_, i) => i + 1).filter((one) => count % one === 0);
  return divisors[Math.floor(random() * divisors.length)]!;
}

/** So many of one block side by side along its side `axis`, or null where the room or something fragile is against it. */
function inRow(unit: Block, count: number, axis: number, problem: Problem): Block | null {
  let row: Block | null = unit;
  for (let n = 2; n <= count && row; n++) {
    const wanted = unit.sides.map((side, k) => (k === axis ? n * side : side));
    const shape = inOrder(wanted, problem.anyWayUp);
    const volume: number = row.volume + unit.volume;
    let joined: Block | null = null;
    joinsOf(row, unit, volume, problem, (block) => {
      if (inOrder(block.sides, problem.anyWayUp) === shape) joined = block;
    });
    row = joined;
  }
  return row;
}

/** Sides as a word, the same for what may be turned into one another. */
function inOrder(sides: readonly number[], anyWayUp: boolean): string {
  const free = sides.slice(0, anyWayUp ? 3 : 2).sort((a, b) => a - b);
  return [...free, ...sides.slice(free.length)].join();
}
