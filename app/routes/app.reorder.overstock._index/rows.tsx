// What the three lists have in common.
import { Card, EmptyState, IndexTable, Text, useBreakpoints } from '@shopify/polaris';
import { useState } from 'react';
import { formatMoney } from '../../lib/money.ts';

const PAGE = 50;

export const say = (minor: bigint | null, currency: string) =>
  minor === null ? 'Not known' : formatMoney({ minor, currency });

type Named = { title: string; sku: string | null; location: string };

export function ItemCell({ row }: { row: Named }) {
  return (
    <IndexTable.Cell>
      <div style={{ whiteSpace: 'normal', minWidth: '10rem' }}>
        <Text as="span" fontWeight="semibold">
          {row.title}
        </Text>
        <Text as="p" tone="subdued">
          {[row.sku, row.location].filter(Boolean).join(' · ')}
        </Text>
      </div>
    </IndexTable.Cell>
  );
}

export function Phone({ row, children }: { row: Named; children: React.ReactNode }) {
  return (
    <div style={{ padding: 'var(--p-space-300) var(--p-space-400)', whiteSpace: 'normal' }}>
      <Text as="p" fontWeight="semibold" breakWord>
        {row.title}
      </Text>
      <Text as="p" tone="subdued">
        {[row.sku, row.location].filter(Boolean).join(' · ')}
      </Text>
      {children}
    </div>
  );
}

export function Figure({ text }: { text: string }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric>
        {text}
      </Text>
    </IndexTable.Cell>
  );
}

type Heading = { title: string; alignment?: 'start' | 'center' | 'end' };

/** A table of rows that are all here already, fifty at a time. */
export function Paged<Row>({
  rows,
  idOf,
  headings,
  empty,
  show,
}: {
  rows: Row[];
  idOf: (row: Row) => string;
  headings: [Heading, ...Heading[]];
  empty: string;
  show: (row: Row) => React.ReactNode;
}) {
  const [asked, setPage] = useState(1);
  const { smDown } = useBreakpoints();
  const last = Math.max(1, Math.ceil(rows.length / PAGE));
  const page = Math.min(asked, last);
  return (
    <Card padding="0">
      <IndexTable
        resourceName={{ singular: 'item', plural: 'items' }}
        itemCount={rows.length}
        selectable={false}
        condensed={smDown}
        headings={headings}
        emptyState={
          <EmptyState heading="Nothing here" image="">
            <p>{empty}</p>
          </EmptyState>
        }
        pagination={{
          hasPrevious: page > 1,
          onPrevious: () => setPage(page - 1),
          hasNext: page < last,
          onNext: () => setPage(page + 1),
          label: `Page ${page} of ${last}`,
        }}
      >
        {rows.slice((page - 1) * PAGE, page * PAGE).map((row, position) => (
          <IndexTable.Row id={idOf(row)} key={idOf(row)} position={position}>
            {show(row)}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </Card>
  );
}
