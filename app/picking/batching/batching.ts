import { anneal } from './anneal.ts';
import { firstCome } from './first-come.ts';
import { floorBound } from './floor-bound.ts';
import { joined } from './joined.ts';
import { proof, provable } from './proof.ts';
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

export interface Effort {
  /** the same seed and number of moves find the same batches, where no clock is given */
  seed: number;
  /** moves to try at most */
  moves: number;
  /** milliseconds at most, and the clock that they are measured by */
  within?: { milliseconds: number; now: () => number };
  /** asked now and then: whether to stop with the best so far */
  stopped?: () => boolean;
  /** whether to spend half of the time on a proof where one may succeed; yes by default */
  prove?: boolean;
}

/** How much of the time the search has when a proof may follow. */
const SEARCHING = 0.5;
/** How much of the time a start may take where walks are slow to measure, and milliseconds that it has in any case. */
const BEGINNING = 0.4;
const IN_ANY_CASE = 100;

/**
 * Which orders are picked together, for the least distance in sum: proven best where walks are exact, up to 14 orders and wherever
 * a proof succeeds,
 * else the best that the effort finds, beside a bound.
 * @throws TooMuchForACart for an order that no cart holds, RangeError for an amount that cannot be
 */
export function planBatches(task: Task, { seed, moves: most, within, stopped, prove = true }: Effort): Plan {
  if (!(most < Number.POSITIVE_INFINITY || within || stopped))
    throw new RangeError('A search without an end needs a clock or somebody to stop it.');
  const startedAt = within?.now() ?? 0;
  const elapsed = () => {
    if (stopped?.()) return 1;
    return within ? Math.min(1, (within.now() - startedAt) / within.milliseconds) : 0;
  };
  const slow = () => isSlow(startedAt, within, stopped);
  const board = boardOf(task);
  if (board.count === 0) return { batches: [], distance: 0, bound: 0, proven: true, moves: 0 };
  // By walks that are only near the shortest nothing can be proven but what bounds on the orders' own walks say.
  const { shortest, exact: exactFor } = task.walks;
  const exact = shortest || !exactFor || exactFor(task.orders.flatMap(({ stops }) => stops));
  const best = board.count <= SUBSETS_TO ? bestOfSubsets(board, slow) : null;
  if (best) {
    const batches = tidy(joined(board, best));
    const distance = distanceOf(board, batches);
    const bound = exact ? distance : Math.min(distance, floorBound(board));
    return { batches, distance, bound, proven: bound >= distance, moves: 0 };
  }
  const columns = prove && exact ? provable(board) : null;
  const share = columns ? SEARCHING : 1;
  const start = startOf(board, slow);
  const { batches, moves } = anneal(board, start, { seed, moves: most, elapsed: () => elapsed() / share });
  const floor = floorBound(board);
  const proved =
    columns && distanceOf(board, batches) > floor ? proof(board, columns, batches, () => elapsed() >= 1) : null;
  const plan = tidy(joined(board, proved?.batches ?? batches));
  const distance = distanceOf(board, plan);
  if (proved?.proven) return { batches: plan, distance, bound: distance, proven: true, moves };
  const bound = Math.min(distance, Math.max(floor, proved?.bound ?? 0));
  return { batches: plan, distance, bound, proven: bound >= distance, moves };
}

/** Whether a start has taken so long that the search should begin with what there is. */
export function isSlow(startedAt: number, within: Effort['within'], stopped: Effort['stopped']): boolean {
  if (stopped?.()) return true;
  return within ? within.now() - startedAt > Math.max(IN_ANY_CASE, BEGINNING * within.milliseconds) : false;
}

/** The better of first come and savings. */
function startOf(board: Board, stopped: () => boolean): Batches {
  const first = firstCome(board);
  const merged = savingsInParts(board, stopped);
  return distanceOf(board, merged) <= distanceOf(board, first) ? merged : first;
}

/** Savings take the square of the orders: more than these are merged in parts, those with walks of like length together. */
const PART = 250;

function savingsInParts(board: Board, stopped: () => boolean): Batches {
  if (board.count <= PART) return savings(board, stopped);
  const { measures, load, least } = board;
  const byLength = Array.from(least.keys()).sort((a, b) => least[a]! - least[b]! || a - b);
  const batches: Batches = [];
  for (let from = 0; from < board.count; from += PART) {
    const part = byLength.slice(from, from + PART);
    const own: Board = {
      ...board,
      count: part.length,
      load: Float64Array.from(
        part.flatMap((order) => Array.from(load.subarray(order * measures, (order + 1) * measures))),
      ),
      least: Float64Array.from(part, (order) => least[order]!),
      length: (members, count) => {
        const orders = new Int32Array(count);
        for (let i = 0; i < count; i++) orders[i] = part[members[i]!]!;
        return board.length(orders, count);
      },
    };
    const merged = savings(own, stopped);
    batches.push(...merged.map((batch) => batch.map((order) => part[order]!)));
  }
  return batches;
}

/** Orders ascending in each batch, batches by their first. */
function tidy(batches: Batches): Batches {
  return batches.map((batch) => batch.toSorted((a, b) => a - b)).sort((a, b) => a[0]! - b[0]!);
}
