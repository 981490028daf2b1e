// The scheduled discounts of Shopify in the calendar: told again, they change in their place; ended or deleted, they are closed.
import { inShop } from '../db.server.ts';
import { merge, newsOf, type Tell } from './change-plan.server.ts';
import { addDays, dayAt } from './day.ts';
import { type Discount, eventOf } from './discount.ts';
import type { PlanEvent } from './plan-event.ts';
import { deleteEvents, loadFromSource, saveReading, updateEvent } from './store.server.ts';

export type Taken = { added: number; changed: number; closed: number; leftOut: number };

/**
 * Takes in every discount that started on or after the day `since`, as all of them stand in Shopify at `now`. An event of Shopify
 * that is no longer among them was deleted there: one to come is removed, one that runs ends yesterday, a past one stays, for it
 * did happen. What the merchant entered about one (its kind, what is expected of it) stays.
 */
export async function takeDiscounts(
  shop: string,
  discounts: readonly Discount[],
  since: string,
  timeZone: string,
  tell: Tell,
  now: Date,
): Promise<Taken> {
  const today = dayAt(now, timeZone);
  const read = discounts.map((discount) => eventOf(discount, timeZone));
  const found = read.flatMap((one) => ('event' in one ? [one.event] : []));
  return inShop(shop, async (tx) => {
    const known = new Map((await loadFromSource(tx, 'shopify')).map((event) => [event.sourceId, event]));
    const wanted = found.map((event) => {
      const before = known.get(event.sourceId);
      return before ? { ...event, kind: before.kind, upliftPermille: before.upliftPermille } : event;
    });
    const { kept, added, changed } = await merge(tx, shop, wanted, known);
    const present = new Set(wanted.map((event) => event.sourceId));
    const gone = [...known.values()].filter(
      (event) => !present.has(event.sourceId) && event.firstDay >= since && event.lastDay >= today,
    );
    const never = gone.filter((event) => event.firstDay >= today);
    const ended = gone
      .filter((event) => event.firstDay < today)
      .map((event): PlanEvent => ({ ...event, lastDay: addDays(today, -1) }));
    await deleteEvents(
      tx,
      never.map((event) => event.id),
    );
    for (const event of ended) await updateEvent(tx, shop, event);
    const leftOut = read.length - found.length;
    await saveReading(tx, shop, 'discounts', {
      readAt: now,
      problem: null,
      denied: false,
      taken: found.length,
      leftOut,
    });
    await tell(tx, shop, newsOf([...kept, ...ended], never, now));
    return { added, changed, closed: gone.length, leftOut };
  });
}

/** Notes that nothing could be read, and why; what was known stays. */
export async function noteProblem(
  shop: string,
  source: 'discounts' | 'past-stock-outs',
  problem: { says: string; denied: boolean },
  now: Date,
): Promise<void> {
  await inShop(shop, (tx) =>
    saveReading(tx, shop, source, {
      readAt: now,
      problem: problem.says,
      denied: problem.denied,
      taken: 0,
      leftOut: 0,
    }),
  );
}
