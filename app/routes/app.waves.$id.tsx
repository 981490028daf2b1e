import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Card, InlineStack, Layout, List, Page, Text } from '@shopify/polaris';
import { useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { whyHeld } from '../orders/store.server.ts';
import { cancelWave } from '../picking/cancel-wave.server.ts';
import { readWaveParcels } from '../picking/hand-off/read-parcels.server.ts';
import { putOrderBack, sendOrderAgain } from '../picking/hand-off/refused-order.server.ts';
import { readWalk } from '../picking/read-walk.server.ts';
import { readWave } from '../picking/read-waves.server.ts';
import { keepCounts, recordPicks } from '../picking/record-picks.server.ts';
import { releaseWave } from '../picking/release-wave.server.ts';
import { withCutOff } from '../picking/rules/terms.ts';
import { keepTracking, shipPickedWave, type Tracking } from '../picking/ship-wave.server.ts';
import { mayHappen, type WaveState } from '../picking/wave.ts';
import { authenticate } from '../shopify.server.ts';
import { Download } from '../ui/download.tsx';
import { useDraft } from '../ui/draft.ts';
import { LeftOut } from '../ui/left-out.tsx';
import { useLookAgain } from '../ui/look-again.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { Unsaved } from '../ui/unsaved.tsx';
import { WalkMap } from '../ui/walk-map.tsx';
import { CancelWave, PutGoodsBack } from '../ui/wave-dialogs.tsx';
import { WaveLines } from '../ui/wave-lines.tsx';
import { WaveOrders } from '../ui/wave-orders.tsx';
import { formatWhen } from '../ui/when.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function idOf(params: { id?: string }): string {
  if (!params.id || !uuid.test(params.id)) throw new Response('There is no such wave.', { status: 404 });
  return params.id;
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [facts, locations, found] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readWave(session.shop, idOf(params), whyHeld),
  ]);
  if (!found) throw new Response('There is no such wave.', { status: 404 });
  const { wave, outcomes, changed } = found;
  const when = (at: Date | null) => (at ? formatWhen(at, facts.timeZone) : null);
  const walk = await readWalk(
    session.shop,
    wave.locationId,
    wave.walk.map((one) => one.bin),
  );
  const parcels = await readWaveParcels(session.shop, wave.id);
  const totes = new Map(wave.orders.map((order) => [order.orderId, order.tote]));
  const { metres, oneByOne, byBinName, bound } = wave;
  return {
    id: wave.id,
    number: wave.number,
    state: wave.state,
    location: locations.find((location) => location.id === wave.locationId)?.name ?? '',
    times: known([
      { what: 'Planned', is: when(wave.createdAt) },
      { what: 'Released', is: when(wave.releasedAt) },
      { what: 'Picked', is: when(wave.pickedAt) },
      { what: 'Shipped', is: when(wave.shippedAt) },
    ]),
    walk,
    planned: known([
      { what: 'Rule', is: wave.ruleName },
      { what: 'Cart', is: wave.cartName },
      { what: 'Ready by', is: wave.dueAt && withCutOff(formatWhen(wave.dueAt, facts.timeZone), wave.cutOffName) },
      { what: 'Time', is: wave.seconds === null ? null : `${Math.max(1, Math.round(wave.seconds / 60))} min` },
      { what: 'Walk', is: metres === null ? null : metresWords(metres) },
      {
        what: 'Certificate',
        is:
          metres === null || bound === null
            ? null
            : metres <= bound + 1e-6
              ? 'No walk for these orders is shorter'
              : `Within ${Math.ceil(100 * (metres / Math.max(bound, 1e-9) - 1))} % of the shortest`,
      },
      { what: 'By bin name', is: byBinName === null ? null : metresWords(byBinName) },
      { what: 'Order by order', is: oneByOne === null ? null : metresWords(oneByOne) },
    ]),
    allocations: wave.walk.map((one) => ({ ...one, tote: one.tote ?? totes.get(one.orderId) ?? null })),
    orders: wave.orders.map((order) => {
      const outcome = order.commandId ? outcomes.get(order.commandId) : undefined;
      const own = parcels.filter((parcel) => parcel.orderId === order.orderId);
      const gone = own.length > 0 && own.every((parcel) => parcel.state === 'shipped');
      return {
        id: order.orderId,
        name: order.orderName,
        leftOut: order.leftOut,
        // What left in parcels of ours Shopify calls closed: nobody has to mend it.
        changed: gone ? null : (changed.get(order.orderId) ?? null),
        shipment: outcome?.state ?? null,
        problem: outcome?.problem ?? null,
        // It went in no parcel, and Shopify refused it: parcels are mended on their own pages.
        refused: found.refused.has(order.orderId),
        carrier: order.carrier ?? '',
        tracking: order.trackingNumber ?? '',
        parcels: own,
      };
    }),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = idOf(params);
  const form = await request.formData();
  const fields = (prefix: string) =>
    new Map(
      [...form].flatMap(([name, value]) =>
        name.startsWith(prefix) && typeof value === 'string' ? [[name.slice(prefix.length), value] as const] : [],
      ),
    );
  const now = new Date();
  const intent = String(form.get('intent') ?? '');
  switch (intent) {
    case 'release':
      return { intent, ...(await releaseWave(session.shop, id, whyHeld, now)) };
    case 'cancel':
      return { intent, ...(await cancelWave(session.shop, id, now)) };
    case 'count':
      return { intent, ...(await keepCounts(session.shop, id, fields('picked_'), now)) };
    case 'pick':
      return { intent, ...(await recordPicks(session.shop, id, fields('picked_'), now)) };
    case 'label':
      return { intent, ...(await keepTracking(session.shop, id, trackingIn(fields), now)) };
    case 'send-again': {
      const typed = { carrier: String(form.get('carrier') ?? ''), trackingNumber: String(form.get('tracking') ?? '') };
      const order = String(form.get('order') ?? '');
      return { intent, ...(await sendOrderAgain(session.shop, id, order, typed, whyHeld, now)) };
    }
    case 'put-back':
      return { intent, ...(await putOrderBack(session.shop, id, String(form.get('order') ?? ''), now)) };
    case 'ship':
      return { intent, ...(await shipPickedWave(session.shop, id, trackingIn(fields), whyHeld, now)) };
    default:
      return { intent, ok: false as const, problem: 'Backroom knows no such action. Reload the page and try again.' };
  }
}

function trackingIn(fields: (prefix: string) => Map<string, string>): Map<string, Tracking> {
  const carriers = fields('carrier_');
  return new Map(
    [...fields('tracking_')].map(([order, number]) => [order, { number, carrier: carriers.get(order) ?? '' }]),
  );
}

type Fact = { what: string; is: string };

const known = (facts: { what: string; is: string | null }[]) => facts.filter((fact): fact is Fact => fact.is !== null);

const metresWords = (metres: number) => `${Math.round(metres).toLocaleString('en')} m`;

const NEXT: Record<WaveState, string> = {
  planned: 'Look it over, then release it: Shopify then shows that picking has begun.',
  released: 'Phones are led along the walk. On paper: print the pick list, walk it, and enter what was there.',
  picked: 'Pack the orders, add tracking if there is any, and ship the wave.',
  shipped: 'Shopify has been asked to fulfill what was picked.',
  canceled: 'Nothing of this wave was shipped. Its lines are free for another one.',
};

/** What can be printed of a wave by now. */
function papersOf(wave: { state: WaveState; orders: { parcels: unknown[] }[] }) {
  const picked = wave.state === 'picked' || wave.state === 'shipped';
  const packed = picked && wave.orders.some((order) => order.parcels.length > 0);
  return [
    ...(wave.state === 'canceled' ? [] : [{ name: 'Pick list (PDF)', path: 'pick-list', ending: '.pdf' }]),
    ...(picked ? [{ name: 'Packing slips (PDF)', path: 'papers/slips.pdf', ending: '-slips.pdf' }] : []),
    ...(packed
      ? [
          { name: 'Labels (PDF)', path: 'papers/labels.pdf', ending: '-labels.pdf' },
          { name: 'Labels (ZPL)', path: 'papers/labels.zpl', ending: '-labels.zpl' },
        ]
      : []),
  ];
}

export default function Wave() {
  const wave = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  // Until it was counted a line reads as if all was there.
  const counts = useDraft<Record<string, string>>(
    Object.fromEntries(
      wave.allocations.map((one) => [one.id, String(one.picked + one.short > 0 ? one.picked : one.quantity)]),
    ),
  );
  const labels = useDraft<Record<string, string>>(
    Object.fromEntries(
      wave.orders.flatMap((order) => [
        [`carrier_${order.id}`, order.carrier],
        [`tracking_${order.id}`, order.tracking],
      ]),
    ),
  );
  const [asking, setAsking] = useState(false);
  const [bringing, setBringing] = useState<{ id: string; name: string } | null>(null);
  useLookAgain(wave.orders.some((order) => order.shipment === 'queued' || order.shipment === 'sending'));
  const [problem, setProblem] = useState<string | null>(null);
  const busy = navigation.state !== 'idle' ? String(navigation.formData?.get('intent') ?? '') : '';
  const send = (intent: string, fields: Record<string, string> = {}) =>
    submit({ intent, ...fields }, { method: 'post' });
  const counted = Object.fromEntries(Object.entries(counts.values).map(([id, value]) => [`picked_${id}`, value]));
  const refused = answer && !answer.ok && answer.problem ? answer.problem : problem;
  const problems = answer && !answer.ok && 'problems' in answer ? answer.problems : {};
  const refusedOrders = wave.orders.filter((order) => order.refused);
  const next = {
    planned: { content: 'Release', intent: 'release', onAction: () => send('release') },
    released: { content: 'Mark as picked', intent: 'pick', onAction: () => send('pick', counted) },
    picked: { content: 'Ship', intent: 'ship', onAction: () => send('ship', labels.values) },
    shipped: null,
    canceled: null,
  }[wave.state];
  return (
    <Page
      title={`Wave ${wave.number}`}
      subtitle={wave.location}
      titleMetadata={<StateBadge state={wave.state} />}
      backAction={{ content: 'Waves', url: '/app/waves' }}
      {...(next
        ? { primaryAction: { content: next.content, onAction: next.onAction, loading: busy === next.intent } }
        : {})}
      {...(mayHappen('cancel', wave.state)
        ? { secondaryActions: [{ content: 'Cancel wave', destructive: true, onAction: () => setAsking(true) }] }
        : {})}
    >
      {wave.state === 'released' ? (
        <Unsaved
          id="wave-counts"
          dirty={counts.dirty}
          saving={busy === 'count'}
          onSave={() => send('count', counted)}
          onDiscard={counts.discard}
        />
      ) : null}
      {wave.state === 'picked' ? (
        <Unsaved
          id="wave-labels"
          dirty={labels.dirty}
          saving={busy === 'label'}
          onSave={() => send('label', labels.values)}
          onDiscard={labels.discard}
        />
      ) : null}
      <CancelWave wave={wave} open={asking} onClose={() => setAsking(false)} onCancel={() => send('cancel')} />
      <PutGoodsBack
        order={bringing}
        allocations={wave.allocations}
        onClose={() => setBringing(null)}
        onBack={(order) => send('put-back', { order })}
      />
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {refused ? <Banner tone="critical" title={refused} /> : null}
            {Object.keys(problems).length > 0 ? (
              <Banner tone="critical" title={`${Object.keys(problems).length} counts need another look`} />
            ) : null}
            {answer?.ok && answer.intent === 'ship' && 'leftOut' in answer && wave.state === 'picked' ? (
              <Banner
                tone="warning"
                title="The rest went. The wave waits for these orders"
                action={{ content: 'See the parcels', url: '/app/waves/parcels?tab=open' }}
              >
                <List>
                  {answer.leftOut
                    .filter((behind) => !wave.orders.some((order) => order.id === behind.orderId && order.leftOut))
                    .map((behind) => (
                      <List.Item key={behind.orderId}>
                        {behind.orderName}: {behind.reason}
                      </List.Item>
                    ))}
                </List>
              </Banner>
            ) : null}
            {refusedOrders.length > 0 ? (
              <Banner
                tone="critical"
                title={`Shopify refused ${refusedOrders.map((order) => order.name).join(', ')}. The goods are picked and in the house`}
              >
                <List>
                  {refusedOrders.map((order) => (
                    <List.Item key={order.id}>
                      {order.name}: {order.problem}
                    </List.Item>
                  ))}
                </List>
                <p>
                  Mend what it says and send the order again, or put its goods back: both under Orders on this page.
                </p>
              </Banner>
            ) : null}
            <LeftOut was orders={wave.orders.map((order) => ({ ...order, reason: order.leftOut }))} />
            <LeftOut was={false} orders={wave.orders.map((order) => ({ ...order, reason: order.changed }))} />
            <Card>
              <InlineStack align="space-between" blockAlign="center" gap="300">
                <Text as="p">{NEXT[wave.state]}</Text>
                <InlineStack gap="200">
                  {papersOf(wave).map((paper) => (
                    <Download
                      key={paper.name}
                      url={`/app/waves/${wave.id}/${paper.path}`}
                      fileName={`wave-${wave.number}${paper.ending}`}
                      onProblem={setProblem}
                    >
                      {paper.name}
                    </Download>
                  ))}
                </InlineStack>
              </InlineStack>
            </Card>
            {wave.walk && wave.state !== 'canceled' ? (
              <Card>
                <BlockStack gap="300">
                  <Text as="h2" variant="headingMd">
                    The walk
                  </Text>
                  <WalkMap {...wave.walk} />
                </BlockStack>
              </Card>
            ) : null}
            {wave.state === 'released' ? (
              <WaveLines walk={wave.allocations} entry={{ typed: counts.values, problems, onChange: counts.set }} />
            ) : (
              <WaveLines walk={wave.allocations} counted={wave.state === 'picked' || wave.state === 'shipped'} />
            )}
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <WaveOrders
              state={wave.state}
              orders={wave.orders}
              labels={labels}
              sending={busy === 'send-again'}
              onSendAgain={(order) =>
                send('send-again', {
                  order: order.id,
                  carrier: labels.values[`carrier_${order.id}`] ?? '',
                  tracking: labels.values[`tracking_${order.id}`] ?? '',
                })
              }
              onPutBack={setBringing}
            />
            {wave.planned.length > 0 ? (
              <Card>
                <BlockStack gap="200">
                  <Text as="h2" variant="headingMd">
                    As planned
                  </Text>
                  <Facts facts={wave.planned} />
                </BlockStack>
              </Card>
            ) : null}
            <Card>
              <BlockStack gap="200">
                <Facts facts={wave.times} />
              </BlockStack>
            </Card>
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

function Facts({ facts }: { facts: Fact[] }) {
  return facts.map((fact) => (
    <InlineStack key={fact.what} align="space-between" gap="200">
      <Text as="span" tone="subdued">
        {fact.what}
      </Text>
      <Text as="span">{fact.is}</Text>
    </InlineStack>
  ));
}
