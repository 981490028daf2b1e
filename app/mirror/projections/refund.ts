// Money given back, and what came back with it. A refund never changes, so its creation is its version.
import { minorFromDecimal } from '../../lib/money.ts';
import { idOf } from '../../shopify/gid.ts';
import {
  type Json,
  minor,
  objectOrNull,
  objects,
  ownId,
  reference,
  referenceOrNull,
  text,
  textOrNull,
  whole,
} from '../payload.ts';
import type { OrderLineRow, RefundLineRow, RefundRow } from '../rows.ts';
import { second } from '../times.ts';

export type Amount = { shopMoney: { amount: string } };

/** refunds/create, and the refunds inside an order's payload. */
export function refundFromPayload(payload: Json, heardAt: string, shopCurrency: string, orderId?: string): RefundRow {
  const currency = currencyIn(payload) ?? shopCurrency;
  const paid = objects(payload.transactions, 'transactions').filter(
    (transaction) => transaction.kind === 'refund' && transaction.status === 'success',
  );
  const createdAt = second(text(payload, 'created_at'));
  const back = objectOrNull(payload.return, 'return');
  return {
    id: ownId(payload),
    orderId: orderId ?? reference(payload, 'order_id'),
    returnId: back ? ownId(back) : null,
    currency,
    total: paid.reduce((sum, transaction) => sum + BigInt(minor(transaction, 'amount', currency)), 0n).toString(),
    createdAt,
    sourceUpdatedAt: createdAt,
    heardAt,
    lines: oneForEach(
      objects(payload.refund_line_items, 'refund_line_items').map((line): RefundLineRow => {
        const about = objectOrNull(line.line_item, 'line_item');
        return {
          orderLineId: about ? ownId(about) : reference(line, 'line_item_id'),
          quantity: whole(line, 'quantity'),
          restockType: (textOrNull(line, 'restock_type') ?? 'no_restock').toUpperCase(),
          locationId: referenceOrNull(line, 'location_id'),
          subtotal: minor(line, 'subtotal', currency),
          productId: about && referenceOrNull(about, 'product_id'),
          variantId: about && referenceOrNull(about, 'variant_id'),
        };
      }),
    ),
  };
}

export type RefundNode = {
  id: string;
  createdAt?: string | null;
  updatedAt: string;
  totalRefundedSet: { shopMoney: { amount: string; currencyCode: string } };
  return?: { id: string } | null;
  refundLineItems: {
    nodes: {
      lineItem: { id: string };
      quantity: number;
      restockType: string;
      location?: { id: string } | null;
      subtotalSet: Amount;
    }[];
  };
};

export function refundFromNode(
  node: RefundNode,
  heardAt: string,
  orderId: string,
  orderLines: OrderLineRow[],
): RefundRow {
  const known = new Map(orderLines.map((line) => [line.id, line]));
  const { amount, currencyCode: currency } = node.totalRefundedSet.shopMoney;
  const createdAt = second(node.createdAt ?? node.updatedAt);
  return {
    id: idOf(node.id),
    orderId,
    returnId: node.return ? idOf(node.return.id) : null,
    currency,
    total: minorFromDecimal(amount, currency).toString(),
    createdAt,
    sourceUpdatedAt: createdAt,
    heardAt,
    lines: oneForEach(
      node.refundLineItems.nodes.map((line): RefundLineRow => {
        const orderLineId = idOf(line.lineItem.id);
        const about = known.get(orderLineId);
        return {
          orderLineId,
          quantity: line.quantity,
          restockType: line.restockType,
          locationId: line.location ? idOf(line.location.id) : null,
          subtotal: minorFromDecimal(line.subtotalSet.shopMoney.amount, currency).toString(),
          productId: about?.productId ?? null,
          variantId: about?.variantId ?? null,
        };
      }),
    ),
  };
}

/** Transactions may be in the buyer's currency; the sets beside them say which one is the shop's. */
function currencyIn(payload: Json): string | null {
  const sets = [
    payload.total_duties_set,
    ...objects(payload.refund_line_items, 'refund_line_items').map((l) => l.subtotal_set),
  ];
  for (const set of sets) {
    const money = objectOrNull(objectOrNull(set, 'set')?.shop_money, 'shop_money');
    const code = money && textOrNull(money, 'currency_code');
    if (code) return code;
  }
  return null;
}

function oneForEach(lines: RefundLineRow[]): RefundLineRow[] {
  const byLine = new Map<string, RefundLineRow>();
  for (const line of lines) {
    const key = `${line.orderLineId} ${line.restockType}`;
    const before = byLine.get(key);
    byLine.set(
      key,
      before
        ? {
            ...before,
            quantity: before.quantity + line.quantity,
            subtotal: (BigInt(before.subtotal) + BigInt(line.subtotal)).toString(),
          }
        : line,
    );
  }
  return [...byLine.values()];
}
