import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  InlineStack,
  Layout,
  Link,
  List,
  Modal,
  Page,
  Text,
} from '@shopify/polaris';
import { useState } from 'react';
import { formatMoney } from '../lib/money.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { whyHeld } from '../orders/store.server.ts';
import { buyLabel, whyNoLabels } from '../picking/hand-off/buy-label.server.ts';
import { collectParcel } from '../picking/hand-off/collect.server.ts';
import { correctTracking } from '../picking/hand-off/correct-tracking.server.ts';
import { labelWish } from '../picking/hand-off/label.ts';
import { gramsOf, isPickup } from '../picking/hand-off/parcel.ts';
import { putPickupBack } from '../picking/hand-off/put-back-pickup.server.ts';
import { readParcel } from '../picking/hand-off/read-parcels.server.ts';
import { shipParcel } from '../picking/hand-off/ship-parcel.server.ts';
import { giveUpRefused, takeOutOfParcel } from '../picking/packing/station/mend-parcel.server.ts';
import { listParcelPapers, type ParcelPapers } from '../picking/papers/print.server.ts';
import { authenticate } from '../shopify.server.ts';
import { Download } from '../ui/download.tsx';
import { useLookAgain } from '../ui/look-again.ts';
import { boxWords, parcelState, wayWords, weightWords } from '../ui/parcel-words.ts';
import { TrackingFields } from '../ui/tracking-fields.tsx';
import { formatWhen } from '../ui/when.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function idOf(params: { id?: string }): string {
  if (!params.id || !uuid.test(params.id)) throw new Response('There is no such parcel.', { status: 404 });
  return params.id;
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [facts, locations, page, list] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readParcel(session.shop, idOf(params), whyHeld),
    listParcelPapers(session.shop, idOf(params), new Date()),
  ]);
  if (!page) throw new Response('There is no such parcel.', { status: 404 });
  const { parcel, outcome, wave, manifest } = page;
  const when = (at: Date | null) => (at ? formatWhen(at, facts.timeZone) : null);
  const wish = labelWish(parcel);
  const { value, currency, labelState } = parcel;
  return {
    id: parcel.id,
    orderId: parcel.orderId,
    orderName: parcel.orderName,
    number: parcel.number,
    state: parcel.state,
    pickup: isPickup(parcel),
    collected: parcel.collectedAt !== null,
    badge: parcelState({ ...parcel, outcome }),
    moving: labelState === 'asked' || outcome?.state === 'queued' || outcome?.state === 'sending',
    command: outcome?.state ?? null,
    refused: outcome?.state === 'failed' || outcome?.state === 'unknown' ? (outcome.problem ?? '') : null,
    trackingProblem: page.trackingProblem,
    changed: page.changed,
    cameBack: page.cameBack,
    putBack: page.putBack,
    added: page.added.map(({ title, units }) => `${units} × ${title}`).join(', '),
    wave,
    manifest,
    label: {
      state: labelState,
      url: parcel.labelUrl,
      problem: parcel.labelProblem,
      not: whyNoLabels(page.labels) ?? (wish.ok ? null : wish.problem),
    },
    carrier: parcel.carrier ?? '',
    trackingNumber: parcel.trackingNumber ?? '',
    trackingUrl: parcel.trackingUrl ?? '',
    papers: list?.papers ?? [],
    papersLack: list?.missing ?? [],
    lines: parcel.lines.map((line) => ({
      id: line.fulfillmentOrderLineId,
      title: line.title,
      quantity: line.quantity,
    })),
    facts: [
      { what: 'Delivery', is: parcel.deliveryMethod && (wayWords[parcel.deliveryMethod] ?? parcel.deliveryMethod) },
      { what: 'Location', is: locations.find((location) => location.id === parcel.locationId)?.name ?? null },
      { what: 'Box', is: boxWords(parcel) },
      { what: 'Weight', is: weightWords(gramsOf(parcel)) },
      {
        what: 'Expected',
        is: parcel.weighedGrams !== null && parcel.expectedGrams !== null ? weightWords(parcel.expectedGrams) : null,
      },
      { what: 'Value', is: value !== null && currency ? formatMoney({ minor: value, currency }) : null },
      { what: 'Insured', is: parcel.insured ? 'Yes' : null },
      { what: 'Sealed', is: when(parcel.sealedAt) },
      { what: isPickup(parcel) ? 'Made ready' : 'Shipped', is: when(parcel.shippedAt) },
      { what: 'Collected', is: when(parcel.collectedAt) },
    ].filter((fact): fact is { what: string; is: string } => Boolean(fact.is)),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = idOf(params);
  const form = await request.formData();
  const intent = String(form.get('intent') ?? '');
  const text = (name: string) => String(form.get(name) ?? '').slice(0, 2000);
  const typed = { carrier: text('carrier'), trackingNumber: text('trackingNumber'), trackingUrl: text('trackingUrl') };
  const now = new Date();
  switch (intent) {
    case 'ship':
      return { intent, ...(await shipParcel(session.shop, id, typed, whyHeld, now)) };
    case 'correct':
      return { intent, ...(await correctTracking(session.shop, id, typed, now)) };
    case 'ready':
      return { intent, ...(await shipParcel(session.shop, id, null, whyHeld, now)) };
    case 'collected':
      return { intent, ...(await collectParcel(session.shop, id, now)) };
    case 'put-back':
      return { intent, ...(await putPickupBack(session.shop, id, now)) };
    case 'take-out':
      return { intent, ...(await takeOutOfParcel(session.shop, id, whyHeld, now)) };
    case 'give-up':
      return { intent, ...(await giveUpRefused(session.shop, id, whyHeld, now)) };
    case 'label':
      return { intent, ...(await buyLabel(session.shop, id, whyHeld, now)) };
    default:
      return { intent, ok: false as const, problem: 'Backroom knows no such action. Reload the page and try again.' };
  }
}

export default function ParcelPage() {
  const parcel = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const [typed, setTyped] = useState({
    carrier: parcel.carrier,
    trackingNumber: parcel.trackingNumber,
    trackingUrl: parcel.trackingUrl,
  });
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState<'label' | 'give-up' | null>(null);
  useLookAgain(parcel.moving);
  const busy = navigation.state !== 'idle' ? String(navigation.formData?.get('intent') ?? '') : '';
  const send = (intent: string) => submit({ intent, ...typed }, { method: 'post' });
  const beyond = parcel.cameBack ?? [];
  const sealed = parcel.state === 'sealed';
  const waits = sealed && parcel.label.state !== 'asked' && parcel.label.state !== 'unknown';
  const primary = parcel.pickup
    ? sealed && beyond.length === 0
      ? { content: 'Ready for pickup', intent: 'ready' }
      : parcel.state === 'shipped' && !parcel.collected && !parcel.putBack
        ? { content: 'Collected', intent: 'collected' }
        : null
    : waits && beyond.length === 0
      ? { content: parcel.refused === null ? 'Ship' : 'Ship again', intent: 'ship' }
      : null;
  const refused = answer && !answer.ok ? answer.problem : problem;
  const done = answer?.ok && 'says' in answer ? answer.says : null;
  const beyondWords = beyond.map(({ title, units }) => `${units} × ${title}`).join(', ');
  const { tone, says } = parcel.badge;
  return (
    <Page
      title={`Parcel ${parcel.number} of ${parcel.orderName}`}
      titleMetadata={<Badge {...(tone ? { tone } : {})}>{says}</Badge>}
      backAction={{ content: 'Parcels', url: '/app/waves/parcels' }}
      {...(primary
        ? {
            primaryAction: {
              content: primary.content,
              onAction: () => send(primary.intent),
              loading: busy === primary.intent,
            },
          }
        : {})}
      secondaryActions={
        parcel.cameBack ? [{ content: 'Give it up', destructive: true, onAction: () => setAsking('give-up') }] : []
      }
    >
      <BlockStack gap="400">
        {refused ? <Banner tone="critical" title={refused} /> : null}
        {done ? <Banner tone="success" title={done} /> : null}
        {parcel.refused === null ? null : (
          <Banner
            tone={parcel.command === 'unknown' ? 'warning' : 'critical'}
            title={
              parcel.command === 'unknown'
                ? 'Nobody knows yet whether Shopify took this'
                : 'Shopify refused this. Mend what it says, then send it again'
            }
            action={{ content: 'See the outbox', url: '/app/settings/outbox' }}
          >
            <p>{parcel.refused}</p>
          </Banner>
        )}
        {parcel.putBack ? (
          <Banner
            tone="warning"
            title={
              parcel.putBack.whole
                ? `${parcel.putBack.why} Nobody will come for it: take its goods back to their bins, then say so here`
                : `${parcel.putBack.why} Take that out of the parcel and to its bin, then say so here. The rest waits for the customer`
            }
            action={{
              content: parcel.putBack.whole ? 'Its goods are back' : 'That is back',
              loading: busy === 'put-back',
              onAction: () => send('put-back'),
            }}
          >
            <List>
              {parcel.putBack.goods.map(({ title, sku, units, bin }) => (
                <List.Item key={`${title}/${sku}/${bin}`}>
                  {`${units} × ${title}${sku ? ` (${sku})` : ''} to ${bin ?? 'its shelf: no bin is known'}`}
                </List.Item>
              ))}
            </List>
          </Banner>
        ) : null}
        {parcel.added ? (
          <Banner
            tone="warning"
            title={`The customer also waits for ${parcel.added}, which is in no parcel here`}
            action={{ content: 'Plan a wave', url: '/app/waves/new' }}
          >
            <p>
              Pick and pack it with a next wave and make it ready as well; or hand over what lies here now, and the rest
              later.
            </p>
          </Banner>
        ) : null}
        {parcel.trackingProblem ? (
          <Banner tone="critical" title="Shopify did not take the last tracking number. Enter it again">
            <p>{parcel.trackingProblem}</p>
          </Banner>
        ) : null}
        {parcel.changed ? (
          <Banner
            tone="warning"
            title={`It cannot go now: ${parcel.changed}`}
            {...(beyond.length > 0
              ? { action: { content: 'Open it and take that out', onAction: () => send('take-out') } }
              : {})}
          >
            {beyond.length > 0 ? (
              <p>
                {`Shopify wants ${beyondWords} of it no more. Take that out, or give the parcel up: then all of it goes back to its bins.`}
              </p>
            ) : null}
          </Banner>
        ) : null}
        {parcel.cameBack && parcel.state === 'open' ? (
          <Banner tone="info" title="It is open. Scan its label at the pack station, then weigh it and seal it again" />
        ) : null}
        {parcel.label.problem ? (
          <Banner
            tone={parcel.label.state === 'failed' ? 'critical' : 'warning'}
            title={
              parcel.label.state === 'failed'
                ? 'No label was bought'
                : parcel.label.state === 'bought'
                  ? 'The label was bought'
                  : 'Nobody knows yet whether the label was bought. It is being looked up, and not bought again'
            }
            {...(parcel.label.state === 'unknown'
              ? { action: { content: 'See the outbox', url: '/app/settings/outbox' } }
              : {})}
          >
            <p>{parcel.label.problem}</p>
          </Banner>
        ) : null}
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              <Card>
                <BlockStack gap="300">
                  <Text as="h2" variant="headingMd">
                    What is in it
                  </Text>
                  {parcel.lines.map((line) => (
                    <InlineStack key={line.id} align="space-between" gap="300" wrap={false}>
                      <Text as="span" breakWord>
                        {line.title}
                      </Text>
                      <Text as="span" numeric>
                        {line.quantity}
                      </Text>
                    </InlineStack>
                  ))}
                </BlockStack>
              </Card>
              {parcel.pickup ? null : (
                <Card>
                  <BlockStack gap="300">
                    <Text as="h2" variant="headingMd">
                      Tracking
                    </Text>
                    <TrackingFields typed={typed} onChange={setTyped} disabled={parcel.state === 'given-up'} />
                    {parcel.state === 'shipped' ? (
                      <InlineStack gap="300" blockAlign="center">
                        <Button loading={busy === 'correct'} onClick={() => send('correct')}>
                          Correct the number
                        </Button>
                        <Text as="p" tone="subdued">
                          Shopify tells the customer.
                        </Text>
                      </InlineStack>
                    ) : null}
                  </BlockStack>
                </Card>
              )}
              {parcel.pickup ? null : (
                <Card>
                  <BlockStack gap="300">
                    <Text as="h2" variant="headingMd">
                      Label from Shopify
                    </Text>
                    {parcel.label.url ? (
                      <Link url={parcel.label.url} target="_blank">
                        Open the label
                      </Link>
                    ) : null}
                    {parcel.label.state === 'asked' ? <Text as="p">It is being bought.</Text> : null}
                    {waits && parcel.label.state !== 'bought' ? (
                      parcel.label.not ? (
                        <Text as="p" tone="subdued">
                          {parcel.label.not}
                        </Text>
                      ) : (
                        <InlineStack>
                          <Button loading={busy === 'label'} onClick={() => setAsking('label')}>
                            {parcel.label.state === 'failed' ? 'Buy the label again' : 'Buy a label'}
                          </Button>
                        </InlineStack>
                      )
                    ) : null}
                    {!waits && parcel.label.state === 'none' ? (
                      <Text as="p" tone="subdued">
                        None was bought.
                      </Text>
                    ) : null}
                  </BlockStack>
                </Card>
              )}
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <Card>
                <BlockStack gap="200">
                  {parcel.facts.map((fact) => (
                    <InlineStack key={fact.what} align="space-between" gap="200">
                      <Text as="span" tone="subdued">
                        {fact.what}
                      </Text>
                      <Text as="span">{fact.is}</Text>
                    </InlineStack>
                  ))}
                </BlockStack>
              </Card>
              <Card>
                <BlockStack gap="200" inlineAlign="start">
                  <Link url={`/app/orders/${parcel.orderId}`}>Order {parcel.orderName}</Link>
                  {parcel.wave ? <Link url={`/app/waves/${parcel.wave.id}`}>Wave {parcel.wave.number}</Link> : null}
                  {parcel.wave ? (
                    <Link url={`/app/waves/${parcel.wave.id}/proof/${parcel.orderId}`}>Proof of packing</Link>
                  ) : null}
                  {parcel.manifest ? (
                    <Link url={`/app/waves/manifest/${parcel.manifest.id}`}>Manifest {parcel.manifest.number}</Link>
                  ) : null}
                </BlockStack>
              </Card>
              {parcel.papers.length > 0 ? (
                <Card>
                  <BlockStack gap="300" inlineAlign="start">
                    <Text as="h2" variant="headingMd">
                      Papers
                    </Text>
                    {parcel.papers.map((file) => (
                      <Download
                        key={file}
                        url={`/app/waves/parcels/${parcel.id}/papers/${file}`}
                        fileName={`${parcel.orderName.replace(/[^\w-]/g, '')}-${parcel.number}-${file}`}
                        onProblem={setProblem}
                      >
                        {PAPERS[file]}
                      </Download>
                    ))}
                    {parcel.papersLack.length > 0 ? (
                      <>
                        <Text as="p">Look at this before you print. What is not known stays empty on the paper:</Text>
                        <List>
                          {parcel.papersLack.map((lack) => (
                            <List.Item key={lack}>{lack}</List.Item>
                          ))}
                        </List>
                      </>
                    ) : null}
                  </BlockStack>
                </Card>
              ) : null}
            </BlockStack>
          </Layout.Section>
        </Layout>
      </BlockStack>
      <Modal
        open={asking === 'give-up'}
        onClose={() => setAsking(null)}
        title="Give this parcel up?"
        primaryAction={{
          content: 'Give it up',
          destructive: true,
          onAction: () => {
            setAsking(null);
            send('give-up');
          },
        }}
        secondaryActions={[{ content: 'Cancel', onAction: () => setAsking(null) }]}
      >
        <Modal.Section>
          <Text as="p">
            {`All that is in it goes back to its bins, and the bins count it again. What Shopify still wants of ${parcel.orderName} can be picked anew. This cannot be undone.`}
          </Text>
        </Modal.Section>
      </Modal>
      <Modal
        open={asking === 'label'}
        onClose={() => setAsking(null)}
        title="Buy a label from Shopify?"
        primaryAction={{
          content: 'Buy',
          onAction: () => {
            setAsking(null);
            send('label');
          },
        }}
        secondaryActions={[{ content: 'Cancel', onAction: () => setAsking(null) }]}
      >
        <Modal.Section>
          <Text as="p">
            Shopify charges the shop for it. The parcel leaves once the label is bought; it is asked for once.
          </Text>
        </Modal.Section>
      </Modal>
    </Page>
  );
}

const PAPERS: Record<ParcelPapers['papers'][number], string> = {
  'slip.pdf': 'Packing slip (PDF)',
  'label.pdf': 'Address label (PDF)',
  'label.zpl': 'Address label (ZPL)',
  'customs.pdf': 'Customs declaration (PDF)',
};
