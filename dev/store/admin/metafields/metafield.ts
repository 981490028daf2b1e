import { createHash } from 'node:crypto';
import { connection, type PageArgs } from '../../kernel/connection.ts';
import type { Resolvers } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gidType } from '../../kernel/gid.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { legacyResourceId } from '../node.ts';

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

export interface MetafieldInput {
  namespace: string;
  key: string;
  type: string;
  value: string;
}

/** Metafield inputs of other mutations: the namespace defaults to the app's own. */
export function readMetafields(
  inputs: { namespace?: string | null; key: string; type?: string | null; value: string }[],
): MetafieldInput[] {
  return inputs.map(({ namespace, key, type, value }) => ({
    namespace: namespace ?? 'app--1',
    key,
    type: type ?? 'single_line_text_field',
    value,
  }));
}

/** Writes values, replacing those of the same namespace and key. */
export function setMetafields(world: World, ownerId: string, inputs: MetafieldInput[]): Metafield[] {
  const now = world.timestamp();
  return inputs.map((input) => {
    const known = findMetafield(world, ownerId, input.namespace, input.key);
    if (known) return world.patch('Metafield', known, { value: input.value, type: input.type, updatedAt: now });
    return world.insert('Metafield', { ownerId, ...input, createdAt: now, updatedAt: now });
  });
}

function findMetafield(world: World, ownerId: string, namespace: string, key: string): Metafield | undefined {
  return world.where('Metafield', 'ownerId', ownerId).find((one) => one.namespace === namespace && one.key === key);
}

/** The `metafield` and `metafields` fields of a type that has them: spread into its resolvers. */
export const metafieldFields: Resolvers[string] = {
  metafield: (owner: { id: string }, { namespace, key }: { namespace?: string; key: string }, { world }) => {
    const [space, name] = namespace ? [namespace, key] : key.includes('.') ? key.split('.') : ['app--1', key];
    return findMetafield(world, owner.id, space!, name!) ?? null;
  },
  metafields: (owner: { id: string }, args: PageArgs & { namespace?: string; keys?: string[] }, { world }) =>
    connection(
      world
        .where('Metafield', 'ownerId', owner.id)
        .filter((one) => !args.namespace || one.namespace === args.namespace)
        .filter((one) => !args.keys || args.keys.includes(`${one.namespace}.${one.key}`)),
      args,
    ),
};

interface SetInput extends MetafieldInput {
  ownerId: string;
}

export const metafields: Domain = {
  name: 'metafields',
  resolvers: {
    Mutation: {
      metafieldsSet: (_, { metafields: inputs }: { metafields: SetInput[] }, { world }) => {
        const errors: UserError[] = [];
        for (const [index, input] of inputs.entries()) {
          if (!world.find(input.ownerId))
            errors.push(userError(['metafields', index, 'ownerId'], 'Owner does not exist.', 'INVALID'));
          if (input.value === '')
            errors.push(userError(['metafields', index, 'value'], "Value can't be blank.", 'BLANK'));
        }
        if (errors.length) return refuse(errors, 'metafields');
        const made = inputs.flatMap((input) => {
          const [one] = readMetafields([input]);
          return setMetafields(world, input.ownerId, [one!]);
        });
        for (const owner of new Set(inputs.map((input) => input.ownerId))) {
          const record = world.find(owner) as { updatedAt?: string } | undefined;
          const type = gidType(owner)!;
          if (record?.updatedAt) world.table(type).patch(record as never, { updatedAt: world.timestamp() } as never);
          const topic = { Order: 'orders/updated', Product: 'products/update', Customer: 'customers/update' }[type];
          if (topic) world.emit(topic, owner);
        }
        return { metafields: made, userErrors: [] };
      },
      metafieldsDelete: (
        _,
        { metafields: inputs }: { metafields: { ownerId: string; namespace: string; key: string }[] },
        { world },
      ) => {
        const deleted = inputs.map(({ ownerId, namespace, key }) => {
          const known = findMetafield(world, ownerId, namespace, key);
          if (known) world.remove('Metafield', known);
          return known ? { ownerId, namespace, key } : null;
        });
        return { deletedMetafields: deleted, userErrors: [] };
      },
    },
    Metafield: {
      legacyResourceId,
      jsonValue: ({ type, value }: Metafield) =>
        /^(json|number_|boolean|list\.|dimension|weight|volume|rating|money)/.test(type) ? JSON.parse(value) : value,
      owner: ({ ownerId }: Metafield, _, { world }) => world.find(ownerId),
      ownerType: ({ ownerId }: Metafield) => gidType(ownerId)!.toUpperCase(),
      compareDigest: ({ value }: Metafield) => createHash('sha256').update(value).digest('hex'),
      definition: () => null,
    },
  },
};
