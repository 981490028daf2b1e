import { Badge, BlockStack, Button, Card, InlineStack, Text, TextField } from '@shopify/polaris';
import type { ReactNode } from 'react';

export type ShownLine = {
  id: string;
  inventoryItemId: string;
  title: string;
  sku: string | null;
  supplierSku: string | null;
  ordered: number;
  received: number;
  rejected: number;
  /** as people write it */
  cost: string;
  total: string;
  landed: string;
  /** what is odd about the quantity that is saved, and how many would fit */
  hint: { says: string; fits: number } | null;
  deleted: boolean;
  hasBackup: boolean;
};

export type TypedLine = { inventoryItemId: string; title: string; sku: string | null; units: string; unitCost: string };

const small = { display: 'grid', gap: 'var(--p-space-200)', alignItems: 'start' } as const;

/** The lines of a draft: quantity and cost may be typed, lines removed and, by `find`, added. */
export function DraftLines({
  lines,
  known,
  currency,
  problems,
  onChange,
  onMove,
  find,
}: {
  lines: readonly TypedLine[];
  /** what is saved of each item on the order */
  known: ReadonlyMap<string, ShownLine>;
  currency: string;
  problems: Record<string, string>;
  onChange: (lines: TypedLine[]) => void;
  /** null while something is typed and not saved */
  onMove: ((lineId: string) => void) | null;
  find: ReactNode;
}) {
  const set = (index: number, change: Partial<TypedLine>) =>
    onChange(lines.map((line, at) => (at === index ? { ...line, ...change } : line)));
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Lines
        </Text>
        {lines.length === 0 ? (
          <Text as="p" tone="subdued">
            Nothing is ordered yet. Search below for what to add.
          </Text>
        ) : null}
        {lines.map((line, index) => {
          const saved = known.get(line.inventoryItemId);
          return (
            <div
              key={line.inventoryItemId}
              style={{ ...small, gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))' }}
            >
              <div>
                <Text as="p" fontWeight="semibold" breakWord>
                  {line.title}
                </Text>
                <Text as="p" tone="subdued" breakWord>
                  {[line.sku, saved?.supplierSku ? `theirs ${saved.supplierSku}` : ''].filter(Boolean).join(' · ')}
                </Text>
                {saved?.deleted ? <Badge tone="critical">Deleted in Shopify</Badge> : null}
                {saved?.hint && line.units.trim() === String(saved.ordered) ? (
                  <InlineStack gap="200" blockAlign="baseline">
                    <Text as="p" tone="caution">
                      {saved.hint.says}
                    </Text>
                    <Button
                      variant="plain"
                      accessibilityLabel={`Take ${saved.hint.fits} units of ${line.title}`}
                      onClick={() => set(index, { units: String(saved.hint!.fits) })}
                    >
                      {`Take ${saved.hint.fits.toLocaleString('en')}`}
                    </Button>
                  </InlineStack>
                ) : null}
              </div>
              <div style={{ ...small, gridTemplateColumns: '1fr 1.3fr auto' }}>
                <TextField
                  label={`Units of ${line.title}`}
                  labelHidden
                  inputMode="numeric"
                  autoComplete="off"
                  suffix="units"
                  value={line.units}
                  onChange={(units) => set(index, { units })}
                  error={problems[`units_${line.inventoryItemId}`] !== undefined}
                />
                <TextField
                  label={`Cost of one ${line.title}`}
                  labelHidden
                  inputMode="decimal"
                  autoComplete="off"
                  suffix={`${currency} each`}
                  placeholder="0"
                  value={line.unitCost}
                  onChange={(unitCost) => set(index, { unitCost })}
                  error={problems[`cost_${line.inventoryItemId}`] !== undefined}
                />
                <BlockStack gap="100" inlineAlign="end">
                  <Button
                    variant="plain"
                    tone="critical"
                    accessibilityLabel={`Remove ${line.title}`}
                    onClick={() => onChange(lines.filter((_, at) => at !== index))}
                  >
                    Remove
                  </Button>
                  {saved?.hasBackup && onMove ? (
                    <Button
                      variant="plain"
                      accessibilityLabel={`Move ${line.title} to the backup supplier`}
                      onClick={() => onMove(saved.id)}
                    >
                      To backup
                    </Button>
                  ) : null}
                </BlockStack>
              </div>
              {(['units', 'cost'] as const).map((name) =>
                problems[`${name}_${line.inventoryItemId}`] ? (
                  <div key={name} role="alert" style={{ gridColumn: '1 / -1' }}>
                    <Text as="p" tone="critical">
                      {problems[`${name}_${line.inventoryItemId}`]}
                    </Text>
                  </div>
                ) : null,
              )}
            </div>
          );
        })}
        {find}
      </BlockStack>
    </Card>
  );
}

/** The lines of an order that is no longer a draft, with what came of each and what a unit costs when it is here. */
export function OrderLines({ lines, withCosts }: { lines: readonly ShownLine[]; withCosts: boolean }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Lines
        </Text>
        {lines.map((line) => (
          <div
            key={line.id}
            style={{
              ...small,
              gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))',
              borderTop: 'var(--p-border-width-025) solid var(--p-color-border-secondary)',
              paddingTop: 'var(--p-space-200)',
            }}
          >
            <div>
              <Text as="p" fontWeight="semibold" breakWord>
                {line.title}
              </Text>
              <Text as="p" tone="subdued" breakWord>
                {[line.sku, line.supplierSku ? `theirs ${line.supplierSku}` : ''].filter(Boolean).join(' · ')}
              </Text>
              {line.deleted ? <Badge tone="critical">Deleted in Shopify</Badge> : null}
            </div>
            <InlineStack gap="400" align="space-between" wrap>
              <div>
                <Text as="p" numeric>
                  <strong>{line.received.toLocaleString('en')}</strong> of {line.ordered.toLocaleString('en')} received
                </Text>
                {line.rejected > 0 ? (
                  <Text as="p" tone="subdued" numeric>
                    {line.rejected.toLocaleString('en')} rejected
                  </Text>
                ) : null}
              </div>
              <div style={{ textAlign: 'end' }}>
                <Text as="p" numeric>
                  {line.total}
                </Text>
                <Text as="p" tone="subdued" numeric>
                  {line.cost} each{withCosts ? `, ${line.landed} landed` : ''}
                </Text>
              </div>
            </InlineStack>
          </div>
        ))}
      </BlockStack>
    </Card>
  );
}
