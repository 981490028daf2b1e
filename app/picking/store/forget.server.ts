// What of waves is not kept for ever.
import type { ShopTx } from '../../db.server.ts';

/** Empties the tracking numbers under which these orders left. */
export async function emptyTracking(tx: ShopTx, orderIds: string[]): Promise<void> {
  await tx.waveOrder.updateMany({ where: { orderId: { in: orderIds } }, data: { trackingNumber: null } });
}

/**
 * Deletes what phones and put walls said of up to `waves` waves that were made before a moment, are over, and have no parcel in the
 * house. Answers how many rows went.
 */
export async function deleteScans(tx: ShopTx, before: Date, waves: number): Promise<number> {
  return tx.$executeRaw`
    WITH "old" AS MATERIALIZED (
      SELECT w."id" FROM "Wave" w
      WHERE w."state" IN ('shipped', 'canceled') AND w."createdAt" < ${before}
        AND coalesce(w."shippedAt", w."pickedAt", w."createdAt") < ${before}
        AND (EXISTS (SELECT FROM "FloorScan" s WHERE s."shop" = w."shop" AND s."waveId" = w."id")
          OR EXISTS (SELECT FROM "WallScan" s WHERE s."shop" = w."shop" AND s."waveId" = w."id"))
        AND NOT EXISTS (SELECT FROM "Parcel" p
          WHERE p."shop" = w."shop" AND p."waveId" = w."id" AND p."state" IN ('open', 'sealed'))
      ORDER BY w."createdAt" LIMIT ${waves}),
    "walls" AS (DELETE FROM "WallScan" WHERE "waveId" IN (SELECT "id" FROM "old") RETURNING 1),
    "phones" AS (DELETE FROM "FloorScan" WHERE "waveId" IN (SELECT "id" FROM "old") RETURNING 1)
    SELECT FROM "walls" UNION ALL SELECT FROM "phones"`;
}

/** Deletes up to `take` plans asked for before a moment. Answers how many went. */
export async function deletePlans(tx: ShopTx, before: Date, take: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "WavePlan" WHERE "id" = ANY(ARRAY(SELECT "id" FROM "WavePlan" WHERE "createdAt" < ${before} LIMIT ${take}))`;
}
