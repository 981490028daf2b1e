// Where Shopify's library keeps its sessions: its own Prisma storage over a table that knows shops and sealed tokens.
import type { PrismaClient, Session as SessionRow } from '@prisma/client';
import type { Session } from '@shopify/shopify-api';
import { PrismaSessionStorage } from '@shopify/shopify-app-session-storage-prisma';
import { inShop, type ShopTx } from '../db.server.ts';
import { openedPair, sealedPair } from './token-rows.server.ts';
import { freshTokens } from './tokens.server.ts';

type Written = Pick<
  SessionRow,
  'id' | 'shop' | 'state' | 'isOnline' | 'scope' | 'expires' | 'accessToken' | 'refreshToken' | 'refreshTokenExpires'
> & { userId: number | bigint | null };

/** The shop of a session id: `offline_<shop>` or `<shop>_<user id>`. */
export function shopOfSession(id: string): string {
  return id.startsWith('offline_') ? id.slice('offline_'.length) : id.replace(/_[^_]*$/, '');
}

/** Called in the transaction that stores a shop's offline session. */
type Welcome = (tx: ShopTx, shop: string) => Promise<void>;

/** What PrismaSessionStorage calls as `prisma.session`. The people in `create` (names, e-mail) are not kept. */
const table = (welcome: Welcome) => ({
  // It counts rows to see that the table is there, and would crash the process when the database is late.
  count: async () => 0,
  upsert: async ({ create }: { create: Written }) => {
    const { shop, id, state, isOnline, scope, userId } = create;
    const data = { state, isOnline, scope, userId: userId === null ? null : BigInt(userId) };
    const row = { ...data, ...sealedPair(create, new Date()) };
    await inShop(shop, async (tx) => {
      await tx.session.upsert({ where: { shop_id: { shop, id } }, create: { shop, id, ...row }, update: row });
      if (!isOnline) await welcome(tx, shop);
    });
  },
  findUnique: async ({ where: { id } }: { where: { id: string } }) => {
    const shop = shopOfSession(id);
    const row = await inShop(shop, (tx) => tx.session.findUnique({ where: { shop_id: { shop, id } } }));
    return row && opened(row);
  },
  deleteMany: async ({ where: { id } }: { where: { id: { in: string[] } } }) => {
    for (const [shop, ids] of Map.groupBy(id.in, shopOfSession))
      await inShop(shop, (tx) => tx.session.deleteMany({ where: { shop, id: { in: ids } } }));
  },
  // It asks for 25 at most; a shop with more staff than that would keep sessions after uninstall.
  findMany: async ({ where: { shop } }: { where: { shop: string } }) => {
    const rows = await inShop(shop, (tx) => tx.session.findMany({ where: { shop }, orderBy: { expires: 'desc' } }));
    return rows.map(opened);
  },
});

function opened(row: SessionRow) {
  return { ...row, ...openedPair(row), accountOwner: null, collaborator: null, emailVerified: null };
}

/**
 * The library's SessionStorage. It never sees an offline session that it would want to refresh by itself. `welcome` takes the
 * place of the afterAuth hook, which comes after the session was stored and never again when the process dies in between.
 */
export function sessionStorageWith(welcome: Welcome) {
  const stored = new PrismaSessionStorage({ session: table(welcome) } as unknown as PrismaClient);
  return {
    storeSession: (session: Session): Promise<boolean> => stored.storeSession(session),
    loadSession: async (id: string): Promise<Session | undefined> => {
      if (!id.startsWith('offline_')) return stored.loadSession(id);
      const answer = await freshTokens(shopOfSession(id));
      const session = await stored.loadSession(id);
      // A dead refresh token is kept from the library, which would answer 500 to whoever asked (shopify-app-js #3360).
      if (session && !answer.ok) delete session.refreshToken;
      return session;
    },
    // Its own deleteSession answers true whatever happened.
    deleteSession: (id: string): Promise<boolean> => stored.deleteSessions([id]),
    deleteSessions: (ids: string[]): Promise<boolean> => stored.deleteSessions(ids),
    findSessionsByShop: (shop: string): Promise<Session[]> => stored.findSessionsByShop(shop),
  };
}
