// The days on which the warehouse is closed for a holiday, as events of the calendar: two years back and one ahead.
import { inShop } from '../db.server.ts';
import { merge, newsOf, type Tell } from './change-plan.server.ts';
import { dayAt } from './day.ts';
import { holidaysOf } from './holidays.server.ts';
import type { NewEvent } from './plan-event.ts';
import { deleteEvents, type Holidays, loadFromSource, loadHolidays, saveHolidays } from './store.server.ts';

/** What the shop keeps; the page and the nightly job read it. */
export async function readHolidays(shop: string): Promise<Holidays> {
  return inShop(shop, loadHolidays);
}

/**
 * Keeps which holidays the shop has (`setting`; null: as it was) and writes the closed days anew: what is no longer closed is removed,
 * what is already there stays as it is. `home`: the shop's own country, where the setting names none.
 */
export async function keepHolidays(
  shop: string,
  setting: Holidays | null,
  home: string | null,
  timeZone: string,
  tell: Tell,
  now: Date,
): Promise<void> {
  const kept = setting ?? (await readHolidays(shop));
  const country = kept.country ?? home;
  const year = Number(dayAt(now, timeZone).slice(0, 4));
  const years = [year - 2, year - 1, year, year + 1];
  const holidays = country && kept.closedOn.length > 0 ? await holidaysOf(country, kept.region, years) : [];
  const closed = holidays
    .filter((holiday) => kept.closedOn.includes(holiday.name))
    .map(
      ({ name, firstDay, lastDay }): NewEvent => ({
        kind: 'closed',
        title: name,
        firstDay,
        lastDay,
        scope: 'everything',
        scopeKeys: [],
        offPermille: null,
        upliftPermille: null,
        source: 'holidays',
        sourceId: `${name}/${firstDay}`,
      }),
    );
  await inShop(shop, async (tx) => {
    if (setting) await saveHolidays(tx, shop, setting);
    const known = new Map((await loadFromSource(tx, 'holidays')).map((event) => [event.sourceId, event]));
    const { kept: written } = await merge(tx, shop, closed, known);
    const wanted = new Set(closed.map((event) => event.sourceId));
    const gone = [...known.values()].filter((event) => !wanted.has(event.sourceId));
    await deleteEvents(
      tx,
      gone.map((event) => event.id),
    );
    await tell(tx, shop, newsOf(written, gone, now));
  });
}
