// How large the put wall of each location is.
import { inShop, type ShopTx } from '../../db.server.ts';
import { slotsAt } from './hold-wall.server.ts';
import { readSize, type WallSize } from './slot.ts';
import { holdSlots, loadWallSize, loadWallSizes, saveWallSize } from './store.server.ts';

export async function readWallSizes(shop: string): Promise<Map<string, WallSize>> {
  return inShop(shop, loadWallSizes);
}

/**
 * Orders that stand in the wall keep their slots when it loses rows, until they are carried away. With other columns each of them would
 * stand in a slot of another name than the one it was put into, so the wall has to be empty for that.
 */
export async function keepWallSize(
  shop: string,
  locationId: string,
  typed: { rows: string; columns: string },
): Promise<{ ok: true } | { ok: false; problems: Partial<Record<keyof WallSize, string>> }> {
  const read = readSize(typed);
  if (!read.ok) return read;
  return inShop(shop, async (tx) => {
    await holdSlots(tx, shop, locationId);
    const { columns } = await loadWallSize(tx, shop, locationId);
    const standing = columns === read.size.columns ? 0 : await ordersIn(tx, locationId);
    if (standing > 0) return { ok: false, problems: { columns: notEmpty(standing) } };
    await saveWallSize(tx, shop, locationId, read.size);
    return { ok: true };
  });
}

const ordersIn = async (tx: ShopTx, locationId: string) => (await slotsAt(tx, locationId, null)).length;

const notEmpty = (orders: number) =>
  `${orders} ${orders === 1 ? 'order stands' : 'orders stand'} in this wall, and with other columns ${orders === 1 ? 'its slot' : 'their slots'} would be called otherwise. Carry ${orders === 1 ? 'it' : 'them'} to packing first, then change the columns`;
