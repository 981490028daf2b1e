import { isObjectType } from 'graphql';
import type { Ctx, Resolvers } from '../kernel/context.ts';
import type { Domain } from '../kernel/domain.ts';
import { gidTail } from '../kernel/gid.ts';

/** node(id) and nodes(ids) for every record the shop holds; types whose record is not in a table of that name add themselves here. */
export const finders: Record<string, (id: string, ctx: Ctx) => unknown> = {};

function find(id: string, ctx: Ctx): unknown {
  const type = /^gid:\/\/shopify\/([A-Za-z]+)\//.exec(id)?.[1];
  if (!type || !isObjectType(ctx.schema.graphql.getType(type))) return null;
  const finder = finders[type];
  return (finder ? finder(id, ctx) : ctx.world.find(id)) ?? null;
}

const resolvers: Resolvers = {
  QueryRoot: {
    node: (_, { id }: { id: string }, ctx) => find(id, ctx),
    nodes: (_, { ids }: { ids: string[] }, ctx) => ids.map((id) => find(id, ctx)),
  },
};

export const node: Domain = { name: 'node', resolvers };

/** The REST number of a record, as `legacyResourceId` answers. */
export const legacyResourceId = ({ id }: { id: string }): string => gidTail(id);
