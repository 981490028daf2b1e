import { anneal, type Effort } from './anneal.ts';
import { firstCome } from './first-come.ts';
import { floorBound } from './floor-bound.ts';
import { savings } from './savings.ts';
import { bestOfSubsets, SUBSETS_TO } from './subsets.ts';
import { type Batches, type Board, boardOf, distanceOf, type Task } from './task.ts';

/** What is known about how good a plan is. */
export interface Certificate {
  distance: number;
  /** no batches of these orders are shorter in sum */
  bound: number;
  /** there are none shorter */
  proven: boolean;
}

export interface Plan extends Certificate {
  batches: Batches;
  /** moves that the search tried; 0 where it was not needed */
  moves: number;
}

/**
 * Which orders are picked together, for the least distance in sum: proven best up to 14 orders, above that the best that the
 * effort finds, beside a bound.
 * @throws TooMuchForACart for an order that no cart holds, RangeError for an amount that cannot be
 */
export function planBatches(task: Task, effort: Effort): Plan {
  const startedAt = effort.now?.() ?? 0;
  const board = boardOf(task);
  if (board.count === 0) return { batches: [], distance: 0, bound: 0, proven: true, moves: 0 };
  if (board.count <= SUBSETS_TO) {
    const batches = tidy(bestOfSubsets(board));
    const distance = distanceOf(board, batches);
    return { batches, distance, bound: distance, proven: true, moves: 0 };
  }
  const { batches, moves } = anneal(board, startOf(board), { ...effort, startedAt });
  return { batches: tidy(batches), ...certified(board, batches), moves };
}

/** The better of first come and savings. */
function startOf(board: Board): Batches {
  const first = firstCome(board);
  const merged = savings(board);
  return distanceOf(board, merged) <= distanceOf(board, first) ? merged : first;
}

function certified(board: Board, batches: Batches): Certificate {
  const distance = distanceOf(board, batches);
  const bound = Math.min(distance, floorBound(board));
  return { distance, bound, proven: bound >= distance };
}

/** Orders ascending in each batch, batches by their first. */
function tidy(batches: Batches): Batches {
  return batches.map((batch) => batch.toSorted((a, b) => a - b)).sort((a, b) => a[0]! - b[0]!);
}
