import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { type App, findApp, installationOf } from '../../auth/app.ts';
import { signSessionToken } from '../../auth/session-token.ts';
import type { World } from '../../kernel/world.ts';

/** A UI extension that `shopify app build` has bundled. */
export interface BuiltExtension {
  apiKey: string;
  handle: string;
  name: string;
  apiVersion: string;
  targets: string[];
  /** The bundle, built. */
  file: string;
  translations: Record<string, unknown>;
  locale: string;
  capabilities: string[];
  settings: Record<string, unknown>;
}

interface ExtensionToml {
  api_version?: string;
  extensions?: {
    name?: string;
    handle: string;
    type: string;
    targeting?: { target: string }[];
    capabilities?: Record<string, unknown>;
  }[];
}

/** The folders whose sub-folders hold extensions, by the app's API key. */
const folders = new Map<string, string>();

/** Makes the extensions below `folder` known as those of the app. They are read anew for each page, so that a rebuild shows at once. */
export function knowExtensions(apiKey: string, folder: string): void {
  folders.set(apiKey, folder);
}

/** The built UI extensions of the apps that are installed in the shop. */
export function builtExtensions(world: World): BuiltExtension[] {
  return [...folders].flatMap(([apiKey, folder]) => {
    const app = findApp(world, apiKey);
    if (!app || !installationOf(world, app.id) || !existsSync(folder)) return [];
    return readdirSync(folder).flatMap((name) => readExtension(apiKey, join(folder, name)));
  });
}

function readExtension(apiKey: string, folder: string): BuiltExtension[] {
  const toml = join(folder, 'shopify.extension.toml');
  if (!existsSync(toml)) return [];
  const { api_version: apiVersion = '', extensions = [] } = parse(readFileSync(toml, 'utf8')) as ExtensionToml;
  const { locale, translations } = readTranslations(join(folder, 'locales'));
  return extensions
    .filter((one) => one.type === 'ui_extension')
    .map((one) => ({ one, file: join(folder, 'dist', `${one.handle}.js`) }))
    .filter(({ file }) => existsSync(file))
    .map(({ one, file }) => ({
      apiKey,
      handle: one.handle,
      name: one.name?.startsWith('t:')
        ? String(translations[one.name.slice(2)] ?? one.handle)
        : (one.name ?? one.handle),
      apiVersion,
      targets: (one.targeting ?? []).map(({ target }) => target),
      file,
      translations,
      locale,
      capabilities: Object.keys(one.capabilities ?? {}).filter((key) => one.capabilities?.[key]),
      settings: {},
    }));
}

function readTranslations(folder: string): { locale: string; translations: Record<string, unknown> } {
  const file = existsSync(folder) && readdirSync(folder).find((name) => name.endsWith('.default.json'));
  if (!file) return { locale: 'en', translations: {} };
  return { locale: file.split('.')[0]!, translations: JSON.parse(readFileSync(join(folder, file), 'utf8')) };
}

/** Seconds that an extension's session token lives. */
const LIFE = 300;

/** The session token that an extension sends to its app: who the signed-in customer is, signed with the app's secret. `now` in ms. */
export function extensionToken(world: World, app: App, customerId: string, now: number): string {
  const seconds = Math.floor(now / 1000);
  const claims = {
    dest: world.shop,
    aud: app.apiKey,
    sub: customerId,
    exp: seconds + LIFE,
    nbf: seconds,
    iat: seconds,
    jti: randomUUID(),
  };
  return signSessionToken(claims, app.secret);
}
