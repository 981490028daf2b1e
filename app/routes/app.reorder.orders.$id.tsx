import { randomUUID } from 'node:crypto';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSearchParams, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Layout,
  Link,
  List,
  Modal,
  Page,
  Text,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import { decimalFromMinor, formatMoney } from '../lib/money.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import {
  approveOrder,
  type Changed,
  cancelOrder,
  changeTerms,
  closeShort,
  editOrder,
  mailArrived,
  orderNow,
  reopenOrder,
  sendAgain,
} from '../replenishment/purchasing/change-order.server.ts';
import { moveToBackup } from '../replenishment/purchasing/draft-orders.server.ts';
import { landedCosts } from '../replenishment/purchasing/landed-cost.ts';
import {
  costKinds,
  mayHappen,
  type OrderState,
  orderName,
  orderValue,
  outstanding,
} from '../replenishment/purchasing/purchase-order.ts';
import { readOrder } from '../replenishment/purchasing/read-orders.server.ts';
import { bookFailedAgain } from '../replenishment/purchasing/settle-stock.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { Download } from '../ui/download.tsx';
import { FindItem } from '../ui/find-item.tsx';
import { useLookAgain } from '../ui/look-again.ts';
import { DraftLines, OrderLines, type TypedLine } from '../ui/order-lines.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { useTyped } from '../ui/typed.ts';
import { Unsaved } from '../ui/unsaved.tsx';
import { formatDay, formatWhen } from '../ui/when.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function idOf(params: { id?: string }): string {
  if (!params.id || !uuid.test(params.id)) throw new Response('There is no such purchase order.', { status: 404 });
  return params.id;
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [facts, locations, found] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readOrder(session.shop, idOf(params)),
  ]);
  if (!found) throw new Response('There is no such purchase order.', { status: 404 });
  const { order, supplier, mail, arrivals } = found;
  const { currency } = order;
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const when = (at: Date | null) => (at ? formatWhen(at, facts.timeZone) : null);
  const landed = landedCosts(
    order.lines.map((line) => ({ units: line.ordered, unitCost: line.unitCost })),
    order.extraCosts,
  );
  const titleOf = new Map(order.lines.map((line) => [line.id, line.title]));
  const goods = orderValue(order.lines);
  const extra = order.extraCosts.reduce((sum, cost) => sum + cost.amount, 0n);
  return {
    id: order.id,
    name: orderName(order.number),
    state: order.state,
    version: order.version,
    currency,
    supplier: { id: order.supplierId, name: order.supplierName, email: supplier?.email ?? null },
    location: locations.find((location) => location.id === order.locationId)?.name ?? '',
    warnings: order.state === 'draft' || order.state === 'approved' ? found.warnings : [],
    canMail: found.canMail,
    moveId: randomUUID(),
    mail: mail && { state: mail.state, recipient: mail.recipient, problem: mail.problem, sentAt: when(mail.sentAt) },
    saved: {
      lines: order.lines.map(
        (line): TypedLine => ({
          inventoryItemId: line.inventoryItemId,
          title: line.title,
          sku: line.sku,
          units: String(line.ordered),
          unitCost: line.unitCost === 0n ? '' : decimalFromMinor(line.unitCost, currency),
        }),
      ),
      dueOn: order.dueOn?.toISOString().slice(0, 10) ?? '',
      note: order.note ?? '',
      freight: '',
      duty: '',
      other: '',
      ...Object.fromEntries(order.extraCosts.map((cost) => [cost.kind, decimalFromMinor(cost.amount, currency)])),
    },
    lines: order.lines.map((line, index) => ({
      id: line.id,
      inventoryItemId: line.inventoryItemId,
      title: line.title,
      sku: line.sku,
      supplierSku: line.supplierSku,
      ordered: line.ordered,
      received: line.received,
      rejected: line.rejected,
      cost: money(line.unitCost),
      total: money(line.unitCost * BigInt(line.ordered)),
      landed: money(landed[index]?.perUnit ?? 0n),
      hint: found.hints.get(line.id) ?? null,
      deleted: found.deleted.has(line.inventoryItemId),
      hasBackup: found.withBackup.has(line.inventoryItemId),
    })),
    toCome: order.lines.reduce((sum, line) => sum + outstanding(line), 0),
    totals: { goods: money(goods), extra: extra > 0n ? money(extra) : null, all: money(goods + extra) },
    facts: [
      { what: 'Drafted', at: when(order.createdAt) },
      { what: 'Approved', at: when(order.approvedAt) },
      { what: 'Ordered', at: when(order.orderedAt) },
      { what: 'Due', at: order.dueOn ? formatDay(order.dueOn.toISOString().slice(0, 10)) : null },
      { what: order.state === 'canceled' ? 'Canceled' : 'Closed', at: when(order.closedAt) },
    ].filter((fact) => fact.at !== null),
    arrivals: arrivals.map((arrival) => ({
      id: arrival.id,
      title: titleOf.get(arrival.lineId) ?? '',
      accepted: arrival.accepted,
      rejected: arrival.rejected,
      at: when(arrival.at) ?? '',
      booking: arrival.booking?.state ?? null,
      problem: arrival.notBooked ?? arrival.booking?.problem ?? null,
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { shop } = session;
  const id = idOf(params);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const version = Number(text('version'));
  const now = new Date();
  const intent = text('intent');
  const typed = Object.fromEntries(['dueOn', 'note', 'freight', 'duty', 'other'].map((name) => [name, text(name)]));
  if (intent === 'backup') {
    const moved = await moveToBackup(shop, id, version, text('line') ? [text('line')] : null, text('moveId'), now);
    if (!moved.ok) return { intent, moved: null, ...moved };
    return moved.emptied && moved.orders.length === 1
      ? redirect(`/app/reorder/orders/${moved.orders[0]!.id}`)
      : { intent, ok: true as const, moved };
  }
  const answer = await (async (): Promise<Changed> => {
    switch (intent) {
      case 'save':
        return editOrder(shop, id, version, typedLines(text('lines')), typed);
      case 'save-terms':
        return changeTerms(shop, id, version, typed);
      case 'approve':
        return approveOrder(shop, id, version, now);
      case 'reopen':
        return reopenOrder(shop, id, version);
      case 'send':
        return orderNow(shop, id, version, 'mail', now);
      case 'mark-sent':
        return orderNow(shop, id, version, 'by hand', now);
      case 'send-again':
        return sendAgain(shop, id, now);
      case 'mail-arrived':
        return mailArrived(shop, id, now);
      case 'close-short':
        return closeShort(shop, id, version, now);
      case 'cancel':
        return cancelOrder(shop, id, version, now);
      case 'book-again':
        return bookFailedAgain(shop, id);
      default:
        return { ok: false as const, problem: 'Backroom knows no such action. Reload the page and try again.' };
    }
  })();
  return { intent, moved: null, ...answer };
}

function typedLines(json: string): { inventoryItemId: string; units: string; unitCost: string }[] {
  const lines = JSON.parse(json) as TypedLine[];
  return lines.map(({ inventoryItemId, units, unitCost }) => ({
    inventoryItemId: String(inventoryItemId),
    units: String(units),
    unitCost: String(unitCost),
  }));
}

const NEXT: Record<OrderState, string> = {
  draft: 'Look over the lines, then approve the order.',
  approved: 'Send it to the supplier. From then on its units count as on order.',
  ordered: 'It is with the supplier. Receive what comes, in as many parts as it comes.',
  receiving: 'Some of it is here. Receive the rest when it comes, or close the order short.',
  closed: 'Nothing more of it will come.',
  canceled: 'It was canceled. Nothing of it counts as on order.',
};

type Question = 'cancel' | 'close-short' | 'backup' | 'mark-sent';

export default function PurchaseOrder() {
  const order = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const [params] = useSearchParams();
  const [asking, setAsking] = useState<Question | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const isDraft = order.state === 'draft';
  const saving = isDraft ? 'save' : 'save-terms';
  const typed = useTyped(
    order.saved,
    order.version,
    navigation.state === 'idle' && answer?.intent === saving ? answer : undefined,
  );
  const busy = navigation.state !== 'idle' ? String(navigation.formData?.get('intent') ?? '') : '';
  useLookAgain(
    (order.mail?.state === 'queued' ||
      order.mail?.state === 'sending' ||
      order.arrivals.some((arrival) => arrival.booking === 'queued' || arrival.booking === 'sending')) &&
      !typed.dirty,
  );
  const send = (intent: string, fields: Record<string, string> = {}) =>
    submit({ intent, version: String(typed.version), ...fields }, { method: 'post' });
  const { lines, ...terms } = typed.values;
  const save = () => send(saving, { ...terms, lines: JSON.stringify(lines) });
  const problems: Record<string, string> =
    answer && !answer.ok && 'problems' in answer && answer.problems ? answer.problems : {};
  const refused = problem ?? (answer && !answer.ok ? answer.problem : null);
  const moved = answer?.moved ?? null;
  const received = Number(params.get('received'));
  const byMail = order.canMail && order.supplier.email !== null;
  const primary = {
    draft: {
      content: 'Approve',
      intent: 'approve',
      onAction: () => send('approve'),
      disabled: typed.dirty || order.lines.length === 0,
    },
    approved: byMail
      ? { content: 'Send to supplier', intent: 'send', onAction: () => send('send') }
      : { content: 'Mark as sent', intent: 'mark-sent', onAction: () => send('mark-sent') },
    ordered: { content: 'Receive', intent: '', url: `/app/reorder/orders/${order.id}/receive` },
    receiving: { content: 'Receive', intent: '', url: `/app/reorder/orders/${order.id}/receive` },
    closed: null,
    canceled: null,
  }[order.state];
  const may = (action: Parameters<typeof mayHappen>[0]) => mayHappen(action, order.state);
  const canMove = (isDraft || may('close-short')) && order.lines.some((line) => line.hasBackup);
  const secondary = [
    ...(may('reopen') ? [{ content: 'Reopen', onAction: () => send('reopen') }] : []),
    ...(may('order') && byMail ? [{ content: 'Mark as sent', onAction: () => setAsking('mark-sent') }] : []),
    ...(canMove
      ? [{ content: 'Move to backup supplier', disabled: typed.dirty, onAction: () => setAsking('backup') }]
      : []),
    ...(may('close-short') ? [{ content: 'Close short', onAction: () => setAsking('close-short') }] : []),
    ...(may('cancel') ? [{ content: 'Cancel order', destructive: true, onAction: () => setAsking('cancel') }] : []),
  ];
  const questions: Record<
    Question,
    { title: string; text: string; yes: string; intent: string; destructive: boolean }
  > = {
    cancel: {
      title: `Cancel ${order.name}?`,
      text: `${order.state === 'ordered' ? `Tell ${order.supplier.name} as well: Backroom does not. ` : ''}Nothing of it counts as on order any more. This cannot be undone.`,
      yes: 'Cancel order',
      intent: 'cancel',
      destructive: true,
    },
    'close-short': {
      title: `Close ${order.name} short?`,
      text: `${countOf(order.toCome, 'unit')} will not come and will no longer count as on order. This cannot be undone.`,
      yes: 'Close short',
      intent: 'close-short',
      destructive: true,
    },
    backup: {
      title: 'Move to the backup supplier?',
      text: isDraft
        ? 'Lines that another supplier sells are drafted there, at its cost and in its packs. The others stay here.'
        : `${countOf(order.toCome, 'unit')} still to come are drafted at the backup supplier, and this order is closed. Tell ${order.supplier.name}.`,
      yes: 'Move',
      intent: 'backup',
      destructive: false,
    },
    'mark-sent': {
      title: `Mark ${order.name} as sent?`,
      text: `Backroom sends nothing: you have given the order to ${order.supplier.name} yourself. Its units count as on order from now.`,
      yes: 'Mark as sent',
      intent: 'mark-sent',
      destructive: false,
    },
  };
  const question = asking && questions[asking];
  const failed = order.arrivals.some((arrival) => arrival.booking === 'failed');
  return (
    <Page
      title={order.name}
      subtitle={`${order.supplier.name} to ${order.location}`}
      titleMetadata={<StateBadge state={order.state} />}
      backAction={{ content: 'Purchase orders', url: '/app/reorder/orders' }}
      {...(primary ? { primaryAction: { ...primary, loading: primary.intent !== '' && busy === primary.intent } } : {})}
      {...(secondary.length > 0 ? { secondaryActions: secondary } : {})}
    >
      <Unsaved
        id="purchase-order"
        dirty={typed.dirty}
        saving={busy === saving}
        onSave={save}
        onDiscard={typed.discard}
      />
      <Modal
        open={question !== null}
        onClose={() => setAsking(null)}
        title={question?.title ?? ''}
        primaryAction={{
          content: question?.yes ?? '',
          destructive: question?.destructive ?? false,
          onAction: () => {
            setAsking(null);
            if (question) send(question.intent, { moveId: order.moveId });
          },
        }}
        secondaryActions={[{ content: 'Leave it', onAction: () => setAsking(null) }]}
      >
        <Modal.Section>
          <Text as="p">{question?.text}</Text>
        </Modal.Section>
      </Modal>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {refused ? <Banner tone="critical" title={refused} /> : null}
            {moved ? (
              <Banner tone={moved.notDrafted.length > 0 ? 'warning' : 'success'} title="Moved to the backup supplier">
                <List>
                  {moved.orders.map((one) => (
                    <List.Item key={one.id}>
                      <Link url={`/app/reorder/orders/${one.id}`}>{`PO-${one.number}`}</Link> at {one.supplierName}
                    </List.Item>
                  ))}
                  {moved.notDrafted.map((one) => (
                    <List.Item key={one.inventoryItemId}>
                      {one.title} stays: {one.why}
                    </List.Item>
                  ))}
                </List>
              </Banner>
            ) : null}
            {received > 0 && !answer ? (
              <Banner
                tone="success"
                title={`${countOf(received, 'unit')} received. What was booked stands under Arrivals.`}
              />
            ) : null}
            {order.warnings.map((warning) => (
              <Banner key={warning} tone="warning" title={warning} />
            ))}
            <MailBanner
              mail={order.mail?.state === 'sent' && order.state !== 'ordered' ? null : order.mail}
              supplier={order.supplier}
              busy={busy}
              onSend={send}
            />
            <Card>
              <BlockStack gap="300">
                <Text as="p">{NEXT[order.state]}</Text>
                {order.state === 'approved' && !byMail ? (
                  <Text as="p" tone="subdued">
                    {order.canMail
                      ? `${order.supplier.name} has no e-mail address. `
                      : 'This installation has no mail server (SMTP_URL is not set). '}
                    Download the order, send it yourself, and mark it as sent.
                  </Text>
                ) : null}
                <InlineStack gap="200">
                  <Download
                    url={`/app/reorder/orders/${order.id}/pdf`}
                    fileName={`${order.name}.pdf`}
                    onProblem={setProblem}
                  >
                    Download PDF
                  </Download>
                  <Download
                    url={`/app/reorder/orders/${order.id}/csv`}
                    fileName={`${order.name}.csv`}
                    onProblem={setProblem}
                  >
                    Download CSV
                  </Download>
                </InlineStack>
              </BlockStack>
            </Card>
            {isDraft ? (
              <DraftLines
                lines={lines}
                known={new Map(order.lines.map((line) => [line.inventoryItemId, line]))}
                currency={order.currency}
                problems={problems}
                onChange={(next) => typed.change({ ...typed.values, lines: next })}
                onMove={typed.dirty ? null : (line) => send('backup', { line, moveId: order.moveId })}
                find={
                  <FindItem
                    url={`/app/reorder/orders/${order.id}/items`}
                    label="Add an item"
                    taken={new Set(lines.map((line) => line.inventoryItemId))}
                    onAdd={({ inventoryItemId, title, sku, cost }) =>
                      typed.change({
                        ...typed.values,
                        lines: [...lines, { inventoryItemId, title, sku, units: '1', unitCost: cost }],
                      })
                    }
                  />
                }
              />
            ) : (
              <OrderLines lines={order.lines} withCosts={order.totals.extra !== null} />
            )}
            {order.arrivals.length > 0 ? (
              <Card>
                <BlockStack gap="300">
                  <Text as="h2" variant="headingMd">
                    Arrivals
                  </Text>
                  {order.arrivals.map((arrival) => (
                    <BlockStack key={arrival.id} gap="050">
                      <InlineStack align="space-between" gap="200" blockAlign="center">
                        <Text as="p" breakWord>
                          {countOf(arrival.accepted, 'unit')} of {arrival.title}
                          {arrival.rejected > 0 ? `, ${arrival.rejected} rejected` : ''}
                        </Text>
                        {arrival.booking ? <StateBadge state={arrival.booking} /> : null}
                      </InlineStack>
                      <Text as="p" tone="subdued">
                        {arrival.at}
                        {arrival.booking === 'confirmed' ? ', booked in Shopify’s stock' : ''}
                      </Text>
                      {arrival.problem ? (
                        <Text as="p" tone="critical">
                          {arrival.problem}
                        </Text>
                      ) : null}
                    </BlockStack>
                  ))}
                  {failed ? (
                    <InlineStack gap="200">
                      <Button loading={busy === 'book-again'} onClick={() => send('book-again')}>
                        Book what failed again
                      </Button>
                      <Button url="/app/settings/outbox" variant="plain">
                        See the outbox
                      </Button>
                    </InlineStack>
                  ) : null}
                </BlockStack>
              </Card>
            ) : null}
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <Card>
              <BlockStack gap="200">
                <Fact what="Supplier">
                  <Link url={`/app/reorder/suppliers/${order.supplier.id}`}>{order.supplier.name}</Link>
                </Fact>
                <Fact what="Deliver to">{order.location}</Fact>
                {order.facts.map((fact) => (
                  <Fact key={fact.what} what={fact.what}>
                    {fact.at}
                  </Fact>
                ))}
                <Fact what="Goods">{order.totals.goods}</Fact>
                {order.totals.extra ? <Fact what="Extra costs">{order.totals.extra}</Fact> : null}
                <Fact what="Total">
                  <strong>{order.totals.all}</strong>
                </Fact>
              </BlockStack>
            </Card>
            {may('change-costs') ? (
              <Card>
                <FormLayout>
                  <TextField
                    label="Due"
                    type="date"
                    autoComplete="off"
                    value={typed.values.dueOn}
                    onChange={(dueOn) => typed.change({ ...typed.values, dueOn })}
                    error={problems.dueOn ?? false}
                    helpText="The day the supplier promised."
                  />
                  {costKinds.map((kind) => (
                    <TextField
                      key={kind}
                      label={{ freight: 'Freight', duty: 'Duty', other: 'Other costs' }[kind]}
                      inputMode="decimal"
                      autoComplete="off"
                      suffix={order.currency}
                      placeholder="0"
                      value={typed.values[kind]}
                      onChange={(value) => typed.change({ ...typed.values, [kind]: value })}
                      error={problems[kind] ?? false}
                      {...(kind === 'other' ? { helpText: 'Spread over the lines by value: the landed cost.' } : {})}
                    />
                  ))}
                  <TextField
                    label="Note to the supplier"
                    multiline={3}
                    autoComplete="off"
                    maxLength={2000}
                    value={typed.values.note}
                    onChange={(note) => typed.change({ ...typed.values, note })}
                    error={problems.note ?? false}
                  />
                </FormLayout>
              </Card>
            ) : null}
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

function Fact({ what, children }: { what: string; children: React.ReactNode }) {
  return (
    <InlineStack align="space-between" gap="200">
      <Text as="span" tone="subdued">
        {what}
      </Text>
      <Text as="span" numeric breakWord>
        {children}
      </Text>
    </InlineStack>
  );
}

type Mail = { state: string; recipient: string; problem: string | null; sentAt: string | null };

function MailBanner({
  mail,
  supplier,
  busy,
  onSend,
}: {
  mail: Mail | null;
  supplier: { name: string };
  busy: string;
  onSend: (intent: string) => void;
}) {
  if (!mail) return null;
  const again = { content: 'Send again', loading: busy === 'send-again', onAction: () => onSend('send-again') };
  switch (mail.state) {
    case 'sent':
      return <Banner tone="success" title={`Sent to ${mail.recipient}${mail.sentAt ? `, ${mail.sentAt}` : ''}`} />;
    case 'failed':
      return (
        <Banner tone="critical" title={`The mail to ${mail.recipient} was not sent`} action={again}>
          <p>The mail server says: {mail.problem}. Correct the address on the supplier’s page if it is wrong.</p>
        </Banner>
      );
    case 'unknown':
      return (
        <Banner
          tone="warning"
          title={`Nobody knows whether the mail to ${mail.recipient} was sent`}
          action={{ content: 'It arrived', loading: busy === 'mail-arrived', onAction: () => onSend('mail-arrived') }}
          secondaryAction={again}
        >
          <p>
            {mail.problem} Ask {supplier.name} before you send it again: Backroom does not do so by itself.
          </p>
        </Banner>
      );
    default:
      return (
        <Banner tone="info" title={`On its way to ${mail.recipient}`}>
          {mail.problem ? <p>The last try failed: {mail.problem}. Backroom tries again by itself.</p> : null}
        </Banner>
      );
  }
}
