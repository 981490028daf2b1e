// Where things lie: one bin typed in the list, or a whole file.
import { randomUUID } from 'node:crypto';
import { inShop } from '../../db.server.ts';
import { csvText } from '../../lib/csv.ts';
import { readItems } from '../../mirror/read-items.server.ts';
import { readItemsBySku } from '../../mirror/read-pickable.server.ts';
import { longestBin } from '../bin.ts';
import { compareBins } from '../bin-order.ts';
import { type BadRow, binFileRows, placeRows, readBinFile } from './bin-file.ts';
import { type MoveDraft, movesOfFile, placeFace } from './placing.ts';
import { appendMoves, loadAllBins, loadBins, loadStock, saveBins } from './store.server.ts';

/** Who does it, and when. */
export type Told = { by: string; at: Date };

export type Placed = { ok: true } | { ok: false; problem: string };

/** Makes a bin the pick face of an item, with all that lies in the one before; an empty name takes the item out of it. */
export async function placeInBin(
  shop: string,
  locationId: string,
  inventoryItemId: string,
  typed: string,
  told: Told,
): Promise<Placed> {
  const bin = typed.trim();
  if (bin.length > longestBin) return { ok: false, problem: `Shorten the bin to ${longestBin} characters` };
  await inShop(shop, async (tx) => {
    const face = (await loadBins(tx, locationId, [inventoryItemId])).get(inventoryItemId) ?? null;
    await appendMoves(tx, shop, locationId, withIds(placeFace(inventoryItemId, face, bin)), told.by, told.at);
  });
  return { ok: true };
}

export type Imported = { ok: true; placed: number; bad: BadRow[] } | { ok: false; problem: string };

/** Takes the good rows of a file and reports each bad one. `placed`: items, and bins without an item. */
export async function importBins(shop: string, locationId: string, text: string, told: Told): Promise<Imported> {
  const read = readBinFile(text);
  if (!read.ok) return read;
  return inShop(shop, async (tx): Promise<Imported> => {
    const known = await readItemsBySku(tx, [...new Set(read.rows.map((row) => row.sku))]);
    const { placed, bins, bad } = placeRows(read.rows, known);
    const said = [...placed, ...bins].filter((row) => row.bin !== '');
    await saveBins(
      tx,
      shop,
      locationId,
      said.map(({ bin, kind, capacity }) => ({ name: bin, kind, capacity })),
    );
    const reserve = new Set(
      (await loadAllBins(tx, locationId)).filter((bin) => bin.kind === 'reserve').map((bin) => bin.name),
    );
    const items = [...new Set(placed.map((row) => row.inventoryItemId))];
    const moves = movesOfFile(placed, await loadStock(tx, locationId, { items }), (bin) => reserve.has(bin));
    await appendMoves(tx, shop, locationId, withIds(moves), told.by, told.at);
    return {
      ok: true,
      placed: items.length + bins.length,
      bad: [...read.bad, ...bad].sort((a, b) => a.line - b.line),
    };
  });
}

/** All bins of a location and what lies in them, as a file that can be imported again. */
export async function exportBins(shop: string, locationId: string): Promise<string> {
  return inShop(shop, async (tx) => {
    const bins = await loadAllBins(tx, locationId);
    const stock = await loadStock(tx, locationId);
    const items = await readItems(tx, shop, [...new Set(stock.map((row) => row.inventoryItemId))]);
    const skus = new Map([...items].map(([id, item]) => [id, item.sku]));
    return csvText(
      binFileRows(
        bins.sort((a, b) => compareBins(a.name, b.name)),
        stock,
        skus,
      ),
    );
  });
}

/** Moves that nobody could send twice by mistake: what they bring about does not depend on how often it is asked for. */
function withIds(drafts: readonly MoveDraft[]) {
  return drafts.map((draft) => ({ ...draft, id: randomUUID() }));
}
