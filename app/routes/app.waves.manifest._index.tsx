import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, InlineStack, Page, Text } from '@shopify/polaris';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { closeManifest, readManifests } from '../picking/hand-off/manifest.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { pageOf, pagerOf, pagesOf, useListAddress } from '../ui/list-address.ts';
import { weightWords } from '../ui/parcel-words.ts';
import { PlainTable } from '../ui/plain-table.tsx';
import { formatWhen } from '../ui/when.ts';

const PAGE = 50;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const url = new URL(request.url);
  const page = pageOf(url.searchParams);
  const [facts, locations, { open, rows, total }] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readManifests(session.shop, { skip: (page - 1) * PAGE, take: PAGE }),
  ]);
  const { last, instead } = pagesOf(url, total, PAGE);
  if (instead) throw redirect(instead);
  const nameOf = (id: string) => locations.find((location) => location.id === id)?.name ?? 'Unknown location';
  return {
    page,
    last,
    open: open.map((one) => ({ ...one, location: nameOf(one.locationId) })),
    rows: rows.map((row) => ({
      id: row.id,
      number: row.number,
      carrier: row.carrier ?? 'No carrier',
      location: nameOf(row.locationId),
      parcels: row.parcels,
      closedAt: formatWhen(row.closedAt, facts.timeZone),
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const { timeZone } = await readShop(session.shop);
  const closed = await closeManifest(
    session.shop,
    { locationId: String(form.get('locationId') ?? ''), carrier: String(form.get('carrier') ?? '') || null },
    session.onlineAccessInfo ? String(session.onlineAccessInfo.associated_user.id) : null,
    timeZone,
    new Date(),
  );
  if (!closed.ok) return closed;
  return redirect(`/app/waves/manifest/${closed.id}${closed.isNew ? '' : '?already=1'}`);
}

export default function Manifests() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const go = useListAddress();
  const navigation = useNavigation();
  const busy = navigation.formData
    ? `${navigation.formData.get('locationId')}/${navigation.formData.get('carrier')}`
    : null;
  return (
    <Page
      title="Manifests"
      subtitle="What each carrier takes with it at the end of the day"
      backAction={{ content: 'Parcels', url: '/app/waves/parcels' }}
    >
      <BlockStack gap="400">
        {answer && !answer.ok ? <Banner tone="critical" title={answer.problem} /> : null}
        <Card>
          <BlockStack gap="400">
            <Text as="h2" variant="headingMd">
              Not on a manifest yet
            </Text>
            {data.open.length === 0 ? (
              <Text as="p" tone="subdued">
                No shipped parcel waits for a manifest. What ships from now on appears here, by location and carrier.
              </Text>
            ) : null}
            {data.open.map((one) => {
              const key = `${one.locationId}/${one.carrier ?? ''}`;
              return (
                <InlineStack key={key} align="space-between" blockAlign="center" gap="300">
                  <BlockStack>
                    <Text as="p" fontWeight="semibold">
                      {one.carrier ?? 'No carrier'}
                    </Text>
                    <Text as="p" tone="subdued">
                      {one.location} · {countOf(one.parcels, 'parcel')} · {weightWords(one.grams)}
                      {one.unweighed > 0 ? ` (${one.unweighed} not weighed)` : ''}
                    </Text>
                  </BlockStack>
                  <Button
                    loading={busy === key}
                    disabled={busy !== null}
                    accessibilityLabel={`Close the manifest of ${one.carrier ?? 'no carrier'} at ${one.location}`}
                    onClick={() =>
                      submit({ locationId: one.locationId, carrier: one.carrier ?? '' }, { method: 'post' })
                    }
                  >
                    Close the manifest
                  </Button>
                </InlineStack>
              );
            })}
          </BlockStack>
        </Card>
        <Card padding="0">
          <PlainTable
            name={{ singular: 'manifest', plural: 'manifests' }}
            headings={[
              { title: 'Manifest' },
              { title: 'Carrier' },
              { title: 'Location' },
              { title: 'Parcels', end: true },
              { title: 'Closed' },
            ]}
            empty="No manifest was closed yet."
            rows={data.rows.map((row) => ({
              ...{ id: row.id, url: `/app/waves/manifest/${row.id}`, title: `Manifest ${row.number}` },
              cells: [row.carrier, row.location, row.parcels, row.closedAt],
              brief: [row.carrier, row.location, countOf(row.parcels, 'parcel'), row.closedAt].join(' · '),
            }))}
            {...pagerOf(data.page, data.last, go)}
          />
        </Card>
      </BlockStack>
    </Page>
  );
}
