import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  InlineStack,
  Layout,
  Modal,
  Page,
  ProgressBar,
  Text,
} from '@shopify/polaris';
import { useState } from 'react';
import { formatMoney } from '../lib/money.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { bookCount, cancelCount, decideLines } from '../replenishment/counting/book-count.server.ts';
import {
  type CountState,
  type LineDecision,
  mayHappen,
  needsSecondLook,
  shouldBe,
  toCount,
  variance,
  varianceMinor,
} from '../replenishment/counting/count.ts';
import { readCount } from '../replenishment/counting/read-counts.server.ts';
import { readStanding } from '../replenishment/counting/read-standing.server.ts';
import { finishCounting } from '../replenishment/counting/record-count.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { CountLines } from '../ui/count-lines.tsx';
import { useDraft } from '../ui/draft.ts';
import { useLookAgain } from '../ui/look-again.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { Unsaved } from '../ui/unsaved.tsx';
import { formatWhen } from '../ui/when.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function idOf(params: { id?: string }): string {
  if (!params.id || !uuid.test(params.id)) throw new Response('There is no such count.', { status: 404 });
  return params.id;
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [facts, locations] = await Promise.all([readShop(session.shop), readLocations(session.shop)]);
  const found = await readCount(session.shop, idOf(params), facts.currency);
  if (!found) throw new Response('There is no such count.', { status: 404 });
  const { count, terms, outcomes } = found;
  const say = (minor: bigint | null) => (minor === null ? null : formatMoney({ minor, currency: facts.currency }));
  const when = (at: Date | null) => (at ? formatWhen(at, facts.timeZone) : null);
  const values = count.lines.map(varianceMinor);
  const missing = values.reduce<bigint>((sum, value) => (value !== null && value < 0n ? sum + value : sum), 0n);
  const over = values.reduce<bigint>((sum, value) => (value !== null && value > 0n ? sum + value : sum), 0n);
  return {
    id: count.id,
    number: count.number,
    state: count.state,
    version: count.version,
    kind: count.kind,
    location: locations.find((location) => location.id === count.locationId)?.name ?? 'A location that is gone',
    times: [
      { what: 'Planned', at: when(count.createdAt) },
      { what: 'Counted', at: when(count.countedAt) },
      { what: 'Booked', at: when(count.bookedAt) },
    ].filter((time) => time.at !== null),
    money: { missing: say(missing), over: say(over), net: say(missing + over) },
    lines: count.lines.map((line) => {
      const outcome = line.commandId ? outcomes.get(line.commandId) : undefined;
      return {
        id: line.inventoryItemId,
        title: line.title,
        sku: line.sku,
        bin: line.bin,
        reason: line.reason,
        why: line.why,
        shouldBe: shouldBe(line),
        away: line.away,
        counted: line.counted,
        countedBefore: line.countedBefore,
        variance: variance(line),
        value: say(varianceMinor(line)),
        waits: toCount(line),
        big: needsSecondLook(line, terms),
        decision: line.decision,
        bookedReason: line.bookedReason,
        note: line.note,
        booking: outcome?.state ?? null,
        problem: outcome?.problem ?? null,
      };
    }),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = idOf(params);
  const form = await request.formData();
  const { currency } = await readShop(session.shop);
  const now = new Date();
  const intent = String(form.get('intent') ?? '');
  const version = Number(form.get('version') ?? 0);
  switch (intent) {
    case 'finish':
      return { intent, ...(await finishCounting(session.shop, id, true, now)) };
    case 'decide':
      return { intent, ...(await decideLines(session.shop, id, version, decidedIn(form), currency)) };
    case 'book':
      return {
        intent,
        ...(await bookCount(session.shop, id, version, decidedIn(form), currency, readStanding, now)),
      };
    case 'cancel':
      return { intent, ...(await cancelCount(session.shop, id)) };
    default:
      return { intent, ok: false as const, problem: 'Backroom knows no such action. Reload the page and try again.' };
  }
}

function decidedIn(form: FormData): LineDecision[] {
  return [...form].flatMap(([name, value]) => {
    const inventoryItemId = /^decision_(\d+)$/.exec(name)?.[1];
    if (!inventoryItemId || (value !== 'approved' && value !== 'recount' && value !== 'left')) return [];
    return [{ inventoryItemId, decision: value, reason: String(form.get(`reason_${inventoryItemId}`) ?? '') }];
  });
}

const NEXT: Record<CountState, string> = {
  open: 'Take a phone to the shelves and count line by line. What should be there is not shown while counting.',
  counted: 'Look at each variance: approve it with a reason, have it counted again, or leave it. Then book.',
  booked: 'Shopify was asked to change its stock by what was approved.',
  canceled: 'Nothing of this count was booked.',
};

export default function Count() {
  const count = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const [asking, setAsking] = useState<'cancel' | 'finish' | null>(null);
  const waiting = count.lines.filter((line) => line.waits).length;
  const done = count.lines.length - waiting;
  // What is small and counted reads as approved; what is big needs a person's word.
  const draft = useDraft<Record<string, string>>(
    Object.fromEntries(
      count.lines.flatMap((line) => [
        [
          `decision_${line.id}`,
          line.decision === 'open' ? (line.counted !== null && !line.big ? 'approved' : '') : line.decision,
        ],
        [`reason_${line.id}`, line.bookedReason ?? 'cycle_count_available'],
      ]),
    ),
  );
  const busy = navigation.state !== 'idle' ? String(navigation.formData?.get('intent') ?? '') : '';
  const send = (intent: string, fields: Record<string, string> = {}) =>
    submit({ intent, version: String(count.version), ...fields }, { method: 'post' });
  useLookAgain(count.lines.some((line) => line.booking === 'queued' || line.booking === 'sending'));
  const failed = count.lines.some((line) => line.booking === 'failed' || line.booking === 'unknown');
  const corrections = count.lines.filter(
    (line) => draft.values[`decision_${line.id}`] === 'approved' && line.variance !== 0 && line.booking === null,
  ).length;
  const problems = answer && !answer.ok && 'problems' in answer ? (answer.problems ?? {}) : {};
  const right = count.lines.filter((line) => line.variance === 0).length;
  const judged = count.lines.filter((line) => line.variance !== null).length;
  const primary =
    count.state === 'open'
      ? { content: 'Count with this device', url: `/app/reorder/counts/${count.id}/count` }
      : count.state === 'counted'
        ? {
            content: corrections === 0 ? 'Close without a correction' : `Book ${countOf(corrections, 'correction')}`,
            loading: busy === 'book',
            onAction: () => send('book', draft.values),
          }
        : null;
  return (
    <Page
      title={`Count ${count.number}`}
      subtitle={`${count.kind === 'spot-check' ? 'Spot check' : 'Asked for'}, ${count.location}`}
      titleMetadata={<StateBadge state={count.state} />}
      backAction={{ content: 'Counts', url: '/app/reorder/counts' }}
      {...(primary ? { primaryAction: primary } : {})}
      secondaryActions={[
        ...(mayHappen('finish', count.state) && done > 0
          ? [
              {
                content: 'Finish counting',
                loading: busy === 'finish',
                onAction: () => (waiting > 0 ? setAsking('finish') : send('finish')),
              },
            ]
          : []),
        ...(mayHappen('cancel', count.state)
          ? [{ content: 'Cancel count', destructive: true, onAction: () => setAsking('cancel') }]
          : []),
      ]}
    >
      {count.state === 'counted' ? (
        <Unsaved
          id="count-decisions"
          dirty={draft.dirty}
          saving={busy === 'decide'}
          onSave={() => send('decide', draft.values)}
          onDiscard={draft.discard}
        />
      ) : null}
      <Modal
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={asking === 'cancel' ? `Cancel count ${count.number}?` : `Finish without ${countOf(waiting, 'line')}?`}
        primaryAction={{
          content: asking === 'cancel' ? 'Cancel count' : 'Finish',
          destructive: asking === 'cancel',
          onAction: () => {
            if (asking) send(asking);
            setAsking(null);
          },
        }}
        secondaryActions={[{ content: 'Go on counting', onAction: () => setAsking(null) }]}
      >
        <Modal.Section>
          <Text as="p">
            {asking === 'cancel'
              ? 'Nothing of it is booked, and its items are free for another count. This cannot be undone.'
              : 'Lines that nobody counted are left as they are: Shopify’s stock of them does not change.'}
          </Text>
        </Modal.Section>
      </Modal>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {answer && !answer.ok ? <Banner tone="critical" title={answer.problem} /> : null}
            {answer?.ok && 'again' in answer && answer.again > 0 ? (
              <Banner
                tone="warning"
                title={`${countOf(answer.again, 'line')} must be counted again: the line says why`}
              />
            ) : null}
            <Card>
              <BlockStack gap="300">
                <Text as="p">{NEXT[count.state]}</Text>
                {count.state === 'open' ? (
                  <BlockStack gap="100">
                    <ProgressBar progress={(done / Math.max(1, count.lines.length)) * 100} size="small" />
                    <Text as="p" tone="subdued">
                      {done} of {countOf(count.lines.length, 'line')} done
                    </Text>
                  </BlockStack>
                ) : null}
              </BlockStack>
            </Card>
            <CountLines
              lines={count.lines}
              {...(count.state === 'counted' ? { entry: { values: draft.values, problems, onChange: draft.set } } : {})}
            />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            {judged > 0 ? (
              <Card>
                <BlockStack gap="200">
                  <Text as="h2" variant="headingMd">
                    What was found
                  </Text>
                  <Fact
                    what="Right to the unit"
                    says={`${right} of ${judged} (${Math.round((right / judged) * 100)} %)`}
                  />
                  <Fact what="Missing, at cost" says={count.money.missing ?? ''} />
                  <Fact what="Too many, at cost" says={count.money.over ?? ''} />
                  <Fact what="Net" says={count.money.net ?? ''} />
                </BlockStack>
              </Card>
            ) : null}
            <Card>
              <BlockStack gap="200">
                {count.times.map((time) => (
                  <Fact key={time.what} what={time.what} says={time.at ?? ''} />
                ))}
              </BlockStack>
            </Card>
            {failed ? <Button url="/app/settings/outbox">See what failed</Button> : null}
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

function Fact({ what, says }: { what: string; says: string }) {
  return (
    <InlineStack align="space-between" gap="200">
      <Text as="span" tone="subdued">
        {what}
      </Text>
      <Text as="span">{says}</Text>
    </InlineStack>
  );
}
