// Session rows as they rest: tokens sealed, each row inside its shop's transaction.
import type { Session as SessionRow } from '@prisma/client';
import { inShop, type ShopTx } from '../db.server.ts';
import { env } from '../env.server.ts';
import { log } from '../lib/log.server.ts';
import { isCurrent, open, readKeyRing, seal } from '../lib/seal.server.ts';

const ring = readKeyRing(env.TOKEN_KEYS);

/** Shopify documents 60 minutes; taken when an answer leaves expires_in out (shopify-app-js #3400 would store "never"). */
const USUAL_LIFE = 60 * 60_000;
/** Refresh this long before a token ends, so that no request dies on the way (the library's own margin). */
const MARGIN = 5 * 60_000;

export type Tokens = {
  accessToken: string;
  expires: Date | null;
  refreshToken: string | null;
  refreshTokenExpires: Date | null;
};

/** The columns of a token pair, sealed. A pair is always written by one statement. */
export function sealedPair(tokens: Tokens, now: Date) {
  const rotates = tokens.refreshToken !== null;
  return {
    accessToken: sealText(tokens.accessToken),
    refreshToken: tokens.refreshToken === null ? null : sealText(tokens.refreshToken),
    expires: tokens.expires ?? (rotates ? new Date(now.getTime() + USUAL_LIFE) : null),
    refreshTokenExpires: tokens.refreshTokenExpires,
  };
}

/**
 * The tokens of a row. One that no key of ours opens is as good as none: the app is then opened in the admin and gets another,
 * where an error would keep it from being opened at all.
 */
export function openedPair(row: SessionRow): Tokens {
  return {
    accessToken: readable(row, row.accessToken) ?? '',
    refreshToken: row.refreshToken === null ? null : readable(row, row.refreshToken),
    // A rotating token without an end is a row from before the guard above: treat it as ended.
    expires: row.refreshToken !== null && row.expires === null ? new Date(0) : row.expires,
    refreshTokenExpires: row.refreshTokenExpires,
  };
}

export function needsRefresh(tokens: Tokens, now: Date): boolean {
  if (tokens.accessToken === '') return true;
  return tokens.expires !== null && tokens.expires.getTime() - MARGIN < now.getTime();
}

/** Seals again what an older key sealed. Returns how many rows changed. */
export function resealShop(shop: string): Promise<number> {
  return inShop(shop, resealSessions);
}

async function resealSessions(tx: ShopTx): Promise<number> {
  let changed = 0;
  for (const row of await tx.$queryRaw<SessionRow[]>`SELECT * FROM "Session" FOR UPDATE`) {
    const stale = [row.accessToken, row.refreshToken].some((text) => text && !isCurrent(ring, bytes(text)));
    if (!stale) continue;
    const accessToken = readable(row, row.accessToken);
    const refreshToken = row.refreshToken === null ? null : readable(row, row.refreshToken);
    // Left as it is: the key may be put back.
    if (accessToken === null || (row.refreshToken !== null && refreshToken === null)) continue;
    await tx.session.update({
      where: { shop_id: { shop: row.shop, id: row.id } },
      data: {
        accessToken: sealText(accessToken),
        refreshToken: refreshToken === null ? null : sealText(refreshToken),
      },
    });
    changed += 1;
  }
  return changed;
}

function sealText(text: string): string {
  return text === '' ? '' : seal(ring, text).toString('base64');
}

function readable({ shop, id }: SessionRow, sealed: string): string | null {
  try {
    return sealed === '' ? '' : open(ring, bytes(sealed)).toString();
  } catch (error) {
    log.warn({ shop, session: id, problem: (error as Error).message }, 'A stored token cannot be read');
    return null;
  }
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'base64');
}
