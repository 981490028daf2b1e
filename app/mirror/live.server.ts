// What Shopify says of the installation itself and of the people in its data. None of it needs a token: when these come, it
// may be dead already.
import { afterCommit, type ShopTx } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { log } from '../lib/log.server.ts';
import { nudge } from '../lib/queue.server.ts';
import { noteUninstall } from '../shopify/install.server.ts';
import type { Tell } from '../shopify/outbox.server.ts';
import { customerSubject, eraseCustomer } from './personal-data.server.ts';
import type { Life } from './projections.ts';

/** The job that carries out what was asked to be erased. */
const ERASER = 'mirror.erase';

/** Within the fold's transaction. `heardAt` guards against a late message that an installation has outlived. */
export async function live(
  tx: ShopTx,
  shop: string,
  life: Life,
  { webhookId, heardAt }: { webhookId: string; heardAt: string },
): Promise<void> {
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
      await append(tx, shop, [
        {
          type: 'app.scopes-changed',
          key: `app.scopes-changed:${heardAt}`,
          subject: 'Shop',
          at: heardAt,
          data: { scopes: life.scopes },
        },
      ]);
      return;
    case 'bulk-finished':
      nudge('mirror.backfill', shop);
      return;
    case 'customer-redact': {
      const { customerId } = life;
      const orderIds = await eraseCustomer(tx, shop, customerId, life.orderIds, { webhookId, heardAt });
      await tx.erasure.create({
        data: { shop, id: webhookId, kind: 'customer', customerId, orderIds, askedAt: heardAt },
      });
      afterCommit(tx, () => nudge(ERASER, shop));
      return;
    }
    case 'data-request':
      await append(tx, shop, [
        {
          type: 'customer.asked-for-data',
          key: `customer.asked-for-data:${webhookId}`,
          subject: customerSubject(life.customerId),
          at: heardAt,
          data: { customerId: life.customerId, orderIds: life.orderIds },
        },
      ]);
      return;
    case 'shop-redact':
      await tx.erasure.create({ data: { shop, id: webhookId, kind: 'shop', askedAt: heardAt } });
      afterCommit(tx, () => nudge(ERASER, shop));
      return;
  }
}
