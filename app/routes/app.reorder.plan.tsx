import { randomUUID } from 'node:crypto';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import {
  Badge,
  BlockStack,
  Button,
  Card,
  EmptyState,
  InlineStack,
  Link,
  Page,
  RangeSlider,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useMemo, useState } from 'react';
import { decimalFromMinor, formatMoney, minorFromDecimal } from '../lib/money.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { lineOf, servedShare } from '../replenishment/list/buy-curve.ts';
import { readBuys } from '../replenishment/list/read-buys.server.ts';
import { planBuys, type Refusal } from '../replenishment/policy/plan-buys.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { useListAddress } from '../ui/list-address.ts';
import { type OrderAnswer, OrdersMade } from '../ui/orders-made.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [facts, locations] = await Promise.all([readShop(session.shop), readLocations(session.shop)]);
  const asked = new URL(request.url).searchParams.get('currency');
  return {
    ...(await readBuys(session.shop, asked, facts.currency)),
    shopCurrency: facts.currency,
    locations,
    draftId: randomUUID(),
  };
}

const REFUSED: Record<Refusal, string> = {
  'nothing-pays': 'nothing of it pays',
  'minimum-not-worth-it': 'its minimum order is not worth it',
  'minimum-out-of-reach': 'its minimum order is out of reach',
  budget: 'the budget does not reach for it',
};

/** All that is to buy on one screen: the budget moves, and the plan follows at once, in the browser. */
export default function PlanBuys() {
  const data = useLoaderData<typeof loader>();
  const { lines, suppliers, currency } = data;
  const go = useListAddress();
  const order = useFetcher<OrderAnswer>();
  const [budget, setBudget] = useState<number | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const curves = useMemo(() => lines.map(({ curve }) => curve), [lines]);
  const buyLines = useMemo(() => curves.map(lineOf), [curves]);
  const all = useMemo(() => planBuys(buyLines, suppliers), [buyLines, suppliers]);
  const plan = useMemo(
    () => (budget === null ? all : planBuys(buyLines, suppliers, budget)),
    [all, buyLines, suppliers, budget],
  );
  const units = new Map(plan.lines.map((line) => [line.id, line.units]));
  const served = servedShare(curves, units);
  const servedByAll = servedShare(curves, new Map(all.lines.map((line) => [line.id, line.units])));
  const locationName = new Map(data.locations.map(({ id, name }) => [id, name]));
  if (currency === null || lines.length === 0)
    return (
      <Page title="Plan buys" backAction={{ content: 'Reorder', url: '/app/reorder' }}>
        <Card>
          <EmptyState
            heading="Nothing to plan"
            image=""
            action={{ content: 'See the reorder list', url: '/app/reorder?tab=all' }}
          >
            <p>
              {data.leftOut > 0
                ? `${countOf(data.leftOut, 'line')} to buy cannot be weighed: give them a unit cost in ${data.shopCurrency}, the currency they are sold in.`
                : 'The reorder list says of nothing that it is to buy now.'}
            </p>
          </EmptyState>
        </Card>
      </Page>
    );
  const money = (minor: number) => formatMoney({ minor: BigInt(Math.round(minor)), currency });
  // Less than a penny is not worth naming.
  const worth = (minor: number) =>
    Math.abs(minor) < 0.5 ? 'worth nothing' : minor < 0 ? `loses ${money(-minor)}` : `worth ${money(minor)}`;
  const listed = lines.reduce(
    (sum, { suggested, onDraft, curve }) => sum + Math.max(0, suggested - onDraft) * curve.unitCost,
    0,
  );
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const type = (text: string) => {
    setTyped(text);
    if (/^\d{1,10}(\.\d+)?$/.test(text.trim())) setBudget(Number(minorFromDecimal(text, currency)));
    else if (text.trim() === '') setBudget(null);
  };
  const isBad = typed !== null && typed.trim() !== '' && !/^\d{1,10}(\.\d+)?$/.test(typed.trim());
  const picks = lines.map(({ id }) => `${id}:${units.get(id) ?? 0}`).join(',');
  return (
    <Page
      title="Plan buys"
      subtitle="What every extra pack is worth, and where a budget does the most good"
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
    >
      <BlockStack gap="400">
        <OrdersMade answer={order.state === 'idle' ? order.data : undefined} locations={data.locations} />
        <Card>
          <BlockStack gap="300">
            {data.currencies.length > 1 ? (
              <Select
                label="Currency"
                options={data.currencies.map((value) => ({ label: value, value }))}
                value={currency}
                onChange={(value) => go({ currency: value })}
              />
            ) : null}
            <div aria-live="polite">
              <InlineStack gap="400" blockAlign="end">
                <Text as="p" variant="headingLg" numeric>
                  {money(plan.cost)}
                </Text>
                <Text as="p" numeric>
                  serves {percent(served)} of what will be asked for, worth {money(plan.value)}
                </Text>
              </InlineStack>
              {budget !== null && plan.cost < all.cost ? (
                <Text as="p" tone="subdued" numeric>
                  Without a budget: {money(all.cost)}, {percent(servedByAll)}, worth {money(all.value)}
                </Text>
              ) : null}
              <Text as="p" tone="subdued" numeric>
                The list suggests {money(listed)} for these lines: it stops at your service targets. The plan goes on as
                long as one more pack earns more than keeping it costs.
              </Text>
            </div>
            <RangeSlider
              label="Budget"
              labelHidden
              min={0}
              max={Math.max(1, Math.ceil(all.cost))}
              step={Math.max(1, Math.round(all.cost / 200))}
              value={Math.min(budget ?? all.cost, Math.ceil(all.cost))}
              onChange={(to) => {
                setTyped(null);
                setBudget(Array.isArray(to) ? to[0] : to);
              }}
            />
            <TextField
              label={`Budget (${currency})`}
              autoComplete="off"
              inputMode="decimal"
              placeholder="No limit"
              value={typed ?? (budget === null ? '' : decimalFromMinor(BigInt(Math.round(budget)), currency))}
              onChange={type}
              error={isBad ? 'Write an amount such as 1200 or 1200.50' : false}
            />
            <InlineStack gap="200">
              <Button
                variant="primary"
                disabled={plan.cost === 0 && plan.lines.every((line) => line.units === 0)}
                loading={order.state !== 'idle'}
                onClick={() =>
                  order.submit(
                    { intent: 'order', picks, draftId: data.draftId },
                    { method: 'post', action: '/app/reorder?index' },
                  )
                }
              >
                Create purchase orders
              </Button>
            </InlineStack>
            {data.leftOut > 0 ? (
              <Text as="p" tone="subdued">
                {countOf(data.leftOut, 'line')} to buy left out: without a cost in {data.shopCurrency}, or too little is
                known of them.
              </Text>
            ) : null}
          </BlockStack>
        </Card>
        {plan.suppliers
          .filter(({ supplierId }) => lines.some(({ curve }) => curve.supplierId === supplierId))
          .map((supplier) => (
            <Card key={supplier.supplierId}>
              <BlockStack gap="200">
                <InlineStack align="space-between" gap="200">
                  <InlineStack gap="200">
                    <Text as="h2" variant="headingMd">
                      {suppliers.find(({ id }) => id === supplier.supplierId)?.name ?? 'Unknown supplier'}
                    </Text>
                    {supplier.refused ? (
                      <Badge tone="attention">{`No order: ${REFUSED[supplier.refused]}`}</Badge>
                    ) : null}
                  </InlineStack>
                  <Text as="span" numeric>
                    {money(supplier.cost)}, worth {money(supplier.value)}
                  </Text>
                </InlineStack>
                {plan.lines
                  .map((line) => ({ ...line, of: lines.find(({ id }) => id === line.id)! }))
                  .filter(({ of }) => of.curve.supplierId === supplier.supplierId)
                  .map(({ id, units: bought, next, of }) => (
                    <div
                      key={id}
                      style={{ display: 'flex', flexWrap: 'wrap', gap: 'var(--p-space-100) var(--p-space-400)' }}
                    >
                      <BlockStack>
                        <Link url={`/app/reorder/${id}`} removeUnderline monochrome>
                          {of.title}
                        </Link>
                        <Text as="span" variant="bodySm" tone="subdued">
                          {[
                            of.sku,
                            locationName.get(of.locationId),
                            `the list says ${of.suggested.toLocaleString('en')}`,
                            of.onDraft > 0 ? `${of.onDraft.toLocaleString('en')} on a draft` : null,
                          ]
                            .filter(Boolean)
                            .join(' · ')}
                        </Text>
                      </BlockStack>
                      <div style={{ marginInlineStart: 'auto' }}>
                        <Text as="p" alignment="end" numeric>
                          {countOf(bought, 'unit')}, {money(bought * of.curve.unitCost)}
                        </Text>
                        <Text as="p" alignment="end" variant="bodySm" tone="subdued" numeric>
                          {next
                            ? `${countOf(next.units, 'unit')} more: ${money(next.cost)}, ${worth(next.value)}`
                            : 'no more can be used'}
                        </Text>
                      </div>
                    </div>
                  ))}
              </BlockStack>
            </Card>
          ))}
      </BlockStack>
    </Page>
  );
}
