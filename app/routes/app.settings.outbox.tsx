import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSearchParams, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  Collapsible,
  EmptyState,
  InlineStack,
  Link,
  Modal,
  Page,
  Tabs,
  Text,
} from '@shopify/polaris';
import { useState } from 'react';
import { append } from '../events/append.server.ts';
import { nudge } from '../lib/queue.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { readSubjects, type Subject } from '../mirror/read-subjects.server.ts';
import type { CommandState } from '../shopify/command.ts';
import { confirmCommand, listCommands, retryCommand } from '../shopify/outbox.server.ts';
import { authenticate } from '../shopify.server.ts';
import { sayCommand, saySubject } from '../ui/command-words.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { formatWhen } from '../ui/when.ts';

const TABS: { id: string; content: string; states: CommandState[] }[] = [
  { id: 'attention', content: 'Needs a look', states: ['failed', 'unknown'] },
  { id: 'waiting', content: 'On the way', states: ['queued', 'sending'] },
  { id: 'done', content: 'Done', states: ['confirmed'] },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const params = new URL(request.url).searchParams;
  const tab = TABS.find((each) => each.id === params.get('tab')) ?? TABS[0]!;
  const before = /^\d{1,18}$/.test(params.get('before') ?? '') ? params.get('before') : null;
  const [{ timeZone }, { rows, counts, more }] = await Promise.all([
    readShop(session.shop),
    listCommands(session.shop, { states: tab.states, ...(before ? { before } : {}) }),
  ]);
  const subjects = await readSubjects(
    session.shop,
    rows.map((row) => row.subject),
  );
  return {
    timeZone,
    tab: tab.id,
    counts,
    more,
    commands: rows.map((row) => ({
      id: row.id,
      seq: row.seq,
      operation: row.operation,
      does: sayCommand(row.operation),
      about: aboutOf(row.subject, subjects.get(row.subject)),
      state: row.state,
      attempts: row.attempts,
      problem: row.problem,
      askedAt: row.createdAt.toISOString(),
      settledAt: row.settledAt?.toISOString() ?? null,
      variables: JSON.stringify(row.variables, null, 2),
    })),
  };
}

const PAGES = { order: '/app/orders', return: '/app/returns', item: null };

function aboutOf(subject: string, known: Subject | undefined): { says: string; url: string | null } {
  const page = known && PAGES[known.is];
  return { says: known?.says ?? saySubject(subject), url: page ? `${page}/${known.id}` : null };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const id = String(form.get('id') ?? '');
  const now = new Date();
  const moved =
    form.get('intent') === 'confirm'
      ? await confirmCommand(session.shop, id, (tx, shop, event) => append(tx, shop, [event]), now)
      : await retryCommand(session.shop, id, now);
  if (!moved) return { problem: 'Someone else, or the worker, has dealt with this command already.' };
  nudge('shopify.send-commands', session.shop);
  return { problem: null };
}

export default function Outbox() {
  const { commands, counts, tab, more, timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params, setParams] = useSearchParams();
  const countOf = (states: CommandState[]) => states.reduce((sum, state) => sum + counts[state], 0);
  return (
    <Page
      title="Outbox"
      subtitle="What Backroom asked Shopify to change, and what became of it"
      backAction={{ content: 'Settings', url: '/app/settings' }}
    >
      <BlockStack gap="400">
        {answer?.problem ? <Banner tone="warning" title={answer.problem} /> : null}
        <Card padding="0">
          <Tabs
            tabs={TABS.map((each) => ({
              id: each.id,
              content: each.content,
              badge: String(countOf(each.states)),
              panelID: 'commands',
            }))}
            selected={TABS.findIndex((each) => each.id === tab)}
            onSelect={(index) => setParams({ tab: TABS[index]!.id })}
          />
          <div id="commands">
            {commands.length === 0 ? (
              <EmptyState heading={tab === 'attention' ? 'Nothing needs a look' : 'Nothing here'} image="">
                <p>Holds, fulfillments, returns and stock changes that Backroom asks for are listed here.</p>
              </EmptyState>
            ) : (
              commands.map((command) => <CommandItem key={command.id} command={command} timeZone={timeZone} />)
            )}
          </div>
        </Card>
        {more ? (
          <InlineStack align="center">
            <Button
              onClick={() => {
                const next = new URLSearchParams(params);
                next.set('before', commands.at(-1)!.seq);
                setParams(next);
              }}
            >
              Older ones
            </Button>
          </InlineStack>
        ) : null}
      </BlockStack>
    </Page>
  );
}

type CommandData = ReturnType<typeof useLoaderData<typeof loader>>['commands'][number];

function CommandItem({ command, timeZone }: { command: CommandData; timeZone: string }) {
  const submit = useSubmit();
  const busy = useNavigation().state === 'submitting';
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState<'retry' | 'confirm' | null>(null);
  const send = (intent: 'retry' | 'confirm') => {
    setAsking(null);
    submit({ intent, id: command.id }, { method: 'post' });
  };
  return (
    <div style={{ padding: 'var(--p-space-400)', borderTop: '1px solid var(--p-color-border-secondary)' }}>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" fontWeight="semibold">
              {command.does}
            </Text>
            <StateBadge state={command.state} />
          </InlineStack>
          <Text as="span" tone="subdued">
            {command.about.url ? <Link url={command.about.url}>{command.about.says}</Link> : command.about.says} · asked{' '}
            {formatWhen(command.askedAt, timeZone)}
            {command.attempts > 1 ? ` · ${command.attempts} attempts` : ''}
          </Text>
        </InlineStack>
        {command.problem ? <Text as="p">{command.problem}</Text> : null}
        <InlineStack gap="200">
          {command.state === 'failed' ? (
            <Button loading={busy} onClick={() => send('retry')}>
              Send again
            </Button>
          ) : null}
          {command.state === 'unknown' ? (
            <>
              <Button onClick={() => setAsking('confirm')}>It did happen</Button>
              <Button onClick={() => setAsking('retry')}>Send again</Button>
            </>
          ) : null}
          <Button variant="plain" disclosure={open ? 'up' : 'down'} onClick={() => setOpen(!open)}>
            What was asked
          </Button>
        </InlineStack>
        <Collapsible id={`asked-${command.id}`} open={open}>
          <Text as="p" tone="subdued">
            Shopify’s name for it: {command.operation}
          </Text>
          <pre style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', margin: 0 }}>{command.variables}</pre>
        </Collapsible>
      </BlockStack>
      <Modal
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={asking === 'confirm' ? 'Did it happen in Shopify?' : 'Send it again?'}
        primaryAction={{
          content: asking === 'confirm' ? 'Yes, it happened' : 'Send it again',
          onAction: () => send(asking ?? 'confirm'),
        }}
        secondaryActions={[{ content: 'Look first', onAction: () => setAsking(null) }]}
      >
        <Modal.Section>
          <Text as="p">
            Shopify never answered, so nobody knows whether this happened: {command.does.toLowerCase()},{' '}
            {command.about.says}. Look in the Shopify admin first: sent again, it could happen twice.
          </Text>
        </Modal.Section>
      </Modal>
    </div>
  );
}
