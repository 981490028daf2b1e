// Slotting, ready for a page: how often each bin was picked from, and what the past would have cost if things lay elsewhere.
import { inShop, type ShopTx } from '../../db.server.ts';
import { readItems } from '../../mirror/read-items.server.ts';
import { readPastOrders, readPickCounts } from '../../mirror/read-past-picks.server.ts';
import { compareBins } from '../bin-order.ts';
import { classesOf } from './abc.ts';
import { walkMetres } from './floor-metres.ts';
import { floorWalks, lengthsOf } from './floor-walks.ts';
import { pointOf, spotOf } from './geometry.ts';
import type { Layout } from './layout.ts';
import type { SalesClass } from './put-away.ts';
import { inTheirPart, payBackDays, picksOf, type Swap, whatIf } from './slotting.ts';
import { type Bin, loadAllBins, loadBins, loadLayout, loadStock } from './store.server.ts';

const DAYS = 90;
/** So many of the latest shipments are walked again: more would keep the page waiting, and tell little more. */
const ORDERS = 2_500;
const SWAPS = 10;

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
  orders: number;
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
    const { layout, bins, face, placed, walked } = ground;
    const marks = marksOf(layout, bins, face, await readPickCounts(tx, shop, locationId, sinceOf(now)));
    const why =
      placed.size === 0
        ? 'No item lies in a bin of the layout yet. Say where things lie on the Bins page.'
        : walked
          ? null
          : 'Nothing that lies in a bin was shipped from here in the last 90 days, so no walk can be lived again.';
    return { layout, marks, why };
  });
}

/** What the past would have cost if things lay elsewhere: some seconds of reckoning. Null where nothing can be walked again. */
export async function readSlotting(
  shop: string,
  locationId: string,
  wish: SlottingWish,
  now: Date,
): Promise<SlottingFound | null> {
  return inShop(shop, async (tx): Promise<SlottingFound | null> => {
    const ground = await loadGround(tx, shop, locationId, now);
    if (!ground?.floor || !ground.walked) return null;
    const { layout, bins, face, floor, placed, shipments, orders } = ground;
    const metres = walkMetres(layout, bins);
    const stock = await loadStock(tx, locationId);
    const taken = new Set(stock.map((row) => row.bin));
    const capacity = new Map(bins.map((bin) => [bin.name, bin.capacity]));
    const held = new Map<string, number>();
    for (const row of stock)
      if (face.get(row.inventoryItemId) === row.bin)
        held.set(row.inventoryItemId, (held.get(row.inventoryItemId) ?? 0) + (row.quantity ?? 0));
    const faces = bins.filter((bin) => bin.kind === 'pick' && metres.has(bin.name));
    const result = whatIf(
      {
        orders,
        walkSize: wish.walkSize,
        binOf: placed,
        bins: faces.map(({ name }) => ({
          name,
          stop: floor.stopOf.get(name) ?? 0,
          metres: metres.get(name) ?? 0,
          free: !taken.has(name),
        })),
        lengthOf: lengthsOf(floor.walks),
        fits: (item, bin) => (capacity.get(bin) ?? Number.POSITIVE_INFINITY) >= (held.get(item) ?? 0),
      },
      SWAPS,
      floor.walks.unions ? undefined : 6_000,
    );
    const first = shipments.length < ORDERS ? sinceOf(now) : (shipments[0]?.shippedAt ?? sinceOf(now));
    const days = Math.max(1, Math.round((now.getTime() - first.getTime()) / 86_400_000));
    const items = await readItems(tx, shop, [
      ...new Set(result.swaps.flatMap((swap) => [swap.item, swap.other ?? swap.item])),
    ]);
    const titleOf = (id: string) => items.get(id)?.title ?? 'An item that is gone from Shopify';
    const ranked = [...picksOf(orders)].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([item]) => item);
    const near = faces
      .map((bin) => bin.name)
      .sort((a, b) => (metres.get(a) ?? 0) - (metres.get(b) ?? 0) || compareBins(a, b));
    return {
      ...{ orders: orders.length, days, walks: result.walks },
      metresADay: { now: result.now / days, after: result.after / days, byClass: result.byClass / days },
      swaps: result.swaps.map((swap) => ({
        ...swap,
        title: titleOf(swap.item),
        otherTitle: swap.other === null ? null : titleOf(swap.other),
        metresADay: swap.metres / days,
        payBackDays: payBackDays({ ...wish, moves: swap.moves, metresADay: swap.metres / days }),
      })),
      classes: inTheirPart(classesOf(ranked), classesOf(near), placed),
    };
  });
}

/** What both begin with; null without a layout. */
async function loadGround(tx: ShopTx, shop: string, locationId: string, now: Date) {
  const layout = (await loadLayout(tx, locationId))?.layout;
  if (!layout) return null;
  const bins = await loadAllBins(tx, locationId);
  const face = await loadBins(tx, locationId, null);
  const floor = floorWalks({ layout, bins });
  const placed = new Map([...face].filter(([, bin]) => floor?.stopOf.has(bin)));
  const shipments = await readPastOrders(tx, shop, locationId, sinceOf(now), ORDERS);
  const orders = shipments.map((one) => one.items);
  const walked = floor !== null && orders.some((items) => items.some((item) => placed.has(item)));
  return { layout, bins, face, floor, placed, shipments, orders, walked };
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
