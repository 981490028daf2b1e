// A count: people go to the shelves of one location and say how many are there, without being told how many there should be.
//
// A spot check is drawn once a month (draw.ts); a count can also be asked for by hand. While it is open, anyone with a phone
// counts its lines, in any order, several at once. A variance that is too big to be believed at once is counted a second time,
// on the spot. When the shelves are done the count is counted: someone in the office looks at each variance and approves it
// with a reason, asks for another counting, or leaves the line as it is. Then it is booked: Shopify is asked to change its
// stock by each approved variance. A line whose stock has meanwhile moved in a way that shipments do not explain is not
// booked; it goes back to the shelf, and the count is open again for it. Until something of it is booked it may be canceled.
import type { DrawReason } from './draw.ts';

export const countStates = ['open', 'counted', 'booked', 'canceled'] as const;
export type CountState = (typeof countStates)[number];

export type CountAction = 'count' | 'finish' | 'decide' | 'book' | 'cancel';

export const decisions = ['open', 'approved', 'recount', 'left'] as const;
export type Decision = (typeof decisions)[number];

export type CountLine = {
  inventoryItemId: string;
  variantId: string | null;
  title: string;
  sku: string | null;
  barcode: string | null;
  bin: string | null;
  reason: DrawReason;
  why: string;
  /** on hand as Shopify said when it was counted, and how many of these do not lie on the shelf */
  expected: number | null;
  away: number;
  counted: number | null;
  countedAt: Date | null;
  countedBefore: number | null;
  round: number;
  sending: number;
  decision: Decision;
  bookedReason: string | null;
  commandId: string | null;
  note: string | null;
  /** minor units of the shop's currency */
  unitCost: bigint | null;
};

const from: Record<CountAction, readonly CountState[]> = {
  count: ['open'],
  finish: ['open'],
  decide: ['counted'],
  book: ['counted'],
  cancel: ['open', 'counted'],
};

export function mayHappen(action: CountAction, state: CountState): boolean {
  return from[action].includes(state);
}

const done: Record<CountState, string> = {
  open: 'is still being counted',
  counted: 'was already counted',
  booked: 'was already booked',
  canceled: 'was canceled',
};

/** Why `action` did not happen to a count in `state`, for the person who came second. */
export function refusal(number: number, state: CountState): string {
  return `Count ${number} ${done[state]}. Nothing was changed.`;
}

/** What lies on the shelf if Shopify is right; null before it was counted. */
export function shouldBe(line: Pick<CountLine, 'expected' | 'away'>): number | null {
  return line.expected === null ? null : line.expected - line.away;
}

/** Units found beyond what should be there (negative: missing); null before it was counted. */
export function variance(line: Pick<CountLine, 'expected' | 'away' | 'counted'>): number | null {
  const should = shouldBe(line);
  return should === null || line.counted === null ? null : line.counted - should;
}

/** The same at cost, in minor units of the shop's currency; null where the cost is not known. */
export function varianceMinor(line: Pick<CountLine, 'expected' | 'away' | 'counted' | 'unitCost'>): bigint | null {
  const units = variance(line);
  return units === null || line.unitCost === null ? null : BigInt(units) * line.unitCost;
}

/** Waits for somebody at the shelf. */
export function toCount(line: Pick<CountLine, 'counted' | 'decision'>): boolean {
  return line.decision === 'recount' || (line.counted === null && line.decision !== 'left');
}

/** Shopify's reasons for an adjustment that a count can have, and what they are called here. */
export const bookReasons = {
  cycle_count_available: 'Count correction',
  shrinkage: 'Lost or stolen',
  damaged: 'Damaged',
  received: 'Received, not booked',
  restock: 'Returned, not booked',
  other: 'Other',
} as const;

/** Most units a count can find: Shopify's own bound. */
const MOST = 1_000_000_000;

/** Reads what was typed as found. Whole units from 0 on. */
export function readUnits(text: string): { ok: true; units: number } | { ok: false; problem: string } {
  const bare = text.trim();
  if (bare === '') return { ok: false, problem: 'Enter how many are there; 0 if the shelf is empty' };
  if (!/^\d{1,10}$/.test(bare) || Number(bare) > MOST)
    return { ok: false, problem: `“${bare.slice(0, 20)}” is no number of units: enter whole units, 0 or more` };
  return { ok: true, units: Number(bare) };
}

/** What a person in the office decided about a line. */
export type LineDecision = { inventoryItemId: string; decision: Exclude<Decision, 'open'>; reason: string };

/**
 * Checks the decisions on a counted count's lines: answers a sentence for each line that cannot be decided so. A variance is
 * approved with one of Shopify's reasons; a line that nobody counted can only be left or counted.
 */
export function checkDecisions(
  lines: readonly CountLine[],
  decided: readonly LineDecision[],
  terms: SecondLook,
): Record<string, string> {
  const byItem = new Map(lines.map((line) => [line.inventoryItemId, line]));
  const problems: Record<string, string> = {};
  for (const one of decided) {
    const line = byItem.get(one.inventoryItemId);
    if (!line) problems[one.inventoryItemId] = 'This line is not part of the count.';
    else if (line.commandId !== null) problems[one.inventoryItemId] = 'This line is booked already.';
    else if (one.decision !== 'approved') continue;
    else if (line.counted === null) problems[one.inventoryItemId] = 'It was not counted: count it, or leave it.';
    else if (needsSecondLook(line, terms))
      problems[one.inventoryItemId] = 'A variance this big is counted a second time before it is booked.';
    else if (variance(line) !== 0 && !(one.reason in bookReasons)) problems[one.inventoryItemId] = 'Choose a reason.';
  }
  return problems;
}

export type SecondLook = { secondLookUnits: number; secondLookValue: bigint | null };

/** Whether a variance is so big that one counting is not enough. */
export function isBig(line: Pick<CountLine, 'expected' | 'away' | 'counted' | 'unitCost'>, terms: SecondLook): boolean {
  const units = variance(line);
  if (units === null || units === 0) return false;
  if (Math.abs(units) >= terms.secondLookUnits) return true;
  const minor = varianceMinor(line);
  return terms.secondLookValue !== null && minor !== null && abs(minor) >= terms.secondLookValue;
}

/** It is big, and only one counting says so. */
export function needsSecondLook(line: CountLine, terms: SecondLook): boolean {
  return line.countedBefore === null && isBig(line, terms);
}

const abs = (minor: bigint) => (minor < 0n ? -minor : minor);

/** How Shopify's stock of a line stands at the moment of booking. */
export type Standing = { onHand: number; available: number } | null;

/**
 * What booking does with an approved line. Its variance is true for the moment of counting, whatever was sold since: so stock
 * is changed by the variance, not set to what was counted. `shipped`: units that left in fulfillments since; a change of on
 * hand that they do not explain may be someone's correction of the very same variance, and only a new counting can tell.
 */
export function bookLine(
  line: CountLine,
  standing: Standing,
  shipped: number,
):
  | { do: 'nothing' }
  | { do: 'adjust'; delta: number; changeFromQuantity: number }
  | { do: 'recount' | 'leave'; note: string } {
  const delta = variance(line);
  if (standing === null)
    return { do: 'leave', note: 'Shopify no longer stocks it here, so there is nothing to correct.' };
  if (delta === null || delta === 0) return { do: 'nothing' };
  if (standing.onHand !== (line.expected ?? 0) - shipped)
    return {
      do: 'recount',
      note: `Stock went from ${line.expected} to ${standing.onHand} on hand since it was counted, and shipments do not explain it. Count it again.`,
    };
  return { do: 'adjust', delta, changeFromQuantity: standing.available };
}
