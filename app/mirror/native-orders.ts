// Purchase orders that the merchant keeps in Shopify itself (Admin API 2026-10, read only): they decide nothing, but what arrived of
// them tells how long suppliers take. Kept ready for the day the app's one API version (app/shopify/version.ts) reaches 2026-10:
// until then `nativeOrdersWanted` says no and nobody asks.

/** From this version on the Admin API knows purchase orders. */
const SINCE = '2026-10';

/** Whether to read them: the setting NATIVE_PURCHASE_ORDERS is "1" and the API version knows them. */
export function nativeOrdersWanted(setting: string | undefined, apiVersion: string): boolean {
  return setting === '1' && /^\d{4}-\d{2}$/.test(apiVersion) && apiVersion >= SINCE;
}

/**
 * Asks for orders with what arrived of them. Scopes: read_inventory_purchase_orders, read_inventory_transfers,
 * read_inventory_shipments. Not in shopify/operations: the schema this app is checked against does not know the fields, and those
 * of `transfers` were read in Shopify's changelog of 2026-09-17, not in a schema.
 */
export const NATIVE_ORDERS = `
  query NativeOrders($after: String) {
    inventoryPurchaseOrders(first: 20, after: $after) {
      nodes {
        id
        name
        orderedAt
        origin { supplierName }
        transfers(first: 10) {
          nodes {
            shipments(first: 10) {
              nodes {
                dateReceived
                lineItems(first: 100) {
                  nodes { inventoryItem { id } acceptedQuantity rejectedQuantity }
                }
              }
            }
          }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

type Nodes<T> = { nodes: T[] } | null | undefined;

export type NativeOrder = {
  id: string;
  name: string;
  orderedAt: string | null;
  origin: { supplierName: string | null } | null;
  transfers: Nodes<{
    shipments: Nodes<{
      dateReceived: string | null;
      lineItems: Nodes<{ inventoryItem: { id: string } | null; acceptedQuantity: number; rejectedQuantity: number }>;
    }>;
  }>;
};

/** One receipt of one item: whole days from ordering to the shelf, and the units that were good. */
export type NativeReceipt = {
  supplier: string;
  inventoryItemId: string;
  days: number;
  units: number;
  rejected: number;
  receivedAt: Date;
};

/**
 * Receipts of native orders, newest first. Lead time = dateReceived − orderedAt for each line (the order's status knows only draft
 * and ordered, so receipts are read off its transfers' shipments). Left out: what was not ordered or not received yet, arrived
 * before it was ordered, is of an item that is gone, or brought nothing at all.
 */
export function receiptsOf(orders: readonly NativeOrder[]): NativeReceipt[] {
  const receipts = orders.flatMap((order) =>
    nodes(order.transfers).flatMap((transfer) =>
      nodes(transfer.shipments).flatMap((shipment) =>
        nodes(shipment.lineItems).flatMap((line): NativeReceipt[] => {
          const inventoryItemId = line.inventoryItem && /(\d+)$/.exec(line.inventoryItem.id)?.[1];
          if (!order.orderedAt || !shipment.dateReceived || !inventoryItemId) return [];
          const took = Date.parse(shipment.dateReceived) - Date.parse(order.orderedAt);
          if (!(took >= 0) || line.acceptedQuantity + line.rejectedQuantity <= 0) return [];
          return [
            {
              supplier: order.origin?.supplierName ?? '',
              inventoryItemId,
              days: Math.ceil(took / 86_400_000),
              units: line.acceptedQuantity,
              rejected: line.rejectedQuantity,
              receivedAt: new Date(shipment.dateReceived),
            },
          ];
        }),
      ),
    ),
  );
  return receipts.sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime());
}

function nodes<T>(list: Nodes<T>): T[] {
  return list?.nodes ?? [];
}
