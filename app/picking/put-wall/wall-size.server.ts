// How large the put wall of each location is.
import { inShop } from '../../db.server.ts';
import { readSize, type WallSize } from './slot.ts';
import { loadWallSizes, saveWallSize } from './store.server.ts';

export async function readWallSizes(shop: string): Promise<Map<string, WallSize>> {
  return inShop(shop, loadWallSizes);
}

/** Orders that stand in the wall keep their slots when it becomes smaller, until they are carried away. */
export async function keepWallSize(
  shop: string,
  locationId: string,
  typed: { rows: string; columns: string },
): Promise<{ ok: true } | { ok: false; problems: Partial<Record<keyof WallSize, string>> }> {
  const read = readSize(typed);
  if (!read.ok) return read;
  await inShop(shop, (tx) => saveWallSize(tx, shop, locationId, read.size));
  return { ok: true };
}
