import type { DataOf, Verdict } from './operation.ts';
import type { orderReturns } from './order-returns.ts';
import { canBeFrom } from './since.ts';

/** Was a return with these lines made on the order since `sentAt`? The lines are all that tells it from another. */
export function madeSince(
  seen: DataOf<typeof orderReturns>,
  lines: readonly { fulfillmentLineItemId: string; quantity: number }[],
  sentAt: Date,
): Verdict {
  if (!seen.order) return 'cannot-tell';
  const recent = seen.order.returns.nodes.filter((made) => canBeFrom(made.createdAt, sentAt));
  const same = recent.some((made) =>
    lines.every((line) =>
      made.returnLineItems.nodes.some(
        (found) =>
          'fulfillmentLineItem' in found &&
          found.fulfillmentLineItem.id === line.fulfillmentLineItemId &&
          found.quantity === line.quantity,
      ),
    ),
  );
  if (same) return 'happened';
  const more = seen.order.returns.pageInfo.hasNextPage;
  const longer = recent.some((made) => made.returnLineItems.pageInfo.hasNextPage);
  return more || longer ? 'cannot-tell' : 'did-not-happen';
}
