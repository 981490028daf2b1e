// A picker stood before a shelf and found too little: what lies there is counted now, while it is still as it was found.
import { inShop, type ShopTx } from '../../db.server.ts';
import { readOn } from '../../events/read.server.ts';
import type { DiaryEvent } from '../../events/vocabulary.ts';
import { groundOf, keep, lineOf, type ShelfFacts, type ShopAtCount } from './plan-count.server.ts';
import { takeTurns } from './store.server.ts';

const READER = 'counting.shorts';
const PAGE = 500;
/** What was short longer ago says nothing about the shelf of today. */
const FRESH_MS = 3 * 86_400_000;

type Shorted = Extract<DiaryEvent, { type: 'line.shorted' }>;

/**
 * Opens one count at each location where something was short since this was last asked. What lies in an open count already is left
 * to that. Each short is looked at once, whatever is told twice. Answers how many counts were opened.
 */
export async function countShorts(shop: string, facts: ShopAtCount, shelf: ShelfFacts, now: Date): Promise<number> {
  let opened = 0;
  for (;;) {
    const read = await inShop(
      shop,
      async (tx) => {
        const events = await readOn(tx, shop, READER, PAGE, ['line.shorted']);
        const fresh = events
          .filter((event) => event.type === 'line.shorted')
          .filter((event) => now.getTime() - Date.parse(event.at) < FRESH_MS);
        if (fresh.length > 0) await takeTurns(tx, shop);
        for (const [locationId, own] of Map.groupBy(fresh, (event) => event.data.locationId))
          if (await countAt(tx, shop, locationId, own, facts, shelf, now)) opened++;
        return events.length;
      },
      { timeoutMs: 60_000 },
    );
    if (read < PAGE) return opened;
  }
}

async function countAt(
  tx: ShopTx,
  shop: string,
  locationId: string,
  shorts: readonly Shorted[],
  facts: ShopAtCount,
  shelf: ShelfFacts,
  now: Date,
): Promise<boolean> {
  const byItem = Map.groupBy(shorts, (event) => event.data.inventoryItemId);
  const ground = await groundOf(tx, shop, locationId, facts, shelf, now, [...byItem.keys()]);
  const lines = ground.candidates.map(({ inventoryItemId }) => {
    const own = byItem.get(inventoryItemId) ?? [];
    const line = lineOf(ground, { inventoryItemId, reason: 'asked', why: whyOf(own) }, facts.currency);
    return { ...line, bin: own.at(-1)?.data.bin ?? line.bin };
  });
  if (lines.length === 0) return false;
  await keep(tx, shop, { locationId, kind: 'asked', month: null, lines, now });
  return true;
}

function whyOf(shorts: readonly Shorted[]): string {
  const units = shorts.reduce((sum, event) => sum + event.data.units, 0);
  const reasons = [...new Set(shorts.map((event) => event.data.reason.replaceAll('-', ' ')))];
  return `Pickers were ${units} short of it: ${reasons.join(', ')}.`;
}
