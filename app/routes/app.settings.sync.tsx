import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, DataTable, InlineGrid, InlineStack, Page, Text } from '@shopify/polaris';
import { nudge } from '../lib/queue.server.ts';
import { requestBackfill, requestFullCompare } from '../mirror/backfill.server.ts';
import { replayDead } from '../mirror/fold-inbox.server.ts';
import { dropRereads } from '../mirror/read-again.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { readSubjects } from '../mirror/read-subjects.server.ts';
import { readDeadLetters, readDrift, readSync } from '../mirror/read-sync.server.ts';
import { FOLD } from '../mirror/receive-webhook.server.ts';
import { authenticate } from '../shopify.server.ts';
import { apiWords, topicWords } from '../ui/api-words.ts';
import { saySubject } from '../ui/command-words.ts';
import { usePoll } from '../ui/poll.ts';
import { ReadingProgress } from '../ui/reading-progress.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { formatAge, formatWhen } from '../ui/when.ts';

const FIRST_PAGE = { skip: 0, take: 50 };

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [{ timeZone }, sync, dead, drift] = await Promise.all([
    readShop(session.shop),
    readSync(session.shop),
    readDeadLetters(session.shop, FIRST_PAGE),
    readDrift(session.shop, FIRST_PAGE),
  ]);
  const subjects = await readSubjects(session.shop, [
    ...new Set(drift.map(({ kind, objectId }) => `${kind}/${objectId}`)),
  ]);
  return {
    timeZone,
    now: new Date(),
    sync,
    dead,
    drift: drift.map((each) => {
      const subject = `${each.kind}/${each.objectId}`;
      return { ...each, about: subjects.get(subject)?.says ?? saySubject(subject) };
    }),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const intent = form.get('intent');
  if (intent === 'replay') {
    const replayed = await replayDead(session.shop, String(form.get('id') ?? ''));
    if (!replayed) return { problem: 'This delivery was dealt with already, or its payload is no longer kept.' };
    nudge(FOLD, session.shop);
    return { problem: null };
  }
  if (intent === 'drop') {
    await dropRereads(session.shop, String(form.get('kind') ?? ''));
    return { problem: null };
  }
  if (intent === 'read-all') await requestBackfill(session.shop);
  else if (intent === 'compare-all') await requestFullCompare(session.shop);
  else if (intent === 'accept-missing') await requestFullCompare(session.shop, { acceptMissing: true });
  else return { problem: 'Backroom knows no such action. Reload the page and try again.' };
  nudge('mirror.backfill', session.shop);
  return { problem: null };
}

export default function Sync() {
  const { sync, dead, drift, timeZone, now } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const busy = useNavigation().state === 'submitting';
  const running = sync.run?.state === 'running' ? sync.run : null;
  // Right after the install the reading has not begun yet.
  usePoll(running !== null || sync.waiting > 0 || !sync.everRead);
  return (
    <Page
      title="Sync"
      subtitle="How near Backroom's picture of the store is to the store"
      backAction={{ content: 'Settings', url: '/app/settings' }}
      secondaryActions={[
        {
          content: 'Compare all now',
          disabled: running !== null || busy,
          onAction: () => submit({ intent: 'compare-all' }, { method: 'post' }),
        },
        {
          content: 'Read the store again',
          disabled: running !== null || busy,
          onAction: () => submit({ intent: 'read-all' }, { method: 'post' }),
        },
      ]}
    >
      <BlockStack gap="400">
        {answer?.problem ? <Banner tone="warning" title={answer.problem} /> : null}
        {sync.missing.length > 0 ? (
          <Banner
            tone="warning"
            title="The store shows far less than Backroom holds"
            action={{
              content: 'It is gone: compare and remove',
              disabled: running !== null || busy,
              onAction: () => submit({ intent: 'accept-missing' }, { method: 'post' }),
            }}
          >
            <p>
              {sync.missing
                .map((each) => `${each.unseen} of ${each.held} × ${apiWords(each.kind).toLowerCase()}`)
                .join(', ')}{' '}
              were not shown. A missing permission looks the same, so nothing was removed.
            </p>
          </Banner>
        ) : null}
        {running ? (
          <Card>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd" id="reading">
                {running.kind === 'backfill' ? 'Reading the store' : 'Comparing with the store'}
              </Text>
              <ReadingProgress run={running} />
            </BlockStack>
          </Card>
        ) : null}
        <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
          <Tile
            label="Last news from Shopify"
            value={
              sync.lastWebhookAt
                ? `${formatAge(sync.lastWebhookAt, now)} ago`.replace('now ago', 'just now')
                : 'none yet'
            }
          />
          <Tile
            label="News waiting to be read"
            value={sync.waiting === 0 ? '0' : `${sync.waiting}, oldest ${Math.round(sync.lagSeconds)} s`}
          />
          <Tile label="Dead letters" value={String(sync.dead)} />
          <Tile
            label="Differences found in the last day"
            value={
              sync.driftOpen === 0 ? String(sync.driftLastDay) : `${sync.driftLastDay}, ${sync.driftOpen} not healed`
            }
          />
        </InlineGrid>
        {sync.rereads.length > 0 ? (
          <Card>
            <BlockStack gap="200">
              <Text as="h2" variant="headingMd">
                To be read again
              </Text>
              {sync.rereads.map((each) => (
                <InlineStack key={each.kind} align="space-between" blockAlign="center" gap="400">
                  <Text as="p">
                    {each.count} × {apiWords(each.kind).toLowerCase()}
                    {each.problem ? `: ${each.problem}` : ''}
                  </Text>
                  {each.problem ? (
                    <Button
                      disabled={busy}
                      accessibilityLabel={`Stop trying to read: ${apiWords(each.kind).toLowerCase()}`}
                      onClick={() => submit({ intent: 'drop', kind: each.kind }, { method: 'post' })}
                    >
                      Stop trying
                    </Button>
                  ) : null}
                </InlineStack>
              ))}
            </BlockStack>
          </Card>
        ) : null}
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              Dead letters
            </Text>
            {dead.length === 0 ? (
              <Text as="p" tone="subdued">
                Every delivery was understood.
              </Text>
            ) : (
              dead.map((letter) => (
                <InlineStack key={letter.webhookId} align="space-between" blockAlign="center" gap="400">
                  <BlockStack>
                    <Text as="p" fontWeight="semibold">
                      {topicWords(letter.topic)}, {formatWhen(letter.receivedAt, timeZone)}
                    </Text>
                    <Text as="p">{letter.problem}</Text>
                  </BlockStack>
                  <Button
                    disabled={!letter.replayable || busy}
                    onClick={() => submit({ intent: 'replay', id: letter.webhookId }, { method: 'post' })}
                  >
                    Replay
                  </Button>
                </InlineStack>
              ))
            )}
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              Drift
            </Text>
            {drift.length === 0 ? (
              <Text as="p" tone="subdued">
                No comparison has found a difference.
              </Text>
            ) : (
              <DataTable
                columnContentTypes={['text', 'text', 'text', 'text', 'text']}
                headings={['What', 'Field', 'Backroom had', 'The store has', 'Healed']}
                rows={drift.map((each) => [
                  each.about,
                  apiWords(each.field),
                  short(each.mirrored),
                  short(each.actual),
                  each.healedAt ? formatWhen(each.healedAt, timeZone) : 'not yet',
                ])}
                increasedTableDensity
              />
            )}
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              Readings
            </Text>
            {sync.runs.length === 0 ? (
              <Text as="p" tone="subdued">
                The first reading of the store begins by itself within a minute or two.
              </Text>
            ) : null}
            {sync.runs.map((run) => (
              <InlineStack key={run.id} align="space-between" blockAlign="center" gap="200">
                <InlineStack gap="200" blockAlign="center">
                  <Text as="span">{KINDS[run.kind] ?? run.kind}</Text>
                  <StateBadge state={run.state} />
                </InlineStack>
                <Text as="span" tone="subdued">
                  {formatWhen(run.startedAt, timeZone)}, {run.objects.toLocaleString('en')} objects, {run.drift}{' '}
                  differences
                  {run.problem ? `. ${run.problem}` : ''}
                </Text>
              </InlineStack>
            ))}
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}

const KINDS: Record<string, string> = {
  backfill: 'Read the whole store',
  full: 'Compared with the whole store',
  recent: 'Looked at recent changes',
};

function Tile({ label, value }: { label: string; value: string }) {
  return (
    <Card>
      <Text as="p" tone="subdued">
        {label}
      </Text>
      <Text as="p" variant="headingMd">
        {value}
      </Text>
    </Card>
  );
}

function short(value: unknown): string {
  const text =
    value === null || value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
