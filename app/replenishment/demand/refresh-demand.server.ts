// Keeps the daily demand of every place true, without reading two years of orders each night.
import { dayAt, dayNumber } from '../../calendar/day.ts';
import type { ShopTx } from '../../db.server.ts';
import { type PlaceDays, readDemandDays, readLateNews } from '../../mirror/read-demand-days.server.ts';
import { itemsWithoutVariant, placesWithoutLevel } from '../../mirror/read-still-there.server.ts';
import { firstReadingDoneAt } from '../../mirror/sync-run.server.ts';
import { placeKey } from '../reorder-point.ts';
import { componentsOf, explode, kin, type Parts, type Sale } from './explode.ts';
import { historyOf, restsOnSilence } from './history-of.ts';
import { daysOutOfTheOrdinary } from './planned-days.ts';
import { type History, KEPT_DAYS, sameDays, splice } from './splice.ts';
import { BACKORDER_DAYS } from './states.ts';
import {
  dropItems,
  dropOthers,
  historiesOf,
  type KeptPlace,
  keptPlaces,
  loadParts,
  loadPastOuts,
  loadPlannedDays,
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
 * Brings DemandHistory up to yesterday of the shop, for `items` and the components of bundles among them, or for all (`items` null).
 * The last AGAIN_DAYS days, or those since the shop's day `from` (YYYY-MM-DD) if that is earlier, are read and laid over what is
 * kept; whole histories only of items that have none, in whose older orders something was heard of since, or where the two do not fit.
 * `whole` reads every day of every one again, for what nothing dates (README.md). Writes nothing that is so already.
 */
export async function refreshDemand(
  tx: ShopTx,
  shop: string,
  { now, items, from, whole = false }: { now: Date; items: readonly string[] | null; from?: string; whole?: boolean },
): Promise<Refreshed> {
  await takeTurn(tx, shop);
  const { timeZone } = (await tx.shop.findUnique({ where: { shop }, select: { timeZone: true } })) ?? {
    timeZone: 'UTC',
  };
  const until = dayNumber(dayAt(now, timeZone));
  const parts = await loadParts(tx, shop);
  const reading: Reading = { tx, shop, timeZone, now, until, parts };
  const asked = items && kin(items, parts).components;
  const held = await keptPlaces(tx, shop, asked);
  const gone = new Set(await itemsWithoutVariant(tx, shop, [...new Set(held.map((place) => place.inventoryItemId))]));
  const dropped = await dropItems(tx, shop, [...gone]);
  const kept = held.filter((place) => !gone.has(place.inventoryItemId));
  const again = Math.max(until - KEPT_DAYS, Math.min(until - AGAIN_DAYS, from === undefined ? until : dayNumber(from)));
  const refreshed = whole ? new Map<string, Date>() : refreshedSince(kept, again, await firstReadingDoneAt(tx));
  const lately = await readLately(reading, again, { kept, refreshed }, asked);
  const wholly = await readWhole(reading, refreshed.size > 0 ? lately.wanting : asked && new Set(asked));
  return { places: lately.places + wholly.places, written: dropped + lately.written + wholly.written, items: asked };
}

/**
 * When each item's histories that reach to `day` or beyond were last written: the oldest of its places. What was written before `since`
 * counts as not there.
 */
function refreshedSince(kept: readonly KeptPlace[], day: number, since: Date | null): Map<string, Date> {
  const refreshed = new Map<string, Date>();
  for (const { inventoryItemId, until, refreshedAt } of kept) {
    if (until < day || (since && refreshedAt < since)) continue;
    const least = refreshed.get(inventoryItemId);
    if (!least || refreshedAt < least) refreshed.set(inventoryItemId, refreshedAt);
  }
  return refreshed;
}

type Reading = { tx: ShopTx; shop: string; timeZone: string; now: Date; until: number; parts: Parts };

type Read = { places: number; written: number };

type PlaceHistory = { inventoryItemId: string; locationId: string; history: History | null; unsure: boolean };

/** Reads the days from `again` on and lays them over what is kept; `wanting` are the items that it cannot be done for. */
async function readLately(
  reading: Reading,
  again: number,
  { kept, refreshed }: { kept: readonly KeptPlace[]; refreshed: ReadonlyMap<string, Date> },
  asked: readonly string[] | null,
): Promise<Read & { wanting: Set<string> }> {
  const { tx, shop, now } = reading;
  const wanting = new Set(asked?.filter((item) => !refreshed.has(item)));
  let [places, written] = [0, 0];
  if (refreshed.size === 0) return { places, written, wanting };
  for (const item of await itemsWithLateNews(reading, again, refreshed, asked)) wanting.add(item);
  for (const items of asked === null ? [null] : pagesOf(asked.filter((item) => !wanting.has(item)))) {
    const only = items && new Set(items);
    const mine = only ? kept.filter((place) => only.has(place.inventoryItemId)) : kept;
    const quiet = await placesWithoutLevel(tx, shop, mine);
    const quietKeys = new Set(quiet.map(placeKey));
    for await (const page of readPages(reading, { from: again - BACKORDER_DAYS, items, quiet })) {
      const rows = await historiesOf(tx, [...new Set(page.map((place) => place.inventoryItemId))]);
      const before = new Map(rows.map((row) => [placeKey(row), row.history]));
      const spliced = page.flatMap((place) => {
        if (wanting.has(place.inventoryItemId)) return [];
        const old = before.get(placeKey(place));
        const history = old && place.history && !place.unsure ? splice(old, place.history, again) : null;
        // Without a level and a sale in all its days a place is none any more.
        const gone = history !== null && quietKeys.has(placeKey(place)) && history.units.every((units) => units === 0);
        if ((!history || gone) && (place.history || old)) wanting.add(place.inventoryItemId);
        if (!history || gone) return [];
        places++;
        return old && sameDays(old, history) ? [] : [{ ...place, history }];
      });
      written += await saveHistories(tx, shop, spliced, now);
    }
  }
  return { places, written, wanting };
}

/**
 * Items in whose older orders something was heard of since they were last refreshed. What was heard of a bundle is news of its
 * components.
 */
async function itemsWithLateNews(
  { tx, shop, timeZone, parts }: Reading,
  before: number,
  refreshed: ReadonlyMap<string, Date>,
  asked: readonly string[] | null,
): Promise<Set<string>> {
  const first = [...refreshed.values()].reduce((least, at) => (at < least ? at : least));
  const since = new Date(first.getTime() - LATE_MS);
  const touched = new Set<string>();
  for (const items of asked === null ? [null] : pagesOf([...new Set([...asked, ...kin(asked, parts).bundles])]))
    for (const { inventoryItemId, heardAt } of await readLateNews(tx, shop, { timeZone, before, since, items }))
      for (const item of [inventoryItemId, ...componentsOf(inventoryItemId, parts).keys()]) {
        const at = refreshed.get(item);
        if (at !== undefined && heardAt.getTime() > at.getTime() - LATE_MS) touched.add(item);
      }
  return touched;
}

/** Reads the whole history of `only`, or of all, and forgets those of their places that it does not tell of. */
async function readWhole(reading: Reading, only: ReadonlySet<string> | null): Promise<Read> {
  const { tx, shop, now, until } = reading;
  let [places, written] = [0, 0];
  for (const items of only === null || only.size > MANY_ITEMS ? [null] : pagesOf([...only])) {
    const told: { inventoryItemId: string; locationId: string }[] = [];
    for await (const read of readPages(reading, { from: until - KEPT_DAYS, items })) {
      const known = read.filter(
        (place): place is PlaceHistory & { history: History } =>
          place.history !== null && (only === null || only.has(place.inventoryItemId)),
      );
      for (const { inventoryItemId, locationId } of known) told.push({ inventoryItemId, locationId });
      written += await saveHistories(tx, shop, known, now);
    }
    places += told.length;
    written += await dropOthers(tx, shop, items ?? (only && [...only]), told);
  }
  return { places, written };
}

function pagesOf(items: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(items.length / PAGE_ITEMS) }, (_, page) =>
    items.slice(page * PAGE_ITEMS, (page + 1) * PAGE_ITEMS),
  );
}

/** The days since `from` of all places or those of `items`, and of the `quiet` ones, with bundles come apart. */
async function* readPages(
  reading: Reading,
  {
    from,
    items,
    quiet = [],
  }: {
    from: number;
    items: readonly string[] | null;
    quiet?: readonly { inventoryItemId: string; locationId: string }[];
  },
): AsyncGenerator<PlaceHistory[]> {
  const { tx, shop, timeZone, until, parts } = reading;
  const planned = await loadPlannedDays(tx, shop, from, until);
  const fromBundles = await bundlesApart(reading, from, items);
  const also = [...quiet, ...[...fromBundles.values()].flatMap((sales) => sales.slice(0, 1))];
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
  for (const page of pagesOf(bundles))
    for await (const read of readDemandDays(tx, shop, { timeZone, from, until, items: page }))
      sales.push(...read.flatMap(flat));
  const wanted = items && new Set(items);
  const apart = explode(sales, parts).filter((sale) => !wanted || wanted.has(sale.inventoryItemId));
  return Map.groupBy(apart, placeKey);
}

function flat({ inventoryItemId, locationId, days, units, returned }: PlaceDays): Sale[] {
  return days.map((day, i) => ({ inventoryItemId, locationId, day, units: units[i]!, returned: returned[i]! }));
}
