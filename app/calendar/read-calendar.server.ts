// What the calendar's pages show, and what others ask of it.
import { inShop } from '../db.server.ts';
import type { PlanEvent } from './plan-event.ts';
import { loadEvent, loadEvents, loadReadings, type Reading, type ReadingSource } from './store.server.ts';

/** The events that touch the days firstDay…lastDay, earliest first, and how reading from Shopify went. */
export async function readCalendar(
  shop: string,
  period: { firstDay: string; lastDay: string },
): Promise<{ events: PlanEvent[]; readings: Partial<Record<ReadingSource, Reading>> }> {
  return inShop(shop, async (tx) => ({ events: await loadEvents(tx, period), readings: await loadReadings(tx) }));
}

export async function readEvent(shop: string, id: string): Promise<PlanEvent | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  return inShop(shop, (tx) => loadEvent(tx, id));
}
