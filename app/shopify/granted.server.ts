import { callShopify } from './client.server.ts';
import { appScopesRead } from './operations/app-scopes-read.ts';

/** Whether the shop has granted an optional scope; null when Shopify does not say so now. */
export async function isGranted(shop: string, scope: string): Promise<boolean | null> {
  const answer = await callShopify(shop, appScopesRead, {});
  return answer.ok ? answer.data.currentAppInstallation.accessScopes.some(({ handle }) => handle === scope) : null;
}
