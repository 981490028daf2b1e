// Where mirror and store differ, field by field. Pure: both sides as plain data.
import type { Column, Table } from './tables.ts';

export type Difference = { field: string; mirrored: unknown; actual: unknown };

type Plain = Record<string, unknown>;

/** What is not content: when it was heard, and Shopify's own stamp of it. */
const NOT_CONTENT = new Set(['sourceUpdatedAt', 'heardAt']);

/** `mirrored` as PostgreSQL tells it in JSON (with its children under the table's name for them); null when there is none. */
export function differences(table: Table, mirrored: Plain | null, actual: Plain): Difference[] {
  if (!mirrored) return [{ field: '(all of it)', mirrored: null, actual: summary(table, actual) }];
  const found = fieldsThatDiffer(table.columns, mirrored, actual, '');
  const { child } = table;
  if (!child) return found;
  const key = (row: Plain) =>
    child.key
      .filter((name) => name !== child.parent)
      .map((name) => String(row[name]))
      .join('/');
  const ours = new Map((mirrored[child.rows] as Plain[]).map((row) => [key(row), row]));
  for (const line of actual[child.rows] as Plain[]) {
    const own = ours.get(key(line));
    ours.delete(key(line));
    if (!own) found.push({ field: `${child.rows}/${key(line)}`, mirrored: null, actual: line });
    else {
      const columns = child.columns.filter((column) => column.name !== child.parent);
      found.push(...fieldsThatDiffer(columns, own, line, `${child.rows}/${key(line)}/`));
    }
  }
  for (const [name, row] of ours) found.push({ field: `${child.rows}/${name}`, mirrored: row, actual: null });
  return found;
}

function fieldsThatDiffer(columns: Column[], mirrored: Plain, actual: Plain, path: string): Difference[] {
  return columns.flatMap((column) => {
    if (NOT_CONTENT.has(column.name)) return [];
    if (column.sticky && actual[column.name] === null) return [];
    const ours = plain(column, mirrored[column.name]);
    const theirs = plain(column, actual[column.name]);
    return ours === theirs
      ? []
      : [{ field: path + column.name, mirrored: mirrored[column.name], actual: actual[column.name] }];
  });
}

function plain(column: Column, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (column.type === 'timestamptz') return String(Date.parse(String(value)));
  if (column.type === 'jsonb') return JSON.stringify(sorted(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** jsonb keeps keys in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

function summary(table: Table, actual: Plain): Plain {
  return Object.fromEntries(table.key.map((name) => [name, actual[name]]));
}
