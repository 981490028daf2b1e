// The only file that knows the tables StockTransfer and StockTransferLine.
import type { ShopTx } from '../../db.server.ts';
import { type Place, placeKey, type ReorderRow } from '../reorder-point.ts';
import { COMING, LEAVING, type TransferState, type Wanted } from './stock-transfer.ts';

/** A failed one can be sent again from the outbox for so long. */
const REMEMBERED = 30 * 86_400_000;

/** What may be moved to these places as it was last computed, and units on transfers asked for since then. */
export function movesTo(
  tx: ShopTx,
  places: readonly Place[],
): Promise<(Place & Pick<ReorderRow, 'title' | 'advice' | 'moves'> & { since: number })[]> {
  return tx.$queryRaw`
    SELECT r."inventoryItemId", r."locationId", r."title", r."advice", r."moves", coalesce((
      SELECT sum(l."units") FROM "StockTransfer" t
      JOIN "StockTransferLine" l ON l."shop" = t."shop" AND l."transferId" = t."id"
      WHERE t."shop" = r."shop" AND t."toLocationId" = r."locationId" AND l."inventoryItemId" = r."inventoryItemId"
        AND t."state" = ANY(${[...COMING]}) AND t."createdAt" > r."computedAt"), 0)::int AS "since"
    FROM "ReorderPoint" r
    WHERE r."inventoryItemId" || '/' || r."locationId" = ANY(${places.map(placeKey)})
    ORDER BY r."title", r."inventoryItemId", r."locationId"`;
}

export async function insertTransfer(
  tx: ShopTx,
  shop: string,
  transfer: Wanted & { id: string; requestId: string; commandId: string },
  now: Date,
): Promise<void> {
  const { id, requestId, commandId, from, to, lines } = transfer;
  await tx.stockTransfer.create({
    data: {
      shop,
      id,
      requestId,
      commandId,
      fromLocationId: from,
      toLocationId: to,
      state: 'asked',
      createdAt: now,
    },
  });
  await tx.stockTransferLine.createMany({
    data: lines.map(({ inventoryItemId, units }) => ({
      shop,
      transferId: id,
      inventoryItemId,
      units,
      unshipped: units,
    })),
  });
}

export type StockTransfer = {
  id: string;
  from: string;
  to: string;
  state: TransferState;
  commandId: string;
  shopifyId: string | null;
  name: string | null;
  problem: string | null;
  lines: { inventoryItemId: string; units: number; unshipped: number }[];
};

type Where = Parameters<ShopTx['stockTransfer']['findMany']>[0] extends infer A
  ? A extends { where?: infer W }
    ? W
    : never
  : never;

async function find(tx: ShopTx, where: Where, take = 200): Promise<StockTransfer[]> {
  const rows = await tx.stockTransfer.findMany({
    where: where ?? {},
    include: { lines: { select: { inventoryItemId: true, units: true, unshipped: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take,
  });
  return rows.map(({ fromLocationId, toLocationId, state, ...row }) => ({
    ...row,
    from: fromLocationId,
    to: toLocationId,
    state: state as TransferState,
  }));
}

export const transfersOfRequest = (tx: ShopTx, requestId: string) => find(tx, { requestId });

/** What is not through yet or failed in the last days, the newest first. */
export const transfersToShow = (tx: ShopTx, failedSince: Date) =>
  find(tx, { OR: [{ state: { in: [...COMING] } }, { state: 'failed', createdAt: { gt: failedSince } }] }, 20);

/** Of which Shopify has not said whether it made them, or said no and may have been asked again. */
export const transfersUnsettled = (tx: ShopTx, now: Date) =>
  find(tx, { state: { in: ['asked', 'failed'] }, createdAt: { gt: new Date(now.getTime() - REMEMBERED) } });

/** Open in Shopify and not looked at since `before`. */
export const transfersToLookAt = (tx: ShopTx, before: Date) =>
  find(tx, { state: { in: COMING.filter((state) => state !== 'asked') }, lookedAt: { lt: before } });

export async function saveTransfer(
  tx: ShopTx,
  shop: string,
  id: string,
  data: { state: TransferState; shopifyId?: string; name?: string; problem?: string | null; lookedAt?: Date },
): Promise<void> {
  await tx.stockTransfer.update({ where: { shop_id: { shop, id } }, data });
}

export async function saveUnshipped(
  tx: ShopTx,
  shop: string,
  transferId: string,
  inventoryItemId: string,
  unshipped: number,
): Promise<void> {
  const key = { shop_transferId_inventoryItemId: { shop, transferId, inventoryItemId } };
  await tx.stockTransferLine.update({ where: key, data: { unshipped } });
}

/** Units of these items that are to come to a place, or to leave it, by transfers and that Shopify counts nowhere yet. */
export function unitsOnTransfers(
  tx: ShopTx,
  items: readonly string[],
): Promise<(Place & { coming: number; leaving: number })[]> {
  return tx.$queryRaw`
    SELECT "inventoryItemId", "locationId", sum("coming")::int AS "coming", sum("leaving")::int AS "leaving" FROM (
      SELECT l."inventoryItemId", side."locationId", side."coming", side."leaving" FROM "StockTransfer" t
      JOIN "StockTransferLine" l ON l."shop" = t."shop" AND l."transferId" = t."id"
      CROSS JOIN LATERAL (VALUES (t."toLocationId", l."unshipped", 0),
        (t."fromLocationId", 0, CASE WHEN t."state" = ANY(${[...LEAVING]}) THEN l."unshipped" ELSE 0 END)
      ) side ("locationId", "coming", "leaving")
      WHERE l."inventoryItemId" = ANY(${[...items]}) AND t."state" = ANY(${[...COMING]})) each
    GROUP BY 1, 2 HAVING sum("coming") + sum("leaving") > 0`;
}
