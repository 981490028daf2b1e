// A person decides about buying at one level; what inherits from it is computed again.
import { inShop, type ShopTx } from '../../db.server.ts';
import { abc } from '../policy/classes.ts';
import { recomputeItems } from '../recompute-items.server.ts';
import { askForRun } from '../runs.server.ts';
import type { Scope } from './rule.ts';
import { loadSuppliers, saveRule } from './store.server.ts';
import { type RuleProblems, readRule, type TypedRule } from './typed-rule.ts';

export type Changed = { ok: true } | { ok: false; problems: RuleProblems };

/**
 * Sets what is decided at a scope and key, all of its fields at once: an empty one inherits. Items and places are computed again
 * at once, wider levels by the worker right after. A key that cannot be throws: no page offers one.
 */
export async function changeRule(
  shop: string,
  scope: Scope,
  key: string,
  typed: TypedRule,
  now: Date,
): Promise<Changed> {
  if (!isKey[scope](key)) throw new Error(`"${key}" is no key of a rule for ${scope}`);
  const read = readRule(scope, typed);
  if (!read.ok) return read;
  const { rule } = read;
  const saved = await inShop(shop, async (tx) => {
    if (rule.supplierId !== null && !(await isBoughtFrom(tx, rule.supplierId))) return false;
    await saveRule(tx, shop, { scope, key, rule });
    return true;
  });
  if (!saved) return { ok: false, problems: { supplierId: 'This supplier is archived or gone: choose another' } };
  if (scope === 'item' || scope === 'place') await recomputeItems(shop, [key.split('/')[0]!], now);
  else await askForRun(shop, now);
  return { ok: true };
}

async function isBoughtFrom(tx: ShopTx, id: string): Promise<boolean> {
  return (await loadSuppliers(tx)).has(id);
}

const id = /^\d+$/;
const isKey: Record<Scope, (key: string) => boolean> = {
  shop: (key) => key === '',
  location: (key) => id.test(key),
  class: (key) => abc.some((each) => each === key),
  supplier: (key) => /^[0-9a-f-]{36}$/i.test(key),
  item: (key) => id.test(key),
  place: (key) => /^\d+\/\d+$/.test(key),
};
