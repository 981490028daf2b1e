// Reads the diary on and folds what it tells into the days' figures. The cursor moves in the same transaction, so each
// event counts once whatever dies in between.
import { inShop } from '../db.server.ts';
import { readOn, startOver } from '../events/read.server.ts';
import type { DiaryEvent } from '../events/vocabulary.ts';
import { foldDay } from './figure.ts';
import { dayOf, FIGURES } from './figures.ts';
import { type DayState, forgetFigures, mergeDays } from './store.server.ts';

const READER = 'metrics';
const PAGE = 2000;

/** Folds everything that is new. Returns how many events it read. */
export async function foldDays(shop: string, timeZone: string): Promise<number> {
  let read = 0;
  for (;;) {
    const count = await inShop(shop, async (tx) => {
      const events = await readOn(tx, shop, READER, PAGE);
      await mergeDays(tx, shop, statesOf(events, timeZone));
      return events.length;
    });
    read += count;
    if (count < PAGE) return read;
  }
}

/** Throws all figures away and folds the diary again from its first page: after a figure's definition or the zone changed. */
export async function refoldDays(shop: string, timeZone: string): Promise<number> {
  await inShop(shop, async (tx) => {
    await forgetFigures(tx);
    await startOver(tx, shop, READER);
  });
  return foldDays(shop, timeZone);
}

function statesOf(events: DiaryEvent[], timeZone: string): DayState[] {
  const byDay = Map.groupBy(events, (event) => dayOf(event, timeZone));
  return [...byDay].flatMap(([day, own]) =>
    Object.values(FIGURES).flatMap((figure) =>
      [...foldDay(figure, own)].map(([slice, state]) => ({ figure: figure.name, day, slice, state })),
    ),
  );
}
