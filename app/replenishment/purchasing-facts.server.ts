// What open purchase orders and past arrivals say, until the purchasing folder tells it itself.
import type { ShopTx } from '../db.server.ts';
import type { LeadTimeSample } from './policy/lead-time.ts';
import type { OpenLine } from './policy/position.ts';
import { placeKey } from './store.server.ts';

/** Lines still to come of these items, by place. What was rejected is not coming any more. */
export async function openLinesOf(tx: ShopTx, items: readonly string[]): Promise<Map<string, OpenLine[]>> {
  const rows = await tx.$queryRaw<{ inventoryItemId: string; locationId: string; ordered: number; received: number }[]>`
    SELECT l."inventoryItemId", o."locationId", l."ordered", l."received" + l."rejected" AS "received"
    FROM "PurchaseOrderLine" l JOIN "PurchaseOrder" o ON o."shop" = l."shop" AND o."id" = l."purchaseOrderId"
    WHERE l."shop" = current_setting('backroom.shop') AND o."state" IN ('ordered', 'receiving')
      AND l."inventoryItemId" = ANY(${[...items]}) AND l."ordered" > l."received" + l."rejected"
    ORDER BY l."inventoryItemId", o."number", l."position"`;
  const lines = new Map<string, OpenLine[]>();
  for (const { ordered, received, ...place } of rows)
    lines.set(placeKey(place), [...(lines.get(placeKey(place)) ?? []), { ordered, received, inIncoming: 0 }]);
  return lines;
}

const NEWEST = 50;

/**
 * Days from order to arrival and the units that were accepted, the newest of each: by supplier with `items` null, else by
 * `supplier/item`.
 */
export async function leadTimesOf(tx: ShopTx, items: readonly string[] | null): Promise<Map<string, LeadTimeSample[]>> {
  const rows = await tx.$queryRaw<{ supplierId: string; item: string | null; days: number; units: number }[]>`
    SELECT "supplierId", "item", "days", "units" FROM (
      SELECT o."supplierId"::text, CASE WHEN ${items !== null} THEN l."inventoryItemId" END AS "item", a."accepted" AS "units",
        greatest(0, ceil(extract(epoch FROM a."at" - o."orderedAt") / 86400))::int AS "days", a."at", a."id",
        row_number() OVER (PARTITION BY o."supplierId", CASE WHEN ${items !== null} THEN l."inventoryItemId" END
          ORDER BY a."at" DESC, a."id") AS nth
      FROM "Arrival" a
      JOIN "PurchaseOrderLine" l ON l."shop" = a."shop" AND l."id" = a."lineId"
      JOIN "PurchaseOrder" o ON o."shop" = l."shop" AND o."id" = l."purchaseOrderId"
      WHERE a."shop" = current_setting('backroom.shop') AND o."orderedAt" IS NOT NULL AND a."accepted" > 0
        AND (${items === null} OR l."inventoryItemId" = ANY(${[...(items ?? [])]}))
    ) newest WHERE nth <= ${NEWEST} ORDER BY "at" DESC, "id"`;
  const samples = new Map<string, LeadTimeSample[]>();
  for (const { supplierId, item, days, units } of rows) {
    const key = item === null ? supplierId : `${supplierId}/${item}`;
    const known = samples.get(key);
    if (known) known.push({ days, units });
    else samples.set(key, [{ days, units }]);
  }
  return samples;
}
