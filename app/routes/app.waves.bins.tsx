import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useFetcher, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Card,
  DropZone,
  EmptyState,
  IndexFilters,
  IndexTable,
  List,
  Page,
  Select,
  Text,
  TextField,
  useBreakpoints,
  useSetIndexFiltersMode,
} from '@shopify/polaris';
import { useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { busiestLocation } from '../mirror/read-pickable.server.ts';
import { longestBin } from '../picking/bin.ts';
import { importBins, placeInBin } from '../picking/place-bins.server.ts';
import { type BinRow, readBins } from '../picking/read-waves.server.ts';
import { authenticate } from '../shopify.server.ts';
import { pageOf, useListAddress } from '../ui/list-address.ts';

const PAGE = 50;
const MAX_FILE = 5_000_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const [locations, busiest] = await Promise.all([readLocations(session.shop), busiestLocation(session.shop)]);
  const usual = locations.find((location) => location.id === busiest) ?? locations[0];
  const locationId = searchParams.get('location') || (usual?.id ?? '');
  const search = (searchParams.get('q') ?? '').slice(0, 100);
  const page = pageOf(searchParams);
  const { rows, total } = await readBins(session.shop, locationId, search, { skip: (page - 1) * PAGE, take: PAGE });
  return { locations, locationId, search, page, rows, total };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const locationId = String(form.get('location') ?? '');
  const item = String(form.get('item') ?? '');
  if (form.get('intent') === 'place') {
    const placed = await placeInBin(session.shop, locationId, item, String(form.get('bin') ?? ''));
    return { intent: 'place' as const, ...placed };
  }
  const text = String(form.get('file') ?? '');
  if (text.length > MAX_FILE)
    return { intent: 'import' as const, ok: false as const, problem: 'The file is larger than 5 MB. Split it.' };
  return { intent: 'import' as const, ...(await importBins(session.shop, locationId, text)) };
}

export default function Bins() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const go = useListAddress();
  const [search, setSearch] = useState(data.search);
  const [problem, setProblem] = useState<string | null>(null);
  const { mode, setMode } = useSetIndexFiltersMode();
  const { smDown } = useBreakpoints();
  const last = Math.max(1, Math.ceil(data.total / PAGE));
  const clear = () => {
    setSearch('');
    go({ q: null });
  };
  const take = async (file: File | undefined) => {
    setProblem(null);
    if (!file) return;
    if (file.size > MAX_FILE) setProblem(`${file.name} is larger than 5 MB. Split it.`);
    else submit({ intent: 'import', location: data.locationId, file: await file.text() }, { method: 'post' });
  };
  const refused = problem ?? (answer?.intent === 'import' && !answer.ok ? answer.problem : null);
  return (
    <Page title="Bins" subtitle="Where each item lies" backAction={{ content: 'Waves', url: '/app/waves' }}>
      <BlockStack gap="400">
        {refused ? <Banner tone="critical" title={refused} /> : null}
        {answer?.intent === 'import' && answer.ok && !problem ? (
          <Banner
            tone={answer.bad.length > 0 ? 'warning' : 'success'}
            title={`${answer.placed} items placed${answer.bad.length > 0 ? `, ${answer.bad.length} rows not taken` : ''}`}
          >
            {answer.bad.length > 0 ? (
              <List>
                {answer.bad.slice(0, 100).map((row) => (
                  <List.Item key={`${row.line} ${row.text}`}>
                    Line {row.line} ({row.text}): {row.problem}
                  </List.Item>
                ))}
                {answer.bad.length > 100 ? <List.Item>and {answer.bad.length - 100} more</List.Item> : null}
              </List>
            ) : null}
          </Banner>
        ) : null}
        <Card>
          <BlockStack gap="300">
            <Select
              label="Location"
              options={data.locations.map((location) => ({ label: location.name, value: location.id }))}
              value={data.locationId}
              onChange={(location) => go({ location })}
            />
            <DropZone
              label="Import a CSV file with the columns sku and bin"
              accept=".csv,text/csv,text/plain"
              type="file"
              allowMultiple={false}
              disabled={navigation.state === 'submitting'}
              onDrop={(files) => void take(files[0])}
            >
              <DropZone.FileUpload actionTitle="Choose a file" actionHint="An empty bin takes an item out of its bin" />
            </DropZone>
          </BlockStack>
        </Card>
        <Card padding="0">
          <IndexFilters
            mode={mode}
            setMode={setMode}
            tabs={[{ id: 'all', content: 'All items' }]}
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
            loading={navigation.state === 'loading'}
          />
          <IndexTable
            resourceName={{ singular: 'item', plural: 'items' }}
            itemCount={data.rows.length}
            selectable={false}
            condensed={smDown}
            headings={[{ title: 'Item' }, { title: 'On hand', alignment: 'end' }, { title: 'Bin' }]}
            emptyState={
              <EmptyState heading={data.search ? 'Nothing matches' : 'Nothing is stocked here'} image="">
                <p>
                  {data.search
                    ? 'Search for another product or SKU.'
                    : 'Items that are stocked at the location appear here.'}
                </p>
              </EmptyState>
            }
            pagination={{
              hasPrevious: data.page > 1,
              onPrevious: () => go({ page: String(data.page - 1) }),
              hasNext: data.page < last,
              onNext: () => go({ page: String(data.page + 1) }),
              label: `Page ${data.page} of ${last}`,
            }}
          >
            {data.rows.map((row, position) =>
              smDown ? (
                <IndexTable.Row id={row.inventoryItemId} key={row.inventoryItemId} position={position}>
                  <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
                    <Text as="p" breakWord>
                      {row.title}
                    </Text>
                    <Text as="p" tone="subdued">
                      {[row.sku, `${row.onHand} on hand`].filter(Boolean).join(' · ')}
                    </Text>
                    <BinField
                      key={`${data.locationId} ${row.inventoryItemId}`}
                      row={row}
                      locationId={data.locationId}
                    />
                  </div>
                </IndexTable.Row>
              ) : (
                <IndexTable.Row id={row.inventoryItemId} key={row.inventoryItemId} position={position}>
                  <IndexTable.Cell>
                    <div style={{ whiteSpace: 'normal' }}>
                      {row.title}
                      <Text as="p" tone="subdued">
                        {row.sku}
                      </Text>
                    </div>
                  </IndexTable.Cell>
                  <IndexTable.Cell>
                    <Text as="span" alignment="end" numeric>
                      {row.onHand}
                    </Text>
                  </IndexTable.Cell>
                  <IndexTable.Cell>
                    <BinField
                      key={`${data.locationId} ${row.inventoryItemId}`}
                      row={row}
                      locationId={data.locationId}
                    />
                  </IndexTable.Cell>
                </IndexTable.Row>
              ),
            )}
          </IndexTable>
        </Card>
      </BlockStack>
    </Page>
  );
}

/** Saved when the field is left, as in a spreadsheet; a problem stays beside it. */
function BinField({ row, locationId }: { row: BinRow; locationId: string }) {
  const fetcher = useFetcher<typeof action>();
  const [bin, setBin] = useState(row.bin);
  const problem = fetcher.data?.intent === 'place' && !fetcher.data.ok ? fetcher.data.problem : false;
  const save = () => {
    if (bin.trim() !== row.bin)
      fetcher.submit({ intent: 'place', location: locationId, item: row.inventoryItemId, bin }, { method: 'post' });
  };
  return (
    <TextField
      label={`Bin of ${row.title}`}
      labelHidden
      placeholder="No bin"
      autoComplete="off"
      maxLength={longestBin}
      value={bin}
      onChange={setBin}
      onBlur={save}
      error={problem}
      {...(fetcher.state === 'idle' ? {} : { suffix: 'Saving' })}
    />
  );
}
