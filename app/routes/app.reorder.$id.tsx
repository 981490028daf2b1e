import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { Badge, Banner, BlockStack, Card, InlineGrid, InlineStack, Link, List, Page, Text } from '@shopify/polaris';
import { useMemo, useState } from 'react';
import { formatMoney } from '../lib/money.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { demandOverDays } from '../replenishment/demand-inputs.ts';
import { changeMany } from '../replenishment/list/change-many.server.ts';
import { readSku } from '../replenishment/list/read-sku.server.ts';
import { decide } from '../replenishment/policy/decide.ts';
import { adviceSentence } from '../replenishment/reason-words.ts';
import { readResult } from '../replenishment/replay/read-proof.server.ts';
import { changeRule } from '../replenishment/settings/change-rule.server.ts';
import { readRules } from '../replenishment/settings/read-rules.server.ts';
import { type Level, nothingDecided, resolveTerms, whose } from '../replenishment/settings/rule.ts';
import { ruleFields, type TypedRule, typedOf } from '../replenishment/settings/typed-rule.ts';
import { imagined, type WhatIf } from '../replenishment/what-if.ts';
import { authenticate } from '../shopify.server.ts';
import { AdviceBadge } from '../ui/advice-badge.tsx';
import { CalibrationBars } from '../ui/calibration.tsx';
import { countOf } from '../ui/count.ts';
import { type ChartInputs, daysFrom } from '../ui/demand-chart.ts';
import { DemandChart } from '../ui/demand-chart.tsx';
import { useDraft } from '../ui/draft.ts';
import { LevelsTable } from '../ui/levels-table.tsx';
import { ReceiptCard } from '../ui/receipt-card.tsx';
import { RuleForm } from '../ui/rule-form.tsx';
import { Unsaved } from '../ui/unsaved.tsx';
import { WhatIfCard } from '../ui/what-if.tsx';
import { formatDay, formatWhen } from '../ui/when.ts';

function placeOf(id: string | undefined) {
  const [, inventoryItemId, locationId] = /^(\d+)-(\d+)$/.exec(id ?? '') ?? [];
  if (!inventoryItemId || !locationId) throw gone();
  return { inventoryItemId, locationId };
}

const gone = () =>
  new Response(
    'There is no reorder point for this variant at this location. Either may have been deleted in Shopify.',
    { status: 404 },
  );

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const place = placeOf(params.id);
  const [facts, locations, rules, proof] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readRules(session.shop, place),
    readResult(session.shop, place),
  ]);
  const sku = await readSku(session.shop, place, facts.timeZone, new Date());
  if (!sku) throw gone();
  const { row, receipt } = sku;
  const locationName = new Map(locations.map((location) => [location.id, location.name]));
  const money = (minor: bigint, currency: string) => formatMoney({ minor, currency });
  const moveFrom = row.moves.map(({ from, units }) => ({ location: locationName.get(from) ?? from, units }));
  return {
    id: `${place.inventoryItemId}-${place.locationId}`,
    locationId: place.locationId,
    title: row.title,
    sku: row.sku,
    productId: row.productId,
    location: locationName.get(place.locationId) ?? '',
    computedAt: formatWhen(row.computedAt, facts.timeZone),
    advice: row.advice,
    sentence: adviceSentence(row),
    moveFrom,
    orderBy: row.orderBy,
    marks: { abc: row.abcRevenue, pattern: row.pattern, isNew: row.isNew, phantom: row.phantom },
    currency: row.currency ?? facts.currency,
    cost:
      row.unitCost !== null && row.currency && row.suggested > 0
        ? money(row.unitCost * BigInt(row.suggested), row.currency)
        : null,
    lost: row.lostUnits > 0 ? { units: row.lostUnits, worth: money(row.lostRevenue, facts.currency) } : null,
    excess:
      row.excess > 0
        ? {
            units: row.excess,
            cash: row.excessCash !== null && row.currency ? money(row.excessCash, row.currency) : null,
          }
        : null,
    starter: { point: row.starterPoint, upTo: row.starterUpTo, suggested: row.starterSuggested, units: row.suggested },
    lastSoldOn: row.lastSoldOn,
    before: sku.before,
    receipt,
    proof: proof && { calibration: proof.calibration },
    chart: sku.chart,
    returns: sku.returns,
    lenders: sku.lenders.map(({ inventoryItemId, locationId, ...lender }) => ({
      id: `${inventoryItemId}-${locationId}`,
      ...lender,
    })),
    orders: sku.orders.map(({ dueOn, ...order }) => ({ ...order, dueOn: dueOn?.toISOString().slice(0, 10) ?? null })),
    elsewhere: sku.elsewhere.map((other) => ({
      id: `${other.inventoryItemId}-${other.locationId}`,
      location: locationName.get(other.locationId) ?? other.locationId,
      advice: other.advice,
      available: other.available,
      position: other.position,
      reorderPoint: other.reorderPoint,
    })),
    levels: rules.levels,
    terms: rules.terms,
    suppliers: rules.suppliers,
    saved: typedOf({ ...nothingDecided, ...rules.levels.find(({ source }) => source === 'place')?.rule }),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const place = placeOf(params.id);
  const form = await request.formData();
  const key = `${place.inventoryItemId}/${place.locationId}`;
  const typed: TypedRule = {};
  for (const field of ruleFields) {
    const said = form.get(field);
    if (typeof said === 'string') typed[field] = said;
  }
  const now = new Date();
  if (form.get('intent') === 'what-if') {
    const scope = form.get('scope') === 'item' ? 'item' : 'place';
    const { refused } = await changeMany(
      session.shop,
      [{ scope, key: scope === 'item' ? place.inventoryItemId : key, typed }],
      now,
    );
    const [first] = refused;
    return first ? { ok: false as const, problems: { [first.field]: first.problem } } : { ok: true as const };
  }
  return changeRule(session.shop, 'place', key, typed, now);
}

export default function ReorderPoint() {
  const data = useLoaderData<typeof loader>();
  const form = useFetcher<typeof action>();
  const keep = useFetcher<typeof action>();
  const saving = form.state !== 'idle';
  const draft = useDraft(data.saved);
  const [whatIf, setWhatIf] = useState<WhatIf>({});
  const problems = form.data && !form.data.ok ? form.data.problems : {};
  const refused = keep.data && !keep.data.ok ? Object.values(keep.data.problems)[0] : undefined;
  const { receipt } = data;
  const inputs = useMemo(() => imagined(receipt.inputs, whatIf), [receipt.inputs, whatIf]);
  const decision = decide(inputs, demandOverDays);
  const { demand } = inputs;
  const chart: ChartInputs = {
    past: data.chart.past,
    today: data.chart.today,
    available: decision.position.available,
    position: decision.position.units,
    reorderPoint: decision.levels?.reorderPoint ?? null,
    arrivals: data.orders
      .filter(({ state, dueOn }) => (state === 'ordered' || state === 'receiving') && dueOn !== null)
      .map(({ number, units, dueOn }) => ({
        day: Math.max(0, daysFrom(data.chart.today, dueOn!)),
        units,
        says: `PO-${number}, due ${formatDay(dueOn!)}`,
      })),
    events: data.chart.events,
    horizon: Math.min(180, Math.max(14, Math.ceil((decision.leadTimeDays ?? 14) + inputs.reviewDays))),
    demand: demand && ((days) => demandOverDays(demand, days)),
  };
  const wider = resolveTerms(data.levels.filter(({ source }) => source !== 'place') as Level[]);
  return (
    <Page
      title={data.title}
      subtitle={[data.sku, data.location].filter(Boolean).join(' · ')}
      titleMetadata={<AdviceBadge advice={data.advice} />}
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
      secondaryActions={[
        {
          content: 'Count this',
          url: `/app/reorder/counts/new?${new URLSearchParams({ kind: 'chosen', location: data.locationId, q: data.sku || data.title })}`,
        },
        ...(data.productId
          ? [
              {
                content: 'Open in Shopify',
                url: `shopify://admin/products/${data.productId}`,
                target: '_top' as const,
              },
            ]
          : []),
      ]}
    >
      <Unsaved
        id="reorder-terms"
        dirty={draft.dirty}
        saving={saving}
        onSave={() => form.submit({ intent: 'rule', ...draft.values }, { method: 'post' })}
        onDiscard={draft.discard}
      />
      {/* A grid, for its columns are as wide before the second one has arrived. */}
      <InlineGrid columns={{ xs: 1, md: ['twoThirds', 'oneThird'] }} gap="400" alignItems="start">
        <BlockStack gap="400">
          {form.data?.ok && !draft.dirty && !saving ? <Banner tone="success" title="Saved and computed again" /> : null}
          {keep.data?.ok && keep.state === 'idle' && Object.keys(whatIf).length === 0 ? (
            <Banner tone="success" title="Saved as a setting and computed again" />
          ) : null}
          {refused ? <Banner tone="critical" title={refused} /> : null}
          <Card>
            <BlockStack gap="200">
              <Text as="h2" variant="headingLg">
                {data.sentence}
              </Text>
              <Text as="p">
                {[
                  data.advice === 'buy' && data.orderBy
                    ? data.orderBy > data.chart.today
                      ? `Order by ${formatDay(data.orderBy)}`
                      : 'Order today'
                    : null,
                  data.cost ? `costs ${data.cost}` : null,
                  receipt.decision.levels
                    ? `promises ${(receipt.decision.levels.promisedFill * 100).toFixed(1)} % of the units from the shelf`
                    : null,
                ]
                  .filter(Boolean)
                  .join(', ')
                  .replace(/^./, (letter) => letter.toUpperCase())}
              </Text>
              {data.before ? (
                <Text as="p">
                  {data.before.sentence}{' '}
                  <Text as="span" tone="subdued">
                    (since {formatDay(data.before.day)})
                  </Text>
                </Text>
              ) : null}
              <Text as="p" tone="subdued">
                {starterSentence(data.starter)}
              </Text>
              <InlineStack gap="100">
                <Badge>{`Class ${data.marks.abc}`}</Badge>
                <Badge>{PATTERN[data.marks.pattern] ?? data.marks.pattern}</Badge>
                {data.marks.isNew ? <Badge tone="new">New</Badge> : null}
                {data.marks.phantom ? <Badge tone="warning">Phantom stock?</Badge> : null}
              </InlineStack>
            </BlockStack>
          </Card>
          <Card>
            <DemandChart inputs={chart} title="Stock and demand" />
          </Card>
          <WhatIfCard
            inputs={receipt.inputs}
            whatIf={whatIf}
            onChange={setWhatIf}
            saving={keep.state !== 'idle'}
            onSave={(scope, setting) => {
              const target =
                setting.targetPercent === undefined ? {} : { targetMeasure: receipt.inputs.target.measure };
              keep.submit({ intent: 'what-if', scope, ...setting, ...target }, { method: 'post' });
              setWhatIf({});
            }}
          />
          <ReceiptCard
            receipt={receipt}
            fileName={`receipt-${data.sku || 'variant'}-${data.chart.today}.json`}
            currency={data.currency}
            whoseTarget={whose(data.terms, 'target')}
            whoseLeadTime={whose(data.terms, 'leadTimeDays')}
            lenders={data.lenders}
          />
          <Card>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd">
                Own settings of this SKU at {data.location}
              </Text>
              <RuleForm
                scope="place"
                values={draft.values}
                inherited={wider}
                suppliers={data.suppliers}
                problems={problems}
                onChange={(field, value) => draft.set(field, value)}
              />
            </BlockStack>
          </Card>
        </BlockStack>
        <BlockStack gap="400">
          <Card>
            <BlockStack gap="200">
              <Text as="h2" variant="headingMd">
                What counts here
              </Text>
              <LevelsTable terms={data.terms} suppliers={data.suppliers} />
              <Text as="p" tone="subdued">
                Computed {data.computedAt}. <Link url="/app/reorder/settings">Settings of the shop</Link>
              </Text>
            </BlockStack>
          </Card>
          {data.lost || data.excess || data.lastSoldOn || data.returns.sold > 0 ? (
            <Card>
              <BlockStack gap="200">
                <Text as="h2" variant="headingMd">
                  Sales
                </Text>
                {data.lost ? (
                  <Text as="p">
                    About {countOf(Math.round(data.lost.units * 10) / 10, 'unit')} worth {data.lost.worth} lost to empty
                    shelves in the last 90 days.
                  </Text>
                ) : (
                  <Text as="p">Nothing was lost to empty shelves in the last 90 days.</Text>
                )}
                {data.excess ? (
                  <Text as="p">
                    {countOf(data.excess.units, 'unit')} more than will be needed
                    {data.excess.cash ? `, ${data.excess.cash} of cash` : ''}.
                  </Text>
                ) : null}
                {data.returns.sold > 0 ? <Text as="p">{returnsSentence(data.returns)}</Text> : null}
                {data.lastSoldOn ? <Text as="p">Last sold {formatDay(data.lastSoldOn)}.</Text> : null}
              </BlockStack>
            </Card>
          ) : null}
          <Card>
            <BlockStack gap="200">
              <Text as="h2" variant="headingMd">
                Purchase orders
              </Text>
              {data.orders.length === 0 ? <Text as="p">None is open.</Text> : null}
              {data.orders.map((order) => (
                <InlineStack key={order.orderId} align="space-between" gap="200">
                  <Link url={`/app/reorder/orders/${order.orderId}`}>
                    PO-{order.number} {order.supplier}
                  </Link>
                  <Text as="span" tone="subdued">
                    {countOf(order.units, 'unit')}, {order.dueOn ? `due ${formatDay(order.dueOn)}` : order.state}
                  </Text>
                </InlineStack>
              ))}
            </BlockStack>
          </Card>
          <Card>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd">
                Does its forecast keep its promises?
              </Text>
              {data.proof?.calibration ? (
                <CalibrationBars cuts={data.proof.calibration.cuts} held={data.proof.calibration.held} />
              ) : (
                <Text as="p">
                  {data.proof
                    ? 'Its own past is too short to try the forecast on.'
                    : 'It was not tried on its past yet: that comes with the weekly replay.'}
                </Text>
              )}
              <Link url={data.proof ? `/app/reorder/proof/${data.id}` : '/app/reorder/proof'}>
                {data.proof ? 'Its last twelve months, played again' : 'Proof of the whole shop'}
              </Link>
            </BlockStack>
          </Card>
          {data.elsewhere.length > 0 ? (
            <Card>
              <BlockStack gap="200">
                <Text as="h2" variant="headingMd">
                  Other locations
                </Text>
                {data.moveFrom.length > 0 ? (
                  <List>
                    {data.moveFrom.map(({ location, units }) => (
                      <List.Item key={location}>
                        {location} can send {countOf(units, 'unit')}
                      </List.Item>
                    ))}
                  </List>
                ) : null}
                {data.elsewhere.map((other) => (
                  <BlockStack key={other.id}>
                    <InlineStack align="space-between" gap="200">
                      <Link url={`/app/reorder/${other.id}`}>{other.location}</Link>
                      <AdviceBadge advice={other.advice} />
                    </InlineStack>
                    <Text as="span" tone="subdued">
                      {other.available.toLocaleString('en')} available, position {other.position.toLocaleString('en')}
                      {other.reorderPoint === null ? '' : `, reorder point ${other.reorderPoint.toLocaleString('en')}`}
                    </Text>
                  </BlockStack>
                ))}
              </BlockStack>
            </Card>
          ) : null}
        </BlockStack>
      </InlineGrid>
    </Page>
  );
}

const PATTERN: Record<string, string> = {
  smooth: 'Sells smoothly',
  erratic: 'Sells in uneven amounts',
  intermittent: 'Sells now and then',
  lumpy: 'Sells now and then, in uneven amounts',
  none: 'Does not sell',
};

function returnsSentence({ sold, returned }: { sold: number; returned: number }) {
  if (returned === 0) return `None of the ${countOf(sold, 'unit')} sold in the last 12 months came back.`;
  const share = Math.round((returned / sold) * 1000) / 10;
  return `${returned.toLocaleString('en')} of ${countOf(sold, 'unit')} sold came back in 12 months (${share}\u00a0%). They count as demand: they were wanted.`;
}

function starterSentence({
  point,
  upTo,
  suggested,
}: {
  point: number;
  upTo: number;
  suggested: number;
  units: number;
}) {
  const says = suggested > 0 ? `buy ${countOf(suggested, 'unit')}` : 'buy nothing';
  return `2–3 weeks of average sales would say: ${says} (reorder point ${point.toLocaleString('en')}, up to ${upTo.toLocaleString('en')}).`;
}
