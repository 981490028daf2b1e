// The complete search. Two items in a box are always apart along some axis; so a packing is a way for each item to stand and,
// for each pair, who lies before whom along which axis. These choices are made one by one, always where the fewest are left;
// what they imply is kept as least distances (longest paths), and a choice that leaves the room is undone. Where all choices
// are undone, nothing fits: that is a proof. After the packing classes of Fekete and Schepers ("A combinatorial
// characterization of higher-dimensional orthogonal packing", Mathematics of Operations Research 29, 2004) and the
// relations of Onodera, Taniguchi and Tamaru ("Branch-and-bound placement for building block layout", DAC 1991).
import type { Sides } from './item.ts';
import { type Effort, type Layout, type Load, type Problem, slackOf } from './problem.ts';

export type Searched = { layout: Layout } | 'none' | 'stopped';

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
  const { room, anyWayUp } = problem;
  const { loads, places } = random ? shuffled(problem.loads, random) : { loads: problem.loads, places: null };
  const n = loads.length;
  if (n === 0) return { layout: [] };
  if (slackOf(problem) < 0) return 'none';
  const N = n + 1;
  const area = N * N;
  // far[axis·area + a·N + b]: coordinate of b − coordinate of a is at least this; node 0 is the origin.
  const deepest = n + (n * (n - 1)) / 2 + 1;
  const stack: Int32Array[] = [];
  const matrix = (depth: number) => {
    stack[depth] ??= new Int32Array(3 * area);
    return stack[depth]!;
  };
  const turns: Sides[] = loads.map(({ turns: [turn] }) => turn!);
  const apart = Array.from({ length: deepest + 1 }, () => new Uint8Array(n));
  let refused = false;
  let stopped = false;

  /** Adds "b lies at least `least` beyond a"; false when that cannot be. */
  function push(far: Int32Array, axis: number, a: number, b: number, least: number): boolean {
    const base = axis * area;
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
  /** Nodes in play: the origin and the items that stand. */
  let count = 1;

  function stand(k: number, depth: number): Layout | null {
    if (k === n) {
      const far = matrix(depth);
      const layout = loads.map((_, i) => ({
        x: far[i + 1]!,
        y: far[area + i + 1]!,
        z: far[2 * area + i + 1]!,
        dx: turns[i]![0],
        dy: turns[i]![1],
        dz: turns[i]![2],
      }));
      const asGiven = places ? places.map((place) => layout[place]!) : layout;
      if (accept(asGiven)) return asGiven;
      refused = true;
      return null;
    }
    const load = loads[k]!;
    const node = k + 1;
    const twin = k > 0 && loads[k - 1]!.kind === load.kind;
    const single = k === 0 && (n === 1 || loads[1]!.kind !== load.kind);
    for (const turn of load.turns) {
      if (!effort.spend()) {
        stopped = true;
        return null;
      }
      turns[k] = turn;
      const far = matrix(depth + 1);
      far.set(matrix(depth));
      apart[depth + 1]!.fill(0);
      count = node + 1;
      for (let axis = 0; axis < 3; axis++) {
        const base = axis * area;
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
      const found = (!twin || push(far, 0, k, node, 0)) && inSlices(far, k, XYZ, 3) ? separate(k, depth + 1) : null;
      if (found || stopped) return found;
    }
    return null;
  }

  /** Parts items k and all before it, the pair with the fewest ways first. */
  function separate(k: number, depth: number): Layout | null {
    const far = matrix(depth);
    const b = k + 1;
    let pair = -1;
    let fewest = 7;
    const done = apart[depth]!;
    for (let i = 0; i < k; i++) {
      if (done[i] === k) continue;
      const a = i + 1;
      let ways = 0;
      let settled = false;
      for (let axis = 0; axis < 3; axis++) {
        const base = axis * area;
        const beyond = far[base + a * N + b]!;
        const before = far[base + b * N + a]!;
        if (beyond >= turns[i]![axis]! || before >= turns[k]![axis]!) {
          settled = axis < 2 || settledUpward(i, k, beyond >= turns[i]![axis]!);
          if (settled) break;
          continue;
        }
        if (before + turns[i]![axis]! <= 0 && !(axis === 2 && loads[i]!.fragile)) ways++;
        if (beyond + turns[k]![axis]! <= 0 && !(axis === 2 && loads[k]!.fragile)) ways++;
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
        if (axis === 2 && loads[lower - 1]!.fragile) continue;
        if (far[axis * area + upper * N + lower]! + size > 0) continue;
        if (!effort.spend()) {
          stopped = true;
          return null;
        }
        const next = matrix(depth + 1);
        next.set(far);
        count = b + 1;
        let possible = push(next, axis, lower, upper, size);
        // Along the axes tried before they overlap: what was looked at is not looked at again.
        for (let p = 0; p < o && possible; p++) {
          const past = order[p]!;
          // Where one may not stand on the other, upward was not looked at in full.
          if (past === 2 && (loads[pair]!.fragile || loads[k]!.fragile)) continue;
          possible = push(next, past, a, b, 1 - turns[k]![past]!) && push(next, past, b, a, 1 - turns[pair]![past]!);
        }
        if (!possible) continue;
        apart[depth + 1]!.set(done);
        apart[depth + 1]![pair] = k;
        // Along the other axes nothing has changed.
        const found = inSlices(next, k, order, o + 1) ? separate(k, depth + 1) : null;
        if (found || stopped) return found;
      }
    }
    return null;
  }

  /** Whether lying above one another is enough: not on something fragile. */
  function settledUpward(i: number, k: number, kAbove: boolean): boolean {
    return !loads[kAbove ? i : k]!.fragile;
  }

  /**
   * No slice of the room is fuller than full: an item that may be moved by less than its side covers the middle of its range
   * in any case (the compulsory parts of Lahrichi's scheduling). Of `axes` the first `looked` are looked at.
   */
  function inSlices(far: Int32Array, k: number, axes: readonly number[], looked: number): boolean {
    for (let o = 0; o < looked; o++) {
      const axis = axes[o]!;
      const base = axis * area;
      const face = (room[0] * room[1] * room[2]) / room[axis]!;
      for (let i = 0; i <= k; i++) {
        const from = -far[base + (i + 1) * N]!;
        if (from >= far[base + i + 1]! + turns[i]![axis]!) continue;
        let covered = 0;
        for (let j = 0; j <= k; j++) {
          const start = -far[base + (j + 1) * N]!;
          if (start <= from && from < far[base + j + 1]! + turns[j]![axis]!)
            covered += (turns[j]![0] * turns[j]![1] * turns[j]![2]) / turns[j]![axis]!;
        }
        if (covered > face + 0.5) return false;
      }
    }
    return true;
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

/** How far chance may change the preferences of a search, in sides of the room and in logarithms of volume. */
const WHIM = 0.4;

/** The loads in another order, equal ones still side by side; load i of the given ones is at `places[i]`. */
function shuffled(given: readonly Load[], random: () => number): { loads: Load[]; places: number[] } {
  const liking: number[] = [];
  for (const { kind, volume } of given) liking[kind] ??= Math.log(volume) + 2 * WHIM * random();
  const order = given.map((_, i) => i).sort((a, b) => liking[given[b]!.kind]! - liking[given[a]!.kind]! || a - b);
  const places: number[] = [];
  order.forEach((from, place) => {
    places[from] = place;
  });
  const mixed = ({ turns }: Load) =>
    turns
      .map((turn) => ({ turn, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ turn }) => turn);
  let kind = -1;
  let standing: Sides[] = [];
  const loads = order.map((from, i) => {
    const load = given[from]!;
    if (load.kind !== kind || i === 0) standing = mixed(load);
    kind = load.kind;
    return { ...load, turns: standing };
  });
  return { loads, places };
}
