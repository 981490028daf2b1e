import { type Distances, EXACT_TO, heldKarp, improved, nearestNeighbour, oneTreeBound, type Tour } from './tour.ts';

/**
 * A way from point 0 through all points to point 1: proven shortest up to 13 points between them, above that a good one and a
 * bound. It is never longer than the points in the order of their numbers.
 */
export function openTour(distances: Distances): Tour {
  const { size, of } = distances;
  if (size <= EXACT_TO + 2) {
    // Without its end, which has no place in the order but the last.
    const points = Array.from({ length: size }, (_, point) => point).filter((point) => point !== 1);
    const inner = part(distances, points);
    if (points.length === 1) return { order: [0], length: of[1]!, bound: of[1]! };
    const { order, length } = heldKarp(
      inner,
      points.map((point) => of[point * size + 1]!),
    );
    return { order: order.map((point) => points[point]!), length, bound: length };
  }
  const given = [0, ...Array.from({ length: size - 2 }, (_, i) => i + 2), 1];
  // More than any way through all points, so that no shorter tour parts the ends.
  const far = size * of.reduce((most, metres) => Math.max(most, metres), 0);
  const joined = endsJoined(distances, far);
  let best = given;
  for (const start of [given, nearestNeighbour(joined)]) {
    const order = fromFirstToLast(improved(joined, start));
    if (openLength(distances, order) < openLength(distances, best)) best = order;
  }
  const length = openLength(distances, best);
  const bound = oneTreeBound(joined, length + 2 * far) - 2 * far;
  return { order: best.slice(0, -1), length, bound: Math.max(0, Math.min(length, bound)) };
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
