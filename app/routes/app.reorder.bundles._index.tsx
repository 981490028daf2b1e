import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation } from '@remix-run/react';
import {
  Badge,
  Button,
  Card,
  EmptyState,
  IndexFilters,
  IndexTable,
  InlineStack,
  Page,
  Text,
  useBreakpoints,
  useSetIndexFiltersMode,
} from '@shopify/polaris';
import { useCallback, useState } from 'react';
import { removeBundle, setBundle } from '../replenishment/bundles/change-bundles.server.ts';
import { readBundles } from '../replenishment/bundles/read-bundles.server.ts';
import { authenticate } from '../shopify.server.ts';
import { BundleForm, type EditedBundle } from '../ui/bundle-form.tsx';
import { countOf } from '../ui/count.ts';
import { pageOf, useListAddress } from '../ui/list-address.ts';

const PAGE = 50;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const search = (searchParams.get('q') ?? '').replaceAll('\0', '').trim().slice(0, 100);
  const page = pageOf(searchParams);
  const { total, bundles } = await readBundles(session.shop, search, { skip: (page - 1) * PAGE, take: PAGE });
  return {
    search,
    page,
    total,
    rows: bundles.map((bundle) => ({
      id: bundle.variantId,
      item: bundle.inventoryItemId,
      title: bundle.title ?? `Variant ${bundle.variantId}`,
      sku: bundle.sku,
      parts: bundle.parts.map((part) => ({
        item: part.inventoryItemId,
        title: part.title ?? `Item ${part.inventoryItemId}`,
        sku: part.sku,
        deleted: part.title === null,
        quantity: String(part.quantity),
      })),
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const id = (value: unknown) => (/^\d{1,20}$/.test(String(value)) ? String(value) : '');
  switch (form.get('intent')) {
    case 'save': {
      const quantities = form.getAll('quantity').map(String);
      const parts = form.getAll('item').map((item, at) => ({ item: id(item), quantity: quantities[at] ?? '' }));
      return setBundle(session.shop, { bundle: id(form.get('bundle')), parts }, new Date());
    }
    case 'remove':
      await removeBundle(session.shop, id(form.get('id')), new Date());
      return { ok: true as const, changed: true };
    default:
      throw new Response('The page asked for something that is not offered. Reload it.', { status: 400 });
  }
}

const NEW: EditedBundle = { id: null, item: null, title: '', sku: null, parts: [] };

export default function Bundles() {
  const data = useLoaderData<typeof loader>();
  const go = useListAddress();
  const [search, setSearch] = useState(data.search);
  const [edited, setEdited] = useState<EditedBundle | null>(null);
  const { mode, setMode } = useSetIndexFiltersMode();
  const { smDown } = useBreakpoints();
  const loading = useNavigation().state === 'loading';
  const close = useCallback(() => setEdited(null), []);
  const last = Math.max(1, Math.ceil(data.total / PAGE));
  const clear = () => {
    setSearch('');
    go({ q: null });
  };
  return (
    <Page
      title="Bundles"
      subtitle="What is sold together is bought as its components"
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
      primaryAction={{ content: 'Add bundle', onAction: () => setEdited(NEW) }}
      secondaryActions={[{ content: 'Import a file', url: '/app/reorder/bundles/import' }]}
    >
      {edited ? (
        <BundleForm
          key={edited.id ?? 'new'}
          bundle={edited}
          action="/app/reorder/bundles?index"
          search="/app/reorder/suppliers/items"
          onClose={close}
        />
      ) : null}
      <Card padding="0">
        <IndexFilters
          mode={mode}
          setMode={setMode}
          tabs={[{ id: 'all', content: 'All' }]}
          selected={0}
          queryValue={search}
          queryPlaceholder="Search by product or SKU"
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
          resourceName={{ singular: 'bundle', plural: 'bundles' }}
          itemCount={data.rows.length}
          selectable={false}
          condensed={smDown}
          headings={[{ title: 'Bundle' }, { title: 'SKU' }, { title: 'Components' }]}
          pagination={{
            hasPrevious: data.page > 1,
            onPrevious: () => go({ page: String(data.page - 1) }),
            hasNext: data.page < last,
            onNext: () => go({ page: String(data.page + 1) }),
            label: `Page ${data.page} of ${last}`,
          }}
          emptyState={
            data.search ? (
              <EmptyState heading="No bundle matches" image="">
                <p>Search for another product or SKU, of the bundle or of a component.</p>
              </EmptyState>
            ) : (
              <EmptyState
                heading="Do you sell bundles?"
                image=""
                action={{ content: 'Add bundle', onAction: () => setEdited(NEW) }}
                secondaryAction={{ content: 'Import a file', url: '/app/reorder/bundles/import' }}
              >
                <p>
                  Bundles made with Shopify Bundles, or any app that puts the components on the order, need nothing
                  here. Add those that are one line of an order, with a SKU of their own, so that what they sell counts
                  for their components.
                </p>
              </EmptyState>
            )
          }
        >
          {data.rows.map((row, position) =>
            smDown ? (
              <IndexTable.Row id={row.id} key={row.id} position={position}>
                <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
                  <Name row={row} onOpen={() => setEdited(row)} />
                  <Text as="p" tone="subdued" breakWord>
                    {[row.sku, componentsOf(row)].filter(Boolean).join(' · ')}
                  </Text>
                </div>
              </IndexTable.Row>
            ) : (
              <IndexTable.Row id={row.id} key={row.id} position={position}>
                <IndexTable.Cell>
                  <div style={{ whiteSpace: 'normal' }}>
                    <Name row={row} onOpen={() => setEdited(row)} />
                  </div>
                </IndexTable.Cell>
                <IndexTable.Cell>{row.sku}</IndexTable.Cell>
                <IndexTable.Cell>
                  <div style={{ whiteSpace: 'normal' }}>{componentsOf(row)}</div>
                </IndexTable.Cell>
              </IndexTable.Row>
            ),
          )}
        </IndexTable>
      </Card>
    </Page>
  );
}

const NAMED = 5;

function componentsOf({ parts }: Pick<EditedBundle, 'parts'>): string {
  const named = parts.slice(0, NAMED).map(({ quantity, title }) => `${quantity} × ${title}`);
  return [...named, ...(parts.length > NAMED ? [`${countOf(parts.length - NAMED, 'component')} more`] : [])].join(', ');
}

function Name({ row, onOpen }: { row: EditedBundle; onOpen: () => void }) {
  return (
    <InlineStack gap="200" blockAlign="center">
      <Button variant="plain" textAlign="left" accessibilityLabel={`Change ${row.title}`} onClick={onOpen}>
        {row.title}
      </Button>
      {row.item === null ? <Badge tone="critical">Deleted in Shopify</Badge> : null}
      {row.item !== null && row.parts.some((part) => part.deleted) ? (
        <Badge tone="warning">A component is deleted</Badge>
      ) : null}
    </InlineStack>
  );
}
