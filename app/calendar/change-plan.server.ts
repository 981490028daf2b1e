// Adding, changing and removing events, each told to the diary in the same transaction.
import { inShop, type ShopTx } from '../db.server.ts';
import { type NewEvent, type PlanEvent, problemsOf } from './plan-event.ts';
import { deleteEvents, insertEvents, loadEvent, loadFromSource, updateEvent } from './store.server.ts';

/** What the calendar tells of itself. */
export type News =
  | {
      type: 'plan.changed';
      key: string;
      subject: string;
      at: string;
      data: { eventId: string; kind: string; firstDay: string; lastDay: string; removed: boolean };
    }
  | {
      type: 'flash-sale.announced';
      key: string;
      subject: string;
      at: string;
      data: {
        eventId: string;
        title: string;
        firstDay: string;
        lastDay: string;
        scope: string;
        scopeKeys: string[];
        upliftPermille: number | null;
      };
    };

/** Writes news in the diary, in this transaction. The calendar rests on lib alone, so its callers hand this over. */
export type Tell = (tx: ShopTx, shop: string, news: readonly News[]) => Promise<unknown>;

export type Problems = Partial<Record<keyof NewEvent, string>>;

/** Adds what a person entered, or changes the event `id` into it. An event of Shopify keeps its days and what it is about. */
export async function keepEvent(
  shop: string,
  id: string | null,
  typed: NewEvent,
  tell: Tell,
  now: Date,
): Promise<{ ok: true; event: PlanEvent } | { ok: false; problems: Problems; gone?: true }> {
  const problems = problemsOf(typed);
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return inShop(shop, async (tx) => {
    if (id === null) {
      const [event] = await insertEvents(tx, shop, [typed]);
      if (!event) throw new Error('The event was not kept');
      await tell(tx, shop, newsOf([event], [], now));
      return { ok: true, event };
    }
    const before = await loadEvent(tx, id);
    if (!before) return { ok: false, problems: {}, gone: true };
    const event = changed(before, typed);
    await updateEvent(tx, shop, event);
    await tell(tx, shop, newsOf([event], [], now));
    return { ok: true, event };
  });
}

/** What is of Shopify is changed in Shopify; what the merchant expects of it, and what kind of event it is, is entered here. */
function changed(before: PlanEvent, typed: NewEvent): PlanEvent {
  if (before.source === 'shopify') return { ...before, kind: typed.kind, upliftPermille: typed.upliftPermille };
  return { ...typed, id: before.id, source: before.source, sourceId: before.sourceId };
}

/** Removes an event. False when it was gone already. One of Shopify comes back with the next reading while it stands there. */
export async function removeEvent(shop: string, id: string, tell: Tell, now: Date): Promise<boolean> {
  return inShop(shop, async (tx) => {
    const event = await loadEvent(tx, id);
    if (!event) return false;
    await deleteEvents(tx, [id]);
    await tell(tx, shop, newsOf([], [event], now));
    return true;
  });
}

/** Takes the events of a file: what an earlier file said of the same (kind, title, first day) is changed in its place. */
export async function takeFile(
  shop: string,
  events: readonly NewEvent[],
  tell: Tell,
  now: Date,
): Promise<{ added: number; changed: number }> {
  return inShop(shop, async (tx) => {
    const known = new Map((await loadFromSource(tx, 'file')).map((event) => [event.sourceId, event]));
    const { kept, added, changed } = await merge(tx, shop, events, known);
    await tell(tx, shop, newsOf(kept, [], now));
    return { added, changed };
  });
}

/** Adds what `known` (by sourceId) does not hold and changes what differs. `kept`: what became another. */
export async function merge(
  tx: ShopTx,
  shop: string,
  events: readonly NewEvent[],
  known: ReadonlyMap<string | null, PlanEvent>,
): Promise<{ kept: PlanEvent[]; added: number; changed: number }> {
  const fresh = events.filter((event) => !known.has(event.sourceId));
  const others = events.flatMap((event) => {
    const before = known.get(event.sourceId);
    const after = before && { ...event, id: before.id };
    return after && !same(before, after) ? [after] : [];
  });
  const inserted = await insertEvents(tx, shop, fresh);
  for (const event of others) await updateEvent(tx, shop, event);
  return { kept: [...inserted, ...others], added: inserted.length, changed: others.length };
}

function same(a: PlanEvent, b: PlanEvent): boolean {
  const plain = (event: PlanEvent) =>
    JSON.stringify([
      event.kind,
      event.title,
      event.firstDay,
      event.lastDay,
      event.scope,
      event.scopeKeys.toSorted(),
      event.offPermille,
      event.upliftPermille,
    ]);
  return plain(a) === plain(b);
}

/** The diary's entries for events that were kept (added or changed) and removed at `now`. */
export function newsOf(kept: readonly PlanEvent[], removed: readonly PlanEvent[], now: Date): News[] {
  const at = now.toISOString();
  const about = (event: PlanEvent) => ({ subject: `PlanEvent/${event.id}`, at });
  const changes = [...kept, ...removed].map((event): News => {
    const { id: eventId, kind, firstDay, lastDay } = event;
    const data = { eventId, kind, firstDay, lastDay, removed: removed.includes(event) };
    return { type: 'plan.changed', key: `plan.changed:${eventId}:${at}`, ...about(event), data };
  });
  const sales = kept
    .filter((event) => event.kind === 'flash-sale')
    .map((event): News => {
      const { id: eventId, title, firstDay, lastDay, scope, scopeKeys, upliftPermille } = event;
      const data = { eventId, title, firstDay, lastDay, scope, scopeKeys, upliftPermille };
      return { type: 'flash-sale.announced', key: `flash-sale.announced:${eventId}:${at}`, ...about(event), data };
    });
  return [...changes, ...sales];
}
