import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Card, InlineStack, Page, Text } from '@shopify/polaris';
import { useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { gramsOfAll, readManifest } from '../picking/hand-off/manifest.server.ts';
import { gramsOf } from '../picking/hand-off/parcel.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { Download } from '../ui/download.tsx';
import { boxWords, weightWords } from '../ui/parcel-words.ts';
import { PlainTable } from '../ui/plain-table.tsx';
import { formatDay, formatWhen } from '../ui/when.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = params.id ?? '';
  const found = /^[0-9a-f-]{36}$/.test(id) ? await readManifest(session.shop, id) : null;
  if (!found) throw new Response('There is no such manifest.', { status: 404 });
  const [facts, locations] = await Promise.all([readShop(session.shop), readLocations(session.shop)]);
  const { manifest, parcels } = found;
  return {
    id: manifest.id,
    number: manifest.number,
    already: new URL(request.url).searchParams.has('already'),
    carrier: manifest.carrier ?? 'No carrier',
    location: locations.find((location) => location.id === manifest.locationId)?.name ?? 'Unknown location',
    day: formatDay(manifest.day),
    closedAt: formatWhen(manifest.closedAt, facts.timeZone),
    weight: weightWords(gramsOfAll(parcels)),
    unweighed: parcels.filter((parcel) => gramsOf(parcel) === null).length,
    rows: parcels.map((parcel) => ({
      id: parcel.id,
      name: `${parcel.orderName} · ${parcel.number}`,
      tracking: parcel.trackingNumber ?? '',
      box: boxWords(parcel),
      weight: weightWords(gramsOf(parcel)),
      // It was refused after the manifest was closed; the manifest stays as it is.
      back: parcel.state !== 'shipped',
    })),
  };
}

export default function Manifest() {
  const data = useLoaderData<typeof loader>();
  const [problem, setProblem] = useState<string | null>(null);
  const back = data.rows.filter((row) => row.back).length;
  return (
    <Page
      title={`Manifest ${data.number}`}
      subtitle={`${data.carrier} · ${data.location} · ${data.day}`}
      backAction={{ content: 'Manifests', url: '/app/waves/manifest' }}
    >
      <BlockStack gap="400">
        {problem ? <Banner tone="critical" title={problem} /> : null}
        {data.already ? (
          <Banner tone="info" title="Somebody else closed this manifest just now. It is one for both." />
        ) : null}
        {back > 0 ? (
          <Banner
            tone="warning"
            title={`Shopify refused ${countOf(back, 'parcel')} of it afterwards. See the parcels with problems`}
            action={{ content: 'See them', url: '/app/waves/parcels?tab=problems' }}
          />
        ) : null}
        <Card>
          <InlineStack align="space-between" blockAlign="center" gap="300">
            <Text as="p">
              {countOf(data.rows.length, 'parcel')}, {data.weight}
              {data.unweighed > 0 ? ` (${data.unweighed} not weighed)` : ''}. Closed {data.closedAt}; it is not opened
              again.
            </Text>
            <Download
              primary
              url={`/app/waves/manifest/${data.id}/pdf`}
              fileName={`manifest-${data.number}.pdf`}
              onProblem={setProblem}
            >
              Print (PDF)
            </Download>
          </InlineStack>
        </Card>
        <Card padding="0">
          <PlainTable
            name={{ singular: 'parcel', plural: 'parcels' }}
            headings={[
              { title: 'Parcel' },
              { title: 'Tracking number' },
              { title: 'Box' },
              { title: 'Weight', end: true },
            ]}
            rows={data.rows.map((row) => ({
              ...{ id: row.id, url: `/app/waves/parcels/${row.id}`, title: row.name, warning: row.back },
              cells: [row.tracking, row.box, row.weight],
              brief: [row.tracking, row.box, row.weight].filter(Boolean).join(' · '),
            }))}
          />
        </Card>
      </BlockStack>
    </Page>
  );
}
