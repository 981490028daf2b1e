// What is to be shipped from where: a fulfillment order. Its webhooks are thin, so it is only ever read.
import { idOf } from '../../shopify/gid.ts';
import type { FulfillmentOrderRow } from '../rows.ts';
import { second, secondOrNull } from '../times.ts';
import { withoutWaveHolds } from '../wave-hold.ts';

export type FulfillmentOrderNode = {
  id: string;
  orderId: string;
  status: string;
  requestStatus?: string | null;
  assignedLocation: { location?: { id: string } | null };
  deliveryMethod?: { methodType: string; presentedName?: string | null; serviceCode?: string | null } | null;
  fulfillAt?: string | null;
  fulfillBy?: string | null;
  createdAt: string;
  updatedAt: string;
  fulfillmentHolds: {
    id: string;
    reason: string;
    reasonNotes?: string | null;
    handle?: string | null;
    heldByRequestingApp?: boolean | null;
  }[];
  supportedActions: { action: string }[];
  lineItems: {
    nodes: {
      id: string;
      inventoryItemId?: string | null;
      totalQuantity: number;
      remainingQuantity: number;
      lineItem: { id: string };
      variant?: { id: string } | null;
    }[];
  };
};

export function fulfillmentOrderFromNode(node: FulfillmentOrderNode, heardAt: string): FulfillmentOrderRow {
  const location = node.assignedLocation.location;
  return {
    id: idOf(node.id),
    orderId: idOf(node.orderId),
    requestStatus: node.requestStatus ?? null,
    locationId: location ? idOf(location.id) : null,
    deliveryMethod: node.deliveryMethod?.methodType ?? null,
    // What the customer chose at checkout; orders of other channels may bear the rate's code alone.
    shippingMethod: node.deliveryMethod?.presentedName?.trim() || node.deliveryMethod?.serviceCode?.trim() || null,
    fulfillAt: secondOrNull(node.fulfillAt),
    fulfillBy: secondOrNull(node.fulfillBy),
    ...withoutWaveHolds({
      status: node.status,
      holds: node.fulfillmentHolds.map((hold) => ({
        id: idOf(hold.id),
        reason: hold.reason,
        reasonNotes: hold.reasonNotes || null,
        handle: hold.handle || null,
        heldByUs: hold.heldByRequestingApp === true,
      })),
      supportedActions: node.supportedActions.map((supported) => supported.action).sort(),
    }),
    createdAt: second(node.createdAt),
    sourceUpdatedAt: second(node.updatedAt),
    heardAt,
    lines: node.lineItems.nodes.map((line) => ({
      id: idOf(line.id),
      orderLineId: idOf(line.lineItem.id),
      inventoryItemId: line.inventoryItemId ? idOf(line.inventoryItemId) : null,
      variantId: line.variant ? idOf(line.variant.id) : null,
      totalQuantity: line.totalQuantity,
      remainingQuantity: line.remainingQuantity,
    })),
  };
}
