// Keeps the daily demand of every place true, without reading two years of orders each night.
import type { ShopTx } from '../../db.server.ts';
import { type PlaceDays, readDemandDays, readLateNews } from '../../mirror/read-demand-days.server.ts';
import { explode, kin, type Parts, type Sale } from './explode.ts';
import { historyOf, restsOnSilence } from './history-of.ts';
import { daysOutOfTheOrdinary } from './planned-days.ts';
import { type History, KEPT_DAYS, splice } from './splice.ts';
import { BACKORDER_DAYS } from './states.ts';
import {
  dropOrphans,
  historiesOf,
  loadParts,
  loadPastOuts,
  loadPlannedDays,
  placeKey,
  refreshedSince,
  saveHistories,
  takeTurn,
} from './store.server.ts';

/** A night reads so many days again. Later changes of older orders are found by when they were heard. */
const AGAIN_DAYS = 35;
/** News may lie in the inbox for a while before the mirror has it. */
const LATE_MS = 6 * 3_600_000;
/** Items of one index-backed reading; from so many of them on, one pass over all orders is quicker. */
const PAGE_ITEMS = 500;
const MANY_ITEMS = 10_000;

export type Refreshed = {
  /** places looked at, and how many of their histories became another or were forgotten */
  places: number;
  written: number;
  /** the items whose demand may have become another: those asked for, and the components of bundles among them; null = all */
  items: string[] | null;
};

/**
 * Brings DemandHistory up to yesterday of the shop. For `items` all of their days are read again, and those of the components of bundles
 * among them. For all (`items` null) the last AGAIN_DAYS days, or those since the shop's day `from` (YYYY-MM-DD) if that is
 * earlier, are read and laid over what is kept; whole histories only of items that have none, or in whose older orders something was heard
 * of since. What the calendar changes about older days needs `items` or `from`. Writes nothing that is so already.
 */
export async function refreshDemand(
  tx: ShopTx,
  shop: string,
  { now, items, from }: { now: Date; items: readonly string[] | null; from?: string },
): Promise<Refreshed> {
  await takeTurn(tx, shop);
  const { timeZone } = (await tx.shop.findUnique({ where: { shop }, select: { timeZone: true } })) ?? {
    timeZone: 'UTC',
  };
  const until = dayNumber(new Intl.DateTimeFormat('en-CA', { timeZone }).format(now));
  const parts = await loadParts(tx, shop);
  const reading: Reading = { tx, shop, timeZone, now, until, parts };
  if (items !== null) {
    const { components } = kin(items, parts);
    const dropped = await dropOrphans(tx, shop, components);
    const whole = await readWhole(reading, components);
    return { places: whole.places, written: whole.written + dropped, items: components };
  }
  const again = Math.max(until - KEPT_DAYS, Math.min(until - AGAIN_DAYS, from === undefined ? until : dayNumber(from)));
  let written = await dropOrphans(tx, shop, null);
  const refreshed = await refreshedSince(tx, shop, again);
  if (refreshed.size === 0) {
    const whole = await readAll(reading, null);
    return { places: whole.places, written: whole.written + written, items: null };
  }
  const wanting = await itemsWithLateNews(reading, again, refreshed);
  let places = 0;
  for await (const page of readPages(reading, { from: again - BACKORDER_DAYS, items: null })) {
    const kept = new Map(
      (await historiesOf(tx, [...new Set(page.map((place) => place.inventoryItemId))])).map((row) => [
        placeKey(row),
        row.history,
      ]),
    );
    const spliced = page.flatMap((place) => {
      if (wanting.has(place.inventoryItemId)) return [];
      const old = kept.get(placeKey(place));
      const history = old && place.history && !place.unsure ? splice(old, place.history, again) : null;
      if (!history && (place.history || old)) wanting.add(place.inventoryItemId);
      return history ? [{ ...place, history }] : [];
    });
    places += spliced.length;
    written += await saveHistories(tx, shop, spliced, now);
  }
  const whole = wanting.size > MANY_ITEMS ? await readAll(reading, wanting) : await readWhole(reading, [...wanting]);
  return { places: places + whole.places, written: written + whole.written, items: null };
}

type Reading = { tx: ShopTx; shop: string; timeZone: string; now: Date; until: number; parts: Parts };

type PlaceHistory = { inventoryItemId: string; locationId: string; history: History | null; unsure: boolean };

async function itemsWithLateNews(
  { tx, shop, timeZone }: Reading,
  before: number,
  refreshed: ReadonlyMap<string, Date>,
): Promise<Set<string>> {
  const first = [...refreshed.values()].reduce((least, at) => (at < least ? at : least));
  const since = new Date(first.getTime() - LATE_MS);
  const news = await readLateNews(tx, shop, { timeZone, before, since });
  const touched = news.filter(({ inventoryItemId, heardAt }) => {
    const at = refreshed.get(inventoryItemId);
    return at !== undefined && heardAt.getTime() > at.getTime() - LATE_MS;
  });
  return new Set(touched.map((one) => one.inventoryItemId));
}

/** Reads the whole history of these items. */
async function readWhole(reading: Reading, items: readonly string[]): Promise<{ places: number; written: number }> {
  let [places, written] = [0, 0];
  for (let at = 0; at < items.length; at += PAGE_ITEMS) {
    const page = { from: reading.until - KEPT_DAYS, items: items.slice(at, at + PAGE_ITEMS) };
    for await (const read of readPages(reading, page)) {
      const known = read.filter((place): place is PlaceHistory & { history: History } => place.history !== null);
      places += known.length;
      written += await saveHistories(reading.tx, reading.shop, known, reading.now);
    }
  }
  return { places, written };
}

/** Reads whole histories in one pass over all orders, and keeps those of `only` (null: all). */
async function readAll(
  reading: Reading,
  only: ReadonlySet<string> | null,
): Promise<{ places: number; written: number }> {
  let [places, written] = [0, 0];
  for await (const read of readPages(reading, { from: reading.until - KEPT_DAYS, items: null })) {
    const known = read.filter(
      (place): place is PlaceHistory & { history: History } =>
        place.history !== null && (only === null || only.has(place.inventoryItemId)),
    );
    places += known.length;
    written += await saveHistories(reading.tx, reading.shop, known, reading.now);
  }
  return { places, written };
}

/** The days since `from` of all places or those of `items`, with bundles come apart. */
async function* readPages(
  reading: Reading,
  { from, items }: { from: number; items: readonly string[] | null },
): AsyncGenerator<PlaceHistory[]> {
  const { tx, shop, timeZone, until, parts } = reading;
  const planned = await loadPlannedDays(tx, shop, from, until);
  const fromBundles = await bundlesApart(reading, from, items);
  const also = [...fromBundles.values()].flatMap((sales) => sales.slice(0, 1));
  for await (const page of readDemandDays(tx, shop, { timeZone, from, until, items, also })) {
    const pastOuts = await loadPastOuts(tx, [...new Set(page.map((place) => place.inventoryItemId))], from);
    yield page.map(({ inventoryItemId, locationId, ...place }) => {
      const own = parts.has(inventoryItemId) ? [] : salesOf(place);
      const apart = fromBundles.get(placeKey({ inventoryItemId, locationId })) ?? [];
      const sold = apart.length === 0 ? own : [...own, ...apart].sort((a, b) => a.day - b.day);
      const facts = {
        ...place,
        days: sold.map((sale) => sale.day),
        units: sold.map((sale) => sale.units),
        pastOut: pastOuts.get(placeKey({ inventoryItemId, locationId })) ?? [],
        ...daysOutOfTheOrdinary(planned, place),
      };
      return { inventoryItemId, locationId, history: historyOf(facts, from, until), unsure: restsOnSilence(facts) };
    });
  }
}

const salesOf = ({ days, units }: { days: number[]; units: number[] }) =>
  days.map((day, i) => ({ day, units: units[i]! }));

/** What bundles sold, as demand of their components, by place; of all bundles or of those that hold some of `items`. */
async function bundlesApart(
  { tx, shop, timeZone, until, parts }: Reading,
  from: number,
  items: readonly string[] | null,
): Promise<Map<string, Sale[]>> {
  const bundles = items === null ? [...parts.keys()] : kin(items, parts).bundles;
  const sales: Sale[] = [];
  for (let at = 0; at < bundles.length; at += PAGE_ITEMS) {
    const span = { timeZone, from, until, items: bundles.slice(at, at + PAGE_ITEMS) };
    for await (const page of readDemandDays(tx, shop, span)) sales.push(...page.flatMap(flat));
  }
  const wanted = items && new Set(items);
  const apart = explode(sales, parts).filter((sale) => !wanted || wanted.has(sale.inventoryItemId));
  return Map.groupBy(apart, placeKey);
}

function flat({ inventoryItemId, locationId, days, units, returned }: PlaceDays): Sale[] {
  return days.map((day, i) => ({ inventoryItemId, locationId, day, units: units[i]!, returned: returned[i]! }));
}

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
