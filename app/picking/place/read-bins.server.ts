// Bins and what lies in them, ready for a page.
import { inShop, type ShopTx } from '../../db.server.ts';
import { readItems, readOnHand } from '../../mirror/read-items.server.ts';
import { readPickCounts } from '../../mirror/read-past-picks.server.ts';
import { readStockedItems } from '../../mirror/read-pickable.server.ts';
import { compareBins } from '../bin-order.ts';
import { loadInCarts } from '../store/units.server.ts';
import { classesOf } from './abc.ts';
import type { BinKind } from './bin-file.ts';
import type { BinPlace } from './bin-name.ts';
import { differenceWords } from './difference.ts';
import { walkMetres } from './floor-metres.ts';
import { type BinStock, byExpiry, sumOf } from './ledger.ts';
import { type Suggestion, suggestPutAway } from './put-away.ts';
import {
  type Bin,
  loadAllBins,
  loadBinCount,
  loadBins,
  loadItemSums,
  loadLayout,
  loadMoves,
  loadPlacedItems,
  loadStock,
  type ToldMove,
} from './store.server.ts';

const DAYS = 90;
const HISTORY = 50;

/** Whether anyone has named a bin yet. */
export async function hasBins(shop: string): Promise<boolean> {
  return inShop(shop, async (tx) => (await loadBinCount(tx)) > 0);
}

export type LyingRow = Pick<BinStock, 'bin' | 'lot' | 'expiresOn' | 'quantity'>;
export type BinRow = {
  inventoryItemId: string;
  title: string;
  sku: string | null;
  onHand: number;
  /** its pick face; empty when it has none */
  bin: string;
  lies: LyingRow[];
  /** how the bins differ from Shopify, in words; null = they agree, or nobody has counted */
  differs: string | null;
};

export const itemFilters = ['all', 'unplaced', 'differs'] as const;
export type ItemFilter = (typeof itemFilters)[number];

/** What lies at a location, and where. */
export async function readBins(
  shop: string,
  locationId: string,
  search: string,
  page: { skip: number; take: number },
  only: ItemFilter = 'all',
): Promise<{ rows: BinRow[]; total: number }> {
  return inShop(shop, async (tx) => {
    const of =
      only === 'unplaced'
        ? { without: await loadPlacedItems(tx, locationId) }
        : only === 'differs'
          ? { only: await differing(tx, locationId) }
          : {};
    const { rows, total } = await readStockedItems(tx, shop, locationId, search, page, of);
    const ids = rows.map((row) => row.inventoryItemId);
    const [faces, stock, carts] = [
      await loadBins(tx, locationId, ids),
      Map.groupBy(await loadStock(tx, locationId, { items: ids }), (row) => row.inventoryItemId),
      await loadInCarts(tx, locationId, ids),
    ];
    return {
      rows: rows.map((row) => {
        const lies = stock.get(row.inventoryItemId) ?? [];
        return {
          ...row,
          bin: faces.get(row.inventoryItemId) ?? '',
          lies: lies.sort(inOrder).map(lying),
          differs: differenceWords(
            lies.length === 0 ? null : sumOf(lies),
            row.onHand,
            carts.get(row.inventoryItemId) ?? 0,
          ),
        };
      }),
      total,
    };
  });
}

/** Items whose bins, all of them counted, hold another number than Shopify has on hand less what lies in carts. */
async function differing(tx: ShopTx, locationId: string): Promise<string[]> {
  const sums = await loadItemSums(tx, locationId);
  const ids = [...sums.keys()];
  const [onHand, carts] = [await readOnHand(tx, locationId, ids), await loadInCarts(tx, locationId, ids)];
  return ids.filter((id) => differenceWords(sums.get(id) ?? null, onHand.get(id) ?? 0, carts.get(id) ?? 0) !== null);
}

export type BinListRow = {
  name: string;
  kind: BinKind;
  capacity: number | null;
  place: BinPlace | null;
  /** units that lie there; null = unknown */
  held: number | null;
  items: { inventoryItemId: string; title: string; quantity: number | null }[];
};

export type BinFilter = { search: string; zone: string; kind: string; state: string };

/** The bins of a location in the order people number them, and the zones there are. */
export async function readBinList(
  shop: string,
  locationId: string,
  filter: BinFilter,
  page: { skip: number; take: number },
): Promise<{ rows: BinListRow[]; total: number; all: number; zones: string[] }> {
  return inShop(shop, async (tx) => {
    const bins = await loadAllBins(tx, locationId);
    const stock = Map.groupBy(await loadStock(tx, locationId), (row) => row.bin);
    const wanted = filter.search.trim().toLowerCase();
    const found = bins
      .filter((bin) => {
        const rows = stock.get(bin.name) ?? [];
        const held = sumOf(rows);
        return (
          bin.name.toLowerCase().includes(wanted) &&
          (filter.zone === '' || bin.place?.zone === filter.zone) &&
          (filter.kind === '' || bin.kind === filter.kind) &&
          (filter.state !== 'empty' || held === 0) &&
          (filter.state !== 'over' || (bin.capacity !== null && (held ?? 0) > bin.capacity)) &&
          (filter.state !== 'uncounted' || held === null) &&
          (filter.state !== 'unread' || bin.place === null)
        );
      })
      .sort((a, b) => compareBins(a.name, b.name));
    const shown = found.slice(page.skip, page.skip + page.take);
    const ids = shown.flatMap((bin) => (stock.get(bin.name) ?? []).map((row) => row.inventoryItemId));
    const items = await readItems(tx, shop, [...new Set(ids)]);
    return {
      rows: shown.map((bin) => {
        const rows = stock.get(bin.name) ?? [];
        return {
          ...bin,
          held: sumOf(rows),
          items: rows.map(({ inventoryItemId, quantity }) => ({
            ...{ inventoryItemId, quantity },
            title: items.get(inventoryItemId)?.title ?? 'An item that is gone from Shopify',
          })),
        };
      }),
      total: found.length,
      all: bins.length,
      zones: [...new Set(bins.flatMap((bin) => bin.place?.zone ?? []))].sort(compareBins),
    };
  });
}

export type BinPage = {
  bin: Bin;
  lies: (LyingRow & { inventoryItemId: string; title: string; sku: string | null })[];
  history: (ToldMove & { title: string })[];
};

export async function readBin(shop: string, locationId: string, name: string): Promise<BinPage | null> {
  return inShop(shop, async (tx) => {
    const bin = (await loadAllBins(tx, locationId)).find((one) => one.name === name);
    const history = await loadMoves(tx, locationId, { bin: name }, HISTORY);
    if (!bin) return null;
    const stock = await loadStock(tx, locationId, { bins: [name] });
    const items = await readItems(tx, shop, [...new Set([...stock, ...history].map((row) => row.inventoryItemId))]);
    const titleOf = (id: string) => items.get(id)?.title ?? 'An item that is gone from Shopify';
    return {
      bin,
      lies: stock.sort(inOrder).map((row) => ({
        ...lying(row),
        inventoryItemId: row.inventoryItemId,
        title: titleOf(row.inventoryItemId),
        sku: items.get(row.inventoryItemId)?.sku ?? null,
      })),
      history: history.map((move) => ({ ...move, title: titleOf(move.inventoryItemId) })),
    };
  });
}

export type ItemPlaces = {
  inventoryItemId: string;
  title: string;
  sku: string | null;
  onHand: number;
  lies: (LyingRow & { kind: BinKind })[];
  differs: string | null;
  suggestions: Suggestion[];
  history: ToldMove[];
  bins: string[];
};

/** An item at a location: where it lies, where `units` more of it should go, and how it came there. */
export async function readItemPlaces(
  shop: string,
  locationId: string,
  inventoryItemId: string,
  units: number,
  now: Date,
): Promise<ItemPlaces | null> {
  return inShop(shop, async (tx) => {
    const item = (await readItems(tx, shop, [inventoryItemId])).get(inventoryItemId);
    if (!item) return null;
    const bins = await loadAllBins(tx, locationId);
    const stock = await loadStock(tx, locationId);
    const own = stock.filter((row) => row.inventoryItemId === inventoryItemId).sort(inOrder);
    const onHand = (await readOnHand(tx, locationId, [inventoryItemId])).get(inventoryItemId) ?? 0;
    const carts = (await loadInCarts(tx, locationId, [inventoryItemId])).get(inventoryItemId) ?? 0;
    const kindOf = new Map(bins.map((bin) => [bin.name, bin.kind]));
    return {
      ...{ inventoryItemId, title: item.title, sku: item.sku, onHand },
      lies: own.map((row) => ({ ...lying(row), kind: kindOf.get(row.bin) ?? 'pick' })),
      differs: differenceWords(own.length === 0 ? null : sumOf(own), onHand, carts),
      suggestions: await suggestionsFor(tx, shop, locationId, { inventoryItemId, units, bins, stock, now }),
      history: await loadMoves(tx, locationId, { item: inventoryItemId }, HISTORY),
      bins: bins.map((bin) => bin.name).sort(compareBins),
    };
  });
}

async function suggestionsFor(
  tx: ShopTx,
  shop: string,
  locationId: string,
  of: { inventoryItemId: string; units: number; bins: Bin[]; stock: BinStock[]; now: Date },
): Promise<Suggestion[]> {
  const since = new Date(of.now.getTime() - DAYS * 86_400_000);
  const sold = classesOf((await readPickCounts(tx, shop, locationId, since)).map((one) => one.inventoryItemId));
  const kept = await loadLayout(tx, locationId);
  const metres = walkMetres(kept?.layout ?? null, of.bins);
  const faces = of.bins.filter((bin) => bin.kind === 'pick' && metres.has(bin.name));
  const zones = classesOf(
    faces.map((bin) => bin.name).sort((a, b) => (metres.get(a) ?? 0) - (metres.get(b) ?? 0) || compareBins(a, b)),
  );
  const lies = Map.groupBy(of.stock, (row) => row.bin);
  const rooms = of.bins.map((bin) => {
    const rows = lies.get(bin.name) ?? [];
    return {
      ...{ name: bin.name, kind: bin.kind, capacity: bin.capacity, held: sumOf(rows), empty: rows.length === 0 },
      own: rows.some((row) => row.inventoryItemId === of.inventoryItemId),
      metres: metres.get(bin.name) ?? null,
      zone: zones.get(bin.name) ?? null,
    };
  });
  return suggestPutAway(of.units, sold.get(of.inventoryItemId) ?? null, rooms);
}

const lying = ({ bin, lot, expiresOn, quantity }: BinStock): LyingRow => ({ bin, lot, expiresOn, quantity });
const inOrder = (a: BinStock, b: BinStock) => compareBins(a.bin, b.bin) || byExpiry(a, b);
