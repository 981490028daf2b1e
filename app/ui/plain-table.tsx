// A table that is only read: rows that lead to their page, on a phone one block each.
import { IndexTable, Text, useBreakpoints } from '@shopify/polaris';
import type { ComponentProps, ReactNode } from 'react';
import { RowLink } from './list-frame.tsx';

type Pagination = NonNullable<ComponentProps<typeof IndexTable>['pagination']>;

export function PlainTable({
  name,
  headings,
  rows,
  empty,
  pagination,
}: {
  name: { singular: string; plural: string };
  /** of the columns; `end`: numbers */
  headings: readonly { title: string; end?: boolean }[];
  /** `cells`: behind the first column; `brief`: the same for a phone */
  rows: readonly {
    id: string;
    url: string;
    title: string;
    cells: readonly ReactNode[];
    brief: string;
    warning?: boolean;
  }[];
  empty?: string;
  pagination?: Pagination | undefined;
}) {
  const { smDown } = useBreakpoints();
  const [first, ...more] = headings.map(({ title, end }) => ({ title, ...(end ? { alignment: 'end' as const } : {}) }));
  return (
    <IndexTable
      resourceName={name}
      itemCount={rows.length}
      selectable={false}
      condensed={smDown}
      headings={[first ?? { title: '' }, ...more]}
      {...(empty
        ? {
            emptyState: (
              <div style={{ padding: 'var(--p-space-400)', textAlign: 'center' }}>
                <Text as="p" tone="subdued">
                  {empty}
                </Text>
              </div>
            ),
          }
        : {})}
      {...(pagination ? { pagination } : {})}
    >
      {rows.map((row, position) => {
        const link = <RowLink url={row.url}>{row.title}</RowLink>;
        return (
          <IndexTable.Row id={row.id} key={row.id} position={position} {...(row.warning ? { tone: 'warning' } : {})}>
            {smDown ? (
              <div style={{ padding: 'var(--p-space-300) var(--p-space-400)', whiteSpace: 'normal' }}>
                {link}
                <Text as="p" tone="subdued" breakWord>
                  {row.brief}
                </Text>
              </div>
            ) : (
              <>
                <IndexTable.Cell>{link}</IndexTable.Cell>
                {row.cells.map((cell, at) => (
                  <IndexTable.Cell key={at}>
                    {headings[at + 1]?.end ? (
                      <Text as="span" alignment="end" numeric>
                        {cell}
                      </Text>
                    ) : (
                      cell
                    )}
                  </IndexTable.Cell>
                ))}
              </>
            )}
          </IndexTable.Row>
        );
      })}
    </IndexTable>
  );
}
