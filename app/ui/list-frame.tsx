// What list pages have in common: tabs, search, filters, sorting, paging, and what is said where nothing is to be shown.
// All of it is kept in the address (list-address.ts): tab, q, sort, page, and a parameter for each filter.
import { useNavigation } from '@remix-run/react';
import {
  Card,
  ChoiceList,
  EmptyState,
  type EmptyStateProps,
  IndexFilters,
  type IndexFiltersProps,
  IndexTable,
  Link,
  Text,
  useBreakpoints,
  useSetIndexFiltersMode,
} from '@shopify/polaris';
import { type ReactNode, useState } from 'react';
import { pagerOf, useListAddress } from './list-address.ts';

/** One of a few choices; `key` is its parameter in the address. */
export type ListFilter = {
  key: string;
  label: string;
  choices: readonly { label: string; value: string }[];
  chosen: string | null;
};

type Props<Row extends { id: string }> = {
  tabs: readonly { id: string; content: string; count?: number }[];
  tab: string;
  search: { value: string; placeholder: string };
  filters?: readonly ListFilter[];
  sort?: { options: NonNullable<IndexFiltersProps['sortOptions']>; chosen: string };
  /** null where all rows are on one page */
  paging: { page: number; last: number } | null;
  resource: { singular: string; plural: string };
  headings: readonly { title: string; alignment?: 'end' }[];
  rows: readonly Row[];
  /** what stands under each heading; below one that is aligned to the end figures stand right */
  cells: (row: Row) => readonly ReactNode[];
  /** the same row on a phone */
  narrow: (row: Row) => ReactNode;
  /** there is nothing in any tab and nobody searched: then `empty` says how to begin, otherwise where else to look */
  none: boolean;
  empty: Pick<EmptyStateProps, 'heading' | 'action' | 'secondaryAction'> & { text: string };
  /** stands below other cards: Polaris takes what is still below the window for what was scrolled past, and would stick it to the top */
  below?: boolean;
};

export function ListFrame<Row extends { id: string }>(list: Props<Row>) {
  const { tabs, filters = [], sort, paging, headings, rows, cells, narrow } = list;
  const go = useListAddress();
  const [search, setSearch] = useState(list.search.value);
  const { mode, setMode } = useSetIndexFiltersMode();
  const { smDown } = useBreakpoints();
  const loading = useNavigation().state === 'loading';
  const find = (text: string) => {
    setSearch(text);
    go({ q: text || null });
  };
  const clear = () => {
    setSearch('');
    go({ q: null, ...Object.fromEntries(filters.map(({ key }) => [key, null])) });
  };
  return (
    <Card padding="0">
      <IndexFilters
        mode={mode}
        setMode={setMode}
        tabs={tabs.map(({ id, content, count }) => ({
          id,
          content,
          ...(count === undefined ? {} : { badge: count.toLocaleString('en') }),
        }))}
        selected={tabs.findIndex(({ id }) => id === list.tab)}
        onSelect={(index) => go({ tab: tabs[index]!.id })}
        {...(sort
          ? {
              sortOptions: sort.options,
              sortSelected: [sort.chosen],
              onSort: ([by]: string[]) => go({ sort: by ?? null }),
            }
          : {})}
        queryValue={search}
        queryPlaceholder={list.search.placeholder}
        onQueryChange={find}
        onQueryClear={() => find('')}
        cancelAction={{ onAction: clear }}
        filters={filters.map(({ key, label, choices, chosen }) => ({
          key,
          label,
          pinned: true,
          filter: (
            <ChoiceList
              title={label}
              titleHidden
              choices={[...choices]}
              selected={chosen ? [chosen] : []}
              onChange={([value]) => go({ [key]: value ?? null })}
            />
          ),
        }))}
        appliedFilters={filters.flatMap(({ key, label, choices, chosen }) => {
          const choice = choices.find(({ value }) => value === chosen);
          return choice ? [{ key, label: `${label}: ${choice.label}`, onRemove: () => go({ [key]: null }) }] : [];
        })}
        onClearAll={clear}
        canCreateNewView={false}
        disableStickyMode={list.below ?? false}
        loading={loading}
      />
      <IndexTable
        resourceName={list.resource}
        itemCount={rows.length}
        selectable={false}
        condensed={smDown}
        headings={[...headings] as [(typeof headings)[number]]}
        emptyState={<Nothing {...list} />}
        {...(paging ? pagerOf(paging.page, paging.last, go) : {})}
      >
        {rows.map((row, position) => (
          <IndexTable.Row id={row.id} key={row.id} position={position}>
            {smDown ? (
              <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>{narrow(row)}</div>
            ) : (
              cells(row).map((cell, index) => (
                <IndexTable.Cell key={headings[index]!.title}>
                  {headings[index]!.alignment === 'end' ? <div style={FIGURE}>{cell}</div> : cell}
                </IndexTable.Cell>
              ))
            )}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </Card>
  );
}

const FIGURE = { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } as const;

function Nothing({ none, empty, resource }: Pick<Props<never>, 'none' | 'empty' | 'resource'>) {
  const { text, ...words } = empty;
  return none ? (
    <EmptyState {...words} image="">
      <p>{text}</p>
    </EmptyState>
  ) : (
    <EmptyState heading={`No ${resource.singular} here`} image="">
      <p>Look in another tab, or search for something else.</p>
    </EmptyState>
  );
}

/** The name of a row, which leads to its page. */
export function RowLink({ url, children }: { url: string; children: ReactNode }) {
  return (
    <Link url={url} dataPrimaryLink removeUnderline monochrome>
      <Text as="span" fontWeight="semibold">
        {children}
      </Text>
    </Link>
  );
}

/** A cell whose text may take several lines. */
export function Wrapped({ children }: { children: ReactNode }) {
  return <div style={{ whiteSpace: 'normal' }}>{children}</div>;
}
