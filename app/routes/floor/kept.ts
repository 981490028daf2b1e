// What the phone keeps by itself (IndexedDB), so that a walk goes on without a connection and after a reload.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { FloorLook, HeardScan, Me, PhoneWave, Walker } from '../../picking/floor/floor-api.ts';
import type { Deed } from '../../picking/floor/scan.ts';
import type { Place } from '../../picking/floor/step.ts';

export type KeptWave = {
  id: string;
  me: Me;
  wave: PhoneWave;
  /** the ledger as far as the server told it */
  heard: HeardScan[];
  /** the number that the next scan sent must bear */
  next: number;
  walkers: Walker[];
};

/** A scan that the server is not known to have. They are sent in the order in which they were made. */
export type OwnScan = { id: string; waveId: string; at: number; deed: Deed };

export type KeptPlace = {
  waveId: string;
  place: Place | null;
  /** where the picker stands */
  bin: string | null;
  /** the picker said that the wave is picked, and the server does not know it yet */
  finishing: boolean;
};

interface Kept extends DBSchema {
  waves: { key: string; value: KeptWave };
  scans: { key: number; value: OwnScan; indexes: { wave: string } };
  places: { key: string; value: KeptPlace };
  floor: { key: string; value: FloorLook };
}

let opening: Promise<IDBPDatabase<Kept>> | null = null;

function kept(): Promise<IDBPDatabase<Kept>> {
  opening ??= openDB<Kept>('floor', 1, {
    upgrade(database) {
      database.createObjectStore('waves', { keyPath: 'id' });
      database.createObjectStore('scans', { autoIncrement: true }).createIndex('wave', 'waveId');
      database.createObjectStore('places', { keyPath: 'waveId' });
      database.createObjectStore('floor');
    },
  });
  return opening;
}

export const readWave = async (id: string): Promise<KeptWave | null> => (await (await kept()).get('waves', id)) ?? null;

export const readWaves = async (): Promise<KeptWave[]> => (await kept()).getAll('waves');

export const readOwn = async (waveId: string): Promise<OwnScan[]> =>
  (await kept()).getAllFromIndex('scans', 'wave', waveId);

/** Ids of waves of which the server does not know everything. */
export async function wavesWithScans(): Promise<string[]> {
  return [...new Set((await (await kept()).getAll('scans')).map((scan) => scan.waveId))];
}

export async function keepScan(scan: OwnScan): Promise<void> {
  await (await kept()).add('scans', scan);
}

/** Keeps a wave as the server told it, and lets go of the scans that the server has by now. */
export async function keepWave(wave: KeptWave): Promise<void> {
  const transaction = (await kept()).transaction(['waves', 'scans'], 'readwrite');
  const known = new Set(wave.heard.map((scan) => scan.id));
  const scans = transaction.objectStore('scans');
  for (let at = await scans.index('wave').openCursor(wave.id); at; at = await at.continue())
    if (known.has(at.value.id)) await at.delete();
  await transaction.objectStore('waves').put(wave);
  await transaction.done;
}

/** Lets go of scans that the server has no room for. */
export async function forgetScans(waveId: string, ids: ReadonlySet<string>): Promise<void> {
  if (ids.size === 0) return;
  const transaction = (await kept()).transaction('scans', 'readwrite');
  for (let at = await transaction.store.index('wave').openCursor(waveId); at; at = await at.continue())
    if (ids.has(at.value.id)) await at.delete();
  await transaction.done;
}

/** Lets go of waves that are not walked any more and of which the server has everything. */
export async function forgetWaves(still: ReadonlySet<string>): Promise<void> {
  const unsent = new Set(await wavesWithScans());
  const database = await kept();
  for (const id of await database.getAllKeys('waves')) {
    if (still.has(id) || unsent.has(id)) continue;
    await database.delete('waves', id);
    await database.delete('places', id);
  }
}

export const readPlace = async (waveId: string): Promise<KeptPlace | null> =>
  (await (await kept()).get('places', waveId)) ?? null;

export async function keepPlace(place: KeptPlace): Promise<void> {
  await (await kept()).put('places', place);
}

export const readLook = async (): Promise<FloorLook | null> => (await (await kept()).get('floor', 'look')) ?? null;

export async function keepLook(look: FloorLook): Promise<void> {
  await (await kept()).put('floor', look, 'look');
}
