// Which orders lie near each other on the floor.
import type { FloorWalks } from '../place/floor-walks.ts';

/** So many metres are told apart when nearness is reckoned. */
const CELL = 1;

const BITS = 12;

/**
 * A number that is near for stops that lie near each other: where they begin and end across the aisles, as a place on Hilbert's
 * curve, then how far up the aisles they lie. Floors lie beside each other.
 */
export function nearness({ points }: FloorWalks, stops: readonly number[]): number {
  if (stops.length === 0) return -1;
  let [left, right, up] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const stop of stops) {
    const { floor, x, y } = points[stop]!;
    const across = Math.max(0, x) + floor * 1000;
    left = Math.min(left, across);
    right = Math.max(right, across);
    up += y / stops.length;
  }
  const cell = (metres: number) => Math.min(2 ** BITS - 1, Math.floor(metres / CELL));
  return hilbert(cell(left), cell(right)) * 1000 + Math.min(999, Math.max(0, up));
}

/** How far along Hilbert's curve a cell lies (Hilbert 1891, reckoned as in Warren, Hacker's Delight). */
function hilbert(x: number, y: number): number {
  let distance = 0;
  for (let side = 2 ** (BITS - 1); side > 0; side /= 2) {
    const right = (x & side) > 0 ? 1 : 0;
    const upper = (y & side) > 0 ? 1 : 0;
    distance += side * side * ((3 * right) ^ upper);
    if (upper === 0) {
      if (right === 1) {
        x = side - 1 - (x & (side - 1));
        y = side - 1 - (y & (side - 1));
      }
      [x, y] = [y, x];
    }
  }
  return distance;
}
