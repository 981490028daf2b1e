// Shopify's library, configured. Tokens, calls and writes are ours (app/shopify); it authenticates what comes in.
import '@shopify/shopify-app-remix/adapters/node';
import { type ApiVersion, AppDistribution, LogSeverity, shopifyApp } from '@shopify/shopify-app-remix/server';
import { afterCommit, type ShopTx } from './db.server.ts';
import { env } from './env.server.ts';
import { append } from './events/append.server.ts';
import { log } from './lib/log.server.ts';
import { nudge } from './lib/queue.server.ts';
import { noteInstall } from './shopify/install.server.ts';
import { sessionStorageWith } from './shopify/session-storage.server.ts';
import { letLibraryUseShopFetch } from './shopify/shop-fetch.server.ts';
import { API_VERSION } from './shopify/version.ts';
import { withoutTokens } from './shopify/without-tokens.ts';

letLibraryUseShopFetch();

const shopify = shopifyApp({
  apiKey: env.SHOPIFY_API_KEY,
  apiSecretKey: env.SHOPIFY_API_SECRET,
  appUrl: env.SHOPIFY_APP_URL,
  apiVersion: API_VERSION satisfies `${ApiVersion}` as ApiVersion,
  authPathPrefix: '/auth',
  distribution: AppDistribution.AppStore,
  sessionStorage: sessionStorageWith(welcome),
  future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  // Its debug level prints whole session tokens, so it stays off whatever LOG_LEVEL says.
  logger: {
    level: LogSeverity.Warning,
    timestamps: false,
    log: (severity, message) => log[severity === LogSeverity.Error ? 'error' : 'warn'](withoutTokens(message)),
  },
});

/** The first request from a shop, or the first after it came back. What follows from it is in jobs/reactions.ts (app.installed). */
async function welcome(tx: ShopTx, shop: string): Promise<void> {
  const now = new Date();
  if (!(await noteInstall(tx, shop, now))) return;
  afterCommit(tx, () => nudge('events.react', shop));
  await append(tx, shop, [
    {
      key: `app.installed:${now.toISOString()}`,
      type: 'app.installed',
      subject: 'Shop',
      at: now.toISOString(),
      data: {},
    },
  ]);
}

export const { addDocumentResponseHeaders, authenticate, login } = shopify;
export default shopify;
