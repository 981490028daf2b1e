import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Link, useActionData, useFetcher, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Badge,
  Banner,
  BlockStack,
  Card,
  DropZone,
  EmptyState,
  FormLayout,
  IndexFilters,
  IndexTable,
  InlineStack,
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
import { importBins, placeInBin } from '../picking/place/place-bins.server.ts';
import { type BinListRow, type BinRow, readBinList, readBins } from '../picking/place/read-bins.server.ts';
import { authenticate } from '../shopify.server.ts';
import { tooLarge } from '../ui/bad-rows.tsx';
import { binAddress, countAddress, itemAddress, unitsIn } from '../ui/bin-words.ts';
import { countOf } from '../ui/count.ts';
import { Download } from '../ui/download.tsx';
import { pageOf, pagerOf, useListAddress } from '../ui/list-address.ts';
import { LocationChoice } from '../ui/location-choice.tsx';

const PAGE = 50;
const MAX_FILE = 5_000_000;
const TABS = ['all', 'unplaced', 'differs', 'bins'] as const;
const TAB_NAMES = { all: 'All items', unplaced: 'Without a bin', differs: 'Differ from Shopify', bins: 'Bins' };

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const [locations, busiest] = await Promise.all([readLocations(session.shop), busiestLocation(session.shop)]);
  const usual = locations.find((location) => location.id === busiest) ?? locations[0];
  const locationId = searchParams.get('location') || (usual?.id ?? '');
  const search = (searchParams.get('q') ?? '').slice(0, 100);
  const tab = TABS.find((one) => one === searchParams.get('tab')) ?? 'all';
  const page = pageOf(searchParams);
  const window = { skip: (page - 1) * PAGE, take: PAGE };
  const head = { locations, locationId, search, tab, page };
  const filter = {
    zone: searchParams.get('zone') ?? '',
    kind: searchParams.get('kind') ?? '',
    state: searchParams.get('state') ?? '',
  };
  if (tab === 'bins') {
    const { rows, total, zones } = await readBinList(session.shop, locationId, { search, ...filter }, window);
    return { ...head, filter, zones, items: [] as BinRow[], bins: rows, total };
  }
  const { rows, total } = await readBins(session.shop, locationId, search, window, tab);
  return { ...head, filter, zones: [] as string[], items: rows, bins: [] as BinListRow[], total };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session, sessionToken } = await authenticate.admin(request);
  const form = await request.formData();
  const locationId = String(form.get('location') ?? '');
  const told = { by: `staff ${sessionToken?.sub ?? ''}`.trim(), at: new Date() };
  if (form.get('intent') === 'place') {
    const item = String(form.get('item') ?? '');
    const placed = await placeInBin(session.shop, locationId, item, String(form.get('bin') ?? ''), told);
    return { intent: 'place' as const, ...placed };
  }
  const text = String(form.get('file') ?? '');
  if (text.length > MAX_FILE) return { intent: 'import' as const, ok: false as const, problem: tooLarge(MAX_FILE) };
  return { intent: 'import' as const, ...(await importBins(session.shop, locationId, text, told)) };
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
    if (file.size > MAX_FILE) setProblem(tooLarge(MAX_FILE, file.name));
    else submit({ intent: 'import', location: data.locationId, file: await file.text() }, { method: 'post' });
  };
  const refused = problem ?? (answer?.intent === 'import' && !answer.ok ? answer.problem : null);
  const ofBins = data.tab === 'bins';
  const table = {
    selectable: false,
    condensed: smDown,
    ...pagerOf(data.page, last, go),
  };
  return (
    <Page
      title="Bins"
      subtitle="Where each item lies"
      backAction={{ content: 'Waves', url: '/app/waves' }}
      secondaryActions={[
        { content: 'Layout', url: `/app/waves/layout?location=${data.locationId}` },
        { content: 'Slotting', url: `/app/waves/slotting?location=${data.locationId}` },
      ]}
    >
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
            <LocationChoice
              locations={data.locations}
              value={data.locationId}
              onChange={(location) => go({ location })}
            />
            <DropZone
              label="Import a CSV file with the columns sku and bin; kind, capacity, quantity, lot and expires if you like"
              accept=".csv,text/csv,text/plain"
              type="file"
              allowMultiple={false}
              disabled={navigation.state === 'submitting'}
              onDrop={(files) => void take(files[0])}
            >
              <DropZone.FileUpload actionTitle="Choose a file" actionHint="An empty bin takes an item out of its bin" />
            </DropZone>
            <InlineStack gap="200">
              <Download
                url={`/app/waves/bins/export?location=${data.locationId}`}
                fileName="bins.csv"
                onProblem={setProblem}
              >
                Export all bins
              </Download>
              {(['pdf', 'zpl'] as const).map((ending) => (
                <Download
                  key={ending}
                  url={`/app/waves/papers/bins.${ending}?location=${data.locationId}`}
                  fileName={`bin-labels.${ending}`}
                  onProblem={setProblem}
                >
                  {`Bin labels (${ending.toUpperCase()})`}
                </Download>
              ))}
            </InlineStack>
          </BlockStack>
        </Card>
        <Card padding="0">
          <IndexFilters
            mode={mode}
            setMode={setMode}
            tabs={TABS.map((tab) => ({ id: tab, content: TAB_NAMES[tab] }))}
            selected={TABS.indexOf(data.tab)}
            onSelect={(at) => go({ tab: TABS[at] ?? null, zone: null, kind: null, state: null })}
            queryValue={search}
            queryPlaceholder={ofBins ? 'Search by bin' : 'Search by product or SKU'}
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
          {ofBins ? <BinFilters filter={data.filter} zones={data.zones} go={go} /> : null}
          {ofBins ? (
            <IndexTable
              {...table}
              resourceName={{ singular: 'bin', plural: 'bins' }}
              itemCount={data.bins.length}
              headings={[
                { title: 'Bin' },
                { title: 'Kind' },
                { title: 'Units', alignment: 'end' },
                { title: 'What lies there' },
              ]}
              emptyState={
                <EmptyState heading="No bin matches" image="">
                  <p>Clear the search and the filters, import a file, or paste bin names on the Layout page.</p>
                </EmptyState>
              }
            >
              {data.bins.map((bin, position) => (
                <BinListed key={bin.name} bin={bin} position={position} locationId={data.locationId} narrow={smDown} />
              ))}
            </IndexTable>
          ) : (
            <IndexTable
              {...table}
              resourceName={{ singular: 'item', plural: 'items' }}
              itemCount={data.items.length}
              headings={[{ title: 'Item' }, { title: 'On hand', alignment: 'end' }, { title: 'Bin' }]}
              emptyState={
                <EmptyState heading={emptyHeading(data.tab, data.search)} image="">
                  <p>
                    {data.search
                      ? 'Search for another product or SKU.'
                      : data.tab === 'all'
                        ? 'Items that are stocked at the location appear here.'
                        : data.tab === 'unplaced'
                          ? 'Every item that is stocked here has a bin.'
                          : 'Where every bin of an item was counted, they hold what Shopify has on hand.'}
                  </p>
                </EmptyState>
              }
            >
              {data.items.map((row, position) => (
                <ItemListed
                  key={`${data.locationId} ${row.inventoryItemId}`}
                  row={row}
                  position={position}
                  locationId={data.locationId}
                  narrow={smDown}
                />
              ))}
            </IndexTable>
          )}
        </Card>
      </BlockStack>
    </Page>
  );
}

function emptyHeading(tab: (typeof TABS)[number], search: string): string {
  if (search) return 'Nothing matches';
  if (tab === 'unplaced') return 'Everything has its place';
  return tab === 'differs' ? 'Nothing differs' : 'Nothing is stocked here';
}

function BinFilters({
  filter,
  zones,
  go,
}: {
  filter: { zone: string; kind: string; state: string };
  zones: string[];
  go: (change: Record<string, string | null>) => void;
}) {
  const select = (label: string, name: 'zone' | 'kind' | 'state', options: [string, string][]) => (
    <Select
      label={label}
      options={options.map(([value, text]) => ({ value, label: text }))}
      value={filter[name]}
      onChange={(value) => go({ [name]: value || null })}
    />
  );
  return (
    <div style={{ padding: 'var(--p-space-300)' }}>
      <FormLayout>
        <FormLayout.Group condensed>
          {select('Zone', 'zone', [['', 'Any'], ...zones.map((zone): [string, string] => [zone, zone])])}
          {select('Kind', 'kind', [
            ['', 'Any'],
            ['pick', 'Pick face'],
            ['reserve', 'Reserve'],
          ])}
          {select('State', 'state', [
            ['', 'Any'],
            ['empty', 'Empty'],
            ['over', 'Over capacity'],
            ['uncounted', 'Not counted'],
            ['unread', 'Name not understood'],
          ])}
        </FormLayout.Group>
      </FormLayout>
    </div>
  );
}

type Listed = { position: number; locationId: string; narrow: boolean };

function BinListed({ bin, position, locationId, narrow }: Listed & { bin: BinListRow }) {
  const over = bin.capacity !== null && (bin.held ?? 0) > bin.capacity;
  const name = <Link to={binAddress(locationId, bin.name)}>{bin.name}</Link>;
  const kind = bin.kind === 'reserve' ? 'Reserve' : 'Pick face';
  const held = `${unitsIn(bin.held)}${bin.capacity === null ? '' : ` of ${bin.capacity}`}`;
  const items =
    bin.items.length === 0
      ? 'Empty'
      : bin.items.length > 2
        ? `${bin.items[0]?.title} and ${countOf(bin.items.length - 1, 'more item')}`
        : bin.items.map((item) => item.title).join(', ');
  const warning = over ? <Badge tone="warning">Over capacity</Badge> : null;
  if (narrow)
    return (
      <IndexTable.Row id={bin.name} position={position}>
        <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
          <Text as="p" fontWeight="semibold">
            {name} {warning}
          </Text>
          <Text as="p" tone="subdued">
            {kind} · {held}
          </Text>
          <Text as="p" breakWord>
            {items}
          </Text>
        </div>
      </IndexTable.Row>
    );
  return (
    <IndexTable.Row id={bin.name} position={position}>
      <IndexTable.Cell>
        {name} {warning}
      </IndexTable.Cell>
      <IndexTable.Cell>{kind}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {held}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <div style={{ whiteSpace: 'normal' }}>{items}</div>
      </IndexTable.Cell>
    </IndexTable.Row>
  );
}

function ItemListed({ row, position, locationId, narrow }: Listed & { row: BinRow }) {
  const title = <Link to={itemAddress(locationId, row.inventoryItemId)}>{row.title}</Link>;
  const others = row.lies.filter((one) => one.bin !== row.bin).map((one) => one.bin);
  const more = (
    <>
      {others.length > 0 ? (
        <Text as="p" tone="subdued">
          Also in {[...new Set(others)].join(', ')}
        </Text>
      ) : null}
      {row.differs ? (
        <Text as="p" tone="caution" breakWord>
          {row.differs} <Link to={countAddress(locationId, row.sku)}>Choose it for a count</Link>
        </Text>
      ) : null}
    </>
  );
  if (narrow)
    return (
      <IndexTable.Row id={row.inventoryItemId} position={position}>
        <div style={{ padding: 'var(--p-space-300) var(--p-space-400)', whiteSpace: 'normal' }}>
          <Text as="p" breakWord>
            {title}
          </Text>
          <Text as="p" tone="subdued">
            {[row.sku, `${row.onHand} on hand`].filter(Boolean).join(' · ')}
          </Text>
          <BinField row={row} locationId={locationId} />
          {more}
        </div>
      </IndexTable.Row>
    );
  return (
    <IndexTable.Row id={row.inventoryItemId} position={position}>
      <IndexTable.Cell>
        <div style={{ whiteSpace: 'normal' }}>
          {title}
          <Text as="p" tone="subdued">
            {row.sku}
          </Text>
          {more}
        </div>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {row.onHand}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <BinField row={row} locationId={locationId} />
      </IndexTable.Cell>
    </IndexTable.Row>
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
