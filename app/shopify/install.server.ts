// Which shops the app is installed in, and how it leaves one.
import { prisma, type ShopTx } from '../db.server.ts';
import { stopCommands, type Tell } from './outbox.server.ts';

/**
 * Notes that `shop` has handed over tokens at `now`, which only a shop can do that has the app. True when it was not installed
 * a moment ago: the first time, or again after it had been removed. Two processes that see the first request at once: one of
 * them gets true.
 */
export async function noteInstall(tx: ShopTx, shop: string, now: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    INSERT INTO "ShopDirectory" AS d ("shop", "installed", "installedAt") VALUES (${shop}, true, ${now})
    ON CONFLICT ("shop") DO UPDATE SET "installed" = true, "installedAt" = ${now}, "removedAt" = NULL
    WHERE NOT d."installed"`;
  if (changed > 0) return true;
  // It may have been removed and installed again before we heard of the removal, which must not end this installation.
  await tx.$executeRaw`
    UPDATE "ShopDirectory" SET "installedAt" = ${now} WHERE "shop" = ${shop} AND "installedAt" < ${now}`;
  return false;
}

/**
 * Notes that the app was removed from `shop`, and forgets its tokens, which are dead by now. Commands that wait are failed with
 * the reason, or unknown when an earlier sending may have reached Shopify. An app/uninstalled from before the present
 * installation (`at` older than it) changes nothing.
 */
export async function noteUninstall(tx: ShopTx, shop: string, at: Date, tell: Tell): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE "ShopDirectory" SET "installed" = false, "removedAt" = ${at}
    WHERE "shop" = ${shop} AND "installed" AND "installedAt" <= ${at}`;
  if (changed === 0) return false;
  await tx.session.deleteMany({ where: { shop } });
  await stopCommands(tx, shop, at, tell);
  return true;
}

/** The shops where the app is installed, for sweeps that must look at each of them. */
export async function installedShops(): Promise<string[]> {
  const rows = await prisma.shopDirectory.findMany({ where: { installed: true }, orderBy: { shop: 'asc' } });
  return rows.map((row) => row.shop);
}

/** Every shop that anything is known of, installed or not: what it told last must be looked at too. */
export async function allShops(): Promise<string[]> {
  const rows = await prisma.shopDirectory.findMany({ orderBy: { shop: 'asc' } });
  return rows.map((row) => row.shop);
}

/** Notes that a shop has been heard of, as not installed; changes nothing when it is listed. */
export async function listShop(shop: string): Promise<void> {
  await prisma.$executeRaw`INSERT INTO "ShopDirectory" ("shop", "installed") VALUES (${shop}, false) ON CONFLICT DO NOTHING`;
}
