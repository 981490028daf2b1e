// What is decided at every level that speaks for a place, for the settings pages.
import { inShop } from '../../db.server.ts';
import { loadClasses } from '../store.server.ts';
import { levelsOf } from './levels.ts';
import {
  firstRule,
  type Level,
  nothingDecided,
  type ResolvedTerms,
  type Rule,
  resolveTerms,
  type Scope,
} from './rule.ts';
import { aSupplierHasLeadTime, loadRules, loadSupplierItems, loadSuppliers, shopHasDecided } from './store.server.ts';

export type RulesOfPlace = {
  /** the widest first, suppliers' own statements among them, each with the key it is kept under */
  levels: (Level & { key: string })[];
  /** each term with whose it is */
  terms: ResolvedTerms;
  /** the suppliers one can choose from */
  suppliers: { id: string; name: string }[];
};

export async function readRules(
  shop: string,
  { inventoryItemId, locationId }: { inventoryItemId: string; locationId: string },
): Promise<RulesOfPlace> {
  return inShop(shop, async (tx) => {
    const items = [inventoryItemId];
    const rules = await loadRules(tx, items);
    const suppliers = await loadSuppliers(tx);
    const offers = (await loadSupplierItems(tx, items)).get(inventoryItemId) ?? [];
    const abc = (await loadClasses(tx, items)).get(inventoryItemId)?.abcRevenue ?? 'C';
    const levels = levelsOf(
      { inventoryItemId, locationId, abc },
      {
        ruleAt: (scope, key) => rules.find((each) => each.scope === scope && each.key === key)?.rule,
        supplier: (id) => suppliers.get(id),
        offers,
      },
    );
    const terms = resolveTerms(levels);
    const keys: Record<Level['source'], string> = {
      shop: '',
      location: locationId,
      class: abc,
      supplier: terms.supplierId.value ?? '',
      'supplier-item': `${terms.supplierId.value ?? ''}/${inventoryItemId}`,
      item: inventoryItemId,
      place: `${inventoryItemId}/${locationId}`,
    };
    return {
      levels: levels.map((level) => ({ ...level, key: keys[level.source] })),
      terms,
      suppliers: [...suppliers.values()].map(({ id, name }) => ({ id, name })),
    };
  });
}

/** What is decided at one scope and key, or what a shop starts with there; `decided` tells which. */
export async function readRule(shop: string, scope: Scope, key: string): Promise<{ rule: Rule; decided: boolean }> {
  const rules = await inShop(shop, (tx) => loadRules(tx, null));
  const stored = rules.find((each) => each.scope === scope && each.key === key);
  return { rule: stored?.rule ?? firstRule(scope, key) ?? nothingDecided, decided: stored !== undefined };
}

/** Whether the merchant has said how long buying takes, for the shop or for a supplier, rather than living with the first guess. */
export async function knowsLeadTimes(shop: string): Promise<boolean> {
  return inShop(shop, async (tx) => (await shopHasDecided(tx)) || (await aSupplierHasLeadTime(tx)));
}
