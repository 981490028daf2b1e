// An order to plan: what it needs, and where that is found.
import type { OrderSize } from '../carts/cart.ts';
import type { FloorWalks } from '../place/floor-walks.ts';
import type { Candidate } from '../plan.ts';
import type { Shelves } from '../shelves.ts';

type Line = Candidate['lines'][number];

type Find = Line & { stop: number | null };

export type PlanOrder = {
  orderId: string;
  orderName: string;
  lines: Line[];
  /** a line is found in one bin, or a part of it in each of several */
  finds: Find[];
  units: number;
  size: OrderSize;
  /** in the floor's numbers, each once, ascending: by bin name */
  stops: number[];
  /** by when it has to be ready */
  dueAt: Date | null;
  /** the cut-off that says so; null where none does */
  cutOff: string | null;
  /** those of its stops that no choice of a bin spares; null where nothing is to be chosen */
  sure: number[] | null;
};

export const ascending = (stops: readonly number[]) => [...new Set(stops)].sort((a, b) => a - b);

export const stopsOf = (finds: readonly Find[]) => ascending(finds.flatMap((find) => find.stop ?? []));

/** The stops that lines lead to whatever bins are chosen for them; null where each of them has one stop only. */
export function sureOf(finds: readonly Find[], shelves: Readonly<Shelves>, floor: FloorWalks | null): number[] | null {
  let chosen = false;
  const sure = finds.flatMap((line) => {
    const lying = shelves.get(line.inventoryItemId ?? '') ?? [];
    const stops = new Set(lying.map((row) => floor?.stopOf.get(row.bin) ?? null));
    if (stops.size < 2) return line.stop ?? [];
    chosen = true;
    return [];
  });
  return chosen ? ascending(sure) : null;
}

/** After every date. */
export const NEVER = 8.64e15;

/** Orders with their parts, the most urgent first: by promise, then by age. */
export function byUrgency(candidates: readonly Candidate[]): Candidate[][] {
  const far = NEVER;
  const groups = [...Map.groupBy(candidates, (one) => one.orderId).values()]
    .map((own) => ({
      own,
      promise: Math.min(far, ...own.flatMap((one) => one.fulfillBy?.getTime() ?? [])),
      placed: Math.min(...own.map((one) => one.placedAt.getTime())),
    }))
    .filter(({ own }) => own.some((one) => one.lines.some((line) => line.quantity > 0)));
  return groups
    .sort((a, b) => a.promise - b.promise || a.placed - b.placed || a.own[0]!.orderId.localeCompare(b.own[0]!.orderId))
    .map(({ own }) => own);
}
