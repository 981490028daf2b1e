import { isEnumType } from 'graphql';
import type { AdminSchema } from '../kernel/schema.ts';

const known = new Map<string, { byName: Map<string, string>; byTopic: Map<string, string> }>();

function topicsOf(schema: AdminSchema) {
  let topics = known.get(schema.version);
  if (!topics) {
    topics = { byName: new Map(), byTopic: new Map() };
    const type = schema.graphql.getType('WebhookSubscriptionTopic');
    for (const value of isEnumType(type) ? type.getValues() : []) {
      // The schema says it in words: "The webhook topic for `orders/create` events."
      const topic =
        /`([a-z_]+\/[a-z_/]+)`/.exec(value.description ?? '')?.[1] ?? value.name.toLowerCase().replace('_', '/');
      topics.byName.set(value.name, topic);
      topics.byTopic.set(topic, value.name);
    }
    known.set(schema.version, topics);
  }
  return topics;
}

/** ORDERS_CREATE → orders/create. */
export function topicOf(schema: AdminSchema, name: string): string {
  return topicsOf(schema).byName.get(name) ?? name.toLowerCase().replace('_', '/');
}

/** Every topic of a version, as webhooks name it. */
export function allTopics(schema: AdminSchema): string[] {
  return [...topicsOf(schema).byTopic.keys()];
}
