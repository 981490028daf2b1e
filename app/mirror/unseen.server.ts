// What the mirror holds although the store, read wholly, did not show it: deleted while nobody told.
import type { ShopTx } from '../db.server.ts';
import { log } from '../lib/log.server.ts';
import { ask } from './apply.server.ts';
import { type Found, healMissing, noteDrift, noteMissing } from './drift.server.ts';
import type { RereadKind } from './rows.ts';

const SKEW_MS = 10_000;

/** Notes the drift and asks for each by id; answers how many. Rows heard of after `asOf` are younger than the reading and stay. */
export async function forgetUnseen(
  tx: ShopTx,
  shop: string,
  runId: string,
  stage: string,
  seen: ReadonlySet<string>,
  asOf: string,
  acceptMissing: boolean,
): Promise<number> {
  const before = { heardAt: { lt: new Date(Date.parse(asOf) - SKEW_MS) } };
  const select = { id: true } as const;
  const held =
    stage === 'Product'
      ? await tx.product.findMany({ where: before, select })
      : stage === 'InventoryItem'
        ? await tx.inventoryItem.findMany({ where: before, select })
        : stage === 'Customer'
          ? await tx.customer.findMany({ where: before, select })
          : stage === 'Order'
            ? await tx.order.findMany({ where: before, select })
            : stage === 'FulfillmentOrder'
              ? await tx.fulfillmentOrder.findMany({ where: before, select })
              : stage === 'Location'
                ? await tx.location.findMany({ where: before, select })
                : [];
  const ids = held.map((row) => row.id).filter((id) => !seen.has(id));
  // Half a shop does not vanish overnight; a scope or a filter does that. Then nothing is touched, until a
  // person says that it is so.
  if (!acceptMissing && ids.length > 10 && ids.length > held.length / 5) {
    log.error({ shop, stage, unseen: ids.length, held: held.length }, 'The store shows far less than the mirror holds');
    await noteMissing(tx, shop, runId, stage, { unseen: ids.length, held: held.length });
    return ids.length;
  }
  await healMissing(tx, stage);
  if (ids.length === 0) return 0;
  await noteDrift(
    tx,
    shop,
    runId,
    ids.map((id) => missing(stage, id)),
    false,
  );
  // Asked for by id, each is either there after all or gone for good.
  await ask(
    tx,
    shop,
    ids.map((id) => ({ kind: stage as RereadKind, id })),
    new Date(),
  );
  return ids.length;
}

function missing(kind: string, objectId: string): Found {
  return { kind, objectId, differences: [{ field: '(all of it)', mirrored: { id: objectId }, actual: null }] };
}
