// A walk while it is held: one at a time reads a wave's ledger, folds it, and adds to it.
import { randomUUID } from 'node:crypto';
import type { ShopTx } from '../../db.server.ts';
import type { DiaryEvent } from '../../events/vocabulary.ts';
import { savePicks } from '../store/walk.server.ts';
import { loadWave, lockWave, type Wave } from '../store/wave.server.ts';
import { fold, take, type WaveState } from './ledger.ts';
import type { Deed, Scan } from './scan.ts';
import { insertScans, loadScans, type StoredScan } from './store.server.ts';
import { countsOf, tasksOf } from './tasks.ts';

export type Walk = {
  wave: Wave;
  scans: StoredScan[];
  state: WaveState;
  /** scans taken since it was held, not saved yet */
  fresh: StoredScan[];
};

/** Holds a wave's walk until the transaction ends; null when there is no such wave. */
export async function holdWalk(tx: ShopTx, shop: string, waveId: string): Promise<Walk | null> {
  await lockWave(tx, shop, waveId);
  return readWalkOf(tx, shop, waveId);
}

/** A wave's walk as it stands, held by nobody. */
export async function readWalkOf(tx: ShopTx, shop: string, waveId: string): Promise<Walk | null> {
  const wave = await loadWave(tx, shop, waveId);
  if (!wave) return null;
  const scans = await loadScans(tx, waveId);
  return { wave, scans, state: fold(tasksOf(wave), scans), fresh: [] };
}

type Said = Scan & Pick<StoredScan, 'pickerId' | 'deviceSeq' | 'at'>;

/** Adds one scan to a held walk, taken or refused. */
export function hear(walk: Walk, said: Said): StoredScan {
  const { state, refused } = take(walk.state, said);
  const scan = { ...said, seq: walk.scans.length + walk.fresh.length + 1, refused };
  walk.state = state;
  walk.fresh.push(scan);
  return scan;
}

export function hearShop(walk: Walk, deeds: readonly Deed[], now: Date): void {
  for (const deed of deeds)
    hear(walk, { id: randomUUID(), device: null, pickerId: null, deviceSeq: null, at: now, deed });
}

/** The number that the phone's next scan of this wave must bear. */
export function nextOf(walk: Pick<Walk, 'scans' | 'fresh'>, deviceId: string): number {
  const own = [...walk.scans, ...walk.fresh].filter((scan) => scan.device === deviceId);
  return Math.max(0, ...own.map((scan) => scan.deviceSeq ?? 0)) + 1;
}

/** Saves what was heard; while the wave is walked its lines follow, so that the wave's pages show how far it is. */
export async function saveWalk(tx: ShopTx, shop: string, walk: Walk, now: Date): Promise<void> {
  if (walk.fresh.length === 0) return;
  await insertScans(tx, shop, walk.wave.id, walk.fresh, now);
  if (walk.wave.state === 'released') await savePicks(tx, shop, walk.wave.id, countsOf(walk.state));
}

/** When a phone first said something of a wave; null = none did. */
export function begunAt({ scans, fresh }: Pick<Walk, 'scans' | 'fresh'>): Date | null {
  return [...scans, ...fresh].find((scan) => scan.device !== null)?.at ?? null;
}

/** What the diary hears when the first scan of a wave is among the fresh ones. */
export function begun({ wave, scans, fresh }: Walk): DiaryEvent[] {
  const at = begunAt({ scans, fresh });
  if (at === null || begunAt({ scans, fresh: [] })) return [];
  return [
    {
      type: 'wave.begun',
      key: `wave.begun:${wave.id}`,
      subject: `Wave/${wave.id}`,
      at: at.toISOString(),
      data: { waveId: wave.id, number: wave.number, releasedAt: wave.releasedAt?.toISOString() ?? null },
    },
  ];
}
