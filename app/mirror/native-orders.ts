// Purchase orders that the merchant keeps in Shopify itself (Admin API 2026-10, read only): they decide nothing, but what arrived of
// them tells how long suppliers take. What is on its way of them needs no reading: Shopify's own `incoming` counts it once
// (decision 22).
import type { Read } from '../shopify/operations/operation.ts';

type Variables = { after: string | null };
type Data = {
  inventoryPurchaseOrders: { nodes: NativeOrder[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
};

/**
 * Asks for orders with what arrived of them. Scopes: read_inventory_purchase_orders, read_inventory_transfers,
 * read_inventory_shipments. Not in shopify/operations: the schema this app is checked against does not know purchase orders; their
 * fields were read in Shopify's reference of 2026-10, all else is checked by a test. A page costs no more than 1000 points.
 */
export const nativeOrdersList: Read<Data, Variables> = {
  kind: 'read',
  name: 'nativeOrdersList',
  version: '2026-10',
  cost: 500,
  document: `
  query NativeOrdersList($after: String) {
    inventoryPurchaseOrders(first: 5, after: $after) {
      nodes {
        orderedAt
        origin { supplierName }
        destination { location { id } }
        transfers(first: 3) {
          nodes {
            shipments(first: 5) {
              nodes {
                dateReceived
                lineItems(first: 50) {
                  nodes { id inventoryItem { id } acceptedQuantity }
                }
              }
            }
          }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`,
};

type Nodes<T> = { nodes: T[] } | null | undefined;

export type NativeOrder = {
  orderedAt: string | null;
  origin: { supplierName: string | null } | null;
  destination: { location: { id: string } | null } | null;
  transfers: Nodes<{
    shipments: Nodes<{
      dateReceived: string | null;
      lineItems: Nodes<{ id: string; inventoryItem: { id: string } | null; acceptedQuantity: number }>;
    }>;
  }>;
};

/** One receipt of one item at one location: when it was ordered, when it came, and the units that were good. */
export type NativeArrival = {
  id: string;
  inventoryItemId: string;
  locationId: string;
  supplierName: string;
  orderedAt: Date;
  at: Date;
  accepted: number;
};

/**
 * Receipts of native orders. The order's status knows only draft and ordered, so receipts are read off its transfers' shipments, a
 * shipment of several receipts by its last. Left out: what was not ordered or not received yet, arrived before it was
 * ordered, is of an item or for a location that is gone, names no supplier, or brought nothing that was good.
 */
export function arrivalsOf(orders: readonly NativeOrder[]): NativeArrival[] {
  return orders.flatMap(({ orderedAt, origin, destination, transfers }) =>
    nodes(transfers).flatMap(({ shipments }) =>
      nodes(shipments).flatMap(({ dateReceived, lineItems }) =>
        nodes(lineItems).flatMap(({ id, inventoryItem, acceptedQuantity }): NativeArrival[] => {
          const [line, inventoryItemId, locationId] = [id, inventoryItem?.id, destination?.location?.id].map(tail);
          const supplierName = origin?.supplierName?.trim();
          if (!orderedAt || !dateReceived || !line || !inventoryItemId || !locationId || !supplierName) return [];
          if (!(Date.parse(dateReceived) >= Date.parse(orderedAt)) || acceptedQuantity <= 0) return [];
          return [
            {
              id: line,
              inventoryItemId,
              locationId,
              supplierName,
              orderedAt: new Date(orderedAt),
              at: new Date(dateReceived),
              accepted: acceptedQuantity,
            },
          ];
        }),
      ),
    ),
  );
}

const tail = (gid: string | undefined) => (gid ? /(\d+)$/.exec(gid)?.[1] : undefined);

function nodes<T>(list: Nodes<T>): T[] {
  return list?.nodes ?? [];
}
