// Plays the last twelve months of a whole shop again, a page of places at a time.
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { inShop } from '../../db.server.ts';
import { log } from '../../lib/log.server.ts';
import { calibrate } from './calibrate.ts';
import { countPlaces, dropGone, type PlaceToPlay, readPlaces } from './read-places.server.ts';
import { type Result, resultOf } from './result.ts';
import { beat, begin, finish, lastRuns, type Run, release, saveResults, take } from './store.server.ts';

const PAGE = 100;
const WEEK_MS = 7 * 86_400_000;
/** A run that does not come through in so long has met something that trying again does not mend. */
const GIVEN_UP_AFTER_MS = 24 * 3_600_000;

/** Asks for a replay now; the job does it. Null when there is nothing to play yet. */
export async function requestReplay(shop: string, now: Date): Promise<string | null> {
  return inShop(shop, async (tx) => {
    const places = await countPlaces(tx, shop);
    return places > 0 ? begin(tx, shop, 'asked', places, now) : null;
  });
}

/** Works on the run under way; begins the weekly one when it is due. True when a run came to its end. */
export async function replayShop(
  shop: string,
  signal: AbortSignal,
  now: () => Date,
  page: number = PAGE,
): Promise<boolean> {
  await beginWeekly(shop, now());
  const run = await take(shop, randomUUID());
  if (!run) return false;
  try {
    while (!signal.aborted) {
      const places = await inShop(shop, (tx) => readPlaces(tx, shop, run.after, page), { timeoutMs: 60_000 });
      const last = places.at(-1);
      if (!last) {
        await inShop(shop, async (tx) => {
          await beat(tx, run);
          await dropGone(tx, shop);
          await finish(tx, run, null, now());
        });
        return true;
      }
      const results = await playAll(shop, places);
      await inShop(
        shop,
        async (tx) => {
          await beat(tx, {
            ...run,
            after: `${last.inventoryItemId}/${last.locationId}`,
            done: run.done + places.length,
          });
          await saveResults(tx, shop, results);
        },
        { timeoutMs: 60_000 },
      );
      run.after = `${last.inventoryItemId}/${last.locationId}`;
      run.done += places.length;
    }
    await release(shop, run, null);
    return false;
  } catch (error) {
    await setBack(shop, run, (error as Error).message, now());
    throw error;
  }
}

async function beginWeekly(shop: string, now: Date): Promise<void> {
  await inShop(shop, async (tx) => {
    const { last } = await lastRuns(tx);
    if (last && now.getTime() - last.startedAt.getTime() < WEEK_MS) return;
    const places = await countPlaces(tx, shop);
    if (places > 0) await begin(tx, shop, 'weekly', places, now);
  });
}

async function setBack(shop: string, run: Run, problem: string, now: Date): Promise<void> {
  log.error({ shop, run: run.id, problem }, 'The replay waits');
  await inShop(shop, async (tx) => {
    const row = await tx.replayRun.findUnique({
      where: { shop_id: { shop, id: run.id } },
      select: { startedAt: true },
    });
    if (row && now.getTime() - row.startedAt.getTime() > GIVEN_UP_AFTER_MS) await finish(tx, run, problem, now);
  });
  await release(shop, run, problem);
}

async function playAll(shop: string, places: readonly PlaceToPlay[]) {
  const results = [];
  for (const { days, inputs, ...place } of places) {
    let result: Result = {
      state: 'unreadable',
      firstDay: place.firstDay,
      from: null,
      until: place.until,
      knownFrom: null,
      year: null,
      known: null,
      gain: null,
      gainReal: null,
      moreUnits: 0,
      target: null,
      calibration: null,
    };
    try {
      if (inputs && days) result = resultOf(inputs, calibrate(days, inputs));
    } catch (error) {
      // One place must not hold up the others.
      log.warn({ shop, place, problem: (error as Error).message }, 'A place could not be played again');
    }
    results.push({ ...place, ...result, inputs });
    // Other jobs of this process have their turn between two places.
    await setImmediate();
  }
  return results;
}
