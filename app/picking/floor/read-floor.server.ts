// What phones look at: the waves that wait, and one wave while it is walked.
import { inShop, type ShopTx } from '../../db.server.ts';
import { readLabels } from '../../mirror/read-labels.server.ts';
import { loadBinPlaces, loadLayout } from '../place/store.server.ts';
import { loadTerms } from '../rules/store.server.ts';
import { listWaves } from '../store/list.server.ts';
import { loadWave, type Wave } from '../store/wave.server.ts';
import type { Who } from './enter-floor.server.ts';
import type { FloorLook, Me, PhoneWave, Walker, WaveLook } from './floor-api.ts';
import { loadScans, loadWalkers } from './store.server.ts';
import { tasksOf } from './tasks.ts';
import { nextOf } from './walk.server.ts';
import { type Ways, waysBetween } from './ways.ts';

/** After so long without a word a phone is not said to be on a wave any more, in ms. */
const quiet = 20 * 60_000;
const most = 50;

export const meOf = ({ picker, deviceId }: Who): Me => ({
  picker: picker.name,
  language: picker.language,
  deviceId,
});

/** Released waves, those that this phone walks first, then those that wait longest. `locations`: names by id. */
export async function lookAtFloor(who: Who, locations: ReadonlyMap<string, string>, now: Date): Promise<FloorLook> {
  return inShop(who.shop, async (tx) => {
    const filter = { states: ['released'] as const, locationId: null, number: null };
    const { rows } = await listWaves(tx, filter, { skip: 0, take: most });
    const walkers = await walkersOf(
      tx,
      who,
      rows.map((row) => row.id),
      now,
    );
    const cards = rows.map((row) => ({
      id: row.id,
      number: row.number,
      location: locations.get(row.locationId) ?? '',
      orders: row.orders,
      units: row.units,
      done: row.done,
      express: row.express,
      walkers: walkers.get(row.id) ?? [],
    }));
    const mine = (card: { walkers: Walker[] }) => Number(card.walkers.some((one) => one.me));
    const sorting = { states: ['picked'] as const, locationId: null, number: null, method: 'sort' };
    const { total: atWall } = await listWaves(tx, sorting, { skip: 0, take: 0 });
    return {
      me: meOf(who),
      atWall,
      waves: cards.toSorted(
        (a, b) => mine(b) - mine(a) || Number(b.express) - Number(a.express) || a.number - b.number,
      ),
    };
  });
}

/** A wave as the phone keeps it; null when there is none, or nobody may walk it yet. */
export async function readPhoneWave(
  who: Who,
  waveId: string,
  locations: ReadonlyMap<string, string>,
): Promise<PhoneWave | null> {
  return inShop(who.shop, async (tx) => {
    const wave = await loadWave(tx, who.shop, waveId);
    if (!wave || wave.state === 'planned') return null;
    const items = wave.walk.flatMap((line) => line.inventoryItemId ?? []);
    const labels = await readLabels(tx, who.shop, [...new Set(items)]);
    const joined = new Set(wave.orders.flatMap((order) => (order.joinedAt ? [order.orderId] : [])));
    const allocations = new Map(wave.walk.map((one) => [one.id, one]));
    return {
      id: wave.id,
      number: wave.number,
      location: locations.get(wave.locationId) ?? '',
      phase: wave.state,
      method: wave.method,
      ways: await waysOf(tx, who.shop, wave),
      tasks: tasksOf(wave).map((task) => {
        const one = allocations.get(task.id)!;
        const label = labels.get(one.inventoryItemId ?? '');
        const { orderName, title, sku } = one;
        return {
          ...{ ...task, orderName, title, sku, joined: joined.has(task.orderId) },
          ...{ barcode: label?.barcode ?? null, imageUrl: label?.imageUrl ?? null },
        };
      }),
    };
  });
}

async function waysOf(tx: ShopTx, shop: string, { locationId, walk }: Wave): Promise<Ways | null> {
  // Who walks by a rule of thumb wants no other order on the way.
  if ((await loadTerms(tx, shop, locationId)).routing !== 'shortest') return null;
  const kept = await loadLayout(tx, locationId);
  if (!kept) return null;
  const names = walk.map((one) => one.bin);
  return waysBetween(kept.layout, await loadBinPlaces(tx, locationId, names), names);
}

/** What happened on a wave after ledger place `after`; null when there is no such wave. */
export async function lookAtWave(who: Who, waveId: string, after: number, now: Date): Promise<WaveLook | null> {
  return inShop(who.shop, async (tx) => {
    const wave = await loadWave(tx, who.shop, waveId);
    if (!wave || wave.state === 'planned') return null;
    const scans = await loadScans(tx, waveId);
    const walkers = await walkersOf(tx, who, [waveId], now);
    return {
      phase: wave.state,
      scans: scans.filter((scan) => scan.seq > after).map(({ id, device, deed, seq }) => ({ id, device, deed, seq })),
      tasks: wave.walk.length,
      next: nextOf({ scans, fresh: [] }, who.deviceId),
      walkers: walkers.get(waveId) ?? [],
    };
  });
}

async function walkersOf(tx: ShopTx, who: Who, waveIds: string[], now: Date): Promise<Map<string, Walker[]>> {
  const all = await loadWalkers(tx, waveIds);
  return new Map(
    [...all].map(([waveId, walkers]) => [
      waveId,
      walkers
        .filter((one) => one.deviceId === who.deviceId || now.getTime() - one.last.getTime() < quiet)
        .map((one) => ({ picker: one.picker, me: one.deviceId === who.deviceId })),
    ]),
  );
}
