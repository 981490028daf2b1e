import type { Shops } from './shops.ts';
import type { World } from './world.ts';

/** A request to the dev store, read whole. */
export interface StoreRequest {
  method: string;
  url: URL;
  /** Named parts of the route's pattern. */
  params: Record<string, string>;
  headers: Record<string, string | undefined>;
  body: Buffer;
  shops: Shops;
  /** The shop that the host names, or the default one. */
  world: World;
}

/** `body`: a string, Buffer or stream goes out as it is, anything else as JSON. */
export interface StoreResponse {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Nothing is answered: the connection is cut. */
  cut?: boolean;
}

/** `pattern` is a URLPattern path: `/admin/api/:version/graphql.json`. */
export interface Route {
  method: string;
  pattern: string;
  /** Largest body in bytes; 25 MB unless told. */
  bodyLimit?: number;
  handle: (request: StoreRequest) => StoreResponse | Promise<StoreResponse>;
}
