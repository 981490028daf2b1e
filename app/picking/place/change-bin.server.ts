// What people say of a bin itself: what it is for, how much fits, that it is gone.
import { inShop } from '../../db.server.ts';
import { changeBin, removeEmptyBins } from './store.server.ts';

export type Changed = { ok: true } | { ok: false; problem: string };

const gone = (bin: string) => `There is no bin ${bin} any more. Go back to the list.`;

export async function describeBin(
  shop: string,
  locationId: string,
  bin: string,
  typed: { kind: string; capacity: string },
): Promise<Changed> {
  const text = typed.capacity.trim();
  if (text !== '' && !/^[1-9]\d{0,6}$/.test(text))
    return { ok: false, problem: 'The capacity is a whole number of units, or empty when nobody knows' };
  const kind = typed.kind === 'reserve' ? 'reserve' : 'pick';
  const capacity = text === '' ? null : Number(text);
  const found = await inShop(shop, (tx) => changeBin(tx, shop, locationId, bin, { kind, capacity }));
  return found ? { ok: true } : { ok: false, problem: gone(bin) };
}

/** Removes a bin in which nothing lies. What the ledger told of it stays told. */
export async function dropBin(shop: string, locationId: string, bin: string): Promise<Changed> {
  const removed = await inShop(shop, (tx) => removeEmptyBins(tx, shop, locationId, [bin]));
  if (removed > 0) return { ok: true };
  return { ok: false, problem: `${bin} was not removed: something lies in it, or is at home there. Move it first.` };
}
