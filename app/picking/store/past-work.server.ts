// How long waves really took.
import type { ShopTx } from '../../db.server.ts';

/** The latest picked waves of a location whose walk was planned in metres: what they were, and how long they really took. */
export async function loadPastWork(
  tx: ShopTx,
  shop: string,
  locationId: string,
): Promise<{ metres: number; lines: number; units: number; seconds: number }[]> {
  return tx.$queryRaw`
    SELECT w."metres", w."seconds", count(*)::int AS "lines", sum(l."picked")::int AS "units"
    FROM (
      SELECT "id", "metres", extract(epoch FROM "pickedAt" - "releasedAt")::float8 AS "seconds" FROM "Wave"
      WHERE "shop" = ${shop} AND "locationId" = ${locationId} AND "metres" IS NOT NULL AND "pickedAt" IS NOT NULL
        AND "releasedAt" IS NOT NULL
      ORDER BY "pickedAt" DESC LIMIT 200
    ) w
    JOIN "WaveLine" l ON l."shop" = ${shop} AND l."waveId" = w."id"
    GROUP BY w."id", w."metres", w."seconds"`;
}
