import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, InlineStack, Layout, Link, List, Page, Text } from '@shopify/polaris';
import { timelineFor } from '../events/timeline.server.ts';
import { formatMoney } from '../lib/money.ts';
import { nudge } from '../lib/queue.server.ts';
import { readOrder } from '../mirror/read-order.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { checkOrders, overruleChecks } from '../orders/check-orders.server.ts';
import { type HoldableOrder, holdOrder, releaseOrder, type ShownHold } from '../orders/hold-order.server.ts';
import { readCheck } from '../orders/read-orders.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { sayEvent } from '../ui/event-words.ts';
import { readable, StateBadge } from '../ui/state-badge.tsx';
import { formatWhen } from '../ui/when.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = params.id ?? '';
  const [facts, found, check, timeline] = await Promise.all([
    readShop(session.shop),
    readOrder(session.shop, id),
    readCheck(session.shop, id),
    timelineFor(session.shop, `Order/${id}`),
  ]);
  if (!found)
    throw new Response('This order is not in Backroom. It may have been deleted in Shopify.', { status: 404 });
  const { order, fulfillmentOrders, fulfillments, returns, locations } = found;
  const locationName = new Map(locations.map((location) => [location.id, location.name]));
  return {
    shop: session.shop,
    timeZone: facts.timeZone,
    id,
    name: order.name,
    placedAt: order.createdAt.toISOString(),
    payment: order.financialStatus,
    fulfillment: order.fulfillmentStatus,
    total: formatMoney({ minor: order.total, currency: order.currency }),
    country: order.shipCountry,
    canceled: order.cancelledAt !== null,
    state: check?.state ?? null,
    overridden: check?.overridden ?? false,
    reasons: check?.reasons ?? [],
    lines: order.lines.map((line) => ({
      id: line.id,
      title: line.title,
      variant: line.variantTitle,
      sku: line.sku,
      ordered: line.currentQuantity,
      open: fulfillmentOrders
        .filter((each) => each.status !== 'CLOSED' && each.status !== 'CANCELLED')
        .flatMap((each) => each.lines)
        .filter((each) => each.orderLineId === line.id)
        .reduce((sum, each) => sum + each.remainingQuantity, 0),
    })),
    fulfillmentOrders: fulfillmentOrders.map((each) => ({
      id: each.id,
      status: each.status,
      ours: (each.holds as ShownHold[]).some((hold) => hold.heldByUs),
      location: locationName.get(each.locationId ?? '') ?? 'No location',
      units: each.lines.reduce((sum, line) => sum + line.remainingQuantity, 0),
    })),
    fulfillments: fulfillments.map((each) => ({
      id: each.id,
      status: each.status,
      at: each.createdAt.toISOString(),
      tracking: each.trackingNumbers.join(', '),
    })),
    returns: returns.map((each) => ({ id: each.id, name: each.name, status: each.status })),
    timeline: timeline.map((event) => ({ key: event.key, at: event.at, says: sayEvent(event) })).reverse(),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = params.id ?? '';
  const intent = (await request.formData()).get('intent');
  const now = new Date();
  if (intent === 'ship-anyway') await overruleChecks(session.shop, id, true, now);
  else if (intent === 'heed-checks') await overruleChecks(session.shop, id, false, now);
  else if (intent === 'check-again') await checkOrders(session.shop, [id], now);
  else if (intent === 'hold' || intent === 'release') {
    const order = await holdable(session.shop, id);
    const asked = intent === 'hold' ? await holdOrder(session.shop, order) : await releaseOrder(session.shop, order);
    if (asked === 0) return { problem: `There is nothing left to ${intent}: the order has changed meanwhile.` };
    nudge('shopify.send-commands', session.shop);
  } else return { problem: `Backroom knows no action "${String(intent)}". Reload the page and try again.` };
  return { problem: null };
}

async function holdable(shop: string, orderId: string): Promise<HoldableOrder> {
  const found = await readOrder(shop, orderId);
  return {
    orderId,
    fulfillmentOrders: (found?.fulfillmentOrders ?? []).map((each) => ({
      id: each.id,
      status: each.status,
      version: each.sourceUpdatedAt.toISOString(),
      holds: each.holds as ShownHold[],
    })),
  };
}

export default function Order() {
  const order = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state === 'submitting';
  const submit = useSubmit();
  const adminUrl = `shopify://admin/orders/${order.id}`;
  return (
    <Page
      title={order.name}
      titleMetadata={order.state ? <StateBadge state={order.state} /> : null}
      subtitle={`Placed ${formatWhen(order.placedAt, order.timeZone)}`}
      backAction={{ content: 'Orders', url: '/app/orders' }}
      secondaryActions={[{ content: 'Open in Shopify', url: adminUrl, target: '_top' }]}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {answer?.problem ? <Banner tone="critical" title={answer.problem} /> : null}
            <Card>
              <BlockStack gap="300">
                <Text as="h2" variant="headingMd">
                  {headline(order.state, order.overridden)}
                </Text>
                {order.reasons.length > 0 ? (
                  <List>
                    {order.reasons.map((reason) => (
                      <List.Item key={reason.says}>{reason.says}</List.Item>
                    ))}
                  </List>
                ) : null}
                <InlineStack gap="200">
                  {order.overridden ? (
                    <Button loading={busy} onClick={() => submit({ intent: 'heed-checks' }, { method: 'post' })}>
                      Heed the checks again
                    </Button>
                  ) : order.state === 'held' ? (
                    <Button loading={busy} onClick={() => submit({ intent: 'ship-anyway' }, { method: 'post' })}>
                      Ship it anyway
                    </Button>
                  ) : null}
                  <Button loading={busy} onClick={() => submit({ intent: 'check-again' }, { method: 'post' })}>
                    Check again
                  </Button>
                  {order.fulfillmentOrders.some((each) => each.status === 'OPEN' || each.status === 'SCHEDULED') ? (
                    <Button loading={busy} onClick={() => submit({ intent: 'hold' }, { method: 'post' })}>
                      Hold in Shopify
                    </Button>
                  ) : null}
                  {order.fulfillmentOrders.some((each) => each.ours) ? (
                    <Button loading={busy} onClick={() => submit({ intent: 'release' }, { method: 'post' })}>
                      Release our hold
                    </Button>
                  ) : null}
                </InlineStack>
              </BlockStack>
            </Card>
            <Card>
              <BlockStack gap="300">
                <Text as="h2" variant="headingMd">
                  Lines
                </Text>
                {order.lines.map((line) => (
                  <InlineStack key={line.id} align="space-between" blockAlign="center" gap="400" wrap={false}>
                    <BlockStack>
                      <Text as="span">{line.title}</Text>
                      <Text as="span" tone="subdued">
                        {[line.variant, line.sku].filter(Boolean).join(' · ')}
                      </Text>
                    </BlockStack>
                    <Text as="span" numeric>
                      {line.open} of {line.ordered} to ship
                    </Text>
                  </InlineStack>
                ))}
              </BlockStack>
            </Card>
            <Card>
              <BlockStack gap="300">
                <Text as="h2" variant="headingMd">
                  What happened
                </Text>
                {order.timeline.length === 0 ? (
                  <Text as="p" tone="subdued">
                    The diary holds nothing of this order yet.
                  </Text>
                ) : (
                  order.timeline.map((entry) => (
                    <InlineStack key={entry.key} align="space-between" gap={{ xs: '100', md: '400' }}>
                      <Text as="span">{entry.says}</Text>
                      <Text as="span" tone="subdued">
                        {formatWhen(entry.at, order.timeZone)}
                      </Text>
                    </InlineStack>
                  ))
                )}
              </BlockStack>
            </Card>
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <Facts
              title="Facts"
              rows={[
                ['Payment', readable(order.payment)],
                ['Fulfillment', readable(order.fulfillment)],
                ['Total', order.total],
                ['Ships to', order.country ? countryName(order.country) : 'Nothing ships'],
              ]}
            />
            <Facts
              title="Fulfillment orders"
              rows={order.fulfillmentOrders.map((each) => [
                each.location,
                `${readable(each.status)}, ${countOf(each.units, 'unit')} left`,
              ])}
            />
            <Facts
              title="Fulfillments"
              rows={order.fulfillments.map((each) => [
                formatWhen(each.at, order.timeZone),
                [each.status === 'SUCCESS' ? 'Shipped' : readable(each.status), each.tracking]
                  .filter(Boolean)
                  .join(', '),
              ])}
            />
            {order.returns.length > 0 ? (
              <Card>
                <BlockStack gap="200">
                  <Text as="h2" variant="headingMd">
                    Returns
                  </Text>
                  {order.returns.map((each) => (
                    <InlineStack key={each.id} align="space-between">
                      <Link url={`/app/returns/${each.id}`}>{each.name}</Link>
                      <Text as="span">{readable(each.status)}</Text>
                    </InlineStack>
                  ))}
                </BlockStack>
              </Card>
            ) : null}
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

/** "United Kingdom" of GB; the code itself where no name is known. */
function countryName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'code' }).of(code) ?? code;
}

function headline(state: string | null, overridden: boolean): string {
  if (state === 'ready') return overridden ? 'It goes: you overruled the checks' : 'It can go';
  if (state === 'held') return 'It is held';
  if (state === 'done') return 'Nothing is left to ship';
  return 'It was not checked yet';
}

function Facts({ title, rows }: { title: string; rows: [string, string][] }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
        {rows.length === 0 ? (
          <Text as="p" tone="subdued">
            None yet.
          </Text>
        ) : (
          rows.map(([label, value]) => (
            <InlineStack key={`${label}${value}`} align="space-between" gap="400">
              <Text as="span" tone="subdued">
                {label}
              </Text>
              <Text as="span">{value}</Text>
            </InlineStack>
          ))
        )}
      </BlockStack>
    </Card>
  );
}
