import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Box, Card, InlineStack, Page, Select, Tabs } from '@shopify/polaris';
import { useState } from 'react';
import { readLocations } from '../../mirror/read-locations.server.ts';
import { readShop } from '../../mirror/read-shop.server.ts';
import { readSlowMovers, readStock, reviewSlowMover } from '../../replenishment/overstock/read-overstock.server.ts';
import { assumptionsOfShop, type TypedAssumptions } from '../../replenishment/overstock/ways-out.ts';
import { readRule } from '../../replenishment/settings/read-rules.server.ts';
import { authenticate } from '../../shopify.server.ts';
import { Download } from '../../ui/download.tsx';
import { useListAddress } from '../../ui/list-address.ts';
import { Dead } from './dead.tsx';
import { Slow } from './slow.tsx';
import { TooMuch } from './too-much.tsx';

const TABS = ['excess', 'slow', 'dead'] as const;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const tab = TABS.find((one) => one === searchParams.get('tab')) ?? 'excess';
  const [facts, locations, { rule }] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readRule(session.shop, 'shop', ''),
  ]);
  const locationId = locations.find((location) => location.id === searchParams.get('location'))?.id ?? null;
  const now = new Date();
  const head = { tab, locations, locationId, usual: assumptionsOfShop(rule) };
  if (tab === 'slow')
    return {
      ...head,
      stock: null,
      slow: await readSlowMovers(session.shop, facts, locations, locationId, now),
    };
  return { ...head, stock: await readStock(session.shop, facts, locations, locationId, now), slow: null };
}

/** A slow mover is reviewed. */
export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const of = (name: string) => String(form.get(name) ?? '');
  const place = { inventoryItemId: of('item'), locationId: of('location') };
  return reviewSlowMover(session.shop, place, of('quarter'), of('decision'), new Date());
}

export default function Overstock() {
  const data = useLoaderData<typeof loader>();
  const go = useListAddress();
  const [problem, setProblem] = useState<string | null>(null);
  const [typed, setTyped] = useState<TypedAssumptions>(data.usual);
  const query = new URLSearchParams({ tab: data.tab, location: data.locationId ?? '', ...typed });
  return (
    <Page
      title="Overstock"
      subtitle="What lies there for too long, and what each way out would bring"
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
    >
      <BlockStack gap="400">
        {problem ? <Banner tone="critical" title={problem} /> : null}
        <Card padding="0">
          <Tabs
            tabs={[
              { id: 'excess', content: 'Too much' },
              { id: 'slow', content: 'Slowed down' },
              { id: 'dead', content: 'Dead stock' },
            ]}
            selected={TABS.indexOf(data.tab)}
            onSelect={(index) => go({ tab: TABS[index] ?? null })}
          />
          <Box padding="400">
            <InlineStack gap="300" align="space-between" blockAlign="end">
              <Select
                label="Location"
                options={[
                  { label: 'All locations', value: '' },
                  ...data.locations.map((location) => ({ label: location.name, value: location.id })),
                ]}
                value={data.locationId ?? ''}
                onChange={(location) => go({ location })}
              />
              <Download url={`/app/reorder/overstock/export?${query}`} fileName="overstock.csv" onProblem={setProblem}>
                Export CSV
              </Download>
            </InlineStack>
          </Box>
        </Card>
        {data.stock && !data.stock.computed ? (
          <Banner tone="info" title="Reorder points are not computed yet">
            <p>How much is too much follows from them. They are computed each night, or at once on the Reorder page.</p>
          </Banner>
        ) : null}
        {data.stock && data.stock.left > 0 ? (
          <Banner
            tone="info"
            title={`Of all stock the ${data.stock.rows.length.toLocaleString('en')} lines worth most are looked at here; the file has them all`}
          />
        ) : null}
        {data.stock && data.tab === 'excess' ? (
          <TooMuch rows={data.stock.rows} typed={typed} onType={(name, text) => setTyped({ ...typed, [name]: text })} />
        ) : null}
        {data.stock && data.tab === 'dead' ? <Dead rows={data.stock.rows} /> : null}
        {data.slow ? <Slow {...data.slow} /> : null}
      </BlockStack>
    </Page>
  );
}
