// How the calendar's kinds and scopes are called and colored.
import type { EventKind, EventScope, PlanEvent } from '../calendar/plan-event.ts';
import { countOf } from './count.ts';
import { formatDay } from './when.ts';

export const KIND_NAMES: Record<EventKind, string> = {
  promotion: 'Promotion',
  launch: 'Launch',
  'flash-sale': 'Flash sale',
  closed: 'Closed',
  holiday: 'Holiday',
};

/** Told apart by lightness too, not by hue alone. */
export const KIND_COLORS: Record<EventKind, string> = {
  promotion: '#5b8def',
  launch: '#1a7f5a',
  'flash-sale': '#b4381f',
  closed: '#4a4a4a',
  holiday: '#c9a227',
};

export const SCOPE_NAMES: Record<EventScope, string> = {
  everything: 'Everything',
  products: 'Products',
  variants: 'Variants',
  type: 'Product type',
  vendor: 'Vendor',
};

/** "Everything", "Tea, Cups", "4 products". */
export function sayScope(event: Pick<PlanEvent, 'scope' | 'scopeKeys'>, names: readonly string[]): string {
  if (event.scope === 'everything') return 'Everything';
  if (names.length <= 2) return names.join(', ');
  const one = { products: 'product', variants: 'variant', type: 'type', vendor: 'vendor' }[event.scope];
  return countOf(names.length, one);
}

/** "27 Nov 2026" or "27 Nov 2026 – 30 Nov 2026". */
export function sayDays(event: Pick<PlanEvent, 'firstDay' | 'lastDay'>): string {
  const first = formatDay(event.firstDay);
  return event.firstDay === event.lastDay ? first : `${first} – ${formatDay(event.lastDay)}`;
}
