// A file of settings: one row for each SKU, at one location or everywhere. What a row says is set; what it does not say stays.
// Each bad cell is reported with its line, its column and what to do; the good rows are not lost for it.
import { readCsv } from '../../lib/read-csv.ts';
import { INHERIT, type SettingName, settingColumns } from './setting-columns.ts';

const names = Object.keys(settingColumns) as SettingName[];

/** What a row sets, as text that a settings form takes too; the supplier by its name; '' = inherit again. */
export type TypedSettings = { [name in SettingName]?: string };
export type SettingsRow = { line: number; sku: string; location: string; typed: TypedSettings };
export type BadCell = { line: number; column: string; text: string; problem: string };

/** What is wrong with a setting's text, beyond its being a number; null = nothing. */
export type CheckSetting = (name: Exclude<SettingName, 'supplierId'>, text: string) => string | null;

const bare = (heading: string) =>
  heading
    .replace(/\(.*\)/, '')
    .trim()
    .toLowerCase();

/**
 * Reads CSV text (comma, semicolon or tab) whose header names `SKU`, `Location` if settings are meant for one, and at least one
 * column of settings; any order, any case, other columns ignored. An empty cell changes nothing, `inherit` takes a setting away.
 * Every row after the header that is not empty is in `rows`, has cells in `bad`, or sets nothing and is counted in `idle`.
 */
export function readSettingsFile(
  text: string,
  check: CheckSetting,
): { ok: true; rows: SettingsRow[]; bad: BadCell[]; idle: number } | { ok: false; problem: string } {
  const read = readCsv(text, { skipBlank: true });
  if (!read.ok) return read;
  const { records, delimiter } = read;
  const columns = records[0]?.record.map(bare) ?? [];
  const skuAt = columns.indexOf('sku');
  const locationAt = columns.indexOf('location');
  const settings = names.flatMap((name) => {
    const at = columns.indexOf(bare(settingColumns[name]));
    return at < 0 ? [] : [{ name, at }];
  });
  if (skuAt < 0 || settings.length === 0)
    return {
      ok: false,
      problem: `The first row must name the column SKU and at least one of ${Object.values(settingColumns).join(', ')}. Nothing was changed.`,
    };
  const twice = columns.find((name, at) => name !== '' && columns.indexOf(name) !== at);
  if (twice && ['sku', 'location', ...names.map((name) => bare(settingColumns[name]))].includes(twice))
    return { ok: false, problem: `The column ${twice} is there twice: take one of them out. Nothing was changed.` };

  const rows: SettingsRow[] = [];
  const bad: BadCell[] = [];
  const seen = new Map<string, number>();
  let idle = 0;
  for (const { record, info } of records.slice(1)) {
    const line = info.lines;
    const cell = (at: number) => (at < 0 ? '' : unmarked(record[at] ?? ''));
    const sku = cell(skuAt);
    const location = cell(locationAt);
    const wrong = (column: string, problem: string, cellText: string): BadCell => ({
      line,
      column,
      text: cellText,
      problem,
    });
    const cells: BadCell[] = [];
    if (record.length > columns.length)
      cells.push(
        wrong(
          `column ${columns.length + 1}`,
          `The row has ${record.length} cells and the header ${columns.length}: put a cell that contains ${delimiter === '\t' ? 'a tab' : `"${delimiter}"`} in double quotes`,
          record.slice(columns.length).join(delimiter),
        ),
      );
    if (sku === '') cells.push(wrong('SKU', 'Say which SKU the row is about', ''));
    const place = `${sku}\n${location.toLowerCase()}`;
    const before = seen.get(place);
    if (sku !== '' && before !== undefined)
      cells.push(wrong('SKU', `It is already on line ${before}: keep one of the two`, sku));
    else seen.set(place, line);
    const typed: TypedSettings = {};
    for (const { name, at } of settings) {
      const said = cell(at);
      if (said === '') continue;
      const read = readCell(name, said, check);
      if (read.ok) typed[name] = read.text;
      else cells.push(wrong(settingColumns[name], read.problem, said));
    }
    if (cells.length > 0) bad.push(...cells);
    else if (Object.keys(typed).length === 0) idle += 1;
    else rows.push({ line, sku, location, typed });
  }
  return { ok: true, rows, bad, idle };
}

/** The list is exported with an apostrophe before what a spreadsheet would run (lib/csv.ts). */
const unmarked = (text: string) => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

function readCell(
  name: SettingName,
  said: string,
  check: CheckSetting,
): { ok: true; text: string } | { ok: false; problem: string } {
  if (said.toLowerCase() === INHERIT) return { ok: true, text: '' };
  if (name === 'supplierId') return { ok: true, text: said };
  const read = readNumber(said, name === 'targetPercent' ? 1 : 0);
  if (!read.ok) return read;
  const problem = check(name, read.text);
  return problem === null ? read : { ok: false, problem };
}

/**
 * A plain number with up to `decimals` decimals, as text. "1,200" is 1200 in one country and 1.2 in another, so what is not
 * plain is refused, with what to write instead.
 */
export function readNumber(
  said: string,
  decimals: number,
): { ok: true; text: string } | { ok: false; problem: string } {
  const plain = decimals > 0 ? said.replace(/\s*%$/, '') : said;
  const whole = /^0*(\d{1,9})(?:\.0*)?$/.exec(plain);
  if (whole) return { ok: true, text: whole[1]! };
  if (decimals > 0 && new RegExp(`^\\d{1,9}\\.\\d{1,${decimals}}0*$`).test(plain))
    return { ok: true, text: String(Number(plain)) };
  const refuse = (problem: string) => ({ ok: false as const, problem });
  if (/^\d{1,3}([, '.\u00a0\u202f’]\d{3})+$/.test(plain))
    return refuse(
      `Write ${plain.replace(/\D/g, '')} without a thousands separator: "${plain}" could mean something else`,
    );
  if (/^\d+,\d+$/.test(plain))
    return refuse(
      decimals > 0
        ? `Write ${plain.replace(',', '.')} with a point: a comma could also mean thousands`
        : 'Write a whole number: neither a comma nor decimals',
    );
  if (/^\d+\.\d+$/.test(plain))
    return refuse(
      decimals > 0
        ? `Write at most ${decimals === 1 ? 'one decimal' : `${decimals} decimals`}`
        : `Write a whole number, for example ${Math.ceil(Number(plain))}`,
    );
  if (/^-\s*\d/.test(plain)) return refuse('Write a number that is not negative');
  return refuse(`Write a ${decimals > 0 ? 'number' : 'whole number'} in digits, or ${INHERIT}`);
}

export type KnownSku = { inventoryItemId: string; title: string };
export type Named = { id: string; name: string };
/** What is known of the shop, to find what rows are about. */
export type Known = {
  itemsBySku: ReadonlyMap<string, readonly KnownSku[]>;
  locations: readonly Named[];
  suppliers: readonly Named[];
};

/** What one row wants: `scope` and `key` as rules have them; `typed` with the supplier's id. */
export type WantedSettings = {
  line: number;
  scope: 'item' | 'place';
  key: string;
  inventoryItemId: string;
  title: string;
  sku: string;
  /** its name; null = everywhere */
  location: string | null;
  typed: TypedSettings;
};

/** Finds items, locations and suppliers of the rows. What is not known, or known more than once, is bad: nothing is guessed. */
export function findSettings(rows: readonly SettingsRow[], known: Known): { wanted: WantedSettings[]; bad: BadCell[] } {
  const wanted: WantedSettings[] = [];
  const bad: BadCell[] = [];
  const called = (all: readonly Named[], name: string) =>
    all.filter((one) => one.name.trim().toLowerCase() === name.toLowerCase());
  for (const { line, sku, location, typed } of rows) {
    const cells: BadCell[] = [];
    const wrong = (column: string, text: string, problem: string) => cells.push({ line, column, text, problem });
    const items = known.itemsBySku.get(sku) ?? [];
    if (items.length === 0) wrong('SKU', sku, `No product has the SKU ${sku}: correct it, or give it to the product`);
    if (items.length > 1)
      wrong('SKU', sku, `${items.length} products share the SKU ${sku}: give each one of its own in Shopify`);
    const places = location === '' ? [] : called(known.locations, location);
    if (location !== '' && places.length !== 1)
      wrong(
        'Location',
        location,
        places.length === 0
          ? `There is no location ${location}: write one of ${known.locations.map(({ name }) => name).join(', ')}, or nothing for all`
          : `${places.length} locations are called ${location}: rename one in Shopify`,
      );
    const own: TypedSettings = { ...typed };
    if (typed.supplierId) {
      const [supplier] = called(known.suppliers, typed.supplierId);
      if (supplier) own.supplierId = supplier.id;
      else
        wrong(
          settingColumns.supplierId,
          typed.supplierId,
          `There is no supplier ${typed.supplierId}: add it under Suppliers first, or correct the name`,
        );
    }
    const [item] = items;
    if (cells.length > 0 || !item) bad.push(...cells);
    else {
      const [place] = places;
      wanted.push({
        line,
        scope: place ? 'place' : 'item',
        key: place ? `${item.inventoryItemId}/${place.id}` : item.inventoryItemId,
        inventoryItemId: item.inventoryItemId,
        title: item.title,
        sku,
        location: place?.name ?? null,
        typed: own,
      });
    }
  }
  return { wanted, bad };
}
