// A file of bins: one row for each SKU and the bin it lies in. A bad row is reported with its line, never silently dropped.
import { readCsv } from '../lib/read-csv.ts';
import { longestBin } from './bin.ts';

export type BinRow = { line: number; sku: string; bin: string };
export type BadRow = { line: number; text: string; problem: string };

/**
 * Reads CSV text with a header row that names the columns `sku` and `bin` (any order, any case, other columns ignored);
 * comma, semicolon or tab. Every row after the header that is not empty is either in `rows` or in `bad`.
 * An empty bin means: take it out of its bin. A SKU given twice is bad the second time.
 */
export function readBinFile(
  text: string,
): { ok: true; rows: BinRow[]; bad: BadRow[] } | { ok: false; problem: string } {
  const read = readCsv(text);
  if (!read.ok) return read;
  const { records } = read;
  const columns = records[0]?.record.map((name) => name.toLowerCase()) ?? [];
  const sku = columns.indexOf('sku');
  const bin = columns.indexOf('bin');
  if (sku < 0 || bin < 0)
    return { ok: false, problem: 'The first row must name the columns sku and bin. Nothing was changed.' };
  const rows: BinRow[] = [];
  const bad: BadRow[] = [];
  const seen = new Map<string, number>();
  for (const { record, info } of records.slice(1)) {
    const row = { line: info.lines, sku: record[sku] ?? '', bin: record[bin] ?? '' };
    const problem = problemOf(row, record.length <= Math.max(sku, bin), seen);
    if (problem) bad.push({ line: row.line, text: record.join(', '), problem });
    else {
      seen.set(row.sku, row.line);
      rows.push(row);
    }
  }
  return { ok: true, rows, bad };
}

function problemOf(row: BinRow, cutShort: boolean, seen: ReadonlyMap<string, number>): string | null {
  if (cutShort) return 'The row has fewer columns than the header';
  if (row.sku === '') return 'The SKU is missing';
  if (row.bin.length > longestBin) return `The bin has more than ${longestBin} characters`;
  const before = seen.get(row.sku);
  return before === undefined ? null : `SKU ${row.sku} is already on line ${before}`;
}

/** Finds the inventory items of the rows. A SKU that no item or more than one item has is bad: it cannot be placed. */
export function placeRows(
  rows: readonly BinRow[],
  itemsBySku: ReadonlyMap<string, readonly string[]>,
): { placed: { inventoryItemId: string; bin: string }[]; bad: BadRow[] } {
  const placed: { inventoryItemId: string; bin: string }[] = [];
  const bad: BadRow[] = [];
  for (const row of rows) {
    const items = itemsBySku.get(row.sku) ?? [];
    const [only] = items;
    if (only !== undefined && items.length === 1) placed.push({ inventoryItemId: only, bin: row.bin });
    else
      bad.push({
        line: row.line,
        text: `${row.sku}, ${row.bin}`,
        problem:
          items.length === 0
            ? `No product has the SKU ${row.sku}`
            : `${items.length} products share the SKU ${row.sku}`,
      });
  }
  return { placed, bad };
}
