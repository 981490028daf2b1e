import { read } from './operation.ts';

/** What this app made subscriptions of in the shop itself, to one address; those of shopify.app.toml are not among them. */
export const webhookSubscriptionsList = read(
  'webhookSubscriptionsList',
  `#graphql
  query WebhookSubscriptionsList($topics: [WebhookSubscriptionTopic!], $uri: String) {
    webhookSubscriptions(first: 50, topics: $topics, uri: $uri) {
      nodes { topic }
    }
  }
`,
  { cost: 10 },
);
