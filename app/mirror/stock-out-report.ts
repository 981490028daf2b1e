// Past days out of stock, as Shopify's reports tell them: the question in ShopifyQL, and reading whatever table comes back.
// What of this is known and what is not: docs/decisions/0024.

/** Reports by day are wanted; a store that answers by month only tells less. */
export type Grain = 'day' | 'month';

export type StockOut = { inventoryItemId: string; locationId: string; firstDay: string; lastDay: string };

export type OutRow = {
  inventoryItemId: string;
  locationId: string /** first day of the day or month */;
  at: string;
  days: number;
};

/** Rows of one answer at most. An item has at most 31 days a location and month, so one item never fills it. */
export const ROWS = 5_000;

const ITEM = 'inventory_item_id';
const LOCATION = 'inventory_location_id';
const OUT = 'days_out_of_stock_at_location';

/** Asks for the days out of stock from `firstDay` to `lastDay` of items from `fromItem` on, in the order of items. */
export function question(grain: Grain, firstDay: string, lastDay: string, fromItem: string | null): string {
  return [
    'FROM inventory_by_location',
    `SHOW ${OUT}`,
    `WHERE inventory_is_tracked = true${fromItem === null ? '' : ` AND ${ITEM} >= ${fromItem}`}`,
    `SINCE ${firstDay} UNTIL ${lastDay}`,
    `GROUP BY ${ITEM}, ${LOCATION}, ${grain}`,
    `HAVING ${OUT} > 0`,
    `ORDER BY ${ITEM} ASC`,
    `LIMIT ${ROWS}`,
  ].join(' ');
}

/**
 * Reads a table of the answer: rows as objects by column name or as arrays in the order of the columns, numbers as numbers or as
 * text. An id that is no whole number, a missing column or a day that is none makes the whole table not understood, by name.
 */
export function readTable(
  grain: Grain,
  table: { columns: readonly { name: string }[]; rows: unknown },
): { ok: true; rows: OutRow[] } | { ok: false; problem: string } {
  const no = (problem: string) => ({ ok: false as const, problem });
  const rows = typeof table.rows === 'string' ? parsed(table.rows) : table.rows;
  if (!Array.isArray(rows)) return no('The report came without rows.');
  const names = table.columns.map((column) => column.name);
  const read: OutRow[] = [];
  for (const row of rows as unknown[]) {
    const cell = (name: string): unknown => {
      if (Array.isArray(row)) return row[names.indexOf(name)];
      return (row as Record<string, unknown> | null)?.[name];
    };
    for (const name of [ITEM, LOCATION, OUT, grain])
      if (cell(name) === undefined || cell(name) === null)
        return no(`The report came without ${name}; it has ${names.join(', ') || 'no columns'}.`);
    const inventoryItemId = idIn(cell(ITEM));
    const locationId = idIn(cell(LOCATION));
    const at = /^(\d{4}-\d{2}-\d{2})/.exec(String(cell(grain)))?.[1];
    const days = Number(cell(OUT));
    if (inventoryItemId === null || locationId === null || !at || !Number.isFinite(days))
      return no(`A row of the report was not understood: ${JSON.stringify(row).slice(0, 200)}.`);
    if (days < 0 || days > (grain === 'day' ? 1 : 31))
      return no(`The report tells of ${days} days out of stock in one ${grain}; that was not expected.`);
    read.push({ inventoryItemId, locationId, at, days });
  }
  return { ok: true, rows: read };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** 123, "123" or gid://shopify/InventoryItem/123 → "123". A number too large to be exact is no id. */
function idIn(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  return /^(?:gid:\/\/shopify\/\w+\/)?(\d+)$/.exec(String(value))?.[1] ?? null;
}

/**
 * Spells of days wholly out of stock. By month only a month that was out from its first to its last asked day is one: of any other
 * nobody can say which days; those are counted in `unplaced`.
 */
export function spellsOf(
  grain: Grain,
  rows: readonly OutRow[],
  lastDay: string,
): { spells: StockOut[]; unplaced: number } {
  let unplaced = 0;
  const days = rows.flatMap((row): StockOut[] => {
    const { inventoryItemId, locationId, at } = row;
    const end = grain === 'day' ? at : lastOfMonth(at);
    const until = end < lastDay ? end : lastDay;
    if (row.days >= daysFrom(at, until) + 1) return [{ inventoryItemId, locationId, firstDay: at, lastDay: until }];
    unplaced += 1;
    return [];
  });
  const place = (one: StockOut) => `${one.inventoryItemId}/${one.locationId}/${one.firstDay}`;
  days.sort((a, b) => (place(a) < place(b) ? -1 : 1));
  const spells: StockOut[] = [];
  for (const day of days) {
    const last = spells.at(-1);
    const follows =
      last?.inventoryItemId === day.inventoryItemId &&
      last.locationId === day.locationId &&
      daysFrom(last.lastDay, day.firstDay) <= 1;
    if (last && follows) last.lastDay = day.lastDay > last.lastDay ? day.lastDay : last.lastDay;
    else spells.push({ ...day });
  }
  return { spells, unplaced };
}

/** The months from the day `first` to the day `last`, as first and last day of each, cut to them. */
export function monthsBetween(first: string, last: string): { firstDay: string; lastDay: string }[] {
  const months: { firstDay: string; lastDay: string }[] = [];
  for (let at = first; at <= last; ) {
    const end = lastOfMonth(at);
    months.push({ firstDay: at, lastDay: end < last ? end : last });
    at = new Date(Date.parse(end) + 86_400_000).toISOString().slice(0, 10);
  }
  return months;
}

function lastOfMonth(day: string): string {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(0, 10);
}

function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
