import { type Html, html } from './html.ts';

interface Money {
  amount: string;
  currencyCode: string;
}

/** "€12.50" of a MoneyV2, or of the shop money of a MoneyBag. */
export function money(value: Money | { shopMoney: Money } | null | undefined): string {
  if (!value) return '–';
  const { amount, currencyCode } = 'shopMoney' in value ? value.shopMoney : value;
  return new Intl.NumberFormat('en', { style: 'currency', currency: currencyCode }).format(Number(amount));
}

/** "Nov 22 at 15:04" (UTC), with the year when it is not the one of `now`. */
export function when(time: string | null | undefined, now: number): string {
  if (!time) return '–';
  const at = new Date(time);
  const year = at.getUTCFullYear() === new Date(now).getUTCFullYear() ? {} : { year: 'numeric' as const };
  const day = at.toLocaleDateString('en', { month: 'short', day: 'numeric', ...year, timeZone: 'UTC' });
  return `${day} at ${at.toISOString().slice(11, 16)}`;
}

/** "Partially paid" of PARTIALLY_PAID. */
export function words(value: string | null | undefined): string {
  const text = (value ?? '').toLowerCase().replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const TONES: Record<string, 'good' | 'warn' | 'bad' | 'info' | ''> = {
  PAID: '',
  PENDING: 'warn',
  PARTIALLY_PAID: 'warn',
  AUTHORIZED: 'warn',
  REFUNDED: '',
  PARTIALLY_REFUNDED: '',
  EXPIRED: 'bad',
  VOIDED: '',
  UNFULFILLED: 'warn',
  PARTIALLY_FULFILLED: 'warn',
  IN_PROGRESS: 'info',
  ON_HOLD: 'warn',
  SCHEDULED: 'info',
  FULFILLED: '',
  OPEN: 'warn',
  RETURN_REQUESTED: 'warn',
  REQUESTED: 'warn',
  ACTIVE: 'good',
  DRAFT: 'info',
  delivered: 'good',
  pending: 'warn',
  sending: 'info',
  held: 'info',
  failed: 'bad',
  dropped: 'bad',
};

export function badge(value: string | null | undefined, text = words(value)): Html | '' {
  if (!value) return '';
  const tone = TONES[value] ?? '';
  return html`<span class="badge ${tone}${tone === 'warn' ? ' hollow' : ''}">${text}</span>`;
}

/** The tail of a gid, as the admin's addresses carry it. */
export function tail(gid: string): string {
  return gid.slice(gid.lastIndexOf('/') + 1);
}

/** A variant's display name without the "Default Title" of products that have no options. */
export function plainName(displayName: string): string {
  return displayName.replace(/ - Default Title$/, '');
}
