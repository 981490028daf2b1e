// Every term of one SKU at one place, and whose it is: the nearest level that says something wins.
import { Text } from '@shopify/polaris';
import { type ResolvedTerms, whose } from '../replenishment/settings/rule.ts';
import { said } from './rule-form.tsx';

const TERMS: [keyof ResolvedTerms, string][] = [
  ['supplierId', 'Supplier'],
  ['leadTimeDays', 'Lead time'],
  ['reviewDays', 'Review'],
  ['policy', 'Levels come from'],
  ['target', 'Target'],
  ['minimumOrder', 'Minimum order'],
  ['packSize', 'Pack size'],
  ['maxCoverDays', 'Cover at most'],
  ['shelfLifeDays', 'Shelf life'],
  ['holdingPermille', 'Holding, a year'],
  ['spareDays', 'Days to spare'],
];

export function LevelsTable({ terms, suppliers }: { terms: ResolvedTerms; suppliers: { id: string; name: string }[] }) {
  return (
    <dl
      style={{
        display: 'grid',
        gridTemplateColumns: 'auto 1fr',
        gap: 'var(--p-space-150) var(--p-space-400)',
        margin: 0,
      }}
    >
      {TERMS.map(([name, label]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>
            <Text as="span" tone="subdued">
              {label}
            </Text>
          </dt>
          <dd style={{ margin: 0, textAlign: 'right' }}>
            {said(name, terms, suppliers)}
            {terms[name].from === 'nobody' ? null : (
              <Text as="p" variant="bodySm" tone="subdued">
                {whose(terms, name)}
              </Text>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
