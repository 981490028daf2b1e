// Before buying: what can one location spare for another? One item at a time; what leaves equals what arrives.

/** One item at one location, in units. */
export type Holding = {
  locationId: string;
  /** what can be packed today */
  available: number;
  /** inventory position: what is on its way counts for the need, but cannot be sent */
  position: number;
  reorderPoint: number;
  orderUpTo: number;
};

export type TransferTerms = {
  /** what a unit that fills a need is worth: the margin it is likely to earn or the purchase it saves, in minor units */
  unitWorth: number;
  unitCost: number;
  /** cost of a transfer whatever its size */
  flatCost: number;
};

export type Transfer = { from: string; to: string; units: number };

/** Spare units: above the own order-up-to level, and never so many that what is left on the shelf falls below the reorder point. */
export function spareUnits({ available, position, reorderPoint, orderUpTo }: Holding): number {
  return Math.max(0, Math.floor(Math.min(position - orderUpTo, available - reorderPoint)));
}

/** Units missing to the order-up-to level at a location that has reached its reorder point. */
export function missingUnits({ position, reorderPoint, orderUpTo }: Holding): number {
  return position <= reorderPoint ? Math.max(0, Math.ceil(orderUpTo - position)) : 0;
}

/**
 * Transfers that fill needs from surplus, the largest with the largest, so that few parcels carry much. With one price per
 * unit for every pair of locations it does not matter who sends to whom, and moving min(surplus, need) units is optimal as
 * long as each is worth its cost. With a flat cost the fewest parcels would be a hard problem: one that is not worth its flat
 * cost is left out, and fewer might exist.
 */
export function planTransfers(
  holdings: readonly Holding[],
  { unitWorth, unitCost, flatCost }: TransferTerms,
): Transfer[] {
  const gain = unitWorth - unitCost;
  if (gain <= 0) return [];
  const open = (units: (holding: Holding) => number) =>
    holdings.map((holding) => ({ id: holding.locationId, units: units(holding) })).filter((side) => side.units > 0);
  const spare = open(spareUnits);
  const missing = open(missingUnits);
  const transfers: Transfer[] = [];
  for (;;) {
    const from = largest(spare);
    const to = largest(missing);
    if (!from || !to) return transfers;
    const units = Math.min(from.units, to.units);
    // The largest pair that is left: no other is worth its flat cost either.
    if (units * gain <= flatCost && flatCost > 0) return transfers;
    transfers.push({ from: from.id, to: to.id, units });
    from.units -= units;
    to.units -= units;
  }
}

function largest<Side extends { units: number }>(sides: readonly Side[]): Side | null {
  const best = sides.reduce<Side | null>((most, side) => (most && most.units >= side.units ? most : side), null);
  return best && best.units > 0 ? best : null;
}
