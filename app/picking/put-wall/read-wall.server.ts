// What tablets at the wall look at: the waves to be sorted, and one of them.
import { inShop, type ShopTx } from '../../db.server.ts';
import { readLabels } from '../../mirror/read-labels.server.ts';
import type { Who } from '../floor/enter-floor.server.ts';
import { meOf } from '../floor/read-floor.server.ts';
import { listWaves } from '../store/list.server.ts';
import { loadWaves, type Wave } from '../store/wave.server.ts';
import { lookAtWall, slotsElsewhere, type Wall, wallTasks } from './hold-wall.server.ts';
import { fold, isSorted, onCart, ordersOf } from './ledger.ts';
import { slotName, usualWall } from './slot.ts';
import { loadWallScans, loadWallSize, loadWallSizes } from './store.server.ts';
import type { AtWall, PartShown, WallCard, WallLook } from './wall-api.ts';

const most = 50;

/** Picked waves of which something is still to be sorted, the one that was picked first in front. `locations`: names by id. */
export async function listWalls(who: Who, locations: ReadonlyMap<string, string>): Promise<WallCard[]> {
  return inShop(who.shop, async (tx) => {
    const filter = { states: ['picked'] as const, locationId: null, number: null, method: 'sort' };
    const { rows } = await listWaves(tx, filter, { skip: 0, take: most });
    const ids = rows.map((row) => row.id);
    const scans = await loadWallScans(tx, ids);
    const waves = await loadWaves(tx, ids);
    return waves
      .toSorted((a, b) => Number(a.pickedAt) - Number(b.pickedAt) || a.number - b.number)
      .flatMap((wave): WallCard[] => {
        const own = scans.get(wave.id) ?? [];
        const state = fold(wallTasks(wave, own), own);
        if (isSorted(state)) return [];
        const all = [...state.tasks.values()];
        const units = all.reduce((sum, one) => sum + one.task.units, 0);
        const left = all.reduce((sum, one) => sum + onCart(one), 0);
        return [
          {
            id: wave.id,
            number: wave.number,
            location: locations.get(wave.locationId) ?? '',
            orders: new Set(all.map((one) => one.task.orderId)).size,
            ...{ units, done: units - left },
          },
        ];
      });
  });
}

/** By wave and order, where the orders stand that were not carried to packing; waves that are not sorted are left out. */
export async function standAtWall(tx: ShopTx, waves: readonly Wave[]): Promise<Map<string, Map<string, AtWall>>> {
  const sorted = waves.filter((wave) => wave.method === 'sort' && wave.state === 'picked');
  if (sorted.length === 0) return new Map();
  const scans = await loadWallScans(
    tx,
    sorted.map((wave) => wave.id),
  );
  const sizes = await loadWallSizes(tx);
  return new Map(
    sorted.map((wave) => {
      const own = scans.get(wave.id) ?? [];
      const size = sizes.get(wave.locationId) ?? usualWall;
      const orders = [...ordersOf(fold(wallTasks(wave, own), own))].flatMap(([order, { is, slot, left }]) =>
        is === 'gone' ? [] : [[order, { slot: slot === null ? null : slotName(slot, size), left }] as const],
      );
      return [wave.id, new Map(orders)];
    }),
  );
}

/** What happened at a wave's wall after ledger place `after`; all of it with the tasks when that is null. */
export async function readWall(
  who: Who,
  waveId: string,
  after: number | null,
  locations: ReadonlyMap<string, string>,
): Promise<WallLook | null> {
  return inShop(who.shop, async (tx) => {
    const wall = await lookAtWall(tx, who.shop, waveId);
    if (!wall) return null;
    const look = await lookOf(tx, who, wall, after ?? 0);
    if (after !== null) return look;
    const { wave, tasks } = wall;
    const items = wave.lines.flatMap((line) => line.inventoryItemId ?? []);
    const labels = await readLabels(tx, who.shop, [...new Set(items)]);
    const lines = new Map(wave.lines.map((line) => [line.fulfillmentOrderLineId, line]));
    return {
      ...look,
      wave: {
        id: wave.id,
        number: wave.number,
        location: locations.get(wave.locationId) ?? '',
        tasks: tasks.map((task) => {
          const { orderName, title, sku, bin, inventoryItemId } = lines.get(task.id)!;
          const label = labels.get(inventoryItemId ?? '');
          const seen = { barcode: label?.barcode ?? null, imageUrl: label?.imageUrl ?? null };
          return { ...task, orderName, title, sku, bin, ...seen };
        }),
      },
    };
  });
}

export async function lookOf(tx: ShopTx, who: Who, { wave, scans, fresh }: Wall, after: number): Promise<WallLook> {
  return {
    me: meOf(who),
    phase: wave.state,
    scans: [...scans, ...fresh]
      .filter((scan) => scan.seq > after)
      .map(({ id, device, deed, seq }) => ({ id, device, deed, seq })),
    size: await loadWallSize(tx, who.shop, wave.locationId),
    elsewhere: await slotsElsewhere(tx, wave),
    parts: partsShown(wave),
    wave: null,
  };
}

function partsShown({ walk }: Pick<Wave, 'walk'>): Record<string, PartShown[]> {
  const lines = Map.groupBy(walk, (part) => part.fulfillmentOrderLineId);
  return Object.fromEntries(
    [...lines].flatMap(([task, parts]) =>
      parts.length < 2 ? [] : [[task, parts.map(({ bin, picked, dropped }) => ({ bin, picked, dropped }))]],
    ),
  );
}
