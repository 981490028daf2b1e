// Item sizes: one typed, or a whole file; and how a location packs.
import { randomUUID } from 'node:crypto';
import { inShop } from '../../../db.server.ts';
import { csvText } from '../../../lib/csv.ts';
import { readShippedItems, type ShippedItem } from '../../../mirror/read-items.server.ts';
import { readItemsBySku } from '../../../mirror/read-pickable.server.ts';
import { fullTrust } from '../trust.ts';
import { writingOf } from './change-boxes.server.ts';
import {
  type BadRow,
  placeSizes,
  readSize,
  readSizeFile,
  type SizeProblems,
  type SizeTyped,
  sizeFileRows,
} from './item-size.ts';
import { type PackTerms, type PackTermsProblems, type PackTermsTyped, readPackTerms } from './pack-terms.ts';
import { mayTellSizes, tellSizes } from './sizes-in-shopify.server.ts';
import {
  type ItemSize,
  loadPackTerms,
  loadSizedItems,
  loadSizes,
  removeSize,
  savePackTerms,
  saveSizes,
  saveTrust,
} from './store.server.ts';

export const sizeFilters = ['all', 'without', 'learned'] as const;
export type SizeFilter = (typeof sizeFilters)[number];
export type SizedItem = ShippedItem & { size: ItemSize | null };

/** What is shipped and how large it is; `counts`: how many there are under each filter, whatever is searched for. */
export async function readSizes(
  shop: string,
  search: string,
  page: { skip: number; take: number },
  filter: SizeFilter = 'all',
): Promise<{ rows: SizedItem[]; total: number; counts: Record<SizeFilter, number> }> {
  return inShop(shop, async (tx) => {
    const [sized, doubted] = [await loadSizedItems(tx), await loadSizedItems(tx, 'doubted')];
    const of = { all: {}, without: { without: sized }, learned: { only: doubted } };
    const { rows, total } = await readShippedItems(tx, shop, search, page, of[filter]);
    const none = { skip: 0, take: 1 };
    const counted = async (one: SizeFilter) => (await readShippedItems(tx, shop, '', none, of[one])).total;
    const sizes = await loadSizes(
      tx,
      rows.map((row) => row.inventoryItemId),
    );
    return {
      rows: rows.map((row) => ({ ...row, size: sizes.get(row.inventoryItemId) ?? null })),
      total,
      counts: { all: await counted('all'), without: await counted('without'), learned: await counted('learned') },
    };
  });
}

export type SizeAnswer = { ok: true } | { ok: false; problems: SizeProblems };

/** Keeps what was typed of an item; nothing typed = nobody knows its size any more. */
export async function keepSize(
  shop: string,
  inventoryItemId: string,
  typed: SizeTyped,
  now: Date,
): Promise<SizeAnswer> {
  const read = readSize(typed, (await writingOf(shop)).units);
  if (!read.ok) return read;
  const { size } = read;
  const tell = (await mayTellSizes(shop)) === true;
  await inShop(shop, async (tx) => {
    const changed = size
      ? (await saveSizes(tx, shop, [{ inventoryItemId, size }], now)).length > 0
      : await removeSize(tx, shop, inventoryItemId);
    if (changed && tell) await tellSizes(tx, shop, [inventoryItemId], randomUUID());
  });
  return { ok: true };
}

/** Believes the measures of an item again, as when somebody has measured it anew and found them right. */
export async function trustAgain(shop: string, inventoryItemId: string): Promise<void> {
  await inShop(shop, (tx) => saveTrust(tx, shop, new Map([[inventoryItemId, fullTrust]])));
}

export type SizesImported =
  | {
      ok: true;
      /** good rows, and those of them that were not so already */
      taken: number;
      changed: number;
      /** rows without a size, which change nothing */
      empty: number;
      bad: BadRow[];
    }
  | { ok: false; problem: string };

/** Takes the good rows of a file, and reports each bad one. Items that it does not name keep their size. */
export async function importSizes(shop: string, text: string, now: Date): Promise<SizesImported> {
  const read = readSizeFile(text, (await writingOf(shop)).units);
  if (!read.ok) return read;
  const tell = (await mayTellSizes(shop)) === true;
  return inShop(shop, async (tx): Promise<SizesImported> => {
    const items = await readItemsBySku(tx, [...new Set(read.rows.map((row) => row.sku))]);
    const { placed, bad } = placeSizes(read.rows, items);
    const changed = await saveSizes(tx, shop, placed, now);
    if (tell) await tellSizes(tx, shop, changed, randomUUID());
    return {
      ...{ ok: true, taken: placed.length, changed: changed.length, empty: read.empty },
      bad: [...read.bad, ...bad].sort((a, b) => a.line - b.line),
    };
  });
}

/** Everything that is shipped, as a file that can be filled in and imported again. */
export async function exportSizes(shop: string): Promise<string> {
  const { units } = await writingOf(shop);
  return inShop(shop, async (tx) => {
    const { rows } = await readShippedItems(tx, shop, '', { skip: 0, take: 200_000 });
    const sizes = await loadSizes(
      tx,
      rows.map((row) => row.inventoryItemId),
    );
    const items = rows
      .filter((row) => row.sku)
      .map((row) => ({ ...row, size: sizes.get(row.inventoryItemId) ?? null }));
    return csvText(sizeFileRows(items, units));
  });
}

/** Sends all sizes to Shopify, as once the permission is there. Answers how many. */
export async function tellAllSizes(shop: string): Promise<number> {
  return inShop(shop, async (tx) => {
    const items = await loadSizedItems(tx);
    await tellSizes(tx, shop, items, randomUUID());
    return items.length;
  });
}

export async function readPackTermsOf(shop: string, locationId: string): Promise<PackTerms> {
  return inShop(shop, (tx) => loadPackTerms(tx, shop, locationId));
}

export async function keepPackTerms(
  shop: string,
  locationId: string,
  typed: PackTermsTyped,
): Promise<{ ok: true } | { ok: false; problems: PackTermsProblems }> {
  const read = readPackTerms(typed, await writingOf(shop));
  if (!read.ok) return read;
  await inShop(shop, (tx) => savePackTerms(tx, shop, locationId, read.terms));
  return { ok: true };
}
