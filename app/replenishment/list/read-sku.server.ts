// Everything the page of one SKU at one location shows.
import { addDays, dayAt, dayNumber, daysFrom } from '../../calendar/day.ts';
import { isAbout, type PlanEvent } from '../../calendar/plan-event.ts';
import { loadEvents } from '../../calendar/store.server.ts';
import { inShop } from '../../db.server.ts';
import { timelineOf } from '../../events/read.server.ts';
import { soldAndReturned } from '../demand/sold-and-returned.server.ts';
import type { DemandInputs } from '../demand-inputs.ts';
import { DAY_STATES } from '../forecast/demand-days.ts';
import { differenceSentence } from '../policy/difference.ts';
import type { Receipt } from '../policy/receipt.ts';
import { readReceipt } from '../receipts.server.ts';
import type { Place, ReorderRow } from '../reorder-point.ts';
import { stockByDay } from './stock-by-day.ts';
import { listItem, listTitles, type OpenOrderLine, openOrderLines } from './store.server.ts';

/** So far back the chart can go, and so far ahead. */
const CHART_DAYS = 364;
const AHEAD_DAYS = 180;
/** What came back is told of so many days. */
const YEAR = 365;

export type PastDay = {
  day: string;
  units: number;
  /** how many of these came back later */
  returned: number;
  state: (typeof DAY_STATES)[number];
  available: number | null;
};
export type ChartEvent = Pick<PlanEvent, 'kind' | 'title'> & { from: string; to: string };
/** A product from whose launch a new one borrows; `locationId`: where its own number can be seen. */
export type Lender = { inventoryItemId: string; locationId: string; title: string; sku: string | null };

export type Sku = {
  row: ReorderRow;
  receipt: Receipt<DemandInputs>;
  /** what became of the number since an earlier receipt; null without one, or when it stands under other rules */
  before: { day: string; sentence: string } | null;
  chart: { today: string; past: PastDay[]; events: ChartEvent[] };
  /** of the units sold in the last twelve months, how many came back until now */
  returns: { sold: number; returned: number };
  /** with a product so new that it goes by others: who they are, the nearest in price first, those that are still there */
  lenders: Lender[];
  /** purchase orders of it to this location that are still open, drafts too */
  orders: OpenOrderLine[];
  /** the same item at the other locations */
  elsewhere: ReorderRow[];
};

export async function readSku(shop: string, place: Place, timeZone: string, now: Date): Promise<Sku | null> {
  const found = await readReceipt(shop, place);
  if (!found) return null;
  return inShop(shop, async (tx) => {
    const all = await listItem(tx, place.inventoryItemId);
    const row = all.find(({ locationId }) => locationId === place.locationId);
    if (!row) return null;
    const news = (await timelineOf(tx, `InventoryItem/${place.inventoryItemId}`)).flatMap((event) =>
      event.type === 'stock.changed' && event.data.locationId === place.locationId
        ? [{ at: new Date(event.at), from: event.data.from, available: event.data.available }]
        : [],
    );
    const lines = await openOrderLines(tx, [place.inventoryItemId]);
    const { receipt, before } = found;
    const today = dayAt(now, timeZone);
    const until = dayNumber(today);
    const sales = await soldAndReturned(tx, shop, place, { timeZone, from: until - YEAR, until });
    const period = { firstDay: addDays(today, -CHART_DAYS), lastDay: addDays(today, AHEAD_DAYS) };
    const events = (await loadEvents(tx, period)).filter((event) => isAbout(event, row));
    const from = receipt.inputs.demand?.borrowed?.from ?? [];
    const titles = new Map(
      (await listTitles(tx, from, place.locationId)).map((lender) => [lender.inventoryItemId, lender]),
    );
    return {
      row,
      receipt,
      before:
        before && before.receipt.rules === receipt.rules && before.receipt.hash !== receipt.hash
          ? { day: before.day, sentence: differenceSentence(before.difference) }
          : null,
      chart: {
        today,
        past: pastOf(receipt.inputs.demand, news, sales, today, timeZone),
        events: events.map(({ kind, title, firstDay, lastDay }) => ({ kind, title, from: firstDay, to: lastDay })),
      },
      returns: {
        sold: sales.reduce((sum, { units }) => sum + units, 0),
        returned: sales.reduce((sum, { returned }) => sum + returned, 0),
      },
      lenders: from.flatMap((item) => titles.get(item) ?? []),
      orders: lines.filter(({ locationId }) => locationId === place.locationId),
      elsewhere: all.filter((other) => other !== row),
    };
  });
}

function pastOf(
  demand: DemandInputs | null,
  news: Parameters<typeof stockByDay>[0],
  sales: readonly { day: number; returned: number }[],
  today: string,
  timeZone: string,
): PastDay[] {
  const dayAgo = (days: number) => addDays(today, -days);
  // The kept demand may end before yesterday when no run came through since.
  const missing = demand ? daysFrom(demand.lastDay, dayAgo(1)) : 0;
  const known = demand ? demand.units.length + missing : 0;
  const length = Math.min(CHART_DAYS, Math.max(28, known));
  const days = Array.from({ length }, (_, i) => dayAgo(length - i));
  const stock = stockByDay(news, days, timeZone);
  const returned = new Map(sales.map((sale) => [sale.day, sale.returned]));
  return days.map((day, i) => {
    const at = demand ? demand.units.length - (days.length - i) + missing : -1;
    return {
      day,
      units: demand?.units[at] ?? 0,
      returned: returned.get(dayNumber(day)) ?? 0,
      state: DAY_STATES[demand?.states[at] ?? 0] ?? 'open',
      available: stock[i] ?? null,
    };
  });
}
