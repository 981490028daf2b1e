// Which lines a spot check looks at: what would cost most if the record were wrong, times how likely it is to be wrong.
import { isPhantomSuspect, silenceChance } from '../policy/classes.ts';

/** What is known of one item of a location. Money in minor units of one currency; days are whole days. */
export type Candidate = {
  inventoryItemId: string;
  onHand: number;
  available: number;
  /** cost of a unit; where it is not stated, the price stands for it */
  unitValue: number;
  /** share of days on which it used to sell, 0 to 1, and days in stock since it last did; null = it never sold */
  sellingDayShare: number;
  silentDays: number | null;
  /** times a picker found too few, and units put back from returns, lately */
  shorts: number;
  restocked: number;
  /** null = never counted */
  daysSinceCount: number | null;
};

export const drawReasons = ['negative', 'phantom', 'value-at-risk', 'asked'] as const;
export type DrawReason = (typeof drawReasons)[number];

export type Drawn = { inventoryItemId: string; reason: DrawReason; why: string };

/** How often records go wrong: a year without a count, a short pick, a unit put back from a return. */
const ERRORS = { aYear: 0.3, aShort: 0.7, aRestock: 0.1 };
/** Older counts say nothing more: an item that was never counted is doubted like one counted so long ago. */
const NEVER_COUNTED_DAYS = 730;
/** The certain ones take this much of a plan at most, so that every other item keeps a chance. */
const CERTAIN_SHARE = 2 / 3;
/** The least weight, as a share of the mean: nothing is ever wholly out of sight. */
const FLOOR = 0.02;

/**
 * The chance that the record is wrong, above 0 and up to 1. Errors come as a Poisson process of what lately happened to the
 * shelf; a silence that chance does not explain makes them likelier by Bayes' rule: with w the chance before and s the chance
 * of the silence if the stock is there, w / (w + (1 − w) s).
 */
export function suspicion(item: Candidate): number {
  if (item.onHand < 0) return 1;
  const years = Math.min(item.daysSinceCount ?? NEVER_COUNTED_DAYS, NEVER_COUNTED_DAYS) / 365;
  const errors =
    ERRORS.aYear * (years + 1 / 365) + ERRORS.aShort * item.shorts + ERRORS.aRestock * Math.max(0, item.restocked);
  const wrong = 1 - Math.exp(-errors);
  const silence =
    item.onHand > 0 && item.silentDays !== null ? silenceChance(item.sellingDayShare, item.silentDays) : 1;
  return wrong / (wrong + (1 - wrong) * silence);
}

/** What a wrong record would cost: the units on paper at their value; at least one unit, for there may be more than none. */
export function valueAtRisk(item: Candidate): number {
  return Math.max(1, Math.abs(item.onHand)) * Math.max(0, item.unitValue);
}

/** Why an item needs a count whatever the draw says; null when nothing is plainly wrong with it. */
export function certainReason(item: Candidate): 'negative' | 'phantom' | null {
  if (item.onHand < 0) return 'negative';
  if (item.silentDays !== null && isPhantomSuspect(item.onHand, item.sellingDayShare, item.silentDays))
    return 'phantom';
  return null;
}

/**
 * Draws at most `size` different items. Negative stock and phantom suspects come first, the costliest of them first, up to two
 * thirds of the plan. The rest is drawn without replacement with probability proportional to value at risk × suspicion: each
 * item gets the key ln(u)/weight with its own u from `seed`, and the greatest keys win (Efraimidis, Spirakis, "Weighted random
 * sampling with a reservoir", Information Processing Letters 97, 2006). The same seed and items give the same plan, in
 * whatever order they come.
 */
export function drawPlan(
  items: readonly Candidate[],
  size: number,
  seed: string,
  say: (minor: number) => string,
): Drawn[] {
  const room = Math.max(0, Math.floor(size));
  const weight = (item: Candidate) => valueAtRisk(item) * suspicion(item);
  const certain = items
    .filter((item) => certainReason(item) !== null)
    .sort(
      (a, b) =>
        rank(a) - rank(b) || valueAtRisk(b) - valueAtRisk(a) || (a.inventoryItemId < b.inventoryItemId ? -1 : 1),
    );
  const first = certain.slice(0, Math.ceil(room * CERTAIN_SHARE));
  const taken = new Set(first.map((item) => item.inventoryItemId));
  const pool = items.filter((item) => !taken.has(item.inventoryItemId));
  const mean = pool.reduce((sum, item) => sum + weight(item), 0) / Math.max(1, pool.length);
  const least = mean > 0 ? FLOOR * mean : 1;
  const drawn = pool
    .map((item) => ({ item, key: Math.log(chanceOf(seed, item.inventoryItemId)) / Math.max(least, weight(item)) }))
    .sort((a, b) => b.key - a.key || (a.item.inventoryItemId < b.item.inventoryItemId ? -1 : 1))
    .slice(0, Math.max(0, room - first.length))
    .map(({ item }) => item);
  return [...first, ...drawn].slice(0, room).map((item) => ({
    inventoryItemId: item.inventoryItemId,
    reason: certainReason(item) ?? 'value-at-risk',
    why: whyOf(item, say),
  }));
}

const rank = (item: Candidate) => (certainReason(item) === 'negative' ? 0 : 1);

/** Why this item, in a sentence; `say` writes an amount of money. */
export function whyOf(item: Candidate, say: (minor: number) => string): string {
  if (item.onHand < 0) return `Shopify says ${item.onHand.toLocaleString('en')} on hand, which cannot be.`;
  const { silentDays } = item;
  if (silentDays !== null && certainReason(item) === 'phantom') {
    const every = Math.max(1, Math.round(1 / item.sellingDayShare));
    return `It used to sell every ${every === 1 ? 'day' : `${every} days`} and has not for ${silentDays} days: the shelf may be empty.`;
  }
  const counted = item.daysSinceCount === null ? 'never counted' : `last counted ${days(item.daysSinceCount)} ago`;
  const events = [
    item.shorts > 0 ? `pickers found too few ${item.shorts === 1 ? 'once' : `${item.shorts} times`}` : '',
    item.restocked > 0 ? `${item.restocked} came back from returns` : '',
    silentDays !== null && item.onHand > 0 && silenceChance(item.sellingDayShare, silentDays) < 0.2
      ? `no sale for ${days(silentDays)}`
      : '',
  ].filter(Boolean);
  return `${say(valueAtRisk(item))} on paper, ${[counted, ...events].join(', ')}.`;
}

const days = (count: number) => (count === 1 ? 'a day' : `${count} days`);

/** A number above 0 and below 1 that belongs to this seed and item: FNV-1a, stirred by the finish of MurmurHash3. */
function chanceOf(seed: string, id: string): number {
  let hash = 0x811c9dc5;
  for (const char of `${seed}|${id}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return ((hash >>> 0) + 0.5) / 4294967296;
}
