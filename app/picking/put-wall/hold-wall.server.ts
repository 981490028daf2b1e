// A wave's sorting while it is held: one at a time reads the ledger, folds it, and adds to it.
import type { ShopTx } from '../../db.server.ts';
import { recount } from '../pick.ts';
import { loadAtWall } from '../store/queues.server.ts';
import { savePicks } from '../store/walk.server.ts';
import { loadWave, loadWaves, lockWave, type Wave } from '../store/wave.server.ts';
import { itemOf, type WallDeed, type WallScan, type WallTask } from './deed.ts';
import { fold, take, type WallState } from './ledger.ts';
import { insertWallScans, loadWallScans, type StoredWallScan } from './store.server.ts';

export type Wall = {
  wave: Wave;
  tasks: WallTask[];
  scans: StoredWallScan[];
  state: WallState;
  /** scans taken since it was held, not saved yet */
  fresh: StoredWallScan[];
};

/** Holds a wave's wall until the transaction ends; null when there is no such wave, or it is not sorted at a wall. */
export async function holdWall(tx: ShopTx, shop: string, waveId: string): Promise<Wall | null> {
  await lockWave(tx, shop, waveId);
  return lookAtWall(tx, shop, waveId);
}

/** The wall of a wave as it stands, held by nobody. */
export async function lookAtWall(tx: ShopTx, shop: string, waveId: string): Promise<Wall | null> {
  const wave = await loadWave(tx, shop, waveId);
  if (wave?.method !== 'sort') return null;
  const scans = (await loadWallScans(tx, [waveId])).get(waveId) ?? [];
  const tasks = wallTasks(wave, scans);
  return { wave, tasks, scans, state: fold(tasks, scans), fresh: [] };
}

/** What lies on the cart: as it was when sorting began, for what is missing is picked no more. */
export function wallTasks({ lines }: Pick<Wave, 'lines'>, scans: readonly WallScan[]): WallTask[] {
  const begun = scans.find((scan) => scan.deed.kind === 'begun')?.deed;
  const unitsOf = (id: string, picked: number) => (begun?.kind === 'begun' ? (begun.units[id] ?? 0) : picked);
  return lines
    .map((line) => ({
      id: line.fulfillmentOrderLineId,
      orderId: line.orderId,
      item: itemOf(line),
      units: unitsOf(line.fulfillmentOrderLineId, line.picked),
    }))
    .filter((task) => task.units > 0);
}

/** Pigeonholes of the same wall in which orders of other waves stand. */
export const slotsElsewhere = (tx: ShopTx, { id, locationId }: Wave) => slotsAt(tx, locationId, id);

/** Pigeonholes of a location's wall in which orders stand, with the numbers of their waves; those of one wave left out. */
export async function slotsAt(
  tx: ShopTx,
  locationId: string,
  without: string | null,
): Promise<{ slot: number; wave: number }[]> {
  const waves = (await loadAtWall(tx, locationId)).filter((one) => one !== without);
  if (waves.length === 0) return [];
  const scans = await loadWallScans(tx, waves);
  return (await loadWaves(tx, [...scans.keys()])).flatMap((wave) => {
    const own = scans.get(wave.id) ?? [];
    return [...fold(wallTasks(wave, own), own).slots.values()].map((slot) => ({ slot, wave: wave.number }));
  });
}

type Said = WallScan & { pickerId: string | null; at: Date };

/** Adds one scan to a held wall, taken or refused. */
export function hear(wall: Wall, said: Said): StoredWallScan {
  const { state, refused } = take(wall.state, said);
  const scan = { ...said, seq: wall.scans.length + wall.fresh.length + 1, refused };
  wall.state = state;
  wall.fresh.push(scan);
  return scan;
}

/** The first scan of a wall says what lay on the cart. */
export function begin(wall: Wall, id: string, now: Date): void {
  if (wall.scans.length + wall.fresh.length > 0) return;
  const units = Object.fromEntries(wall.tasks.map((task) => [task.id, task.units]));
  const deed: WallDeed = { kind: 'begun', units };
  hear(wall, { id, device: null, pickerId: null, at: now, deed });
}

export async function saveWall(tx: ShopTx, shop: string, wall: Wall): Promise<void> {
  if (wall.fresh.length > 0) await insertWallScans(tx, shop, wall.wave.id, wall.fresh);
}

export const partsOf = ({ walk }: Pick<Wave, 'walk'>, task: string) =>
  walk.filter((one) => one.fulfillmentOrderLineId === task);

/** What is missing of a task is short on its wave's line. */
export async function saveMissing(tx: ShopTx, shop: string, { wave, state }: Wall, task: string): Promise<void> {
  const one = state.tasks.get(task);
  if (one) await savePicks(tx, shop, wave.id, recount(partsOf(wave, task), one.task.units - one.missing - one.back));
}
