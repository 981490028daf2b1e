import { isFilter } from '../../delivery/body.ts';
import { topicOf } from '../../delivery/topics.ts';
import { connection, type PageArgs } from '../../kernel/connection.ts';
import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gidTail } from '../../kernel/gid.ts';
import { accessGranted } from '../../kernel/schema.ts';
import { search } from '../../kernel/search.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import { apiVersion } from '../apps/version.ts';
import { namespaceOf } from '../metafields/namespace.ts';
import { legacyResourceId } from '../node.ts';
import { addressProblems, isGoogleProject, isGoogleTopic, pubSubParts } from './address.ts';
import type { WebhookSubscription } from './subscription.ts';
import { isJsonOnly, scopesFor } from './topic-rules.ts';

/** The inputs of all six mutations in one form. */
interface Input {
  uri?: string | null;
  callbackUrl?: string | null;
  arn?: string | null;
  pubSubProject?: string;
  pubSubTopic?: string;
  format?: 'JSON' | 'XML' | null;
  includeFields?: string[] | null;
  metafieldNamespaces?: string[] | null;
  metafields?: { namespace?: string | null; key: string }[] | null;
  filter?: string | null;
  name?: string | null;
}

/** Which of the three pairs of mutations is asked: their errors name different fields. */
type Door = 'any' | 'eventBridge' | 'pubSub';

function addressOf(input: Input, door: Door): string | undefined {
  if (door === 'eventBridge') return (input.arn ?? '').trim();
  if (door === 'pubSub') return `pubsub://${input.pubSubProject}:${input.pubSubTopic}`;
  return (input.uri ?? input.callbackUrl)?.trim();
}

function addressErrors(input: Input, address: string, door: Door, clientId: string): UserError[] {
  if (door === 'pubSub') {
    const error = (field: string, words: string) =>
      userError(['webhookSubscription', field], `Google Cloud Pub/Sub ${words} ID is not valid`, 'INVALID_PARAMETERS');
    return [
      ...(isGoogleProject(input.pubSubProject ?? '') ? [] : [error('pubSubProject', 'project')]),
      ...(isGoogleTopic(input.pubSubTopic ?? '') ? [] : [error('pubSubTopic', 'topic')]),
    ];
  }
  const field = ['webhookSubscription', door === 'eventBridge' ? 'arn' : 'callbackUrl'];
  return addressProblems(address, clientId).map((message) => userError(field, message));
}

function nameErrors(name: string | null | undefined, own: string | undefined, { world, token }: Ctx): UserError[] {
  if (name === null || name === undefined) return [];
  const field = ['webhookSubscription', 'name'];
  const errors: UserError[] = [];
  if (name.length === 0) errors.push(userError(field, 'Name is too short (minimum is 1 character)'));
  if (name.length > 50) errors.push(userError(field, 'Name is too long (maximum is 50 characters)'));
  if (!/^[A-Za-z0-9_-]+$/.test(name))
    errors.push(userError(field, 'Name name field can only contain alphanumeric characters, underscores, and hyphens'));
  const taken = world
    .where('WebhookSubscription', 'app', token.app)
    .some((one) => one.id !== own && one.name?.toLowerCase() === name.toLowerCase());
  if (taken) errors.push(userError(field, 'Name already exists, no duplicate allowed'));
  return errors;
}

/** Everything that can be said against a subscription before it is looked up. */
function problems(topic: string | undefined, input: Input, door: Door, own: string | undefined, ctx: Ctx): UserError[] {
  const address = addressOf(input, door);
  const errors: UserError[] = [];
  if (address !== undefined) errors.push(...addressErrors(input, address, door, gidTail(ctx.token.app)));
  const format = ['webhookSubscription', 'format'];
  if (input.format === 'XML' && errors.length === 0) {
    if (address !== undefined && !address.startsWith('https:'))
      errors.push(userError(format, "Format can only be used with format: 'json'"));
    else if (topic && isJsonOnly(topic))
      errors.push(userError(format, "Format 'xml' is invalid for this webhook topic. Allowed formats: json"));
  }
  errors.push(...nameErrors(input.name, own, ctx));
  if (input.filter && !isFilter(input.filter))
    errors.push(
      userError(
        ['webhookSubscription'],
        'The specified filter is invalid, please ensure you specify the field(s) you wish to filter on.',
      ),
    );
  return errors;
}

function taken(wanted: Omit<WebhookSubscription, 'id' | 'createdAt' | 'updatedAt'>, own: string | undefined, ctx: Ctx) {
  return ctx.world
    .where('WebhookSubscription', 'app', wanted.app)
    .some(
      (one) =>
        one.id !== own &&
        one.topic === wanted.topic &&
        one.uri === wanted.uri &&
        one.format === wanted.format &&
        (one.filter ?? '') === (wanted.filter ?? ''),
    );
}

const TAKEN = userError(
  ['webhookSubscription', 'callbackUrl'],
  'Address for this topic has already been taken',
  'TAKEN',
);

/** The parts of a record that the input names. */
function changes(input: Input, door: Door, ctx: Ctx): Partial<WebhookSubscription> {
  const uri = addressOf(input, door);
  return {
    ...(uri === undefined ? {} : { uri }),
    ...(input.format ? { format: input.format } : {}),
    ...(input.includeFields ? { includeFields: input.includeFields } : {}),
    ...(input.metafieldNamespaces
      ? { metafieldNamespaces: input.metafieldNamespaces.map((name) => namespaceOf(name, ctx.token.app)) }
      : {}),
    ...(input.metafields
      ? {
          metafields: input.metafields.map((one) => ({
            namespace: namespaceOf(one.namespace, ctx.token.app),
            key: one.key,
          })),
        }
      : {}),
    ...(input.filter === undefined ? {} : { filter: input.filter }),
    ...(input.name === undefined ? {} : { name: input.name }),
  };
}

const create =
  (door: Door): Resolver =>
  (_, { topic, webhookSubscription: input }: { topic: string; webhookSubscription: Input }, ctx) => {
    const { world, schema, token } = ctx;
    const webhookTopic = topicOf(schema, topic);
    const scopes = scopesFor(webhookTopic);
    if (scopes.length && !scopes.some((scope) => accessGranted(`\`${scope}\` access scope.`, token.scopes)))
      return refuse(
        userError(['topic'], 'You cannot create a webhook subscription with the specified topic'),
        'webhookSubscription',
      );
    const errors = problems(
      webhookTopic,
      { ...input, uri: input.uri ?? input.callbackUrl ?? '' },
      door,
      undefined,
      ctx,
    );
    if (errors.length) return refuse(errors, 'webhookSubscription');
    const now = world.timestamp();
    const record = {
      app: token.app,
      topic,
      webhookTopic,
      uri: '',
      format: 'JSON' as const,
      includeFields: [],
      metafieldNamespaces: [],
      metafields: [],
      filter: null,
      name: null,
      ...changes(input, door, ctx),
      createdAt: now,
      updatedAt: now,
    };
    if (taken(record, undefined, ctx)) return refuse(TAKEN, 'webhookSubscription');
    return { webhookSubscription: world.insert('WebhookSubscription', record), userErrors: [] };
  };

const update =
  (door: Door): Resolver =>
  (_, { id, webhookSubscription: input }: { id: string; webhookSubscription: Input }, ctx) => {
    const { world } = ctx;
    const found = own(expectId(id, 'WebhookSubscription'), ctx);
    const errors = problems(found?.webhookTopic, input, door, id, ctx);
    if (errors.length) return refuse(errors, 'webhookSubscription');
    if (!found) return refuse(userError(['id'], 'Webhook subscription does not exist'), 'webhookSubscription');
    const changed = changes(input, door, ctx);
    if (taken({ ...found, ...changed }, id, ctx)) return refuse(TAKEN, 'webhookSubscription');
    world.patch('WebhookSubscription', found, { ...changed, updatedAt: world.timestamp() });
    return { webhookSubscription: found, userErrors: [] };
  };

const remove: Resolver = (_, { id }: { id: string }, ctx) => {
  const found = own(expectId(id, 'WebhookSubscription'), ctx);
  if (!found) return refuse(userError(['id'], 'Webhook subscription does not exist'), 'deletedWebhookSubscriptionId');
  ctx.world.remove('WebhookSubscription', found);
  return { deletedWebhookSubscriptionId: id, userErrors: [] };
};

/** An app sees the subscriptions it made, no others. */
function own(id: string, { world, token }: Ctx): WebhookSubscription | undefined {
  const found = world.get('WebhookSubscription', id);
  return found?.app === token.app ? found : undefined;
}

interface ListArgs extends PageArgs {
  query?: string | null;
  uri?: string | null;
  callbackUrl?: string | null;
  topics?: string[] | null;
  format?: string | null;
  sortKey?: 'CREATED_AT' | 'ID' | null;
}

function matching(query: string | null | undefined, { world, token }: Ctx): WebhookSubscription[] {
  const { test } = search<WebhookSubscription>(query, {
    fields: {
      id: (one) => gidTail(one.id),
      created_at: (one) => one.createdAt,
      updated_at: (one) => one.updatedAt,
      topic: (one) => one.webhookTopic,
      name: (one) => one.name,
    },
  });
  return world.where('WebhookSubscription', 'app', token.app).filter(test);
}

const list: Resolver = (_, args: ListArgs, ctx) => {
  const address = args.uri ?? args.callbackUrl;
  const found = matching(args.query, ctx).filter(
    (one) =>
      (!address || one.uri === address) &&
      (!args.topics?.length || args.topics.includes(one.topic)) &&
      (!args.format || one.format === args.format),
  );
  return connection(
    found,
    args,
    args.sortKey === 'ID' ? {} : { sort: (one) => `${one.createdAt.replace('T', ' ').replace('Z', '')}.000000` },
  );
};

export const webhooks: Domain = {
  name: 'webhooks',
  resolvers: {
    QueryRoot: {
      webhookSubscription: (_, { id }: { id: string }, ctx) => own(expectId(id, 'WebhookSubscription'), ctx) ?? null,
      webhookSubscriptions: list,
      webhookSubscriptionsCount: (_, { query, limit }: { query?: string; limit?: number | null }, ctx) => {
        const count = matching(query, ctx).length;
        const most = limit ?? Number.POSITIVE_INFINITY;
        return { count: Math.min(count, most), precision: count > most ? 'AT_LEAST' : 'EXACT' };
      },
    },
    Mutation: {
      webhookSubscriptionCreate: create('any'),
      webhookSubscriptionUpdate: update('any'),
      webhookSubscriptionDelete: remove,
      eventBridgeWebhookSubscriptionCreate: create('eventBridge'),
      eventBridgeWebhookSubscriptionUpdate: update('eventBridge'),
      pubSubWebhookSubscriptionCreate: create('pubSub'),
      pubSubWebhookSubscriptionUpdate: update('pubSub'),
    },
    WebhookSubscription: {
      legacyResourceId,
      apiVersion: (one: WebhookSubscription, _, { world, version }) =>
        apiVersion(world.get('App', one.app)?.webhookApiVersion ?? version, world.now()),
      // The field is deprecated; for what is no HTTP address the real API answers this constant.
      callbackUrl: ({ uri }: WebhookSubscription) => (uri.startsWith('https:') ? uri : 'https://eventbridge.arn'),
      endpoint: ({ uri }: WebhookSubscription) => {
        if (uri.startsWith('arn:')) return { __typename: 'WebhookEventBridgeEndpoint', arn: uri };
        const parts = pubSubParts(uri);
        return parts
          ? { __typename: 'WebhookPubSubEndpoint', pubSubProject: parts.project, pubSubTopic: parts.topic }
          : { __typename: 'WebhookHttpEndpoint', callbackUrl: uri };
      },
    },
  },
};
