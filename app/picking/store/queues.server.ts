// Which waves wait for whom: for a release, a phone, the put wall, the pack station.
import type { ShopTx } from '../../db.server.ts';
import { toWave, type Wave } from './wave.server.ts';

/** Express waves that nobody released yet. */
export async function loadExpressPlanned(tx: ShopTx): Promise<{ id: string; number: number }[]> {
  return tx.wave.findMany({
    where: { state: 'planned', express: true },
    orderBy: { number: 'asc' },
    select: { id: true, number: true },
  });
}

/** Ids of the waves that are walked or wait for it: those of orders that cannot wait, then the one released first. */
export async function loadReleased(tx: ShopTx): Promise<string[]> {
  const rows = await tx.wave.findMany({
    where: { state: 'released' },
    orderBy: [{ express: 'desc' }, { releasedAt: 'asc' }, { number: 'asc' }],
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Picked waves that are sorted at a put wall, of a location or of all, the one picked first in front. */
export async function loadAtWall(tx: ShopTx, locationId?: string): Promise<string[]> {
  const rows = await tx.wave.findMany({
    where: { state: 'picked', method: 'sort', ...(locationId === undefined ? {} : { locationId }) },
    orderBy: [{ pickedAt: 'asc' }, { number: 'asc' }],
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/**
 * The latest picked waves with all that was picked, the one picked first in front: what lies at the pack station. A shop that leaves
 * old ones as picked shall not miss its new ones.
 */
export async function loadPicked(tx: ShopTx, most: number): Promise<Wave[]> {
  const rows = await tx.wave.findMany({
    where: { state: 'picked' },
    orderBy: [{ pickedAt: 'desc' }, { number: 'desc' }],
    take: most,
    include: { lines: { where: { picked: { gt: 0 } }, orderBy: { position: 'asc' } }, orders: true },
  });
  return rows.toReversed().map(toWave);
}
