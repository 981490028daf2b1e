// What people change about the shop's boxes.
import { randomUUID } from 'node:crypto';
import { inShop } from '../../../db.server.ts';
import { readShop } from '../../../mirror/read-shop.server.ts';
import { type BoxProblems, type BoxTyped, commonBoxes, readBox, type ShopBox, type Writing } from './box.ts';
import { unitsOf } from './measures.ts';
import { loadBoxes, saveBox, setBoxActive } from './store.server.ts';

/** In which units and money the shop writes measures and costs. */
export async function writingOf(shop: string): Promise<Writing> {
  const { country, currency } = await readShop(shop);
  return { units: unitsOf(country), currency };
}

/** All boxes, those out of use last, else the smallest first. */
export async function readBoxes(shop: string): Promise<ShopBox[]> {
  const boxes = await inShop(shop, (tx) => loadBoxes(tx, 'all'));
  const volume = (box: ShopBox) => box.length * box.width * box.height;
  return boxes.sort((a, b) => Number(b.active) - Number(a.active) || volume(a) - volume(b));
}

export type BoxAnswer = { ok: true } | { ok: false; problems: BoxProblems };

/** A new box without an id. */
export async function keepBox(shop: string, id: string | null, typed: Partial<BoxTyped>): Promise<BoxAnswer> {
  const read = readBox(typed, await writingOf(shop));
  if (!read.ok) return read;
  return inShop(shop, async (tx): Promise<BoxAnswer> => {
    const before = id === null ? undefined : (await loadBoxes(tx, 'all')).find((box) => box.id === id);
    const kept = await saveBox(tx, shop, { id: id ?? randomUUID(), active: before?.active ?? true, ...read.box });
    return kept
      ? { ok: true }
      : { ok: false, problems: { name: 'Another box has this name. Choose another one, or change that box' } };
  });
}

/** Out of use it is proposed no more; parcels that were packed in it keep its name. */
export async function putBoxInUse(shop: string, id: string, active: boolean): Promise<void> {
  await inShop(shop, (tx) => setBoxActive(tx, shop, id, active));
}

/** Adds the common cartons of these names; one whose name is taken already stays as it is. */
export async function addCommonBoxes(shop: string, names: readonly string[]): Promise<void> {
  const { units } = await writingOf(shop);
  const wanted = commonBoxes(units).filter((box) => names.includes(box.name));
  await inShop(shop, async (tx) => {
    for (const box of wanted) await saveBox(tx, shop, { id: randomUUID(), active: true, ...box });
  });
}
