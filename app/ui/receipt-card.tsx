// The receipt of a number: all that it rests on and each step to it, checked in the browser that shows it.
import { Badge, BlockStack, Button, Card, Collapsible, Divider, InlineStack, Link, List, Text } from '@shopify/polaris';
import { useEffect, useId, useState } from 'react';
import { paceSentence, stepSentence, targetSentence } from '../replenishment/decision-words.ts';
import { type DemandInputs, demandOverDays } from '../replenishment/demand-inputs.ts';
import type { DecisionInputs } from '../replenishment/policy/decide.ts';
import { ENOUGH_ARRIVALS } from '../replenishment/policy/lead-time.ts';
import { checkReceipt, type Receipt } from '../replenishment/policy/receipt.ts';
import { voteDays } from '../replenishment/vote-days.ts';
import { countOf } from './count.ts';
import { VoteStrip } from './vote-strip.tsx';
import { formatDay } from './when.ts';

type Own = Receipt<DemandInputs>;

const METHOD: Record<DemandInputs['method'], string> = {
  windows: 'Stretches of its own past vote, each with what was asked for in it',
  counts: 'Counts around a level that follows its newest days',
  naive: 'Its newest days again: on its own past nothing did better',
  'look-alike': 'Its own few days, and what similar products sell',
};

export type Lender = { id: string; title: string; sku: string | null };

/** So many are named at once. */
const NAMED = 5;

const CHECKED = {
  kept: { tone: 'success', says: 'Recomputed here just now: same number ✓' },
  altered: { tone: 'critical', says: 'The receipt is not as it was written' },
  'other-rules': { tone: 'info', says: 'Written under earlier rules: the number stands, but is not recomputed here' },
  wrong: { tone: 'critical', says: 'Recomputed here: another number' },
} as const;

export function ReceiptCard({
  receipt,
  fileName,
  currency,
  whoseTarget,
  whoseLeadTime,
  lenders,
}: {
  receipt: Own;
  fileName: string;
  /** of the buying terms */
  currency: string;
  /** "the shop's", "set here" */
  whoseTarget: string;
  whoseLeadTime: string;
  /** whose launches a new product goes by, those that are still there */
  lenders: readonly Lender[];
}) {
  const { inputs, decision } = receipt;
  const { demand } = inputs;
  const steps = decision.quantity?.steps ?? [];
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            The receipt of this number
          </Text>
          <Checked receipt={receipt} />
        </InlineStack>

        <Part title="Demand">
          {demand === null ? (
            <Text as="p">Too little is known of its demand.</Text>
          ) : (
            <>
              <Text as="p">
                {METHOD[demand.method]}. {paceSentence(decision)}
                {demand.season === 1 ? '' : `, season ×${demand.season.toFixed(2)}`}.
              </Text>
              {demand.borrowed ? <Lenders borrowed={demand.borrowed} lenders={lenders} /> : null}
              {demand.planned.length > 0 ? (
                <Text as="p">
                  {countOf(Math.round(demand.planned.reduce((sum, { units }) => sum + units, 0)), 'unit')} more expected
                  from what is planned.
                </Text>
              ) : null}
              <VoteStrip days={voteDays(demand)} />
            </>
          )}
        </Part>
        <Divider />
        <Part title="Lead time">
          <LeadTime leadTime={inputs.leadTime} whose={whoseLeadTime} mean={decision.leadTimeDays} />
        </Part>
        <Divider />
        <Part title="Target">
          <Text as="p">
            Planned for {targetSentence(inputs.target)} ({whoseTarget}), looked at every{' '}
            {countOf(inputs.reviewDays, 'day')}.
            {inputs.starterSales === null
              ? ''
              : ` The shop keeps to the starter rule here: two to three weeks of ${inputs.starterSales.toFixed(2)} sold a day.`}
          </Text>
        </Part>
        <Divider />
        <Part title="Position">
          <Sum
            lines={[
              ['Available', decision.position.available],
              ['On order with suppliers', decision.position.onOrder],
              ['Other incoming in Shopify', decision.position.incomingOfOthers],
              ['Owed to customers elsewhere', -decision.position.backorders],
            ]}
            total={['Position', decision.position.units]}
          />
        </Part>
        <Divider />
        <Part title="From need to order">
          {steps.length === 0 ? (
            <Text as="p">
              {decision.levels
                ? `The position is above the reorder point of ${decision.levels.reorderPoint.toLocaleString('en')}: nothing to order.`
                : 'Without demand and lead time there is no level to order up to.'}
            </Text>
          ) : (
            <Sum
              lines={steps.map((step): [string, number] => [stepSentence(step, currency), step.to])}
              total={['To buy', decision.units]}
            />
          )}
        </Part>
        <Divider />
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="p" tone="subdued" breakWord>
            Rules {receipt.rules} · SHA-256 {receipt.hash.slice(0, 16)}…
            {demand ? ` · days up to ${formatDay(demand.lastDay)}` : ''}
          </Text>
          <Button onClick={() => download(fileName, receipt)}>Download JSON</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

/** Checks after the page is drawn: it takes a moment, and it is the browser that shall answer. */
function Checked({ receipt }: { receipt: Own }) {
  const [found, setFound] = useState<keyof typeof CHECKED | null>(null);
  useEffect(() => setFound(checkReceipt(receipt, demandOverDays)), [receipt]);
  if (found === null) return <Badge>Recomputing</Badge>;
  return <Badge tone={CHECKED[found].tone}>{CHECKED[found].says}</Badge>;
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      {children}
    </BlockStack>
  );
}

/** Whose launches a new product goes by. */
function Lenders({
  borrowed: { from, like },
  lenders,
}: {
  borrowed: NonNullable<DemandInputs['borrowed']>;
  lenders: readonly Lender[];
}) {
  const [all, setAll] = useState(false);
  const named = all ? lenders : lenders.slice(0, NAMED);
  return (
    <BlockStack gap="100">
      <Text as="p">
        It goes by the first weeks of {countOf(from.length, 'product')} alike in {like}
        {lenders.length === 0 ? ', none of which is in the list any more.' : ', the nearest in price first:'}
      </Text>
      <List>
        {named.map(({ id, title, sku }) => (
          <List.Item key={id}>
            <Link url={`/app/reorder/${id}`}>{title}</Link>
            {sku ? ` ${sku}` : ''}
          </List.Item>
        ))}
      </List>
      {lenders.length > NAMED ? (
        <Link onClick={() => setAll(!all)} removeUnderline>
          {all ? 'Show fewer' : `Show all ${lenders.length}`}
        </Link>
      ) : null}
    </BlockStack>
  );
}

/** Lines with a figure each, and what they come to. */
function Sum({ lines, total }: { lines: [string, number][]; total: [string, number] }) {
  return (
    <BlockStack gap="100">
      {[...lines.filter(([, figure], index) => figure !== 0 || index === 0), total].map(
        ([says, figure], index, all) => (
          <InlineStack key={says} align="space-between" gap="200" wrap={false}>
            <Text as="span" fontWeight={index === all.length - 1 ? 'semibold' : 'regular'}>
              {says}
            </Text>
            <Text as="span" numeric fontWeight={index === all.length - 1 ? 'semibold' : 'regular'}>
              {figure.toLocaleString('en')}
            </Text>
          </InlineStack>
        ),
      )}
    </BlockStack>
  );
}

function LeadTime({
  leadTime: { statedDays, samples },
  whose,
  mean,
}: {
  leadTime: DecisionInputs<DemandInputs>['leadTime'];
  whose: string;
  mean: number | null;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const stated = statedDays === null ? 'Nobody states one' : `Stated: ${countOf(statedDays, 'day')} (${whose})`;
  const seen =
    samples.length === 0
      ? 'No arrival was seen yet, so the stated time is believed with the doubt that experience teaches.'
      : samples.length >= ENOUGH_ARRIVALS
        ? `${countOf(samples.length, 'arrival')} speak for themselves.`
        : `${countOf(samples.length, 'arrival')} and the stated time are weighed together.`;
  return (
    <>
      <Text as="p">
        {stated}. {seen} {mean === null ? '' : `On average ${mean.toFixed(1)} days.`}
      </Text>
      {samples.length > 0 ? (
        <>
          <Link onClick={() => setOpen(!open)} removeUnderline>
            {open ? 'Hide the arrivals' : 'Show the arrivals'}
          </Link>
          <Collapsible id={id} open={open}>
            <List>
              {samples.map(({ days, units }, index) => (
                <List.Item key={index}>
                  {countOf(units, 'unit')} after {countOf(days, 'day')}
                </List.Item>
              ))}
            </List>
          </Collapsible>
        </>
      ) : null}
    </>
  );
}

function download(fileName: string, receipt: Own): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' }));
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
