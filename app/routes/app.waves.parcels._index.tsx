import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Card,
  EmptyState,
  IndexFilters,
  IndexTable,
  IndexTableSelectionType,
  InlineStack,
  Link,
  List,
  Modal,
  Page,
  Text,
  TextField,
  useBreakpoints,
  useIndexResourceState,
  useSetIndexFiltersMode,
} from '@shopify/polaris';
import { useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { whyHeld } from '../orders/store.server.ts';
import { buyLabel, lookForLabels } from '../picking/hand-off/buy-label.server.ts';
import { gramsOf, type ParcelTab, parcelName, parcelTabs } from '../picking/hand-off/parcel.ts';
import { readParcelsPage } from '../picking/hand-off/read-parcels.server.ts';
import { shipParcel } from '../picking/hand-off/ship-parcel.server.ts';
import { authenticate } from '../shopify.server.ts';
import { NarrowChosen, NarrowRow } from '../ui/choose-narrow.tsx';
import { countOf } from '../ui/count.ts';
import { Download } from '../ui/download.tsx';
import { pageOf, pagerOf, pagesOf, useListAddress } from '../ui/list-address.ts';
import { RowLink } from '../ui/list-frame.tsx';
import { useLookAgain } from '../ui/look-again.ts';
import { parcelState, weightWords } from '../ui/parcel-words.ts';
import { formatWhen } from '../ui/when.ts';

const PAGE = 50;
const TABS: Record<ParcelTab, string> = {
  waiting: 'Waiting',
  problems: 'With problems',
  pickup: 'Ready for pickup',
  shipped: 'Shipped',
  open: 'Being packed',
};

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const url = new URL(request.url);
  const tab = parcelTabs.find((each) => each === url.searchParams.get('tab')) ?? 'waiting';
  const search = (url.searchParams.get('q') ?? '').trim().slice(0, 60);
  const page = pageOf(url.searchParams);
  const [facts, locations, found] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readParcelsPage(session.shop, { tab, search }, { skip: (page - 1) * PAGE, take: PAGE }),
  ]);
  const { last, instead } = pagesOf(url, found.total, PAGE);
  if (instead) throw redirect(instead);
  const nameOf = new Map(locations.map((location) => [location.id, location.name]));
  return {
    ...{ tab, search, page, last },
    counts: found.counts,
    none: found.none,
    refusedOrders: found.refusedOrders.map(({ waveId, number, orderName }) => ({ waveId, number, orderName })),
    labels: found.labels && { state: found.labels.state, says: found.labels.says },
    rows: found.rows.map((row) => ({
      id: row.id,
      orderName: row.orderName,
      number: row.number,
      badge: parcelState(row),
      moving: row.labelState === 'asked' || row.outcome?.state === 'queued' || row.outcome?.state === 'sending',
      problem: row.putBack
        ? `${row.putBack.why} ${row.putBack.whole ? 'Its goods lie at the counter: put them back.' : 'The rest waits for its customer.'}`
        : row.outcome?.state === 'confirmed'
          ? row.labelProblem
          : (row.outcome?.problem ?? row.labelProblem),
      location: nameOf.get(row.locationId) ?? '',
      pickup: row.deliveryMethod === 'PICK_UP',
      units: row.lines.reduce((sum, line) => sum + line.quantity, 0),
      weight: weightWords(gramsOf(row)),
      box: row.boxName,
      carrier: row.carrier ?? '',
      tracking: row.trackingNumber ?? '',
      when: (row.shippedAt ?? row.sealedAt) ? formatWhen((row.shippedAt ?? row.sealedAt)!, facts.timeZone) : '',
    })),
  };
}

const MOST = 100;

type Answer = { intent: string; done: number; refused: { id: string; problem: string }[] } & (
  | { ok: true }
  | { ok: false; problem: string }
);

export async function action({ request }: ActionFunctionArgs): Promise<Answer> {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const intent = String(form.get('intent') ?? '');
  const now = new Date();
  if (intent === 'look') return { intent, done: 0, refused: [], ...(await lookForLabels(session.shop, now)) };
  const ids = form
    .getAll('id')
    .map(String)
    .filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const nothing = { intent, done: 0, refused: [], ok: false as const };
  if (ids.length === 0) return { ...nothing, problem: 'No parcel was chosen. Nothing was changed.' };
  if (ids.length > MOST) return { ...nothing, problem: `Choose at most ${MOST} parcels at a time.` };
  if (intent !== 'ship' && intent !== 'label')
    return { ...nothing, problem: 'Backroom knows no such action. Reload the page and try again.' };
  const refused: { id: string; problem: string }[] = [];
  for (const id of ids) {
    const carrier = String(form.get('carrier') ?? '');
    const trackingNumber = String(form.get(`number_${id}`) ?? '').trim();
    const typed = trackingNumber === '' ? null : { carrier, trackingNumber };
    const sent =
      intent === 'label'
        ? await buyLabel(session.shop, id, whyHeld, now)
        : await shipParcel(session.shop, id, typed, whyHeld, now);
    if (!sent.ok) refused.push({ id, problem: sent.problem });
  }
  return { intent, done: ids.length - refused.length, refused, ok: true as const };
}

export default function Parcels() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const go = useListAddress();
  const navigation = useNavigation();
  const { smDown } = useBreakpoints();
  const { mode, setMode } = useSetIndexFiltersMode();
  const [search, setSearch] = useState(data.search);
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState<'ship' | 'label' | null>(null);
  const [carrier, setCarrier] = useState('');
  const [numbers, setNumbers] = useState<Record<string, string>>({});
  const { selectedResources, allResourcesSelected, handleSelectionChange, clearSelection } = useIndexResourceState(
    data.rows,
  );
  useLookAgain(data.rows.some((row) => row.moving));
  const chosen = data.rows.filter((row) => selectedResources.includes(row.id));
  const mayShip = data.tab === 'waiting' || data.tab === 'problems';
  const clear = () => {
    setSearch('');
    go({ q: null });
  };
  const send = (intent: 'ship' | 'label') => {
    const form = new FormData();
    form.set('intent', intent);
    form.set('carrier', carrier);
    for (const row of chosen) {
      form.append('id', row.id);
      form.set(`number_${row.id}`, numbers[row.id] ?? row.tracking);
    }
    setAsking(null);
    clearSelection();
    submit(form, { method: 'post' });
  };
  const actions = [
    { content: 'Ship', onAction: () => setAsking('ship') },
    ...(data.labels?.state === 'ready' ? [{ content: 'Buy labels', onAction: () => setAsking('label') }] : []),
  ];
  const refused = answer?.refused ?? [];
  const nameOf = new Map(data.rows.map((row) => [row.id, parcelName(row)]));
  const exported = chosen.length > 0 ? `?${new URLSearchParams(chosen.map((row) => ['id', row.id]))}` : '';
  return (
    <Page
      title="Parcels"
      subtitle="What was packed, on its way out of the house"
      backAction={{ content: 'Waves', url: '/app/waves' }}
      secondaryActions={[
        { content: 'Import tracking numbers', url: '/app/waves/parcels/import' },
        { content: 'Manifests', url: '/app/waves/manifest' },
      ]}
    >
      <BlockStack gap="400">
        {problem ? <Banner tone="critical" title={problem} /> : null}
        {answer && !answer.ok ? <Banner tone="critical" title={answer.problem} /> : null}
        {answer?.ok && answer.intent !== 'look' ? (
          <Banner
            tone={refused.length > 0 ? 'warning' : 'success'}
            title={`${countOf(answer.done, 'parcel')} ${answer.intent === 'label' ? 'sent to buy a label' : 'shipped'}${refused.length > 0 ? `; ${countOf(refused.length, 'parcel')} not` : ''}`}
          >
            {refused.length > 0 ? (
              <List>
                {refused.map((one) => (
                  <List.Item key={one.id}>
                    {nameOf.get(one.id) ?? 'A parcel'}: {one.problem}
                  </List.Item>
                ))}
              </List>
            ) : null}
          </Banner>
        ) : null}
        {data.refusedOrders.length > 0 ? (
          <Banner
            tone="critical"
            title={`Shopify refused ${countOf(data.refusedOrders.length, 'order')} that went without a parcel. The goods are picked and in the house`}
          >
            <List>
              {data.refusedOrders.map((one) => (
                <List.Item key={`${one.waveId}/${one.orderName}`}>
                  {`${one.orderName}: send it again, or put its goods back, in `}
                  <Link url={`/app/waves/${one.waveId}`}>wave {one.number}</Link>
                </List.Item>
              ))}
            </List>
          </Banner>
        ) : null}
        {data.none ? null : (
          <Labels
            labels={data.labels}
            onLook={() => submit({ intent: 'look' }, { method: 'post' })}
            busy={navigation.state !== 'idle'}
          />
        )}
        <Card padding="0">
          <IndexFilters
            mode={mode}
            setMode={setMode}
            tabs={parcelTabs.map((id) => ({ id, content: TABS[id], badge: String(data.counts[id]) }))}
            selected={parcelTabs.indexOf(data.tab)}
            onSelect={(index) => {
              clearSelection();
              go({ tab: parcelTabs[index] ?? null });
            }}
            queryValue={search}
            queryPlaceholder="Search by order or tracking number"
            onQueryChange={(value) => {
              setSearch(value);
              go({ q: value });
            }}
            onQueryClear={clear}
            cancelAction={{ onAction: clear }}
            filters={[]}
            onClearAll={clear}
            canCreateNewView={false}
            loading={navigation.state === 'loading'}
          />
          {smDown && mayShip ? (
            <NarrowChosen
              chosen={chosen.length}
              of={data.rows.length}
              actions={actions}
              onAll={(all) => handleSelectionChange(IndexTableSelectionType.Page, all)}
            />
          ) : null}
          <IndexTable
            resourceName={{ singular: 'parcel', plural: 'parcels' }}
            itemCount={data.rows.length}
            selectable={mayShip}
            condensed={smDown}
            selectedItemsCount={allResourcesSelected ? 'All' : selectedResources.length}
            onSelectionChange={handleSelectionChange}
            promotedBulkActions={actions}
            headings={[
              { title: 'Parcel' },
              { title: 'State' },
              { title: 'Location' },
              { title: 'Units', alignment: 'end' },
              { title: 'Weight', alignment: 'end' },
              { title: 'Tracking' },
              { title: data.tab === 'shipped' ? 'Shipped' : 'Sealed' },
            ]}
            emptyState={
              data.none ? (
                <EmptyState
                  heading="Parcels of picked waves"
                  image=""
                  action={{ content: 'See the waves', url: '/app/waves?tab=picked' }}
                >
                  <p>What is packed and sealed at the pack station waits here for its number or label.</p>
                </EmptyState>
              ) : (
                <EmptyState heading="No parcel here" image="">
                  <p>Look in another tab, or search for something else.</p>
                </EmptyState>
              )
            }
            {...pagerOf(data.page, data.last, go)}
          >
            {data.rows.map((row, position) => {
              const { tone, says } = row.badge;
              const badge = <Badge {...(tone ? { tone } : {})}>{says}</Badge>;
              const link = <RowLink url={`/app/waves/parcels/${row.id}`}>{`${row.orderName} · ${row.number}`}</RowLink>;
              const tracking = row.pickup
                ? 'Collected by the customer'
                : [row.carrier, row.tracking].filter(Boolean).join(' ');
              const trouble = row.problem ? (
                <Text as="p" tone="critical" breakWord>
                  {row.problem}
                </Text>
              ) : null;
              return (
                <IndexTable.Row
                  id={row.id}
                  key={row.id}
                  position={position}
                  selected={selectedResources.includes(row.id)}
                >
                  {smDown ? (
                    <NarrowRow
                      says={parcelName(row).toLowerCase()}
                      chosen={selectedResources.includes(row.id)}
                      onChoose={
                        mayShip ? (on) => handleSelectionChange(IndexTableSelectionType.Single, on, row.id) : null
                      }
                    >
                      <InlineStack gap="200" blockAlign="center">
                        {link}
                        {badge}
                      </InlineStack>
                      <Text as="p" tone="subdued">
                        {[row.location, countOf(row.units, 'unit'), row.weight, tracking, row.when]
                          .filter(Boolean)
                          .join(' · ')}
                      </Text>
                      {trouble}
                    </NarrowRow>
                  ) : (
                    <>
                      <IndexTable.Cell>{link}</IndexTable.Cell>
                      <IndexTable.Cell>{badge}</IndexTable.Cell>
                      <IndexTable.Cell>{row.location}</IndexTable.Cell>
                      <IndexTable.Cell>
                        <Text as="span" alignment="end" numeric>
                          {row.units}
                        </Text>
                      </IndexTable.Cell>
                      <IndexTable.Cell>
                        <Text as="span" alignment="end" numeric>
                          {row.weight}
                        </Text>
                      </IndexTable.Cell>
                      <IndexTable.Cell>
                        <div style={{ whiteSpace: 'normal', maxWidth: '22rem' }}>
                          {tracking}
                          {trouble}
                        </div>
                      </IndexTable.Cell>
                      <IndexTable.Cell>{row.when}</IndexTable.Cell>
                    </>
                  )}
                </IndexTable.Row>
              );
            })}
          </IndexTable>
        </Card>
        {data.counts.waiting > 0 && mayShip ? (
          <Box paddingInline={{ xs: '400', sm: '0' }}>
            <InlineStack gap="300" blockAlign="center">
              <Download url={`/app/waves/parcels/export${exported}`} fileName="parcels.csv" onProblem={setProblem}>
                {chosen.length > 0 ? `Export ${countOf(chosen.length, 'parcel')} (CSV)` : 'Export all that wait (CSV)'}
              </Download>
              <Text as="p" tone="subdued">
                For ShipStation, Pirate Ship and other label tools. The file holds names and addresses: delete it
                afterwards.
              </Text>
            </InlineStack>
          </Box>
        ) : null}
      </BlockStack>
      <Modal
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={
          asking === 'label'
            ? `Buy ${countOf(chosen.length, 'label')} from Shopify?`
            : `Ship ${countOf(chosen.length, 'parcel')}`
        }
        primaryAction={{
          content: asking === 'label' ? 'Buy' : 'Ship',
          disabled: chosen.length === 0,
          onAction: () => asking && send(asking),
        }}
        secondaryActions={[{ content: 'Cancel', onAction: () => setAsking(null) }]}
      >
        <Modal.Section>
          {asking === 'label' ? (
            <Text as="p">
              Shopify charges the shop for each label. A parcel leaves once its label is bought; what Shopify refuses is
              said on it.
            </Text>
          ) : (
            <BlockStack gap="300">
              <TextField
                label="Carrier of all of them"
                autoComplete="off"
                maxLength={100}
                value={carrier}
                onChange={setCarrier}
                helpText="Used where a number is entered. Without a number a parcel ships without tracking."
              />
              {chosen
                .filter((row) => !row.pickup)
                .map((row) => (
                  <TextField
                    key={row.id}
                    label={`Tracking number, ${parcelName(row).toLowerCase()}`}
                    autoComplete="off"
                    maxLength={100}
                    value={numbers[row.id] ?? row.tracking}
                    onChange={(text) => setNumbers({ ...numbers, [row.id]: text })}
                  />
                ))}
            </BlockStack>
          )}
        </Modal.Section>
      </Modal>
    </Page>
  );
}

function Labels({
  labels,
  onLook,
  busy,
}: {
  labels: { state: string; says: string | null } | null;
  onLook: () => void;
  busy: boolean;
}) {
  if (labels?.state === 'ready') return null;
  const action = { content: labels ? 'Look again' : 'Look', onAction: onLook, loading: busy };
  return (
    <Banner
      tone="info"
      title={
        labels ? 'No labels from Shopify' : 'Labels can be bought from Shopify where the shop has Shopify Shipping'
      }
      action={action}
    >
      <p>{labels?.says ?? 'Let Backroom look whether it may buy them here.'}</p>
    </Banner>
  );
}
