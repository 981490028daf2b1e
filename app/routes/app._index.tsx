import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Card, InlineGrid, InlineStack, Link, Page, Text } from '@shopify/polaris';
import { readCycleDays, readSummary } from '../metrics/read-figures.server.ts';
import { hideGuide, isGuideHidden } from '../metrics/setup-guide.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { readSync } from '../mirror/read-sync.server.ts';
import { readOrderCounts } from '../orders/read-orders.server.ts';
import { hasBins } from '../picking/place/read-bins.server.ts';
import { readWaveCounts } from '../picking/read-waves.server.ts';
import { readReorderCounts } from '../replenishment/read-reorder.server.ts';
import { knowsLeadTimes } from '../replenishment/settings/read-rules.server.ts';
import { countReturns } from '../returns/read-returns.server.ts';
import { listCommands } from '../shopify/outbox.server.ts';
import { authenticate } from '../shopify.server.ts';
import { Bars } from '../ui/bars.tsx';
import { countOf } from '../ui/count.ts';
import { daysBetween, lastDays } from '../ui/period.ts';
import { usePoll } from '../ui/poll.ts';
import { ReadingProgress } from '../ui/reading-progress.tsx';
import { type GuideStep, SetupGuide } from '../ui/setup-guide.tsx';
import { formatDay, formatHours } from '../ui/when.ts';

const DAYS = 7;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { shop } = session;
  const { name, timeZone } = await readShop(shop);
  const period = lastDays(DAYS, new Date(), timeZone);
  const [sync, orders, waves, returns, reorder, outbox, summary, cycleDays, guideHidden, bins, leadTimesKnown] =
    await Promise.all([
      readSync(shop),
      readOrderCounts(shop),
      readWaveCounts(shop),
      countReturns(shop),
      readReorderCounts(shop),
      listCommands(shop, { limit: 1 }),
      readSummary(shop, period),
      readCycleDays(shop, period),
      isGuideHidden(shop),
      hasBins(shop),
      knowsLeadTimes(shop),
    ]);
  return {
    name,
    period,
    orders,
    waves: { planned: waves.planned, underway: waves.released + waves.picked },
    returns,
    toBuy: reorder.buy,
    attention: outbox.counts.failed + outbox.counts.unknown + sync.dead,
    run: sync.run?.state === 'running' && sync.run.kind === 'backfill' ? sync.run : null,
    everRead: sync.everRead,
    summary,
    cycleDays,
    guide: guideHidden
      ? null
      : [
          {
            title: 'Let Backroom read the store',
            says: 'Orders, products, stock and returns are read once; after that every change arrives by itself.',
            done: sync.everRead,
            action: { content: 'See how far it is', url: '/app/settings/sync' },
          },
          {
            title: 'Tell how long suppliers take',
            says: 'Lead time and review days decide when to buy. Start with one number for the whole shop.',
            done: leadTimesKnown,
            action: { content: 'Set how you buy', url: '/app/reorder/settings' },
          },
          {
            title: 'Name your bins',
            says: 'Waves are sorted by bin. Type a few, or import a file.',
            done: bins,
            action: { content: 'Name bins', url: '/app/waves/bins' },
          },
          {
            title: 'Plan your first wave',
            says: 'Take 10–20 ready orders, print the pick list, and send the fulfillments to Shopify.',
            done: Object.values(waves).some((count) => count > 0),
            action: { content: 'Plan a wave', url: '/app/waves/new' },
          },
        ],
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  await hideGuide(session.shop, new Date());
  return null;
}

export default function Home() {
  const data = useLoaderData<typeof loader>();
  const submit = useSubmit();
  // Right after the install the reading has not begun yet.
  usePoll(!data.everRead);
  const { summary } = data;
  const cycleOf = new Map(data.cycleDays.map((day) => [day.day, day]));
  return (
    <Page title="Today in the back room">
      <BlockStack gap="500">
        {data.run ? (
          <Card>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd" id="reading">
                Reading {data.name}
              </Text>
              <ReadingProgress run={data.run} />
            </BlockStack>
          </Card>
        ) : null}
        {data.attention > 0 ? (
          <Banner
            tone="warning"
            title={data.attention === 1 ? 'One thing needs a look' : `${data.attention} things need a look`}
            action={{ content: 'Open the outbox', url: '/app/settings/outbox' }}
            secondaryAction={{ content: 'Open sync', url: '/app/settings/sync' }}
          />
        ) : null}
        {data.guide ? (
          <SetupGuide steps={data.guide satisfies GuideStep[]} onHide={() => submit({}, { method: 'post' })} />
        ) : null}
        <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="400">
          <Work
            title="Orders"
            count={data.orders.ready}
            says="ready to ship"
            more={data.orders.held > 0 ? { says: `${data.orders.held} held`, url: '/app/orders?tab=held' } : null}
            url="/app/orders?tab=ready"
          />
          <Work
            title="Waves"
            count={data.waves.underway}
            says="being picked or packed"
            more={data.waves.planned > 0 ? { says: `${data.waves.planned} planned`, url: '/app/waves' } : null}
            url="/app/waves"
          />
          <Work
            title="Returns"
            count={data.returns.requested}
            says="to approve"
            more={data.returns.open > 0 ? { says: `${data.returns.open} on their way`, url: '/app/returns' } : null}
            url="/app/returns"
          />
          <Work title="Reorder" count={data.toBuy} says="variants to buy" more={null} url="/app/reorder" />
        </InlineGrid>
        <Card>
          <BlockStack gap="400">
            <InlineStack align="space-between" blockAlign="center">
              <Text as="h2" variant="headingMd">
                The last {DAYS} days
              </Text>
              <Link url={`/app/metrics?days=${DAYS}`}>All metrics</Link>
            </InlineStack>
            <InlineGrid columns={{ xs: 1, sm: 3 }} gap="400">
              <Reading
                url={`/app/metrics/order-cycle?days=${DAYS}`}
                value={summary.cycle.p50Hours === null ? '–' : formatHours(summary.cycle.p50Hours)}
                says={
                  summary.cycle.p90Hours === null
                    ? 'from order to parcel: no order was fulfilled yet'
                    : `from order to parcel for half of ${countOf(summary.cycle.orders, 'order')}; nine in ten within ${formatHours(summary.cycle.p90Hours)}`
                }
              />
              <Reading
                url={`/app/metrics/returns?days=${DAYS}`}
                value={summary.returns.rate === null ? '–' : `${(summary.returns.rate * 100).toFixed(1)} %`}
                says={`of units come back: ${summary.returns.returned} of ${summary.returns.ordered}`}
              />
              <Reading
                url={`/app/metrics/stock-outs?days=${DAYS}`}
                value={String(summary.stockOuts)}
                says="times something sold out"
              />
            </InlineGrid>
            <Bars
              title="Orders fulfilled, by day"
              bars={daysBetween(data.period.from, data.period.to).map((day) => {
                const orders = cycleOf.get(day)?.orders ?? 0;
                return {
                  label: formatDay(day),
                  value: orders,
                  says: `${formatDay(day)}: ${countOf(orders, 'order')} fulfilled`,
                };
              })}
            />
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}

function Work(props: {
  title: string;
  count: number;
  says: string;
  url: string;
  more: { says: string; url: string } | null;
}) {
  return (
    <Card>
      <BlockStack gap="100">
        <Text as="h2" variant="headingSm" tone="subdued">
          {props.title}
        </Text>
        <Link url={props.url} removeUnderline monochrome>
          <Text as="span" variant="headingXl" numeric>
            {props.count.toLocaleString('en')}
          </Text>{' '}
          <Text as="span">{props.says}</Text>
        </Link>
        {props.more ? <Link url={props.more.url}>{props.more.says}</Link> : <Text as="p"> </Text>}
      </BlockStack>
    </Card>
  );
}

function Reading({ url, value, says }: { url: string; value: string; says: string }) {
  return (
    <BlockStack>
      <Link url={url} removeUnderline monochrome>
        <Text as="span" variant="headingLg" numeric>
          {value}
        </Text>
      </Link>
      <Text as="p" tone="subdued">
        {says}
      </Text>
    </BlockStack>
  );
}
