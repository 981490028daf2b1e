import { write } from './operation.ts';

/** Subscribes one shop to a topic. A second one to the same address is refused by Shopify, so repeating it changes nothing. */
export const webhookSubscriptionCreate = write(
  'webhookSubscriptionCreate',
  `#graphql
  mutation WebhookSubscriptionCreate($topic: WebhookSubscriptionTopic!, $webhookSubscription: WebhookSubscriptionInput!) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) {
      webhookSubscription { id }
      userErrors { field message }
    }
  }
`,
  { repeat: { how: 'harmless' } },
);
