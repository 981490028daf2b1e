// Packings without much air, cuttable or not: the lowest corner that is still free is filled with some item or given up, in
// depth first. What is given up counts against the air that the room may hold, so a nearly full room is searched in no time.
// After the corner-point searches for containers (Martello, Pisinger, Vigo, "The three-dimensional bin packing problem",
// Operations Research 48, 2000) on a map of heights; many short looks with other preferences instead of one long one.
import { coversOf } from './lines.ts';
import { type Effort, type Layout, type Problem, type Spot, slackOf } from './problem.ts';

/** Steps of one look; every eighth look is longer. */
const LOOK = 1500;

/** A layout, or null where this search finds none: that proves nothing. */
export function packCorners(problem: Problem, effort: Effort, random: () => number, accept: (layout: Layout) => boolean) {
  const covers = coversOf(problem.loads, problem.room, problem.anyWayUp);
  for (let look = 0; effort.spend(); look++) {
    // Where up is a direction like the others, each side of the room is the floor in turn.
    const axes = problem.anyWayUp ? AXES[look % AXES.length]! : AXES[look % 2]!;
    const found = oneLook(problem, covers, axes, look === 0 ? 0 : 0.1 + 0.5 * random(), random, effort, look % 8 === 7 ? 20 * LOOK : LOOK);
    if (found && accept(found)) return found;
  }
  return null;
}

/** Which axis of the room the search takes for x, y and up. */
const AXES = [
  [0, 1, 2],
  [1, 0, 2],
  [0, 2, 1],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

function oneLook(
  problem: Problem,
  covers: ReturnType<typeof coversOf>,
  axes: readonly [number, number, number],
  noise: number,
  random: () => number,
  effort: Effort,
  most: number,
): Layout | null {
  const [ax, ay, az] = axes;
  const [W, D, H] = [problem.room[ax]!, problem.room[ay]!, problem.room[az]!];
  const { loads } = problem;
  const n = loads.length;
  // Kinds with what is left of each.
  const kinds = Math.max(...loads.map(({ kind }) => kind)) + 1;
  const left = new Int32Array(kinds);
  const lead: number[] = [];
  loads.forEach(({ kind }, i) => {
    if (left[kind]!++ === 0) lead[kind] = i;
  });
  // Options: one kind in one turn.
  const options = lead.flatMap((load, kind) =>
    loads[load]!.turns.map((turn) => ({
      kind,
      dx: turn[ax]!,
      dy: turn[ay]!,
      dz: turn[az]!,
      fragile: loads[load]!.fragile,
      liking: 0,
    })),
  );
  const lowest = lead.map((load) => Math.min(...loads[load]!.turns.map((turn) => turn[az]!)));
  const narrowest = lead.map((load) => Math.min(...loads[load]!.turns.map((turn) => turn[ax]!)));
  const largest = Math.max(...loads.map(({ volume }) => volume));
  const slack = slackOf(problem);

  const M = n + 2;
  const levels = Array.from({ length: n + 1 }, () => ({
    nx: 0,
    ny: 0,
    xs: new Int32Array(M),
    ys: new Int32Array(M),
    hs: new Int32Array(M * M),
    order: new Int32Array(options.length),
    score: new Float64Array(options.length),
  }));
  const chosen = new Int32Array(n);
  const spots = new Int32Array(3 * n);
  const first = levels[0]!;
  first.nx = 1;
  first.ny = 1;
  first.xs[1] = W;
  first.ys[1] = D;
  for (const option of options) option.liking = noise * random();
  let steps = 0;
  let over = false;

  const fill = (depth: number, air: number): boolean => {
    if (depth === n) return true;
    const level = levels[depth]!;
    const { nx, ny, xs, ys, hs, order, score } = level;
    for (;;) {
      if (++steps > most || !effort.spend()) {
        over = true;
        return false;
      }
      if (air + lostOnLines(level) > slack) return false;
      // The lowest free corner, then the rearmost, then the leftmost.
      let h = H;
      let ci = -1;
      let cj = -1;
      for (let j = 0; j < ny; j++)
        for (let i = 0; i < nx; i++)
          if (hs[i * M + j]! < h) {
            h = hs[i * M + j]!;
            ci = i;
            cj = j;
          }
      if (ci < 0) return false;
      let end = ci + 1;
      while (end < nx && hs[end * M + cj] === h) end++;
      const x = xs[ci]!;
      const y = ys[cj]!;
      const gap = xs[end]! - x;
      const high = H - h;
      let least = gap + 1;
      for (let kind = 0; kind < kinds; kind++) {
        if (left[kind] === 0) continue;
        if (lowest[kind]! > high) return false;
        if (narrowest[kind]! < least) least = narrowest[kind]!;
      }
      if (least <= gap) {
        let deep = cj + 1;
        while (deep < ny && hs[ci * M + deep] === h) deep++;
        const gapY = ys[deep]! - y;
        const beside = ci > 0 ? hs[(ci - 1) * M + cj]! - h : high;
        const behind = cj > 0 ? hs[ci * M + cj - 1]! - h : high;
        let count = 0;
        for (let o = 0; o < options.length; o++) {
          const option = options[o]!;
          if (left[option.kind] === 0 || option.dx > gap || option.dz > high || option.dy > gapY) continue;
          if (!flat(level, ci, cj, x + option.dx, y + option.dy, h)) continue;
          let points = option.liking + loads[lead[option.kind]!]!.volume / largest;
          if (option.dx === gap) points += 0.6;
          if (option.dy === gapY) points += 0.6;
          if (option.dz === high) points += 0.6;
          if (option.dz === beside) points += 0.3;
          if (option.dz === behind) points += 0.3;
          if (noise > 0) points += noise * random();
          let at = count++;
          while (at > 0 && score[at - 1]! < points) {
            score[at] = score[at - 1]!;
            order[at] = order[at - 1]!;
            at--;
          }
          score[at] = points;
          order[at] = o;
        }
        for (let c = 0; c < count; c++) {
          const o = order[c]!;
          const option = options[o]!;
          const top = h + option.dz;
          const lost = option.fragile ? (H - top) * option.dx * option.dy : 0;
          if (air + lost > slack) continue;
          left[option.kind]!--;
          chosen[depth] = o;
          spots[3 * depth] = x;
          spots[3 * depth + 1] = y;
          spots[3 * depth + 2] = h;
          put(level, levels[depth + 1]!, x, y, option.dx, option.dy, option.fragile ? H : top);
          if (fill(depth + 1, air + lost)) return true;
          left[option.kind]!++;
          if (over) return false;
        }
      }
      // Given up: this strip rises to its lowest higher neighbour.
      let rise = H + 1;
      const look = (height: number) => {
        if (height > h && height < rise) rise = height;
      };
      if (ci > 0) look(hs[(ci - 1) * M + cj]!);
      if (end < nx) look(hs[end * M + cj]!);
      for (let i = ci; i < end; i++) {
        if (cj > 0) look(hs[i * M + cj - 1]!);
        if (cj + 1 < ny) look(hs[i * M + cj + 1]!);
      }
      if (rise > H) return false;
      air += (rise - h) * gap * (ys[cj + 1]! - y);
      if (air > slack) return false;
      for (let i = ci; i < end; i++) hs[i * M + cj] = rise;
    }
  };

  /**
   * Volume that stays empty in any case: on each line that ends at walls or items on both sides, what the sides of the waiting
   * loads cannot cover. Along one axis, the one that says most.
   */
  function lostOnLines({ nx, ny, xs, ys, hs }: (typeof levels)[number]): number {
    let set = 0;
    for (let i = 0; i < n; i++) if (left[loads[i]!.kind]! > i - lead[loads[i]!.kind]!) set |= 1 << i;
    const [alongX, alongY, alongZ] = [covers(ax, set), covers(ay, set), covers(az, set)];
    let lostX = 0;
    let lostY = 0;
    let lostZ = 0;
    for (let j = 0; j < ny; j++) {
      const deep = ys[j + 1]! - ys[j]!;
      for (let i = 0; i < nx; ) {
        const h = hs[i * M + j]!;
        let end = i + 1;
        while (end < nx && hs[end * M + j] === h) end++;
        const gap = xs[end]! - xs[i]!;
        const lost = gap - alongX[gap]!;
        if (lost > 0) {
          const before = i > 0 ? hs[(i - 1) * M + j]! : H;
          const after = end < nx ? hs[end * M + j]! : H;
          const rise = Math.min(before, after) - h;
          if (rise > 0) lostX += lost * deep * rise;
        }
        lostZ += gap * deep * (H - h - alongZ[H - h]!);
        i = end;
      }
    }
    for (let i = 0; i < nx; i++) {
      const wide = xs[i + 1]! - xs[i]!;
      for (let j = 0; j < ny; ) {
        const h = hs[i * M + j]!;
        let end = j + 1;
        while (end < ny && hs[i * M + end] === h) end++;
        const gap = ys[end]! - ys[j]!;
        const lost = gap - alongY[gap]!;
        if (lost > 0) {
          const before = j > 0 ? hs[i * M + j - 1]! : H;
          const after = end < ny ? hs[i * M + end]! : H;
          const rise = Math.min(before, after) - h;
          if (rise > 0) lostY += lost * wide * rise;
        }
        j = end;
      }
    }
    return Math.max(lostX, lostY, lostZ);
  }

  /** Whether the floor under [x of i, right) × [y of j, front) is level. */
  function flat(level: (typeof levels)[number], i: number, j: number, right: number, front: number, h: number): boolean {
    const { nx, ny, xs, ys, hs } = level;
    for (let a = i; a < nx && xs[a]! < right; a++)
      for (let b = j; b < ny && ys[b]! < front; b++) if (hs[a * M + b] !== h) return false;
    return true;
  }

  /** The map with one more item on it, its new edges included. */
  function put(from: (typeof levels)[number], to: (typeof levels)[number], x: number, y: number, dx: number, dy: number, top: number) {
    const splitX = edges(from.xs, from.nx, to.xs, x + dx);
    const splitY = edges(from.ys, from.ny, to.ys, y + dy);
    to.nx = from.nx + (splitX < 0 ? 0 : 1);
    to.ny = from.ny + (splitY < 0 ? 0 : 1);
    for (let i = 0; i < to.nx; i++) {
      const oldI = splitX >= 0 && i > splitX ? i - 1 : i;
      const inside = to.xs[i]! >= x && to.xs[i]! < x + dx;
      for (let j = 0; j < to.ny; j++) {
        const oldJ = splitY >= 0 && j > splitY ? j - 1 : j;
        to.hs[i * M + j] = inside && to.ys[j]! >= y && to.ys[j]! < y + dy ? top : from.hs[oldI * M + oldJ]!;
      }
    }
  }

  if (!fill(0, 0)) return null;
  const layout: (Spot | undefined)[] = loads.map(() => undefined);
  for (let depth = 0; depth < n; depth++) {
    const { kind, dx, dy, dz } = options[chosen[depth]!]!;
    const free = loads.findIndex((load, i) => load.kind === kind && !layout[i]);
    const at = [0, 0, 0];
    const size = [0, 0, 0];
    [ax, ay, az].forEach((axis, k) => {
      at[axis] = spots[3 * depth + k]!;
      size[axis] = [dx, dy, dz][k]!;
    });
    layout[free] = { x: at[0]!, y: at[1]!, z: at[2]!, dx: size[0]!, dy: size[1]!, dz: size[2]! };
  }
  return layout as Layout;
}

/** Copies the edges with one more, if it is new; says into which stretch it fell, or −1. */
function edges(from: Int32Array, count: number, to: Int32Array, edge: number): number {
  let split = -1;
  let at = 0;
  for (let i = 0; i <= count; i++) {
    if (i > 0 && from[i - 1]! < edge && edge < from[i]!) {
      split = i - 1;
      to[at++] = edge;
    }
    to[at++] = from[i]!;
  }
  return split;
}
