// Whose number is it? What a person decided about buying holds for a whole shop, a location, a class, a supplier, an item or one
// item at one location; the nearest that says something wins, term by term, and every answer tells whose it was.

/** Widest first. Between supplier and item stands what the supplier itself states for the item. */
export const scopes = ['shop', 'location', 'class', 'supplier', 'item', 'place'] as const;
export type Scope = (typeof scopes)[number];

export type Policy = 'demand' | 'starter';
export const measures = ['fill', 'cycle', 'economic'] as const;
export type Measure = (typeof measures)[number];
/** `permille` of units served (fill) or of cycles without a shortage (cycle); null where economics choose it. */
export type Target = { measure: Measure; permille: number | null };

/** A row of ReorderRule: what is decided at one level; null = inherited. */
export type Rule = {
  supplierId: string | null;
  leadTimeDays: number | null;
  reviewDays: number | null;
  policy: string | null;
  targetMeasure: string | null;
  targetPermille: number | null;
  minimumOrder: number | null;
  packSize: number | null;
  maxCoverDays: number | null;
  shelfLifeDays: number | null;
  holdingPermille: number | null;
  spareDays: number | null;
};

export const nothingDecided: Rule = {
  supplierId: null,
  leadTimeDays: null,
  reviewDays: null,
  policy: null,
  targetMeasure: null,
  targetPermille: null,
  minimumOrder: null,
  packSize: null,
  maxCoverDays: null,
  shelfLifeDays: null,
  holdingPermille: null,
  spareDays: null,
};

/** Lead time of the suppliers of most small shops, a weekly look, and 95 % of the units served. */
const firstOfShop = {
  ...nothingDecided,
  leadTimeDays: 14,
  reviewDays: 7,
  policy: 'demand',
  targetMeasure: 'fill',
  targetPermille: 950,
  minimumOrder: 1,
  packSize: 1,
  holdingPermille: 250,
  spareDays: 60,
} as const satisfies Rule;

/** What a shop starts with: in force until a person decides anything at that scope and key, which then replaces it. */
export const firstRules: readonly { scope: Scope; key: string; rule: Rule }[] = [
  { scope: 'shop', key: '', rule: firstOfShop },
  { scope: 'class', key: 'A', rule: { ...nothingDecided, targetMeasure: 'fill', targetPermille: 980 } },
  { scope: 'class', key: 'C', rule: { ...nothingDecided, targetMeasure: 'fill', targetPermille: 900 } },
];

export function firstRule(scope: Scope, key: string): Rule {
  return firstRules.find((first) => first.scope === scope && first.key === key)?.rule ?? nothingDecided;
}

/** Where a value comes from: a level, or what the supplier says of this item; `nobody` where no level says anything. */
export type Source = Scope | 'supplier-item' | 'nobody';
export type Term<Value> = { value: Value; from: Source };

export type Level = { source: Exclude<Source, 'nobody'>; rule: Partial<Rule> };

export type ResolvedTerms = {
  supplierId: Term<string | null>;
  /** null = nobody knows, and nothing can be advised */
  leadTimeDays: Term<number | null>;
  reviewDays: Term<number>;
  policy: Term<Policy>;
  target: Term<Target>;
  minimumOrder: Term<number>;
  packSize: Term<number>;
  maxCoverDays: Term<number | null>;
  shelfLifeDays: Term<number | null>;
  holdingPermille: Term<number>;
  spareDays: Term<number>;
};

/** Each term of the nearest level that says something, `levels` being the widest first. */
export function resolveTerms(levels: readonly Level[]): ResolvedTerms {
  const nearest = <Value>(of: (rule: Partial<Rule>) => Value | null | undefined): Term<Value> | null => {
    for (let i = levels.length - 1; i >= 0; i--) {
      const value = of(levels[i]!.rule);
      if (value !== null && value !== undefined) return { value, from: levels[i]!.source };
    }
    return null;
  };
  const known = <Value>(of: (rule: Partial<Rule>) => Value | null | undefined, first: Value): Term<Value> =>
    nearest(of) ?? { value: first, from: 'shop' };
  const maybe = <Value>(of: (rule: Partial<Rule>) => Value | null | undefined): Term<Value | null> =>
    nearest(of) ?? { value: null, from: 'nobody' };
  return {
    supplierId: maybe((rule) => rule.supplierId),
    leadTimeDays: maybe((rule) => rule.leadTimeDays),
    reviewDays: known((rule) => rule.reviewDays, firstOfShop.reviewDays),
    policy: known<Policy>((rule) => (rule.policy ? (rule.policy as Policy) : null), firstOfShop.policy),
    target: known<Target>(targetOf, { measure: firstOfShop.targetMeasure, permille: firstOfShop.targetPermille }),
    minimumOrder: known((rule) => rule.minimumOrder, firstOfShop.minimumOrder),
    packSize: known((rule) => rule.packSize, firstOfShop.packSize),
    maxCoverDays: maybe((rule) => rule.maxCoverDays),
    shelfLifeDays: maybe((rule) => rule.shelfLifeDays),
    holdingPermille: known((rule) => rule.holdingPermille, firstOfShop.holdingPermille),
    spareDays: known((rule) => rule.spareDays, firstOfShop.spareDays),
  };
}

/** Measure and level are decided together: 98 % of one is not 98 % of the other. */
function targetOf({ targetMeasure, targetPermille }: Partial<Rule>): Target | null {
  if (targetMeasure === 'economic') return { measure: 'economic', permille: null };
  if (targetMeasure == null || targetPermille == null) return null;
  return { measure: targetMeasure as Measure, permille: targetPermille };
}

const WHOSE: Record<Source, string> = {
  shop: "the shop's",
  location: "the location's",
  class: "the class's",
  supplier: "the supplier's",
  'supplier-item': "the supplier's for this item",
  item: 'set for this item',
  place: 'set here',
  nobody: 'set nowhere',
};

/** Whose a term is, in words; a lead time that the chosen supplier does not state is said to be the wider level's for that reason. */
export function whose(terms: ResolvedTerms, name: keyof ResolvedTerms): string {
  const { from } = terms[name];
  const wider = scopes.indexOf(from as Scope) >= 0 && scopes.indexOf(from as Scope) < scopes.indexOf('supplier');
  if (name === 'leadTimeDays' && terms.supplierId.value !== null && wider)
    return `${WHOSE[from]}, as the supplier states none`;
  return WHOSE[from];
}
