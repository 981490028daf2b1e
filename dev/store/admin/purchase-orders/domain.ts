import { connection, type PageArgs } from '../../kernel/connection.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gid } from '../../kernel/gid.ts';
import type { World } from '../../kernel/world.ts';

/** A purchase order as staff keep it in the admin. There is no mutation for apps; the control route below stands for the staff. */
interface PurchaseOrder {
  id: string;
  name: string;
  supplier: string | null;
  orderedAt: string | null;
  destinationId: string;
  transferIds: string[];
  dateCreated: string;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    InventoryPurchaseOrder: PurchaseOrder;
  }
}

interface Told {
  supplier?: string | null;
  orderedAt?: string | null;
  locationId: string;
  /** what came of it, each as a shipment of one transfer; `at` null: still on its way */
  shipments?: { at: string | null; items: { itemId: string; accepted: number; rejected?: number }[] }[];
}

function keep(world: World, told: Told): string {
  const now = world.timestamp();
  const destinationId = gid('Location', told.locationId);
  const made = { note: null, referenceName: null, tags: [], dateCreated: now, createdAt: now };
  const number = world.all('InventoryPurchaseOrder').length + 1;
  const transfer = world.insert('InventoryTransfer', {
    ...made,
    name: `#T${number}`,
    status: 'IN_PROGRESS',
    originId: null,
    destinationId,
  });
  for (const { at, items } of told.shipments ?? []) {
    const shipment = world.insert('InventoryShipment', {
      transferId: transfer.id,
      name: `${transfer.name}-1`,
      status: at === null ? 'IN_TRANSIT' : 'RECEIVED',
      barcode: null,
      tracking: null,
      dateCreated: now,
      dateShipped: null,
      dateReceived: at,
    });
    for (const { itemId, accepted, rejected = 0 } of items)
      world.insert('InventoryShipmentLineItem', {
        shipmentId: shipment.id,
        itemId: gid('InventoryItem', itemId),
        quantity: accepted + rejected,
        accepted,
        rejected,
      });
  }
  return world.insert('InventoryPurchaseOrder', {
    name: `#PO${number}`,
    supplier: told.supplier ?? null,
    orderedAt: told.orderedAt ?? null,
    destinationId,
    transferIds: [transfer.id],
    dateCreated: now,
  }).id;
}

export const purchaseOrders: Domain = {
  name: 'purchase-orders',
  resolvers: {
    QueryRoot: {
      inventoryPurchaseOrders: (_, args: PageArgs, { world }: Ctx) =>
        connection(world.all('InventoryPurchaseOrder'), args),
    },
    InventoryPurchaseOrder: {
      origin: (one: PurchaseOrder) => (one.supplier === null ? null : { supplierName: one.supplier }),
      status: (one: PurchaseOrder) => (one.orderedAt === null ? 'DRAFT' : 'ORDERED'),
      destination: (one: PurchaseOrder, _, { world }: Ctx) => {
        const location = world.get('Location', one.destinationId);
        return location ? { location, name: location.name, snapshottedAt: one.dateCreated } : null;
      },
      transfers: (one: PurchaseOrder, args: PageArgs, { world }: Ctx) =>
        connection(
          one.transferIds.flatMap((id) => world.get('InventoryTransfer', id) ?? []),
          args,
        ),
    },
  },
  routes: [
    {
      method: 'POST',
      pattern: '/_store/purchase-orders',
      handle: ({ body, world }) => ({ body: { id: keep(world, JSON.parse(body.toString()) as Told) } }),
    },
  ],
};
