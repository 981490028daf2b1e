import { Banner, BlockStack, Card, Page, Text } from '@shopify/polaris';

type Answer = { status: number; data?: unknown; statusText?: string };

function isAnswer(error: unknown): error is Answer {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number';
}

/** What a person sees when a page cannot be shown: what happened, and what to do next. */
export function PageProblem({ error }: { error: unknown }) {
  if (isAnswer(error) && error.status === 404) {
    return (
      <Page title="Not found" backAction={{ content: 'Home', url: '/app' }}>
        <Card>
          <Text as="p">
            {typeof error.data === 'string' && error.data
              ? error.data
              : 'There is nothing at this address. It may have been deleted in Shopify.'}
          </Text>
        </Card>
      </Page>
    );
  }
  if (isAnswer(error) && error.status === 413)
    return (
      <Page title="Too large" backAction={{ content: 'Home', url: '/app' }}>
        <Banner
          tone="critical"
          title={typeof error.data === 'string' ? error.data : 'This was too large to be taken.'}
        />
      </Page>
    );
  return (
    <Page title="Something went wrong" backAction={{ content: 'Home', url: '/app' }}>
      <BlockStack gap="400">
        <Banner tone="critical" title="This page could not be shown">
          <p>Nothing was changed. Reload the page; if it happens again, look at Settings, Sync for what is amiss.</p>
        </Banner>
      </BlockStack>
    </Page>
  );
}
