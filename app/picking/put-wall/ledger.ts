// How a wall stands, folded from its scans. The fold is total: a scan is taken or refused with a reason, and nothing else happens.
import type { WallDeed, WallScan, WallTask } from './deed.ts';

export type TaskAtWall = { task: WallTask; put: number; missing: number };

export type WallState = {
  tasks: ReadonlyMap<string, TaskAtWall>;
  /** the pigeonhole of each order that is begun and not carried away yet, by order id */
  slots: ReadonlyMap<string, number>;
  /** orders that were carried to packing */
  gone: ReadonlySet<string>;
  /** scans that were taken, by id, in their order */
  scans: ReadonlyMap<string, WallScan>;
  undone: ReadonlySet<string>;
  /** scans that were refused, and stay so whatever comes later */
  refused: ReadonlyMap<string, WallRefused>;
};

export type WallRefused =
  | 'unknown-task'
  | 'not-a-number'
  | 'not-wanted'
  | 'slot-taken'
  | 'other-slot'
  | 'order-gone'
  | 'not-complete'
  | 'nothing-to-undo'
  | 'undone-already';

export function initial(tasks: readonly WallTask[]): WallState {
  return {
    tasks: new Map(tasks.map((task) => [task.id, { task, put: 0, missing: 0 }])),
    slots: new Map(),
    gone: new Set(),
    scans: new Map(),
    undone: new Set(),
    refused: new Map(),
  };
}

/** Takes one scan, once: one that was answered before changes nothing and is answered as it was. */
export function take(state: WallState, scan: WallScan): { state: WallState; refused: WallRefused | null } {
  if (state.scans.has(scan.id)) return { state, refused: null };
  const before = state.refused.get(scan.id);
  if (before) return { state, refused: before };
  const changed = apply(state, scan.deed);
  if (typeof changed === 'string')
    return { state: { ...state, refused: new Map(state.refused).set(scan.id, changed) }, refused: changed };
  return { state: { ...changed, scans: new Map(state.scans).set(scan.id, scan) }, refused: null };
}

export function fold(tasks: readonly WallTask[], scans: Iterable<WallScan>): WallState {
  let state = initial(tasks);
  for (const scan of scans) state = take(state, scan).state;
  return state;
}

const isCount = (units: number) => Number.isSafeInteger(units) && units >= 1;

function apply(state: WallState, deed: WallDeed): WallState | WallRefused {
  switch (deed.kind) {
    case 'begun':
    case 'aside':
      return state;
    case 'put': {
      const one = openTask(state, deed.task, deed.units);
      if (typeof one === 'string') return one;
      const { orderId } = one.task;
      const own = state.slots.get(orderId);
      if (own !== undefined && own !== deed.slot) return 'other-slot';
      if (own === undefined && !isFree(state, deed.slot)) return 'slot-taken';
      return withTask({ ...state, slots: new Map(state.slots).set(orderId, deed.slot) }, one, deed.units, 0);
    }
    case 'missing': {
      const one = openTask(state, deed.task, deed.units);
      return typeof one === 'string' ? one : withTask(state, one, 0, deed.units);
    }
    case 'cleared': {
      const standing = standingOf(state, deed.order);
      if (standing.is === 'gone') return 'order-gone';
      if (standing.is !== 'complete') return 'not-complete';
      return { ...state, slots: without(state.slots, deed.order), gone: new Set(state.gone).add(deed.order) };
    }
    case 'undone':
      return undo(state, deed.scan);
  }
}

/** A task of which so many units are still awaited, or why not. */
function openTask(state: WallState, id: string, units: number): TaskAtWall | WallRefused {
  const one = state.tasks.get(id);
  if (!one) return 'unknown-task';
  if (!isCount(units)) return 'not-a-number';
  if (state.gone.has(one.task.orderId)) return 'order-gone';
  return units > leftOf(one) ? 'not-wanted' : one;
}

/** Takes a deed back as if it had not been done, unless what came after rests on it. */
function undo(state: WallState, id: string): WallState | WallRefused {
  const scan = state.scans.get(id);
  if (!scan || scan.device === null || scan.deed.kind === 'undone') return 'nothing-to-undo';
  if (state.undone.has(id)) return 'undone-already';
  const { deed } = scan;
  const before = { ...state, undone: new Set(state.undone).add(id) };
  switch (deed.kind) {
    case 'begun':
    case 'aside':
      return before;
    case 'put':
    case 'missing': {
      const one = state.tasks.get(deed.task)!;
      const { orderId } = one.task;
      if (state.gone.has(orderId)) return 'order-gone';
      if (deed.kind === 'missing') return withTask(before, one, 0, -deed.units);
      const after = withTask(before, one, -deed.units, 0);
      // What lies empty is free for another order.
      return standingOf(after, orderId).put > 0 ? after : { ...after, slots: without(after.slots, orderId) };
    }
    case 'cleared': {
      const slot = slotBefore(state, deed.order);
      if (slot === null || !isFree(state, slot)) return 'slot-taken';
      const gone = new Set(state.gone);
      gone.delete(deed.order);
      return { ...before, gone, slots: new Map(state.slots).set(deed.order, slot) };
    }
  }
}

/** Where an order stood that was carried away. */
function slotBefore(state: WallState, order: string): number | null {
  const last = [...state.scans.values()].findLast(
    ({ id, deed }) =>
      deed.kind === 'put' && !state.undone.has(id) && state.tasks.get(deed.task)?.task.orderId === order,
  );
  return last?.deed.kind === 'put' ? last.deed.slot : null;
}

function withTask(state: WallState, one: TaskAtWall, put: number, missing: number): WallState {
  const after = { ...one, put: one.put + put, missing: one.missing + missing };
  return { ...state, tasks: new Map(state.tasks).set(one.task.id, after) };
}

function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Map<Key, Value> {
  const next = new Map(map);
  next.delete(key);
  return next;
}

export function isFree(state: WallState, slot: number): boolean {
  for (const taken of state.slots.values()) if (taken === slot) return false;
  return Number.isSafeInteger(slot) && slot >= 0;
}

/** Units of a task that are neither in the wall nor said to be missing. */
export const leftOf = ({ task, put, missing }: TaskAtWall): number => task.units - put - missing;

/**
 * How an order stands: waiting for its first unit; begun; complete, to be carried to packing; gone there; or empty, when nothing of it
 * was on the cart. put + missing + left = units.
 */
export type OrderAtWall = {
  is: 'waiting' | 'begun' | 'complete' | 'gone' | 'empty';
  slot: number | null;
  units: number;
  put: number;
  missing: number;
  left: number;
};

export function standingOf(state: WallState, order: string): OrderAtWall {
  const sums = { units: 0, put: 0, missing: 0, left: 0 };
  for (const one of state.tasks.values()) {
    if (one.task.orderId !== order) continue;
    sums.units += one.task.units;
    sums.put += one.put;
    sums.missing += one.missing;
    sums.left += leftOf(one);
  }
  const slot = state.slots.get(order) ?? null;
  if (state.gone.has(order)) return { is: 'gone', slot: null, ...sums };
  if (slot === null) return { is: sums.left > 0 ? 'waiting' : 'empty', slot, ...sums };
  return { is: sums.left > 0 ? 'begun' : 'complete', slot, ...sums };
}

/** All orders of the wall, in the order of the walk. */
export function ordersOf(state: WallState): Map<string, OrderAtWall> {
  const orders = new Set([...state.tasks.values()].map(({ task }) => task.orderId));
  return new Map([...orders].map((order) => [order, standingOf(state, order)]));
}

/** Whether every order was carried to packing, or has nothing to be carried. */
export const isSorted = (state: WallState): boolean =>
  [...ordersOf(state).values()].every(({ is }) => is === 'gone' || is === 'empty');
