import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { Ctx, Resolver } from './context.ts';
import { accessDenied, unimplemented } from './errors.ts';
import { gidType } from './gid.ts';
import { type AdminSchema, accessGranted } from './schema.ts';

/** Types that resolvers build whole for one answer, so that a missing property is simply null. */
const BUILT = /(Payload|Connection|Edge|UserError|Error|PageInfo|MoneyV2|MoneyBag|Count|Attribute)$/;

/** Refuses (ACCESS_DENIED) a field that asks for a scope the caller has not, by itself or by the type it returns. */
export function assertAccess(
  { access }: AdminSchema,
  scopes: ReadonlySet<string>,
  type: string,
  field: string,
  returned: GraphQLNamedType,
): void {
  const own = access.get(`${type}.${field}`);
  if (own && !accessGranted(own, scopes)) throw accessDenied(field, own);
  if (isLeafType(returned)) return;
  const ofType =
    isObjectType(returned) || isInterfaceType(returned) || isUnionType(returned)
      ? access.get(returned.name.replace(/Connection$/, ''))
      : undefined;
  if (ofType && !own && !accessGranted(ofType, scopes)) throw accessDenied(field, ofType);
}

/** How a field of a type is read off its record: by its resolver, else the property of that name. Made once, called for every record. */
export function fieldReader(
  { api, world, schema }: Ctx,
  type: string,
  field: string,
  returned: GraphQLOutputType,
): (source: unknown, args: Record<string, unknown>, context: Ctx, info: GraphQLResolveInfo) => unknown {
  if (world.hidesPersons && schema.personal.has(`${type}.${field}`)) return () => hidden(returned);
  const resolver: Resolver | undefined = api.resolver(type, field);
  if (resolver) return resolver;
  const nullable = BUILT.test(type) || api.isComplete(type);
  const isNullable = !isNonNullType(returned);
  return (source) => {
    const value = (source as Record<string, unknown> | null)?.[field];
    if (value === undefined && !(nullable && isNullable)) throw unimplemented(type, field);
    return value ?? null;
  };
}

/** What an app without approval for protected customer data sees in its place. */
function hidden(type: GraphQLOutputType): unknown {
  if (!isNonNullType(type)) return null;
  return isListType(type.ofType) ? [] : '';
}

/** A record's type: its own `__typename`, else the type in its gid. */
export function typeOf(value: unknown): string | undefined {
  const { __typename, id } = (value ?? {}) as { __typename?: string; id?: string };
  return __typename ?? (typeof id === 'string' ? gidType(id) : undefined);
}
