// What was typed into the form of an order: its lines, due day, note and extra costs.
import { type CostKind, costKinds, type ExtraCost } from './purchase-order.ts';
import { type Problems, readAmount, type Typed } from './supplier.ts';

export type TypedLine = { inventoryItemId: string; units: string; unitCost: string };
export type ReadLine = { inventoryItemId: string; ordered: number; unitCost: bigint };

/** Reads lines; problems are named `units_ITEM` and `cost_ITEM`. A line typed twice is a problem of the second. */
export function readLines(
  typed: readonly TypedLine[],
  currency: string,
): { ok: true; lines: ReadLine[] } | { ok: false; problems: Problems } {
  const problems: Problems = {};
  const lines: ReadLine[] = [];
  const seen = new Set<string>();
  for (const { inventoryItemId, units, unitCost } of typed) {
    const number = Number(units.trim());
    if (!/^\d{1,7}$/.test(units.trim()) || number < 1 || number > 1_000_000)
      problems[`units_${inventoryItemId}`] =
        `“${units.trim()}” is not a whole number of units from 1. Remove the line to order none.`;
    if (seen.has(inventoryItemId)) problems[`units_${inventoryItemId}`] = 'It is on the order twice. Remove one line.';
    seen.add(inventoryItemId);
    const cost = readAmount(unitCost, currency, problems, `cost_${inventoryItemId}`);
    lines.push({ inventoryItemId, ordered: number, unitCost: cost ?? 0n });
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, lines };
}

/** Reads due day (YYYY-MM-DD or empty) and note. */
export function readFacts(
  typed: Typed,
): { ok: true; dueOn: Date | null; note: string | null } | { ok: false; problems: Problems } {
  const problems: Problems = {};
  const day = (typed.dueOn ?? '').trim();
  const dueOn = day ? new Date(`${day}T00:00:00Z`) : null;
  if (
    dueOn &&
    (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(dueOn.getTime()) || dueOn.toISOString().slice(0, 10) !== day)
  )
    problems.dueOn = `“${day}” is not a day. Write it as 2026-12-31.`;
  const note = (typed.note ?? '').trim();
  if (note.length > 2000) problems.note = 'Shorten this to 2,000 characters.';
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, dueOn, note: note || null };
}

/** Reads freight, duty and other costs; empty means none. */
export function readExtraCosts(
  typed: Typed,
  currency: string,
): { ok: true; extraCosts: ExtraCost[] } | { ok: false; problems: Problems } {
  const problems: Problems = {};
  const extraCosts = costKinds.flatMap((kind: CostKind): ExtraCost[] => {
    const amount = readAmount(typed[kind] ?? '', currency, problems, kind);
    return amount ? [{ kind, amount }] : [];
  });
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, extraCosts };
}
