import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation } from '@remix-run/react';
import {
  BlockStack,
  Card,
  EmptyState,
  IndexFilters,
  IndexTable,
  InlineStack,
  Link,
  Page,
  Text,
  useBreakpoints,
  useSetIndexFiltersMode,
} from '@shopify/polaris';
import { useState } from 'react';
import { dayAt } from '../calendar/day.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { loadChecks } from '../orders/store.server.ts';
import { readNotInWaves, readWavesPage } from '../picking/read-waves.server.ts';
import { readRushes } from '../picking/rush.server.ts';
import { type WaveState, waveStates } from '../picking/wave.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { pageOf, pagerOf, useListAddress } from '../ui/list-address.ts';
import { NotInWaves } from '../ui/not-in-waves.tsx';
import { RushBanners } from '../ui/rush-banners.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { formatWhen } from '../ui/when.ts';

const PAGE = 50;
const NOT_IN_WAVES = 'not-in-waves';
const TABS: { id: string; content: string; states: readonly WaveState[] }[] = [
  { id: 'open', content: 'Open', states: ['planned', 'released', 'picked'] },
  { id: 'planned', content: 'Planned', states: ['planned'] },
  { id: 'released', content: 'Released', states: ['released'] },
  { id: 'picked', content: 'Picked', states: ['picked'] },
  { id: 'shipped', content: 'Shipped', states: ['shipped'] },
  { id: 'canceled', content: 'Canceled', states: ['canceled'] },
  { id: NOT_IN_WAVES, content: 'Not in waves', states: [] },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const tab = TABS.find((each) => each.id === searchParams.get('tab')) ?? TABS[0]!;
  const search = (searchParams.get('q') ?? '').slice(0, 20);
  const number = /(\d{1,9})/.exec(search)?.[1];
  const page = pageOf(searchParams);
  const at = { skip: (page - 1) * PAGE, take: PAGE };
  const location = searchParams.get('location');
  const reason = searchParams.get('reason');
  const [facts, locations, { rows, total, counts }, named] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readWavesPage(session.shop, { states: tab.states, locationId: null, number: number ? Number(number) : null }, at),
    tab.id === NOT_IN_WAVES
      ? readNotInWaves(session.shop, { locationId: location, code: reason, search }, at, loadChecks, new Date())
      : null,
  ]);
  const now = new Date();
  const nameOf = new Map(locations.map((location) => [location.id, location.name]));
  return {
    today: dayAt(now, facts.timeZone),
    rushes: await readRushes(session.shop, facts.timeZone, now),
    tab: tab.id,
    search,
    page,
    total: named?.total ?? total,
    locations,
    named: named && {
      location,
      reason,
      counts: named.counts,
      ready: named.ready,
      more: named.more,
      rows: named.rows.map((row) => ({
        ...row,
        location: nameOf.get(row.locationId ?? '') ?? 'None of yours',
        placedAt: formatWhen(row.placedAt, facts.timeZone),
      })),
    },
    counts: Object.fromEntries(
      TABS.map((each) => [each.id, each.states.reduce((sum, state) => sum + counts[state], 0)]),
    ),
    none: waveStates.every((state) => counts[state] === 0),
    rows: rows.map((wave) => ({
      id: wave.id,
      number: wave.number,
      state: wave.state,
      location: nameOf.get(wave.locationId) ?? '',
      orders: wave.orders,
      lines: wave.lines,
      units: wave.units,
      short: wave.short,
      createdAt: formatWhen(wave.createdAt, facts.timeZone),
    })),
  };
}

export default function Waves() {
  const data = useLoaderData<typeof loader>();
  const go = useListAddress();
  const [search, setSearch] = useState(data.search);
  const { mode, setMode } = useSetIndexFiltersMode();
  const { smDown } = useBreakpoints();
  const loading = useNavigation().state === 'loading';
  const last = Math.max(1, Math.ceil(data.total / PAGE));
  const clear = () => {
    setSearch('');
    go({ q: null });
  };
  return (
    <Page
      title="Waves"
      subtitle="Orders that are picked together on one walk"
      primaryAction={{ content: 'Plan a wave', url: '/app/waves/new' }}
      secondaryActions={[
        { content: 'Parcels', url: '/app/waves/parcels' },
        { content: 'Bins', url: '/app/waves/bins' },
        { content: 'Layout', url: '/app/waves/layout' },
        { content: 'Slotting', url: '/app/waves/slotting' },
        { content: 'Rules and windows', url: '/app/waves/rules' },
        { content: 'Carts', url: '/app/waves/carts' },
        { content: 'Boxes', url: '/app/waves/boxes' },
        { content: 'Packing rules', url: '/app/waves/packing' },
        { content: 'Pickers', url: '/app/waves/pickers' },
      ]}
    >
      <BlockStack gap="400">
        <RushBanners rushes={data.rushes} today={data.today} />
        <Card padding="0">
          <IndexFilters
            mode={mode}
            setMode={setMode}
            tabs={TABS.map((tab) => ({
              id: tab.id,
              content: tab.content,
              ...(tab.id === NOT_IN_WAVES ? {} : { badge: String(data.counts[tab.id] ?? 0) }),
            }))}
            selected={TABS.findIndex((tab) => tab.id === data.tab)}
            onSelect={(index) => go({ tab: TABS[index]!.id, reason: null })}
            queryValue={search}
            queryPlaceholder={data.named ? 'Search by order' : 'Search by wave number'}
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
          {data.named ? (
            <NotInWaves {...data.named} locations={data.locations} onFilter={go} pager={pagerOf(data.page, last, go)} />
          ) : (
            <IndexTable
              resourceName={{ singular: 'wave', plural: 'waves' }}
              itemCount={data.rows.length}
              selectable={false}
              condensed={smDown}
              headings={[
                { title: 'Wave' },
                { title: 'State' },
                { title: 'Location' },
                { title: 'Planned' },
                { title: 'Orders', alignment: 'end' },
                { title: 'Lines', alignment: 'end' },
                { title: 'Units', alignment: 'end' },
                { title: 'Short', alignment: 'end' },
              ]}
              emptyState={
                data.none ? (
                  <EmptyState
                    heading="Pick orders together"
                    image=""
                    action={{ content: 'Plan a wave', url: '/app/waves/new' }}
                  >
                    <p>A wave takes the orders that are ready and walks their lines bin by bin.</p>
                  </EmptyState>
                ) : (
                  <EmptyState heading="No wave here" image="">
                    <p>Look in another tab, or search for another number.</p>
                  </EmptyState>
                )
              }
              {...pagerOf(data.page, last, go)}
            >
              {data.rows.map((wave, position) =>
                smDown ? (
                  <IndexTable.Row id={wave.id} key={wave.id} position={position}>
                    <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
                      <InlineStack gap="200" blockAlign="center">
                        <WaveLink id={wave.id} number={wave.number} />
                        <StateBadge state={wave.state} />
                      </InlineStack>
                      <Text as="p" tone="subdued">
                        {wave.location} · {countOf(wave.orders, 'order')} · {countOf(wave.units, 'unit')} ·{' '}
                        {wave.createdAt}
                      </Text>
                    </div>
                  </IndexTable.Row>
                ) : (
                  <IndexTable.Row id={wave.id} key={wave.id} position={position}>
                    <IndexTable.Cell>
                      <WaveLink id={wave.id} number={wave.number} />
                    </IndexTable.Cell>
                    <IndexTable.Cell>
                      <StateBadge state={wave.state} />
                    </IndexTable.Cell>
                    <IndexTable.Cell>{wave.location}</IndexTable.Cell>
                    <IndexTable.Cell>{wave.createdAt}</IndexTable.Cell>
                    {[wave.orders, wave.lines, wave.units, wave.short].map((figure, index) => (
                      <IndexTable.Cell key={index}>
                        <Text as="span" alignment="end" numeric>
                          {figure}
                        </Text>
                      </IndexTable.Cell>
                    ))}
                  </IndexTable.Row>
                ),
              )}
            </IndexTable>
          )}
        </Card>
      </BlockStack>
    </Page>
  );
}

function WaveLink({ id, number }: { id: string; number: number }) {
  return (
    <Link url={`/app/waves/${id}`} dataPrimaryLink removeUnderline monochrome>
      <Text as="span" fontWeight="semibold">
        Wave {number}
      </Text>
    </Link>
  );
}
