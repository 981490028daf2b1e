// Everything the page of one SKU at one location shows.
import { addDays, dayAt, daysFrom } from '../../calendar/day.ts';
import { inShop } from '../../db.server.ts';
import { timelineOf } from '../../events/read.server.ts';
import type { DemandInputs } from '../demand-inputs.ts';
import { DAY_STATES } from '../forecast/demand-days.ts';
import { differenceSentence } from '../policy/difference.ts';
import type { Receipt } from '../policy/receipt.ts';
import { readReceipt } from '../receipts.server.ts';
import type { Place, ReorderRow } from '../reorder-point.ts';
import { stockByDay } from './stock-by-day.ts';
import { listItem, type OpenOrderLine, openOrderLines } from './store.server.ts';

/** So far back the chart can go. */
const CHART_DAYS = 364;

export type PastDay = { day: string; units: number; state: (typeof DAY_STATES)[number]; available: number | null };
export type Promotion = { from: string; to: string; title: string };

export type Sku = {
  row: ReorderRow;
  receipt: Receipt<DemandInputs>;
  /** what became of the number since an earlier receipt; null without one, or when it stands under other rules */
  before: { day: string; sentence: string } | null;
  chart: { today: string; past: PastDay[]; promotions: Promotion[] };
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
    return {
      row,
      receipt,
      before:
        before && before.receipt.rules === receipt.rules && before.receipt.hash !== receipt.hash
          ? { day: before.day, sentence: differenceSentence(before.difference) }
          : null,
      chart: chartOf(receipt.inputs.demand, news, timeZone, now),
      orders: lines.filter(({ locationId }) => locationId === place.locationId),
      elsewhere: all.filter((other) => other !== row),
    };
  });
}

function chartOf(
  demand: DemandInputs | null,
  news: Parameters<typeof stockByDay>[0],
  timeZone: string,
  now: Date,
): Sku['chart'] {
  const today = dayAt(now, timeZone);
  const dayAgo = (days: number) => addDays(today, -days);
  // The kept demand may end before yesterday when no run came through since.
  const missing = demand ? daysFrom(demand.lastDay, dayAgo(1)) : 0;
  const known = demand ? demand.units.length + missing : 0;
  const length = Math.min(CHART_DAYS, Math.max(28, known));
  const days = Array.from({ length }, (_, i) => dayAgo(length - i));
  const stock = stockByDay(news, days, timeZone);
  const past = days.map((day, i): PastDay => {
    const at = demand ? demand.units.length - (days.length - i) + missing : -1;
    const units = demand?.units[at];
    return {
      day,
      units: units ?? 0,
      state: DAY_STATES[demand?.states[at] ?? 0] ?? 'open',
      available: stock[i] ?? null,
    };
  });
  return { today, past, promotions: promotionsOf(past, demand?.planned ?? [], (day) => dayAgo(-day)) };
}

/** Past days that were set apart as promotions, and coming ones for which more is planned. */
function promotionsOf(
  past: readonly PastDay[],
  planned: DemandInputs['planned'],
  dayIn: (days: number) => string,
): Promotion[] {
  const days = [
    ...past.filter(({ state }) => state === 'event').map(({ day }) => ({ day, title: 'Promotion' })),
    ...[...planned].sort((a, b) => a.day - b.day).map(({ day }) => ({ day: dayIn(day), title: 'Planned promotion' })),
  ];
  const found: Promotion[] = [];
  for (const { day, title } of days) {
    const before = found.at(-1);
    const next = before && addDays(before.to, 1);
    if (before && before.title === title && next === day) before.to = day;
    else found.push({ from: day, to: day, title });
  }
  return found;
}
