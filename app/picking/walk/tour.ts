/** Distances between all pairs of `size` points, row by row, symmetric; point 0 is the depot. */
export interface Distances {
  size: number;
  of: Float64Array;
}

export interface Tour {
  /** the points in order, from 0 and without the return to it */
  order: number[];
  length: number;
  /** no closed tour is shorter */
  bound: number;
}

/** Up to so many points beside the depot the tour is exact. */
export const EXACT_TO = 13;

/** A closed tour through all points: proven shortest up to 13 beside the depot, above that a good one and a bound. */
export function tour(distances: Distances): Tour {
  const { size } = distances;
  if (size <= 2) {
    const length = size === 2 ? 2 * distances.of[1]! : 0;
    return { order: size === 2 ? [0, 1] : [0], length, bound: length };
  }
  if (size <= EXACT_TO + 1) return heldKarp(distances);
  const order = improved(distances, nearestNeighbour(distances));
  const length = tourLength(distances, order);
  const bound = oneTreeBound(distances, length);
  // The ascent comes as near as rounding lets it when the bound is sharp.
  return { order, length, bound: Math.min(length, bound) };
}

export function tourLength({ size, of }: Distances, order: readonly number[]): number {
  let length = 0;
  for (let i = 0; i < order.length; i++) length += of[order[i]! * size + order[(i + 1) % order.length]!]!;
  return length;
}

/**
 * Held and Karp 1962: the shortest way through every subset to each of its points, 2^n · n² steps.
 * @param home how far it is from each point to where the tour ends, if that is not point 0
 */
export function heldKarp({ size, of }: Distances, home: ArrayLike<number> = of): Tour {
  const n = size - 1;
  const subsets = 1 << n;
  const cost = new Float64Array(subsets * n).fill(Number.POSITIVE_INFINITY);
  const before = new Int8Array(subsets * n);
  for (let i = 0; i < n; i++) cost[(1 << i) * n + i] = of[i + 1]!;
  for (let set = 1; set < subsets; set++) {
    for (let last = 0; last < n; last++) {
      const here = cost[set * n + last]!;
      if (here === Number.POSITIVE_INFINITY) continue;
      for (let next = 0; next < n; next++) {
        if (set & (1 << next)) continue;
        const at = (set | (1 << next)) * n + next;
        const sum = here + of[(last + 1) * size + next + 1]!;
        if (sum < cost[at]!) {
          cost[at] = sum;
          before[at] = last;
        }
      }
    }
  }
  let set = subsets - 1;
  let last = 0;
  const closed = (i: number) => cost[set * n + i]! + home[i + 1]!;
  for (let i = 1; i < n; i++) if (closed(i) < closed(last)) last = i;
  const length = closed(last);
  const order: number[] = [];
  while (set !== 0) {
    order.push(last + 1);
    const previous = before[set * n + last]!;
    set &= ~(1 << last);
    last = previous;
  }
  order.push(0);
  return { order: order.reverse(), length, bound: length };
}

export function nearestNeighbour({ size, of }: Distances): number[] {
  const order = [0];
  const left = new Set(Array.from({ length: size - 1 }, (_, i) => i + 1));
  while (left.size > 0) {
    const at = order.at(-1)! * size;
    let nearest = -1;
    for (const point of left) if (nearest < 0 || of[at + point]! < of[at + nearest]!) nearest = point;
    left.delete(nearest);
    order.push(nearest);
  }
  return order;
}

/** 2-opt and Or-opt in turn until neither shortens the tour: reversed stretches, and stretches of up to three points moved. */
export function improved({ size, of }: Distances, start: readonly number[]): number[] {
  const order = [...start];
  const far = (a: number, b: number) => of[a * size + b]!;
  // A step that saves less may be rounding, and be taken back and forth for ever.
  const least = Math.max(1e-9, 1e-13 * of.reduce((most, metres) => Math.max(most, metres), 0));
  for (let better = true; better; ) {
    better = false;
    for (let i = 0; i < size - 1; i++) {
      const a = order[i]!;
      for (let j = i + 1; j < size; j++) {
        const b = order[i + 1]!;
        const c = order[j]!;
        const d = j + 1 < size ? order[j + 1]! : order[0]!;
        if (far(a, c) + far(b, d) >= far(a, b) + far(c, d) - least) continue;
        for (let low = i + 1, high = j; low < high; low++, high--)
          [order[low], order[high]] = [order[high]!, order[low]!];
        better = true;
      }
    }
    for (let length = 1; length <= 3 && length < size - 2; length++)
      for (let i = 1; i + length <= size; i++) if (moved(order, i, length, far, least)) better = true;
  }
  return order;
}

/** Puts the stretch of so many points from `i` on to where it costs least, turned if need be. False where it stays. */
function moved(
  order: number[],
  i: number,
  length: number,
  far: (a: number, b: number) => number,
  least: number,
): boolean {
  const size = order.length;
  const end = i + length;
  const first = order[i]!;
  const last = order[end - 1]!;
  const before = order[i - 1]!;
  const after = end < size ? order[end]! : order[0]!;
  const saved = far(before, first) + far(last, after) - far(before, after);
  if (saved <= least) return false;
  let best = -least;
  let place = -1;
  let turned = false;
  // `place`: the point after which it is put. Its own place may still be better the other way round.
  for (let j = 0; j < size; j = j === i - 1 ? end : j + 1) {
    const next = j === i - 1 ? end : j + 1;
    const left = order[j]!;
    const right = next < size ? order[next]! : order[0]!;
    const open = far(left, right) + saved;
    const straight = far(left, first) + far(last, right) - open;
    const reversed = far(left, last) + far(first, right) - open;
    if (straight < best) [best, place, turned] = [straight, j, false];
    if (reversed < best) [best, place, turned] = [reversed, j, true];
  }
  if (place < 0) return false;
  const stretch = order.splice(i, length);
  order.splice((place < i ? place : place - length) + 1, 0, ...(turned ? stretch.reverse() : stretch));
  return true;
}

/**
 * Held and Karp 1970: the cheapest 1-tree under prices on the points, raised by subgradient steps. Any prices give a bound:
 * a tour is a 1-tree in which every point has two edges, so prices cancel for it.
 */
export function oneTreeBound({ size, of }: Distances, upper: number, rounds = 200): number {
  const price = new Float64Array(size);
  const degree = new Int32Array(size);
  const nearest = new Float64Array(size);
  const parent = new Int32Array(size);
  let best = 0;
  let stride = 2;
  let stale = 0;
  for (let round = 0; round < rounds; round++) {
    // Prim's tree over all points but the depot, then the depot's two cheapest edges.
    degree.fill(0);
    nearest.fill(Number.POSITIVE_INFINITY);
    const done = new Uint8Array(size);
    let total = 0;
    let at = 1;
    done[1] = 1;
    for (let added = 2; added < size; added++) {
      let next = -1;
      for (let j = 1; j < size; j++) {
        if (done[j]) continue;
        const cost = of[at * size + j]! + price[at]! + price[j]!;
        if (cost < nearest[j]!) {
          nearest[j] = cost;
          parent[j] = at;
        }
        if (next < 0 || nearest[j]! < nearest[next]!) next = j;
      }
      done[next] = 1;
      total += nearest[next]!;
      degree[next]!++;
      degree[parent[next]!]!++;
      at = next;
    }
    let [first, second] = [-1, -1];
    const fromDepot = (j: number) => of[j]! + price[j]!;
    for (let j = 1; j < size; j++) {
      if (first < 0 || fromDepot(j) < fromDepot(first)) [first, second] = [j, first];
      else if (second < 0 || fromDepot(j) < fromDepot(second)) second = j;
    }
    total += fromDepot(first) + fromDepot(second);
    degree[first]!++;
    degree[second]!++;
    let squares = 0;
    for (let j = 1; j < size; j++) {
      total -= 2 * price[j]!;
      squares += (degree[j]! - 2) ** 2;
    }
    if (total > best) {
      best = total;
      stale = 0;
    } else if (++stale >= 10) {
      stride /= 2;
      stale = 0;
    }
    if (squares === 0 || upper - total <= 1e-9 * upper) break;
    const step = (stride * (upper - total)) / squares;
    for (let j = 1; j < size; j++) price[j]! += step * (degree[j]! - 2);
  }
  return best * (1 - 1e-12);
}
