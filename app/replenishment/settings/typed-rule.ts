// What a person typed into a settings form, read term by term with a sentence for each that is wrong.
import { nothingDecided, type Rule, type Scope } from './rule.ts';

/** Whole numbers, each with its bounds. */
const numbers = {
  leadTimeDays: { least: 0, most: 365, unit: 'days' },
  reviewDays: { least: 1, most: 365, unit: 'days' },
  minimumOrder: { least: 1, most: 1_000_000, unit: 'units' },
  packSize: { least: 1, most: 1_000_000, unit: 'units' },
  maxCoverDays: { least: 1, most: 3650, unit: 'days' },
  shelfLifeDays: { least: 1, most: 3650, unit: 'days' },
  spareDays: { least: 0, most: 3650, unit: 'days' },
} as const;
type NumberName = keyof typeof numbers;

export const ruleFields = [
  'supplierId',
  'leadTimeDays',
  'reviewDays',
  'policy',
  'targetMeasure',
  'targetPercent',
  'minimumOrder',
  'packSize',
  'maxCoverDays',
  'shelfLifeDays',
  'holdingPercent',
  'spareDays',
] as const;
export type RuleField = (typeof ruleFields)[number];

/** As typed; a field that is absent or empty inherits. Percent as people write it: "98" or "99.5". */
export type TypedRule = { [field in RuleField]?: string };
export type RuleProblems = { [field in RuleField]?: string };

/** The shop inherits from nobody: these it must say. */
const shopMustSay: readonly RuleField[] = [
  'reviewDays',
  'policy',
  'targetMeasure',
  'minimumOrder',
  'packSize',
  'holdingPercent',
  'spareDays',
];

export function readRule(
  scope: Scope,
  typed: TypedRule,
): { ok: true; rule: Rule } | { ok: false; problems: RuleProblems } {
  const rule: Rule = { ...nothingDecided };
  const problems: RuleProblems = {};
  const text = (field: RuleField) => (typed[field] ?? '').trim();

  for (const name of Object.keys(numbers) as NumberName[]) {
    const { least, most, unit } = numbers[name];
    if (text(name) === '') continue;
    if (!/^\d{1,7}$/.test(text(name)) || Number(text(name)) < least || Number(text(name)) > most)
      problems[name] = `Enter a whole number of ${unit} from ${least} to ${most.toLocaleString('en')}`;
    else rule[name] = Number(text(name));
  }

  const supplier = text('supplierId');
  if (supplier !== '' && !/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(supplier))
    problems.supplierId = 'Choose a supplier from the list';
  else if (supplier !== '') rule.supplierId = supplier;

  const policy = text('policy');
  if (policy === 'demand' || policy === 'starter') rule.policy = policy;
  else if (policy !== '') problems.policy = 'Choose between the demand forecast and the starter rule';

  const measure = text('targetMeasure');
  const percent = text('targetPercent');
  if (measure === 'economic') rule.targetMeasure = measure;
  else if (measure === 'fill' || measure === 'cycle') {
    rule.targetMeasure = measure;
    rule.targetPermille = permilleOf(percent, 500, 999);
    if (rule.targetPermille === null) problems.targetPercent = 'Enter a percentage from 50 to 99.9';
  } else if (measure !== '')
    problems.targetMeasure = 'Choose what is promised: units served, cycles, or what pays best';
  else if (percent !== '') problems.targetMeasure = 'Choose what the percentage is of: units served, or cycles';

  const holding = text('holdingPercent');
  if (holding !== '') {
    rule.holdingPermille = permilleOf(holding, 0, 2000);
    if (rule.holdingPermille === null) problems.holdingPercent = 'Enter a percentage of the cost from 0 to 200 a year';
  }

  if (scope === 'shop')
    for (const field of shopMustSay)
      if (text(field) === '') problems[field] ??= 'Fill this in: the shop has nothing wider to inherit from';
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, rule };
}

function permilleOf(percent: string, least: number, most: number): number | null {
  if (!/^\d{1,3}(?:[.,]\d)?$/.test(percent)) return null;
  const permille = Math.round(Number(percent.replace(',', '.')) * 10);
  return permille >= least && permille <= most ? permille : null;
}

/** A rule as its form shows it. */
export function typedOf(rule: Rule): Required<TypedRule> {
  const text = (value: number | string | null) => (value === null ? '' : String(value));
  const percent = (permille: number | null) => text(permille === null ? null : permille / 10);
  return {
    supplierId: text(rule.supplierId),
    leadTimeDays: text(rule.leadTimeDays),
    reviewDays: text(rule.reviewDays),
    policy: text(rule.policy),
    targetMeasure: text(rule.targetMeasure),
    targetPercent: percent(rule.targetPermille),
    minimumOrder: text(rule.minimumOrder),
    packSize: text(rule.packSize),
    maxCoverDays: text(rule.maxCoverDays),
    shelfLifeDays: text(rule.shelfLifeDays),
    holdingPercent: percent(rule.holdingPermille),
    spareDays: text(rule.spareDays),
  };
}
