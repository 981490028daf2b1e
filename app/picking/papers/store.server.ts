// Parcels as papers show them. The pack station makes them, the hand-off sends them; here they are only read.
import type { ShopTx } from '../../db.server.ts';

export type PaperParcel = Awaited<ReturnType<typeof loadParcelsOf>>[number];

/** The parcels of these orders that were not given up, those packed first in front. */
export async function loadParcelsOf(tx: ShopTx, orderIds: string[]) {
  return tx.parcel.findMany({
    where: { orderId: { in: orderIds }, state: { not: 'given-up' } },
    orderBy: [{ openedAt: 'asc' }, { waveId: 'asc' }, { number: 'asc' }],
    include: { lines: { orderBy: { fulfillmentOrderLineId: 'asc' } } },
  });
}

/** Which order and wave a parcel belongs to; null when the shop has no such parcel, or it was given up. */
export async function loadParcelHead(
  tx: ShopTx,
  shop: string,
  id: string,
): Promise<{ orderId: string; waveId: string } | null> {
  const row = await tx.parcel.findUnique({
    where: { shop_id: { shop, id } },
    select: { orderId: true, waveId: true, state: true },
  });
  return row && row.state !== 'given-up' ? row : null;
}
