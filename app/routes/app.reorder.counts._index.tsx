import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Card, InlineGrid, InlineStack, Link, Page, ProgressBar, Text } from '@shopify/polaris';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { type CountState, countStates } from '../replenishment/counting/count.ts';
import { readMonth } from '../replenishment/counting/plan-count.server.ts';
import { readAccuracy, readCountsPage } from '../replenishment/counting/read-counts.server.ts';
import { authenticate } from '../shopify.server.ts';
import { AccuracyChart } from '../ui/accuracy-chart.tsx';
import { countOf } from '../ui/count.ts';
import { pageOf, pagesOf } from '../ui/list-address.ts';
import { ListFrame, RowLink } from '../ui/list-frame.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { formatWhen } from '../ui/when.ts';

const PAGE = 50;
const TABS: { id: string; content: string; states: readonly CountState[] }[] = [
  { id: 'now', content: 'To do', states: ['open', 'counted'] },
  { id: 'open', content: 'Being counted', states: ['open'] },
  { id: 'counted', content: 'To approve', states: ['counted'] },
  { id: 'booked', content: 'Booked', states: ['booked'] },
  { id: 'canceled', content: 'Canceled', states: ['canceled'] },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const url = new URL(request.url);
  const { searchParams } = url;
  const tab = TABS.find((each) => each.id === searchParams.get('tab')) ?? TABS[0]!;
  const search = (searchParams.get('q') ?? '').slice(0, 20);
  const number = /(\d{1,9})/.exec(search)?.[1];
  const page = pageOf(searchParams);
  const now = new Date();
  const [facts, locations, { rows, total, counts }] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readCountsPage(
      session.shop,
      { states: tab.states, locationId: null, number: number ? Number(number) : null },
      { skip: (page - 1) * PAGE, take: PAGE },
    ),
  ]);
  const { last, instead } = pagesOf(url, total, PAGE);
  if (instead) throw redirect(instead);
  const [accuracy, month] = await Promise.all([
    readAccuracy(session.shop, facts, now),
    readMonth(session.shop, facts, now),
  ]);
  const nameOf = new Map(locations.map((location) => [location.id, location.name]));
  return {
    tab: tab.id,
    search,
    page,
    last,
    accuracy,
    month: {
      name: new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(
        new Date(`${month.month}-01T00:00:00Z`),
      ),
      wanted: month.wanted,
      planned: month.planned.reduce((sum, check) => sum + check.lines, 0),
    },
    tabs: TABS.map(({ id, content, states }) => ({
      id,
      content,
      count: states.reduce((sum, state) => sum + counts[state], 0),
    })),
    none: countStates.every((state) => counts[state] === 0),
    rows: rows.map((count) => ({
      id: count.id,
      number: count.number,
      state: count.state,
      kind: count.kind === 'spot-check' ? 'Spot check' : 'Asked for',
      location: nameOf.get(count.locationId) ?? 'A location that is gone',
      lines: count.lines,
      counted: count.counted,
      varied: count.varied,
      createdAt: formatWhen(count.createdAt, facts.timeZone),
    })),
  };
}

export default function Counts() {
  const { accuracy, month, tabs, tab, search, page, last, rows, none } = useLoaderData<typeof loader>();
  return (
    <Page
      title="Counts"
      subtitle="Is what Shopify says is there really there?"
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
      primaryAction={{ content: 'Plan a count', url: '/app/reorder/counts/new' }}
      secondaryActions={[{ content: 'Settings', url: '/app/reorder/counts/terms' }]}
    >
      <BlockStack gap="400">
        <Figures accuracy={accuracy} month={month} />
        <ListFrame
          below
          tabs={tabs}
          tab={tab}
          search={{ value: search, placeholder: 'Search by count number' }}
          paging={{ page, last }}
          resource={{ singular: 'count', plural: 'counts' }}
          headings={[
            { title: 'Count' },
            { title: 'State' },
            { title: 'Location' },
            { title: 'Planned' },
            { title: 'Lines', alignment: 'end' },
            { title: 'Counted', alignment: 'end' },
            { title: 'With a variance', alignment: 'end' },
          ]}
          rows={rows}
          cells={(count) => [
            <span key="count">
              <CountLink {...count} />{' '}
              <Text as="span" tone="subdued">
                {count.kind}
              </Text>
            </span>,
            <StateBadge key="state" state={count.state} />,
            count.location,
            count.createdAt,
            count.lines,
            count.counted,
            count.varied,
          ]}
          narrow={(count) => (
            <>
              <InlineStack gap="200" blockAlign="center">
                <CountLink {...count} />
                <StateBadge state={count.state} />
              </InlineStack>
              <Text as="p" tone="subdued">
                {count.location} · {count.counted} of {countOf(count.lines, 'line')} counted ·{' '}
                {countOf(count.varied, 'variance')}
              </Text>
            </>
          )}
          none={none}
          empty={{
            heading: 'Check what is on your shelves',
            text: 'A spot check draws the items whose record would cost most if it were wrong. Count them with a phone, approve what differs, and Shopify’s stock is corrected.',
            action: { content: 'Plan a count', url: '/app/reorder/counts/new' },
          }}
        />
      </BlockStack>
    </Page>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Figures({ accuracy, month }: Pick<Data, 'accuracy' | 'month'>) {
  const lines = accuracy.months.reduce((sum, one) => sum + one.lines, 0);
  const right = accuracy.months.reduce((sum, one) => sum + one.right, 0);
  const done = Math.min(100, Math.round((month.planned / Math.max(1, month.wanted)) * 100));
  return (
    <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            Record accuracy
          </Text>
          <Text as="p">
            {lines === 0
              ? 'Nothing was counted in the last twelve months.'
              : `${((right / lines) * 100).toFixed(1)} % of ${countOf(lines, 'counted line')} were right in the last twelve months.`}
          </Text>
          <AccuracyChart months={accuracy.months} targetPermille={accuracy.targetPermille} />
        </BlockStack>
      </Card>
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {month.name}’s spot check
          </Text>
          <Text as="p">
            {month.planned} of {countOf(month.wanted, 'line')} planned.
          </Text>
          <ProgressBar progress={done} size="small" tone={done >= 100 ? 'success' : 'primary'} />
          {month.planned < month.wanted ? (
            <Banner tone="info">
              <Link url={`/app/reorder/counts/new?size=${month.wanted - month.planned}`}>
                {month.planned === 0 ? 'Plan this month’s spot check' : 'Plan the rest of it'}
              </Link>
            </Banner>
          ) : (
            <Text as="p" tone="subdued">
              This month’s lines are all drawn. Another count can still be planned.
            </Text>
          )}
        </BlockStack>
      </Card>
    </InlineGrid>
  );
}

function CountLink({ id, number }: { id: string; number: number }) {
  return <RowLink url={`/app/reorder/counts/${id}`}>Count {number}</RowLink>;
}
