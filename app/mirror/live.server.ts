// What Shopify says of the installation itself and of the people in its data. None of it needs a token: when these come, it
// may be dead already.
import type { ShopTx } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { log } from '../lib/log.server.ts';
import { nudge } from '../lib/queue.server.ts';
import { noteUninstall } from '../shopify/install.server.ts';
import type { Tell } from '../shopify/outbox.server.ts';
import { eraseCustomer, eraseShop } from './personal-data.server.ts';
import type { Life } from './projections.ts';

/** Within the fold's transaction. `heardAt` guards against a late message that an installation has outlived. */
export async function live(tx: ShopTx, shop: string, life: Life, heardAt: string): Promise<void> {
  switch (life.is) {
    case 'uninstalled': {
      const tell: Tell = (within, ofShop, event) => append(within, ofShop, [event]);
      if (!(await noteUninstall(tx, shop, new Date(heardAt), tell))) return;
      await append(tx, shop, [
        { type: 'app.uninstalled', key: `app.uninstalled:${heardAt}`, subject: 'Shop', at: heardAt, data: {} },
      ]);
      return;
    }
    case 'scopes-changed':
      log.info({ shop, scopes: life.scopes }, 'The scopes granted to the app have changed');
      return;
    case 'bulk-finished':
      nudge('mirror.backfill', shop);
      return;
    case 'customer-redact':
      await eraseCustomer(tx, shop, life.customerId, life.orderIds, heardAt);
      return;
    case 'data-request':
      await append(tx, shop, [
        {
          type: 'customer.asked-for-data',
          key: `customer.asked-for-data:${life.customerId}:${life.requestId}`,
          subject: `Customer/${life.customerId}`,
          at: heardAt,
          data: { customerId: life.customerId, orderIds: life.orderIds },
        },
      ]);
      return;
    case 'shop-redact': {
      const [directory] = await tx.$queryRaw<{ again: boolean }[]>`
        SELECT "installed" AND "installedAt" > ${heardAt}::timestamptz AS "again" FROM "ShopDirectory" WHERE "shop" = ${shop}`;
      if (directory?.again) log.warn({ shop }, 'A shop/redact from before the present installation changes nothing');
      else await eraseShop(tx, shop);
      return;
    }
  }
}
