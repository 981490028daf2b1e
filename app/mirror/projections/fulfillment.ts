// A parcel that left: a fulfillment with what was in it.
import { idOf } from '../../shopify/gid.ts';
import { type Json, objects, ownId, reference, referenceOrNull, text, textOrNull, whole } from '../payload.ts';
import type { FulfillmentLineRow, FulfillmentRow, OrderLineRow } from '../rows.ts';
import { second } from '../times.ts';

/** fulfillments/create, update, and the fulfillments inside an order's payload. `orderId` is the surrounding order's. */
export function fulfillmentFromPayload(payload: Json, heardAt: string, orderId?: string): FulfillmentRow {
  return {
    id: ownId(payload),
    orderId: orderId ?? reference(payload, 'order_id'),
    name: nameOf(textOrNull(payload, 'name')),
    status: (textOrNull(payload, 'status') ?? 'success').toUpperCase(),
    locationId: referenceOrNull(payload, 'location_id'),
    trackingCompany: textOrNull(payload, 'tracking_company'),
    trackingNumbers: texts(payload.tracking_numbers),
    trackingUrls: texts(payload.tracking_urls),
    createdAt: second(text(payload, 'created_at')),
    sourceUpdatedAt: second(textOrNull(payload, 'updated_at') ?? text(payload, 'created_at')),
    heardAt,
    lines: oneForEach(
      objects(payload.line_items, 'line_items').map((line) => ({
        orderLineId: ownId(line),
        quantity: whole(line, 'quantity'),
        productId: referenceOrNull(line, 'product_id'),
        variantId: referenceOrNull(line, 'variant_id'),
      })),
    ),
  };
}

export type FulfillmentNode = {
  id: string;
  name: string;
  status: string;
  createdAt: string;
  updatedAt: string;
  location?: { id: string } | null;
  trackingInfo: { company?: string | null; number?: string | null; url?: string | null }[];
  fulfillmentLineItems: { nodes: { quantity?: number | null; lineItem: { id: string } }[] };
};

export function fulfillmentFromNode(
  node: FulfillmentNode,
  heardAt: string,
  orderId: string,
  orderLines: OrderLineRow[],
): FulfillmentRow {
  const known = new Map(orderLines.map((line) => [line.id, line]));
  return {
    id: idOf(node.id),
    orderId,
    name: node.name || null,
    status: node.status,
    locationId: node.location ? idOf(node.location.id) : null,
    trackingCompany: node.trackingInfo[0]?.company || null,
    trackingNumbers: node.trackingInfo.flatMap((track) => track.number || []),
    trackingUrls: node.trackingInfo.flatMap((track) => track.url || []),
    createdAt: second(node.createdAt),
    sourceUpdatedAt: second(node.updatedAt),
    heardAt,
    lines: oneForEach(
      node.fulfillmentLineItems.nodes.map((line) => {
        const orderLineId = idOf(line.lineItem.id);
        const about = known.get(orderLineId);
        return {
          orderLineId,
          quantity: line.quantity ?? 0,
          productId: about?.productId ?? null,
          variantId: about?.variantId ?? null,
        };
      }),
    ),
  };
}

/** REST calls the second parcel of #1001 "#1001.2", GraphQL "#1001-F2": kept as GraphQL writes it, so that both say the same. */
function nameOf(name: string | null): string | null {
  return name?.replace(/\.(\d+)$/, '-F$1') ?? null;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => item !== null && item !== '').map(String) : [];
}

function oneForEach(lines: FulfillmentLineRow[]): FulfillmentLineRow[] {
  const byLine = new Map<string, FulfillmentLineRow>();
  for (const line of lines) {
    const before = byLine.get(line.orderLineId);
    byLine.set(line.orderLineId, before ? { ...before, quantity: before.quantity + line.quantity } : line);
  }
  return [...byLine.values()];
}
