import {
  Banner,
  BlockStack,
  Button,
  Card,
  Collapsible,
  IndexTable,
  InlineGrid,
  InlineStack,
  Text,
  TextField,
  useBreakpoints,
} from '@shopify/polaris';
import { useMemo, useState } from 'react';
import type { StockRow } from '../../replenishment/overstock/stock-row.ts';
import {
  type AssumptionName,
  type Excess,
  excessOf,
  readAssumptions,
  type Sums,
  sumExcess,
  type TypedAssumptions,
  type WayName,
  wayNames,
} from '../../replenishment/overstock/ways-out.ts';
import { countOf } from '../../ui/count.ts';
import { Figure, ItemCell, Paged, Phone, say } from './rows.tsx';

const WAYS: Record<WayName, string> = {
  nothing: 'Keep selling',
  markdown: 'Markdown',
  bundle: 'Bundle',
  returnToVendor: 'Return to vendor',
};

const FIELDS: { name: AssumptionName; label: string; unit: string }[] = [
  { name: 'markdownOff', label: 'Markdown takes off', unit: '%' },
  { name: 'markdownFaster', label: 'and sells faster', unit: 'times' },
  { name: 'bundleOff', label: 'A bundle takes off', unit: '%' },
  { name: 'bundleFaster', label: 'and sells faster', unit: 'times' },
  { name: 'returnFee', label: 'The vendor keeps', unit: '%' },
  { name: 'holding', label: 'Holding costs', unit: '% a year' },
  { name: 'spareDays', label: 'No overstock up to', unit: 'spare days' },
];

/** What lies above all need, with what each way out would bring under assumptions that can be changed. */
export function TooMuch({
  rows,
  typed,
  onType,
}: {
  rows: StockRow[];
  typed: TypedAssumptions;
  onType: (name: AssumptionName, text: string) => void;
}) {
  const { assumptions, problems } = readAssumptions(typed);
  const version = JSON.stringify(assumptions);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version is the assumptions by value
  const excess = useMemo(() => excessOf(rows, assumptions), [rows, version]);
  const { sums, withoutCost } = useMemo(() => sumExcess(excess), [excess]);
  const [open, setOpen] = useState(false);
  const { smDown } = useBreakpoints();
  return (
    <>
      {sums.map((sum) => (
        <SumCard key={sum.currency} sum={sum} />
      ))}
      {withoutCost > 0 ? (
        <Banner
          tone="info"
          title={`${countOf(withoutCost, 'item')} without a cost in Shopify: in no sum, last in the list`}
        />
      ) : null}
      <Card>
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center">
            <Text as="h2" variant="headingMd">
              What is assumed
            </Text>
            <Button
              variant="plain"
              disclosure={open ? 'up' : 'down'}
              ariaControls="assumptions"
              ariaExpanded={open}
              onClick={() => setOpen(!open)}
            >
              {open ? 'Close' : 'Change'}
            </Button>
          </InlineStack>
          <Text as="p" tone="subdued">
            Each way sells what it can within two years at its price, less the cost of holding it until then. What is
            left after that is written off.
          </Text>
          <Collapsible id="assumptions" open={open}>
            <InlineGrid columns={{ xs: 1, sm: 2, md: 4 }} gap="300">
              {FIELDS.map(({ name, label, unit }) => (
                <TextField
                  key={name}
                  label={label}
                  suffix={unit}
                  inputMode="decimal"
                  autoComplete="off"
                  maxLength={7}
                  value={typed[name]}
                  onChange={(text) => onType(name, text)}
                  error={problems[name] ?? false}
                />
              ))}
            </InlineGrid>
          </Collapsible>
        </BlockStack>
      </Card>
      <Paged
        rows={excess}
        idOf={(row) => `${row.inventoryItemId}-${row.locationId}`}
        headings={[
          { title: 'Item' },
          { title: 'Available', alignment: 'end' },
          { title: 'Too many', alignment: 'end' },
          { title: 'Tied up', alignment: 'end' },
          { title: 'Lasts', alignment: 'end' },
          { title: 'Best way out' },
        ]}
        empty="Nothing lies above what its reorder levels and spare days allow."
        show={(row) =>
          smDown ? (
            <Phone key={row.inventoryItemId} row={row}>
              <Text as="p">
                {row.excess} of {countOf(row.units, 'unit')} too many
                {row.cash === null ? '' : `, ${say(row.cash, row.costCurrency)} tied up`}
              </Text>
              <Best row={row} />
            </Phone>
          ) : (
            <>
              <ItemCell row={row} />
              <Figure text={row.units.toLocaleString('en')} />
              <Figure text={row.excess.toLocaleString('en')} />
              <Figure text={row.cash === null ? 'No cost' : say(row.cash, row.costCurrency)} />
              <Figure text={row.days === null ? 'Never sells' : `${Math.round(row.days).toLocaleString('en')} days`} />
              <IndexTable.Cell>
                <Best row={row} />
              </IndexTable.Cell>
            </>
          )
        }
      />
    </>
  );
}

function SumCard({ sum }: { sum: Sums }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say(sum.cash, sum.currency)} tied up in {countOf(sum.units, 'unit')} of {countOf(sum.items, 'item')}
        </Text>
        {sum.best === null ? (
          <Text as="p" tone="subdued">
            Their costs are in {sum.currency} and their prices are not, so what a way out would bring is not summed.
          </Text>
        ) : (
          <InlineGrid columns={{ xs: 2, md: 5 }} gap="300">
            {wayNames.map((name) => (
              <Sum
                key={name}
                what={WAYS[name]}
                says={sum.brings[name] === null ? 'Not open' : say(sum.brings[name], sum.currency)}
              />
            ))}
            <Sum what="The best for each item" says={say(sum.best, sum.currency)} strong />
          </InlineGrid>
        )}
      </BlockStack>
    </Card>
  );
}

function Sum({ what, says, strong = false }: { what: string; says: string; strong?: boolean }) {
  return (
    <BlockStack gap="050">
      <Text as="span" tone="subdued" variant="bodySm">
        {what}
      </Text>
      <Text as="span" variant="headingMd" {...(strong ? { tone: 'success' as const } : {})}>
        {says}
      </Text>
    </BlockStack>
  );
}

function Best({ row }: { row: Excess }) {
  if (row.best === null)
    return (
      <Text as="span" tone="subdued">
        {row.cash === null ? 'Say its cost in Shopify first' : 'Cost and price are in different currencies'}
      </Text>
    );
  const gain = (row.brings[row.best] ?? 0n) - (row.brings.nothing ?? 0n);
  return (
    <div style={{ whiteSpace: 'normal' }}>
      <Text as="span" fontWeight="semibold">
        {WAYS[row.best]}
      </Text>
      <Text as="p" tone="subdued" variant="bodySm">
        brings {say(row.brings[row.best], row.currency)}
        {gain > 0n ? `, ${say(gain, row.currency)} more than to keep selling` : ''}
      </Text>
    </div>
  );
}
