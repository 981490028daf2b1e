// What lies there and for how long it would, ready for the overstock pages. The one place that reads stock for them.
import { dayAt } from '../../calendar/day.ts';
import { inShop, type ShopTx } from '../../db.server.ts';
import { readShelf, type ShelfRow } from '../../mirror/read-shelf.server.ts';
import { placeKey } from '../reorder-point.ts';
import {
  hasSlowed,
  lastQuarter,
  type Quarter,
  type ReviewDecision,
  reviewDecisions,
  spanOf,
  yearBefore,
} from './slow-mover.ts';
import type { StockRow } from './stock-row.ts';
import { loadReviews, type Place, saveReview } from './store.server.ts';

export type ShopAtStock = { currency: string; timeZone: string };

/** A page sends at most so many rows to the browser, those that tie up the most. */
const MOST_ROWS = 2000;

/** Reorder levels and demand as last computed, by item/location. */
async function levels(tx: ShopTx): Promise<Map<string, { orderUpTo: number; demandPerDay: number }>> {
  const rows = await tx.reorderPoint.findMany({
    select: { inventoryItemId: true, locationId: true, orderUpTo: true, demandPerDay: true },
  });
  const known = rows.flatMap(({ orderUpTo, demandPerDay, ...place }) =>
    orderUpTo === null || demandPerDay === null ? [] : [[placeKey(place), { orderUpTo, demandPerDay }] as const],
  );
  return new Map(known);
}

function stockRow(
  row: ShelfRow,
  level: { orderUpTo: number; demandPerDay: number },
  names: ReadonlyMap<string, string>,
  currency: string,
): StockRow {
  return {
    inventoryItemId: row.inventoryItemId,
    locationId: row.locationId,
    title: row.title,
    sku: row.sku,
    vendor: row.vendor,
    location: names.get(row.locationId) ?? '',
    units: row.available,
    orderUpTo: level.orderUpTo,
    demandPerDay: level.demandPerDay,
    unitCost: row.unitCost === null ? null : row.unitCost.toString(),
    costCurrency: row.costCurrency ?? currency,
    price: row.price.toString(),
    currency,
    daysSinceSale: row.daysSinceSale ?? row.age,
    lastSoldOn: row.lastSoldOn,
  };
}

/** What is available and computed, the most cash first; `left` says how many rows were not sent. */
export async function readStock(
  shop: string,
  facts: ShopAtStock,
  locations: { id: string; name: string }[],
  locationId: string | null,
  now: Date,
  most = MOST_ROWS,
): Promise<{ rows: StockRow[]; left: number; computed: boolean }> {
  const names = new Map(locations.map((location) => [location.id, location.name]));
  return inShop(
    shop,
    async (tx) => {
      const level = await levels(tx);
      const shelf = await readShelf(tx, shop, now, { locationId });
      const rows = shelf
        .flatMap((row) => {
          const known = level.get(placeKey(row));
          return known && row.available > 0 ? [stockRow(row, known, names, facts.currency)] : [];
        })
        .sort((a, b) => worth(b) - worth(a));
      return { rows: rows.slice(0, most), left: Math.max(0, rows.length - most), computed: level.size > 0 };
    },
    { timeoutMs: 60_000 },
  );
}

const worth = (row: StockRow) => row.units * Number(row.unitCost ?? row.price);

export type SlowMover = Place & {
  title: string;
  sku: string | null;
  location: string;
  units: number;
  sold: number;
  soldBefore: number;
  decision: ReviewDecision | null;
};

/** What has slowed down in the last quarter against the same quarter of the year before, the undecided and the greatest fall first. */
export async function readSlowMovers(
  shop: string,
  facts: ShopAtStock,
  locations: { id: string; name: string }[],
  locationId: string | null,
  now: Date,
): Promise<{ quarter: Quarter; before: Quarter; rows: SlowMover[]; known: boolean }> {
  const today = dayAt(now, facts.timeZone);
  const quarter = lastQuarter(today);
  const before = yearBefore(quarter);
  const [span, spanBefore] = [spanOf(quarter), spanOf(before)];
  const periods = { ...span, beforeFrom: spanBefore.from, beforeTo: spanBefore.to };
  const names = new Map(locations.map((location) => [location.id, location.name]));
  return inShop(
    shop,
    async (tx) => {
      const reviews = await loadReviews(tx, quarter);
      const shelf = await readShelf(tx, shop, now, { locationId, periods });
      const rows = shelf
        .filter((row) => row.available > 0 && hasSlowed(row.sold, row.soldBefore))
        .map((row) => ({
          inventoryItemId: row.inventoryItemId,
          locationId: row.locationId,
          title: row.title,
          sku: row.sku,
          location: names.get(row.locationId) ?? '',
          units: row.available,
          sold: row.sold,
          soldBefore: row.soldBefore,
          decision: reviews.get(placeKey(row))?.decision ?? null,
        }))
        .sort(
          (a, b) =>
            Number(a.decision !== null) - Number(b.decision !== null) ||
            b.soldBefore - b.sold - (a.soldBefore - a.sold) ||
            (placeKey(a) < placeKey(b) ? -1 : 1),
        );
      return { quarter, before, rows, known: shelf.some((row) => row.soldBefore > 0) };
    },
    { timeoutMs: 60_000 },
  );
}

/** Keeps what was decided about a slow mover in its quarter; an empty decision takes it back. */
export async function reviewSlowMover(
  shop: string,
  place: Place,
  quarter: string,
  decision: string,
  now: Date,
): Promise<{ ok: true } | { ok: false; problem: string }> {
  const known = decision === '' || decision in reviewDecisions;
  if (
    !known ||
    !/^\d{4}-Q[1-4]$/.test(quarter) ||
    !/^\d+$/.test(place.inventoryItemId) ||
    !/^\d+$/.test(place.locationId)
  )
    return { ok: false, problem: 'Backroom knows no such decision. Reload the page and choose again.' };
  await inShop(shop, (tx) =>
    saveReview(tx, shop, place, quarter, decision === '' ? null : (decision as ReviewDecision), now),
  );
  return { ok: true };
}
