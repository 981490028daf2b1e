import type { LoaderFunctionArgs } from '@remix-run/node';
import { BlockStack, Card, Link, Page, Text } from '@shopify/polaris';
import { authenticate } from '../shopify.server.ts';

const PLACES = [
  {
    url: '/app/settings/sync',
    title: 'Sync',
    says: 'How fresh the mirror is: last webhook, lag, backfill, drift, dead letters.',
  },
  {
    url: '/app/settings/outbox',
    title: 'Outbox',
    says: 'What Backroom asked Shopify to change, and what became of it.',
  },
  {
    url: '/app/reorder/defaults',
    title: 'Reorder defaults',
    says: 'Lead time, review and safety days where nothing else is set.',
  },
  { url: '/app/waves/bins', title: 'Bins', says: 'Where each variant lies, typed or imported.' },
  {
    url: '/app/returns/policy',
    title: 'Return policy',
    says: 'The window, final-sale tags, and whether you approve each request.',
  },
];

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticate.admin(request);
  return null;
}

export default function Settings() {
  return (
    <Page title="Settings">
      <BlockStack gap="400">
        {PLACES.map((place) => (
          <Card key={place.url}>
            <BlockStack gap="100">
              <Text as="h2" variant="headingMd">
                <Link url={place.url} removeUnderline>
                  {place.title}
                </Link>
              </Text>
              <Text as="p" tone="subdued">
                {place.says}
              </Text>
            </BlockStack>
          </Card>
        ))}
      </BlockStack>
    </Page>
  );
}
