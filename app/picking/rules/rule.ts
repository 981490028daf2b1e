// Rules of a merchant: an ordered list, and the first one that fits an order decides with which others it may be picked, on which
// cart, and how many at most. Orders that no rule fits go together as well.
import { z } from 'zod';
import { readList } from './list.ts';
import { likeness, methodWords } from './shipping-method.ts';

const few = z.array(z.string().trim().min(1).max(60)).max(20);

export const when = z.object({
  delivery: z.enum(['SHIPPING', 'LOCAL', 'PICKUP_POINT', 'PICK_UP']).optional(),
  /** its shipping method begins with one of these */
  methods: few.optional(),
  /** its promise is so many hours away or fewer */
  dueWithinHours: z.number().min(0).max(1000).optional(),
  /** it has one of these */
  tags: few.optional(),
  countries: few.optional(),
  /** all of it can be picked from bins that begin with one of these */
  zones: few.optional(),
  linesFrom: z.number().int().min(1).optional(),
  linesTo: z.number().int().min(1).optional(),
  unitsFrom: z.number().int().min(1).optional(),
  unitsTo: z.number().int().min(1).optional(),
  /** it is one unit of one item */
  single: z.boolean().optional(),
});
export type When = z.infer<typeof when>;

/** wave: its orders get a wave of their own at once, walked before others; join: a walk that is under way, if one has room. */
export const expressWays = ['wave', 'join'] as const;
export type ExpressWay = (typeof expressWays)[number];

export type Rule = {
  id: string;
  name: string;
  active: boolean;
  when: When;
  /** null = the location's usual cart */
  cartId: string | null;
  /** orders in a wave at most; null = the location's usual number */
  most: number | null;
  /** for orders that cannot wait; null = they wait for the next plan */
  express?: ExpressWay | null;
};

/** What rules look at. */
export type OrderTraits = {
  deliveryMethod: string;
  shippingMethod: string | null;
  fulfillBy: Date | null;
  tags: readonly string[];
  country: string | null;
  /** where it is picked from, if bins that are liked give before others as good */
  bins: (liked: (bin: string) => boolean) => readonly (string | null)[];
  lines: number;
  units: number;
};

export function fits(rule: When, order: OrderTraits, now: Date): boolean {
  const { delivery, methods, dueWithinHours, tags, countries, linesFrom, linesTo, unitsFrom, unitsTo, single } = rule;
  if (delivery && order.deliveryMethod !== delivery) return false;
  if (methods && likeness(methods, order.shippingMethod) === null) return false;
  if (dueWithinHours !== undefined) {
    if (!order.fulfillBy || order.fulfillBy.getTime() - now.getTime() > dueWithinHours * 3_600_000) return false;
  }
  if (tags?.length && !tags.some((tag) => order.tags.some((own) => same(own, tag)))) return false;
  if (countries?.length && !countries.some((one) => order.country !== null && same(one, order.country))) return false;
  if (rule.zones?.length && !order.bins((bin) => inZones(rule, bin)).every((bin) => inZones(rule, bin))) return false;
  if (linesFrom !== undefined && order.lines < linesFrom) return false;
  if (linesTo !== undefined && order.lines > linesTo) return false;
  if (unitsFrom !== undefined && order.units < unitsFrom) return false;
  if (unitsTo !== undefined && order.units > unitsTo) return false;
  return !single || (order.lines === 1 && order.units === 1);
}

/** The first active rule that fits; null when none does. */
export function ruleFor(rules: readonly Rule[], order: OrderTraits, now: Date): Rule | null {
  return rules.find((rule) => rule.active && fits(rule.when, order, now)) ?? null;
}

/** Whether a bin lies where the rule wants all bins of an order to lie. */
export function inZones({ zones }: Pick<When, 'zones'>, bin: string | null): boolean {
  return !zones?.length || (bin !== null && zones.some((zone) => begins(bin, zone)));
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const begins = (bin: string, zone: string) => bin.toLowerCase().startsWith(zone.toLowerCase());

const WAYS = {
  SHIPPING: 'shipped',
  LOCAL: 'delivered locally',
  PICKUP_POINT: 'sent to a pickup point',
  PICK_UP: 'collected by the customer',
} as const;

/** The rule's conditions as people read them. */
export function whenWords(rule: When): string {
  const { delivery, methods, dueWithinHours, tags, countries, zones, linesFrom, linesTo, unitsFrom, unitsTo, single } =
    rule;
  const words = [
    delivery && WAYS[delivery],
    methods?.length && `by ${methodWords(methods)}`,
    dueWithinHours !== undefined && `promised within ${dueWithinHours} h`,
    tags?.length && `tagged ${tags.join(' or ')}`,
    countries?.length && `to ${countries.join(' or ')}`,
    zones?.length && `all in bins ${zones.join('…, ')}…`,
    between(linesFrom, linesTo, 'lines'),
    between(unitsFrom, unitsTo, 'units'),
    single && 'one unit of one item',
  ].filter((word) => typeof word === 'string');
  return words.length === 0 ? 'Every order' : words.join(', ');
}

function between(from: number | undefined, to: number | undefined, what: string): string | false {
  if (from !== undefined && to !== undefined) return `${from} to ${to} ${what}`;
  if (from !== undefined) return `${from} ${what} or more`;
  return to !== undefined && `${to} ${what} or fewer`;
}

export const ruleFields = [
  'name',
  'delivery',
  'methods',
  'dueWithinHours',
  'tags',
  'countries',
  'zones',
  'linesFrom',
  'linesTo',
  'unitsFrom',
  'unitsTo',
  'cartId',
  'most',
  'express',
] as const;
export type RuleTyped = Record<(typeof ruleFields)[number], string> & { active: boolean; single: boolean };
export type RuleProblems = Partial<Record<(typeof ruleFields)[number], string>>;

/** Reads a rule out of a form. Lists are parted by commas. */
export function readRule(
  typed: Partial<RuleTyped>,
): { ok: true; rule: Omit<Rule, 'id'> } | { ok: false; problems: RuleProblems } {
  const problems: RuleProblems = {};
  const text = (name: (typeof ruleFields)[number]) => (typed[name] ?? '').trim();
  const name = text('name');
  if (name === '') problems.name = 'Give the rule a name';
  else if (name.length > 60) problems.name = 'Shorten the name to 60 characters';
  const count = (
    field: 'dueWithinHours' | 'linesFrom' | 'linesTo' | 'unitsFrom' | 'unitsTo' | 'most',
    most: number,
  ) => {
    if (text(field) === '') return undefined;
    const value = Number(text(field));
    if (/^\d{1,4}$/.test(text(field)) && value >= 1 && value <= most) return value;
    problems[field] = `Enter a whole number from 1 to ${most.toLocaleString('en')}, or leave it empty`;
    return undefined;
  };
  const list = (field: 'methods' | 'tags' | 'countries' | 'zones') => {
    const { values, problem } = readList(text(field));
    if (problem) problems[field] = problem;
    return values.length === 0 ? undefined : values;
  };
  const countries = list('countries')?.map((one) => one.toUpperCase());
  if (countries?.some((one) => !/^[A-Z]{2}$/.test(one)))
    problems.countries = 'Enter country codes of two letters, for example GB, IE';
  const conditions = {
    delivery: when.shape.delivery.safeParse(text('delivery') || undefined).data,
    methods: list('methods'),
    dueWithinHours: count('dueWithinHours', 1000),
    tags: list('tags'),
    countries,
    zones: list('zones'),
    linesFrom: count('linesFrom', 1000),
    linesTo: count('linesTo', 1000),
    unitsFrom: count('unitsFrom', 1000),
    unitsTo: count('unitsTo', 1000),
    single: typed.single || undefined,
  };
  for (const what of ['lines', 'units'] as const) {
    const [from, to] = [conditions[`${what}From`], conditions[`${what}To`]];
    if (from !== undefined && to !== undefined && from > to)
      problems[`${what}To`] = `This is less than the least number of ${what}`;
  }
  const most = count('most', 100) ?? null;
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const said = Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined));
  return {
    ok: true,
    rule: {
      ...{ name, active: typed.active ?? true, when: when.parse(said), cartId: text('cartId') || null, most },
      express: expressWays.find((way) => way === text('express')) ?? null,
    },
  };
}

/** What a form shows of a kept rule. */
export function ruleTyped(rule: Omit<Rule, 'id'>): RuleTyped {
  const number = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value));
  return {
    name: rule.name,
    active: rule.active,
    single: rule.when.single ?? false,
    delivery: rule.when.delivery ?? '',
    methods: (rule.when.methods ?? []).join(', '),
    dueWithinHours: number(rule.when.dueWithinHours),
    tags: (rule.when.tags ?? []).join(', '),
    countries: (rule.when.countries ?? []).join(', '),
    zones: (rule.when.zones ?? []).join(', '),
    linesFrom: number(rule.when.linesFrom),
    linesTo: number(rule.when.linesTo),
    unitsFrom: number(rule.when.unitsFrom),
    unitsTo: number(rule.when.unitsTo),
    cartId: rule.cartId ?? '',
    most: number(rule.most),
    express: rule.express ?? '',
  };
}
