import { BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { formatMoney } from '../lib/money.ts';
import { countOf } from './count.ts';

export type SupplierTotalShown = {
  supplierId: string | null;
  supplier: string;
  currency: string | null;
  lines: number;
  units: number;
  withoutCost: number;
  /** minor units as text */
  minor: string;
};

/** What is suggested of all that is shown, by supplier and currency: money of different currencies is never added up. */
export function SupplierTotals({
  totals,
  linkTo,
}: {
  totals: SupplierTotalShown[];
  linkTo: (supplierId: string | null) => string;
}) {
  if (totals.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingSm">
          Suggested orders
        </Text>
        {totals.map(({ supplierId, supplier, currency, lines, units, withoutCost, minor }) => (
          <InlineStack key={`${supplierId} ${currency}`} align="space-between" gap="200">
            <Link url={linkTo(supplierId)} removeUnderline>
              {supplier}
            </Link>
            <Text as="span" numeric>
              {countOf(lines, 'line')}, {countOf(units, 'unit')}
              {currency ? `, ${formatMoney({ minor: BigInt(minor), currency })}` : ''}
              {withoutCost > 0 ? ` (${countOf(withoutCost, 'line')} without a cost)` : ''}
            </Text>
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  );
}
