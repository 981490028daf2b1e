// How a wall stands, folded from its scans. The fold is total: a scan is taken or refused with a reason, and nothing else happens.
import type { WhyChanged } from '../floor/scan.ts';
import type { WallDeed, WallScan, WallTask } from './deed.ts';

/** Where a task's units are: in the pigeonhole (or packed out of it), missing, back in their bin, and the rest on the cart. */
export type TaskAtWall = {
  task: WallTask;
  /** units that the order wants now, of those that were picked */
  wanted: number;
  /** why the shop changed that last; null = it never did */
  because: WhyChanged | null;
  put: number;
  missing: number;
  back: number;
  /** its order was carried to packing: nothing more is asked for */
  gone: boolean;
};

export type WallState = {
  tasks: ReadonlyMap<string, TaskAtWall>;
  /** the pigeonhole of each order that is begun and not carried away yet, by order id */
  slots: ReadonlyMap<string, number>;
  /** orders that were carried to packing, with the pigeonhole that each left; null = it never had one */
  gone: ReadonlyMap<string, number | null>;
  /** units in the waiting tote, by item, each above 0 */
  waiting: ReadonlyMap<string, number>;
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
  | 'not-owed'
  | 'slot-taken'
  | 'other-slot'
  | 'order-gone'
  | 'not-complete'
  | 'nothing-to-undo'
  | 'undone-already'
  | 'put-back-since';

export function initial(tasks: readonly WallTask[]): WallState {
  return {
    tasks: new Map(
      tasks.map((task) => [
        task.id,
        { task, wanted: task.units, because: null, put: 0, missing: 0, back: 0, gone: false },
      ]),
    ),
    slots: new Map(),
    gone: new Map(),
    waiting: new Map(),
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
      return state;
    case 'aside':
      return deed.why === 'wall-full' ? wait(state, deed.item, 1) : state;
    case 'wanted': {
      const one = state.tasks.get(deed.task);
      if (!one) return 'unknown-task';
      const { units, because } = deed;
      return Number.isSafeInteger(units) && units >= 0
        ? withTask(state, one, { wanted: Math.min(units, one.task.units), because })
        : 'not-a-number';
    }
    case 'put': {
      const one = taskOf(state, deed);
      if (typeof one === 'string') return one;
      const { orderId, item } = one.task;
      if (state.gone.has(orderId)) return 'order-gone';
      if (deed.units > leftOf(one)) return 'not-wanted';
      const own = state.slots.get(orderId);
      if (own !== undefined && own !== deed.slot) return 'other-slot';
      if (own === undefined && !isFree(state, deed.slot)) return 'slot-taken';
      const slots = new Map(state.slots).set(orderId, deed.slot);
      return wait(withTask({ ...state, slots }, one, { put: one.put + deed.units }), item, -deed.units);
    }
    case 'missing': {
      const one = taskOf(state, deed);
      if (typeof one === 'string') return one;
      if (deed.units > onCart(one)) return state.gone.has(one.task.orderId) ? 'order-gone' : 'not-wanted';
      return wait(withTask(state, one, { missing: one.missing + deed.units }), one.task.item, 0);
    }
    case 'put-back': {
      const one = taskOf(state, deed);
      if (typeof one === 'string') return one;
      return deed.slot === null ? putBackFromCart(state, one, deed.units) : putBackFromSlot(state, one, deed);
    }
    case 'cleared': {
      const standing = standingOf(state, deed.order);
      if (standing.is === 'gone') return 'order-gone';
      if (standing.is !== 'complete') return 'not-complete';
      return leave(state, deed.order);
    }
    case 'packed': {
      if (state.gone.has(deed.order)) return 'order-gone';
      let packed = leave(state, deed.order);
      for (const one of packed.tasks.values())
        if (one.task.orderId === deed.order)
          packed = wait(withTask(packed, one, { put: one.put + onCart(one) }), one.task.item, -onCart(one));
      return packed;
    }
    case 'undone':
      return undo(state, deed.scan);
  }
}

function taskOf(state: WallState, deed: { task: string; units: number }): TaskAtWall | WallRefused {
  const one = state.tasks.get(deed.task);
  if (!one) return 'unknown-task';
  return isCount(deed.units) ? one : 'not-a-number';
}

function putBackFromCart(state: WallState, one: TaskAtWall, units: number): WallState | WallRefused {
  if (units > owedOnCart(one)) return 'not-owed';
  return wait(withTask(state, one, { back: one.back + units }), one.task.item, -units);
}

function putBackFromSlot(
  state: WallState,
  one: TaskAtWall,
  { slot, units }: { slot: number | null; units: number },
): WallState | WallRefused {
  const { orderId } = one.task;
  if (state.gone.has(orderId)) return 'order-gone';
  if (units > owedInSlot(one)) return 'not-owed';
  if (state.slots.get(orderId) !== slot) return 'other-slot';
  return emptied(withTask(state, one, { put: one.put - units, back: one.back + units }), orderId);
}

/** What lies empty is free for another order. */
const emptied = (state: WallState, order: string): WallState =>
  standingOf(state, order).put > 0 ? state : { ...state, slots: without(state.slots, order) };

function leave(state: WallState, order: string): WallState {
  const gone = new Map(state.gone).set(order, state.slots.get(order) ?? null);
  return { ...ofOrder(state, order, { gone: true }), gone, slots: without(state.slots, order) };
}

function ofOrder(state: WallState, order: string, change: { gone: boolean }): WallState {
  const tasks = [...state.tasks].map(
    ([id, one]) => [id, one.task.orderId === order ? { ...one, ...change } : one] as const,
  );
  return { ...state, tasks: new Map(tasks) };
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
    case 'wanted':
    case 'packed':
      return 'nothing-to-undo';
    case 'aside':
      return deed.why === 'wall-full' ? wait(before, deed.item, -1) : before;
    case 'put':
    case 'missing': {
      const one = state.tasks.get(deed.task)!;
      const { orderId } = one.task;
      if (state.gone.has(orderId)) return 'order-gone';
      if (deed.kind === 'missing') return withTask(before, one, { missing: one.missing - deed.units });
      if (deed.units > one.put) return 'put-back-since';
      return emptied(withTask(before, one, { put: one.put - deed.units }), orderId);
    }
    case 'put-back': {
      const one = state.tasks.get(deed.task)!;
      const { orderId } = one.task;
      const back = one.back - deed.units;
      if (deed.slot === null) return withTask(before, one, { back });
      if (state.gone.has(orderId)) return 'order-gone';
      const own = state.slots.get(orderId);
      if (own === undefined ? !isFree(state, deed.slot) : own !== deed.slot) return 'slot-taken';
      const slots = new Map(state.slots).set(orderId, deed.slot);
      return withTask({ ...before, slots }, one, { put: one.put + deed.units, back });
    }
    case 'cleared': {
      const slot = state.gone.get(deed.order) ?? null;
      if (slot === null || !isFree(state, slot)) return 'slot-taken';
      const here = ofOrder(before, deed.order, { gone: false });
      return { ...here, gone: without(state.gone, deed.order), slots: new Map(state.slots).set(deed.order, slot) };
    }
  }
}

function withTask(state: WallState, one: TaskAtWall, change: Partial<Omit<TaskAtWall, 'task'>>): WallState {
  return { ...state, tasks: new Map(state.tasks).set(one.task.id, { ...one, ...change }) };
}

/**
 * So many more units of an item wait, or fewer. Units of one item cannot be told apart, and what waits comes first: it is no more
 * than what is on the cart at all.
 */
function wait(state: WallState, item: string, more: number): WallState {
  let most = 0;
  for (const one of state.tasks.values()) if (one.task.item === item) most += onCart(one);
  const units = Math.min(most, Math.max(0, (state.waiting.get(item) ?? 0) + more));
  const waiting = without(state.waiting, item);
  return { ...state, waiting: units > 0 ? waiting.set(item, units) : waiting };
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

/** Units of a task that lie on the cart, or in the waiting tote: put + missing + back + on the cart = units. */
export const onCart = ({ task, put, missing, back }: TaskAtWall): number => task.units - put - missing - back;

/** Units of a task on the cart that its order still wants. */
export const leftOf = (one: TaskAtWall): number =>
  one.gone ? 0 : Math.max(0, Math.min(onCart(one), one.wanted - one.put));

/** Units of a task in the pigeonhole beyond what is wanted: they go back. */
export const owedInSlot = ({ put, wanted, gone }: TaskAtWall): number => (gone ? 0 : Math.max(0, put - wanted));

/** Units of a task on the cart beyond what is wanted: they go back. */
export const owedOnCart = (one: TaskAtWall): number => onCart(one) - leftOf(one);

/**
 * How an order stands: waiting for its first unit; begun; complete, to be carried to packing; gone there; owing, when something in
 * its pigeonhole has to be put back first; or empty, when nothing of it is wanted and was on the cart.
 */
export type OrderAtWall = {
  is: 'waiting' | 'begun' | 'complete' | 'gone' | 'owing' | 'empty';
  slot: number | null;
  units: number;
  put: number;
  missing: number;
  /** units wanted that are still on the cart */
  left: number;
  /** units to be put back out of its pigeonhole */
  owed: number;
};

export function standingOf(state: WallState, order: string): OrderAtWall {
  const sums = { units: 0, put: 0, missing: 0, left: 0, owed: 0 };
  for (const one of state.tasks.values()) {
    if (one.task.orderId !== order) continue;
    sums.units += one.task.units;
    sums.put += one.put;
    sums.missing += one.missing;
    sums.left += leftOf(one);
    sums.owed += owedInSlot(one);
  }
  const slot = state.slots.get(order) ?? null;
  if (state.gone.has(order)) return { is: 'gone', slot: null, ...sums };
  if (slot === null) return { is: sums.left > 0 ? 'waiting' : 'empty', slot, ...sums };
  if (sums.owed > 0) return { is: 'owing', slot, ...sums };
  return { is: sums.left > 0 ? 'begun' : 'complete', slot, ...sums };
}

/** All orders of the wall, in the order of the walk. */
export function ordersOf(state: WallState): Map<string, OrderAtWall> {
  const orders = new Set([...state.tasks.values()].map(({ task }) => task.orderId));
  return new Map([...orders].map((order) => [order, standingOf(state, order)]));
}

/** Whether every order was carried to packing, or has nothing to be carried, and nothing is to be put back. */
export const isSorted = (state: WallState): boolean =>
  [...state.tasks.values()].every((one) => owedOnCart(one) === 0) &&
  [...ordersOf(state).values()].every(({ is }) => is === 'gone' || is === 'empty');
