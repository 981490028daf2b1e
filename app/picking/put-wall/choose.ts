// Which order a scanned unit is for, and which pigeonhole lights up.
import type { WallTask, WhyAside } from './deed.ts';
import { isFree, leftOf, type OrderAtWall, ordersOf, owedOnCart, type WallState } from './ledger.ts';

/** `slot` null: no order wants it any more, and it goes back to its bin. */
export type Chosen = { task: WallTask; slot: number } | { task: WallTask; slot: null };

/**
 * The rule, so that orders are complete early and their pigeonholes soon free:
 *
 * 1. what this tablet puts it goes on with, as long as the same item is wanted there;
 * 2. then an order that the unit completes;
 * 3. then one that is begun, the one that lacks the fewest units;
 * 4. then a new one, the one that needs the fewest units, in the first free pigeonhole.
 *
 * Of equals the one in the first pigeonhole, then the first on the walk. What none of them takes goes back where an order that wanted
 * it changed, and else is laid aside. `slots`: how many pigeonholes the wall has; `taken`: those in which orders of other waves stand.
 */
export function choose(
  state: WallState,
  item: string,
  device: string,
  slots: number,
  taken: ReadonlySet<number> = new Set(),
): Chosen | WhyAside {
  const orders = ordersOf(state);
  const open = [...state.tasks.values()]
    .filter((one) => one.task.item === item && leftOf(one) > 0)
    .map(({ task }, turn) => ({ task, turn, order: orders.get(task.orderId)! }));
  const free = firstFree(state, slots, taken);
  const last = lastPut(state, device);
  const [best] = open
    .filter(({ order }) => order.slot !== null || free !== null)
    .sort(
      (a, b) =>
        Number(b.task.id === last) - Number(a.task.id === last) ||
        Number(completes(b.order)) - Number(completes(a.order)) ||
        Number(a.order.slot === null) - Number(b.order.slot === null) ||
        a.order.left - b.order.left ||
        (a.order.slot ?? 0) - (b.order.slot ?? 0) ||
        a.turn - b.turn,
    );
  if (best) return { task: best.task, slot: best.order.slot ?? free! };
  const owed = [...state.tasks.values()].find((one) => one.task.item === item && owedOnCart(one) > 0);
  if (owed) return { task: owed.task, slot: null };
  return open.length > 0 ? 'wall-full' : 'not-wanted';
}

const completes = ({ left }: OrderAtWall) => left === 1;

function firstFree(state: WallState, slots: number, taken: ReadonlySet<number>): number | null {
  for (let slot = 0; slot < slots; slot++) if (isFree(state, slot) && !taken.has(slot)) return slot;
  return null;
}

/** The task into which a tablet put last, unless that was taken back. */
function lastPut(state: WallState, device: string): string | null {
  const last = [...state.scans.values()].findLast(
    (scan) => scan.device === device && (scan.deed.kind === 'put' || scan.deed.kind === 'aside'),
  );
  return last?.deed.kind === 'put' && !state.undone.has(last.id) ? last.deed.task : null;
}
