// What the reorder list shows, as its address says it: the same words in the list, a saved view and the file.
import { type Advice, advices } from '../policy/advice.ts';
import { type Abc, abc, type Pattern, patterns } from '../policy/classes.ts';

export const sorts = ['urgency', 'order-by', 'product', 'units', 'cover', 'lost', 'excess'] as const;
export type ReorderSort = (typeof sorts)[number];

export type ReorderFilter = {
  /** null = all */
  advice: Advice | null;
  search: string;
  locationId: string | null;
  /** NO_SUPPLIER = those without one */
  supplierId: string | null;
  abc: Abc | null;
  pattern: Pattern | null;
  isNew: boolean;
  phantom: boolean;
  /** to be ordered within so many days; 0 = today or overdue */
  dueDays: number | null;
  sort: ReorderSort;
};

export const NO_SUPPLIER = 'none';
const id = /^\d{1,20}$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads the address leniently: what it does not know counts for nothing. Without a tab it is what to buy. */
export function readFilter(params: URLSearchParams): ReorderFilter {
  const said = (name: string) => params.get(name) ?? '';
  const one = <Value extends string>(values: readonly Value[], name: string) =>
    values.find((value) => value === said(name)) ?? null;
  const matching = (name: string, shape: RegExp) => (shape.test(said(name)) ? said(name) : null);
  return {
    advice: said('tab') === 'all' ? null : (one(advices, 'tab') ?? 'buy'),
    search: said('q').trim().slice(0, 100),
    locationId: matching('location', id),
    supplierId: said('supplier') === NO_SUPPLIER ? NO_SUPPLIER : matching('supplier', uuid),
    abc: one(abc, 'abc'),
    pattern: one(patterns, 'pattern'),
    isNew: said('new') === '1',
    phantom: said('phantom') === '1',
    dueDays: /^\d{1,3}$/.test(said('due')) ? Number(said('due')) : null,
    sort: one(sorts, 'sort') ?? 'urgency',
  };
}

/** The address that says this filter; what is usual is left out, so that the same view is always the same text. */
export function filterQuery(filter: ReorderFilter): string {
  const params = new URLSearchParams();
  const say = (name: string, value: string | null) => {
    if (value) params.set(name, value);
  };
  say('tab', filter.advice === 'buy' ? null : (filter.advice ?? 'all'));
  say('q', filter.search);
  say('location', filter.locationId);
  say('supplier', filter.supplierId);
  say('abc', filter.abc);
  say('pattern', filter.pattern);
  say('new', filter.isNew ? '1' : null);
  say('phantom', filter.phantom ? '1' : null);
  say('due', filter.dueDays === null ? null : String(filter.dueDays));
  say('sort', filter.sort === 'urgency' ? null : filter.sort);
  return params.toString();
}
