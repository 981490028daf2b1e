// The reorder list as a file, for a spreadsheet.
import { csvText } from '../lib/csv.ts';
import { decimalFromMinor } from '../lib/money.ts';
import type { ReorderRow } from './reorder-point.ts';

export type FileRow = Omit<ReorderRow, 'moves'> & {
  location: string;
  supplier: string | null;
  /** what other locations can send, by their names */
  moves: { from: string; units: number }[];
};

const round = (value: number | null) => (value === null ? null : Math.round(value * 1000) / 1000);
const percent = (permille: number | null) => (permille === null ? null : permille / 10);
const yes = (value: boolean) => (value ? 'yes' : 'no');

/** `currency` is the shop's; costs stand beside their own. */
export function reorderFile(rows: readonly FileRow[], currency: string): string {
  const columns: [string, (row: FileRow) => string | number | null][] = [
    ['Product', (row) => row.title],
    ['SKU', (row) => row.sku],
    ['Barcode', (row) => row.barcode],
    ['Vendor', (row) => row.vendor],
    ['Product type', (row) => row.productType],
    ['Location', (row) => row.location],
    ['Advice', (row) => row.advice],
    ['Reason', (row) => row.reason],
    ['Suggested quantity (units)', (row) => row.suggested],
    ['Order by', (row) => row.orderBy],
    ['Supplier', (row) => row.supplier],
    ['Unit cost', (row) => money(row.unitCost, row.currency)],
    ['Cost currency', (row) => row.currency],
    ['Available (units)', (row) => row.available],
    ['Incoming (units)', (row) => row.incoming],
    ['On order (units)', (row) => row.onOrder],
    ['Position (units)', (row) => row.position],
    ['Reorder point (units)', (row) => row.reorderPoint],
    ['Order up to (units)', (row) => row.orderUpTo],
    ['Promised fill', (row) => round(row.promisedFill)],
    ['Demand a day (units)', (row) => round(row.demandPerDay)],
    ['Lead time (days)', (row) => row.inputs.terms.leadTimeDays.value],
    ['Learned lead time, on average (days)', (row) => round(row.leadTimeDays)],
    ['Days of cover', (row) => round(row.daysOfCover)],
    ['Review (days)', (row) => row.inputs.terms.reviewDays.value],
    ['Minimum order (units)', (row) => row.inputs.terms.minimumOrder.value],
    ['Pack size (units)', (row) => row.inputs.terms.packSize.value],
    ['Target (%)', ({ inputs }) => percent(inputs.terms.target.value.permille)],
    ['Max cover (days)', (row) => row.inputs.terms.maxCoverDays.value],
    ['Shelf life (days)', (row) => row.inputs.terms.shelfLifeDays.value],
    ['Class by revenue', (row) => row.abcRevenue],
    ['Class by margin', (row) => row.abcMargin],
    ['Pattern', (row) => row.pattern],
    ['New', (row) => yes(row.isNew)],
    ['Stock in doubt', (row) => yes(row.phantom)],
    ['Last sold on', (row) => row.lastSoldOn],
    ['Lost in 90 days (units, estimated)', (row) => round(row.lostUnits)],
    [`Lost in 90 days (${currency}, estimated)`, (row) => money(row.lostRevenue, currency)],
    ['Excess (units)', (row) => row.excess],
    ['Excess at cost', (row) => money(row.excessCash, row.currency)],
    ['Dead stock', (row) => yes(row.dead)],
    ['Starter rule: reorder point (units)', (row) => row.starterPoint],
    ['Starter rule: order up to (units)', (row) => row.starterUpTo],
    ['Starter rule: suggested (units)', (row) => row.starterSuggested],
    ['Move here (units)', (row) => row.moves.reduce((sum, { units }) => sum + units, 0)],
    ['Move from', (row) => row.moves.map(({ from, units }) => `${from}: ${units}`).join('; ')],
  ];
  return csvText([columns.map(([name]) => name), ...rows.map((row) => columns.map(([, of]) => of(row)))]);
}

function money(minor: bigint | null, currency: string | null): string | null {
  return minor === null || currency === null ? null : decimalFromMinor(minor, currency);
}
