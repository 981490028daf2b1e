// The offline token of a shop, fresh whenever it is asked for. One refresher per shop at a time over all processes: the library
// lets concurrent refreshes rotate against each other and throws bare Response objects (shopify-app-js #3360).
import { inShop } from '../db.server.ts';
import { env } from '../env.server.ts';
import { log } from '../lib/log.server.ts';
import { shopFetch } from './shop-fetch.server.ts';
import { needsRefresh, openedPair, sealedPair, type Tokens } from './token-rows.server.ts';

export type TokenAnswer =
  | { ok: true; tokens: Tokens }
  /** not-installed: no session; dead: Shopify refused the refresh, a person must open the app; unreachable: try later */
  | { ok: false; reason: 'not-installed' | 'dead' | 'unreachable'; says: string };

export function offlineId(shop: string): string {
  return `offline_${shop}`;
}

const underWay = new Map<string, Promise<TokenAnswer>>();

/**
 * The shop's tokens, refreshed when they end within five minutes, or when `refused` is still the stored access token (Shopify
 * answered 401 to it). Never throws for what Shopify answers; throws when the database cannot be reached.
 */
export async function freshTokens(shop: string, refused: string | null = null): Promise<TokenAnswer> {
  const row = await inShop(shop, (tx) => tx.session.findUnique({ where: { shop_id: { shop, id: offlineId(shop) } } }));
  if (!row) return notInstalled(shop);
  const tokens = openedPair(row);
  if (!needsRefresh(tokens, new Date()) && tokens.accessToken !== refused) return { ok: true, tokens };
  let refresh = underWay.get(shop);
  if (!refresh) {
    refresh = refreshOnce(shop, refused).finally(() => underWay.delete(shop));
    underWay.set(shop, refresh);
  }
  return refresh;
}

function refreshOnce(shop: string, refused: string | null): Promise<TokenAnswer> {
  return inShop(
    shop,
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('token:' || ${shop}, 0))`;
      const key = { shop_id: { shop, id: offlineId(shop) } };
      const row = await tx.session.findUnique({ where: key });
      if (!row) return notInstalled(shop);
      const before = openedPair(row);
      // Another process was here first while we waited for the lock.
      if (!needsRefresh(before, new Date()) && before.accessToken !== refused) return { ok: true, tokens: before };
      const usable = before.refreshToken !== null && (before.refreshTokenExpires?.getTime() ?? Infinity) > Date.now();
      const answer: TokenAnswer = usable
        ? await rotate(shop, before.refreshToken ?? '')
        : { ok: false, reason: 'dead', says: `${shop} has no refresh token that is still valid` };
      if (answer.ok) await tx.session.update({ where: key, data: sealedPair(answer.tokens, new Date()) });
      // A token that Shopify refused must not look alive: without it, the next page opened in the admin brings a new pair.
      else if (answer.reason === 'dead' && refused !== null)
        await tx.session.update({ where: key, data: { accessToken: '' } });
      return answer;
    },
    { timeoutMs: 45_000 },
  );
}

/**
 * What the token endpoint says of a refresh token that is no good. All else (a secret that is wrong during its rotation, a shop
 * that is locked, a proxy) says nothing of the token: it is tried again later.
 */
const REFUSALS = ['invalid_grant', 'invalid_request', 'invalid_subject_token'];

/**
 * Trades a refresh token for a new pair. When the answer is lost the old token is simply used again: Shopify keeps it valid
 * until the new one is used.
 */
async function rotate(shop: string, refreshToken: string): Promise<TokenAnswer> {
  let says = '';
  for (let attempt = 1; attempt <= 2; attempt++) {
    try {
      const response = await shopFetch(`https://${shop}/admin/oauth/access_token`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify({
          client_id: env.SHOPIFY_API_KEY,
          client_secret: env.SHOPIFY_API_SECRET,
          grant_type: 'refresh_token',
          refresh_token: refreshToken,
        }),
        signal: AbortSignal.timeout(10_000),
      });
      if (response.ok) return { ok: true, tokens: readTokens(await response.json(), new Date()) };
      says = `the token endpoint of ${shop} answered ${response.status}`;
      const { error } = (await response.json().catch(() => ({}))) as { error?: string };
      if (response.status === 400 && REFUSALS.includes(error ?? '')) {
        log.warn({ shop, error }, 'refresh refused: the app must be opened in the admin again');
        return { ok: false, reason: 'dead', says: `${says} (${error})` };
      }
    } catch (error) {
      says = `the token endpoint of ${shop} did not answer (${error instanceof Error ? error.message : String(error)})`;
    }
  }
  log.warn({ shop }, `${says}; the old tokens are kept and tried again later`);
  return { ok: false, reason: 'unreachable', says };
}

function readTokens(body: unknown, now: Date): Tokens {
  const answer = body as Record<string, unknown>;
  if (typeof answer.access_token !== 'string') throw new Error('the answer held no access_token');
  const after = (seconds: unknown) =>
    typeof seconds === 'number' && seconds > 0 ? new Date(now.getTime() + seconds * 1000) : null;
  return {
    accessToken: answer.access_token,
    expires: after(answer.expires_in),
    refreshToken: typeof answer.refresh_token === 'string' ? answer.refresh_token : null,
    refreshTokenExpires: after(answer.refresh_token_expires_in),
  };
}

function notInstalled(shop: string): TokenAnswer {
  return { ok: false, reason: 'not-installed', says: `${shop} has no session: the app is not installed there` };
}
