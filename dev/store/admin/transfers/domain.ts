import { connection, type PageArgs } from '../../kernel/connection.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gidTail } from '../../kernel/gid.ts';
import { restTime } from '../../kernel/rest.ts';
import { search } from '../../kernel/search.ts';
import type { PayloadBuilder, World } from '../../kernel/world.ts';
import { shopOf } from '../shop/domain.ts';
import { transferMutations } from './change.ts';
import { shipmentMutations } from './ship.ts';
import {
  type InventoryShipment,
  type InventoryShipmentLineItem,
  type InventoryTransfer,
  type InventoryTransferLineItem,
  progress,
  shipmentLines,
  shipmentsOf,
  transferLines,
  unreceived,
} from './transfer.ts';

const transferSearch = {
  fields: {
    id: (one: InventoryTransfer) => Number(gidTail(one.id)),
    name: (one: InventoryTransfer) => one.name,
    status: (one: InventoryTransfer) => one.status,
    origin_id: (one: InventoryTransfer) => one.originId && gidTail(one.originId),
    source_id: (one: InventoryTransfer) => one.originId && gidTail(one.originId),
    destination_id: (one: InventoryTransfer) => one.destinationId && gidTail(one.destinationId),
    tag: (one: InventoryTransfer) => one.tags,
    created_at: (one: InventoryTransfer) => one.dateCreated,
    reference_name: (one: InventoryTransfer) => one.referenceName,
  },
  text: (one: InventoryTransfer) => [one.name, one.referenceName],
};

const SORTS: Record<string, (one: InventoryTransfer) => string | number> = {
  CREATED_AT: (one) => one.dateCreated,
  ID: (one) => Number(gidTail(one.id)),
  NAME: (one) => one.name,
  STATUS: (one) => one.status,
};

function place(world: World, transfer: InventoryTransfer, id: string | null) {
  const location = world.get('Location', id);
  return location
    ? { name: location.name, location, address: location.address, snapshottedAt: transfer.createdAt }
    : null;
}

const count = (value: number) => ({ count: value, precision: 'EXACT' });
const sum = <T>(list: T[], of: (one: T) => number): number => list.reduce((total, one) => total + of(one), 0);

const base = (world: World, id: string) => ({
  id,
  happened_at: restTime(world.timestamp(), shopOf(world).timezoneOffsetMinutes),
});

const transferPayload: PayloadBuilder = (world, id) => {
  const one = world.get('InventoryTransfer', id);
  if (!one) return base(world, id);
  return {
    ...base(world, id),
    origin: one.originId ? { id: one.originId } : null,
    destination: one.destinationId ? { id: one.destinationId } : null,
    status: one.status,
    line_items: transferLines(world, id).map((line) => ({ id: line.id, quantity: line.total })),
  };
};

const shipmentPayload: PayloadBuilder = (world, id) => {
  const one = world.get('InventoryShipment', id);
  if (!one) return base(world, id);
  const tracking = one.tracking && {
    arrives_at: restTime(one.tracking.arrivesAt, shopOf(world).timezoneOffsetMinutes) ?? '',
    tracking_number: one.tracking.trackingNumber ?? '',
    tracking_url: one.tracking.trackingUrl ?? '',
    company: one.tracking.company ?? '',
  };
  return {
    ...base(world, id),
    status: one.status,
    ...(tracking ? { tracking } : {}),
    line_items: shipmentLines(world, id).map((line) => ({ id: line.id, quantity: line.quantity })),
  };
};

const trackingPayload: PayloadBuilder = (world, id) => {
  const { tracking, happened_at } = shipmentPayload(world, id) as { tracking: unknown; happened_at: string };
  return { shipment_id: id, updated_tracking: tracking, happened_at };
};

export const transfers: Domain = {
  name: 'transfers',
  resolvers: {
    QueryRoot: {
      inventoryTransfer: (_, { id }: { id: string }, { world }) => world.get('InventoryTransfer', id) ?? null,
      inventoryTransfers: (_, args: PageArgs & { query?: string | null; sortKey?: string | null }, ctx) => {
        const { test, warnings } = search(args.query, transferSearch);
        if (warnings.length) ctx.extensions.search = [{ path: ['inventoryTransfers'], query: args.query, warnings }];
        return connection(ctx.world.all('InventoryTransfer').filter(test), args, {
          sort: SORTS[args.sortKey ?? 'ID'] ?? SORTS.ID!,
        });
      },
      inventoryShipment: (_, { id }: { id: string }, { world }) => world.get('InventoryShipment', id) ?? null,
      inventoryShipments: (_, args: PageArgs & { query?: string | null }, { world }) => {
        const { test } = search(args.query, {
          fields: {
            id: (one: InventoryShipment) => Number(gidTail(one.id)),
            status: (one) => one.status,
            barcode: (one) => one.barcode,
          },
        });
        return connection(world.all('InventoryShipment').filter(test), args);
      },
    },
    Mutation: { ...transferMutations, ...shipmentMutations },
    InventoryTransfer: {
      origin: (one: InventoryTransfer, _, { world }) => place(world, one, one.originId),
      destination: (one: InventoryTransfer, _, { world }) => place(world, one, one.destinationId),
      lineItems: (one: InventoryTransfer, args: PageArgs, { world }) => connection(transferLines(world, one.id), args),
      lineItemsCount: (one: InventoryTransfer, _, { world }) => count(transferLines(world, one.id).length),
      totalQuantity: (one: InventoryTransfer, _, { world }) => sum(transferLines(world, one.id), (line) => line.total),
      receivedQuantity: (one: InventoryTransfer, _, { world }) =>
        sum(shipmentsOf(world, one.id), (shipment) =>
          sum(shipmentLines(world, shipment.id), (line) => line.accepted + line.rejected),
        ),
      shipments: (one: InventoryTransfer, args: PageArgs, { world }) => connection(shipmentsOf(world, one.id), args),
      hasTimelineComment: () => false,
      events: (_, args: PageArgs) => connection([], args),
    },
    InventoryTransferLineItem: {
      inventoryItem: (line: InventoryTransferLineItem, _, { world }) => world.get('InventoryItem', line.itemId) ?? null,
      title: (line: InventoryTransferLineItem, _, { world }) => {
        const variant = world.get('ProductVariant', world.get('InventoryItem', line.itemId)?.variantId);
        return (variant && world.get('Product', variant.productId)?.title) ?? null;
      },
      totalQuantity: (line: InventoryTransferLineItem) => line.total,
      shippedQuantity: (line: InventoryTransferLineItem, _, { world }) => progress(world, line).shipped,
      pickedForShipmentQuantity: (line: InventoryTransferLineItem, _, { world }) => progress(world, line).picked,
      processableQuantity: (line: InventoryTransferLineItem, _, { world }) => progress(world, line).left,
      shippableQuantity: (line: InventoryTransferLineItem, _, { world }) => {
        const status = world.get('InventoryTransfer', line.transferId)?.status;
        return status === 'READY_TO_SHIP' || status === 'IN_PROGRESS' ? progress(world, line).left : 0;
      },
    },
    InventoryShipment: {
      lineItems: (one: InventoryShipment, args: PageArgs, { world }) => connection(shipmentLines(world, one.id), args),
      lineItemsCount: (one: InventoryShipment, _, { world }) => count(shipmentLines(world, one.id).length),
      lineItemTotalQuantity: (one: InventoryShipment, _, { world }) =>
        sum(shipmentLines(world, one.id), (line) => line.quantity),
      totalAcceptedQuantity: (one: InventoryShipment, _, { world }) =>
        sum(shipmentLines(world, one.id), (line) => line.accepted),
      totalRejectedQuantity: (one: InventoryShipment, _, { world }) =>
        sum(shipmentLines(world, one.id), (line) => line.rejected),
      totalReceivedQuantity: (one: InventoryShipment, _, { world }) =>
        sum(shipmentLines(world, one.id), (line) => line.accepted + line.rejected),
    },
    InventoryShipmentLineItem: {
      inventoryItem: (line: InventoryShipmentLineItem, _, { world }) => world.get('InventoryItem', line.itemId) ?? null,
      acceptedQuantity: (line: InventoryShipmentLineItem) => line.accepted,
      rejectedQuantity: (line: InventoryShipmentLineItem) => line.rejected,
      unreceivedQuantity: (line: InventoryShipmentLineItem) => unreceived(line),
    },
  },
  complete: [
    'InventoryTransfer',
    'InventoryTransferLineItem',
    'InventoryTransferLineItemUpdate',
    'InventoryShipment',
    'InventoryShipmentLineItem',
    'InventoryShipmentTracking',
    'LocationSnapshot',
  ],
  payloads: {
    ...Object.fromEntries(
      ['ready_to_ship', 'cancel', 'updated', 'complete'].map((name) => [
        `inventory_transfers/${name}`,
        transferPayload,
      ]),
    ),
    ...Object.fromEntries(
      ['create', 'delete', 'mark_in_transit', 'add_items', 'remove_items', 'update_item_quantities'].map((name) => [
        `inventory_shipments/${name}`,
        shipmentPayload,
      ]),
    ),
    'inventory_shipments/update_tracking': trackingPayload,
    'inventory_shipments/receive_items': (world, id) => ({
      ...base(world, id),
      status: world.get('InventoryShipment', id)?.status,
      items_received: shipmentLines(world, id).map((line) => ({
        id: line.id,
        new_accepted_quantity: line.accepted,
        new_rejected_quantity: line.rejected,
        remaining_quantity_to_receive: unreceived(line),
      })),
    }),
  },
};
