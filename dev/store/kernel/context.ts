import type { GraphQLResolveInfo } from 'graphql';
import type { Api } from './domain.ts';
import { invalidId } from './errors.ts';
import { gidTail, gidType } from './gid.ts';
import type { AdminSchema } from './schema.ts';
import type { World } from './world.ts';

/** Who calls: the app and what it may do. `*` among the scopes means all. */
export interface Token {
  token: string;
  /** The app's id: the leaky bucket, `@idempotent` keys and app-owned data are kept per app. */
  app: string;
  scopes: ReadonlySet<string>;
}

/** What every resolver gets as its third argument. */
export interface Ctx {
  api: Api;
  world: World;
  token: Token;
  schema: AdminSchema;
  /** The version that answers, e.g. "2026-07". */
  version: string;
  /** Added to the answer's `extensions` (e.g. search warnings). */
  extensions: Record<string, unknown>;
  /** Top-level errors that leave the data as it is. */
  errors: import('./validate.ts').ResponseError[];
  /** A mutation with userErrors is taken back as a whole unless its resolver calls this. */
  keepDespiteUserErrors(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: sources and arguments are typed by each resolver
export type Resolver = (source: any, args: any, ctx: Ctx, info: GraphQLResolveInfo) => unknown;
export type Resolvers = Record<string, Record<string, Resolver>>;

/** The id when it is a gid of one of `types` with a number other than 0; otherwise the top-level error "Invalid id: …". */
export function expectId(id: string, ...types: string[]): string {
  if (!types.includes(gidType(id) ?? '') || gidTail(id) === '0') throw invalidId(id);
  return id;
}
