// A file of what suppliers sell: one row for each of their items. A bad row is named with line, column and what to do about it;
// the good ones are taken.
import { parse } from 'csv-parse/sync';
import { FILE_COLUMNS, readSupplierItem, type SupplierItemTerms, type Typed } from './supplier.ts';

const FIELD_OF: Record<string, string> = {
  rank: 'rank',
  'supplier sku': 'supplierSku',
  cost: 'unitCost',
  'minimum order': 'minimumOrder',
  'pack size': 'packSize',
  'lead time days': 'leadTimeDays',
  'price breaks': 'priceBreaks',
};
const COLUMN_OF = Object.fromEntries(Object.entries(FIELD_OF).map(([column, field]) => [field, column]));

export type FileRow = { line: number; supplier: string; sku: string; typed: Typed };
export type BadRow = { line: number; column: string; problem: string };

/** Reads CSV text (comma, semicolon or tab). Every row that is not empty is either in `rows` or in `bad`. */
export function readSupplierFile(
  text: string,
): { ok: true; rows: FileRow[]; bad: BadRow[] } | { ok: false; problem: string } {
  const header = /^\uFEFF?([^\r\n]*)/.exec(text)?.[1] ?? '';
  const delimiter = [',', ';', '\t'].find((one) => header.split(one).length > 1) ?? ',';
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof records;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: `This is not a readable CSV file: ${reason}. Nothing was changed.` };
  }
  const columns = records[0]?.record.map((name) => name.toLowerCase().replaceAll('_', ' ').trim()) ?? [];
  const missing = ['supplier', 'sku'].filter((name) => !columns.includes(name));
  if (missing.length > 0)
    return {
      ok: false,
      problem: `The first row must name the columns supplier and sku; ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing. Nothing was changed.`,
    };
  const unknown = columns.find((name) => name !== '' && !FILE_COLUMNS.some((known) => known === name));
  if (unknown)
    return {
      ok: false,
      problem: `The column “${unknown}” is not known. Use ${FILE_COLUMNS.join(', ')}. Nothing was changed.`,
    };
  const rows: FileRow[] = [];
  const bad: BadRow[] = [];
  const seen = new Map<string, number>();
  for (const { record, info } of records.slice(1)) {
    const at = (name: string) => (columns.includes(name) ? (record[columns.indexOf(name)] ?? '') : undefined);
    const row = { line: info.lines, supplier: at('supplier') ?? '', sku: at('sku') ?? '' };
    const before = seen.get(`${row.supplier.toLowerCase()}\n${row.sku}`);
    if (record.length > columns.length)
      bad.push({
        line: row.line,
        column: '',
        problem: 'It has more columns than the first row: put texts with a comma in quotes',
      });
    else if (!row.supplier) bad.push({ line: row.line, column: 'supplier', problem: 'It is empty: name the supplier' });
    else if (row.supplier.length > 120)
      bad.push({ line: row.line, column: 'supplier', problem: 'Shorten the name to 120 characters' });
    else if (!row.sku)
      bad.push({ line: row.line, column: 'sku', problem: 'It is empty: give the SKU of your variant' });
    else if (before !== undefined)
      bad.push({
        line: row.line,
        column: 'sku',
        problem: `${row.sku} of ${row.supplier} is already on line ${before}: keep one`,
      });
    else {
      seen.set(`${row.supplier.toLowerCase()}\n${row.sku}`, row.line);
      const typed = Object.fromEntries(Object.entries(FIELD_OF).map(([column, field]) => [field, at(column)]));
      rows.push({ ...row, typed });
    }
  }
  return { ok: true, rows, bad };
}

export type PlacedItem = { supplier: string; inventoryItemId: string; terms: SupplierItemTerms };

/**
 * Finds the items of the rows and reads their terms. `currencyOf` a supplier's name, which may be new. A SKU that no variant
 * or more than one has is bad: it cannot be known which is meant.
 */
export function placeSupplierRows(
  rows: readonly FileRow[],
  itemsBySku: ReadonlyMap<string, readonly string[]>,
  currencyOf: (supplier: string) => string,
): { placed: PlacedItem[]; bad: BadRow[] } {
  const placed: PlacedItem[] = [];
  const bad: BadRow[] = [];
  for (const { line, supplier, sku, typed } of rows) {
    const items = itemsBySku.get(sku) ?? [];
    const read = readSupplierItem(typed, currencyOf(supplier));
    if (items.length === 0) bad.push({ line, column: 'sku', problem: `No variant has the SKU ${sku}: correct it` });
    else if (items.length > 1)
      bad.push({
        line,
        column: 'sku',
        problem: `${items.length} variants share the SKU ${sku}: make it unique in Shopify`,
      });
    else if (!read.ok)
      for (const [field, problem] of Object.entries(read.problems))
        bad.push({ line, column: COLUMN_OF[field] ?? field, problem });
    else placed.push({ supplier, inventoryItemId: items[0]!, terms: read.terms });
  }
  return { placed, bad };
}
