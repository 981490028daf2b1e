// One form for all the rows a person chose in the list.
import { readRule, type TypedRule } from '../settings/typed-rule.ts';
import { changeMany } from './change-many.server.ts';
import { INHERIT } from './setting-columns.ts';

const fields = ['supplierId', 'leadTimeDays', 'targetPercent', 'minimumOrder', 'packSize', 'maxCoverDays'] as const;
export type BulkField = (typeof fields)[number];
export type BulkTyped = { [field in BulkField]: string };
export type BulkEdited =
  | { ok: true; changed: number }
  | { ok: false; problems: { [field in BulkField]?: string } & { none?: string } };

/**
 * Sets what is filled in for all `places` ("item/location"), or for their items everywhere. An empty field stays as it is,
 * `inherit` is taken away. Nothing is changed when anything is wrong.
 */
export async function bulkEdit(
  shop: string,
  scope: 'item' | 'place',
  places: readonly string[],
  typed: BulkTyped,
  now: Date,
): Promise<BulkEdited> {
  const said: TypedRule = {};
  for (const field of fields) {
    const text = typed[field].trim();
    if (text !== '') said[field] = text.toLowerCase() === INHERIT ? '' : text;
  }
  if (places.length === 0) return { ok: false, problems: { none: 'Choose at least one row' } };
  const check = readRule(scope, said.targetPercent ? { ...said, targetMeasure: 'fill' } : said);
  if (!check.ok) return { ok: false, problems: check.problems };
  const keys = scope === 'place' ? places : places.map((place) => place.split('/')[0]!);
  const changes = [...new Set(keys)].map((key) => ({ scope, key, typed: said }));
  const { changed, refused } = await changeMany(shop, changes, now);
  const [first] = refused;
  return changed === 0 && first ? { ok: false, problems: { [first.field]: first.problem } } : { ok: true, changed };
}
