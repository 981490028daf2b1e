import { uniformFrom } from '../../lib/uniform.ts';
import { type Effort, isSlow } from './batching.ts';
import { firstCome } from './first-come.ts';
import { savings } from './savings.ts';
import { type Batches, type Board, boardOf, distanceOf, type OrderToBatch, type Task } from './task.ts';

export interface OrderDue extends OrderToBatch {
  /** seconds from now until its batch must be finished; infinity where nothing presses */
  due: number;
  /** seconds to pick it, beside the walk */
  seconds: number;
}

/** Who picks, and how fast. */
export interface Crew {
  /** they are all free now */
  pickers: number;
  /** seconds a batch takes beside walking and picking */
  setup: number;
  /** seconds for a metre, or whatever the walks are measured in */
  perMetre: number;
}

export interface TaskDue extends Task {
  orders: readonly OrderDue[];
  crew: Crew;
  /** plans to begin the search with, if they are better: batches in the order in which they would be begun */
  starts?: readonly Batches[];
}

export interface BatchDue {
  orders: number[];
  picker: number;
  /** seconds from now */
  start: number;
  finish: number;
}

export interface PlanDue {
  /** in the order in which they are begun */
  batches: BatchDue[];
  /** seconds that the orders are late, in sum */
  tardiness: number;
  distance: number;
}

/** What a longer plan may cost at first and at last, as a share of the mean batch. */
const HEAT = { first: 0.02, last: 0.003 };
/** Moves between two looks at the clock. */
const STRIDE = 128;
/** Savings take the square of the orders, and are a start for no more than these. */
const SAVINGS_TO = 250;

/**
 * Batches that make the orders as little late as can be found, and among such plans a short one. Each batch goes to the picker
 * who is free first. The search begins with the earliest due dates first come, with savings, or with what is given, whichever is
 * less late or shorter, and anneals the distance while lateness only falls: so it never ends worse than it starts. The same seed and moves
 * end the same where no clock is given.
 * @throws TooMuchForACart for an order that no cart holds, RangeError for an amount that cannot be
 */
export function planByDue(task: TaskDue, effort: Effort): PlanDue {
  const { orders, crew } = task;
  checkTimes(task);
  const board = boardOf(task);
  const durationOf = (batch: readonly number[], metres: number): number =>
    crew.setup + crew.perMetre * metres + batch.reduce((sum, order) => sum + orders[order]!.seconds, 0);
  /** Seconds late in sum, of batches in this order; infinity as soon as they are more than `most`. */
  const tardinessOf = (batches: Batches, seconds: readonly number[], most = Number.POSITIVE_INFINITY): number => {
    const free = new Float64Array(crew.pickers);
    let sum = 0;
    for (let i = 0; i < batches.length; i++) {
      const picker = soonest(free);
      free[picker]! += seconds[i]!;
      for (const order of batches[i]!) sum += Math.max(0, free[picker]! - orders[order]!.due);
      if (sum > most) return Number.POSITIVE_INFINITY;
    }
    return sum;
  };
  const rated = (batches: Batches) => {
    const metres = batches.map((batch) => board.length(batch, batch.length));
    const seconds = batches.map((batch, i) => durationOf(batch, metres[i]!));
    const distance = metres.reduce((sum, length) => sum + length, 0);
    return { batches, metres, seconds, distance, tardiness: tardinessOf(batches, seconds) };
  };

  const { moves, within, stopped } = effort;
  if (!(moves < Number.POSITIVE_INFINITY || within || stopped))
    throw new RangeError('A search without an end needs a clock or somebody to stop it.');
  const startedAt = within?.now() ?? 0;
  const slow = () => isSlow(startedAt, within, stopped);
  let now = [...startsOf(board, orders, slow), ...(task.starts ?? [])]
    .map(rated)
    .reduce((a, b) => (isBetter(b, a) ? b : a));
  let best = now;
  const draw = uniformFrom(effort.seed);
  const below = (count: number) => Math.floor(draw() * count);
  const scale = now.distance / Math.max(1, now.batches.length);
  let heat = 0;
  for (let move = 0; move < moves && board.count > 1; move++) {
    if (move % STRIDE === 0) {
      const elapsed = stopped?.() ? 1 : within ? (within.now() - startedAt) / within.milliseconds : 0;
      const progress = Math.max(moves < Number.POSITIVE_INFINITY ? move / moves : 0, elapsed);
      if (progress >= 1) break;
      heat = scale * HEAT.first * (HEAT.last / HEAT.first) ** progress;
    }
    const next = changed(board, now, below);
    if (!next) continue;
    // Only what changed is walked anew.
    const metres = next.map((batch, i) => {
      const before = now.batches[i] === batch ? i : now.batches.indexOf(batch);
      return before >= 0 ? now.metres[before]! : board.length(batch, batch.length);
    });
    const distance = metres.reduce((sum, length) => sum + length, 0);
    const longer = distance - now.distance;
    const mayBeLonger = longer <= -heat * Math.log(1 - draw());
    if (!mayBeLonger && now.tardiness === 0) continue;
    const seconds = next.map((batch, i) => durationOf(batch, metres[i]!));
    const tardiness = tardinessOf(next, seconds, now.tardiness);
    if (tardiness > now.tardiness || (tardiness === now.tardiness && !mayBeLonger)) continue;
    now = { batches: next, metres, seconds, distance, tardiness };
    if (isBetter(now, best)) best = now;
  }

  const free = new Float64Array(crew.pickers);
  const batches = best.batches.map((batch, i): BatchDue => {
    const picker = soonest(free);
    const start = free[picker]!;
    free[picker]! += best.seconds[i]!;
    return { orders: batch.toSorted((a, b) => a - b), picker, start, finish: free[picker]! };
  });
  return { batches, tardiness: best.tardiness, distance: distanceOf(board, best.batches) };
}

function checkTimes({ orders, crew }: TaskDue): void {
  if (!(Number.isInteger(crew.pickers) && crew.pickers > 0))
    throw new RangeError(`${crew.pickers} pickers pick nothing.`);
  for (const [what, seconds] of [
    ['Setup', crew.setup],
    ['A metre', crew.perMetre],
  ] as const)
    if (!(seconds >= 0 && seconds < Number.POSITIVE_INFINITY))
      throw new RangeError(`${what} cannot take ${seconds} s.`);
  for (const { name, due, seconds } of orders) {
    if (Number.isNaN(due)) throw new RangeError(`Order ${name} cannot be due at ${due}.`);
    if (!(seconds >= 0 && seconds < Number.POSITIVE_INFINITY))
      throw new RangeError(`Order ${name} cannot take ${seconds} s.`);
  }
}

/** The earliest due dates first come; and savings, those with the earliest due date begun first. */
function startsOf(board: Board, orders: readonly OrderDue[], stopped: () => boolean): Batches[] {
  const byDue = Array.from(orders.keys()).sort((a, b) => compareDue(orders[a]!.due, orders[b]!.due) || a - b);
  const { measures, load } = board;
  const sorted: Board = {
    ...board,
    load: Float64Array.from(
      byDue.flatMap((order) => Array.from(load.subarray(order * measures, (order + 1) * measures))),
    ),
  };
  const earliest = firstCome(sorted).map((batch) => batch.map((at) => byDue[at]!));
  if (board.count > SAVINGS_TO) return [earliest];
  const due = (batch: readonly number[]) => Math.min(...batch.map((order) => orders[order]!.due));
  return [earliest, savings(board, stopped).sort((a, b) => compareDue(due(a), due(b)) || a[0]! - b[0]!)];
}

/** Two that never press compare as equal: infinity less infinity is no number. */
function compareDue(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function soonest(free: Float64Array): number {
  let picker = 0;
  for (let other = 1; other < free.length; other++) if (free[other]! < free[picker]!) picker = other;
  return picker;
}

function isBetter(a: { tardiness: number; distance: number }, b: { tardiness: number; distance: number }): boolean {
  return a.tardiness < b.tardiness || (a.tardiness === b.tardiness && a.distance < b.distance - 1e-9);
}

/**
 * A batch begun sooner or later, an order put elsewhere, or two orders in each other's place. Null for a move that is none or
 * does not fit. Batches that stay as they are stay the same arrays.
 */
function changed(board: Board, { batches }: { batches: Batches }, below: (count: number) => number): Batches | null {
  const kind = below(10);
  const from = below(batches.length);
  const own = batches[from]!;
  // One more than there are: an order may have a batch to itself.
  const to = below(batches.length + (kind < 5 ? 1 : 0));
  if (to === from) return null;
  if (kind < 2) return batches.toSpliced(from, 1).toSpliced(to, 0, own);
  const order = own[below(own.length)]!;
  const other = batches[to] ?? [];
  const back = kind < 5 ? -1 : other[below(other.length)]!;
  const left = own.filter((one) => one !== order);
  const grown = [...other.filter((one) => one !== back), order];
  if (back >= 0) left.push(back);
  if (!fits(board, grown) || !fits(board, left)) return null;
  return [...batches, ...(to === batches.length ? [[]] : [])]
    .map((batch, i) => (i === from ? left : i === to ? grown : batch))
    .filter((batch) => batch.length > 0);
}

function fits({ measures, load, capacity }: Board, batch: readonly number[]): boolean {
  for (let m = 0; m < measures; m++) {
    let held = 0;
    for (const order of batch) held += load[order * measures + m]!;
    if (held > capacity[m]!) return false;
  }
  return true;
}
