// What orders have been through: the waves that hold them, and those that are over.
import type { ShopTx } from '../../db.server.ts';
import { unitsOfLines } from '../wave.ts';

/**
 * Which of these fulfillment orders were in a wave that is over, what shipped them, and the parcel that lies in the house with goods of
 * theirs since Shopify refused it.
 */
export async function earlierWavesOf(
  tx: ShopTx,
  fulfillmentOrderIds: string[],
): Promise<{ earlier: Set<string>; shippedBy: Map<string, string[]>; cameBack: Map<string, string> }> {
  const ended = await tx.waveLine.findMany({
    where: { fulfillmentOrderId: { in: fulfillmentOrderIds }, active: false },
    select: { fulfillmentOrderId: true, orderId: true, waveId: true },
    distinct: ['fulfillmentOrderId', 'waveId'],
  });
  const shipped = await tx.waveOrder.findMany({
    where: { waveId: { in: [...new Set(ended.map((line) => line.waveId))] }, commandId: { not: null } },
    select: { waveId: true, orderId: true, commandId: true },
  });
  const commandOf = new Map(shipped.map((one) => [`${one.waveId}/${one.orderId}`, one.commandId]));
  const parcels = await tx.parcel.findMany({
    where: {
      waveId: { in: [...new Set(ended.map((line) => line.waveId))] },
      state: { in: ['open', 'sealed', 'shipped'] },
    },
    select: { id: true, state: true, commandId: true, lines: { select: { fulfillmentOrderId: true } } },
  });
  const cameBack = new Map<string, string>();
  const shippedBy = new Map<string, string[]>();
  for (const { id: parcelId, state, commandId, lines } of parcels)
    for (const { fulfillmentOrderId: id } of lines)
      if (state !== 'shipped') cameBack.set(id, parcelId);
      else if (commandId) shippedBy.set(id, [...(shippedBy.get(id) ?? []), commandId]);
  for (const line of ended) {
    const command = commandOf.get(`${line.waveId}/${line.orderId}`);
    if (command) shippedBy.set(line.fulfillmentOrderId, [...(shippedBy.get(line.fulfillmentOrderId) ?? []), command]);
  }
  return { earlier: new Set(ended.map((line) => line.fulfillmentOrderId)), shippedBy, cameBack };
}

/** An order that Shopify was asked to fulfill as it was picked, in no parcel. */
export type SentWhole = {
  waveId: string;
  number: number;
  orderId: string;
  orderName: string;
  commandId: string;
  fulfillmentOrderIds: string[];
};

/** Of these waves, those that did not stay behind since. */
export async function loadSentWhole(tx: ShopTx, shop: string, waveIds: string[]): Promise<SentWhole[]> {
  return tx.$queryRaw`
    SELECT o."waveId", w."number", o."orderId", o."orderName", o."commandId",
      array_agg(DISTINCT l."fulfillmentOrderId") AS "fulfillmentOrderIds"
    FROM "WaveOrder" o
    JOIN "Wave" w ON w."shop" = o."shop" AND w."id" = o."waveId"
    JOIN "WaveLine" l ON l."shop" = o."shop" AND l."waveId" = o."waveId" AND l."orderId" = o."orderId" AND l."picked" > 0
    WHERE o."shop" = ${shop} AND o."waveId" = ANY(${waveIds}::uuid[]) AND o."commandId" IS NOT NULL AND o."leftOut" IS NULL
      AND NOT EXISTS (SELECT 1 FROM "Parcel" p WHERE p."shop" = o."shop" AND p."waveId" = o."waveId" AND p."commandId" = o."commandId")
    GROUP BY o."waveId", w."number", o."orderId", o."orderName", o."commandId"
    ORDER BY w."number", o."orderName"`;
}

/** Shipped waves with lines that were short, and their orders that these are of: of some waves, and of orders in their last wave. */
export async function loadShippedShort(
  tx: ShopTx,
  shop: string,
  of: { waveIds: string[]; orderIds: string[] },
): Promise<{ waveId: string; orderIds: string[] }[]> {
  const rows = await tx.$queryRaw<{ waveId: string; orderId: string }[]>`
    SELECT DISTINCT l."waveId"::text, l."orderId" FROM "WaveLine" l
    JOIN "Wave" w ON w."shop" = l."shop" AND w."id" = l."waveId"
    WHERE l."shop" = ${shop} AND l."short" > 0 AND w."state" = 'shipped'
      AND (l."waveId" = ANY(${of.waveIds}::uuid[]) OR l."orderId" = ANY(${of.orderIds}))
      AND NOT EXISTS (
        SELECT FROM "WaveLine" n JOIN "Wave" m ON m."shop" = n."shop" AND m."id" = n."waveId"
        WHERE n."shop" = l."shop" AND n."orderId" = l."orderId" AND m."number" > w."number")`;
  return [...Map.groupBy(rows, (row) => row.waveId)].map(([waveId, own]) => ({
    waveId,
    orderIds: own.map((row) => row.orderId),
  }));
}

type HeldLine = {
  orderId: string;
  fulfillmentOrderId: string;
  fulfillmentOrderLineId: string;
  quantity: number;
  wave: { id: string; number: number };
};

/** The lines that active waves hold of these orders, each once. */
export async function activeLinesOf(tx: ShopTx, orderIds: string[]): Promise<HeldLine[]> {
  const rows = await tx.waveLine.findMany({
    where: { orderId: { in: orderIds }, active: true },
    select: {
      orderId: true,
      fulfillmentOrderId: true,
      fulfillmentOrderLineId: true,
      quantity: true,
      wave: { select: { id: true, number: true } },
    },
  });
  const units = unitsOfLines(rows);
  const lines = new Map(rows.map((row) => [row.fulfillmentOrderLineId, row]));
  return [...lines].map(([id, row]) => ({ ...row, quantity: units.get(id)! }));
}
