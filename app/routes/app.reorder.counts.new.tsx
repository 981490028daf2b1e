import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Badge,
  Banner,
  BlockStack,
  Card,
  EmptyState,
  FormLayout,
  IndexTable,
  IndexTableSelectionType,
  InlineStack,
  Page,
  Select,
  Tabs,
  Text,
  TextField,
  useBreakpoints,
  useIndexResourceState,
} from '@shopify/polaris';
import { useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { busiestLocation } from '../mirror/read-pickable.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { readShelfFacts } from '../picking/shelf.server.ts';
import {
  countChosen,
  countSuspects,
  planSpotCheck,
  previewSpotCheck,
  readCountable,
  readSuspects,
} from '../replenishment/counting/plan-count.server.ts';
import { readTerms } from '../replenishment/counting/read-counts.server.ts';
import { authenticate } from '../shopify.server.ts';
import { NarrowChosen, NarrowRow } from '../ui/choose-narrow.tsx';
import { countOf } from '../ui/count.ts';
import { DrawBadge } from '../ui/draw-badge.tsx';
import { useListAddress } from '../ui/list-address.ts';
import { LocationChoice } from '../ui/location-choice.tsx';

const KINDS = ['spot-check', 'suspects', 'chosen'] as const;
const SIZES = [5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500];

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const now = new Date();
  const [facts, locations, busiest] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    busiestLocation(session.shop),
  ]);
  const { linesPerMonth } = await readTerms(session.shop, facts.currency);
  const kind = KINDS.find((one) => one === searchParams.get('kind')) ?? 'spot-check';
  const suspects = kind === 'suspects' ? await countSuspects(session.shop, facts, now) : null;
  // Unless somebody chose, a count is where most goes out; suspects open where there are some.
  const usual = locations.find((location) => location.id === busiest) ?? locations[0];
  const hasSuspects = (location: { id: string } | undefined) => location && suspects?.has(location.id);
  const locationId =
    (
      locations.find((location) => location.id === searchParams.get('location')) ??
      (hasSuspects(usual) ? usual : locations.find(hasSuspects)) ??
      usual
    )?.id ?? '';
  const asked = Number(searchParams.get('size') ?? linesPerMonth);
  const size = Number.isInteger(asked) && asked >= 1 && asked <= 500 ? asked : linesPerMonth;
  const search = (searchParams.get('q') ?? '').slice(0, 100);
  const head = {
    kind,
    locations: locations.map(({ id, name }) => ({
      id,
      name: suspects ? `${name} (${(suspects.get(id) ?? 0).toLocaleString('en')})` : name,
    })),
    locationId,
    size,
    search,
  };
  if (kind === 'spot-check') {
    const plan = await previewSpotCheck(session.shop, { locationId, size }, facts, readShelfFacts, now);
    return {
      ...head,
      from: plan.items,
      rows: plan.lines.map(({ inventoryItemId, title, sku, bin, reason, why }) => ({
        inventoryItemId,
        title,
        sku,
        place: bin ?? 'No bin',
        reason,
        why,
        busy: false,
      })),
    };
  }
  if (kind === 'suspects') {
    const there = await readSuspects(session.shop, locationId, facts, readShelfFacts, now);
    return {
      ...head,
      from: there.length,
      rows: there.map(({ onHand, ...row }) => ({ ...row, place: `${onHand} on paper`, busy: false })),
    };
  }
  const items = await readCountable(session.shop, locationId, search, now);
  return {
    ...head,
    from: items.length,
    rows: items.map(({ onHand, ...row }) => ({
      ...row,
      place: `${onHand} on paper`,
      reason: 'asked' as const,
      why: row.busy ? 'In another open count' : '',
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const facts = await readShop(session.shop);
  const locationId = String(form.get('location') ?? '');
  const now = new Date();
  const size = Number(form.get('size') ?? 0);
  const planned =
    form.get('kind') === 'spot-check'
      ? await planSpotCheck(
          session.shop,
          { locationId, size: Number.isInteger(size) ? Math.min(500, Math.max(1, size)) : 1 },
          facts,
          readShelfFacts,
          now,
        )
      : await countChosen(session.shop, locationId, form.getAll('item').map(String), facts, readShelfFacts, now);
  return planned.ok ? redirect(`/app/reorder/counts/${planned.id}`) : planned;
}

export default function NewCount() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const go = useListAddress();
  const [search, setSearch] = useState(data.search);
  const { smDown } = useBreakpoints();
  const drawn = data.kind === 'spot-check';
  const rows = data.rows.map((row) => ({ ...row, id: row.inventoryItemId, disabled: row.busy }));
  const { selectedResources, allResourcesSelected, handleSelectionChange, clearSelection } = useIndexResourceState(
    rows,
    {
      resourceFilter: (row) => !row.busy,
    },
  );
  const chosen = allResourcesSelected ? rows.filter((row) => !row.busy).map((row) => row.id) : selectedResources;
  const change = (next: Record<string, string | null>) => {
    clearSelection();
    go(next);
  };
  const plan = () => {
    const form = new FormData();
    form.set('kind', data.kind);
    form.set('location', data.locationId);
    form.set('size', String(data.size));
    for (const item of drawn ? [] : chosen) form.append('item', item);
    submit(form, { method: 'post' });
  };
  const sizes = [...new Set([...SIZES, data.size])].sort((a, b) => a - b).map(String);
  return (
    <Page
      title="Plan a count"
      backAction={{ content: 'Counts', url: '/app/reorder/counts' }}
      primaryAction={{
        content: drawn ? 'Plan this spot check' : `Count ${countOf(chosen.length, 'item')}`,
        disabled: drawn ? rows.length === 0 : chosen.length === 0,
        loading: navigation.state === 'submitting',
        onAction: plan,
      }}
    >
      <BlockStack gap="400">
        {answer ? <Banner tone="warning" title={answer.problem} /> : null}
        <Card padding="0">
          <Tabs
            fitted={smDown}
            tabs={[
              { id: 'spot-check', content: 'Spot check' },
              { id: 'suspects', content: 'Suspects' },
              { id: 'chosen', content: 'Choose items' },
            ]}
            selected={KINDS.indexOf(data.kind)}
            onSelect={(index) => change({ kind: KINDS[index] ?? null, q: null })}
          />
          <div style={{ padding: 'var(--p-space-400)' }}>
            <FormLayout>
              <FormLayout.Group>
                <LocationChoice
                  locations={data.locations}
                  value={data.locationId}
                  onChange={(location) => change({ location })}
                />
                {drawn ? (
                  <Select
                    label="Lines"
                    options={sizes}
                    value={String(data.size)}
                    onChange={(size) => change({ size })}
                  />
                ) : null}
                {data.kind === 'chosen' ? (
                  <TextField
                    label="Search"
                    placeholder="Product, SKU or barcode"
                    autoComplete="off"
                    value={search}
                    onChange={(text) => {
                      setSearch(text);
                      change({ q: text });
                    }}
                  />
                ) : null}
              </FormLayout.Group>
              <Text as="p" tone="subdued">
                {drawn
                  ? `Drawn from ${countOf(data.from, 'item')}: what is worth more and is more doubtful is drawn more often, and every item has a chance.`
                  : data.kind === 'suspects'
                    ? 'Stock below zero, and stock on paper that has not sold for longer than chance explains.'
                    : 'The first hundred that match. Items in another open count cannot be chosen.'}
              </Text>
            </FormLayout>
          </div>
        </Card>
        <Card padding="0">
          {smDown && !drawn ? (
            <NarrowChosen
              chosen={chosen.length}
              of={rows.filter((row) => !row.busy).length}
              onAll={(all) => handleSelectionChange(IndexTableSelectionType.Page, all)}
            />
          ) : null}
          <IndexTable
            resourceName={{ singular: 'item', plural: 'items' }}
            itemCount={rows.length}
            selectable={!drawn}
            selectedItemsCount={allResourcesSelected ? 'All' : chosen.length}
            onSelectionChange={handleSelectionChange}
            condensed={smDown}
            headings={[{ title: 'Item' }, { title: drawn ? 'Bin' : 'Stock' }, { title: 'Why' }]}
            emptyState={<Nothing kind={data.kind} />}
          >
            {rows.map((row, position) =>
              smDown ? (
                <IndexTable.Row
                  id={row.id}
                  key={row.id}
                  position={position}
                  selected={chosen.includes(row.id)}
                  disabled={row.busy}
                >
                  <NarrowRow
                    says={row.title}
                    chosen={chosen.includes(row.id)}
                    disabled={row.busy}
                    onChoose={drawn ? null : (on) => handleSelectionChange(IndexTableSelectionType.Single, on, row.id)}
                  >
                    <Text as="p" fontWeight="semibold" breakWord>
                      {row.title}
                    </Text>
                    <InlineStack gap="200" blockAlign="center">
                      <Text as="span" tone="subdued">
                        {[row.sku, row.place].filter(Boolean).join(' · ')}
                      </Text>
                      {row.reason === 'asked' ? null : <DrawBadge reason={row.reason} />}
                    </InlineStack>
                    <Text as="p" tone="subdued">
                      {row.why}
                    </Text>
                  </NarrowRow>
                </IndexTable.Row>
              ) : (
                <IndexTable.Row
                  id={row.id}
                  key={row.id}
                  position={position}
                  selected={chosen.includes(row.id)}
                  disabled={row.busy}
                >
                  <IndexTable.Cell>
                    <div style={{ whiteSpace: 'normal' }}>
                      <Text as="span" fontWeight="semibold">
                        {row.title}
                      </Text>
                      <Text as="p" tone="subdued">
                        {row.sku}
                      </Text>
                    </div>
                  </IndexTable.Cell>
                  <IndexTable.Cell>{row.place}</IndexTable.Cell>
                  <IndexTable.Cell>
                    <div style={{ whiteSpace: 'normal' }}>
                      {row.reason === 'asked' ? (
                        row.busy ? (
                          <Badge>{row.why}</Badge>
                        ) : null
                      ) : (
                        <InlineStack gap="200" blockAlign="center">
                          <DrawBadge reason={row.reason} />
                          <Text as="span">{row.why}</Text>
                        </InlineStack>
                      )}
                    </div>
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

function Nothing({ kind }: { kind: (typeof KINDS)[number] }) {
  if (kind === 'suspects')
    return (
      <EmptyState heading="Nothing is suspect here" image="">
        <p>No stock is below zero, and none has been silent for longer than chance explains.</p>
      </EmptyState>
    );
  return (
    <EmptyState heading={kind === 'chosen' ? 'Nothing matches' : 'Nothing is free to be counted'} image="">
      <p>
        {kind === 'chosen'
          ? 'Change the search, or choose another location.'
          : 'Every item of this location is in an open count, or none is stocked here.'}
      </p>
    </EmptyState>
  );
}
