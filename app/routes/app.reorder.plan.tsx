import { randomUUID } from 'node:crypto';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  EmptyState,
  InlineStack,
  Page,
  RangeSlider,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useEffect, useMemo, useState } from 'react';
import { decimalFromMinor, formatMoney, minorFromDecimal } from '../lib/money.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { lineOf, servedShare, worthOfUnits } from '../replenishment/list/buy-curve.ts';
import { readBuys } from '../replenishment/list/read-buys.server.ts';
import { fillUpTo, planBuys, type Refusal } from '../replenishment/policy/plan-buys.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { useListAddress } from '../ui/list-address.ts';
import { type OrderAnswer, OrdersMade } from '../ui/orders-made.tsx';
import { PlanLine } from '../ui/plan-line.tsx';
import { readUnits } from '../ui/reorder-table.tsx';

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

/** All that is to buy on one screen: the budget moves or units are typed, and the sums follow at once, in the browser. */
export default function PlanBuys() {
  const data = useLoaderData<typeof loader>();
  const { lines, suppliers, currency, earningsKnown } = data;
  const go = useListAddress();
  const order = useFetcher<OrderAnswer>();
  const [budget, setBudget] = useState<number | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  /** units that a person typed or filled up to, by line */
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const made = order.state === 'idle' ? order.data : undefined;
  useEffect(() => {
    // What was drafted now stands on drafts: choosing begins anew on top of them.
    if (made?.ok) setChosen({});
  }, [made]);
  const curves = useMemo(() => lines.map(({ curve }) => curve), [lines]);
  const buyLines = useMemo(() => curves.map(lineOf), [curves]);
  const toReach = useMemo(
    () =>
      suppliers.map(({ id, minimumValue, onDrafts }) => ({ id, minimumValue: Math.max(0, minimumValue - onDrafts) })),
    [suppliers],
  );
  const all = useMemo(() => planBuys(buyLines, toReach), [buyLines, toReach]);
  const plan = useMemo(
    () => (budget === null ? all : planBuys(buyLines, toReach, budget)),
    [all, buyLines, toReach, budget],
  );
  const planned = new Map(
    earningsKnown
      ? plan.lines.map((line) => [line.id, line.units])
      : lines.map(({ id, suggested, onDraft }) => [id, Math.max(0, suggested - onDraft)]),
  );
  const units = new Map(
    lines.map(({ id }) => [id, (chosen[id] === undefined ? null : readUnits(chosen[id])) ?? planned.get(id) ?? 0]),
  );
  const unitsOf = (id: string) => units.get(id) ?? 0;
  const wrong = lines.find(({ id }) => chosen[id] !== undefined && readUnits(chosen[id]) === null);
  const cost = lines.reduce((sum, { id, curve }) => sum + unitsOf(id) * curve.unitCost, 0);
  const value = curves.reduce((sum, curve) => sum + worthOfUnits(curve, unitsOf(curve.id)), 0);
  const served = servedShare(curves, units);
  const servedByAll = servedShare(curves, new Map(all.lines.map((line) => [line.id, line.units])));
  const locationName = new Map(data.locations.map(({ id, name }) => [id, name]));
  if (currency === null || (lines.length === 0 && data.currencies.length < 2))
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
                ? `${countOf(data.leftOut, 'line')} to buy cannot be weighed: give them a unit cost, and wait until enough is known of how they sell.`
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
  const picks = lines.map(({ id }) => `${id}:${unitsOf(id)}`).join(',');
  const fill = (supplierId: string, missing: number) => {
    const own = buyLines.filter((line) => line.supplierId === supplierId);
    const filled = fillUpTo(own, units, missing);
    if (filled) setChosen({ ...chosen, ...Object.fromEntries([...filled].map(([id, count]) => [id, String(count)])) });
  };
  return (
    <Page
      title="Plan buys"
      subtitle="What every extra pack is worth, and where a budget does the most good"
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
    >
      <BlockStack gap="400">
        <OrdersMade answer={made} locations={data.locations} />
        <Card>
          <BlockStack gap="300">
            {data.currencies.length > 1 ? (
              <Select
                label="Currency"
                options={data.currencies.map((each) => ({ label: each, value: each }))}
                value={currency}
                onChange={(each) => {
                  setChosen({});
                  setBudget(null);
                  setTyped(null);
                  go({ currency: each });
                }}
              />
            ) : null}
            <div aria-live="polite">
              <InlineStack gap="400" blockAlign="end">
                <Text as="p" variant="headingLg" numeric>
                  {money(cost)}
                </Text>
                <Text as="p" numeric>
                  serves {percent(served)} of what will be asked for{earningsKnown ? `, ${worth(value)}` : ''}
                </Text>
              </InlineStack>
              {earningsKnown && budget !== null && plan.cost < all.cost ? (
                <Text as="p" tone="subdued" numeric>
                  Without a budget: {money(all.cost)}, {percent(servedByAll)}, {worth(all.value)}
                </Text>
              ) : null}
              <Text as="p" tone="subdued" numeric>
                {earningsKnown
                  ? `The list suggests ${money(listed)} for these lines: it stops at your service targets. The plan goes on as long as one more pack earns more than keeping it costs.`
                  : `These lines are bought in ${currency} and sold in ${data.shopCurrency}, so what they earn is not known. They begin with what the list suggests.`}
              </Text>
            </div>
            {earningsKnown ? (
              <>
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
              </>
            ) : null}
            {earningsKnown && budget !== null && cost > budget ? (
              <Banner tone="warning" title={`What you chose is ${money(cost - budget)} over the budget`} />
            ) : null}
            <InlineStack gap="200">
              <Button
                variant="primary"
                disabled={wrong !== undefined || [...units.values()].every((count) => count === 0)}
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
              {Object.keys(chosen).length > 0 ? (
                <Button onClick={() => setChosen({})}>{earningsKnown ? 'Back to the plan' : 'Back to the list'}</Button>
              ) : null}
            </InlineStack>
            {data.leftOut > 0 ? (
              <Text as="p" tone="subdued">
                {countOf(data.leftOut, 'line')} to buy left out: without a cost, or too little is known of them.
              </Text>
            ) : null}
          </BlockStack>
        </Card>
        {suppliers
          .filter(({ id }) => lines.some(({ curve }) => curve.supplierId === id))
          .map(({ id: supplierId, name, minimumValue, onDrafts }) => {
            const own = lines.filter(({ curve }) => curve.supplierId === supplierId);
            const spent = own.reduce((sum, { id, curve }) => sum + unitsOf(id) * curve.unitCost, 0);
            const earned = own.reduce((sum, { id, curve }) => sum + worthOfUnits(curve, unitsOf(id)), 0);
            const missing = minimumValue - onDrafts - spent;
            const refused = plan.suppliers.find((each) => each.supplierId === supplierId)?.refused;
            return (
              <Card key={supplierId}>
                <BlockStack gap="200">
                  <InlineStack align="space-between" gap="200">
                    <InlineStack gap="200">
                      <Text as="h2" variant="headingMd">
                        {name}
                      </Text>
                      {earningsKnown && refused && spent === 0 ? (
                        <Badge tone="attention">{`No order: ${REFUSED[refused]}`}</Badge>
                      ) : null}
                    </InlineStack>
                    <Text as="span" numeric>
                      {money(spent)}
                      {earningsKnown ? `, ${worth(earned)}` : ''}
                    </Text>
                  </InlineStack>
                  {minimumValue > 0 ? (
                    <InlineStack gap="300" blockAlign="baseline">
                      <Text as="p" tone={missing > 0 ? 'caution' : 'subdued'} numeric>
                        Minimum order {money(minimumValue)}
                        {onDrafts > 0 ? `, ${money(onDrafts)} on drafts` : ''}
                        {missing > 0 ? `: ${money(missing)} to go` : ': reached'}
                      </Text>
                      {missing > 0 ? (
                        <Button variant="plain" onClick={() => fill(supplierId, missing)}>
                          Fill up with the next best packs
                        </Button>
                      ) : null}
                    </InlineStack>
                  ) : null}
                  {own.map(({ id, title, sku, locationId, suggested, onDraft, curve }) => {
                    const count = unitsOf(id);
                    const more =
                      count > 0
                        ? curve.packSize
                        : Math.ceil(Math.max(curve.minimumOrder, 1) / curve.packSize) * curve.packSize;
                    const next = worthOfUnits(curve, count + more) - worthOfUnits(curve, count);
                    return (
                      <PlanLine
                        key={id}
                        id={id}
                        title={title}
                        about={[
                          sku,
                          locationName.get(locationId),
                          `the list says ${suggested.toLocaleString('en')}`,
                          onDraft > 0 ? `${onDraft.toLocaleString('en')} on a draft` : null,
                        ]}
                        typed={chosen[id] ?? String(count)}
                        packSize={curve.packSize}
                        minimumOrder={curve.minimumOrder}
                        cost={money(count * curve.unitCost)}
                        next={`${countOf(more, 'unit')} more: ${money(more * curve.unitCost)}${earningsKnown ? `, ${worth(next)}` : ''}`}
                        onType={(text) => setChosen({ ...chosen, [id]: text })}
                      />
                    );
                  })}
                </BlockStack>
              </Card>
            );
          })}
      </BlockStack>
    </Page>
  );
}
