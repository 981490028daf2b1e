import { anneal, type Found, type Search } from './anneal.ts';
import { BEGUN_TO, begunBound } from './begun-batches.ts';
import { firstCome } from './first-come.ts';
import { floorBound } from './floor-bound.ts';
import { fullCarts } from './full-carts.ts';
import { joined } from './joined.ts';
import { type Kin, kinOf, pairLengths } from './kin.ts';
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

/** How much of the time the search has when a proof may follow, and when only a bound may. */
const SEARCHING = { beforeProof: 0.5, beforeBound: 0.85 };
/** Without a clock: begun batches that a bound looks at for each move of the search. It takes a sixth of the time, too. */
const LOOKS = 15;
/** How much of the time a start may take where walks are slow to measure, and milliseconds that it has in any case. */
const BEGINNING = 0.6;
const IN_ANY_CASE = 10;

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
    if (!within) return 0;
    return within.milliseconds > 0 ? Math.min(1, (within.now() - startedAt) / within.milliseconds) : 1;
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
  const bounded = prove && exact && !columns && board.count <= BEGUN_TO;
  const share = columns ? SEARCHING.beforeProof : bounded ? SEARCHING.beforeBound : 1;
  const { batches, moves } = searched(board, { seed, moves: most, elapsed: () => elapsed() / share }, slow);
  const floor = floorBound(board);
  const over = () => elapsed() >= 1;
  const open = distanceOf(board, batches) > floor;
  const proved = columns && open ? proof(board, columns, batches, over) : null;
  const raised = bounded && open ? begunBound(board, batches, LOOKS * most, over) : 0;
  const plan = tidy(joined(board, proved?.batches ?? batches));
  const distance = distanceOf(board, plan);
  if (proved?.proven) return { batches: plan, distance, bound: distance, proven: true, moves };
  const bound = Math.min(distance, Math.max(floor, proved?.bound ?? 0, raised));
  return { batches: plan, distance, bound, proven: bound >= distance, moves };
}

/** Whether a start has taken so long that the search should begin with what there is. */
export function isSlow(startedAt: number, within: Effort['within'], stopped: Effort['stopped']): boolean {
  if (stopped?.()) return true;
  return within ? within.now() - startedAt > Math.max(IN_ANY_CASE, BEGINNING * within.milliseconds) : false;
}

/** More orders than these need longer than a search has to be put where they belong, when a start cares for carts alone. */
const FEW_CARTS_TO = 250;

/**
 * Anneals from savings; and where carts can be filled so that fewer do, which savings do not see, for half of the time from there,
 * unless the first half found as few.
 */
function searched(board: Board, search: Search, slow: () => boolean): Found {
  const { batches: start, kin } = startOf(board, slow);
  const full = board.count > FEW_CARTS_TO || slow() ? start : fullCarts(board);
  if (full.length >= start.length) return anneal(board, start, { ...search, kin });
  const half = { ...search, moves: Math.ceil(search.moves / 2), kin };
  const first = anneal(board, start, { ...half, elapsed: () => 2 * search.elapsed() });
  const fewest = first.batches.length <= full.length ? first.batches : full;
  const second = anneal(board, fewest, { ...half, elapsed: () => 2 * search.elapsed() - 1 });
  const best = distanceOf(board, second.batches) < distanceOf(board, first.batches) ? second : first;
  return { batches: best.batches, moves: first.moves + second.moves };
}

/** Pairs are the square of the orders: more than these are paired in parts, those with walks of like length together. */
const PART = 400;

/** The better of first come and savings, and the kin of each order as far as there was time to look for them. */
function startOf(board: Board, stopped: () => boolean): { batches: Batches; kin: Kin } {
  const { count, least } = board;
  const byLength = Array.from(least.keys());
  const parts = Math.ceil(count / PART);
  if (parts > 1) byLength.sort((a, b) => least[a]! - least[b]! || a - b);
  const merged: Batches = [];
  const kin = byLength.map(() => new Int32Array());
  for (let part = 0; part < parts; part++) {
    const orders = Int32Array.from(byLength.slice((part * count) / parts, ((part + 1) * count) / parts));
    const own = parts > 1 ? partOf(board, orders) : board;
    const pairs = pairLengths(own, stopped);
    for (const batch of savings(own, stopped, pairs)) merged.push(batch.map((at) => orders[at]!));
    if (!pairs) continue;
    kinOf(own.count, pairs).forEach((row, at) => {
      kin[orders[at]!] = row.map((other) => orders[other]!);
    });
  }
  const first = firstCome(board);
  return { batches: distanceOf(board, merged) <= distanceOf(board, first) ? merged : first, kin };
}

function partOf(board: Board, orders: Int32Array): Board {
  const { measures, load, least } = board;
  const members = new Int32Array(orders.length);
  return {
    ...board,
    count: orders.length,
    load: Float64Array.from(
      Array.from(orders).flatMap((order) => Array.from(load.subarray(order * measures, (order + 1) * measures))),
    ),
    least: Float64Array.from(orders, (order) => least[order]!),
    length: (own, count) => {
      for (let i = 0; i < count; i++) members[i] = orders[own[i]!]!;
      return board.length(members, count);
    },
  };
}

/** Orders ascending in each batch, batches by their first. */
function tidy(batches: Batches): Batches {
  return batches.map((batch) => batch.toSorted((a, b) => a - b)).sort((a, b) => a[0]! - b[0]!);
}
