import { read } from './operation.ts';

/** The subscriptions made through the API (those of shopify.app.toml are not listed): leftovers to be removed. */
export const webhookSubscriptionsList = read(
  'webhookSubscriptionsList',
  `#graphql
  query WebhookSubscriptionsList($after: String) {
    webhookSubscriptions(first: 100, after: $after) {
      nodes { id topic uri includeFields filter createdAt }
      pageInfo { hasNextPage endCursor }
    }
  }
`,
);
