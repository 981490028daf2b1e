import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  ChoiceList,
  EmptyState,
  IndexFilters,
  IndexTable,
  InlineStack,
  Link,
  List,
  Page,
  ProgressBar,
  Text,
  useBreakpoints,
  useSetIndexFiltersMode,
} from '@shopify/polaris';
import { useState } from 'react';
import { formatMoney } from '../lib/money.ts';
import { nudge } from '../lib/queue.server.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { losesToNaive, PROMISES } from '../replenishment/replay/calibration.ts';
import { readProof, readProofList } from '../replenishment/replay/read-proof.server.ts';
import { fillOf } from '../replenishment/replay/replay.ts';
import { requestReplay } from '../replenishment/replay/replay-shop.server.ts';
import { authenticate } from '../shopify.server.ts';
import { CalibrationBars } from '../ui/calibration.tsx';
import { countOf } from '../ui/count.ts';
import { Download } from '../ui/download.tsx';
import { pageOf, useListAddress } from '../ui/list-address.ts';
import { usePoll } from '../ui/poll.ts';
import { ProofPicture } from '../ui/proof-picture.tsx';
import { ProofTable, type RuleFigures } from '../ui/proof-table.tsx';
import { figuresOf, NOT_PLAYED, type RuleName } from '../ui/proof-words.ts';
import { formatDay, formatWhen } from '../ui/when.ts';

const PAGE = 50;
const TABS = [
  { id: 'all', content: 'All' },
  { id: 'won', content: 'We win' },
  { id: 'lost', content: 'We lose' },
  { id: 'naive', content: 'Forecast no better than naive' },
  { id: 'not-played', content: 'Not played' },
] as const;
const SORTS = [
  { value: 'gain desc', label: 'Gain over the starter rule', directionLabel: 'Most gained first' },
  { value: 'gain asc', label: 'Gain over the starter rule', directionLabel: 'Most lost first' },
  { value: 'gainReal desc', label: 'Gain over what happened', directionLabel: 'Most gained first' },
  { value: 'gainReal asc', label: 'Gain over what happened', directionLabel: 'Most lost first' },
  { value: 'moreUnits desc', label: 'Units sold more', directionLabel: 'Most first' },
  { value: 'moreUnits asc', label: 'Units sold more', directionLabel: 'Fewest first' },
  { value: 'title asc', label: 'Product', directionLabel: 'A to Z' },
  { value: 'title desc', label: 'Product', directionLabel: 'Z to A' },
] as const;
const CLASSES = ['A', 'B', 'C'];

type SpanTotals = NonNullable<Awaited<ReturnType<typeof readProof>>['totals']['known' | 'year']>;

function spanOf(totals: SpanTotals | null, rules: readonly RuleName[], currency: string) {
  if (!totals) return null;
  const told = totals as Partial<Record<RuleName, SpanTotals['ours']>> & { from: string; until: string };
  return {
    from: told.from,
    until: told.until,
    places: totals.ours.places,
    priced: totals.ours.priced,
    rules: rules.flatMap((rule): RuleFigures[] => {
      const total = told[rule];
      if (!total) return [];
      const money = (minor: bigint) => (total.priced > 0 ? formatMoney({ minor, currency }) : null);
      return [figuresOf(rule, total, { lostMargin: money(total.lostMargin), cash: money(total.cash) })];
    }),
  };
}

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const tab = TABS.find((each) => each.id === searchParams.get('tab'))?.id ?? 'all';
  const sort = SORTS.find((each) => each.value === searchParams.get('sort')) ?? SORTS[0];
  const [by, direction] = sort.value.split(' ') as ['gain' | 'gainReal' | 'moreUnits' | 'title', 'asc' | 'desc'];
  const within = {
    locationId: searchParams.get('location') || null,
    class: CLASSES.find((each) => each === searchParams.get('class')) ?? null,
    search: (searchParams.get('q') ?? '').slice(0, 100),
  };
  const page = pageOf(searchParams);
  const [facts, locations, proof, { list, counts }] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readProof(session.shop, within),
    readProofList(session.shop, { ...within, tab }, { by, direction }, { skip: (page - 1) * PAGE, take: PAGE }),
  ]);
  const nameOf = new Map(locations.map((location) => [location.id, location.name]));
  const { run, doneAt, totals, calibration } = proof;
  const gained = (minor: bigint | null) =>
    minor === null ? null : { words: formatMoney({ minor, currency: facts.currency }), lost: minor < 0n };
  return {
    tab,
    sort: sort.value,
    within,
    page,
    counts,
    locations,
    run: run && {
      state: run.state,
      places: run.places,
      done: run.done,
      problem: run.problem,
      startedAt: formatWhen(run.startedAt, facts.timeZone),
    },
    doneAt: doneAt && formatWhen(doneAt, facts.timeZone),
    year: spanOf(totals.year, ['ours', 'starter'], facts.currency),
    known: spanOf(totals.known, ['ours', 'happened', 'starter'], facts.currency),
    calibration,
    rows: list.map((row) => ({
      id: `${row.inventoryItemId}-${row.locationId}`,
      title: row.title,
      sku: row.sku ?? '',
      location: nameOf.get(row.locationId) ?? '',
      class: row.class,
      state: row.state,
      gain: gained(row.gain),
      gainReal: gained(row.gainReal),
      moreUnits: row.moreUnits,
      fills: row.year && { ours: fillOf(row.year.ours), starter: fillOf(row.year.starter) },
      stocks: row.year && {
        ours: row.year.ours.stockDays / Math.max(1, row.year.ours.days),
        starter: row.year.starter.stockDays / Math.max(1, row.year.starter.days),
      },
      naive: row.calibration !== null && losesToNaive(row.calibration),
    })),
  };
}

/** Play it again now. */
export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const begun = await requestReplay(session.shop, new Date());
  if (begun) nudge('replenishment.replay', session.shop);
  return { begun: begun !== null };
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const units = (count: number) => count.toLocaleString('en', { maximumFractionDigits: count < 10 ? 1 : 0 });

export default function Proof() {
  const data = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const [problem, setProblem] = useState<string | null>(null);
  const { smDown } = useBreakpoints();
  const running = data.run?.state === 'running';
  usePoll(running);
  const { counts } = data;
  const any = counts.all + counts['not-played'] > 0 || filtered(data.within);
  return (
    <Page
      title="Proof"
      subtitle="The last twelve months of this store, played again by three rules"
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
    >
      <BlockStack gap="400">
        {problem ? <Banner tone="critical" title={problem} /> : null}
        {answered && !answered.begun ? (
          <Banner tone="warning" title="There is nothing to play again yet">
            <p>The demand of each variant is read at night, once products and orders are here. Come back tomorrow.</p>
          </Banner>
        ) : null}
        <RunState run={data.run} doneAt={data.doneAt} />
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <InlineStack gap="200" align="end">
            <Button
              loading={navigation.state === 'submitting'}
              disabled={running}
              onClick={() => submit(null, { method: 'post', action: '/app/reorder/proof?index' })}
            >
              {any ? 'Play again' : 'Play the last twelve months'}
            </Button>
            {any ? (
              <>
                <Download url="/app/reorder/proof/export" fileName="proof.csv" onProblem={setProblem}>
                  Results (CSV)
                </Download>
                <Download url="/app/reorder/proof/inputs" fileName="replay-inputs.ndjson" onProblem={setProblem}>
                  Inputs (JSON)
                </Download>
              </>
            ) : null}
          </InlineStack>
        </Box>
        {any ? (
          <>
            <Totals data={data} narrow={smDown} />
            <CalibrationCard calibration={data.calibration} />
            <Results data={data} />
            <HowItIsPlayed />
          </>
        ) : running ? null : (
          <Card>
            <EmptyState heading="Not played yet" image="">
              <p>
                Each day of the last twelve months is lived through again: what would this app have ordered, what the
                starter rule, and who would have had on the shelf what customers asked for? It happens once a week by
                itself; press the button to do it now.
              </p>
            </EmptyState>
          </Card>
        )}
      </BlockStack>
    </Page>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

const filtered = ({ locationId, class: of, search }: Data['within']) =>
  locationId !== null || of !== null || search !== '';

function RunState({ run, doneAt }: Pick<Data, 'run' | 'doneAt'>) {
  if (run?.state === 'running')
    return (
      <Card>
        <BlockStack gap="200">
          <Text as="p" id="playing">
            Playing again: {run.done.toLocaleString('en')} of {countOf(run.places, 'variant')} at their locations, since{' '}
            {run.startedAt}
          </Text>
          <ProgressBar
            progress={run.places > 0 ? Math.min(100, Math.round((run.done / run.places) * 100)) : 0}
            size="small"
            ariaLabelledBy="playing"
          />
          {run.problem ? (
            <Text as="p" tone="critical">
              It waits after a problem ({run.problem}) and goes on by itself within ten minutes.
            </Text>
          ) : (
            <Text as="p" tone="subdued">
              {doneAt
                ? `Until it is done some figures below are of ${doneAt}.`
                : 'Figures appear below as they are ready.'}
            </Text>
          )}
        </BlockStack>
      </Card>
    );
  if (run?.state === 'failed')
    return (
      <Banner tone="critical" title={`The replay of ${run.startedAt} stopped at ${run.done} of ${run.places}`}>
        <p>
          {run.problem ?? 'Its reason is not known.'} What was played stands below. Press “Play again”; if it stops
          again, look at Settings, Sync.
        </p>
      </Banner>
    );
  return doneAt ? (
    <Box paddingInline={{ xs: '400', sm: '0' }}>
      <Text as="p" tone="subdued">
        Played {doneAt}; it is played again every week.
      </Text>
    </Box>
  ) : null;
}

function Totals({ data, narrow }: { data: Data; narrow: boolean }) {
  const { year, known, counts } = data;
  if (!year)
    return counts.short > 0 && counts.all === 0 && !filtered(data.within) ? (
      <Banner title="Too little history to prove anything">
        <p>
          A replay needs six months of sales: three to learn from and three to be tested on.{' '}
          {counts.firstReady ? `The first variants will have them on ${formatDay(counts.firstReady)}.` : ''}
        </p>
      </Banner>
    ) : (
      <Card>
        <Text as="p" tone="subdued">
          Nothing that was played matches. Change the search or the filters.
        </Text>
      </Card>
    );
  const same = known !== null && known.from === year.from && known.places === year.places;
  return (
    <>
      <Span
        title={same ? 'Three rules, the same demand' : 'Two rules, the same demand'}
        span={same ? known : year}
        narrow={narrow}
      />
      {same ? null : known ? (
        <Span title="Against what really happened" span={known} narrow={narrow}>
          <Text as="p" tone="subdued">
            Your real stock is known since {formatDay(known.from)} at the earliest, so all three are compared over the
            days from then on only.
          </Text>
        </Span>
      ) : (
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              Against what really happened
            </Text>
            <Text as="p" tone="subdued">
              Your real stock is known since Backroom was installed. Once that is four weeks ago, what really happened
              is compared here too; before, its stock-outs would be guesses.
            </Text>
          </BlockStack>
        </Card>
      )}
    </>
  );
}

function Span({
  title,
  span,
  narrow,
  children,
}: {
  title: string;
  span: NonNullable<Data['year']>;
  narrow: boolean;
  children?: React.ReactNode;
}) {
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Text as="p" tone="subdued">
            {formatDay(span.from)} to {formatDay(lastDay(span.until))}, {countOf(span.places, 'variant')} at their
            locations
            {span.priced < span.places
              ? `; money is told of the ${span.priced.toLocaleString('en')} whose cost is known in the store's currency`
              : ''}
          </Text>
        </BlockStack>
        {children}
        <ProofTable rules={span.rules} narrow={narrow} caption={title} />
        <ProofPicture
          title="Share served against units on the shelf"
          points={span.rules.map(({ name, stock, fill }, index) => ({
            name,
            stock,
            fill,
            tone: index === 0 ? ('ours' as const) : ('other' as const),
          }))}
        />
      </BlockStack>
    </Card>
  );
}

function lastDay(until: string): string {
  return new Date(Date.parse(until) - 86_400_000).toISOString().slice(0, 10);
}

function CalibrationCard({ calibration }: Pick<Data, 'calibration'>) {
  const all = calibration.reduce(
    (sum, part) => ({
      cuts: sum.cuts + part.cuts,
      places: sum.places + part.places,
      losing: sum.losing + part.losing,
      held: {
        50: sum.held[50] + part.held[50],
        80: sum.held[80] + part.held[80],
        95: sum.held[95] + part.held[95],
      },
    }),
    { cuts: 0, places: 0, losing: 0, held: { 50: 0, 80: 0, 95: 0 } },
  );
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Does the forecast keep its promises?
          </Text>
          <Text as="p" tone="subdued">
            The forecast says: demand until the next delivery will stay within this level, so many times of a hundred.
            Here is how often it did, on your own past. Held less often: we ran out more than promised. More often: we
            kept more than needed.
          </Text>
        </BlockStack>
        {all.cuts > 0 ? (
          <>
            <CalibrationBars cuts={all.cuts} held={all.held} />
            {calibration.length > 1 || calibration[0]?.class ? <ByClass calibration={calibration} /> : null}
            <Text as="p">
              {all.losing === 0
                ? `For all ${countOf(all.places, 'variant')} tried it beats the naive forecast, which takes last year's periods as they were.`
                : `For ${all.losing.toLocaleString('en')} of ${countOf(all.places, 'variant')} tried it is no better than the naive forecast, which takes last year's periods as they were; there the naive one is used. They have a tab of their own below.`}
            </Text>
          </>
        ) : (
          <Text as="p">No variant has a past long enough to try a forecast on it.</Text>
        )}
      </BlockStack>
    </Card>
  );
}

function ByClass({ calibration }: Pick<Data, 'calibration'>) {
  return (
    <List>
      {calibration.map((part) => (
        <List.Item key={part.class ?? 'none'}>
          {part.class ? `Class ${part.class}` : 'Without a class'}, {part.cuts.toLocaleString('en')} tries:{' '}
          {PROMISES.map(
            (promised) => `${promised} % held ${Math.round((100 * part.held[promised]) / part.cuts)} %`,
          ).join(', ')}
          {part.losing > 0 ? `; ${part.losing} of ${part.places} no better than naive` : ''}
        </List.Item>
      ))}
    </List>
  );
}

function Results({ data }: { data: Data }) {
  const go = useListAddress();
  const navigation = useNavigation();
  const [search, setSearch] = useState(data.within.search);
  const { mode, setMode } = useSetIndexFiltersMode();
  const { smDown } = useBreakpoints();
  const { counts, within } = data;
  const last = Math.max(1, Math.ceil(counts[data.tab] / PAGE));
  // Until the real stock is known long enough the column would hold nothing and push the last one out of sight.
  const withReal = data.known !== null;
  const where = data.locations.find((location) => location.id === within.locationId);
  const clear = () => {
    setSearch('');
    go({ q: null, location: null, class: null });
  };
  return (
    <Card padding="0">
      <IndexFilters
        mode={mode}
        setMode={setMode}
        tabs={TABS.map((tab) => ({ id: tab.id, content: tab.content, badge: String(counts[tab.id]) }))}
        selected={TABS.findIndex((tab) => tab.id === data.tab)}
        onSelect={(index) => go({ tab: TABS[index]!.id })}
        sortOptions={SORTS.map((sort) => ({ ...sort, value: sort.value }))}
        sortSelected={[data.sort]}
        onSort={([sort]) => go({ sort: sort ?? null })}
        queryValue={search}
        queryPlaceholder="Search by product or SKU"
        onQueryChange={(value) => {
          setSearch(value);
          go({ q: value });
        }}
        onQueryClear={() => {
          setSearch('');
          go({ q: null });
        }}
        cancelAction={{ onAction: clear }}
        filters={[
          {
            key: 'location',
            label: 'Location',
            pinned: true,
            filter: (
              <ChoiceList
                title="Location"
                titleHidden
                choices={data.locations.map((location) => ({ label: location.name, value: location.id }))}
                selected={within.locationId ? [within.locationId] : []}
                onChange={([id]) => go({ location: id ?? null })}
              />
            ),
          },
          {
            key: 'class',
            label: 'Class',
            pinned: true,
            filter: (
              <ChoiceList
                title="Class"
                titleHidden
                choices={CLASSES.map((each) => ({ label: each, value: each }))}
                selected={within.class ? [within.class] : []}
                onChange={([each]) => go({ class: each ?? null })}
              />
            ),
          },
        ]}
        appliedFilters={[
          ...(where
            ? [{ key: 'location', label: `Location: ${where.name}`, onRemove: () => go({ location: null }) }]
            : []),
          ...(within.class
            ? [{ key: 'class', label: `Class: ${within.class}`, onRemove: () => go({ class: null }) }]
            : []),
        ]}
        onClearAll={clear}
        canCreateNewView={false}
        // Polaris takes what is still below the window for what was scrolled past, and would stick it to the top.
        disableStickyMode
        loading={navigation.state === 'loading'}
      />
      <IndexTable
        resourceName={{ singular: 'variant', plural: 'variants' }}
        itemCount={data.rows.length}
        selectable={false}
        condensed={smDown}
        headings={[
          { title: 'Product' },
          { title: 'Location' },
          { title: 'Gained or lost', alignment: 'end' },
          ...(withReal ? [{ title: 'Against what happened', alignment: 'end' as const }] : []),
          { title: 'Units sold more', alignment: 'end' },
          { title: 'Served', alignment: 'end' },
          { title: 'Units on the shelf', alignment: 'end' },
          { title: 'Forecast' },
        ]}
        emptyState={
          <EmptyState heading="Nothing here" image="">
            <p>{filtered(within) ? 'Change the search or the filters, or look in another tab.' : EMPTY[data.tab]}</p>
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
            <Narrow key={row.id} row={row} position={position} />
          ) : (
            <Wide key={row.id} row={row} position={position} withReal={withReal} />
          ),
        )}
      </IndexTable>
    </Card>
  );
}

const EMPTY = {
  all: 'Nothing was played yet.',
  won: 'Nowhere did our levels do better than the starter rule.',
  lost: 'Nowhere did our levels do worse than the starter rule.',
  naive: 'Everywhere our forecast beats the naive one.',
  'not-played': 'Everything could be played.',
};

type Row = Data['rows'][number];

function Name({ row }: { row: Row }) {
  return (
    <Link url={`/app/reorder/proof/${row.id}`} dataPrimaryLink removeUnderline monochrome>
      <Text as="span" fontWeight="semibold">
        {row.title}
      </Text>
    </Link>
  );
}

function Gain({ gain }: { gain: Row['gain'] }) {
  if (!gain)
    return (
      <Text as="span" tone="subdued">
        –
      </Text>
    );
  return (
    <Text as="span" numeric tone={gain.lost ? 'critical' : 'success'}>
      {gain.lost ? '' : '+'}
      {gain.words}
    </Text>
  );
}

const signed = (count: number) => `${count > 0 ? '+' : ''}${count.toLocaleString('en')}`;

function Narrow({ row, position }: { row: Row; position: number }) {
  return (
    <IndexTable.Row id={row.id} position={position}>
      <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
        <InlineStack gap="200" blockAlign="center">
          <Name row={row} />
          <Gain gain={row.gain} />
          {row.naive ? <Badge tone="warning">No better than naive</Badge> : null}
        </InlineStack>
        <Text as="p" tone="subdued">
          {row.location}
          {row.fills
            ? ` · served ${percent(row.fills.ours)}, starter ${percent(row.fills.starter)}`
            : ` · ${NOT_PLAYED[row.state]}`}
        </Text>
      </div>
    </IndexTable.Row>
  );
}

function Wide({ row, position, withReal }: { row: Row; position: number; withReal: boolean }) {
  const { fills, stocks } = row;
  return (
    <IndexTable.Row id={row.id} position={position}>
      <IndexTable.Cell>
        <div style={{ whiteSpace: 'normal', minWidth: '9rem' }}>
          <Name row={row} />
          <Text as="p" tone="subdued">
            {row.sku}
            {row.class ? ` · class ${row.class}` : ''}
          </Text>
        </div>
      </IndexTable.Cell>
      <IndexTable.Cell>{row.location}</IndexTable.Cell>
      {fills && stocks ? (
        <>
          <End>
            <Gain gain={row.gain} />
          </End>
          {withReal ? (
            <End>
              <Gain gain={row.gainReal} />
            </End>
          ) : null}
          <End>{signed(row.moreUnits)}</End>
          <End>
            {percent(fills.ours)}
            <Text as="p" tone="subdued">
              starter {percent(fills.starter)}
            </Text>
          </End>
          <End>
            {units(stocks.ours)}
            <Text as="p" tone="subdued">
              starter {units(stocks.starter)}
            </Text>
          </End>
        </>
      ) : (
        <IndexTable.Cell colSpan={withReal ? 5 : 4}>
          <Text as="span" tone="subdued">
            {NOT_PLAYED[row.state]}
          </Text>
        </IndexTable.Cell>
      )}
      <IndexTable.Cell>{row.naive ? <Badge tone="warning">No better than naive</Badge> : null}</IndexTable.Cell>
    </IndexTable.Row>
  );
}

function End({ children }: { children: React.ReactNode }) {
  return (
    <IndexTable.Cell>
      <div style={{ textAlign: 'right' }}>{children}</div>
    </IndexTable.Cell>
  );
}

function HowItIsPlayed() {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          How it is played
        </Text>
        <List>
          <List.Item>
            All rules face the same demand: what was sold, and on days that sold out or could not sell, what is
            estimated to have been asked for.
          </List.Item>
          <List.Item>
            Each rule sees its own shelf and its own sales up to the evening before, never what came later. Our levels
            are set anew every four weeks; the app itself does it every night.
          </List.Item>
          <List.Item>
            Orders are placed on review days, in whole packs and at least the minimum, and arrive after the lead times
            learned for the supplier. Terms, costs and prices are those of today.
          </List.Item>
          <List.Item>What is asked for and not there is lost; nobody waits.</List.Item>
          <List.Item>
            Gained or lost is the margin of the units sold more, less the cost of keeping more in stock. No lots are
            drawn: the inputs can be downloaded and give the same numbers again.
          </List.Item>
        </List>
      </BlockStack>
    </Card>
  );
}
