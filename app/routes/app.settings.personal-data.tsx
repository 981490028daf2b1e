import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { BlockStack, Button, Card, InlineStack, Page, Text } from '@shopify/polaris';
import { lastOf } from '../events/timeline.server.ts';
import { PERSONAL_DATA } from '../mirror/personal-data.ts';
import { heldOf } from '../mirror/personal-data-held.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { authenticate } from '../shopify.server.ts';
import { formatWhen } from '../ui/when.ts';

const REQUESTS = 50;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [{ timeZone }, asked] = await Promise.all([
    readShop(session.shop),
    lastOf(session.shop, 'customer.asked-for-data', REQUESTS),
  ]);
  return {
    timeZone,
    requests: asked.flatMap((event) =>
      event.type === 'customer.asked-for-data'
        ? [{ key: event.key, at: event.at, customerId: event.data.customerId, orders: event.data.orderIds.length }]
        : [],
    ),
  };
}

/** Answers one request of a customer that Shopify has passed on; for no other customer is anything opened. */
export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const key = String((await request.formData()).get('key') ?? '');
  const asked = await lastOf(session.shop, 'customer.asked-for-data', REQUESTS);
  const found = asked.find((event) => event.key === key);
  if (found?.type !== 'customer.asked-for-data') return null;
  const held = await heldOf(session.shop, found.data.customerId, found.data.orderIds);
  return { key, held: JSON.stringify(held, null, 2) };
}

export default function PersonalData() {
  const { requests, timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const busy = useNavigation().state === 'submitting';
  return (
    <Page
      title="Personal data"
      subtitle="What Backroom keeps of customers, why, and for how long"
      backAction={{ content: 'Settings', url: '/app/settings' }}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              What customers asked for
            </Text>
            {requests.length === 0 ? (
              <Text as="p" tone="subdued">
                No customer has asked what is kept of them. When one asks you, Shopify passes it on and it appears here.
              </Text>
            ) : (
              requests.map((each) => (
                <BlockStack key={each.key} gap="200">
                  <InlineStack align="space-between" blockAlign="center">
                    <Text as="span">
                      {each.customerId ? `Customer ${each.customerId}` : 'A customer without an account'},{' '}
                      {formatWhen(each.at, timeZone)}, {each.orders} orders
                    </Text>
                    <Button loading={busy} onClick={() => submit({ key: each.key }, { method: 'post' })}>
                      Show what is kept
                    </Button>
                  </InlineStack>
                  {answer?.key === each.key ? (
                    <pre style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', margin: 0 }}>{answer.held}</pre>
                  ) : null}
                </BlockStack>
              ))
            )}
          </BlockStack>
        </Card>
        {PERSONAL_DATA.map((kept) => (
          <Card key={`${kept.table}.${kept.column}`}>
            <BlockStack gap="100">
              <Text as="h3" fontWeight="semibold">
                {kept.what}
              </Text>
              <Text as="p">For: {kept.purpose}.</Text>
              <Text as="p" tone="subdued">
                {kept.days === null ? 'Kept while the shop uses Backroom' : `Goes after ${kept.days} days`}; when a
                customer is erased it is {kept.onRedact}. Stored in {kept.table}.{kept.column}.
              </Text>
            </BlockStack>
          </Card>
        ))}
      </BlockStack>
    </Page>
  );
}
