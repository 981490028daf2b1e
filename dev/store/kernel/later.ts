/**
 * What Shopify added to a version after the schema that is packaged here was taken: purchase orders (changelog of 17 September 2026, and
 * the reference of 2026-10). Only the fields that were read there.
 */
export const LATER: Record<string, { sdl: string; access: Record<string, string> }> = {
  '2026-10': {
    sdl: `
      enum InventoryPurchaseOrderStatus { DRAFT ORDERED }
      type InventorySupplierSnapshot { supplierName: String! }
      type InventoryPurchaseOrder {
        archivedAt: DateTime
        currency: CurrencyCode!
        dateCreated: DateTime!
        destination: LocationSnapshot
        id: ID!
        name: String!
        orderedAt: DateTime
        origin: InventorySupplierSnapshot
        status: InventoryPurchaseOrderStatus!
        transfers(after: String, before: String, first: Int, last: Int): InventoryTransferConnection!
      }
      type InventoryPurchaseOrderEdge { cursor: String! node: InventoryPurchaseOrder! }
      type InventoryPurchaseOrderConnection {
        edges: [InventoryPurchaseOrderEdge!]!
        nodes: [InventoryPurchaseOrder!]!
        pageInfo: PageInfo!
      }
      extend type QueryRoot {
        inventoryPurchaseOrders(after: String, before: String, first: Int, last: Int): InventoryPurchaseOrderConnection!
      }`,
    access: {
      'QueryRoot.inventoryPurchaseOrders': '`read_inventory_purchase_orders` access scope.',
      InventoryPurchaseOrder: '`read_inventory_purchase_orders` access scope.',
    },
  },
};
