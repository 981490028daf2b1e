// The complete search. Two items in a box are always apart along some axis; so a packing is a way for each item to stand and,
// for each pair, who lies before whom along which axis. These choices are made one by one, always where the fewest are left;
// what they imply is kept as least distances (longest paths), and a choice that leaves the room is undone. Where all choices
// are undone, nothing fits: that is a proof. After the packing classes of Fekete and Schepers ("A combinatorial
// characterization of higher-dimensional orthogonal packing", Mathematics of Operations Research 29, 2004) and the
// relations of Onodera, Taniguchi and Tamaru ("Branch-and-bound placement for building block layout", DAC 1991).
//
// What ends most branches: an item that may be moved by less than its side covers the middle of its range in any case (the
// compulsory parts of Lahrichi's scheduling). What still has to come must find a gap between these parts. So the item with the
// fewest places comes next, and no choice is tried that leads out of its gaps.
import { gapsIn } from './gaps.ts';
import type { Sides } from './item.ts';
import { type Effort, type Layout, type Load, type Problem, slackOf } from './problem.ts';

export type Searched = { layout: Layout } | 'none' | 'stopped';

/** How far chance may change the preferences of a search, in sides of the room and in logarithms of volume. */
const WHIM = 0.4;
/** How much few places count beside much volume when the next item is chosen, both in logarithms. */
const FEWNESS = 0.5;

/**
 * `none` is a proof that there is no layout at all. Layouts that `accept` refuses (not stable enough) are passed over, and
 * `none` then becomes `stopped`: one arrangement of each class is shown to it, not every one.
 */
export function searchRelations(
  problem: Problem,
  effort: Effort,
  accept: (layout: Layout) => boolean,
  random?: () => number,
): Searched {
  const { room, loads, anyWayUp } = problem;
  const n = loads.length;
  if (n === 0) return { layout: [] };
  if (slackOf(problem) < 0) return 'none';
  const { liking, waysOf } = preferences(loads, random);
  // Items stand in an order of their own: who is k-th, and how it stands.
  const who: number[] = [];
  const standing: Load[] = [];
  const turns: Sides[] = [];
  const stands = new Uint8Array(n);
  const N = n + 1;
  const area = N * N;
  const choice = 3 * area;
  // far[depth·choice + axis·area + a·N + b]: after so many choices, coordinate of b − coordinate of a is at least this; node 0
  // is the origin, k + 1 the k-th item.
  let far = new Int32Array(n * choice);
  // apart[depth·n + i] = k: after so many choices, the k-th item is parted from the i-th.
  const apart = new Uint8Array((n + (n * (n - 1)) / 2 + 2) * n);
  const gaps = gapsIn(room);
  // parts[(k·n + i)·6 …]: what of the i-th item was taken out of the gaps when k items stood: x, y, z, X, Y, Z.
  const parts = new Int32Array(6 * n * (n + 1));
  /** Where an item may lie: its least and its most far corner. */
  const reach = new Int32Array(6);
  let refused = false;
  let stopped = false;
  /** Nodes in play: the origin and the items that stand. */
  let count = 1;

  /** One choice more begins as what was before it. */
  function deeper(depth: number): number {
    if (far.length < (depth + 2) * choice) {
      const longer = new Int32Array(2 * far.length);
      longer.set(far);
      far = longer;
    }
    far.copyWithin((depth + 1) * choice, depth * choice, (depth + 1) * choice);
    return (depth + 1) * choice;
  }

  /** Adds "b lies at least `least` beyond a" to the distances at `at`; false when that cannot be. */
  function push(at: number, axis: number, a: number, b: number, least: number): boolean {
    const base = at + axis * area;
    if (far[base + a * N + b]! >= least) return true;
    if (far[base + b * N + a]! + least > 0) return false;
    // The distances are those of longest paths, so a new way through a and b is one for i only if it is longer as far as b.
    for (let i = 0; i < count; i++) {
      const row = base + i * N;
      const toB = far[row + a]! + least;
      if (toB <= far[row + b]!) continue;
      for (let j = 0; j < count; j++) {
        const through = toB + far[base + b * N + j]!;
        if (through > far[row + j]!) far[row + j] = through;
      }
    }
    return true;
  }

  /** Brings the gaps to where k items stand, of which the last one is new and others may have less freedom than before. */
  function narrow(at: number, k: number): void {
    gaps.begin(k);
    const least = leastSides();
    for (let i = 0; i < k; i++) {
      const a = i + 1;
      const now = 6 * (k * n + i);
      const before = now - 6 * n;
      let [same, some] = [i < k - 1, true];
      for (let axis = 0; axis < 3; axis++) {
        const from = -far[at + axis * area + a * N]!;
        // Above something fragile nothing may stand, at any height.
        const to = axis === 2 && standing[i]!.fragile ? room[2] : far[at + axis * area + a]! + turns[i]![axis]!;
        parts[now + axis] = from;
        parts[now + axis + 3] = to;
        if (from >= to) some = false;
        if (from !== parts[before + axis] || to !== parts[before + axis + 3]) same = false;
      }
      if (some && !same) gaps.take(k, parts, now, least);
    }
  }

  /** Along each axis the least side of those that do not stand yet. */
  function leastSides(): Sides {
    let [x, y, z] = room;
    for (let i = 0; i < n; i++) {
      if (stands[i]) continue;
      for (const turn of loads[i]!.turns) {
        if (turn[0] < x) x = turn[0];
        if (turn[1] < y) y = turn[1];
        if (turn[2] < z) z = turn[2];
      }
    }
    return [x, y, z];
  }

  /** In how many gaps a load fits as it stands; `reach` becomes the hull of them. */
  function places(k: number, [dx, dy, dz]: Sides, fragile: boolean): number {
    const { list, count } = gaps.level(k);
    let found = 0;
    let [x, y, z] = room;
    let [X, Y, Z] = [0, 0, 0];
    for (let o = 0; o < 6 * count; o += 6) {
      if (list[o + 3]! - list[o]! < dx || list[o + 4]! - list[o + 1]! < dy || list[o + 5]! - list[o + 2]! < dz)
        continue;
      if (fragile && list[o + 5]! < room[2]) continue;
      found++;
      if (list[o]! < x) x = list[o]!;
      if (list[o + 1]! < y) y = list[o + 1]!;
      if (list[o + 2]! < z) z = list[o + 2]!;
      if (list[o + 3]! > X) X = list[o + 3]!;
      if (list[o + 4]! > Y) Y = list[o + 4]!;
      if (list[o + 5]! > Z) Z = list[o + 5]!;
    }
    reach[0] = x;
    reach[1] = y;
    reach[2] = z;
    reach[3] = X;
    reach[4] = Y;
    reach[5] = Z;
    return found;
  }

  /** The load that comes next: a large one with few places; −1 if some load has no place left. */
  function next(k: number): number {
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < n; i++) {
      // Equal loads come in the order in which they are listed.
      if (stands[i] || (i > 0 && !stands[i - 1] && loads[i - 1]!.kind === loads[i]!.kind)) continue;
      let all = 0;
      for (const turn of loads[i]!.turns) all += places(k, turn, loads[i]!.fragile);
      if (all === 0) return -1;
      const worth = liking[i]! - FEWNESS * Math.log(all);
      if (worth <= most) continue;
      most = worth;
      best = i;
    }
    return best;
  }

  function stand(k: number, depth: number): Layout | null {
    if (k === n) {
      const x = depth * choice;
      const layout: Layout = [];
      for (let i = 0; i < n; i++) {
        const [dx, dy, dz] = turns[i]!;
        const a = i + 1;
        layout[who[i]!] = { x: far[x + a]!, y: far[x + area + a]!, z: far[x + 2 * area + a]!, dx, dy, dz };
      }
      if (accept(layout)) return layout;
      refused = true;
      return null;
    }
    if (k > 0) narrow(depth * choice, k);
    const chosen = next(k);
    if (chosen < 0) return null;
    const load = loads[chosen]!;
    const twin = standing.findLastIndex(({ kind }, i) => i < k && kind === load.kind);
    const single = !loads.some(({ kind }, i) => i !== chosen && kind === load.kind);
    stands[chosen] = 1;
    who[k] = chosen;
    standing[k] = load;
    const node = k + 1;
    for (const turn of waysOf[chosen]!) {
      if (!effort.spend()) {
        stopped = true;
        return null;
      }
      if (places(k, turn, load.fragile) === 0) continue;
      turns[k] = turn;
      const at = deeper(depth);
      apart.fill(0, (depth + 1) * n, (depth + 2) * n);
      for (let axis = 0; axis < 3; axis++) {
        const base = at + axis * area;
        // Mirrored packings are looked at once: the first item stays in the nearer half. Equal items go by x, which mirroring
        // along x would turn round.
        const mirrored = k === 0 && (axis === 0 ? single : axis === 1 || anyWayUp);
        const free = room[axis]! - turn[axis]!;
        const last = mirrored ? Math.floor(free / 2) : free;
        for (let i = 0; i < node; i++) {
          far[base + i * N + node] = far[base + i * N]!;
          far[base + node * N + i] = far[base + i]! - last;
        }
        far[base + node * N + node] = 0;
      }
      count = node + 1;
      let possible = twin < 0 || push(at, 0, twin + 1, node, 0);
      for (let axis = 0; axis < 3 && possible; axis++)
        possible = push(at, axis, 0, node, reach[axis]!) && push(at, axis, node, 0, turn[axis]! - reach[axis + 3]!);
      const found = possible ? separate(k, depth + 1) : null;
      if (found || stopped) return found;
    }
    stands[chosen] = 0;
    return null;
  }

  /** Parts items k and all before it, the pair with the fewest ways first. */
  function separate(k: number, depth: number): Layout | null {
    const at = depth * choice;
    const done = depth * n;
    const b = k + 1;
    let pair = -1;
    let fewest = 7;
    for (let i = 0; i < k; i++) {
      if (apart[done + i] === k) continue;
      const a = i + 1;
      let ways = 0;
      let settled = false;
      for (let axis = 0; axis < 3; axis++) {
        const base = at + axis * area;
        const beyond = far[base + a * N + b]!;
        const before = far[base + b * N + a]!;
        if (beyond >= turns[i]![axis]! || before >= turns[k]![axis]!) {
          settled = axis < 2 || settledUpward(i, k, beyond >= turns[i]![axis]!);
          if (settled) break;
          continue;
        }
        if (before + turns[i]![axis]! <= 0 && !(axis === 2 && standing[i]!.fragile)) ways++;
        if (beyond + turns[k]![axis]! <= 0 && !(axis === 2 && standing[k]!.fragile)) ways++;
      }
      if (settled) continue;
      if (ways === 0) return null;
      if (ways < fewest) {
        fewest = ways;
        pair = i;
        if (ways === 1) break;
      }
    }
    if (pair < 0) return stand(k + 1, depth);
    const a = pair + 1;
    // Along the roomiest axis first: there it costs least.
    const [one, two] = [turns[pair]!, turns[k]!];
    const tight = (axis: 0 | 1 | 2) => (one[axis] + two[axis]) / room[axis] + (random ? WHIM * random() : 0);
    const order = ascending(tight(0), tight(1), tight(2));
    for (let o = 0; o < 3; o++) {
      const axis = order[o]!;
      for (let way = 0; way < 2; way++) {
        const lower = way === 0 ? a : b;
        const upper = way === 0 ? b : a;
        const size = turns[lower - 1]![axis]!;
        if (axis === 2 && standing[lower - 1]!.fragile) continue;
        if (far[at + axis * area + upper * N + lower]! + size > 0) continue;
        if (!effort.spend()) {
          stopped = true;
          return null;
        }
        const next = deeper(depth);
        count = b + 1;
        let possible = push(next, axis, lower, upper, size);
        // Along the axes tried before they overlap: what was looked at is not looked at again.
        for (let p = 0; p < o && possible; p++) {
          const past = order[p]!;
          // Where one may not stand on the other, upward was not looked at in full.
          if (past === 2 && (standing[pair]!.fragile || standing[k]!.fragile)) continue;
          possible = push(next, past, a, b, 1 - turns[k]![past]!) && push(next, past, b, a, 1 - turns[pair]![past]!);
        }
        if (!possible) continue;
        apart.copyWithin(done + n, done, done + n);
        apart[done + n + pair] = k;
        const found = separate(k, depth + 1);
        if (found || stopped) return found;
      }
    }
    return null;
  }

  /** Whether lying above one another is enough: not on something fragile. */
  function settledUpward(i: number, k: number, kAbove: boolean): boolean {
    return !standing[kAbove ? i : k]!.fragile;
  }

  const layout = stand(0, 0);
  if (layout) return { layout };
  return stopped || refused ? 'stopped' : 'none';
}

/** The axes in the order of three figures, least first. */
function ascending(x: number, y: number, z: number): readonly number[] {
  if (x <= y) return y <= z ? XYZ : x <= z ? XZY : ZXY;
  return x <= z ? YXZ : y <= z ? YZX : ZYX;
}
const [XYZ, XZY, YXZ, YZX, ZXY, ZYX] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/** How much each load is liked early, and the order in which its ways to stand are tried; equal loads alike. */
function preferences(loads: readonly Load[], random: (() => number) | undefined) {
  const liking: number[] = [];
  const waysOf: (readonly Sides[])[] = [];
  loads.forEach(({ kind, volume, turns }, i) => {
    const alike = i > 0 && loads[i - 1]!.kind === kind;
    liking[i] = alike ? liking[i - 1]! : Math.log(volume) + (random ? 2 * WHIM * random() : 0);
    waysOf[i] = alike ? waysOf[i - 1]! : random ? shuffled(turns, random) : turns;
  });
  return { liking, waysOf };
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
