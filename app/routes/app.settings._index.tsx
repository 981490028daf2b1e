import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useSubmit } from '@remix-run/react';
import { BlockStack, Card, Link, Page, Text } from '@shopify/polaris';
import { showGuide } from '../metrics/setup-guide.server.ts';
import { authenticate } from '../shopify.server.ts';

const PLACES = [
  {
    url: '/app/settings/sync',
    title: 'Sync',
    says: 'How near Backroom’s picture of the store is to the store, and what it could not take in.',
  },
  {
    url: '/app/settings/outbox',
    title: 'Outbox',
    says: 'What Backroom asked Shopify to change, and what became of it.',
  },
  {
    url: '/app/settings/personal-data',
    title: 'Personal data',
    says: 'What is kept of customers, why and for how long, and what they asked for.',
  },
  {
    url: '/app/reorder/settings',
    title: 'Reorder defaults',
    says: 'Lead time, review and safety days where nothing else is set.',
  },
  { url: '/app/waves/bins', title: 'Bins', says: 'Where each variant lies, typed or imported.' },
  { url: '/app/waves/boxes', title: 'Boxes', says: 'What parcels are packed in, and how large goods are.' },
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

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  await showGuide(session.shop);
  return redirect('/app');
}

export default function Settings() {
  const submit = useSubmit();
  return (
    <Page
      title="Settings"
      secondaryActions={[{ content: 'Show the setup guide', onAction: () => submit({}, { method: 'post' }) }]}
    >
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
