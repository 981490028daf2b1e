// The bucket of each shop, in its row: short transactions, one writer at a time.
import { inShop } from '../db.server.ts';
import { type Bucket, FULL_BUCKET, reserve, settle, type ThrottleStatus, take } from './budget.ts';

/** Takes points from the shop's bucket if they are there; `waitMs`: look again after that long, or sooner. */
export async function takePoints(shop: string, points: number, now: Date): Promise<{ taken: boolean; waitMs: number }> {
  return change(shop, now, (bucket) => {
    const { bucket: after, taken, waitMs } = take(bucket, points, now);
    return [after, { taken, waitMs }];
  });
}

/** Reserves points from the shop's bucket. Returns the milliseconds to wait before spending them. */
export async function reservePoints(shop: string, points: number, now: Date): Promise<number> {
  return change(shop, now, (bucket) => {
    const { bucket: after, waitMs } = reserve(bucket, points, now);
    return [after, waitMs];
  });
}

/** Corrects the bucket by what a call really cost and what Shopify says is left. */
export async function settlePoints(
  shop: string,
  points: { reserved: number; spent: number },
  status: ThrottleStatus | null,
  now: Date,
): Promise<void> {
  await change(shop, now, (bucket) => [settle(bucket, points.reserved, points.spent, status, now), undefined]);
}

async function change<T>(shop: string, now: Date, work: (bucket: Bucket) => [Bucket, T]): Promise<T> {
  return inShop(shop, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO "ApiBudget" ("shop", "maximum", "available", "restoreRate", "asOf")
      VALUES (${shop}, ${FULL_BUCKET.maximum}, ${FULL_BUCKET.available}, ${FULL_BUCKET.restoreRate}, ${now})
      ON CONFLICT DO NOTHING`;
    const [row] = await tx.$queryRaw<Bucket[]>`SELECT * FROM "ApiBudget" WHERE "shop" = ${shop} FOR UPDATE`;
    if (!row) throw new Error(`The API budget of ${shop} vanished between two statements.`);
    const [{ maximum, available, restoreRate, asOf }, answer] = work(row);
    await tx.apiBudget.update({ where: { shop }, data: { maximum, available, restoreRate, asOf } });
    return answer;
  });
}
