// Where things lie: one bin typed in the list, or a whole file.
import { inShop } from '../db.server.ts';
import { readItemsBySku } from '../mirror/read-pickable.server.ts';
import { longestBin } from './bin.ts';
import { type BadRow, placeRows, readBinFile } from './bin-file.ts';
import { saveBins } from './store.server.ts';

export type Placed = { ok: true } | { ok: false; problem: string };

/** Puts one item into a bin; an empty name takes it out. */
export async function placeInBin(
  shop: string,
  locationId: string,
  inventoryItemId: string,
  typed: string,
): Promise<Placed> {
  const bin = typed.trim();
  if (bin.length > longestBin) return { ok: false, problem: `Shorten the bin to ${longestBin} characters` };
  await inShop(shop, (tx) => saveBins(tx, shop, locationId, [{ inventoryItemId, bin }]));
  return { ok: true };
}

export type Imported = { ok: true; placed: number; bad: BadRow[] } | { ok: false; problem: string };

/** Takes the good rows of a file and reports each bad one. */
export async function importBins(shop: string, locationId: string, text: string): Promise<Imported> {
  const read = readBinFile(text);
  if (!read.ok) return read;
  return inShop(shop, async (tx): Promise<Imported> => {
    const known = await readItemsBySku(
      tx,
      read.rows.map((row) => row.sku),
    );
    const { placed, bad } = placeRows(read.rows, known);
    await saveBins(tx, shop, locationId, placed);
    return { ok: true, placed: placed.length, bad: [...read.bad, ...bad].sort((a, b) => a.line - b.line) };
  });
}
