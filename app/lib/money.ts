// Money is a whole number of minor units and its currency; it never passes through a float.

export type Money = { minor: bigint; currency: string };

const digitsByCurrency = new Map<string, number>();

/** How many decimals a currency has (ISO 4217, as the runtime's Intl tables know it): GBP 2, JPY 0, KWD 3. */
export function minorDigits(currency: string): number {
  let digits = digitsByCurrency.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digitsByCurrency.set(currency, digits);
  }
  return digits;
}

/**
 * Reads a decimal text such as "12.5" or "-0.10" into minor units of `currency`. Digits beyond the minor unit are rounded
 * half away from zero, as Shopify rounds presentment amounts. Throws on anything that is not a plain decimal.
 */
export function minorFromDecimal(text: string, currency: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!match) throw new Error(`"${text}" is not an amount of money: expected digits such as 12.50`);
  const [, sign, whole, fraction = ''] = match;
  const digits = minorDigits(currency);
  const kept = fraction.slice(0, digits).padEnd(digits, '0');
  let minor = BigInt(whole + kept);
  if ((fraction[digits] ?? '0') >= '5') minor += 1n;
  return sign ? -minor : minor;
}

/** The plain decimal text of an amount, for example 1250n GBP → "12.50". */
export function decimalFromMinor(minor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  const sign = minor < 0n ? '-' : '';
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The amount as people of `locale` write it, for example "£12.50". */
export function formatMoney(money: Money, locale = 'en'): string {
  const decimal = decimalFromMinor(money.minor, money.currency) as `${number}`;
  return new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency }).format(decimal);
}

/**
 * Spreads `amount` over shares in proportion to `weights`, so that the parts sum to it exactly: each part is rounded down,
 * then the largest remainders get one more (Hamilton's method; ties go to the earlier). Weights that are all zero count alike.
 * Amount and weights are not negative.
 */
export function spread(amount: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.length === 0) return [];
  const even = weights.every((weight) => weight === 0n);
  const shares = even ? weights.map(() => 1n) : weights;
  const whole = shares.reduce((sum, share) => sum + share, 0n);
  const parts = shares.map((share) => (amount * share) / whole);
  const left = Number(amount - parts.reduce((sum, part) => sum + part, 0n));
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: (amount * share) % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder.slice(0, left)) parts[index]! += 1n;
  return parts;
}
