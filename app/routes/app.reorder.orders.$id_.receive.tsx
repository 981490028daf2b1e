import { randomUUID } from 'node:crypto';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Badge, Banner, BlockStack, Button, Card, InlineStack, Page, Text, TextField } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import { mayHappen, orderName, outstanding, refusal } from '../replenishment/purchasing/purchase-order.ts';
import { readOrder } from '../replenishment/purchasing/read-orders.server.ts';
import { receiveGoods } from '../replenishment/purchasing/receive.server.ts';
import { type CountedLine, lineOfCode } from '../replenishment/purchasing/receive.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function idOf(params: { id?: string }): string {
  if (!params.id || !uuid.test(params.id)) throw new Response('There is no such purchase order.', { status: 404 });
  return params.id;
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const found = await readOrder(session.shop, idOf(params));
  if (!found) throw new Response('There is no such purchase order.', { status: 404 });
  const { order, deleted } = found;
  return {
    id: order.id,
    name: orderName(order.number),
    supplier: order.supplierName,
    version: order.version,
    receivingId: randomUUID(),
    closed: mayHappen('receive', order.state) ? null : refusal('receive', order),
    lines: order.lines.map((line) => ({
      id: line.id,
      title: line.title,
      sku: line.sku,
      barcode: line.barcode,
      supplierSku: line.supplierSku,
      ordered: line.ordered,
      came: line.received + line.rejected,
      toCome: outstanding(line),
      deleted: deleted.has(line.inventoryItemId),
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = idOf(params);
  const form = await request.formData();
  const receivingId = String(form.get('receivingId') ?? '');
  if (!uuid.test(receivingId)) return { ok: false as const, problem: 'Reload the page, then count again.', over: [] };
  const answer = await receiveGoods(
    session.shop,
    id,
    {
      receivingId,
      version: Number(form.get('version')),
      counted: JSON.parse(String(form.get('counted') ?? '[]')) as CountedLine[],
      overConfirmed: form.get('over') === 'yes',
    },
    new Date(),
  );
  return answer.ok ? redirect(`/app/reorder/orders/${id}?received=${answer.units}`) : answer;
}

type Counts = Record<string, { accepted: number; rejected: number }>;
const none = { accepted: 0, rejected: 0 };
const whole = (text: string) => Math.min(1_000_000, Number.parseInt(text.replace(/\D/g, ''), 10) || 0);

export default function Receive() {
  const order = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  // The page's own: reading the order again must not make this another receiving.
  const [receivingId] = useState(order.receivingId);
  const [counts, setCounts] = useState<Counts>({});
  const [code, setCode] = useState('');
  const [said, setSaid] = useState<{ text: string; bad: boolean } | null>(null);
  const last = useRef<HTMLDivElement | null>(null);
  const [at, setAt] = useState<string | null>(null);
  useEffect(() => {
    if (at) last.current?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const of = (id: string) => counts[id] ?? none;
  const set = (id: string, change: Partial<{ accepted: number; rejected: number }>) =>
    setCounts((before) => ({ ...before, [id]: { ...(before[id] ?? none), ...change } }));
  const scan = () => {
    const typed = code.trim();
    setCode('');
    if (!typed) return;
    const line = lineOfCode(order.lines, typed);
    if (!line) {
      setSaid({
        text: `“${typed}” is on no line of ${order.name}, or on several. Look for it below, or set it aside.`,
        bad: true,
      });
      return;
    }
    const accepted = of(line.id).accepted + 1;
    set(line.id, { accepted });
    setAt(line.id);
    setSaid({ text: `${line.title}: ${accepted} of ${line.toCome} still to come`, bad: false });
  };
  const all = () =>
    setCounts(
      Object.fromEntries(
        order.lines.map((line) => [
          line.id,
          {
            accepted: Math.max(of(line.id).accepted, line.toCome - of(line.id).rejected),
            rejected: of(line.id).rejected,
          },
        ]),
      ),
    );
  const counted = Object.values(counts).reduce((sum, one) => sum + one.accepted, 0);
  const rejected = Object.values(counts).reduce((sum, one) => sum + one.rejected, 0);
  const book = (over: boolean) =>
    submit(
      {
        receivingId,
        version: String(order.version),
        counted: JSON.stringify(Object.entries(counts).map(([lineId, one]) => ({ lineId, ...one }))),
        over: over ? 'yes' : 'no',
      },
      { method: 'post' },
    );
  const busy = navigation.state !== 'idle';
  const back = `/app/reorder/orders/${order.id}`;
  if (order.closed)
    return (
      <Page narrowWidth title={`Receive ${order.name}`} backAction={{ content: order.name, url: back }}>
        <Banner tone="info" title={order.closed} action={{ content: 'See the order', url: back }} />
      </Page>
    );
  return (
    <Page
      narrowWidth
      title={`Receive ${order.name}`}
      subtitle={order.supplier}
      backAction={{ content: order.name, url: back }}
      secondaryActions={[{ content: 'All of it came', onAction: all }]}
    >
      <BlockStack gap="400">
        {answer && !busy ? (
          <Banner
            tone={answer.over.length > 0 ? 'warning' : 'critical'}
            title={answer.problem}
            {...(answer.over.length > 0
              ? { action: { content: 'Yes, that many came', onAction: () => book(true) } }
              : {})}
          />
        ) : null}
        <Card>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              scan();
            }}
          >
            <BlockStack gap="200">
              <TextField
                label="Scan or type a barcode or SKU"
                autoComplete="off"
                value={code}
                onChange={setCode}
                helpText="Each scan counts one unit."
                connectedRight={<Button submit>Count</Button>}
              />
              <div aria-live="assertive" style={{ minHeight: 20 }}>
                {said ? (
                  <Text as="p" tone={said.bad ? 'critical' : 'success'} breakWord>
                    {said.text}
                  </Text>
                ) : null}
              </div>
            </BlockStack>
          </form>
        </Card>
        {order.lines.map((line) => (
          <div key={line.id} ref={line.id === at ? last : null}>
            <Card>
              <BlockStack gap="300">
                <InlineStack align="space-between" gap="200" wrap={false}>
                  <div style={{ minWidth: 0 }}>
                    <Text as="h2" variant="headingSm" breakWord>
                      {line.title}
                    </Text>
                    <Text as="p" tone="subdued" breakWord>
                      {[line.sku, line.barcode].filter(Boolean).join(' · ')}
                    </Text>
                    {line.deleted ? (
                      <Text as="p" tone="caution">
                        Deleted in Shopify: it is written down, and nothing is booked.
                      </Text>
                    ) : null}
                  </div>
                  {of(line.id).accepted + of(line.id).rejected > line.toCome ? (
                    <div style={{ flexShrink: 0 }}>
                      <Badge tone="warning">More than ordered</Badge>
                    </div>
                  ) : (
                    <Text as="span" tone="subdued" numeric>
                      {line.toCome} of {line.ordered} to come
                    </Text>
                  )}
                </InlineStack>
                <InlineStack gap="300" blockAlign="end">
                  <Counter
                    label={`Accepted of ${line.title}`}
                    shown="Accepted"
                    value={of(line.id).accepted}
                    onChange={(accepted) => set(line.id, { accepted })}
                  />
                  <Counter
                    label={`Rejected of ${line.title}`}
                    shown="Rejected"
                    value={of(line.id).rejected}
                    onChange={(units) => set(line.id, { rejected: units })}
                  />
                  <Button
                    variant="plain"
                    accessibilityLabel={`All of ${line.title} came`}
                    disabled={line.toCome === 0}
                    onClick={() => set(line.id, { accepted: Math.max(0, line.toCome - of(line.id).rejected) })}
                  >
                    All came
                  </Button>
                </InlineStack>
              </BlockStack>
            </Card>
          </div>
        ))}
        <div style={{ position: 'sticky', bottom: 0, zIndex: 1, paddingBottom: 'var(--p-space-200)' }}>
          <Card>
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <Text as="p" numeric>
                {countOf(counted, 'unit')} accepted{rejected > 0 ? `, ${rejected.toLocaleString('en')} rejected` : ''}
              </Text>
              <Button variant="primary" loading={busy} disabled={counted + rejected === 0} onClick={() => book(false)}>
                Receive
              </Button>
            </InlineStack>
          </Card>
        </div>
      </BlockStack>
    </Page>
  );
}

/** A number of units with large buttons beside it, for thumbs. */
function Counter({
  label,
  shown,
  value,
  onChange,
}: {
  label: string;
  shown: string;
  value: number;
  onChange: (units: number) => void;
}) {
  return (
    <BlockStack gap="100">
      <Text as="span" variant="bodySm" tone="subdued">
        {shown}
      </Text>
      <InlineStack gap="100" blockAlign="center" wrap={false}>
        <Button accessibilityLabel={`One less: ${label}`} disabled={value === 0} onClick={() => onChange(value - 1)}>
          −
        </Button>
        <div style={{ width: '4.5rem' }}>
          <TextField
            label={label}
            labelHidden
            inputMode="numeric"
            autoComplete="off"
            align="center"
            selectTextOnFocus
            value={String(value)}
            onChange={(text) => onChange(whole(text))}
          />
        </div>
        <Button accessibilityLabel={`One more: ${label}`} onClick={() => onChange(value + 1)}>
          +
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
