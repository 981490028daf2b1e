// Planning a count: draw this month's spot check, or take the items that somebody asks for.
import { randomUUID } from 'node:crypto';
import { inShop, type ShopTx } from '../../db.server.ts';
import { formatMoney } from '../../lib/money.ts';
import { readShelf, type ShelfRow } from '../../mirror/read-shelf.server.ts';
import type { CountLine } from './count.ts';
import { type Candidate, certainReason, type Drawn, drawPlan, whyOf } from './draw.ts';
import {
  insertCount,
  itemsUnderCount,
  lastCounted,
  loadCountTerms,
  type NewLine,
  spotChecksOf,
  takeTurns,
} from './store.server.ts';

/** What the picking room knows of a location's shelves; the door passes it. */
export type ShelfFacts = (
  tx: ShopTx,
  locationId: string,
  items: string[] | null,
  since: Date,
) => Promise<{ bins: Map<string, string>; inCarts: Map<string, number>; shorts: Map<string, number> }>;

/** Where, how many lines, and the shop's facts that a plan needs. */
export type CountWish = { locationId: string; size: number };
export type ShopAtCount = { currency: string; timeZone: string };

export type PlannedLine = NewLine & { onHand: number };

const LATELY_MS = 90 * 86_400_000;
/** Fewer selling days than this say nothing about silence. */
const KNOWN_SELLING_DAYS = 4;

/** The shop's month (2026-11) at a moment. */
export function monthOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' }).format(at).slice(0, 7);
}

export function candidateOf(
  row: ShelfRow,
  shorts: number,
  countedAt: Date | undefined,
  now: Date,
  currency: string,
): Candidate {
  const cost = row.unitCost !== null && (row.costCurrency ?? currency) === currency ? row.unitCost : null;
  const known = row.sellingDays >= KNOWN_SELLING_DAYS && row.daysSinceSale !== null;
  const counted = countedAt ? Math.max(0, Math.floor((now.getTime() - countedAt.getTime()) / 86_400_000)) : null;
  // Silence begins anew when goods come in, and when somebody has counted them.
  const silent = known ? Math.min(row.daysSinceSale ?? 0, row.daysSinceEmpty ?? Infinity, counted ?? Infinity) : null;
  return {
    inventoryItemId: row.inventoryItemId,
    onHand: row.onHand,
    available: row.available,
    unitValue: Number(cost ?? row.price),
    sellingDayShare: known ? row.sellingDays / Math.max(1, row.sellingSpan) : 0,
    silentDays: silent,
    shorts,
    restocked: row.restocked,
    daysSinceCount: counted,
  };
}

type Ground = { rows: Map<string, ShelfRow>; candidates: Candidate[]; bins: Map<string, string> };

/** Every item of a location, or of `items`, that is in no open count. */
export async function groundOf(
  tx: ShopTx,
  shop: string,
  locationId: string,
  facts: ShopAtCount,
  shelf: ShelfFacts,
  now: Date,
  items: string[] | null = null,
): Promise<Ground> {
  const rows = await readShelf(tx, shop, now, { locationId, items });
  const { bins, shorts } = await shelf(tx, locationId, items, new Date(now.getTime() - LATELY_MS));
  const counted = await lastCounted(tx, locationId);
  const busy = await itemsUnderCount(tx, locationId);
  const free = rows.filter((row) => !busy.has(row.inventoryItemId));
  return {
    rows: new Map(free.map((row) => [row.inventoryItemId, row])),
    candidates: free.map((row) =>
      candidateOf(row, shorts.get(row.inventoryItemId) ?? 0, counted.get(row.inventoryItemId), now, facts.currency),
    ),
    bins,
  };
}

export function lineOf(ground: Ground, drawn: Drawn, currency: string): PlannedLine {
  const row = ground.rows.get(drawn.inventoryItemId);
  if (!row) throw new Error(`${drawn.inventoryItemId} was drawn and does not lie there`);
  return {
    inventoryItemId: row.inventoryItemId,
    variantId: row.variantId,
    title: row.title,
    sku: row.sku,
    barcode: row.barcode,
    bin: ground.bins.get(row.inventoryItemId) ?? null,
    reason: drawn.reason,
    why: drawn.why,
    unitCost: row.unitCost !== null && (row.costCurrency ?? currency) === currency ? row.unitCost : null,
    onHand: row.onHand,
  };
}

const sayIn = (currency: string) => (minor: number) => formatMoney({ minor: BigInt(Math.round(minor)), currency });

async function drawn(tx: ShopTx, shop: string, wish: CountWish, facts: ShopAtCount, shelf: ShelfFacts, now: Date) {
  const month = monthOf(now, facts.timeZone);
  const ground = await groundOf(tx, shop, wish.locationId, facts, shelf, now);
  const nth = (await spotChecksOf(tx, month)).filter((check) => check.locationId === wish.locationId).length;
  const plan = drawPlan(
    ground.candidates,
    wish.size,
    `${shop}/${wish.locationId}/${month}/${nth}`,
    sayIn(facts.currency),
  );
  return { month, nth, items: ground.candidates.length, lines: plan.map((one) => lineOf(ground, one, facts.currency)) };
}

/** What this month's spot check would look at. Nothing is kept. `items`: how many it was drawn from; `nth`: checks planned before it. */
export async function previewSpotCheck(
  shop: string,
  wish: CountWish,
  facts: ShopAtCount,
  shelf: ShelfFacts,
  now: Date,
): Promise<{ lines: PlannedLine[]; items: number; nth: number; month: string }> {
  return inShop(shop, (tx) => drawn(tx, shop, wish, facts, shelf, now), { timeoutMs: 60_000 });
}

export type Planned = { ok: true; id: string; number: number } | { ok: false; problem: string };

/** Keeps the spot check that would be drawn now. Two who plan at the same time get different lines. */
export async function planSpotCheck(
  shop: string,
  wish: CountWish,
  facts: ShopAtCount,
  shelf: ShelfFacts,
  now: Date,
): Promise<Planned> {
  return inShop(
    shop,
    async (tx): Promise<Planned> => {
      await takeTurns(tx, shop);
      const { lines, month } = await drawn(tx, shop, wish, facts, shelf, now);
      if (lines.length === 0)
        return {
          ok: false,
          problem: 'Nothing here is free to be counted: every item is in an open count, or none is stocked.',
        };
      return keep(tx, shop, { locationId: wish.locationId, kind: 'spot-check', month, lines, now });
    },
    { timeoutMs: 60_000 },
  );
}

/** Starts a count of chosen items. Those that lie in another open count, or no longer here, are left out; none left is refused. */
export async function countChosen(
  shop: string,
  locationId: string,
  items: string[],
  facts: ShopAtCount,
  shelf: ShelfFacts,
  now: Date,
): Promise<Planned> {
  return inShop(
    shop,
    async (tx): Promise<Planned> => {
      await takeTurns(tx, shop);
      const ground = await groundOf(tx, shop, locationId, facts, shelf, now);
      const wanted = new Set(items.slice(0, 500));
      const lines = ground.candidates
        .filter((one) => wanted.has(one.inventoryItemId))
        .map((one) => {
          const reason = certainReason(one) ?? 'asked';
          const why = reason === 'asked' ? 'Somebody asked for it.' : whyOf(one, sayIn(facts.currency));
          return lineOf(ground, { inventoryItemId: one.inventoryItemId, reason, why }, facts.currency);
        });
      if (lines.length === 0)
        return {
          ok: false,
          problem:
            wanted.size === 0
              ? 'Choose at least one item to count.'
              : 'What you chose is in another open count already, or is no longer stocked here.',
        };
      return keep(tx, shop, { locationId, kind: 'asked', month: null, lines, now });
    },
    { timeoutMs: 60_000 },
  );
}

export async function keep(
  tx: ShopTx,
  shop: string,
  count: { locationId: string; kind: 'spot-check' | 'asked'; month: string | null; lines: PlannedLine[]; now: Date },
): Promise<Planned> {
  const { now, lines, ...head } = count;
  const id = randomUUID();
  const number = await insertCount(tx, shop, {
    id,
    ...head,
    createdAt: now,
    lines: lines.map(({ onHand: _, ...line }) => line),
  });
  return { ok: true, id, number };
}

export type Suspect = Pick<CountLine, 'inventoryItemId' | 'title' | 'sku' | 'why'> & {
  reason: 'negative' | 'phantom';
  onHand: number;
};

/** Negative stock and phantom suspects of a location that are in no open count, the costliest first. */
export async function readSuspects(
  shop: string,
  locationId: string,
  facts: ShopAtCount,
  shelf: ShelfFacts,
  now: Date,
): Promise<Suspect[]> {
  return inShop(
    shop,
    async (tx) => {
      const ground = await groundOf(tx, shop, locationId, facts, shelf, now);
      const suspects = ground.candidates.filter((one) => certainReason(one) !== null);
      return drawPlan(suspects, Math.ceil(suspects.length * 1.5), '', sayIn(facts.currency)).map((one) => {
        const { inventoryItemId, title, sku, why, onHand } = lineOf(ground, one, facts.currency);
        return { inventoryItemId, title, sku, why, onHand, reason: one.reason as Suspect['reason'] };
      });
    },
    { timeoutMs: 60_000 },
  );
}

/** How many suspects lie at each location that has any; one look at all shelves, whatever their number. */
export async function countSuspects(shop: string, { currency }: ShopAtCount, now: Date): Promise<Map<string, number>> {
  return inShop(
    shop,
    async (tx) => {
      const shelves = Map.groupBy(await readShelf(tx, shop, now), (row) => row.locationId);
      const counts = new Map<string, number>();
      for (const [locationId, rows] of shelves) {
        const counted = await lastCounted(tx, locationId);
        const busy = await itemsUnderCount(tx, locationId);
        const suspects = rows.filter(
          (row) =>
            !busy.has(row.inventoryItemId) &&
            certainReason(candidateOf(row, 0, counted.get(row.inventoryItemId), now, currency)) !== null,
        );
        if (suspects.length > 0) counts.set(locationId, suspects.length);
      }
      return counts;
    },
    { timeoutMs: 60_000 },
  );
}

/** The rows that a person can choose from for a count by hand: by title, SKU or barcode. */
export async function readCountable(
  shop: string,
  locationId: string,
  search: string,
  now: Date,
): Promise<{ inventoryItemId: string; title: string; sku: string | null; onHand: number; busy: boolean }[]> {
  const wanted = search.trim().toLowerCase();
  return inShop(shop, async (tx) => {
    const busy = await itemsUnderCount(tx, locationId);
    const rows = await readShelf(tx, shop, now, { locationId });
    return rows
      .filter((row) => [row.title, row.sku, row.barcode].some((text) => text?.toLowerCase().includes(wanted)))
      .sort((a, b) => a.title.localeCompare(b.title))
      .slice(0, 100)
      .map(({ inventoryItemId, title, sku, onHand }) => ({
        inventoryItemId,
        title,
        sku,
        onHand,
        busy: busy.has(inventoryItemId),
      }));
  });
}

/** What of this month's plan is made, for the list: lines by location, and the lines wanted. */
export async function readMonth(
  shop: string,
  facts: ShopAtCount,
  now: Date,
): Promise<{ month: string; wanted: number; planned: { locationId: string; lines: number }[] }> {
  return inShop(shop, async (tx) => {
    const month = monthOf(now, facts.timeZone);
    const { linesPerMonth } = await loadCountTerms(tx, shop, facts.currency);
    return { month, wanted: linesPerMonth, planned: await spotChecksOf(tx, month) };
  });
}
