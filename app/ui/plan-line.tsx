// One line of a buying plan: how many units, what they cost, and what the next pack brings.
import { BlockStack, Link, Text, TextField } from '@shopify/polaris';
import { readUnits } from './reorder-table.tsx';

export function PlanLine({
  id,
  title,
  about,
  typed,
  packSize,
  minimumOrder,
  cost,
  next,
  onType,
}: {
  id: string;
  title: string;
  about: (string | null | undefined)[];
  typed: string;
  packSize: number;
  minimumOrder: number;
  cost: string;
  next: string;
  onType: (text: string) => void;
}) {
  const units = readUnits(typed);
  const hint =
    units === null || units === 0
      ? undefined
      : units < minimumOrder
        ? `Minimum ${minimumOrder.toLocaleString('en')}`
        : units % packSize === 0
          ? undefined
          : `Packs of ${packSize.toLocaleString('en')}`;
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 'var(--p-space-100) var(--p-space-400)' }}>
      <div style={{ flex: '1 1 16rem', minWidth: 0 }}>
        <BlockStack>
          <Link url={`/app/reorder/${id}`} removeUnderline monochrome>
            {title}
          </Link>
          <Text as="span" variant="bodySm" tone="subdued" breakWord>
            {about.filter(Boolean).join(' · ')}
          </Text>
        </BlockStack>
      </div>
      <div style={{ width: '8rem' }}>
        <TextField
          label={`Units of ${title}`}
          labelHidden
          inputMode="numeric"
          autoComplete="off"
          size="slim"
          suffix="units"
          selectTextOnFocus
          value={typed}
          onChange={onType}
          error={units === null ? 'Whole, up to 1,000,000' : false}
          helpText={hint}
        />
      </div>
      <div style={{ flex: '0 1 11rem', marginInlineStart: 'auto' }}>
        <Text as="p" alignment="end" numeric>
          {cost}
        </Text>
        <Text as="p" alignment="end" variant="bodySm" tone="subdued" numeric>
          {next}
        </Text>
      </div>
    </div>
  );
}
