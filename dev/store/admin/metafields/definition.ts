import { connection, type PageArgs } from '../../kernel/connection.ts';
import type { Ctx, Resolver, Resolvers } from '../../kernel/context.ts';
import { gidTail, gidType } from '../../kernel/gid.ts';
import { search } from '../../kernel/search.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { namespaceOf } from './namespace.ts';
import { categoryOf, METAFIELD_TYPES, valueProblem } from './value.ts';

type Ability =
  | 'adminFilterable'
  | 'analyticsQueryable'
  | 'cartToOrderCopyable'
  | 'smartCollectionCondition'
  | 'uniqueValues';

/** What the metafields of one kind of owner under one namespace and key are. */
export interface MetafieldDefinition {
  id: string;
  name: string;
  description: string | null;
  ownerType: string;
  namespace: string;
  key: string;
  /** The name of a type; the API answers it as an object. */
  type: string;
  validations: { name: string; value: string | null }[];
  access: { admin: string; storefront: string; customerAccount: string };
  abilities: Ability[];
  pinnedPosition: number | null;
  createdAt: string;
  updatedAt: string;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    MetafieldDefinition: MetafieldDefinition;
  }
}

/** MetafieldOwnerType of the record behind a gid. */
export const ownerTypeOf = (id: string): string => {
  const type = gidType(id) ?? '';
  return { MediaImage: 'MEDIA_IMAGE', CompanyLocation: 'COMPANY_LOCATION' }[type] ?? type.toUpperCase();
};

export function definitionOf(
  world: World,
  ownerType: string,
  namespace: string,
  key: string,
): MetafieldDefinition | undefined {
  return world
    .where('MetafieldDefinition', 'key', key)
    .find((one) => one.ownerType === ownerType && one.namespace === namespace);
}

interface Identifier {
  ownerType: string;
  namespace?: string | null;
  key: string;
}

interface Input extends Identifier {
  name?: string | null;
  description?: string | null;
  type: string;
  validations?: { name: string; value: string }[] | null;
  access?: Partial<MetafieldDefinition['access']> | null;
  capabilities?: Partial<Record<Ability, { enabled: boolean } | null>> | null;
  pin?: boolean | null;
}

interface Named {
  id?: string | null;
  definitionId?: string | null;
  identifier?: Identifier | null;
}

function named({ id, definitionId, identifier }: Named, { world, token }: Ctx): MetafieldDefinition | undefined {
  if (identifier)
    return definitionOf(world, identifier.ownerType, namespaceOf(identifier.namespace, token.app), identifier.key);
  return world.get('MetafieldDefinition', id ?? definitionId);
}

/** PRODUCTVARIANT → "ProductVariant", as the texts of errors name owners. */
const OWNERS: Record<string, string> = {
  PRODUCTVARIANT: 'ProductVariant',
  DRAFTORDER: 'DraftOrder',
  COMPANY_LOCATION: 'CompanyLocation',
  MEDIA_IMAGE: 'MediaImage',
};
const ownerName = (type: string) => OWNERS[type] ?? type.charAt(0) + type.slice(1).toLowerCase();

function problems(input: Input, namespace: string, { world }: Ctx): UserError[] {
  const errors: UserError[] = [];
  const say = (field: string, message: string, code: string) =>
    errors.push(userError(['definition', field], message, code));
  const { key, name, type, ownerType } = input;
  if (!name?.trim()) say('name', "Name can't be blank", 'BLANK');
  else if (name.length > 255) say('name', 'Name is too long (maximum is 255 characters)', 'TOO_LONG');
  if (namespace.length < 3) say('namespace', 'Namespace is too short (minimum is 3 characters)', 'TOO_SHORT');
  else if (namespace.length > 255) say('namespace', 'Namespace is too long (maximum is 255 characters)', 'TOO_LONG');
  else if (!/^[\w-]+$/.test(namespace))
    say('namespace', 'Namespace contains one or more invalid characters.', 'INVALID_CHARACTER');
  if (key.length < 2) say('key', 'Key is too short (minimum is 2 characters)', 'TOO_SHORT');
  else if (key.length > 64) say('key', 'Key is too long (maximum is 64 characters)', 'TOO_LONG');
  else if (!/^[\w-]+$/.test(key)) say('key', 'Key contains one or more invalid characters.', 'INVALID_CHARACTER');
  if ((input.description?.length ?? 0) > 100)
    say('description', 'Description is too long (maximum is 100 characters)', 'TOO_LONG');
  if (!METAFIELD_TYPES.includes(type))
    say('type', `Type name ${type} is not a valid type. Valid types are: ${METAFIELD_TYPES.join(', ')}.`, 'INCLUSION');
  if (errors.length === 0 && definitionOf(world, ownerType, namespace, key))
    say('key', `Key is in use for ${ownerName(ownerType)} metafields on the '${namespace}' namespace.`, 'TAKEN');
  return errors;
}

function readAbilities(given: Input['capabilities'], before: Ability[] = []): Ability[] {
  const abilities = new Set(before);
  for (const [name, one] of Object.entries(given ?? {}) as [Ability, { enabled: boolean } | null][])
    if (one?.enabled) abilities.add(name);
    else if (one) abilities.delete(name);
  return [...abilities];
}

/** Pinned definitions count from 1; a new one comes last. */
const nextPosition = (world: World, ownerType: string): number =>
  1 + Math.max(0, ...world.where('MetafieldDefinition', 'ownerType', ownerType).map((one) => one.pinnedPosition ?? 0));

const create: Resolver = (_, { definition: input }: { definition: Input }, ctx) => {
  const { world, token } = ctx;
  const namespace = namespaceOf(input.namespace, token.app);
  const errors = problems(input, namespace, ctx);
  if (errors.length) return refuse(errors, 'createdDefinition');
  const now = world.timestamp();
  const made = world.insert('MetafieldDefinition', {
    name: input.name!,
    description: input.description ?? null,
    ownerType: input.ownerType,
    namespace,
    key: input.key,
    type: input.type,
    validations: input.validations ?? [],
    access: { admin: 'PUBLIC_READ_WRITE', storefront: 'NONE', customerAccount: 'NONE', ...input.access },
    abilities: readAbilities(input.capabilities),
    pinnedPosition: input.pin ? nextPosition(world, input.ownerType) : null,
    createdAt: now,
    updatedAt: now,
  });
  return { createdDefinition: made, userErrors: [] };
};

const update: Resolver = (_, { definition: input }: { definition: Input }, ctx) => {
  const { world } = ctx;
  const known = named({ identifier: input }, ctx);
  if (!known) return refuse(userError(['definition'], 'Definition not found.', 'NOT_FOUND'), 'updatedDefinition');
  if (input.name === '')
    return refuse(userError(['definition', 'name'], "Name can't be blank", 'BLANK'), 'updatedDefinition');
  const pinned =
    input.pin == null
      ? known.pinnedPosition
      : input.pin
        ? (known.pinnedPosition ?? nextPosition(world, known.ownerType))
        : null;
  world.patch('MetafieldDefinition', known, {
    ...(input.name == null ? {} : { name: input.name }),
    ...(input.description === undefined ? {} : { description: input.description }),
    ...(input.validations ? { validations: input.validations } : {}),
    access: { ...known.access, ...input.access },
    abilities: readAbilities(input.capabilities, known.abilities),
    pinnedPosition: pinned,
    updatedAt: world.timestamp(),
  });
  return { updatedDefinition: known, validationJob: null, userErrors: [] };
};

const remove: Resolver = (_, args: Named & { deleteAllAssociatedMetafields: boolean }, ctx) => {
  const { world } = ctx;
  const known = named(args, ctx);
  if (!known)
    return refuse(
      userError([args.identifier ? 'identifier' : 'id'], 'Definition not found.', 'NOT_FOUND'),
      'deletedDefinitionId',
      'deletedDefinition',
    );
  const { id, ownerType, namespace, key } = known;
  if (args.deleteAllAssociatedMetafields) for (const one of valuesOf(world, known)) world.remove('Metafield', one);
  world.remove('MetafieldDefinition', known);
  return { deletedDefinitionId: id, deletedDefinition: { ownerType, namespace, key }, userErrors: [] };
};

const pin =
  (wanted: boolean): Resolver =>
  (_, args: Named, ctx) => {
    const { world } = ctx;
    const name = wanted ? 'pinnedDefinition' : 'unpinnedDefinition';
    const known = named(args, ctx);
    const field = [args.identifier ? 'identifier' : 'definitionId'];
    if (!known) return refuse(userError(field, 'Definition not found.', 'NOT_FOUND'), name);
    if (wanted === (known.pinnedPosition !== null))
      return refuse(
        userError(
          field,
          wanted ? 'Definition already pinned.' : 'Definition not pinned.',
          wanted ? 'ALREADY_PINNED' : 'NOT_PINNED',
        ),
        name,
      );
    world.patch('MetafieldDefinition', known, {
      pinnedPosition: wanted ? nextPosition(world, known.ownerType) : null,
    });
    return { [name]: known, userErrors: [] };
  };

const valuesOf = (world: World, { ownerType, namespace, key }: MetafieldDefinition) =>
  world
    .where('Metafield', 'key', key)
    .filter((one) => one.namespace === namespace && ownerTypeOf(one.ownerId) === ownerType);

interface ListArgs extends PageArgs {
  ownerType?: string;
  namespace?: string | null;
  key?: string | null;
  pinnedStatus?: string | null;
  query?: string | null;
  sortKey?: string | null;
}

function list(ownerType: string, args: ListArgs, { world, token }: Ctx) {
  const { test } = search<MetafieldDefinition>(args.query, {
    fields: {
      id: (one) => gidTail(one.id),
      key: (one) => one.key,
      namespace: (one) => one.namespace,
      owner_type: (one) => one.ownerType,
      type: (one) => one.type,
      created_at: (one) => one.createdAt,
      updated_at: (one) => one.updatedAt,
    },
    text: (one) => [one.name, one.namespace, one.key],
  });
  const namespace = args.namespace && namespaceOf(args.namespace, token.app);
  const found = world
    .where('MetafieldDefinition', 'ownerType', ownerType)
    .filter((one) => !namespace || one.namespace === namespace)
    .filter((one) => !args.key || one.key === args.key)
    .filter(
      (one) =>
        !/^(UN)?PINNED$/.test(args.pinnedStatus ?? '') ||
        (one.pinnedPosition !== null) === (args.pinnedStatus === 'PINNED'),
    )
    .filter(test);
  const sort = {
    NAME: (one: MetafieldDefinition) => one.name.toLowerCase(),
    PINNED_POSITION: (one: MetafieldDefinition) => one.pinnedPosition,
  }[args.sortKey ?? ''];
  return connection(found, args, sort ? { sort } : {});
}

/** The definitions for owners of a record's type. */
export const definitionFields: Resolver = ({ id }: { id: string }, args: ListArgs, ctx) =>
  list(ownerTypeOf(id), args, ctx);

const ability = (name: Ability) => (one: MetafieldDefinition) => {
  const enabled = one.abilities.includes(name);
  return {
    enabled,
    eligible: true,
    ...(name === 'adminFilterable' ? { status: enabled ? 'FILTERABLE' : 'NOT_FILTERABLE' } : {}),
  };
};
const ABILITIES: Ability[] = [
  'adminFilterable',
  'analyticsQueryable',
  'cartToOrderCopyable',
  'smartCollectionCondition',
  'uniqueValues',
];

const typeObject = (name: string) => ({
  name,
  category: categoryOf(name),
  supportsDefinitionMigrations: false,
  valueType: { boolean: 'BOOLEAN', number_integer: 'INTEGER', json: 'JSON_STRING' }[name] ?? 'STRING',
});

export const definitions: Resolvers = {
  QueryRoot: {
    metafieldDefinition: (_, args: Named, ctx) => named(args, ctx) ?? null,
    metafieldDefinitions: (_, args: ListArgs, ctx) => list(args.ownerType!, args, ctx),
    metafieldDefinitionTypes: () => METAFIELD_TYPES.map(typeObject),
  },
  Mutation: {
    metafieldDefinitionCreate: create,
    metafieldDefinitionUpdate: update,
    metafieldDefinitionDelete: remove,
    metafieldDefinitionPin: pin(true),
    metafieldDefinitionUnpin: pin(false),
  },
  MetafieldDefinition: {
    type: (one: MetafieldDefinition) => typeObject(one.type),
    validations: (one: MetafieldDefinition) => one.validations.map((each) => ({ ...each, type: one.type })),
    capabilities: (one: MetafieldDefinition) => Object.fromEntries(ABILITIES.map((name) => [name, ability(name)(one)])),
    constraints: () => ({ key: null, values: connection([], { first: 0 }) }),
    standardTemplate: () => null,
    useAsCollectionCondition: (one: MetafieldDefinition) => one.abilities.includes('smartCollectionCondition'),
    validationStatus: (one: MetafieldDefinition, _, { world }) =>
      valuesOf(world, one).every((each) => valueProblem(one.type, each.value) === undefined)
        ? 'ALL_VALID'
        : 'SOME_INVALID',
    metafieldsCount: (one: MetafieldDefinition, _, { world }) => valuesOf(world, one).length,
    metafields: (one: MetafieldDefinition, args: PageArgs, { world }) => connection(valuesOf(world, one), args),
  },
};
