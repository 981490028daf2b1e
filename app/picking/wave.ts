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

/** One fulfillment-order line on the walk. Once it was counted, picked + short + dropped = quantity; before that all are 0. */
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
