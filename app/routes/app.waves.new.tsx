import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Card, EmptyState, FormLayout, InlineStack, Page, Select, Text } from '@shopify/polaris';
import { readLocations } from '../mirror/read-locations.server.ts';
import { busiestLocation } from '../mirror/read-pickable.server.ts';
import { loadChecks } from '../orders/store.server.ts';
import { waveSize } from '../picking/plan.ts';
import { planNewWave, previewWave } from '../picking/plan-wave.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { useListAddress } from '../ui/list-address.ts';
import { WaveLines } from '../ui/wave-lines.tsx';

function wishOf(params: URLSearchParams, fallbackLocation: string) {
  const size = Number(params.get('size') ?? waveSize.usual);
  return {
    locationId: params.get('location') || fallbackLocation,
    size: Number.isInteger(size) && size >= waveSize.least && size <= waveSize.most ? size : waveSize.usual,
  };
}

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [locations, busiest] = await Promise.all([readLocations(session.shop), busiestLocation(session.shop)]);
  const usual = locations.find((location) => location.id === busiest) ?? locations[0];
  const wish = wishOf(new URL(request.url).searchParams, usual?.id ?? '');
  return { locations, wish, plan: await previewWave(session.shop, wish, loadChecks, new Date()) };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const params = new URLSearchParams({
    location: String(form.get('location') ?? ''),
    size: String(form.get('size') ?? ''),
  });
  const planned = await planNewWave(session.shop, wishOf(params, ''), loadChecks, new Date());
  return planned.ok ? redirect(`/app/waves/${planned.id}`) : planned;
}

export default function NewWave() {
  const { locations, wish, plan } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const go = useListAddress();
  const units = plan.lines.reduce((sum, line) => sum + line.quantity, 0);
  return (
    <Page
      title="Plan a wave"
      backAction={{ content: 'Waves', url: '/app/waves' }}
      primaryAction={{
        content: 'Plan this wave',
        disabled: plan.orders.length === 0,
        loading: navigation.state === 'submitting',
        onAction: () => submit({ location: wish.locationId, size: String(wish.size) }, { method: 'post' }),
      }}
    >
      <BlockStack gap="400">
        {answer ? <Banner tone="warning" title={answer.problem} /> : null}
        <Card>
          <FormLayout>
            <FormLayout.Group>
              <Select
                label="Location"
                options={locations.map((location) => ({ label: location.name, value: location.id }))}
                value={wish.locationId}
                onChange={(location) => go({ location })}
              />
              <Select
                label="Orders at most"
                options={Array.from({ length: waveSize.most }, (_, index) => String(index + 1))}
                value={String(wish.size)}
                onChange={(size) => go({ size })}
              />
            </FormLayout.Group>
          </FormLayout>
        </Card>
        {plan.orders.length === 0 ? (
          <Card>
            <EmptyState
              heading="No order is ready here"
              image=""
              action={{ content: 'See orders', url: '/app/orders' }}
            >
              <p>Orders that are held or already in a wave are left out. Orders says why one is held.</p>
            </EmptyState>
          </Card>
        ) : (
          <>
            <Card>
              <InlineStack gap={{ xs: '100', md: '400' }}>
                <Text as="p" fontWeight="semibold">
                  {[
                    countOf(plan.orders.length, 'order'),
                    countOf(plan.lines.length, 'line'),
                    countOf(units, 'unit'),
                  ].join(', ')}
                </Text>
                <Text as="p" tone="subdued">
                  {plan.leftForLater === 0
                    ? 'All that are ready'
                    : `${plan.leftForLater} more ${plan.leftForLater === 1 ? 'is' : 'are'} ready for a later wave`}
                </Text>
              </InlineStack>
            </Card>
            <WaveLines lines={plan.lines} />
          </>
        )}
      </BlockStack>
    </Page>
  );
}
