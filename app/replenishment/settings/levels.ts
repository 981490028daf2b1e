// Which levels speak for one item at one location, and which supplier it is bought from.
import { firstRule, type Level, type ResolvedTerms, type Rule, resolveTerms, type Scope } from './rule.ts';

/** What suppliers state, as far as levels need it. */
export type SupplierTerms = Pick<Rule, 'leadTimeDays' | 'reviewDays'>;
export type ItemTerms = Pick<Rule, 'leadTimeDays' | 'minimumOrder' | 'packSize'> & { supplierId: string };

export type Known = {
  /** the rule that a person decided at a scope and key */
  ruleAt: (scope: Scope, key: string) => Rule | undefined;
  /** suppliers that are still bought from */
  supplier: (id: string) => SupplierTerms | undefined;
  /** what suppliers state for the item, the first choice in front */
  offers: readonly ItemTerms[];
};

export type At = { inventoryItemId: string; locationId: string; abc: string };

/**
 * The levels of a place, the widest first. The supplier is the nearest that is decided and still bought from, else the item's first
 * choice; then what that supplier is known to do takes part between class and item.
 */
export function levelsOf({ inventoryItemId, locationId, abc }: At, { ruleAt, supplier, offers }: Known): Level[] {
  const at = (scope: Scope, key: string): Level => ({
    source: scope,
    rule: ruleAt(scope, key) ?? firstRule(scope, key),
  });
  const bought = ({ source, rule }: Level): Level =>
    rule.supplierId && !supplier(rule.supplierId) ? { source, rule: { ...rule, supplierId: null } } : { source, rule };
  const wide = [at('shop', ''), at('location', locationId), at('class', abc)].map(bought);
  const near = [at('item', inventoryItemId), at('place', `${inventoryItemId}/${locationId}`)].map(bought);
  const first: Level = { source: 'supplier-item', rule: { supplierId: offers[0]?.supplierId ?? null } };
  const { supplierId } = resolveTerms([...wide, first, ...near]);
  if (supplierId.value === null) return [...wide, ...near];
  const offer = offers.find((each) => each.supplierId === supplierId.value);
  const chosen = [
    { source: 'supplier' as const, rule: supplier(supplierId.value) ?? {} },
    at('supplier', supplierId.value),
    { source: 'supplier-item' as const, rule: offer ?? {} },
  ];
  // Who was chosen by a wider level than the item's own first choice stays chosen.
  return [...wide, ...chosen.map((level) => ({ ...level, rule: { ...level.rule, supplierId: null } })), first, ...near];
}

export function termsOf(at: At, known: Known): ResolvedTerms {
  return resolveTerms(levelsOf(at, known));
}
