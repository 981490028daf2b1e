// The inventory position: what we have and have coming, less what is promised away. Decisions rest on it, never on the shelf
// alone, and each unit counts once.

/** Shopify's named quantities of one item at one location. */
export type StockStates = {
  onHand: number;
  committed: number;
  reserved: number;
  damaged: number;
  qualityControl: number;
  safetyStock: number;
};

/** What may still be sold: Shopify's own `available`, which falls below zero when more is promised than is there. */
export function availableOf(states: StockStates): number {
  const { onHand, committed, reserved, damaged, qualityControl, safetyStock } = states;
  return onHand - committed - reserved - damaged - qualityControl - safetyStock;
}

/** A line of a purchase order of our own that is neither closed nor canceled, in units. */
export type OpenLine = {
  ordered: number;
  received: number;
  /** of these, what Shopify's `incoming` still counts because we told it so */
  inIncoming: number;
};

export type PositionInputs = {
  /** Shopify's `available`: committed units are already taken out */
  available: number;
  /** Shopify's `incoming`, whoever entered it */
  incoming: number;
  openLines: readonly OpenLine[];
  /** units owed to customers that Shopify does not count as committed */
  backordersElsewhere: number;
  /** on transfers between locations and counted by Shopify nowhere yet: coming here, and still looking free here; absent = none */
  transfers?: { coming: number; leaving: number };
};

export type Position = {
  available: number;
  /** on its way by our own purchase orders */
  onOrder: number;
  /** on its way by what others entered in Shopify */
  incomingOfOthers: number;
  backorders: number;
  /** what is to come by transfers less what is to leave; absent = there are none */
  transfers?: number;
  /** the sum of all that: the inventory position */
  units: number;
};

/**
 * Inventory position = on hand + on order − committed − backorders (Silver, Pyke, Thomas: Inventory and Production Management
 * in Supply Chains, ch. 6). Our own lines count by what is still to come, whether or not Shopify's `incoming` has heard of
 * them; so from `incoming` only what is not ours is added.
 */
export function inventoryPosition(inputs: PositionInputs): Position {
  const { available, incoming, openLines, backordersElsewhere: backorders, transfers } = inputs;
  const onOrder = openLines.reduce((sum, { ordered, received }) => sum + Math.max(0, ordered - received), 0);
  const told = openLines.reduce((sum, { inIncoming }) => sum + inIncoming, 0);
  const incomingOfOthers = Math.max(0, incoming - told);
  const moving = transfers ? transfers.coming - transfers.leaving : 0;
  return {
    available,
    onOrder,
    incomingOfOthers,
    backorders,
    ...(transfers ? { transfers: moving } : {}),
    units: available + onOrder + incomingOfOthers + moving - backorders,
  };
}
