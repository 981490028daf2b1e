import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Card, Checkbox, FormLayout, Page, Text, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { busiestLocation } from '../mirror/read-pickable.server.ts';
import { writingOf } from '../picking/packing/boxes/change-boxes.server.ts';
import { keepPackTerms, readPackTermsOf } from '../picking/packing/boxes/change-sizes.server.ts';
import { weightUnit } from '../picking/packing/boxes/measures.ts';
import {
  type PackTermsProblems,
  type PackTermsTyped,
  packTermsFields,
  packTermsTyped,
} from '../picking/packing/boxes/pack-terms.ts';
import { authenticate } from '../shopify.server.ts';
import { useListAddress } from '../ui/list-address.ts';
import { LocationChoice } from '../ui/location-choice.tsx';
import { Unsaved } from '../ui/unsaved.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [writing, locations, busiest] = await Promise.all([
    writingOf(session.shop),
    readLocations(session.shop),
    busiestLocation(session.shop),
  ]);
  const asked = new URL(request.url).searchParams.get('location') ?? busiest;
  const location = locations.find((one) => one.id === asked) ?? locations[0];
  const terms = await readPackTermsOf(session.shop, location?.id ?? '');
  return { ...writing, locations, location: location?.id ?? '', saved: packTermsTyped(terms, writing) };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const locations = await readLocations(session.shop);
  const location = locations.find((one) => one.id === text('location'));
  if (!location)
    return { ok: false as const, problems: { tolerance: 'This location is gone. Reload the page and choose another' } };
  const typed = Object.fromEntries(packTermsFields.map((name) => [name, text(name)])) as Omit<PackTermsTyped, 'weigh'>;
  return keepPackTerms(session.shop, location.id, { ...typed, weigh: text('weigh') === 'true' });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

export default function Packing() {
  const data = useLoaderData<typeof loader>();
  const go = useListAddress();
  return (
    <Page
      title="Packing rules"
      subtitle="What packers weigh, photograph, insure and declare"
      backAction={{ content: 'Waves', url: '/app/waves' }}
      secondaryActions={[
        { content: 'Boxes', url: '/app/waves/boxes' },
        { content: 'Item sizes', url: '/app/waves/sizes' },
      ]}
    >
      {data.location === '' ? (
        <Banner title="No location is known yet. It comes with the first reading of your store." />
      ) : (
        <BlockStack gap="400">
          {data.locations.length > 1 ? (
            <Card>
              <LocationChoice
                locations={data.locations}
                value={data.location}
                onChange={(location) => go({ location })}
              />
            </Card>
          ) : null}
          <TermsForm key={data.location} data={data} />
        </BlockStack>
      )}
    </Page>
  );
}

function TermsForm({ data }: { data: Data }) {
  const fetcher = useFetcher<typeof action>();
  const [typed, setTyped] = useState<PackTermsTyped | null>(null);
  const values = typed ?? data.saved;
  const answer = fetcher.data;
  useEffect(() => {
    if (answer?.ok) setTyped(null);
  }, [answer]);
  const problems: PackTermsProblems = answer && !answer.ok ? answer.problems : {};
  const set = (change: Partial<PackTermsTyped>) => setTyped({ ...values, ...change });
  const field = (name: (typeof packTermsFields)[number]) => ({
    value: values[name],
    onChange: (value: string) => set({ [name]: value }),
    error: problems[name] ?? false,
    autoComplete: 'off',
  });
  const amount = (name: (typeof packTermsFields)[number]) => ({ ...field(name), inputMode: 'decimal' as const });
  return (
    <BlockStack gap="400">
      <Unsaved
        id="pack-terms"
        dirty={typed !== null && JSON.stringify(typed) !== JSON.stringify(data.saved)}
        saving={fetcher.state !== 'idle'}
        onSave={() =>
          fetcher.submit({ ...values, weigh: String(values.weigh), location: data.location }, { method: 'post' })
        }
        onDiscard={() => setTyped(null)}
      />
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Weight
          </Text>
          <Text as="p" tone="subdued">
            A parcel that is weighed has to weigh what its goods and its box do, as far as they are known: a missing
            item is noticed while the box is open.
          </Text>
          <FormLayout>
            <Checkbox
              label="Every parcel is weighed"
              helpText="Without it packers may weigh, and need not"
              checked={values.weigh}
              onChange={(weigh) => set({ weigh })}
            />
            <FormLayout.Group condensed>
              <TextField label="May differ by" suffix={weightUnit[data.units]} {...amount('tolerance')} />
              <TextField
                label="Or by"
                suffix="%"
                helpText="The larger of the two counts"
                {...amount('tolerancePercent')}
              />
            </FormLayout.Group>
          </FormLayout>
        </BlockStack>
      </Card>
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Valuable orders
          </Text>
          <FormLayout>
            <FormLayout.Group>
              <TextField
                label="Photograph the open box from"
                placeholder="Never"
                suffix={data.currency}
                helpText="Value of the order’s goods. The photo is kept with the proof of packing"
                {...amount('photoFrom')}
              />
              <TextField
                label="Mark a parcel for insurance from"
                placeholder="Never"
                suffix={data.currency}
                helpText="Value of the goods in it"
                {...amount('insureFrom')}
              />
            </FormLayout.Group>
          </FormLayout>
        </BlockStack>
      </Card>
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Customs
          </Text>
          <Text as="p" tone="subdued">
            Printed on the customs declarations of parcels that leave from this location. Leave empty what you do not
            have.
          </Text>
          <FormLayout>
            <FormLayout.Group>
              <TextField
                label="EORI number"
                helpText="By which customs knows whoever sends. Firms of the European Union and the United Kingdom have one"
                {...field('eori')}
              />
              <TextField label="VAT number" {...field('vatNumber')} />
            </FormLayout.Group>
            <TextField
              label="IOSS number"
              helpText="Import one-stop shop: printed only on parcels into the European Union from outside, with goods of up to 150 EUR. Prices in another currency are not converted: you are told to look before you print"
              {...field('ioss')}
            />
          </FormLayout>
        </BlockStack>
      </Card>
    </BlockStack>
  );
}
