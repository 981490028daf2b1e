// The purchase orders kept in Shopify itself, read whole: there are few, and nothing tells which one changed.
import { inShop } from '../db.server.ts';
import type { Answer } from '../shopify/answer.ts';
import { callShopify } from '../shopify/client.server.ts';
import type { DataOf } from '../shopify/operations/operation.ts';
import { arrivalsOf, type NativeArrival, nativeOrdersList } from './native-orders.ts';

/** So many pages are read at most: 5,000 orders. */
const MOST_PAGES = 1000;

/** Puts what arrived of them in the place of what was known. Not `ok`: why; what was known stays. */
export async function readNativeOrders(
  shop: string,
  signal: AbortSignal,
): Promise<{ ok: true; arrivals: number } | { ok: false; says: string }> {
  const arrivals: NativeArrival[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    if (signal.aborted) return { ok: false, says: 'The reading was stopped; the next one begins anew.' };
    const answer: Answer<DataOf<typeof nativeOrdersList>> = await callShopify(shop, nativeOrdersList, { after });
    if (!answer.ok) return { ok: false, says: answer.problem.says };
    // Half an answer would look like orders of which nothing came.
    if (answer.denied.length > 0)
      return { ok: false, says: `Access to ${answer.denied[0]} is denied; a scope is missing` };
    const { nodes, pageInfo }: DataOf<typeof nativeOrdersList>['inventoryPurchaseOrders'] =
      answer.data.inventoryPurchaseOrders;
    arrivals.push(...arrivalsOf(nodes));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  await inShop(shop, async (tx) => {
    await tx.nativeArrival.deleteMany({});
    await tx.nativeArrival.createMany({
      data: arrivals.map((arrival) => ({ shop, ...arrival })),
      skipDuplicates: true,
    });
  });
  return { ok: true, arrivals: arrivals.length };
}
