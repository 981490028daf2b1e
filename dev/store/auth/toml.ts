import { parse } from 'smol-toml';
import { z } from 'zod';
import type { AppDefinition, DeclaredSubscription } from './app.ts';

const subscription = z.object({
  topics: z.array(z.string()).default([]),
  compliance_topics: z.array(z.string()).default([]),
  uri: z.string(),
  filter: z.string().nullable().default(null),
  include_fields: z.array(z.string()).default([]),
  name: z.string().nullable().default(null),
});

const scopes = z.string().transform((text) =>
  text
    .split(',')
    .map((scope) => scope.trim())
    .filter(Boolean),
);

const file = z.object({
  name: z.string().default('App'),
  handle: z.string().optional(),
  client_id: z.string(),
  application_url: z.string(),
  embedded: z.boolean().default(true),
  access_scopes: z
    .object({ scopes: scopes.default([]), optional_scopes: z.array(z.string()).default([]) })
    .default({ scopes: [], optional_scopes: [] }),
  auth: z.object({ redirect_urls: z.array(z.string()).default([]) }).default({ redirect_urls: [] }),
  webhooks: z.object({ api_version: z.string(), subscriptions: z.array(subscription).default([]) }).optional(),
  app_proxy: z.object({ url: z.string(), subpath: z.string(), prefix: z.string() }).optional(),
});

/** What a shopify.app.toml leaves open, or what replaces it where the app runs here. */
export interface AppSetting {
  secret: string;
  /** Instead of application_url. */
  url?: string | undefined;
  /** Instead of client_id. */
  apiKey?: string | undefined;
}

/** Reads a shopify.app.toml. Errors name the key that is missing or wrong. */
export function readAppToml(text: string, setting: AppSetting): AppDefinition {
  const read = file.safeParse(parse(text));
  if (!read.success) {
    const where = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Error(`shopify.app.toml: ${where}`);
  }
  const toml = read.data;
  const url = trimSlash(setting.url ?? toml.application_url);
  return {
    apiKey: setting.apiKey || toml.client_id,
    secret: setting.secret,
    title: toml.name,
    handle: toml.handle ?? toml.name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    url,
    scopes: toml.access_scopes.scopes,
    optionalScopes: toml.access_scopes.optional_scopes,
    redirectUrls: toml.auth.redirect_urls,
    embedded: toml.embedded,
    webhookApiVersion: toml.webhooks?.api_version ?? '2026-07',
    subscriptions: (toml.webhooks?.subscriptions ?? []).flatMap((one) =>
      [...one.topics, ...one.compliance_topics].map(
        (topic): DeclaredSubscription => ({
          topic,
          uri: one.uri,
          filter: one.filter,
          includeFields: one.include_fields,
          name: one.name,
        }),
      ),
    ),
    appProxy: toml.app_proxy
      ? {
          url: toml.app_proxy.url.startsWith('/')
            ? url + toml.app_proxy.url
            : moved(toml.app_proxy.url, toml.application_url, url),
          prefix: toml.app_proxy.prefix,
          subpath: toml.app_proxy.subpath,
        }
      : null,
  };
}

function trimSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** An address of the app's own host follows the app to where it runs. */
function moved(address: string, from: string, to: string): string {
  return address.startsWith(trimSlash(from)) ? to + address.slice(trimSlash(from).length) : address;
}
