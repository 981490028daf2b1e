import { createHash } from 'node:crypto';
import { connection, type PageArgs } from '../../kernel/connection.ts';
import type { Ctx, Resolver, Resolvers } from '../../kernel/context.ts';
import { gidType } from '../../kernel/gid.ts';
import { type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { legacyResourceId } from '../node.ts';
import { definitionFields, definitionOf, ownerTypeOf } from './definition.ts';
import { namespaceOf, placeOf } from './namespace.ts';
import { jsonOf, METAFIELD_TYPES, valueProblem } from './value.ts';

export interface Metafield {
  id: string;
  ownerId: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: string;
  updatedAt: string;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    Metafield: Metafield;
  }
}

/** A metafield as mutations take it; what is left out comes from the app, the definition or what is there. */
export interface MetafieldInput {
  namespace?: string | null;
  key: string;
  type?: string | null;
  value: string;
}

/** Writes values, replacing those of the same namespace and key; without a type the definition's or the known one stays. */
export function setMetafields(
  { world, token }: Pick<Ctx, 'world' | 'token'>,
  ownerId: string,
  inputs: MetafieldInput[],
): Metafield[] {
  const now = world.timestamp();
  return inputs.map((input) => {
    const namespace = namespaceOf(input.namespace, token.app);
    const { key, value } = input;
    const known = findMetafield(world, ownerId, namespace, key);
    const type = input.type ?? typeThere(world, ownerId, namespace, key) ?? 'single_line_text_field';
    if (known) return world.patch('Metafield', known, { value, type, updatedAt: now });
    return world.insert('Metafield', { ownerId, namespace, key, value, type, createdAt: now, updatedAt: now });
  });
}

function typeThere(world: World, ownerId: string, namespace: string, key: string): string | undefined {
  return (
    definitionOf(world, ownerTypeOf(ownerId), namespace, key)?.type ??
    findMetafield(world, ownerId, namespace, key)?.type
  );
}

function findMetafield(world: World, ownerId: string, namespace: string, key: string): Metafield | undefined {
  return world.where('Metafield', 'ownerId', ownerId).find((one) => one.namespace === namespace && one.key === key);
}

/** The fields of a type that has metafields: spread into its resolvers. */
export const metafieldFields: Resolvers[string] = {
  metafield: (owner: { id: string }, { namespace, key }: { namespace?: string; key: string }, { world, token }) =>
    findMetafield(world, owner.id, ...placeOf(key, namespace, token.app)) ?? null,
  metafields: (owner: { id: string }, args: PageArgs & { namespace?: string; keys?: string[] }, { world, token }) => {
    const keys = args.keys?.map((key) => placeOf(key, args.namespace, token.app).join('.'));
    const namespace = args.namespace && namespaceOf(args.namespace, token.app);
    return connection(
      world
        .where('Metafield', 'ownerId', owner.id)
        .filter((one) => !namespace || one.namespace === namespace)
        .filter((one) => !keys || keys.includes(`${one.namespace}.${one.key}`)),
      args,
    );
  },
  metafieldDefinitions: definitionFields,
};

/** What a search for `metafields.custom.size` looks at. */
export function metafieldSearch(world: World, field: string): ((owner: { id: string }) => string | null) | undefined {
  const [, namespace, key] = /^metafields\.([^.]+)\.(.+)$/.exec(field) ?? [];
  if (!namespace || !key) return undefined;
  return (owner) => findMetafield(world, owner.id, namespace, key)?.value ?? null;
}

interface SetInput extends MetafieldInput {
  ownerId: string;
  compareDigest?: string | null;
}

const MOST_AT_ONCE = 25;

const digestOf = ({ type, value }: Metafield): string => createHash('sha256').update(`${type}:${value}`).digest('hex');

/** What can be said against one input of metafieldsSet. */
function problems(input: SetInput, index: number, { world, token }: Ctx): UserError[] {
  const errors: UserError[] = [];
  const say = (field: string | undefined, message: string, code: string) =>
    errors.push(userError(['metafields', index, ...(field ? [field] : [])], message, code));
  if (!world.find(input.ownerId)) {
    say('ownerId', 'Owner does not exist.', 'INVALID');
    return errors;
  }
  const namespace = namespaceOf(input.namespace, token.app);
  if (namespace.length < 3) say('namespace', 'Namespace is too short (minimum is 3 characters)', 'TOO_SHORT');
  if (namespace.length > 255) say('namespace', 'Namespace is too long (maximum is 255 characters)', 'TOO_LONG');
  if (input.key === '') say('key', "Key can't be blank", 'BLANK');
  else if (input.key.length < 2) say('key', 'Key is too short (minimum is 2 characters)', 'TOO_SHORT');
  if (input.key.length > 64) say('key', 'Key is too long (maximum is 64 characters)', 'TOO_LONG');
  const defined = definitionOf(world, ownerTypeOf(input.ownerId), namespace, input.key);
  const type = input.type ?? typeThere(world, input.ownerId, namespace, input.key);
  if (!type) say('type', "Type can't be blank", 'BLANK');
  else if (!METAFIELD_TYPES.includes(type))
    say('type', `Type must be one of the following: ${METAFIELD_TYPES.join(', ')}.`, 'INCLUSION');
  else if (defined && defined.type !== type)
    say('type', `Type must be consistent with the definition's type: '${defined.type}'.`, 'INVALID_TYPE');
  else if (input.value === '') say('value', "Value can't be blank.", 'BLANK');
  else {
    const problem = valueProblem(type, input.value);
    if (problem) say('value', problem, 'INVALID_VALUE');
  }
  if (errors.length || input.compareDigest === undefined) return errors;
  const known = findMetafield(world, input.ownerId, namespace, input.key);
  if (input.compareDigest !== null && !/^[0-9a-f]{64}$/.test(input.compareDigest))
    say('compareDigest', 'The compareDigest is invalid.', 'INVALID_COMPARE_DIGEST');
  else if (input.compareDigest !== (known ? digestOf(known) : null))
    say(
      undefined,
      'The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.',
      'STALE_OBJECT',
    );
  return errors;
}

/** Mutation.metafieldsSet: all or none. */
export const metafieldsSet: Resolver = (_, { metafields: inputs }: { metafields: SetInput[] }, ctx) => {
  const { world } = ctx;
  const no = (errors: UserError[]) => ({
    metafields: null,
    userErrors: errors.map((error) => ({ ...error, elementIndex: null })),
  });
  if (inputs.length > MOST_AT_ONCE)
    return no([
      userError(
        ['metafields'],
        `Exceeded the maximum metafields input limit of ${MOST_AT_ONCE}.`,
        'LESS_THAN_OR_EQUAL_TO',
      ),
    ]);
  const errors = inputs.flatMap((input, index) => problems(input, index, ctx));
  if (errors.length) return no(errors);
  const made = inputs.flatMap((input) => setMetafields(ctx, input.ownerId, [input]));
  for (const owner of new Set(inputs.map((input) => input.ownerId))) touchOwner(world, owner);
  return { metafields: made, userErrors: [] };
};

/** The owner counts as changed, which its webhook tells. */
function touchOwner(world: World, id: string): void {
  const record = world.find(id) as { updatedAt?: string } | undefined;
  const type = gidType(id)!;
  if (record?.updatedAt) world.table(type).patch(record as never, { updatedAt: world.timestamp() } as never);
  const topic = { Order: 'orders/updated', Product: 'products/update', Customer: 'customers/update' }[type];
  if (topic) world.emit(topic, id);
}

/** Mutation.metafieldsDelete: null stands for one that was not there. */
export const metafieldsDelete: Resolver = (
  _,
  { metafields: inputs }: { metafields: { ownerId: string; namespace: string; key: string }[] },
  { world, token },
) => {
  const deleted = inputs.map((input) => {
    const known = findMetafield(world, input.ownerId, namespaceOf(input.namespace, token.app), input.key);
    if (!known) return null;
    world.remove('Metafield', known);
    return { ownerId: known.ownerId, namespace: known.namespace, key: known.key };
  });
  return { deletedMetafields: deleted, userErrors: [] };
};

const references = ({ type, value }: Metafield, world: World) => {
  const ids = type.startsWith('list.') ? (jsonOf(type, value) as string[]) : [value];
  return ids.flatMap((id) => world.find(id) ?? []);
};

export const metafieldType: Resolvers[string] = {
  legacyResourceId,
  jsonValue: ({ type, value }: Metafield) => jsonOf(type, value),
  owner: ({ ownerId }: Metafield, _, { world }) => world.find(ownerId),
  ownerType: ({ ownerId }: Metafield) => ownerTypeOf(ownerId),
  compareDigest: digestOf,
  definition: ({ ownerId, namespace, key }: Metafield, _, { world }) =>
    definitionOf(world, ownerTypeOf(ownerId), namespace, key) ?? null,
  description: ({ ownerId, namespace, key }: Metafield, _, { world }) =>
    definitionOf(world, ownerTypeOf(ownerId), namespace, key)?.description ?? null,
  reference: (one: Metafield, _, { world }) =>
    /^[a-z_]+_reference$/.test(one.type) ? (references(one, world)[0] ?? null) : null,
  references: (one: Metafield, args: PageArgs, { world }) =>
    /^list\.[a-z_]+_reference$/.test(one.type) ? connection(references(one, world), args) : null,
};
