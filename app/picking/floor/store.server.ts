// The only file that knows the tables Picker, Device, Pairing and FloorScan.
import type { Prisma } from '@prisma/client';
import { prisma, type ShopTx } from '../../db.server.ts';
import type { Language } from './language.ts';
import type { Refused } from './ledger.ts';
import type { Deed, Scan } from './scan.ts';

export type Picker = {
  id: string;
  name: string;
  hasPin: boolean;
  language: Language;
  active: boolean;
  /** may pack what was not scanned, and seal what the scale doubts */
  mayForce: boolean;
};

export type Device = {
  id: string;
  pickerId: string;
  name: string;
  pairedAt: Date;
  lastSeenAt: Date;
  revokedAt: Date | null;
};

/** All pickers with their phones that were not turned out, by name. */
export async function loadPickers(tx: ShopTx): Promise<(Picker & { devices: Device[] })[]> {
  const rows = await tx.picker.findMany({
    orderBy: [{ active: 'desc' }, { name: 'asc' }, { id: 'asc' }],
    include: { devices: { where: { revokedAt: null }, orderBy: { pairedAt: 'desc' }, omit: { secretHash: true } } },
  });
  return rows.map(({ devices, ...row }) => ({
    ...toPicker(row),
    devices: devices.map(({ shop: _, ...device }) => device),
  }));
}

export async function loadPicker(
  tx: ShopTx,
  shop: string,
  id: string,
): Promise<(Picker & { pinHash: string | null }) | null> {
  const row = await tx.picker.findUnique({ where: { shop_id: { shop, id } } });
  return row ? { ...toPicker(row), pinHash: row.pinHash } : null;
}

export async function insertPicker(
  tx: ShopTx,
  shop: string,
  picker: { id: string; name: string; language: Language; pinHash: string; createdAt: Date },
): Promise<void> {
  await tx.picker.create({ data: { shop, ...picker } });
}

/** False when there is no such picker. */
export async function savePicker(
  tx: ShopTx,
  id: string,
  change: { name?: string; language?: Language; active?: boolean; mayForce?: boolean; pinHash?: string },
): Promise<boolean> {
  const { count } = await tx.picker.updateMany({ where: { id }, data: change });
  return count > 0;
}

export async function insertPairing(
  tx: ShopTx,
  shop: string,
  pairing: { codeHash: Uint8Array<ArrayBuffer>; pickerId: string; expiresAt: Date },
  now: Date,
): Promise<void> {
  await tx.pairing.deleteMany({ where: { OR: [{ expiresAt: { lt: now } }, { pickerId: pairing.pickerId }] } });
  await tx.pairing.create({ data: { shop, ...pairing } });
}

/** The picker whom an unused code of that hash is for, in its time; null otherwise. */
export async function loadPairing(
  tx: ShopTx,
  codeHash: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<{ pickerId: string } | null> {
  return tx.pairing.findFirst({
    where: { codeHash, usedAt: null, expiresAt: { gt: now } },
    select: { pickerId: true },
  });
}

/** Uses a code up. Of two at the same time one gets true. */
export async function usePairing(tx: ShopTx, codeHash: Uint8Array<ArrayBuffer>, now: Date): Promise<boolean> {
  const { count } = await tx.pairing.updateMany({ where: { codeHash, usedAt: null }, data: { usedAt: now } });
  return count > 0;
}

export async function insertDevice(
  tx: ShopTx,
  shop: string,
  device: { id: string; pickerId: string; name: string; secretHash: Uint8Array<ArrayBuffer>; pairedAt: Date },
): Promise<void> {
  await tx.device.create({ data: { shop, ...device, lastSeenAt: device.pairedAt } });
}

export async function loadDevice(
  tx: ShopTx,
  shop: string,
  id: string,
): Promise<(Device & { secretHash: Uint8Array; picker: Picker }) | null> {
  const row = await tx.device.findUnique({ where: { shop_id: { shop, id } }, include: { picker: true } });
  if (!row) return null;
  const { shop: _, picker, ...device } = row;
  return { ...device, picker: toPicker(picker) };
}

export async function noteSeen(tx: ShopTx, id: string, now: Date): Promise<void> {
  await tx.device.updateMany({ where: { id, lastSeenAt: { lt: now } }, data: { lastSeenAt: now } });
}

/** Turns phones out, for ever: those of `which`. */
export async function revokeDevices(tx: ShopTx, which: { id?: string; pickerId?: string }, now: Date): Promise<number> {
  const { count } = await tx.device.updateMany({ where: { ...which, revokedAt: null }, data: { revokedAt: now } });
  return count;
}

/** The number by which codes name the shop; given when it is first asked for. */
export async function numberOfShop(tx: ShopTx, shop: string): Promise<number> {
  const find = () => tx.shopDirectory.findUniqueOrThrow({ where: { shop }, select: { number: true } });
  const known = (await find()).number;
  if (known !== null) return known;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('shop numbers', 0))`;
  await tx.$executeRaw`
    UPDATE "ShopDirectory" SET "number" = (SELECT coalesce(max("number"), 0) + 1 FROM "ShopDirectory")
    WHERE "shop" = ${shop} AND "number" IS NULL`;
  return (await find()).number!;
}

export type StoredScan = Scan & {
  seq: number;
  pickerId: string | null;
  deviceSeq: number | null;
  at: Date;
  refused: Refused | null;
};

/** The scans of a wave in the order of its fold, all or those after `after`. */
export async function loadScans(tx: ShopTx, waveId: string, after = 0): Promise<StoredScan[]> {
  const rows = await tx.floorScan.findMany({ where: { waveId, seq: { gt: after } }, orderBy: { seq: 'asc' } });
  return rows.map((row) => ({
    id: row.id,
    device: row.deviceId,
    deed: row.deed as Deed,
    seq: row.seq,
    pickerId: row.pickerId,
    deviceSeq: row.deviceSeq,
    at: row.at,
    refused: row.refused as Refused | null,
  }));
}

export async function insertScans(
  tx: ShopTx,
  shop: string,
  waveId: string,
  scans: readonly StoredScan[],
  heardAt: Date,
): Promise<void> {
  await tx.floorScan.createMany({
    data: scans.map(({ device, deed, ...scan }) => ({
      shop,
      waveId,
      ...scan,
      deviceId: device,
      deed: deed as Prisma.InputJsonObject,
      heardAt,
    })),
  });
}

/** By wave: which tote took the place of which full one, so that what lies in a tote is found by the name it has now. */
export async function loadSwaps(tx: ShopTx, waveIds: string[]): Promise<Map<string, { from: string; to: string }[]>> {
  const rows = await tx.floorScan.findMany({
    where: { waveId: { in: waveIds }, refused: null, deed: { path: ['kind'], equals: 'swapped-tote' } },
    orderBy: { seq: 'asc' },
    select: { waveId: true, deed: true },
  });
  const swaps = new Map<string, { from: string; to: string }[]>();
  for (const { waveId, deed } of rows) {
    const said = deed as Deed;
    if (said.kind === 'swapped-tote') swaps.set(waveId, [...(swaps.get(waveId) ?? []), said]);
  }
  return swaps;
}

/** Who has walked on each wave, by wave id: pickers' names. */
export async function loadWalkers(
  tx: ShopTx,
  waveIds: string[],
): Promise<Map<string, { deviceId: string; picker: string; last: Date }[]>> {
  const rows = await tx.floorScan.groupBy({
    by: ['waveId', 'deviceId', 'pickerId'],
    where: { waveId: { in: waveIds }, deviceId: { not: null } },
    _max: { heardAt: true },
  });
  const pickers = await tx.picker.findMany({
    where: { id: { in: [...new Set(rows.flatMap((row) => row.pickerId ?? []))] } },
    select: { id: true, name: true },
  });
  const names = new Map(pickers.map((picker) => [picker.id, picker.name]));
  const walkers = new Map<string, { deviceId: string; picker: string; last: Date }[]>();
  for (const { waveId, deviceId, pickerId, _max } of rows) {
    if (!deviceId || !pickerId || !_max.heardAt) continue;
    const one = { deviceId, picker: names.get(pickerId) ?? '', last: _max.heardAt };
    walkers.set(waveId, [...(walkers.get(waveId) ?? []), one]);
  }
  return walkers;
}

/** Ended waves on which phones still said something since `since`. */
export async function loadEndedWalks(tx: ShopTx, since: Date): Promise<string[]> {
  const rows = await tx.floorScan.findMany({
    where: {
      heardAt: { gte: since },
      deviceId: { not: null },
      wave: { state: { in: ['picked', 'shipped', 'canceled'] } },
    },
    select: { waveId: true },
    distinct: ['waveId'],
  });
  return rows.map((row) => row.waveId);
}

function toPicker(row: {
  id: string;
  name: string;
  pinHash: string | null;
  language: string;
  active: boolean;
  mayForce: boolean;
}): Picker {
  const { id, name, language, active, mayForce } = row;
  return { id, name, active, mayForce, hasPin: row.pinHash !== null, language: language as Language };
}

/** The shop that codes call by this number, if it has the app. */
export async function shopOfNumber(number: number): Promise<string | null> {
  const row = await prisma.shopDirectory.findUnique({ where: { number }, select: { shop: true, installed: true } });
  return row?.installed ? row.shop : null;
}

export async function isInstalled(tx: ShopTx, shop: string): Promise<boolean> {
  return (await tx.shopDirectory.findUnique({ where: { shop } }))?.installed === true;
}

/** Whether a phone ever said something of this wave. */
export async function wasWalked(tx: ShopTx, waveId: string): Promise<boolean> {
  return (await tx.floorScan.findFirst({ where: { waveId, deviceId: { not: null } }, select: { seq: true } })) !== null;
}
