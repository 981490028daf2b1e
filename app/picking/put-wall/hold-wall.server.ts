// A wave's sorting while it is held: one at a time reads the ledger, folds it, and adds to it.
import type { ShopTx } from '../../db.server.ts';
import { loadWave, lockWave, type Wave } from '../store.server.ts';
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

/** Units of a wave's lines that were picked and not found at its wall. */
export async function missingAtWall(
  tx: ShopTx,
  shop: string,
  { id, method }: Pick<Wave, 'id' | 'method'>,
): Promise<Map<string, number>> {
  const wall = method === 'sort' ? await lookAtWall(tx, shop, id) : null;
  return new Map([...(wall?.state.tasks ?? [])].map(([task, { missing }]) => [task, missing]));
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
