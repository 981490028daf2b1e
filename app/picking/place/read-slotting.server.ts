// Slotting, ready for a page: how often each bin was picked from, and what the past would have cost if things lay elsewhere.
import { inShop, type ShopTx } from '../../db.server.ts';
import { sum } from '../../lib/sum.ts';
import { readItems } from '../../mirror/read-items.server.ts';
import { readPastOrders, readPickCounts, readShippedDays } from '../../mirror/read-past-picks.server.ts';
import { readShop } from '../../mirror/read-shop.server.ts';
import { compareBins } from '../bin-order.ts';
import { floorWalks } from './floor-walks.ts';
import { pointOf, spotOf } from './geometry.ts';
import type { Layout } from './layout.ts';
import { daysToWalk } from './past-days.ts';
import type { SalesClass } from './put-away.ts';
import type { Reckoned, SlottingPast } from './reckon-slotting.ts';
import { slotInThread } from './slot-in-thread.server.ts';
import { payBackDays, type Swap } from './slotting.ts';
import { type Bin, loadAllBins, loadBins, loadLayout, loadStock } from './store.server.ts';

const DAYS = 90;
/** So many shipments are walked again at most: more would keep people waiting, and tell little more. */
const ORDERS = 5_000;

export type SlottingWish = { walkSize: number; speed: number; minutesAMove: number };

export type SlottingSwap = Swap & {
  title: string;
  otherTitle: string | null;
  metresADay: number;
  payBackDays: number | null;
};

export type SlottingFloor = {
  layout: Layout | null;
  /** bins that were picked from, on each floor; heat 0…1 */
  marks: { floor: number; x: number; y: number; picks: number; heat: number; says: string }[];
  /** what is missing before anything can be said; null: the past can be walked again */
  why: string | null;
};

export type SlottingFound = {
  /** shipments that were walked again, of how many, and on how many days */
  orders: number;
  of: number;
  daysWalked: number;
  /** days of the past that there are, 90 at most */
  days: number;
  walks: number;
  metresADay: { now: number; after: number; byClass: number };
  swaps: SlottingSwap[];
  classes: Record<SalesClass, { items: number; right: number }>;
};

const sinceOf = (now: Date) => new Date(now.getTime() - DAYS * 86_400_000);

/** What is at hand at once: the floor, and how often each bin was picked from. */
export async function readSlottingFloor(shop: string, locationId: string, now: Date): Promise<SlottingFloor> {
  return inShop(shop, async (tx): Promise<SlottingFloor> => {
    const ground = await loadGround(tx, shop, locationId, now);
    if (!ground)
      return {
        ...{ layout: null, marks: [] },
        why: 'No layout is drawn for this location. Draw one first: metres are walked on it.',
      };
    const { layout, bins, face, placed, counts, walked } = ground;
    const marks = marksOf(layout, bins, face, counts);
    const why =
      placed.size === 0
        ? 'No item lies in a bin of the layout yet. Say where things lie on the Bins page.'
        : walked
          ? null
          : 'Nothing that lies in a bin was shipped from here in the last 90 days, so no walk can be lived again.';
    return { layout, marks, why };
  });
}

/**
 * What the past would have cost if things lay elsewhere, told as far as it is known: minutes of reckoning for a large shop. Null where
 * nothing can be walked again. When `signal` aborts, the reckoning ends.
 */
export async function readSlotting(
  shop: string,
  locationId: string,
  wish: SlottingWish,
  now: Date,
  signal: AbortSignal,
  tell: (share: number, found: SlottingFound | null) => void = () => {},
): Promise<SlottingFound | null> {
  const { timeZone } = await readShop(shop);
  const asked = await inShop(shop, (tx) => loadPast(tx, shop, locationId, wish, now, timeZone));
  if (!asked) return null;
  const { past, orders, of, days } = asked;
  // Metres of all shipments on a day, as those that were walked have them.
  const aDay = (metres: number) => ((metres / orders) * of) / days;
  const titles = new Map<string, string>();
  const shown = async ({ walks, now, after, byClass, swaps, classes }: Reckoned): Promise<SlottingFound> => {
    const moved = swaps.flatMap(({ item, other }) => (other === null ? [item] : [item, other]));
    const unread = moved.filter((id) => !titles.has(id));
    if (unread.length > 0)
      for (const [id, item] of await inShop(shop, (tx) => readItems(tx, shop, unread))) titles.set(id, item.title);
    return {
      ...{ orders, of, days, daysWalked: past.days.length, walks, classes },
      metresADay: { now: aDay(now), after: aDay(after), byClass: aDay(byClass) },
      swaps: swaps.map((swap) => ({
        ...swap,
        title: titles.get(swap.item) ?? GONE,
        otherTitle: swap.other === null ? null : (titles.get(swap.other) ?? GONE),
        metresADay: aDay(swap.metres),
        payBackDays: payBackDays({ ...wish, moves: swap.moves, metresADay: aDay(swap.metres) }),
      })),
    };
  };
  // One after the other: each with the titles of what it names.
  let told = Promise.resolve();
  const found = await slotInThread(past, signal, (share, sofar) => {
    told = told.then(async () => {
      if (!signal.aborted) tell(share, sofar && (await shown(sofar)));
    });
    // Who waits for it below hears of it.
    told.catch(() => {});
  });
  await told;
  return found && shown(found);
}

const GONE = 'An item that is gone from Shopify';

async function loadPast(
  tx: ShopTx,
  shop: string,
  locationId: string,
  wish: SlottingWish,
  now: Date,
  timeZone: string,
): Promise<{ past: SlottingPast; orders: number; of: number; days: number } | null> {
  const ground = await loadGround(tx, shop, locationId, now);
  if (!ground?.walked) return null;
  const { layout, bins, face, placed } = ground;
  const stock = await loadStock(tx, locationId);
  const taken = new Set(stock.map((row) => row.bin));
  const held = new Map<string, number>();
  for (const row of stock)
    if (face.get(row.inventoryItemId) === row.bin)
      held.set(row.inventoryItemId, (held.get(row.inventoryItemId) ?? 0) + (row.quantity ?? 0));
  const since = sinceOf(now);
  const shipped = await readShippedDays(tx, shop, locationId, since, timeZone);
  const walked = daysToWalk(shipped.days, ORDERS);
  const some = walked.map(({ day }) => day);
  const orders = await readPastOrders(tx, shop, locationId, since, timeZone, some, ORDERS);
  const begun = Math.max(since.getTime(), shipped.first?.getTime() ?? 0);
  return {
    // A shop that ships since three weeks ago has three weeks to be divided by.
    days: Math.max(1, Math.ceil((now.getTime() - begun) / 86_400_000)),
    orders: Math.min(ORDERS, sum(walked.map(({ shipments }) => shipments))),
    of: sum(shipped.days.map(({ shipments }) => shipments)),
    past: {
      floor: { layout, bins: bins.map(({ name, place }) => ({ name, place })) },
      days: [...Map.groupBy(orders, ({ day }) => day).values()].map((own) => own.map(({ items }) => items)),
      ...{ walkSize: wish.walkSize, binOf: placed, held },
      faces: bins
        .filter((bin) => bin.kind === 'pick')
        .map(({ name, capacity }) => ({ name, capacity, free: !taken.has(name) })),
    },
  };
}

/** What both begin with; null without a layout. */
async function loadGround(tx: ShopTx, shop: string, locationId: string, now: Date) {
  const layout = (await loadLayout(tx, locationId))?.layout;
  if (!layout) return null;
  const bins = await loadAllBins(tx, locationId);
  const face = await loadBins(tx, locationId, null);
  const floor = floorWalks({ layout, bins });
  const placed = new Map([...face].filter(([, bin]) => floor?.stopOf.has(bin)));
  const counts = await readPickCounts(tx, shop, locationId, sinceOf(now));
  const walked = floor !== null && counts.some(({ inventoryItemId }) => placed.has(inventoryItemId));
  return { layout, bins, face, placed, counts, walked };
}

/** Where bins were picked from: of bays over each other the sum. */
function marksOf(
  layout: Layout,
  bins: readonly Bin[],
  face: ReadonlyMap<string, string>,
  counts: readonly { inventoryItemId: string; picks: number }[],
): SlottingFloor['marks'] {
  const picks = new Map<string, number>();
  for (const { inventoryItemId, picks: own } of counts) {
    const bin = face.get(inventoryItemId);
    if (bin !== undefined) picks.set(bin, (picks.get(bin) ?? 0) + own);
  }
  const spots = new Map<string, { floor: number; x: number; y: number; picks: number; names: string[] }>();
  for (const { name, place } of bins) {
    const spot = place && spotOf(layout, place);
    if (!spot) continue;
    const { floor, x, y } = pointOf(layout, spot);
    const aside = spot.side === 'left' ? -0.4 : spot.side === 'right' ? 0.4 : 0;
    const key = `${floor} ${x + aside} ${y}`;
    const here = spots.get(key) ?? { floor, x: x + aside, y, picks: 0, names: [] };
    here.picks += picks.get(name) ?? 0;
    here.names.push(name);
    spots.set(key, here);
  }
  const most = Math.max(1, ...[...spots.values()].map((spot) => spot.picks));
  return [...spots.values()].map(({ names, ...spot }) => {
    const [first, ...others] = names.toSorted(compareBins);
    const bay = [first, others.at(-1)].filter(Boolean).join(' to ');
    return { ...spot, heat: spot.picks / most, says: `${bay}: ${spot.picks} picks in ${DAYS} days` };
  });
}
