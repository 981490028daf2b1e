// Counts, ready for a page.
import { dayAt } from '../../calendar/day.ts';
import { inShop } from '../../db.server.ts';
import { type CommandOutcome, commandOutcomes } from '../../shopify/command-outcomes.server.ts';
import { accuracyByMonth, type MonthOfAccuracy } from './accuracy.ts';
import type { CountState } from './count.ts';
import { type CountTerms, readCountTerms, type TypedCountTerms } from './count-terms.ts';
import type { ShopAtCount } from './plan-count.server.ts';
import {
  type Count,
  type CountSummary,
  countStatesOf,
  listCounts,
  loadCount,
  loadCountedLines,
  loadCountTerms,
  saveCountTerms,
} from './store.server.ts';

const A_YEAR_MS = 366 * 86_400_000;

export async function readCountsPage(
  shop: string,
  filter: Parameters<typeof listCounts>[2],
  page: { skip: number; take: number },
): Promise<{ rows: CountSummary[]; total: number; counts: Record<CountState, number> }> {
  return inShop(shop, async (tx) => ({
    ...(await listCounts(tx, shop, filter, page)),
    counts: await countStatesOf(tx),
  }));
}

/** Record accuracy of the last twelve months, and what the merchant aims at. */
export async function readAccuracy(
  shop: string,
  facts: ShopAtCount,
  now: Date,
): Promise<{ months: MonthOfAccuracy[]; targetPermille: number }> {
  return inShop(shop, async (tx) => {
    const { targetPermille, tolerancePermille } = await loadCountTerms(tx, shop, facts.currency);
    const lines = await loadCountedLines(tx, shop, facts.timeZone, new Date(now.getTime() - A_YEAR_MS));
    const today = dayAt(now, facts.timeZone);
    return { months: accuracyByMonth(lines, tolerancePermille, today), targetPermille };
  });
}

/** A count, the terms it is judged by, and what became of its bookings by command id. */
export async function readCount(
  shop: string,
  id: string,
  currency: string,
): Promise<{ count: Count; terms: CountTerms; outcomes: Map<string, CommandOutcome> } | null> {
  return inShop(shop, async (tx) => {
    const count = await loadCount(tx, shop, id);
    if (!count) return null;
    return {
      count,
      terms: await loadCountTerms(tx, shop, currency),
      outcomes: await commandOutcomes(
        tx,
        count.lines.flatMap((line) => line.commandId ?? []),
      ),
    };
  });
}

export async function readTerms(shop: string, currency: string): Promise<CountTerms> {
  return inShop(shop, (tx) => loadCountTerms(tx, shop, currency));
}

/** Keeps the merchant's terms, or answers what is wrong with them by field. */
export async function changeCountTerms(
  shop: string,
  typed: TypedCountTerms,
  currency: string,
): Promise<{ ok: true } | { ok: false; problems: Partial<TypedCountTerms> }> {
  const read = readCountTerms(typed, currency);
  if (!read.ok) return read;
  await inShop(shop, (tx) => saveCountTerms(tx, shop, read.terms));
  return { ok: true };
}
