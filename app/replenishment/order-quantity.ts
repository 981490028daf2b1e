// How many to put on the order: the need, raised to the supplier's minimum, then up to whole packs.
// In this order: a minimum of 10 in packs of 6 means 12, and a need of 13 then means 18.

/**
 * Units to order for a `need` of units. 0 when nothing is needed; otherwise at least `need` and `minimumOrder`, and a multiple
 * of `packSize`. A minimum or pack below 1 counts as 1.
 */
export function orderQuantity(need: number, minimumOrder: number, packSize: number): number {
  if (need <= 0) return 0;
  const pack = Math.max(1, Math.ceil(packSize));
  return Math.ceil(Math.max(need, minimumOrder) / pack) * pack;
}
