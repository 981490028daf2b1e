import type { Resolver, Resolvers } from './context.ts';
import type { Route } from './route.ts';
import type { PayloadBuilder, World } from './world.ts';

/** One part of the emulated shop (orders, returns, …): what it answers, emits and serves. */
export interface Domain {
  name: string;
  /** By type and field. A field without a resolver reads the record's property of that name. */
  resolvers: Resolvers;
  /** Types whose records hold every field there is: an absent property is null instead of "not implemented". */
  complete?: string[];
  /** REST-shaped webhook bodies by topic (`orders/create`). */
  payloads?: Record<string, PayloadBuilder>;
  /** Tables that a reset leaves alone: who may come in (apps, tokens) is not part of what the shop holds. */
  keep?: string[];
  /** Writes what a fresh shop holds of this domain. */
  furnish?: (world: World) => void;
  /** HTTP routes beside the GraphQL endpoint. */
  routes?: Route[];
}

/** All domains put together. */
export interface Api {
  resolver(type: string, field: string): Resolver | undefined;
  isComplete(type: string): boolean;
  payloads: Record<string, PayloadBuilder>;
  routes: Route[];
  keep: string[];
  furnish(world: World): void;
}

/** Two domains that answer the same field are a mistake and stop the start. */
export function assemble(domains: Domain[]): Api {
  const resolvers = new Map<string, Resolver>();
  const owners = new Map<string, string>();
  for (const domain of domains) {
    for (const [type, fields] of Object.entries(domain.resolvers)) {
      for (const [field, resolver] of Object.entries(fields)) {
        const key = `${type}.${field}`;
        if (resolvers.has(key)) throw new Error(`${key} is answered by both ${owners.get(key)} and ${domain.name}`);
        resolvers.set(key, resolver);
        owners.set(key, domain.name);
      }
    }
  }
  const complete = new Set(domains.flatMap((domain) => domain.complete ?? []));
  return {
    resolver: (type, field) => resolvers.get(`${type}.${field}`),
    isComplete: (type) => complete.has(type),
    payloads: Object.assign({}, ...domains.map((domain) => domain.payloads ?? {})),
    routes: domains.flatMap((domain) => domain.routes ?? []),
    keep: domains.flatMap((domain) => domain.keep ?? []),
    furnish: (world) => {
      for (const domain of domains) domain.furnish?.(world);
    },
  };
}
