/** A webhook subscription that an app made through the API. */
export interface WebhookSubscription {
  id: string;
  app: string;
  /** ORDERS_CREATE */
  topic: string;
  /** orders/create */
  webhookTopic: string;
  uri: string;
  format: 'JSON' | 'XML';
  includeFields: string[];
  metafieldNamespaces: string[];
  metafields: { namespace: string; key: string }[];
  filter: string | null;
  name: string | null;
  createdAt: string;
  updatedAt: string;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    WebhookSubscription: WebhookSubscription;
  }
}
