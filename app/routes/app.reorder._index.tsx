import { randomUUID } from 'node:crypto';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useFetcher, useLoaderData, useNavigation, useSearchParams } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  IndexFilters,
  InlineStack,
  Page,
  useIndexResourceState,
  useSetIndexFiltersMode,
} from '@shopify/polaris';
import { useCallback, useEffect, useRef, useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { readSync } from '../mirror/read-sync.server.ts';
import { bulkEdit } from '../replenishment/list/bulk-edit.server.ts';
import { readReorderList } from '../replenishment/list/read-list.server.ts';
import { filterQuery, NO_SUPPLIER, type ReorderSort, readFilter } from '../replenishment/list/reorder-filter.ts';
import { readViews, removeView, renameView, saveView } from '../replenishment/list/views.server.ts';
import { moveGoods } from '../replenishment/moving/move-goods.server.ts';
import { readTransfers } from '../replenishment/moving/read-transfers.server.ts';
import type { Advice } from '../replenishment/policy/advice.ts';
import { draftOrders } from '../replenishment/purchasing/draft-orders.server.ts';
import { askForRun, readRuns } from '../replenishment/runs.server.ts';
import { isGranted } from '../shopify/granted.server.ts';
import { authenticate } from '../shopify.server.ts';
import { BulkSettings } from '../ui/bulk-settings.tsx';
import { countOf } from '../ui/count.ts';
import { Download } from '../ui/download.tsx';
import { pageOf, useListAddress } from '../ui/list-address.ts';
import { type MoveAnswer, Moves } from '../ui/moves.tsx';
import { type OrderAnswer, OrdersMade } from '../ui/orders-made.tsx';
import { lastDays } from '../ui/period.ts';
import { usePoll } from '../ui/poll.ts';
import { reorderFilters } from '../ui/reorder-filters.tsx';
import { NothingToReorder } from '../ui/reorder-nothing.tsx';
import { ReorderTable, readUnits, usualUnits } from '../ui/reorder-table.tsx';
import { RunState } from '../ui/run-state.tsx';
import { SavedViews } from '../ui/saved-views.tsx';
import { SupplierTotals } from '../ui/supplier-totals.tsx';

const PAGE = 50;
const TABS: { id: string; content: string; advice: Advice | null }[] = [
  { id: 'buy', content: 'Buy', advice: 'buy' },
  { id: 'move', content: 'Move', advice: 'move' },
  { id: 'wait', content: 'Wait', advice: 'wait' },
  { id: 'too much', content: 'Too much', advice: 'too much' },
  { id: 'unknown', content: 'Unknown', advice: 'unknown' },
  { id: 'all', content: 'All', advice: null },
];
const SORTS: [ReorderSort, string][] = [
  ['urgency', 'Most urgent'],
  ['order-by', 'Order by'],
  ['units', 'Most units'],
  ['cover', 'Least cover'],
  ['lost', 'Most lost'],
  ['excess', 'Most excess'],
  ['product', 'Product'],
];
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const filter = readFilter(searchParams);
  const page = pageOf(searchParams);
  const [facts, locations, views, runs] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readViews(session.shop),
    readRuns(session.shop, 6),
  ]);
  const today = lastDays(1, new Date(), facts.timeZone).to;
  const list = await readReorderList(session.shop, filter, today, { skip: (page - 1) * PAGE, take: PAGE });
  const locationName = new Map(locations.map((location) => [location.id, location.name]));
  const supplierName = new Map(list.suppliers.map((supplier) => [supplier.id, supplier.name]));
  const all = Object.values(list.counts).reduce((sum, count) => sum + count, 0);
  const total = filter.advice ? list.counts[filter.advice] : all;
  const last = Math.max(1, Math.ceil(total / PAGE));
  if (page > last) {
    // What was ordered has left the list, and with it the page that was open.
    searchParams.set('page', String(last));
    throw redirect(`/app/reorder?${searchParams}`);
  }
  return {
    filter,
    query: filterQuery(filter),
    page,
    last,
    counts: { ...list.counts, all },
    locations,
    suppliers: list.suppliers,
    views,
    runs: runs.map(({ id: _, ...run }) => run),
    isStoreRead: runs.length > 0 || (await readSync(session.shop)).everRead,
    timeZone: facts.timeZone,
    today,
    draftId: randomUUID(),
    moving: filter.advice === 'move' ? await readMoving(session.shop, locationName) : null,
    totals: list.totals.map((total) => ({
      ...total,
      minor: total.minor.toString(),
      supplier: total.supplierId ? (supplierName.get(total.supplierId) ?? 'Unknown supplier') : 'No supplier',
    })),
    lines: list.rows.map((row) => ({
      id: `${row.inventoryItemId}-${row.locationId}`,
      title: row.title,
      sku: row.sku ?? '',
      location: locationName.get(row.locationId) ?? '',
      supplier: row.supplierId ? (supplierName.get(row.supplierId) ?? null) : null,
      advice: row.advice,
      reason: row.reason,
      moves: row.moves.map(({ from, units }) => ({ from: locationName.get(from) ?? '', units })),
      available: row.available,
      coming: row.position - row.available,
      onDraft: row.onDraft,
      reorderPoint: row.reorderPoint,
      daysOfCover: row.daysOfCover,
      orderBy: row.orderBy,
      suggested: row.suggested,
      minimumOrder: row.inputs.terms.minimumOrder.value,
      packSize: row.inputs.terms.packSize.value,
      unitCost: row.unitCost?.toString() ?? null,
      currency: row.currency,
      abc: row.abcRevenue,
      isNew: row.isNew,
      phantom: row.phantom,
      lostUnits: row.lostUnits,
      excess: row.excess,
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const said = (name: string) => String(form.get(name) ?? '');
  const now = new Date();
  switch (said('intent')) {
    case 'compute':
      await askForRun(session.shop, now);
      return { ok: true };
    case 'save-view':
      return saveView(session.shop, said('name'), said('query'), now);
    case 'rename-view':
      return renameView(session.shop, said('id'), said('name'));
    case 'delete-view':
      return removeView(session.shop, said('id'));
    case 'order': {
      const picks = readPicks(said('picks'));
      if (picks.length === 0) return { ok: false as const, problem: 'Choose rows with at least one unit to order' };
      return { ok: true as const, ...(await draftOrders(session.shop, picks, said('draftId'), now)) };
    }
    case 'move': {
      const places = readPlaces(said('places')).map((place) => {
        const [inventoryItemId = '', locationId = ''] = place.split('/');
        return { inventoryItemId, locationId };
      });
      if (places.length === 0) return { ok: false as const, problem: 'Choose rows to move' };
      return { ok: true as const, ...(await moveGoods(session.shop, places, said('draftId'), now)) };
    }
    case 'bulk-edit':
      return bulkEdit(
        session.shop,
        said('scope') === 'item' ? 'item' : 'place',
        readPlaces(said('places')),
        {
          supplierId: said('supplierId'),
          leadTimeDays: said('leadTimeDays'),
          targetPercent: said('targetPercent'),
          minimumOrder: said('minimumOrder'),
          packSize: said('packSize'),
          maxCoverDays: said('maxCoverDays'),
        },
        now,
      );
    default:
      throw new Response('The page asked for something that is not offered. Reload it.', { status: 400 });
  }
}

/** "item-location" of each row, as "item/location". */
function readPlaces(text: string): string[] {
  return text
    .split(',')
    .filter((place) => /^\d+-\d+$/.test(place))
    .map((place) => place.replace('-', '/'));
}

/** The transfers, and whether more may be asked for; where Shopify does not say, the outbox will. */
async function readMoving(shop: string, locationName: ReadonlyMap<string, string>) {
  const [transfers, granted] = await Promise.all([
    readTransfers(shop, new Date()),
    isGranted(shop, 'write_inventory_transfers'),
  ]);
  const name = (id: string) => locationName.get(id) ?? 'a location that is gone';
  return {
    allowed: granted !== false,
    transfers: transfers.map((each) => ({ ...each, from: name(each.from), to: name(each.to) })),
  };
}

/** "item-location:units" of each row, those with nothing to order left out. */
function readPicks(text: string): { inventoryItemId: string; locationId: string; units: number }[] {
  return text.split(',').flatMap((pick) => {
    const [, inventoryItemId, locationId, units] = /^(\d+)-(\d+):(\d{1,7})$/.exec(pick) ?? [];
    return inventoryItemId && locationId && Number(units) > 0
      ? [{ inventoryItemId, locationId, units: Number(units) }]
      : [];
  });
}

const HERE = '/app/reorder?index';

export default function Reorder() {
  const data = useLoaderData<typeof loader>();
  const { filter } = data;
  const go = useListAddress();
  const [, setParams] = useSearchParams();
  const compute = useFetcher();
  const order = useFetcher<OrderAnswer>();
  const move = useFetcher<MoveAnswer>();
  const navigation = useNavigation();
  const [search, setSearch] = useState(filter.search);
  const [problem, setProblem] = useState<string | null>(null);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [editing, setEditing] = useState(false);
  const [edited, setEdited] = useState<number | null>(null);
  const { mode, setMode } = useSetIndexFiltersMode();
  const { selectedResources, allResourcesSelected, handleSelectionChange, clearSelection, removeSelectedResources } =
    useIndexResourceState(data.lines);
  const going = data.runs[0]?.state === 'running' || data.runs[0]?.state === 'waiting';
  // Computing begins by itself once the store has been read.
  const asked = data.moving?.transfers.some(({ state }) => state === 'asked') ?? false;
  usePoll(going || asked || data.runs.length === 0);
  const tab = TABS.findIndex(({ advice }) => advice === filter.advice);
  const clearAll = () => {
    setSearch('');
    setParams(new URLSearchParams(filter.advice === 'buy' ? {} : { tab: filter.advice ?? 'all' }));
  };
  const made = order.state === 'idle' ? order.data : undefined;
  const told = useRef<OrderAnswer>(undefined);
  useEffect(() => {
    if (!made?.ok || told.current === made) return;
    told.current = made;
    // What was drafted is no longer chosen, and what was typed for it has been said: pressing again orders nothing twice.
    const left = new Set(made.notDrafted.map((row) => `${row.inventoryItemId}-${row.locationId}`));
    const drafted = selectedResources.filter((id) => !left.has(id));
    removeSelectedResources(drafted);
    setTyped((before) => Object.fromEntries(Object.entries(before).filter(([id]) => !drafted.includes(id))));
  }, [made, selectedResources, removeSelectedResources]);
  const moved = move.state === 'idle' ? move.data : undefined;
  useEffect(() => {
    if (moved?.ok) clearSelection();
  }, [moved, clearSelection]);
  const closeEditing = useCallback(
    (changed: number | null) => {
      setEditing(false);
      setProblem(null);
      setEdited(changed);
      if (changed !== null) clearSelection();
    },
    [clearSelection],
  );

  const createTransfers = (places: readonly string[]) =>
    move.submit({ intent: 'move', places: places.join(','), draftId: data.draftId }, { method: 'post', action: HERE });

  const createOrders = () => {
    const chosen = data.lines.filter(({ id }) => selectedResources.includes(id));
    const units = (line: (typeof chosen)[number]) => readUnits(typed[line.id] ?? usualUnits(line));
    const wrong = chosen.find((line) => units(line) === null);
    if (wrong)
      return setProblem(
        `${wrong.title} at ${wrong.location}: enter a whole number of units up to 1,000,000. Nothing was ordered.`,
      );
    setProblem(null);
    const picks = chosen.map((line) => `${line.id}:${units(line)}`).join(',');
    order.submit({ intent: 'order', picks, draftId: data.draftId }, { method: 'post', action: HERE });
  };

  const filters = reorderFilters(filter, data, go);
  const applied = filters.flatMap((each) => each.applied);

  return (
    <Page
      fullWidth
      title="Reorder"
      subtitle="What to buy, move or leave, most urgent first"
      secondaryActions={[
        { content: 'Purchase orders', url: '/app/reorder/orders' },
        { content: 'Plan buys', url: '/app/reorder/plan' },
        { content: 'Settings', url: '/app/reorder/settings' },
      ]}
      actionGroups={[
        {
          title: 'More',
          actions: [
            { content: 'Suppliers', url: '/app/reorder/suppliers' },
            { content: 'Counts', url: '/app/reorder/counts' },
            { content: 'Overstock', url: '/app/reorder/overstock' },
            { content: 'Calendar', url: '/app/reorder/calendar' },
            { content: 'Bundles', url: '/app/reorder/bundles' },
            { content: 'Proof', url: '/app/reorder/proof' },
          ],
        },
      ]}
    >
      <BlockStack gap="400">
        {problem ? <Banner tone="critical" title={problem} onDismiss={() => setProblem(null)} /> : null}
        {edited === null ? null : (
          <Banner
            tone="success"
            title={`${countOf(edited, 'setting')} saved, and computed again`}
            onDismiss={() => setEdited(null)}
          />
        )}
        <OrdersMade answer={made} locations={data.locations} />
        {data.moving ? (
          <Moves
            answer={moved}
            transfers={data.moving.transfers}
            allowed={data.moving.allowed}
            file={`/app/reorder/moves?${data.query}`}
            hasMoves={data.counts.move > 0}
            shown={data.lines.length}
            busy={move.state !== 'idle'}
            onCreateAll={() => createTransfers(data.lines.map(({ id }) => id))}
            onProblem={setProblem}
            locationName={(id) => data.locations.find((location) => location.id === id)?.name ?? ''}
          />
        ) : null}
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <InlineStack gap="300" align="space-between" blockAlign="start">
            <div style={{ flex: '1 1 16rem' }}>
              <RunState runs={data.runs} timeZone={data.timeZone} />
            </div>
            <InlineStack gap="200" align="start">
              <Button
                loading={compute.state !== 'idle' || going}
                onClick={() => compute.submit({ intent: 'compute' }, { method: 'post', action: HERE })}
              >
                {data.runs.length > 0 ? 'Compute again' : 'Compute now'}
              </Button>
              <SavedViews
                views={data.views}
                query={data.query}
                action={HERE}
                onOpen={(query) => {
                  setSearch(new URLSearchParams(query).get('q') ?? '');
                  setParams(new URLSearchParams(query));
                }}
              />
              <Download url={`/app/reorder/export?${data.query}`} fileName="reorder.csv" onProblem={setProblem}>
                Export CSV
              </Download>
              <Button url="/app/reorder/import">Import settings</Button>
            </InlineStack>
          </InlineStack>
        </Box>
        <Card padding="0">
          <IndexFilters
            mode={mode}
            setMode={setMode}
            tabs={TABS.map(({ id, content }) => ({
              id,
              content,
              badge: (data.counts[id as keyof typeof data.counts] ?? 0).toLocaleString('en'),
            }))}
            selected={tab}
            onSelect={(index) => {
              clearSelection();
              go({ tab: TABS[index]!.id });
            }}
            sortOptions={SORTS.map(([value, label]) => ({
              label,
              value: `${value} asc` as const,
              directionLabel: label,
            }))}
            sortSelected={[`${filter.sort} asc`]}
            onSort={([chosen]) => go({ sort: chosen?.split(' ')[0] ?? null })}
            queryValue={search}
            queryPlaceholder="Search by product, SKU, barcode or vendor"
            onQueryChange={(value) => {
              setSearch(value);
              go({ q: value });
            }}
            onQueryClear={() => {
              setSearch('');
              go({ q: null });
            }}
            cancelAction={{ onAction: clearAll }}
            filters={filters.map(({ applied: _, ...each }) => each)}
            appliedFilters={applied}
            onClearAll={clearAll}
            canCreateNewView={false}
            loading={navigation.state === 'loading'}
          />
          <ReorderTable
            lines={data.lines}
            today={data.today}
            typed={typed}
            onType={(id, units) => setTyped({ ...typed, [id]: units })}
            selection={{ selected: selectedResources, all: allResourcesSelected }}
            onSelectionChange={handleSelectionChange}
            bulkActions={[
              ...(data.moving?.allowed
                ? [
                    {
                      content: move.state === 'idle' ? 'Create transfers' : 'Creating',
                      disabled: move.state !== 'idle',
                      onAction: () => createTransfers(selectedResources),
                    },
                  ]
                : []),
              {
                content: order.state === 'idle' ? 'Create purchase orders' : 'Creating',
                disabled: order.state !== 'idle',
                onAction: createOrders,
              },
              { content: 'Change settings', onAction: () => setEditing(true) },
            ]}
            emptyState={
              <NothingToReorder
                isStoreRead={data.isStoreRead}
                computed={data.runs.length > 0}
                filtered={filter.search !== '' || applied.length > 0}
              />
            }
            pagination={{
              hasPrevious: data.page > 1,
              onPrevious: () => go({ page: String(data.page - 1) }),
              hasNext: data.page < data.last,
              onNext: () => go({ page: String(data.page + 1) }),
              label: `Page ${data.page} of ${data.last}`,
            }}
          />
        </Card>
        <SupplierTotals
          totals={data.totals}
          linkTo={(supplierId) => `/app/reorder?supplier=${supplierId ?? NO_SUPPLIER}`}
        />
      </BlockStack>
      {editing ? (
        <BulkSettings
          places={selectedResources}
          suppliers={data.suppliers.filter(({ archived }) => !archived)}
          action={HERE}
          onClose={closeEditing}
        />
      ) : null}
    </Page>
  );
}
