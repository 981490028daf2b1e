// What a customer sends back. Shopify gives a return no updatedAt and its webhooks are thin, so it is only ever read, and
// the moment of the reading is its version.
import { idOf } from '../../shopify/gid.ts';
import type { ReturnRow } from '../rows.ts';
import { second, secondOrNull } from '../times.ts';

export type ReturnNode = {
  id: string;
  name: string;
  status: string;
  createdAt: string;
  closedAt?: string | null;
  order: { id: string };
  decline?: { reason: string } | null;
  returnLineItems: {
    nodes: {
      id: string;
      quantity: number;
      processedQuantity: number;
      refundedQuantity: number;
      returnReason: string;
      returnReasonDefinition?: { handle: string } | null;
      returnReasonNote?: string | null;
      fulfillmentLineItem?: { id: string; lineItem: { id: string } } | null;
    }[];
  };
};

export function returnFromNode(node: ReturnNode, heardAt: string): ReturnRow {
  return {
    id: idOf(node.id),
    orderId: idOf(node.order.id),
    name: node.name,
    status: node.status,
    declineReason: node.decline?.reason ?? null,
    createdAt: second(node.createdAt),
    closedAt: secondOrNull(node.closedAt),
    sourceUpdatedAt: second(heardAt),
    heardAt,
    lines: node.returnLineItems.nodes.map((line) => ({
      id: idOf(line.id),
      orderLineId: line.fulfillmentLineItem ? idOf(line.fulfillmentLineItem.lineItem.id) : null,
      fulfillmentLineItemId: line.fulfillmentLineItem ? idOf(line.fulfillmentLineItem.id) : null,
      quantity: line.quantity,
      reason: line.returnReasonDefinition?.handle ?? line.returnReason,
      reasonNote: line.returnReasonNote || null,
      processedQuantity: line.processedQuantity,
      refundedQuantity: line.refundedQuantity,
    })),
  };
}
