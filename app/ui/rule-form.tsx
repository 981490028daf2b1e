// The form of what is decided about buying at one level, each field saying what counts where it is left empty.
import { FormLayout, Select, TextField } from '@shopify/polaris';
import { type ResolvedTerms, type Scope, whose } from '../replenishment/settings/rule.ts';
import type { RuleField, RuleProblems, TypedRule } from '../replenishment/settings/typed-rule.ts';
import { countOf } from './count.ts';

export type RuleValues = Required<TypedRule>;
type Supplier = { id: string; name: string };

const MEASURES = {
  fill: 'units served from the shelf',
  cycle: 'order cycles without a shortage',
  economic: 'what pays best (margin against holding)',
} as const;
const POLICIES = { demand: 'the demand forecast', starter: 'the starter rule: 2–3 weeks of average sales' } as const;

export function RuleForm({
  scope,
  values,
  inherited,
  suppliers,
  problems,
  onChange,
}: {
  scope: Scope;
  values: RuleValues;
  /** what would count with nothing set here; null at the shop, which inherits from nobody */
  inherited: ResolvedTerms | null;
  suppliers: Supplier[];
  problems: RuleProblems;
  onChange: (field: RuleField, value: string) => void;
}) {
  const help = (name: keyof ResolvedTerms, explains: string) =>
    inherited && inherited[name].from !== 'nobody'
      ? `${explains} Empty: ${said(name, inherited, suppliers)}, ${whose(inherited, name)}.`
      : explains;
  const number = (field: RuleField, label: string, unit: string, name: keyof ResolvedTerms, explains: string) => (
    <TextField
      label={label}
      type="text"
      inputMode="decimal"
      autoComplete="off"
      suffix={unit}
      value={values[field]}
      placeholder={inherited ? figure(name, inherited) : ''}
      helpText={help(name, explains)}
      error={problems[field] ?? false}
      onChange={(value) => onChange(field, value)}
    />
  );
  const choice = (field: RuleField, label: string, name: keyof ResolvedTerms, options: [string, string][]) => (
    <Select
      label={label}
      options={[
        ...(inherited ? [{ label: `As inherited: ${said(name, inherited, suppliers)}`, value: '' }] : []),
        ...options.map(([value, text]) => ({ label: text, value })),
      ]}
      value={values[field]}
      helpText={inherited && inherited[name].from !== 'nobody' ? `Inherited: ${whose(inherited, name)}.` : undefined}
      error={problems[field] ?? false}
      onChange={(value) => onChange(field, value)}
    />
  );
  return (
    <FormLayout>
      {scope === 'supplier' || scope === 'shop'
        ? null
        : choice(
            'supplierId',
            'Supplier',
            'supplierId',
            suppliers.map(({ id, name }) => [id, name]),
          )}
      <FormLayout.Group>
        {number('leadTimeDays', 'Lead time', 'days', 'leadTimeDays', 'From ordering until it is on the shelf.')}
        {number('reviewDays', 'Review', 'days', 'reviewDays', 'Between two looks at what to buy.')}
      </FormLayout.Group>
      {choice('policy', 'Levels come from', 'policy', Object.entries(POLICIES))}
      <FormLayout.Group>
        {choice('targetMeasure', 'Target', 'target', Object.entries(MEASURES))}
        {values.targetMeasure === 'economic'
          ? null
          : number('targetPercent', 'How much of it', '%', 'target', 'For example 95 or 97.5.')}
      </FormLayout.Group>
      <FormLayout.Group>
        {number('minimumOrder', 'Minimum order', 'units', 'minimumOrder', 'The fewest a supplier sells at a time.')}
        {number('packSize', 'Pack size', 'units', 'packSize', 'Units come in multiples of it.')}
      </FormLayout.Group>
      <FormLayout.Group>
        {number('maxCoverDays', 'Cover at most', 'days', 'maxCoverDays', 'Never buy for longer than this.')}
        {number('shelfLifeDays', 'Shelf life', 'days', 'shelfLifeDays', 'It must sell within these days.')}
      </FormLayout.Group>
      <FormLayout.Group>
        {number('holdingPercent', 'Holding, a year', '% of cost', 'holdingPermille', 'Capital, space and loss.')}
        {number('spareDays', 'Days to spare', 'days', 'spareDays', 'Stock beyond them is too much.')}
      </FormLayout.Group>
    </FormLayout>
  );
}

/** A term's value as a form field holds it. */
function figure(name: keyof ResolvedTerms, terms: ResolvedTerms): string {
  if (name === 'target') {
    const { permille } = terms.target.value;
    return permille === null ? '' : String(permille / 10);
  }
  const { value } = terms[name];
  if (value === null) return '';
  return name === 'holdingPermille' ? String(Number(value) / 10) : String(value);
}

/** A term's value in words. */
export function said(name: keyof ResolvedTerms, terms: ResolvedTerms, suppliers: readonly Supplier[]): string {
  const nothing = 'none';
  switch (name) {
    case 'supplierId':
      return suppliers.find(({ id }) => id === terms.supplierId.value)?.name ?? nothing;
    case 'policy':
      return POLICIES[terms.policy.value];
    case 'target': {
      const { measure, permille } = terms.target.value;
      return permille === null ? MEASURES[measure] : `${permille / 10} % of ${MEASURES[measure]}`;
    }
    case 'holdingPermille':
      return `${terms.holdingPermille.value / 10} % of the cost`;
    case 'minimumOrder':
    case 'packSize':
      return countOf(terms[name].value, 'unit');
    default: {
      const { value } = terms[name];
      return value === null ? nothing : countOf(value, 'day');
    }
  }
}
