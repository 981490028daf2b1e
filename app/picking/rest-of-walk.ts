// The rest of a walk that is under way, planned anew in an instant: an order was canceled or came in on the way, a bin was empty.
import { heldKarp, improved, tourLength } from './walk/tour.ts';

export type Rest = {
  /** the stops still to be made, in their new order */
  order: number[];
  /** from where the picker is, through them and home */
  metres: number;
  /** no other order is shorter */
  proven: boolean;
};

/** More would take longer than a picker's next step, on a slow day. */
const EXACT_TO = 10;

/**
 * `left`: stops still to be made, in the order planned so far; `added`: new ones. `far` answers metres on foot between two places,
 * symmetric; `at` is where the picker stands, `home` where the walk ends. Exact up to 10 stops; above that the order so far is
 * kept where it is good, and bettered by 2-opt and Or-opt.
 */
export function restOfWalk(
  left: readonly number[],
  added: readonly number[],
  far: (a: number, b: number) => number,
  at: number,
  home: number,
): Rest {
  const stops = [...new Set(left)];
  const fresh = [...new Set(added)].filter((stop) => !stops.includes(stop));
  const places = [at, ...stops, ...fresh, home];
  const size = places.length;
  if (size === 2) return { order: [], metres: far(at, home), proven: true };
  const of = new Float64Array(size * size);
  let most = 1;
  for (let i = 0; i < size; i++)
    for (let j = i + 1; j < size; j++) {
      const metres = far(places[i]!, places[j]!);
      of[i * size + j] = metres;
      of[j * size + i] = metres;
      most += metres;
    }
  // A closed tour that must go straight from home to where the picker stands is a way from there to home.
  of[size - 1] = -most;
  of[(size - 1) * size] = -most;
  const distances = { size, of };
  const exact = size <= EXACT_TO + 2;
  const order = exact
    ? heldKarp(distances).order
    : improved(distances, inserted(distances, stops.length, fresh.length));
  const metres = tourLength(distances, order) + most;
  const forward = order[1] === size - 1 ? [order[0]!, ...order.slice(1).reverse()] : order;
  return { order: forward.slice(1, -1).map((point) => places[point]!), metres, proven: exact };
}

/** The order so far with each new stop where it costs least. */
function inserted({ size, of }: { size: number; of: Float64Array }, left: number, fresh: number): number[] {
  const order = [0, ...Array.from({ length: left }, (_, i) => i + 1), size - 1];
  for (let stop = left + 1; stop <= left + fresh; stop++) {
    let best = 1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 1; i < order.length; i++) {
      const [a, b] = [order[i - 1]!, order[i]!];
      const more = of[a * size + stop]! + of[stop * size + b]! - of[a * size + b]!;
      if (more < least) [best, least] = [i, more];
    }
    order.splice(best, 0, stop);
  }
  return order;
}
