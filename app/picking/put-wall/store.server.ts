// The only file that knows the tables PutWall and WallScan.
import type { Prisma } from '@prisma/client';
import type { ShopTx } from '../../db.server.ts';
import type { WallDeed, WallScan } from './deed.ts';
import type { WallRefused } from './ledger.ts';
import { usualWall, type WallSize } from './slot.ts';

export async function loadWallSize(tx: ShopTx, shop: string, locationId: string): Promise<WallSize> {
  const row = await tx.putWall.findUnique({ where: { shop_locationId: { shop, locationId } } });
  return row ? { rows: row.rows, columns: row.columns } : usualWall;
}

/** How many slots a location's wall has; null where nobody described one. */
export async function loadWallSlots(tx: ShopTx, shop: string, locationId: string): Promise<number | null> {
  const row = await tx.putWall.findUnique({ where: { shop_locationId: { shop, locationId } } });
  return row && row.rows * row.columns;
}

/** The walls of all locations that said how large theirs is, by location id. */
export async function loadWallSizes(tx: ShopTx): Promise<Map<string, WallSize>> {
  const rows = await tx.putWall.findMany();
  return new Map(rows.map(({ locationId, rows: down, columns }) => [locationId, { rows: down, columns }]));
}

export async function saveWallSize(tx: ShopTx, shop: string, locationId: string, size: WallSize): Promise<void> {
  await tx.putWall.upsert({
    where: { shop_locationId: { shop, locationId } },
    create: { shop, locationId, ...size },
    update: size,
  });
}

export type StoredWallScan = WallScan & {
  seq: number;
  pickerId: string | null;
  at: Date;
  refused: WallRefused | null;
};

/** The scans at the wall of each of these waves, in the order of their fold. */
export async function loadWallScans(tx: ShopTx, waveIds: readonly string[]): Promise<Map<string, StoredWallScan[]>> {
  const rows = await tx.wallScan.findMany({
    where: { waveId: { in: [...waveIds] } },
    orderBy: [{ waveId: 'asc' }, { seq: 'asc' }],
  });
  const scans = rows.map((row) => ({
    waveId: row.waveId,
    id: row.id,
    device: row.deviceId,
    deed: row.deed as WallDeed,
    seq: row.seq,
    pickerId: row.pickerId,
    at: row.at,
    refused: row.refused as WallRefused | null,
  }));
  const byWave = Map.groupBy(scans, (scan) => scan.waveId);
  return new Map([...byWave].map(([waveId, own]) => [waveId, own.map(({ waveId: _, ...scan }) => scan)]));
}

/** When all of an order was carried from the wall to packing; null = it was not. */
export async function sortedAtOf(tx: ShopTx, waveId: string, orderId: string): Promise<Date | null> {
  const row = await tx.wallScan.findFirst({
    where: { waveId, refused: null, deed: { equals: { kind: 'cleared', order: orderId } } },
    orderBy: { seq: 'desc' },
    select: { at: true },
  });
  return row?.at ?? null;
}

/** Whether anything was said at the wall of this wave. */
export async function isBegun(tx: ShopTx, waveId: string): Promise<boolean> {
  return (await tx.wallScan.findFirst({ where: { waveId }, select: { seq: true } })) !== null;
}

/** Pigeonholes of a location's wall are given out one at a time, whichever wave asks. Held until the transaction ends. */
export async function holdSlots(tx: ShopTx, shop: string, locationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('wall:' || ${shop} || ':' || ${locationId}, 0))`;
}

export async function insertWallScans(
  tx: ShopTx,
  shop: string,
  waveId: string,
  scans: readonly StoredWallScan[],
): Promise<void> {
  await tx.wallScan.createMany({
    data: scans.map(({ device, deed, ...scan }) => ({
      ...{ shop, waveId, deviceId: device, deed: deed as Prisma.InputJsonObject },
      ...scan,
    })),
  });
}
