import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation } from '@remix-run/react';
import {
  Card,
  EmptyState,
  IndexFilters,
  IndexTable,
  Link,
  Page,
  Text,
  useBreakpoints,
  useSetIndexFiltersMode,
} from '@shopify/polaris';
import { useState } from 'react';
import { readShop } from '../mirror/read-shop.server.ts';
import { readSuppliers } from '../replenishment/purchasing/read-suppliers.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { useListAddress } from '../ui/list-address.ts';

const TABS = [
  { id: 'active', content: 'Active' },
  { id: 'archived', content: 'Archived' },
] as const;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const tab = searchParams.get('tab') === 'archived' ? 'archived' : 'active';
  const search = (searchParams.get('q') ?? '').slice(0, 100);
  const [facts, suppliers] = await Promise.all([
    readShop(session.shop),
    readSuppliers(session.shop, search, tab === 'archived'),
  ]);
  return {
    tab,
    search,
    rows: suppliers.map((supplier) => ({
      id: supplier.id,
      name: supplier.name,
      email: supplier.email ?? '',
      currency: supplier.currency ?? facts.currency,
      leadTime: supplier.leadTimeDays === null ? 'Not stated' : countOf(supplier.leadTimeDays, 'day'),
      items: supplier.items,
      open: supplier.openOrders,
    })),
  };
}

export default function Suppliers() {
  const data = useLoaderData<typeof loader>();
  const go = useListAddress();
  const [search, setSearch] = useState(data.search);
  const { mode, setMode } = useSetIndexFiltersMode();
  const { smDown } = useBreakpoints();
  const loading = useNavigation().state === 'loading';
  const clear = () => {
    setSearch('');
    go({ q: null });
  };
  return (
    <Page
      title="Suppliers"
      subtitle="Whom you buy from, and on which terms"
      backAction={{ content: 'Purchase orders', url: '/app/reorder/orders' }}
      primaryAction={{ content: 'Add supplier', url: '/app/reorder/suppliers/new' }}
      secondaryActions={[{ content: 'Import items', url: '/app/reorder/suppliers/import' }]}
    >
      <Card padding="0">
        <IndexFilters
          mode={mode}
          setMode={setMode}
          tabs={TABS.map(({ id, content }) => ({ id, content }))}
          selected={TABS.findIndex((tab) => tab.id === data.tab)}
          onSelect={(index) => go({ tab: TABS[index]!.id })}
          queryValue={search}
          queryPlaceholder="Search by name"
          onQueryChange={(value) => {
            setSearch(value);
            go({ q: value });
          }}
          onQueryClear={clear}
          cancelAction={{ onAction: clear }}
          filters={[]}
          onClearAll={clear}
          canCreateNewView={false}
          loading={loading}
        />
        <IndexTable
          resourceName={{ singular: 'supplier', plural: 'suppliers' }}
          itemCount={data.rows.length}
          selectable={false}
          condensed={smDown}
          headings={[
            { title: 'Supplier' },
            { title: 'E-mail' },
            { title: 'Currency' },
            { title: 'Lead time' },
            { title: 'Items', alignment: 'end' },
            { title: 'Open orders', alignment: 'end' },
          ]}
          emptyState={
            data.search || data.tab === 'archived' ? (
              <EmptyState heading="No supplier here" image="">
                <p>Look in the other tab, or search for another name.</p>
              </EmptyState>
            ) : (
              <EmptyState
                heading="Whom do you buy from?"
                image=""
                action={{ content: 'Add supplier', url: '/app/reorder/suppliers/new' }}
                secondaryAction={{ content: 'Import items', url: '/app/reorder/suppliers/import' }}
              >
                <p>Add suppliers with what they sell, or import both from a file.</p>
              </EmptyState>
            )
          }
        >
          {data.rows.map((row, position) =>
            smDown ? (
              <IndexTable.Row id={row.id} key={row.id} position={position}>
                <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
                  <SupplierLink id={row.id} name={row.name} />
                  <Text as="p" tone="subdued" breakWord>
                    {[row.email || 'No e-mail', countOf(row.items, 'item'), countOf(row.open, 'open order')].join(
                      ' · ',
                    )}
                  </Text>
                </div>
              </IndexTable.Row>
            ) : (
              <IndexTable.Row id={row.id} key={row.id} position={position}>
                <IndexTable.Cell>
                  <div style={{ whiteSpace: 'normal' }}>
                    <SupplierLink id={row.id} name={row.name} />
                  </div>
                </IndexTable.Cell>
                <IndexTable.Cell>{row.email}</IndexTable.Cell>
                <IndexTable.Cell>{row.currency}</IndexTable.Cell>
                <IndexTable.Cell>{row.leadTime}</IndexTable.Cell>
                {[row.items, row.open].map((figure, index) => (
                  <IndexTable.Cell key={index}>
                    <Text as="span" alignment="end" numeric>
                      {figure.toLocaleString('en')}
                    </Text>
                  </IndexTable.Cell>
                ))}
              </IndexTable.Row>
            ),
          )}
        </IndexTable>
      </Card>
    </Page>
  );
}

function SupplierLink({ id, name }: { id: string; name: string }) {
  return (
    <Link url={`/app/reorder/suppliers/${id}`} dataPrimaryLink removeUnderline monochrome>
      <Text as="span" fontWeight="semibold">
        {name}
      </Text>
    </Link>
  );
}
