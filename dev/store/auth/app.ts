import { createHash } from 'node:crypto';
import { gid } from '../kernel/gid.ts';
import { DEV_TOKEN } from '../kernel/shops.ts';
import type { World } from '../kernel/world.ts';

/** A subscription that the app declares in its shopify.app.toml. It lives as long as the app and is never removed for failing. */
export interface DeclaredSubscription {
  topic: string;
  /** Absolute, or a path below the app's address. */
  uri: string;
  filter: string | null;
  includeFields: string[];
  name: string | null;
}

/** What an app says of itself, as its shopify.app.toml and its developer account hold it. */
export interface AppDefinition {
  apiKey: string;
  secret: string;
  title: string;
  handle: string;
  /** Where the app answers, without a final slash. */
  url: string;
  scopes: string[];
  optionalScopes: string[];
  redirectUrls: string[];
  embedded: boolean;
  webhookApiVersion: string;
  subscriptions: DeclaredSubscription[];
  /** The app proxy: requests to /<prefix>/<subpath>/… of the storefront go to `url`. */
  appProxy: { url: string; prefix: string; subpath: string } | null;
}

/** An app that the shop knows. */
export interface App extends AppDefinition {
  id: string;
  /** The secret before the last rotation; signatures made with it are still valid for the app's own checks. */
  previousSecret: string | null;
  /** From this moment of `world.timer()` on, deliveries are signed with `secret`. */
  signsAnewAt: number;
}

/** An app's presence in the shop. */
export interface AppInstallation {
  id: string;
  app: string;
  scopes: string[];
  installedAt: string;
}

declare module '../kernel/world.ts' {
  interface Tables {
    App: App;
    AppInstallation: AppInstallation;
  }
}

/** Makes an app known, or renews what is known of it under the same key. */
export function registerApp(world: World, definition: AppDefinition): App {
  const known = findApp(world, definition.apiKey);
  if (known) {
    const { secret, ...rest } = definition;
    return world.patch('App', known, secret === known.previousSecret ? rest : definition);
  }
  return world.insert('App', { ...definition, id: appId(definition.apiKey), previousSecret: null, signsAnewAt: 0 });
}

/** The app with this API key, client id, handle or gid. */
export function findApp(world: World, key: string): App | undefined {
  return (
    world.get('App', key) ??
    world.where('App', 'apiKey', key)[0] ??
    world.where('App', 'handle', key)[0] ??
    world.get('App', gid('App', key))
  );
}

/** The app's presence in the shop, when it is installed. */
export function installationOf(world: World, app: string): AppInstallation | undefined {
  return world.where('AppInstallation', 'app', app)[0];
}

/** Secrets that prove the app's identity: the current one first. */
export function secretsOf(app: App): string[] {
  return app.previousSecret ? [app.secret, app.previousSecret] : [app.secret];
}

/** The secret that signs a delivery now: up to an hour after a rotation it may still be the previous one. */
export function signingSecret(app: App, now: number): string {
  return app.previousSecret && now < app.signsAnewAt ? app.previousSecret : app.secret;
}

/** Gives the app a new secret; deliveries follow after `switchAfter` milliseconds. */
export function rotateSecret(world: World, app: App, secret: string, switchAfter: number): void {
  world.patch('App', app, { previousSecret: app.secret, secret, signsAnewAt: world.timer() + switchAfter });
}

const DEVELOPMENT_KEY = 'backroom-development';

/** The app behind the development token `shpat_dev`: every scope, no address, hence no webhooks but those made by API. */
export function furnishDevelopmentApp(world: World): void {
  if (world.get('App', DEV_TOKEN.app)) return;
  // A shop kept since this app had another number knows it under that one.
  for (const old of world.where('App', 'apiKey', DEVELOPMENT_KEY)) {
    const installation = installationOf(world, old.id);
    if (installation) world.remove('AppInstallation', installation);
    world.remove('App', old);
  }
  world.insert('App', {
    id: DEV_TOKEN.app,
    apiKey: DEVELOPMENT_KEY,
    secret: 'shpss_dev',
    title: 'Development',
    handle: 'development',
    url: 'http://127.0.0.1',
    scopes: [],
    optionalScopes: [],
    redirectUrls: [],
    embedded: false,
    webhookApiVersion: '2026-07',
    subscriptions: [],
    appProxy: null,
    previousSecret: null,
    signsAnewAt: 0,
  });
  world.insert('AppInstallation', {
    id: gid('AppInstallation', '1'),
    app: DEV_TOKEN.app,
    scopes: ['*'],
    installedAt: world.timestamp(),
  });
}

/** The same app has the same number in every shop, as on Shopify. */
function appId(apiKey: string): string {
  const number = createHash('sha256').update(apiKey).digest().readUIntBE(0, 5);
  return gid('App', 100_000_000_000 + number);
}
