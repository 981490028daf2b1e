// A file of bins: one row for each SKU in each bin it lies in, as a spreadsheet has it. A bad row is reported with its line,
// never silently dropped. The same columns come out as go in.
import { readCsv } from '../../lib/read-csv.ts';
import { longestBin } from '../bin.ts';
import type { BinStock } from './ledger.ts';

export type BinKind = 'pick' | 'reserve';

/** Null = the file does not say. A row without a SKU tells of the bin alone; one without a bin takes the SKU out of its bins. */
export type BinRow = {
  line: number;
  sku: string;
  bin: string;
  kind: BinKind | null;
  capacity: number | null;
  quantity: number | null;
  lot: string | null;
  expiresOn: string | null;
};
export type BadRow = { line: number; text: string; problem: string };

export const binColumns = ['sku', 'bin', 'kind', 'capacity', 'quantity', 'lot', 'expires'] as const;
const longestLot = 40;

/**
 * Reads CSV text with a header row that names the columns `sku` and `bin`, and any of the others of `binColumns` (any order, any
 * case, other columns ignored); comma, semicolon or tab. Every row after the header that is not empty is either in `rows` or in
 * `bad`. A SKU may lie in several bins; the same SKU, bin and lot given twice is bad the second time.
 */
export function readBinFile(
  text: string,
): { ok: true; rows: BinRow[]; bad: BadRow[] } | { ok: false; problem: string } {
  const read = readCsv(text);
  if (!read.ok) return read;
  const { records } = read;
  const columns = records[0]?.record.map((name) => name.toLowerCase()) ?? [];
  const at = new Map(binColumns.map((name) => [name, columns.indexOf(name)]));
  const last = Math.max(at.get('sku') ?? -1, at.get('bin') ?? -1);
  if (Math.min(at.get('sku') ?? -1, at.get('bin') ?? -1) < 0)
    return { ok: false, problem: 'The first row must name the columns sku and bin. Nothing was changed.' };
  const describesBins = (at.get('kind') ?? -1) >= 0 || (at.get('capacity') ?? -1) >= 0;
  const rows: BinRow[] = [];
  const bad: BadRow[] = [];
  const seen = new Map<string, number>();
  for (const { record, info } of records.slice(1)) {
    const cell = (name: (typeof binColumns)[number]) => record[at.get(name) ?? -1] ?? '';
    const read =
      record.length <= last ? 'The row has fewer columns than the header' : readRow(cell, info.lines, describesBins);
    const key = typeof read === 'string' ? '' : JSON.stringify([read.sku, read.bin, read.lot]);
    const before = seen.get(key);
    if (typeof read === 'string') bad.push({ line: info.lines, text: record.join(', '), problem: read });
    else if (before !== undefined)
      bad.push({
        line: info.lines,
        text: record.join(', '),
        problem: `${read.sku ? `SKU ${read.sku} in ${read.bin || 'no bin'}` : `Bin ${read.bin}`} is already on line ${before}`,
      });
    else {
      seen.set(key, info.lines);
      rows.push(read);
    }
  }
  return { ok: true, rows, bad };
}

function readRow(
  cell: (name: (typeof binColumns)[number]) => string,
  line: number,
  describesBins: boolean,
): BinRow | string {
  const [sku, bin, kind, lot, expires] = [
    cell('sku'),
    cell('bin'),
    cell('kind').toLowerCase(),
    cell('lot'),
    cell('expires'),
  ];
  if (sku === '' && !(describesBins && bin !== '')) return 'The SKU is missing';
  if (bin.length > longestBin) return `The bin has more than ${longestBin} characters`;
  if (kind !== '' && kind !== 'pick' && kind !== 'reserve') return `The kind is pick or reserve, not ${kind}`;
  const [capacity, quantity] = [units(cell('capacity')), units(cell('quantity'))];
  if (capacity === undefined) return `The capacity is a whole number of units, not ${cell('capacity')}`;
  if (quantity === undefined) return `The quantity is a whole number of units, not ${cell('quantity')}`;
  if (lot.length > longestLot) return `The lot has more than ${longestLot} characters`;
  if (expires !== '' && !isDay(expires)) return `The expiry date is written like 2027-01-31, not ${expires}`;
  if (sku === '' && (quantity !== null || lot !== '' || expires !== '')) return 'The SKU is missing';
  return { line, sku, bin, kind: kind || null, capacity, quantity, lot: lot || null, expiresOn: expires || null };
}

/** A whole number; null when there is none, undefined when it is something else. */
function units(text: string): number | null | undefined {
  if (text === '') return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Whether a text is a day of the calendar, YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

export type PlacedRow = Omit<BinRow, 'sku'> & { inventoryItemId: string };

/** Finds the inventory items of the rows. A SKU that no item or more than one item has is bad: it cannot be placed. */
export function placeRows(
  rows: readonly BinRow[],
  itemsBySku: ReadonlyMap<string, readonly string[]>,
): { placed: PlacedRow[]; bins: BinRow[]; bad: BadRow[] } {
  const placed: PlacedRow[] = [];
  const bad: BadRow[] = [];
  for (const { sku, ...row } of rows.filter((one) => one.sku !== '')) {
    const items = itemsBySku.get(sku) ?? [];
    const [only] = items;
    if (only !== undefined && items.length === 1) placed.push({ ...row, inventoryItemId: only });
    else
      bad.push({
        line: row.line,
        text: `${sku}, ${row.bin}`,
        problem: items.length === 0 ? `No product has the SKU ${sku}` : `${items.length} products share the SKU ${sku}`,
      });
  }
  return { placed, bins: rows.filter((row) => row.sku === ''), bad };
}

/** What lies where as rows of such a file, its header first; a bin in which nothing lies has a row of its own. */
export function binFileRows(
  bins: readonly { name: string; kind: string; capacity: number | null }[],
  stock: readonly BinStock[],
  skuOf: ReadonlyMap<string, string | null>,
): (string | number | null)[][] {
  const byBin = Map.groupBy(stock, (row) => row.bin);
  return [
    [...binColumns],
    ...bins.flatMap(({ name, kind, capacity }) => {
      const rows = (byBin.get(name) ?? []).filter((row) => skuOf.get(row.inventoryItemId));
      if (rows.length === 0) return [['', name, kind, capacity, null, '', '']];
      return rows.map((row) => [
        skuOf.get(row.inventoryItemId) ?? '',
        name,
        kind,
        capacity,
        row.quantity,
        row.lot,
        row.expiresOn,
      ]);
    }),
  ];
}
