// Which shops the app is installed in, and how it leaves one.
import type { ShopTx } from '../db.server.ts';

/**
 * Notes that the app was opened in `shop`. True when it was not installed there a moment ago: the first time, or again after
 * it had been removed. Two processes that see the first request at once: one of them gets true.
 */
export async function noteInstall(tx: ShopTx, shop: string, now: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    INSERT INTO "ShopDirectory" AS d ("shop", "installed", "installedAt") VALUES (${shop}, true, ${now})
    ON CONFLICT ("shop") DO UPDATE SET "installed" = true, "installedAt" = ${now}, "removedAt" = NULL
    WHERE NOT d."installed"`;
  return changed > 0;
}

/**
 * Notes that the app was removed from `shop`, and forgets its tokens, which are dead by now. Commands that wait are failed with
 * the reason. An app/uninstalled from before the present installation (`at` older than it) changes nothing.
 */
export async function noteUninstall(tx: ShopTx, shop: string, at: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE "ShopDirectory" SET "installed" = false, "removedAt" = ${at}
    WHERE "shop" = ${shop} AND "installed" AND "installedAt" <= ${at}`;
  if (changed === 0) return false;
  await tx.session.deleteMany({ where: { shop } });
  await tx.command.updateMany({
    where: { shop, state: 'queued' },
    data: { state: 'failed', settledAt: at, problem: 'The app was removed from the shop before this was sent.' },
  });
  return true;
}
