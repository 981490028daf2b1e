// The rules side by side: what was asked for and there, what it cost, and how the forecast did.
import { Box, InlineStack, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';

export type RuleFigures = {
  name: string;
  about: string;
  fill: number;
  /** formatted; null where no cost is known */
  lostMargin: string | null;
  stock: number;
  cash: string | null;
  orders: number | null;
};

const HEADINGS = ['Served from the shelf', 'Margin lost', 'Units on the shelf', 'Cash in stock', 'Orders placed'];

const figures = (rule: RuleFigures): string[] => [
  `${(rule.fill * 100).toFixed(1)} %`,
  rule.lostMargin ?? '–',
  rule.stock.toLocaleString('en', { maximumFractionDigits: rule.stock < 10 ? 1 : 0 }),
  rule.cash ?? '–',
  rule.orders === null ? 'not known' : rule.orders.toLocaleString('en'),
];

/** A plain table; on a phone each rule becomes a block of its own. */
export function ProofTable({ rules, narrow, caption }: { rules: RuleFigures[]; narrow: boolean; caption: string }) {
  if (narrow)
    return (
      <>
        {rules.map((rule) => (
          <Box key={rule.name} paddingBlock="200" borderBlockEndWidth="025" borderColor="border">
            <Text as="h3" variant="headingSm">
              {rule.name}
            </Text>
            {figures(rule).map((figure, index) => (
              <InlineStack key={HEADINGS[index]} align="space-between">
                <Text as="span" tone="subdued">
                  {HEADINGS[index]}
                </Text>
                <Text as="span" numeric>
                  {figure}
                </Text>
              </InlineStack>
            ))}
          </Box>
        ))}
      </>
    );
  return (
    <table style={{ width: '100%', borderCollapse: 'collapse' }}>
      <caption style={{ position: 'absolute', clip: 'rect(0 0 0 0)', width: 1, height: 1, overflow: 'hidden' }}>
        {caption}
      </caption>
      <thead>
        <tr>
          <Cell head>Rule</Cell>
          {HEADINGS.map((heading) => (
            <Cell key={heading} head end>
              {heading}
            </Cell>
          ))}
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <tr key={rule.name}>
            <Cell>
              <Text as="p" fontWeight="semibold">
                {rule.name}
              </Text>
              <Text as="p" tone="subdued" variant="bodySm">
                {rule.about}
              </Text>
            </Cell>
            {figures(rule).map((figure, index) => (
              <Cell key={HEADINGS[index]} end>
                <Text as="span" numeric>
                  {figure}
                </Text>
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ children, head = false, end = false }: { children: ReactNode; head?: boolean; end?: boolean }) {
  const Tag = head ? 'th' : 'td';
  return (
    <Tag
      {...(head ? { scope: 'col' } : {})}
      style={{
        textAlign: end ? 'right' : 'left',
        padding: 'var(--p-space-200)',
        verticalAlign: 'top',
        fontWeight: head ? 550 : 450,
        color: head ? 'var(--p-color-text-secondary)' : 'inherit',
        borderBlockEnd: '1px solid var(--p-color-border)',
      }}
    >
      {children}
    </Tag>
  );
}
