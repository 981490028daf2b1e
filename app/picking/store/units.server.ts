// Units that waves promised, carry and missed, by item: what the shelves do not know of yet.
import type { ShopTx } from '../../db.server.ts';

/** Units picked for waves of a location that have not shipped yet, by inventory item. */
export async function loadInCarts(
  tx: ShopTx,
  locationId: string,
  items: string[] | null,
): Promise<Map<string, number>> {
  const rows = await tx.waveLine.groupBy({
    by: ['inventoryItemId'],
    where: {
      active: true,
      picked: { gt: 0 },
      wave: { locationId, state: { in: ['released', 'picked'] } },
      inventoryItemId: items ? { in: items } : { not: null },
    },
    _sum: { picked: true },
  });
  return new Map(rows.map((row) => [row.inventoryItemId ?? '', row._sum.picked ?? 0]));
}

/** Units that waves are still to take from bins of a location: until a walk is over the ledger of bins knows nothing of it. */
export async function loadPromised(
  tx: ShopTx,
  locationId: string,
  items: string[],
): Promise<{ inventoryItemId: string; bin: string; units: number }[]> {
  const rows = await tx.waveLine.groupBy({
    by: ['inventoryItemId', 'bin'],
    where: {
      active: true,
      bin: { not: null },
      inventoryItemId: { in: items },
      wave: { locationId, state: { in: ['planned', 'released'] } },
    },
    _sum: { quantity: true, dropped: true },
    orderBy: [{ inventoryItemId: 'asc' }, { bin: 'asc' }],
  });
  return rows.map(({ inventoryItemId, bin, _sum }) => ({
    ...{ inventoryItemId: inventoryItemId ?? '', bin: bin ?? '' },
    units: (_sum.quantity ?? 0) - (_sum.dropped ?? 0),
  }));
}

/** How many lines of a location were short since a moment, by inventory item. */
export async function loadShorts(
  tx: ShopTx,
  locationId: string,
  items: string[] | null,
  since: Date,
): Promise<Map<string, number>> {
  const rows = await tx.waveLine.groupBy({
    by: ['inventoryItemId'],
    where: {
      short: { gt: 0 },
      wave: { locationId, pickedAt: { gte: since } },
      inventoryItemId: items ? { in: items } : { not: null },
    },
    _count: { _all: true },
  });
  return new Map(rows.map((row) => [row.inventoryItemId ?? '', row._count._all]));
}
