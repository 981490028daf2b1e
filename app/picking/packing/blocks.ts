// Packings that a saw could cut apart again (guillotine): blocks of items are joined face to face into larger ones, all subsets
// of the items in turn, as in the dynamic programs for guillotine cutting (Herz 1972; Beasley 1985) turned upside down. A block
// is kept while the air inside it is no more than the whole room may hold. Exact for such packings where nothing had to be
// dropped, and fast where the room is nearly full: then almost nothing is kept.
import type { Sides } from './item.ts';
import { type Effort, type Layout, type Problem, type Spot, slackOf } from './problem.ts';

/** Blocks kept of one subset, those with the least air. */
const KEPT = 12;
export const MOST_LOADS = 12;

/** `sides` are sorted where the block may be turned: all three in a room without up, else the first two. */
type Block = {
  sides: Sides;
  volume: number;
  join: { first: Block; second: Block; /** which side of each lies along the joint */ along: [number, number]; order: Sides } | null;
  kind: number;
};

/** A layout, or null where this search finds none: that proves nothing. */
export function packBlocks(problem: Problem, effort: Effort): Layout | null {
  const { loads, room } = problem;
  const n = loads.length;
  if (n > MOST_LOADS || n === 0) return null;
  const slack = slackOf(problem);
  const size = 1 << n;
  const volumes = new Float64Array(size);
  const fragile = new Uint8Array(size);
  const sameAs = new Int32Array(size);
  for (let set = 1; set < size; set++) {
    const low = 31 - Math.clz32(set & -set);
    volumes[set] = volumes[set & (set - 1)]! + loads[low]!.volume;
    fragile[set] = fragile[set & (set - 1)]! | (loads[low]!.fragile ? 1 : 0);
    sameAs[set] = firstOfKinds(problem, set);
  }
  const kept: Block[][] = Array.from({ length: size }, () => []);
  for (let i = 0; i < n; i++) {
    for (const turn of loads[i]!.turns) {
      const block = { sides: sorted(turn, problem.anyWayUp).sides, volume: loads[i]!.volume, join: null, kind: loads[i]!.kind };
      keep(kept[1 << i]!, block);
    }
  }
  for (let set = 1; set < size; set++) {
    if (sameAs[set] !== set || (set & (set - 1)) === 0) continue;
    const own = kept[set]!;
    const low = set & -set;
    const most = volumes[set]! + slack;
    // The first part holds the lowest load, so that each split is looked at once.
    for (let part = (set - 1) & set; part > 0; part = (part - 1) & set) {
      if ((part & low) === 0) continue;
      const rest = set ^ part;
      const firsts = kept[sameAs[part]!]!;
      const seconds = kept[sameAs[rest]!]!;
      if (firsts.length === 0 || seconds.length === 0) continue;
      for (const first of firsts)
        for (const second of seconds) {
          if (!effort.spend()) return null;
          joinInto(own, first, second, most, problem, fragile[part] === 1, fragile[rest] === 1);
        }
    }
  }
  const whole = kept[size - 1]!.find(({ sides }) => sides.every((side, axis) => side <= room[axis]!));
  return whole ? laidOut(whole, problem) : null;
}

function joinInto(own: Block[], first: Block, second: Block, most: number, problem: Problem, brittleFirst: boolean, brittleSecond: boolean) {
  const { room, anyWayUp } = problem;
  const a = first.sides;
  const b = second.sides;
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) {
      if (!anyWayUp && (i === 2) !== (j === 2)) continue;
      const lower = i === 2 && !anyWayUp && brittleFirst;
      // One above the other: what is below may hold nothing fragile.
      if (lower && brittleSecond) continue;
      const sum = a[i]! + b[j]!;
      // The two other sides of each, larger with larger: no other match is smaller.
      const a1 = a[i === 0 ? 1 : 0]!;
      const a2 = a[i === 2 ? 1 : 2]!;
      const b1 = b[j === 0 ? 1 : 0]!;
      const b2 = b[j === 2 ? 1 : 2]!;
      const m1 = a1 > b1 ? a1 : b1;
      const m2 = a2 > b2 ? a2 : b2;
      if (sum * m1 * m2 > most) continue;
      const raw: Sides = !anyWayUp && i === 2 ? [m1, m2, sum] : [sum, m1, m2];
      const { sides, order } = sorted(raw, anyWayUp);
      if (sides[0] > room[0] || sides[1] > room[1] || sides[2] > room[2]) continue;
      const along: [number, number] = lower ? [j, i] : [i, j];
      const join = lower ? { first: second, second: first, along, order } : { first, second, along, order };
      keep(own, { sides, volume: first.volume + second.volume, join, kind: -1 });
    }
}

/** Adds a block unless one that is no larger is there; drops those it makes needless, or the one with the most air. */
function keep(blocks: Block[], block: Block): void {
  const [a, b, c] = block.sides;
  for (const { sides } of blocks) if (sides[0] <= a && sides[1] <= b && sides[2] <= c) return;
  let left = 0;
  for (const other of blocks) {
    const { sides } = other;
    if (!(a <= sides[0] && b <= sides[1] && c <= sides[2])) blocks[left++] = other;
  }
  blocks.length = left;
  const space = a * b * c;
  let at = left;
  while (at > 0 && blocks[at - 1]!.sides[0] * blocks[at - 1]!.sides[1] * blocks[at - 1]!.sides[2] > space) at--;
  if (at >= KEPT) return;
  blocks.splice(at, 0, block);
  if (blocks.length > KEPT) blocks.pop();
}

/** The sides from large to small, as far as they may be exchanged; `order[k]` says which one became the k-th. */
function sorted(raw: Sides, anyWayUp: boolean): { sides: Sides; order: Sides } {
  let [i, j, k] = [0, 1, 2];
  if (raw[i]! < raw[j]!) [i, j] = [j, i];
  if (anyWayUp) {
    if (raw[j]! < raw[k]!) [j, k] = [k, j];
    if (raw[i]! < raw[j]!) [i, j] = [j, i];
  }
  return { sides: [raw[i]!, raw[j]!, raw[k]!], order: [i, j, k] };
}

/** Of each kind the first loads: sets that hold equal loads share their blocks. */
function firstOfKinds({ loads }: Problem, set: number): number {
  let same = 0;
  for (let i = 0; i < loads.length; i++) {
    if ((set & (1 << i)) === 0) continue;
    let at = i;
    while (at > 0 && loads[at - 1]!.kind === loads[i]!.kind) at--;
    while ((same & (1 << at)) !== 0) at++;
    same |= 1 << at;
  }
  return same;
}

/** Stands the block in the origin's corner; `axes[k]` is the room's axis of the block's k-th side. */
function laidOut(whole: Block, { loads, anyWayUp }: Problem): Layout {
  const layout: (Spot | undefined)[] = loads.map(() => undefined);
  const place = ({ sides, join, kind }: Block, at: readonly number[], axes: readonly number[]): void => {
    if (!join) {
      const size = [0, 0, 0];
      for (let k = 0; k < 3; k++) size[axes[k]!] = sides[k]!;
      const free = loads.findIndex((load, i) => load.kind === kind && !layout[i]);
      layout[free] = { x: at[0]!, y: at[1]!, z: at[2]!, dx: size[0]!, dy: size[1]!, dz: size[2]! };
      return;
    }
    // Of the joined sides in the order [sum, larger, smaller] (or [larger, smaller, sum] for one above the other).
    const raw = [0, 0, 0];
    join.order.forEach((from, k) => {
      raw[from] = axes[k]!;
    });
    const [i, j] = join.along;
    const upward = !anyWayUp && i === 2;
    const sumAxis = upward ? raw[2]! : raw[0]!;
    const others = upward ? [raw[0]!, raw[1]!] : [raw[1]!, raw[2]!];
    const childAxes = (along: number) => {
      const own = [0, 0, 0];
      own[along] = sumAxis;
      own[along === 0 ? 1 : 0] = others[0]!;
      own[along === 2 ? 1 : 2] = others[1]!;
      return own;
    };
    place(join.first, at, childAxes(i));
    const next = [...at];
    next[sumAxis]! += join.first.sides[i]!;
    place(join.second, next, childAxes(j));
  };
  place(whole, [0, 0, 0], [0, 1, 2]);
  return layout as Layout;
}
