// A file of bundles: one row for each component of each. A bad row is named with line, column and what to do about it; the good ones are taken.
import { readCsv } from '../../lib/read-csv.ts';
import { MOST_PARTS, MOST_UNITS, misfit, type Nest, putInside, readQuantity } from './bundle.ts';

export const BUNDLE_COLUMNS = ['bundle sku', 'component sku', 'quantity'] as const;
type Column = (typeof BUNDLE_COLUMNS)[number];

export type BundleRow = { line: number; bundle: string; component: string; quantity: number };
export type BadRow = { line: number; column: Column | ''; problem: string };

/** Reads CSV text (comma, semicolon or tab). Every row that is not empty is either in `rows` or in `bad`. */
export function readBundleFile(
  text: string,
): { ok: true; rows: BundleRow[]; bad: BadRow[] } | { ok: false; problem: string } {
  if (text.includes('\0'))
    return { ok: false, problem: 'This is not a text file in UTF-8: save it as CSV UTF-8. Nothing was changed.' };
  const read = readCsv(text);
  if (!read.ok) return read;
  const { records } = read;
  const columns = records[0]?.record.map((name) => name.toLowerCase().replaceAll('_', ' ').trim()) ?? [];
  const missing = BUNDLE_COLUMNS.filter((name) => !columns.includes(name));
  if (missing.length > 0)
    return {
      ok: false,
      problem: `The first row must name the columns ${BUNDLE_COLUMNS.join(', ')}; ${missing.join(' and ')} is missing. Nothing was changed.`,
    };
  const rows: BundleRow[] = [];
  const bad: BadRow[] = [];
  const seen = new Map<string, number>();
  for (const { record, info } of records.slice(1)) {
    const at = (name: Column) => record[columns.indexOf(name)] ?? '';
    const [line, bundle, component] = [info.lines, at('bundle sku'), at('component sku')];
    const quantity = readQuantity(at('quantity'));
    const before = seen.get(`${bundle}\n${component}`);
    const wrong = (column: BadRow['column'], problem: string) => bad.push({ line, column, problem });
    if (record.every((cell) => cell === '')) continue;
    if (record.length > columns.length)
      wrong('', 'It has more columns than the first row: put texts with a comma in quotes.');
    else if (!bundle) wrong('bundle sku', 'It is empty: give the SKU that is sold as a bundle.');
    else if (!component) wrong('component sku', 'It is empty: give the SKU of the component.');
    else if (quantity === null) wrong('quantity', `Write a whole number from 1 to ${MOST_UNITS}.`);
    else if (before !== undefined)
      wrong('component sku', `${component} in ${bundle} is already on line ${before}: keep one.`);
    else {
      seen.set(`${bundle}\n${component}`, line);
      rows.push({ line, bundle, component, quantity });
    }
  }
  return { ok: true, rows, bad };
}

export type PlacedPart = { bundle: string; inventoryItemId: string; quantity: number };

/**
 * Finds the items of the rows, and puts each into its bundle of `nest`, which is changed. A SKU that no variant or more than one
 * has is bad: it cannot be known which is meant. So is a row that does not fit what is there and the rows before it.
 */
export function placeBundleRows(
  rows: readonly BundleRow[],
  itemsBySku: ReadonlyMap<string, readonly string[]>,
  nest: Nest,
): { placed: PlacedPart[]; bad: BadRow[] } {
  const placed: PlacedPart[] = [];
  const bad: BadRow[] = [];
  for (const { line, quantity, ...skus } of rows) {
    const [bundle, inventoryItemId] = [itemsBySku.get(skus.bundle) ?? [], itemsBySku.get(skus.component) ?? []];
    const unfound = whyNotOne(skus.bundle, bundle);
    const problem = whyNotOne(skus.component, inventoryItemId) ?? misfit(nest, bundle[0] ?? '', inventoryItemId[0]!);
    const own = nest.inside.get(bundle[0] ?? '');
    if (unfound) bad.push({ line, column: 'bundle sku', problem: unfound });
    else if (problem) bad.push({ line, column: 'component sku', problem });
    else if (own && own.size >= MOST_PARTS && !own.has(inventoryItemId[0]!))
      bad.push({
        line,
        column: 'bundle sku',
        problem: `${skus.bundle} has ${MOST_PARTS} components already, and cannot have more: leave one out.`,
      });
    else {
      putInside(nest, bundle[0]!, inventoryItemId[0]!);
      placed.push({ bundle: bundle[0]!, inventoryItemId: inventoryItemId[0]!, quantity });
    }
  }
  return { placed, bad };
}

function whyNotOne(sku: string, items: readonly string[]): string | null {
  if (items.length === 1) return null;
  if (items.length === 0) return `No variant has the SKU ${sku}: correct it.`;
  return `${items.length} variants share the SKU ${sku}: make it unique in Shopify.`;
}
