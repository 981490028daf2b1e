import { Bucket } from './bucket.ts';
import type { Token } from './context.ts';
import type { Api } from './domain.ts';
import { World } from './world.ts';

declare module './world.ts' {
  interface Tables {
    /** A token that the shop accepts; the id is the token itself. Times are of `world.timer()`. */
    AccessToken: { id: string; app: string; scopes: string[]; expiresAt: number | null; user: string | null };
  }
}

export const DEFAULT_SHOP = 'backroom-demo.myshopify.com';

/** The development token that every shop accepts, with all scopes. */
export const DEV_TOKEN: Token = { token: 'shpat_dev', app: 'gid://shopify/App/284605117441', scopes: new Set(['*']) };

/** All shops of the process, with the tokens they accept and one leaky bucket per app and shop. */
export class Shops {
  readonly api: Api;
  private readonly worlds = new Map<string, World>();
  private readonly buckets = new Map<string, Bucket>();
  private readonly limits = new Map<string, { maximumAvailable: number; restoreRate: number }>();
  private readonly made = new Set<(world: World) => void>();

  constructor(api: Api) {
    this.api = api;
  }

  /** The shop of a domain, made (furnished) when it is new. */
  open(shop: string = DEFAULT_SHOP): World {
    let world = this.worlds.get(shop);
    if (!world) {
      world = new World({
        shop,
        furnish: (fresh) => this.api.furnish(fresh),
        payloads: this.api.payloads,
        keep: this.api.keep,
      });
      this.worlds.set(shop, world);
      for (const listener of this.made) listener(world);
    }
    return world;
  }

  find(shop: string): World | undefined {
    return this.worlds.get(shop);
  }

  all(): World[] {
    return [...this.worlds.values()];
  }

  /** Calls back for every shop, those open now and those to come. */
  onShop(listener: (world: World) => void): void {
    this.made.add(listener);
    for (const world of this.worlds.values()) listener(world);
  }

  /** Empties a shop: fresh furniture, full buckets of the usual size. Tokens stay valid. */
  reset(shop: string = DEFAULT_SHOP): World {
    for (const kept of [this.buckets, this.limits])
      for (const key of kept.keys()) if (key.startsWith(`${shop} `)) kept.delete(key);
    const world = this.open(shop);
    world.reset();
    return world;
  }

  /** The bearer of a token, when the shop knows it and its time is not over. */
  token(shop: string, token: string | undefined): Token | undefined {
    if (token === DEV_TOKEN.token) return DEV_TOKEN;
    const world = this.find(shop);
    const found = world?.get('AccessToken', token);
    if (!world || !found || (found.expiresAt !== null && found.expiresAt <= world.timer())) return undefined;
    return { token: found.id, app: found.app, scopes: new Set(found.scopes) };
  }

  /** Other measures for the buckets of one app (a gid), or of all that have none of their own, as a greater plan has; all are full then. */
  limit(world: World, measures: { maximumAvailable: number; restoreRate: number }, app = ''): void {
    this.limits.set(`${world.shop} ${app}`, measures);
    for (const key of this.buckets.keys()) if (key.startsWith(`${world.shop} ${app}`)) this.buckets.delete(key);
  }

  bucket(world: World, app: string): Bucket {
    const key = `${world.shop} ${app}`;
    let bucket = this.buckets.get(key);
    if (!bucket) {
      const { maximumAvailable, restoreRate } = this.limits.get(key) ?? this.limits.get(`${world.shop} `) ?? {};
      bucket = new Bucket(maximumAvailable, restoreRate);
      this.buckets.set(key, bucket);
    }
    return bucket;
  }
}
