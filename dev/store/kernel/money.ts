/**
 * Amounts in the world are whole hundredths of the currency unit (`Cents`), so sums are exact. The API writes them as decimals without
 * padding: 2000 → "20.0", 1255 → "12.55". Currencies with three decimals are rounded to two.
 */
export type Cents = number;

/** Reads "12", "12.5", "12.555" or a number; rounds half away from zero to hundredths. NaN when it is no number. */
export function cents(amount: unknown): Cents {
  const text = String(amount ?? '0').trim();
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || (!match[2] && !match[3])) return Math.round(Number(text) * 100);
  const fraction = `${match[3] ?? ''}000`;
  const value = Number(match[2] || '0') * 100 + Number(fraction.slice(0, 2)) + (fraction[2]! >= '5' ? 1 : 0);
  return match[1] && value ? -value : value;
}

/** "20.0", "12.55", "-3.1". */
export function amount(value: Cents): string {
  return decimal((value / 100).toFixed(2));
}

/** "20.0", "12.55": an amount in an answer's Decimal or Money form from any decimal text. */
export function decimal(value: unknown): string {
  const text = String(value);
  if (!/^-?\d*\.?\d*$/.test(text) || text === '') return text;
  const [whole, fraction = ''] = text.split('.');
  return `${whole || '0'}.${fraction.replace(/0+$/, '') || '0'}`;
}

/** "20.00": how webhook payloads and some texts write amounts. */
export function padded(value: Cents): string {
  return (value / 100).toFixed(2);
}

/** A MoneyV2 of the API. */
export function money(value: Cents, currencyCode: string): { amount: string; currencyCode: string } {
  return { amount: amount(value), currencyCode };
}

/** A MoneyBag of the API with the same amount in shop and presentment money unless `presentment` is given. */
export function moneyBag(
  shop: Cents,
  currency: string,
  presentment: Cents = shop,
  presentmentCurrency: string = currency,
): { shopMoney: { amount: string; currencyCode: string }; presentmentMoney: { amount: string; currencyCode: string } } {
  return { shopMoney: money(shop, currency), presentmentMoney: money(presentment, presentmentCurrency) };
}
