import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Page, Text } from '@shopify/polaris';
import { readShop } from '../mirror/read-shop.server.ts';
import { readSuppliers } from '../replenishment/purchasing/read-suppliers.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { ListFrame, RowLink, Wrapped } from '../ui/list-frame.tsx';

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
  const { tab, search, rows } = useLoaderData<typeof loader>();
  return (
    <Page
      title="Suppliers"
      subtitle="Whom you buy from, and on which terms"
      backAction={{ content: 'Purchase orders', url: '/app/reorder/orders' }}
      primaryAction={{ content: 'Add supplier', url: '/app/reorder/suppliers/new' }}
      secondaryActions={[{ content: 'Import items', url: '/app/reorder/suppliers/import' }]}
    >
      <ListFrame
        tabs={TABS}
        tab={tab}
        search={{ value: search, placeholder: 'Search by name' }}
        paging={null}
        resource={{ singular: 'supplier', plural: 'suppliers' }}
        headings={[
          { title: 'Supplier' },
          { title: 'E-mail' },
          { title: 'Currency' },
          { title: 'Lead time' },
          { title: 'Items', alignment: 'end' },
          { title: 'Open orders', alignment: 'end' },
        ]}
        rows={rows}
        cells={(row) => [
          <Wrapped key="name">
            <RowLink url={`/app/reorder/suppliers/${row.id}`}>{row.name}</RowLink>
          </Wrapped>,
          row.email,
          row.currency,
          row.leadTime,
          row.items.toLocaleString('en'),
          row.open.toLocaleString('en'),
        ]}
        narrow={(row) => (
          <>
            <RowLink url={`/app/reorder/suppliers/${row.id}`}>{row.name}</RowLink>
            <Text as="p" tone="subdued" breakWord>
              {[row.email || 'No e-mail', countOf(row.items, 'item'), countOf(row.open, 'open order')].join(' · ')}
            </Text>
          </>
        )}
        none={search === '' && tab === 'active'}
        empty={{
          heading: 'Whom do you buy from?',
          text: 'Add suppliers with what they sell, or import both from a file.',
          action: { content: 'Add supplier', url: '/app/reorder/suppliers/new' },
          secondaryAction: { content: 'Import items', url: '/app/reorder/suppliers/import' },
        }}
      />
    </Page>
  );
}
