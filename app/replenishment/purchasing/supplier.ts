// A supplier: whom we buy from and on which terms, and what it sells of our variants.
//
// A merchant adds a supplier with its name alone; everything else may come later, and what is not known is said where it is
// missed (no mailbox: the order is downloaded; no lead time: it is learned from what arrives). Rank 1 is bought from first, 2
// is the backup. A supplier that is no longer bought from is archived, never deleted: its past orders stay.
import { decimalFromMinor, minorFromDecimal } from '../../lib/money.ts';

/** From `units` on, one costs `unitCost` (minor units of the supplier's currency). */
export type PriceBreak = { units: number; unitCost: bigint };

export type SupplierTerms = {
  name: string;
  email: string | null;
  /** ISO 4217; null: the shop's own */
  currency: string | null;
  leadTimeDays: number | null;
  reviewDays: number | null;
  minimumValue: bigint | null;
  paymentTerms: string | null;
  note: string | null;
};

export type SupplierItemTerms = {
  rank: 1 | 2;
  supplierSku: string | null;
  unitCost: bigint | null;
  minimumOrder: number | null;
  packSize: number | null;
  leadTimeDays: number | null;
  /** units rising */
  priceBreaks: PriceBreak[];
};

/** Sentences by field name. */
export type Problems = Record<string, string>;
export type Typed = Readonly<Record<string, string | undefined>>;

/** The columns of a file of suppliers' items, by their names in the first row; `supplier` and `sku` are needed, the others may be left out. */
export const FILE_COLUMNS = [
  'supplier',
  'sku',
  'rank',
  'supplier sku',
  'cost',
  'minimum order',
  'pack size',
  'lead time days',
  'price breaks',
] as const;

const MOST_DAYS = 730;
const MOST_UNITS = 1_000_000;

/** Reads what was typed about a supplier. Amounts are in `currency` typed there, or the shop's. */
export function readSupplier(
  typed: Typed,
  shopCurrency: string,
): { ok: true; terms: SupplierTerms } | { ok: false; problems: Problems } {
  const problems: Problems = {};
  const text = (field: string, most: number) => {
    const value = (typed[field] ?? '').trim();
    if (value.length > most) problems[field] = `Shorten this to ${most} characters.`;
    return value || null;
  };
  const name = text('name', 120);
  if (!name) problems.name = 'Enter the supplier’s name.';
  const email = text('email', 254);
  if (email && !/^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]+$/.test(email))
    problems.email = `“${email}” is not an e-mail address. Write one such as orders@example.com.`;
  const currency = readCurrency(typed.currency ?? '', problems, 'currency');
  const terms: SupplierTerms = {
    name: name ?? '',
    email,
    currency,
    leadTimeDays: readWhole(typed, 'leadTimeDays', 0, MOST_DAYS, 'days', problems),
    reviewDays: readWhole(typed, 'reviewDays', 1, MOST_DAYS, 'days', problems),
    minimumValue: readAmount(typed.minimumValue ?? '', currency ?? shopCurrency, problems, 'minimumValue'),
    paymentTerms: text('paymentTerms', 200),
    note: text('note', 2000),
  };
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, terms };
}

/** Reads what was typed about one item of a supplier whose amounts are in `currency`. */
export function readSupplierItem(
  typed: Typed,
  currency: string,
): { ok: true; terms: SupplierItemTerms } | { ok: false; problems: Problems } {
  const problems: Problems = {};
  const rank = (typed.rank ?? '').trim().toLowerCase();
  if (!['', '1', '2', 'first', 'backup'].includes(rank))
    problems.rank = `“${typed.rank}” is no rank. Write 1 for first or 2 for backup.`;
  const supplierSku = (typed.supplierSku ?? '').trim();
  if (supplierSku.length > 100) problems.supplierSku = 'Shorten this to 100 characters.';
  const terms: SupplierItemTerms = {
    rank: rank === '2' || rank === 'backup' ? 2 : 1,
    supplierSku: supplierSku || null,
    unitCost: readAmount(typed.unitCost ?? '', currency, problems, 'unitCost'),
    minimumOrder: readWhole(typed, 'minimumOrder', 1, MOST_UNITS, 'units', problems),
    packSize: readWhole(typed, 'packSize', 1, MOST_UNITS, 'units', problems),
    leadTimeDays: readWhole(typed, 'leadTimeDays', 0, MOST_DAYS, 'days', problems),
    priceBreaks: readBreaks(typed.priceBreaks ?? '', currency, problems),
  };
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, terms };
}

/** Price breaks as they are typed and exported: "50: 2.40; 100: 2.10". */
export function writeBreaks(breaks: readonly PriceBreak[], currency: string): string {
  return breaks.map(({ units, unitCost }) => `${units}: ${decimalFromMinor(unitCost, currency)}`).join('; ');
}

/** What one unit costs when `units` are bought: the last price break they reach, else the plain cost. */
export function costAt(item: Pick<SupplierItemTerms, 'unitCost' | 'priceBreaks'>, units: number): bigint | null {
  return item.priceBreaks.reduce((cost, one) => (units >= one.units ? one.unitCost : cost), item.unitCost);
}

/**
 * The least number of units that covers `units`, reaches the minimum and fills whole packs:
 * ceil(max(units, minimum) / pack) × pack. (The other way round, minimum last, breaks packs.)
 */
export function orderable(item: Pick<SupplierItemTerms, 'minimumOrder' | 'packSize'>, units: number): number {
  const pack = item.packSize ?? 1;
  return Math.ceil(Math.max(units, item.minimumOrder ?? 0) / pack) * pack;
}

/** An amount of money as typed ("12.50", "12,50", ""), in minor units; null when empty or, with a problem noted, unreadable. */
export function readAmount(typed: string, currency: string, problems: Problems, field: string): bigint | null {
  const text = typed.trim();
  if (text === '') return null;
  const plain = /^\d{1,12},\d{1,3}$/.test(text) ? text.replace(',', '.') : text;
  if (!/^\d{1,12}(\.\d*)?$/.test(plain)) {
    problems[field] = `“${text}” is not an amount. Write digits such as 12.50, without ${currency} or spaces.`;
    return null;
  }
  const minor = minorFromDecimal(plain, currency);
  if (Number(decimalFromMinor(minor, currency)) !== Number(plain)) {
    problems[field] = `“${text}” has more decimals than ${currency} knows. Write ${decimalFromMinor(minor, currency)}.`;
    return null;
  }
  return minor;
}

function readCurrency(typed: string, problems: Problems, field: string): string | null {
  const code = typed.trim().toUpperCase();
  if (code === '') return null;
  if (Intl.supportedValuesOf('currency').includes(code)) return code;
  problems[field] = `“${typed.trim()}” is not a currency. Write its three letters, such as EUR.`;
  return null;
}

function readWhole(
  typed: Typed,
  field: string,
  least: number,
  most: number,
  unit: string,
  problems: Problems,
): number | null {
  const text = (typed[field] ?? '').trim();
  if (text === '') return null;
  const number = Number(text);
  if (/^\d{1,9}$/.test(text) && number >= least && number <= most) return number;
  problems[field] = `“${text}” is not a whole number of ${unit} from ${least} to ${most.toLocaleString('en')}.`;
  return null;
}

function readBreaks(typed: string, currency: string, problems: Problems): PriceBreak[] {
  const parts = typed.split(/[;\n]/).filter((part) => part.trim() !== '');
  const breaks: PriceBreak[] = [];
  for (const part of parts) {
    const [, units = '', cost = ''] = /^\s*(\d{1,7})\s*[:=]\s*(\S+)\s*$/.exec(part) ?? [];
    const found: Problems = {};
    const unitCost = readAmount(cost, currency, found, 'priceBreaks');
    if (Number(units) < 1 || unitCost === null) {
      problems.priceBreaks = `“${part.trim()}” is not a price break. Write units and cost, such as 50: 2.40; 100: 2.10.`;
      return [];
    }
    breaks.push({ units: Number(units), unitCost });
  }
  breaks.sort((a, b) => a.units - b.units);
  const twice = breaks.find((one, index) => one.units === breaks[index + 1]?.units);
  if (twice) problems.priceBreaks = `${twice.units} units have two costs. Keep one of them.`;
  return breaks;
}
