// A wave: ten to twenty orders of one location that are picked together on one walk through the warehouse.
//
// Someone plans a wave from the orders that are ready, oldest first, and looks it over: nothing has happened yet. On release
// Shopify is told that the work has begun, so that nobody moves or cancels the goods under the picker's hands, and the pick
// list can be printed. The picker walks it bin by bin and says for each line how many were there; what was missing is short.
// Counts so far may be kept on the way, as may carriers and tracking numbers while the goods are packed. Then the wave is shipped: each order goes back to Shopify with exactly what was picked. Orders that were canceled, held or
// edited meanwhile stay behind with the reason, and their goods go back to the shelf. Until it ships a wave may be canceled,
// and its lines are free for the next one.

export const waveStates = ['planned', 'released', 'picked', 'shipped', 'canceled'] as const;
export type WaveState = (typeof waveStates)[number];

export type WaveAction = 'release' | 'count' | 'pick' | 'label' | 'ship' | 'cancel';

/**
 * One fulfillment-order line of a wave, wherever its units are taken. Once it was counted, picked + short + dropped = quantity; before
 * that all are 0. Where it is picked from several bins, `bin`, `position` and `tote` are those of its first part.
 */
export type WaveLine = {
  fulfillmentOrderLineId: string;
  fulfillmentOrderId: string;
  orderId: string;
  orderName: string;
  inventoryItemId: string | null;
  title: string;
  sku: string | null;
  bin: string | null;
  /** place in the walk, from 1 */
  position: number;
  quantity: number;
  picked: number;
  short: number;
  /** units that the order wanted no more while the wave was walked */
  dropped: number;
  /** where its units go on the cart; null until somebody walks */
  tote: string | null;
};

/**
 * What one bin gives of a line: all of it, or a part where no bin has enough. No two parts of a line come from the same bin. From the
 * wave's release on neither bin nor quantity of an allocation changes: what the shop wants fewer is `dropped`, said in the floor's ledger.
 */
export type Allocation = WaveLine & {
  id: string;
  /** from 1, along the walk */
  part: number;
};

/** The first part of a line bears the line's own id: what was said of lines before they had parts is said of it. */
export const allocationId = (fulfillmentOrderLineId: string, part: number): string =>
  part === 1 ? fulfillmentOrderLineId : `${fulfillmentOrderLineId}/${part}`;

/** The line and the part that `allocationId` was made of. */
export function partOf(id: string): { fulfillmentOrderLineId: string; part: number } {
  const [fulfillmentOrderLineId = '', part] = id.split('/');
  return { fulfillmentOrderLineId, part: part === undefined ? 1 : Number(part) };
}

/** Allocations in the order of the walk: each gets its place in it, and its number among those of its line. */
export function asWalk<Line extends { fulfillmentOrderLineId: string }>(
  lines: readonly Line[],
): (Line & Pick<Allocation, 'id' | 'part' | 'position'>)[] {
  const parts = new Map<string, number>();
  return lines.map((line, at) => {
    const part = (parts.get(line.fulfillmentOrderLineId) ?? 0) + 1;
    parts.set(line.fulfillmentOrderLineId, part);
    return { ...line, id: allocationId(line.fulfillmentOrderLineId, part), part, position: at + 1 };
  });
}

/** The lines of a walk, each once, in the order of their first parts. */
export function linesOf(walk: readonly Allocation[]): WaveLine[] {
  return [...Map.groupBy(walk, (one) => one.fulfillmentOrderLineId).values()].map((parts) => {
    const sum = (of: 'quantity' | 'picked' | 'short' | 'dropped') => parts.reduce((total, one) => total + one[of], 0);
    const { id: _id, part: _part, ...first } = parts[0]!;
    return { ...first, quantity: sum('quantity'), picked: sum('picked'), short: sum('short'), dropped: sum('dropped') };
  });
}

/** How many units each line has in sum, by fulfillment-order line id. */
export function unitsOfLines(
  walk: readonly Pick<Allocation, 'fulfillmentOrderLineId' | 'quantity'>[],
): Map<string, number> {
  const units = new Map<string, number>();
  for (const { fulfillmentOrderLineId: id, quantity } of walk) units.set(id, (units.get(id) ?? 0) + quantity);
  return units;
}

const from: Record<WaveAction, readonly WaveState[]> = {
  release: ['planned'],
  count: ['released'],
  pick: ['released'],
  label: ['picked'],
  ship: ['picked'],
  cancel: ['planned', 'released', 'picked'],
};

const to: Record<WaveAction, WaveState> = {
  release: 'released',
  count: 'released',
  pick: 'picked',
  label: 'picked',
  ship: 'shipped',
  cancel: 'canceled',
};

export function mayHappen(action: WaveAction, state: WaveState): boolean {
  return from[action].includes(state);
}

/** The states `action` starts from, and the one it leads to: what a save may overwrite. */
export function transition(action: WaveAction): { from: readonly WaveState[]; to: WaveState } {
  return { from: from[action], to: to[action] };
}

const done: Record<WaveState, string> = {
  planned: 'is still only planned: release it first',
  released: 'was already released, and is being picked',
  picked: 'was already picked',
  shipped: 'was already shipped',
  canceled: 'was canceled',
};

/** Why `action` did not happen to a wave in `state`, for the person who came second. */
export function refusal(action: WaveAction, number: number, state: WaveState): string {
  if ((action === 'ship' || action === 'label') && state === 'released')
    return `Wave ${number} is not picked yet: enter what was picked first.`;
  return `Wave ${number} ${done[state]}. Nothing was changed.`;
}
