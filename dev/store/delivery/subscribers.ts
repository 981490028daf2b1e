import type { WebhookSubscription } from '../admin/webhooks/subscription.ts';
import { type App, type DeclaredSubscription, installationOf } from '../auth/app.ts';
import type { World } from '../kernel/world.ts';

/** Someone who asked to hear of a topic. */
export interface Subscriber {
  app: App;
  /** The gid of a subscription made by API, or a text that names the declared one. */
  key: string;
  /** Made by API: it is deleted when a delivery has failed for good. */
  made: WebhookSubscription | undefined;
  address: string;
  name: string | null;
  filter: string | null;
  includeFields: string[];
  /** Metafields that the body carries beside its own fields. */
  metafieldNamespaces: string[];
  metafields: { namespace: string; key: string }[];
}

/** Topics that reach an app after it was uninstalled. */
const COMPLIANCE = new Set(['shop/redact', 'customers/redact', 'customers/data_request']);

/** Who hears of a topic; with `only`, among one app's subscriptions. */
export function subscribers(world: World, topic: string, only?: string): Subscriber[] {
  const found: Subscriber[] = [];
  for (const app of world.table('App').all()) {
    if (only !== undefined && app.id !== only) continue;
    const installed = installationOf(world, app.id) !== undefined;
    for (const declared of app.subscriptions)
      if (declared.topic === topic && (installed || COMPLIANCE.has(topic))) found.push(fromDeclared(app, declared));
  }
  for (const made of world.where('WebhookSubscription', 'webhookTopic', topic)) {
    const app = world.get('App', made.app);
    if (!app || (only !== undefined && app.id !== only)) continue;
    const { id, name, filter, includeFields, metafieldNamespaces, metafields } = made;
    const wanted = { name, filter, includeFields, metafieldNamespaces, metafields };
    found.push({ app, key: id, made, address: absolute(app, made.uri), ...wanted });
  }
  return found;
}

function fromDeclared(app: App, declared: DeclaredSubscription): Subscriber {
  const { topic, uri, name, filter, includeFields } = declared;
  const key = `${app.handle} ${topic} ${uri}${filter ? ` ${filter}` : ''}`;
  const wanted = { name, filter, includeFields, metafieldNamespaces: [], metafields: [] };
  return { app, key, made: undefined, address: absolute(app, uri), ...wanted };
}

function absolute(app: App, uri: string): string {
  return uri.startsWith('/') ? app.url + uri : uri;
}
