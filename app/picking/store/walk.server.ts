// What happens to a wave that is walked, as it is kept: totes get names, picks are counted, an order comes on.
import { Prisma } from '@prisma/client';
import type { ShopTx } from '../../db.server.ts';
import type { Picked } from '../pick.ts';
import { type Allocation, partOf } from '../wave.ts';
import { LinesTaken, rowOf } from './wave.server.ts';

/**
 * Takes an order into a wave that is walked: its part of the walk with its totes, and everything's place in it. What was said of the walk's length is
 * true no more. Throws LinesTaken like `insertWave`.
 */
export async function joinWave(
  tx: ShopTx,
  shop: string,
  waveId: string,
  order: {
    walk: readonly Allocation[];
    /** by allocation id, of all of the wave */
    positions: ReadonlyMap<string, number>;
    orderName: string;
    tote: number | null;
    joinedAt: Date;
  },
): Promise<void> {
  const { walk, positions, orderName, tote, joinedAt } = order;
  const orderId = walk[0]?.orderId ?? '';
  try {
    await tx.waveOrder.create({ data: { shop, waveId, orderId, orderName, tote, joinedAt } });
    await tx.waveLine.createMany({ data: walk.map((one) => rowOf(shop, waveId, one)) });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      throw new LinesTaken('Some of these lines were taken by another wave meanwhile.');
    throw error;
  }
  const rows = JSON.stringify([...positions].map(([id, position]) => ({ ...partOf(id), position })));
  await tx.$executeRaw`
    UPDATE "WaveLine" l SET "position" = r."position"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("fulfillmentOrderLineId" text, "part" int, "position" int)
    WHERE l."shop" = ${shop} AND l."waveId" = ${waveId}::uuid
      AND l."fulfillmentOrderLineId" = r."fulfillmentOrderLineId" AND l."part" = r."part"`;
  await tx.wave.update({
    where: { shop_id: { shop, id: waveId } },
    data: { metres: null, bound: null, oneByOne: null, byBinName: null, seconds: null },
  });
}

/** Names the totes of a wave, by order id; a line that has one keeps it. */
export async function saveTotes(
  tx: ShopTx,
  shop: string,
  waveId: string,
  totes: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = JSON.stringify([...totes].map(([orderId, tote]) => ({ orderId, tote })));
  await tx.$executeRaw`
    UPDATE "WaveLine" l SET "tote" = r."tote" FROM jsonb_to_recordset(${rows}::jsonb) AS r("orderId" text, "tote" text)
    WHERE l."shop" = ${shop} AND l."waveId" = ${waveId}::uuid AND l."orderId" = r."orderId" AND l."tote" IS NULL`;
}

export async function savePicks(tx: ShopTx, shop: string, waveId: string, picks: readonly Picked[]): Promise<void> {
  const rows = JSON.stringify(picks.map(({ id, ...counts }) => ({ ...partOf(id), ...counts })));
  await tx.$executeRaw`
    UPDATE "WaveLine" l SET "picked" = r."picked", "short" = r."short", "dropped" = r."dropped"
    FROM jsonb_to_recordset(${rows}::jsonb)
      AS r("fulfillmentOrderLineId" text, "part" int, "picked" int, "short" int, "dropped" int)
    WHERE l."shop" = ${shop} AND l."waveId" = ${waveId}::uuid
      AND l."fulfillmentOrderLineId" = r."fulfillmentOrderLineId" AND l."part" = r."part"`;
}
