// The only file that knows the table SlowMoverReview.
import type { ShopTx } from '../../db.server.ts';
import type { Quarter, ReviewDecision } from './slow-mover.ts';

export type Place = { inventoryItemId: string; locationId: string };

/** What was decided in a quarter's review, by item/location. */
export async function loadReviews(
  tx: ShopTx,
  quarter: Quarter,
): Promise<Map<string, { decision: ReviewDecision; at: Date }>> {
  const rows = await tx.slowMoverReview.findMany({ where: { quarter } });
  return new Map(
    rows.map((row) => [
      `${row.inventoryItemId}/${row.locationId}`,
      { decision: row.decision as ReviewDecision, at: row.decidedAt },
    ]),
  );
}

export async function saveReview(
  tx: ShopTx,
  shop: string,
  place: Place,
  quarter: Quarter,
  decision: ReviewDecision | null,
  at: Date,
): Promise<void> {
  const key = { shop, ...place, quarter };
  if (decision === null) {
    await tx.slowMoverReview.deleteMany({ where: key });
    return;
  }
  const data = { decision, decidedAt: at };
  await tx.slowMoverReview.upsert({
    where: { shop_inventoryItemId_locationId_quarter: key },
    create: { ...key, ...data },
    update: data,
  });
}
