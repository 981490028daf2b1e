import { type Distances, EXACT_TO, heldKarp, improved, nearestNeighbour, oneTreeBound, type Tour } from './tour.ts';

/**
 * A way from point 0 through all points to point 1: proven shortest up to 13 points between them, above that a good one and a
 * bound. It is never longer than the points in the order of their numbers, and it is that order where no other is shorter.
 */
export function openTour(distances: Distances): Tour {
  const { order, length, proven } = openOrder(distances, EXACT_TO);
  if (proven) return { order, length, bound: length };
  const far = beyond(distances);
  const bound = oneTreeBound(endsJoined(distances, far), length + 2 * far) - 2 * far;
  return { order, length, bound: Math.max(0, Math.min(length, bound)) };
}

export type Rest = {
  /** the stops still to be made, in their new order */
  order: number[];
  /** from where the picker is, through them and home */
  metres: number;
  /** no other order is shorter */
  proven: boolean;
};

/** More would take longer than a picker's next step, on a slow day. */
const REST_EXACT_TO = 10;

/**
 * The rest of a walk that is under way, planned anew in an instant: an order was canceled or came in on the way, a bin was empty.
 * `left`: stops still to be made, in the order planned so far; `added`: new ones. `far` answers metres on foot between two places,
 * symmetric; `at` is where the picker stands, `home` where the walk ends. Exact up to 10 stops; above that the order so far, each
 * new stop where it costs least, is bettered. It is kept where no other is shorter.
 */
export function restOfWalk(
  left: readonly number[],
  added: readonly number[],
  far: (a: number, b: number) => number,
  at: number,
  home: number,
): Rest {
  const planned = [at, ...new Set(left), home];
  for (const stop of new Set(added)) {
    if (planned.indexOf(stop, 1) > 0 && left.includes(stop)) continue;
    let best = 1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 1; i < planned.length; i++) {
      const [a, b] = [planned[i - 1]!, planned[i]!];
      const more = far(a, stop) + far(stop, b) - far(a, b);
      if (more < least) [best, least] = [i, more];
    }
    planned.splice(best, 0, stop);
  }
  const places = [at, home, ...planned.slice(1, -1)];
  const size = places.length;
  const of = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = i + 1; j < size; j++) {
      const metres = far(places[i]!, places[j]!);
      of[i * size + j] = metres;
      of[j * size + i] = metres;
    }
  const { order, length, proven } = openOrder({ size, of }, REST_EXACT_TO);
  return { order: order.slice(1).map((point) => places[point]!), metres: length, proven };
}

/** Shorter by less is as short: the order of the points' numbers is kept then. */
const SAME = 1e-9;

/** From 0 through all points, without the end; shortest where no more than `exactTo` lie between the ends. */
function openOrder(distances: Distances, exactTo: number): { order: number[]; length: number; proven: boolean } {
  const { size } = distances;
  const given = [0, ...Array.from({ length: size - 2 }, (_, i) => i + 2), 1];
  const proven = size <= exactTo + 2;
  let best = given;
  let length = openLength(distances, given);
  for (const order of proven ? shortestOf(distances) : goodOnes(distances, given)) {
    const other = openLength(distances, order);
    if (other < length - SAME) [best, length] = [order, other];
  }
  return { order: best.slice(0, -1), length, proven };
}

/** Reckoned from the end, so that of equally short orders the one is taken that begins as the points are numbered. */
function shortestOf(distances: Distances): number[][] {
  const { size, of } = distances;
  if (size <= 3) return [];
  const points = Array.from({ length: size - 1 }, (_, i) => i + 1);
  const { order } = heldKarp(
    part(distances, points),
    points.map((point) => of[point * size]!),
  );
  return [[0, ...order.reverse().map((point) => points[point]!)]];
}

function goodOnes(distances: Distances, given: readonly number[]): number[][] {
  const joined = endsJoined(distances, beyond(distances));
  return [given, nearestNeighbour(joined)].map((start) => fromFirstToLast(improved(joined, start)));
}

/** More than any way through all points, so that no shorter tour parts the ends. */
function beyond({ size, of }: Distances): number {
  return size * of.reduce((most, metres) => Math.max(most, metres), 0);
}

/**
 * The same distances with the ends side by side and everything else far from both. A closed tour that goes from one end to the
 * other directly leaves each of them once for the rest, and is longer than the open one by twice `far`; any other tour by four
 * times.
 */
function endsJoined({ size, of }: Distances, far: number): Distances {
  const joined = Float64Array.from(of);
  for (let point = 2; point < size; point++) {
    for (const end of [0, 1]) {
      joined[end * size + point]! += far;
      joined[point * size + end]! += far;
    }
  }
  joined[1] = 0;
  joined[size] = 0;
  return { size, of: joined };
}

/** A closed tour that joins the ends, opened there. */
function fromFirstToLast(order: readonly number[]): number[] {
  const at = order.indexOf(0);
  const turned = [...order.slice(at), ...order.slice(0, at)];
  return turned[1] === 1 ? [0, ...turned.slice(1).reverse()] : turned;
}

function openLength({ size, of }: Distances, order: readonly number[]): number {
  let length = 0;
  for (let i = 1; i < order.length; i++) length += of[order[i - 1]! * size + order[i]!]!;
  return length;
}

function part({ size, of }: Distances, points: readonly number[]): Distances {
  return {
    size: points.length,
    of: Float64Array.from(points.flatMap((a) => points.map((b) => of[a * size + b]!))),
  };
}
