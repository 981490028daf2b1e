// The overstock lists as files.
import { csvText } from '../../lib/csv.ts';
import { decimalFromMinor } from '../../lib/money.ts';
import type { StockRow } from './stock-row.ts';
import { type Excess, wayNames } from './ways-out.ts';

const amount = (minor: bigint | null, currency: string) => (minor === null ? null : decimalFromMinor(minor, currency));
const plain = (minor: bigint | null, currency: string) => {
  const text = amount(minor, currency);
  // A number stays a number: a leading minus would be taken for a formula.
  return text === null ? null : Number(text);
};

export function excessFile(rows: readonly Excess[]): string {
  return csvText([
    [
      'Product',
      'SKU',
      'Vendor',
      'Location',
      'Units',
      'Enough',
      'Excess',
      'Sold a day',
      'Days of stock',
      'Last sold',
      'Tied up',
      'Currency of cost',
      ...['Keep selling', 'Markdown', 'Bundle', 'Return to vendor'].map((way) => `${way} brings`),
      'Currency',
      'Best',
    ],
    ...rows.map((row) => [
      row.title,
      row.sku,
      row.vendor,
      row.location,
      row.units,
      row.enough,
      row.excess,
      Number(row.demandPerDay.toFixed(3)),
      row.days === null ? null : Math.round(row.days),
      row.lastSoldOn,
      plain(row.cash, row.costCurrency),
      row.costCurrency,
      ...wayNames.map((name) => plain(row.brings[name], row.currency)),
      row.currency,
      row.best,
    ]),
  ]);
}

export function deadFile(rows: readonly (StockRow & { cash: bigint | null })[]): string {
  return csvText([
    ['Product', 'SKU', 'Vendor', 'Location', 'Units', 'Days without a sale', 'Last sold', 'Tied up', 'Currency'],
    ...rows.map((row) => [
      row.title,
      row.sku,
      row.vendor,
      row.location,
      row.units,
      row.daysSinceSale,
      row.lastSoldOn,
      plain(row.cash, row.costCurrency),
      row.costCurrency,
    ]),
  ]);
}

export function slowFile(
  rows: readonly {
    title: string;
    sku: string | null;
    location: string;
    units: number;
    soldBefore: number;
    sold: number;
    decision: string | null;
  }[],
  quarter: string,
  before: string,
): string {
  return csvText([
    ['Product', 'SKU', 'Location', 'Units', `Sold in ${before}`, `Sold in ${quarter}`, 'Decision'],
    ...rows.map((row) => [row.title, row.sku, row.location, row.units, row.soldBefore, row.sold, row.decision]),
  ]);
}
