import { gidTail } from './gid.ts';
import { type Cents, padded } from './money.ts';

/** How the REST-shaped webhook bodies write things. Each takes null through. */

/** The number of a gid. Beyond 2^53 it loses precision, exactly as Shopify's own payloads do to JSON readers. */
export function restId(id: string): number;
export function restId(id: string | null | undefined): number | null;
export function restId(id: string | null | undefined): number | null {
  return id ? Number(gidTail(id)) : null;
}

/** "2026-07-01T09:30:00-04:00": a time with the shop's offset from UTC in minutes. */
export function restTime(time: string | null | undefined, offsetMinutes: number): string | null {
  if (!time) return null;
  const local = new Date(Date.parse(time) + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const minutes = Math.abs(offsetMinutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** {"shop_money":{"amount":"12.50","currency_code":"CAD"},"presentment_money":{…}} */
export function restBag(
  amount: { shop: Cents; presentment?: Cents },
  shopCurrency: string,
  presentmentCurrency: string,
) {
  return {
    shop_money: { amount: padded(amount.shop), currency_code: shopCurrency },
    presentment_money: { amount: padded(amount.presentment ?? amount.shop), currency_code: presentmentCurrency },
  };
}
