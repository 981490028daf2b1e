// A file of settings: first what it would change, row by row, then the change.
import { inShop } from '../../db.server.ts';
import { readRule } from '../settings/typed-rule.ts';
import { changeMany } from './change-many.server.ts';
import { type SettingName, settingColumns } from './setting-columns.ts';
import {
  type BadCell,
  type CheckSetting,
  findSettings,
  type KnownSku,
  type Named,
  readSettingsFile,
  type WantedSettings,
} from './settings-file.ts';
import { listSkus, supplierNames, termsOfPlaces } from './store.server.ts';

/** A setting as it is and as it would be, in words of the file. */
export type PreviewedChange = { column: string; was: string; becomes: string };
export type PreviewedRow = {
  line: number;
  sku: string;
  title: string;
  location: string | null;
  changes: PreviewedChange[];
};
export type Preview =
  | { ok: true; rows: PreviewedRow[]; bad: BadCell[] /** rows that say what is so already */; same: number }
  | { ok: false; problem: string };

const checkSetting: CheckSetting = (name, text) => {
  const read = readRule('place', name === 'targetPercent' ? { [name]: text, targetMeasure: 'fill' } : { [name]: text });
  return read.ok ? null : (read.problems[name] ?? null);
};

/** What the file would change; nothing is changed. */
export async function previewSettings(shop: string, text: string, locations: readonly Named[]): Promise<Preview> {
  const found = await find(shop, text, locations);
  if (!found.ok) return found;
  const { bad, same, wanted } = found;
  return {
    ok: true,
    bad,
    same,
    rows: wanted.map(({ line, sku, title, location, was, typed }) => ({
      line,
      sku,
      title,
      location,
      changes: (Object.keys(typed) as SettingName[]).map((name) => ({
        column: settingColumns[name],
        was: was[name] ?? '',
        becomes: name === 'supplierId' ? (found.supplierName.get(typed[name] ?? '') ?? '') : (typed[name] ?? ''),
      })),
    })),
  };
}

export type Imported =
  | { ok: true; changed: number; computed: boolean; bad: BadCell[] }
  | { ok: false; problem: string };

/** Changes what the good rows of the file say, as previewed, and reports the bad ones. */
export async function importSettings(
  shop: string,
  text: string,
  locations: readonly Named[],
  now: Date,
): Promise<Imported> {
  const found = await find(shop, text, locations);
  if (!found.ok) return found;
  const { changed, computed, refused } = await changeMany(shop, found.wanted, now);
  const lineOf = new Map(found.wanted.map((row) => [`${row.scope} ${row.key}`, row.line]));
  const late = refused.map(({ scope, key, field, problem }) => ({
    line: lineOf.get(`${scope} ${key}`) ?? 0,
    column: settingColumns[field as SettingName] ?? field,
    text: '',
    problem,
  }));
  return { ok: true, changed, computed, bad: [...found.bad, ...late] };
}

type Found = WantedSettings & { was: { [name in SettingName]?: string } };

async function find(shop: string, text: string, locations: readonly Named[]) {
  const read = readSettingsFile(text, checkSetting);
  if (!read.ok) return read;
  return inShop(shop, async (tx) => {
    const skus = await listSkus(
      tx,
      read.rows.map(({ sku }) => sku),
    );
    const suppliers = await supplierNames(tx);
    const supplierName = new Map(suppliers.map(({ id, name }) => [id, name]));
    const itemsBySku: ReadonlyMap<string, readonly KnownSku[]> = Map.groupBy(skus, ({ sku }) => sku);
    const { wanted, bad } = findSettings(read.rows, {
      itemsBySku,
      locations,
      suppliers: suppliers.filter(({ archived }) => !archived),
    });
    const terms = await termsOfPlaces(
      tx,
      wanted.filter(({ scope }) => scope === 'place').map(({ key }) => key),
    );
    // An exported file says all that counts, inherited or not: what is so already must not become a setting of its own.
    const rows = wanted.flatMap((row): Found[] => {
      const now = terms.get(row.key);
      const was: Found['was'] = now
        ? {
            supplierId: supplierName.get(now.supplierId.value ?? '') ?? '',
            leadTimeDays: textOf(now.leadTimeDays.value),
            reviewDays: textOf(now.reviewDays.value),
            targetPercent: now.target.value.permille === null ? '' : textOf(now.target.value.permille / 10),
            minimumOrder: textOf(now.minimumOrder.value),
            packSize: textOf(now.packSize.value),
            maxCoverDays: textOf(now.maxCoverDays.value),
            shelfLifeDays: textOf(now.shelfLifeDays.value),
          }
        : {};
      const says = (name: SettingName) =>
        name === 'supplierId' ? (supplierName.get(row.typed[name] ?? '') ?? '') : (row.typed[name] ?? '');
      const names = (Object.keys(row.typed) as SettingName[]).filter(
        (name) => !now || says(name) === '' || says(name) !== was[name],
      );
      const typed = Object.fromEntries(names.map((name) => [name, row.typed[name] ?? '']));
      return names.length === 0 ? [] : [{ ...row, typed, was }];
    });
    return {
      ok: true as const,
      wanted: rows,
      bad: [...read.bad, ...bad].sort((a, b) => a.line - b.line),
      same: read.idle + wanted.length - rows.length,
      supplierName,
    };
  });
}

const textOf = (value: number | null) => (value === null ? '' : String(value));
