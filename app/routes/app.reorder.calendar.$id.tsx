import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Card, FormLayout, List, Page, Select, Text, TextField } from '@shopify/polaris';
import { keepEvent, removeEvent } from '../calendar/change-plan.server.ts';
import { addDays, dayAt } from '../calendar/day.ts';
import {
  EVENT_KINDS,
  EVENT_SCOPES,
  type EventKind,
  type EventScope,
  multipleOf,
  permilleOf,
} from '../calendar/plan-event.ts';
import { keysOf } from '../calendar/plan-file.ts';
import { readEvent } from '../calendar/read-calendar.server.ts';
import { append } from '../events/append.server.ts';
import { findGoods, nameGoods, readTypesAndVendors } from '../mirror/find-goods.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { authenticate } from '../shopify.server.ts';
import { useDraft } from '../ui/draft.ts';
import { KIND_NAMES, SCOPE_NAMES } from '../ui/event-kind.ts';
import { Unsaved } from '../ui/unsaved.tsx';

const GONE = 'There is no such event in the calendar. It may have been removed, or have been deleted in Shopify.';
const LIST = '/app/reorder/calendar';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { shop } = session;
  const id = params.id ?? '';
  const event = id === 'new' ? null : await readEvent(shop, id);
  if (id !== 'new' && !event) throw new Response(GONE, { status: 404 });
  const [{ timeZone }, known, [names = []]] = await Promise.all([
    readShop(shop),
    readTypesAndVendors(shop),
    nameGoods(shop, event ? [{ scope: event.scope, keys: event.scopeKeys }] : []),
  ]);
  const tomorrow = addDays(dayAt(new Date(), timeZone), 1);
  return {
    title: event?.title ?? null,
    source: event?.source ?? 'manual',
    known,
    saved: {
      kind: (event?.kind ?? 'promotion') as string,
      title: event?.title ?? '',
      firstDay: event?.firstDay ?? tomorrow,
      lastDay: event?.lastDay ?? tomorrow,
      scope: (event?.scope ?? 'everything') as string,
      which: names.join(' | '),
      off: event?.offPermille == null ? '' : String(event.offPermille / 10),
      uplift: event?.upliftPermille == null ? '' : String(event.upliftPermille / 1000),
    },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { shop } = session;
  const form = await request.formData();
  const typed = (name: string) => String(form.get(name) ?? '').trim();
  const now = new Date();
  const id = params.id === 'new' ? null : (params.id ?? '');
  if (form.get('intent') === 'remove') {
    if (id !== null) await removeEvent(shop, id, append, now);
    return redirect(LIST);
  }
  const before = id === null ? null : await readEvent(shop, id);
  if (id !== null && !before) return { problems: {}, gone: GONE };
  const scope = typed('scope') as EventScope;
  const fromShopify = before?.source === 'shopify';
  const [goods = { keys: [], unknown: [] }] = fromShopify
    ? [{ keys: before.scopeKeys, unknown: [] }]
    : await findGoods(shop, [{ scope, names: keysOf(typed('which')) }]);
  if (goods.unknown.length > 0)
    return {
      problems: {
        scopeKeys: `Nothing in this store bears the ${scope === 'variants' ? 'SKU' : 'handle or title'} ${goods.unknown.join(', ')}. Correct it, or create it in Shopify first.`,
      },
      gone: null,
    };
  const kept = await keepEvent(
    shop,
    id,
    {
      kind: typed('kind') as EventKind,
      title: typed('title'),
      firstDay: typed('firstDay'),
      lastDay: typed('lastDay'),
      scope,
      scopeKeys: goods.keys,
      offPermille: permilleOf(typed('off')),
      upliftPermille: multipleOf(typed('uplift')),
      source: 'manual',
      sourceId: null,
    },
    append,
    now,
  );
  if (kept.ok) return redirect(LIST);
  return { problems: kept.problems, gone: kept.gone ? GONE : null };
}

const WHICH_HELP: Record<string, string> = {
  products: 'Handles or titles, separated by |',
  variants: 'SKUs, separated by |',
  type: 'Product types, separated by |',
  vendor: 'Vendors, separated by |',
};

export default function CalendarEvent() {
  const { title, source, known, saved } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const busy = useNavigation().state !== 'idle';
  const draft = useDraft(saved);
  const { values, set } = draft;
  const isNew = title === null;
  const fixed = source === 'shopify';
  const problems: Record<string, string | undefined> = answer && 'problems' in answer ? answer.problems : {};
  const save = () => submit({ ...values, intent: 'keep' }, { method: 'post' });
  const names = values.scope === 'type' ? known.types : values.scope === 'vendor' ? known.vendors : [];
  return (
    <Page
      title={title ?? 'New event'}
      backAction={{ content: 'Calendar', url: LIST }}
      primaryAction={{ content: 'Save', onAction: save, loading: busy, disabled: busy || (!isNew && !draft.dirty) }}
      secondaryActions={
        isNew || fixed || source === 'holidays'
          ? []
          : [
              {
                content: 'Remove',
                destructive: true,
                disabled: busy,
                onAction: () => submit({ intent: 'remove' }, { method: 'post' }),
              },
            ]
      }
    >
      <Unsaved id="calendar-event" dirty={draft.dirty} saving={busy} onSave={save} onDiscard={draft.discard} />
      <BlockStack gap="400">
        {answer && 'gone' in answer && answer.gone ? <Banner tone="critical" title={answer.gone} /> : null}
        {Object.keys(problems).length > 0 ? (
          <Banner tone="critical" title="Not saved. What you typed is still here.">
            <List>
              {Object.entries(problems).map(([field, problem]) => (
                <List.Item key={field}>{problem}</List.Item>
              ))}
            </List>
          </Banner>
        ) : null}
        {fixed ? (
          <Banner tone="info" title="A discount of Shopify">
            <p>
              Its title, days, goods and price off are changed in Shopify and follow from there. What kind of event it
              is, and what you expect of it, is yours to say here: one of the kind Holiday changes no figure.
            </p>
          </Banner>
        ) : null}
        {source === 'holidays' ? (
          <Banner tone="info" title="A closed holiday">
            <p>It follows the ticks at Public holidays in the calendar; take the tick out to work on that day.</p>
          </Banner>
        ) : null}
        <Card>
          <FormLayout>
            <Select
              label="Kind"
              options={EVENT_KINDS.map((kind) => ({ label: KIND_NAMES[kind], value: kind }))}
              value={values.kind}
              onChange={(value) => set('kind', value)}
              error={problems.kind ?? false}
              helpText={KIND_HELP[values.kind]}
            />
            <TextField
              label="Title"
              autoComplete="off"
              maxLength={200}
              disabled={fixed}
              value={values.title}
              onChange={(value) => set('title', value)}
              error={problems.title ?? false}
            />
            <FormLayout.Group>
              <TextField
                label="First day"
                type="date"
                autoComplete="off"
                disabled={fixed}
                value={values.firstDay}
                onChange={(value) => set('firstDay', value)}
                error={problems.firstDay ?? false}
              />
              <TextField
                label="Last day"
                type="date"
                autoComplete="off"
                disabled={fixed}
                value={values.lastDay}
                onChange={(value) => set('lastDay', value)}
                error={problems.lastDay ?? false}
              />
            </FormLayout.Group>
            <Select
              label="About"
              disabled={fixed}
              options={EVENT_SCOPES.map((scope) => ({ label: SCOPE_NAMES[scope], value: scope }))}
              value={values.scope}
              onChange={(value) => set('scope', value)}
              error={problems.scope ?? false}
            />
            {values.scope === 'everything' ? null : (
              <BlockStack gap="100">
                <TextField
                  label="Which"
                  autoComplete="off"
                  multiline={2}
                  disabled={fixed}
                  value={values.which}
                  onChange={(value) => set('which', value)}
                  helpText={WHICH_HELP[values.scope]}
                  error={problems.scopeKeys ?? false}
                />
                {names.length > 0 && !fixed ? (
                  <Text as="p" variant="bodySm" tone="subdued">
                    In this store: {names.slice(0, 30).join(', ')}
                    {names.length > 30 ? ', …' : ''}
                  </Text>
                ) : null}
              </BlockStack>
            )}
            <FormLayout.Group>
              <TextField
                label="Price off"
                suffix="%"
                autoComplete="off"
                inputMode="decimal"
                disabled={fixed}
                value={values.off}
                onChange={(value) => set('off', value)}
                error={problems.offPermille ?? false}
              />
              <TextField
                label="Expected demand"
                prefix="×"
                autoComplete="off"
                inputMode="decimal"
                value={values.uplift}
                onChange={(value) => set('uplift', value)}
                helpText="Against a usual day: 2 = twice. Empty: as your past events of this kind did."
                error={problems.upliftPermille ?? false}
              />
            </FormLayout.Group>
          </FormLayout>
        </Card>
      </BlockStack>
    </Page>
  );
}

const KIND_HELP: Record<string, string> = {
  promotion:
    'Sold otherwise than usual: its days are left out of the baseline, and a planned one adds to what is ordered.',
  launch: 'Something new goes on sale. Say what you expect, or past launches tell.',
  'flash-sale': 'Many units within hours. Reordering and those who plan waves hear of it at once.',
  closed: 'Nothing leaves the warehouse on these days.',
  holiday: 'Worth seeing in the calendar; changes no figure.',
};
