// How a wave stands, folded from its scans. The fold is total: a scan is taken or refused with a reason, and nothing else happens.
import type { Deed, Scan, ShortReason, Task } from './scan.ts';

export type TaskState = {
  task: Task;
  wanted: number;
  /** units by tote, each above 0 */
  inTotes: ReadonlyMap<string, number>;
  /** units said to be missing, by reason, each above 0: what was said, wanted or not */
  missing: ReadonlyMap<ShortReason, number>;
  /** how often it was put off; what was put off comes after the rest */
  skips: number;
  /** the phone that is on its way to it, or took the last of it: what has to go back is in its totes */
  taker: string | null;
};

export type WaveState = {
  tasks: ReadonlyMap<string, TaskState>;
  /** the tote that stands now in the place of another */
  totes: ReadonlyMap<string, string>;
  /** scans that were taken, by id, in their order */
  scans: ReadonlyMap<string, Scan>;
  undone: ReadonlySet<string>;
  /** scans that were refused, and stay so whatever comes later */
  refused: ReadonlyMap<string, Refused>;
};

export type Refused =
  | 'unknown-task'
  | 'not-a-number'
  | 'not-in-tote'
  | 'nothing-to-undo'
  | 'undone-already'
  | 'tote-in-use';

export function initial(tasks: readonly Task[]): WaveState {
  return {
    tasks: new Map(
      tasks.map((task) => [
        task.id,
        { task, wanted: task.quantity, inTotes: new Map(), missing: new Map(), skips: 0, taker: null },
      ]),
    ),
    totes: new Map(),
    scans: new Map(),
    undone: new Set(),
    refused: new Map(),
  };
}

/**
 * Takes one scan, once: one that was answered before changes nothing and is answered as it was, for phones repeat themselves. More
 * than is wanted is taken too, for the units are in the tote; they are owed back.
 */
export function take(state: WaveState, scan: Scan): { state: WaveState; refused: Refused | null } {
  if (isAnswered(state, scan)) return { state, refused: state.refused.get(scan.id) ?? null };
  const changed = judge(state, scan);
  if (typeof changed === 'string')
    return { state: { ...state, refused: new Map(state.refused).set(scan.id, changed) }, refused: changed };
  return { state: { ...changed, scans: new Map(state.scans).set(scan.id, scan) }, refused: null };
}

/** Takes all scans, in their order. */
export function fold(tasks: readonly Task[], scans: Iterable<Scan>): WaveState {
  // As `take` does it, but with maps that nobody else has yet and that need not be copied for each scan.
  const [taken, refused] = [new Map<string, Scan>(), new Map<string, Refused>()];
  let state: WaveState = { ...initial(tasks), scans: taken, refused };
  for (const scan of scans) {
    if (isAnswered(state, scan)) continue;
    const changed = judge(state, scan);
    if (typeof changed === 'string') refused.set(scan.id, changed);
    else {
      state = changed;
      taken.set(scan.id, scan);
    }
  }
  return state;
}

const isAnswered = (state: WaveState, { id }: Scan): boolean => state.scans.has(id) || state.refused.has(id);

/** What becomes of everything but the scan itself. */
const judge = (state: WaveState, { deed, device }: Scan): WaveState | Refused =>
  deed.kind === 'undone' ? undo(state, deed.scan) : apply(state, deed, device);

const isCount = (units: number, least: number) => Number.isSafeInteger(units) && units >= least;

function apply(state: WaveState, deed: Exclude<Deed, { kind: 'undone' }>, device: string | null): WaveState | Refused {
  if (deed.kind === 'swapped-tote') {
    if (deed.from === deed.to || state.totes.has(deed.from) || isUsed(state, deed.to)) return 'tote-in-use';
    return { ...state, totes: new Map(state.totes).set(deed.from, deed.to) };
  }
  const before = state.tasks.get(deed.task);
  if (!before) return 'unknown-task';
  const after = change(before, deed, device);
  return typeof after === 'string' ? after : { ...state, tasks: new Map(state.tasks).set(deed.task, after) };
}

/** Whether a tote stands, or stood, for something on this wave: two orders in one tote cannot be told apart. */
function isUsed(state: WaveState, tote: string): boolean {
  if (state.totes.has(tote)) return true;
  for (const to of state.totes.values()) if (to === tote) return true;
  for (const { task, inTotes } of state.tasks.values()) if (task.tote === tote || inTotes.has(tote)) return true;
  return false;
}

type OfTask = Exclude<Deed, { kind: 'undone' } | { kind: 'swapped-tote' }>;

function change(before: TaskState, deed: OfTask, device: string | null): TaskState | Refused {
  switch (deed.kind) {
    case 'took':
      return { ...before, taker: device };
    case 'skipped':
      return { ...before, skips: before.skips + 1, taker: null };
    case 'wrong':
      return before;
    case 'wanted':
      return isCount(deed.units, 0) ? { ...before, wanted: deed.units } : 'not-a-number';
    case 'picked':
      return isCount(deed.units, 1)
        ? { ...before, inTotes: plus(before.inTotes, deed.tote, deed.units), taker: device }
        : 'not-a-number';
    case 'short':
      return isCount(deed.units, 1)
        ? { ...before, missing: plus(before.missing, deed.reason, deed.units) }
        : 'not-a-number';
    case 'put-back':
      if (!isCount(deed.units, 1)) return 'not-a-number';
      if ((before.inTotes.get(deed.tote) ?? 0) < deed.units) return 'not-in-tote';
      return { ...before, inTotes: plus(before.inTotes, deed.tote, -deed.units) };
  }
}

/** Takes a deed back as if it had not been done, unless what came after rests on it. */
function undo(state: WaveState, id: string): WaveState | Refused {
  const scan = state.scans.get(id);
  if (!scan || scan.device === null || scan.deed.kind === 'undone') return 'nothing-to-undo';
  if (state.undone.has(id)) return 'undone-already';
  const { deed } = scan;
  const undone = new Set(state.undone).add(id);
  if (deed.kind === 'swapped-tote') {
    if (state.totes.has(deed.to)) return 'tote-in-use';
    const totes = new Map(state.totes);
    totes.delete(deed.from);
    return { ...state, totes, undone };
  }
  const before = state.tasks.get(deed.task)!;
  const after = changeBack(before, deed);
  if (typeof after === 'string') return after;
  return { ...state, tasks: new Map(state.tasks).set(deed.task, after), undone };
}

function changeBack(before: TaskState, deed: OfTask): TaskState | Refused {
  switch (deed.kind) {
    case 'took':
      return { ...before, taker: null };
    case 'skipped':
      return { ...before, skips: before.skips - 1 };
    case 'wanted':
    case 'wrong':
      return 'nothing-to-undo';
    case 'picked':
      if ((before.inTotes.get(deed.tote) ?? 0) < deed.units) return 'not-in-tote';
      return { ...before, inTotes: plus(before.inTotes, deed.tote, -deed.units) };
    case 'short':
      return { ...before, missing: plus(before.missing, deed.reason, -deed.units) };
    case 'put-back':
      return { ...before, inTotes: plus(before.inTotes, deed.tote, deed.units) };
  }
}

function plus<Key>(map: ReadonlyMap<Key, number>, key: Key, units: number): Map<Key, number> {
  const next = new Map(map);
  const sum = (next.get(key) ?? 0) + units;
  if (sum === 0) next.delete(key);
  else next.set(key, sum);
  return next;
}

const total = (map: ReadonlyMap<unknown, number>) => [...map.values()].reduce((sum, units) => sum + units, 0);

/** How a task stands in numbers: picked + short + left = wanted, and picked + owed = what is in its totes. */
export type Standing = { wanted: number; picked: number; short: number; left: number; owed: number };

/** What is said to be missing counts only as far as more is wanted than was found after all. */
export function standing({ wanted, inTotes, missing }: Pick<TaskState, 'wanted' | 'inTotes' | 'missing'>): Standing {
  const found = total(inTotes);
  const picked = Math.min(found, wanted);
  const short = Math.min(total(missing), wanted - picked);
  return { wanted, picked, short, left: wanted - picked - short, owed: found - picked };
}

/** Whether nothing is left to be picked or put back. */
export const isDone = (state: WaveState): boolean =>
  [...state.tasks.values()].every((one) => {
    const { left, owed } = standing(one);
    return left === 0 && owed === 0;
  });
