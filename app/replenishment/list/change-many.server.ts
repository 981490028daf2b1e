// Settings for many SKUs at once, from the list or from a file: what is said is set, what is not said stays.
import { inShop } from '../../db.server.ts';
import { recomputeItems } from '../recompute-items.server.ts';
import { askForRun } from '../runs.server.ts';
import { nothingDecided } from '../settings/rule.ts';
import { loadRules, loadSuppliers, type StoredRule, saveRules } from '../settings/store.server.ts';
import { type RuleField, type RuleProblems, readRule, type TypedRule, typedOf } from '../settings/typed-rule.ts';

/** Computed again at once up to so many items; more are left to the worker. */
const AT_ONCE = 200;

/** For one SKU everywhere (key: item) or at one location (key: item/location). '' takes a setting away. */
export type SettingsChange = { scope: 'item' | 'place'; key: string; typed: TypedRule };

export type ManyChanged = {
  changed: number;
  /** whether what follows is already computed, or will be by the worker in a moment */
  computed: boolean;
  /** rules that would not do, each with its first problem; the others are saved */
  refused: { scope: string; key: string; field: RuleField; problem: string }[];
};

export async function changeMany(shop: string, changes: readonly SettingsChange[], now: Date): Promise<ManyChanged> {
  const items = [...new Set(changes.map(({ key }) => key.split('/')[0]!))];
  const { saved, refused } = await inShop(
    shop,
    async (tx) => {
      const stored = new Map((await loadRules(tx, items)).map((rule) => [`${rule.scope} ${rule.key}`, rule]));
      const suppliers = await loadSuppliers(tx);
      const rules: StoredRule[] = [];
      const wrong: ManyChanged['refused'] = [];
      for (const { scope, key, typed } of changes) {
        const own = stored.get(`${scope} ${key}`)?.rule ?? nothingDecided;
        const read = readRule(scope, overlaid(typedOf(own), typed));
        const problems: RuleProblems = read.ok ? {} : read.problems;
        if (read.ok && read.rule.supplierId !== null && !suppliers.has(read.rule.supplierId))
          problems.supplierId = 'This supplier is archived or gone: choose another';
        const [first] = Object.entries(problems) as [RuleField, string][];
        if (first) wrong.push({ scope, key, field: first[0], problem: first[1] });
        else if (read.ok) rules.push({ scope, key, rule: read.rule });
      }
      await saveRules(tx, shop, rules);
      return { saved: rules, refused: wrong };
    },
    { timeoutMs: 60_000 },
  );
  const touched = [...new Set(saved.map(({ key }) => key.split('/')[0]!))];
  const computed = touched.length <= AT_ONCE;
  if (touched.length > 0) {
    if (computed) await recomputeItems(shop, touched, now);
    else await askForRun(shop, now);
  }
  return { changed: saved.length, computed, refused };
}

/** A target is a measure and a percentage together: who says only how much means units served, unless cycles were chosen before. */
function overlaid(own: Required<TypedRule>, typed: TypedRule): TypedRule {
  const both = { ...own, ...typed };
  if (typed.targetPercent === undefined || typed.targetMeasure !== undefined) return both;
  if (typed.targetPercent === '') return { ...both, targetMeasure: '' };
  return { ...both, targetMeasure: own.targetMeasure === 'cycle' ? 'cycle' : 'fill' };
}
