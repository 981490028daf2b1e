// Something out of the ordinary, planned or past: a promotion, a launch, a flash sale, days on which the shop is closed. What
// sells on such days says nothing of usual ones, and what is planned is demand that no history knows of.
import { addDays, daysFrom, isDay } from './day.ts';

/** `holiday`: a feast on which the shop works, worth seeing in the calendar; it changes no figure. */
export const EVENT_KINDS = ['promotion', 'launch', 'flash-sale', 'closed', 'holiday'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const EVENT_SCOPES = ['everything', 'products', 'variants', 'type', 'vendor'] as const;
export type EventScope = (typeof EVENT_SCOPES)[number];

export const EVENT_SOURCES = ['manual', 'file', 'shopify', 'holidays'] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];

export type PlanEvent = {
  id: string;
  kind: EventKind;
  title: string;
  /** the shop's days YYYY-MM-DD, both included */
  firstDay: string;
  lastDay: string;
  scope: EventScope;
  /** numeric ids of products or variants, types or vendors as the products bear them; empty with `everything` */
  scopeKeys: string[];
  /** taken off the price, in thousandths; null = not known */
  offPermille: number | null;
  /** demand against a usual day that the merchant expects, in thousandths: 2000 = twice; null = as learned */
  upliftPermille: number | null;
  source: EventSource;
  /** what it is called at its source */
  sourceId: string | null;
};

export type NewEvent = Omit<PlanEvent, 'id'>;

/** What an event can be about: one variant, and what is known of its product. */
export type Sellable = { variantId: string | null; productId: string | null; productType: string; vendor: string };

/** The longest event: what lasts longer is how the shop sells, not an event. */
export const LONGEST = 92;

/** Events that move demand: their days leave the baseline, and those to come are planned for. */
export function movesDemand(event: Pick<PlanEvent, 'kind'>): boolean {
  return event.kind === 'promotion' || event.kind === 'launch' || event.kind === 'flash-sale';
}

/** Whether the event is about this variant. Types and vendors are compared as people write them: case does not count. */
export function isAbout(event: Pick<PlanEvent, 'scope' | 'scopeKeys'>, item: Sellable): boolean {
  const among = (value: string | null) => value !== null && event.scopeKeys.includes(value);
  const named = (value: string) => event.scopeKeys.some((key) => key.toLowerCase() === value.toLowerCase());
  switch (event.scope) {
    case 'everything':
      return true;
    case 'products':
      return among(item.productId);
    case 'variants':
      return among(item.variantId);
    case 'type':
      return named(item.productType);
    case 'vendor':
      return named(item.vendor);
  }
}

/** The event's days as offsets from `from` (0 = that day), cut to 0 ≤ offset < days. */
export function daysWithin(
  event: Pick<PlanEvent, 'firstDay' | 'lastDay'>,
  from: string,
  days: number,
): { first: number; last: number } | null {
  const first = Math.max(0, daysFrom(from, event.firstDay));
  const last = Math.min(days - 1, daysFrom(from, event.lastDay));
  return first <= last ? { first, last } : null;
}

/** What is wrong with an event as typed, by field; empty when nothing is. Every sentence says what to do. */
export function problemsOf(event: NewEvent): Partial<Record<keyof NewEvent, string>> {
  const problems: Partial<Record<keyof NewEvent, string>> = {};
  if (!(EVENT_KINDS as readonly string[]).includes(event.kind))
    problems.kind = `Choose one of ${EVENT_KINDS.join(', ')}.`;
  if (event.title.trim() === '') problems.title = 'Give it a title.';
  else if (event.title.length > 200) problems.title = 'Use a title of at most 200 characters.';
  if (!isDay(event.firstDay)) problems.firstDay = 'Give the first day as year-month-day, for example 2026-11-27.';
  if (!isDay(event.lastDay)) problems.lastDay = 'Give the last day as year-month-day, for example 2026-11-30.';
  if (!problems.firstDay && !problems.lastDay) {
    if (event.lastDay < event.firstDay) problems.lastDay = 'The last day is before the first day. Exchange them.';
    else if (addDays(event.firstDay, LONGEST) <= event.lastDay)
      problems.lastDay = `An event lasts at most ${LONGEST} days. What lasts longer is how the shop sells: enter no event for it.`;
  }
  if (!(EVENT_SCOPES as readonly string[]).includes(event.scope))
    problems.scope = `Choose one of ${EVENT_SCOPES.join(', ')}.`;
  else if (event.scope !== 'everything' && event.scopeKeys.length === 0)
    problems.scopeKeys = `Say which ${WHICH[event.scope]}, or let it be about everything.`;
  const { offPermille, upliftPermille } = event;
  if (offPermille !== null && !(Number.isInteger(offPermille) && offPermille >= 0 && offPermille <= 1000))
    problems.offPermille = 'Give the price off in percent, from 0 to 100, or leave it empty.';
  if (
    upliftPermille !== null &&
    !(Number.isInteger(upliftPermille) && upliftPermille >= 0 && upliftPermille <= 100_000)
  )
    problems.upliftPermille =
      'Give the expected demand as a multiple from 0 to 100 (2 = twice a usual day), or leave it empty.';
  return problems;
}

const WHICH = { products: 'products', variants: 'variants', type: 'product type', vendor: 'vendor' } as const;

/** Percent as typed ("20", "12.5 %", "") in thousandths; null when empty, NaN when it is no number. */
export function permilleOf(typed: string): number | null {
  const text = typed.trim().replace(/\s*%$/, '').replace(',', '.');
  if (text === '') return null;
  return /^\d{1,6}(\.\d+)?$/.test(text) ? Math.round(Number(text) * 10) : Number.NaN;
}

/** A multiple as typed ("2", "1.5", "×3", "") in thousandths; null when empty, NaN when it is no number. */
export function multipleOf(typed: string): number | null {
  const text = typed
    .trim()
    .replace(/^[x×]\s*/i, '')
    .replace(',', '.');
  if (text === '') return null;
  return /^\d{1,6}(\.\d+)?$/.test(text) ? Math.round(Number(text) * 1000) : Number.NaN;
}
