import type { World } from '../../kernel/world.ts';
import { levelAt, type QuantityName, shift, stockAt } from '../inventory/level.ts';

/** Goods that go from one of the shop's places to another. */
export interface InventoryTransfer {
  id: string;
  name: string;
  status: 'DRAFT' | 'READY_TO_SHIP' | 'IN_PROGRESS' | 'TRANSFERRED' | 'CANCELED';
  originId: string | null;
  destinationId: string | null;
  note: string | null;
  referenceName: string | null;
  tags: string[];
  dateCreated: string;
  createdAt: string;
}

export interface InventoryTransferLineItem {
  id: string;
  transferId: string;
  itemId: string;
  total: number;
}

/** A parcel of a transfer. */
export interface InventoryShipment {
  id: string;
  transferId: string;
  name: string;
  status: 'DRAFT' | 'IN_TRANSIT' | 'PARTIALLY_RECEIVED' | 'RECEIVED';
  barcode: string | null;
  tracking: {
    trackingNumber: string | null;
    company: string | null;
    trackingUrl: string | null;
    arrivesAt: string | null;
  } | null;
  dateCreated: string;
  dateShipped: string | null;
  dateReceived: string | null;
}

export interface InventoryShipmentLineItem {
  id: string;
  shipmentId: string;
  itemId: string;
  quantity: number;
  accepted: number;
  rejected: number;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    InventoryTransfer: InventoryTransfer;
    InventoryTransferLineItem: InventoryTransferLineItem;
    InventoryShipment: InventoryShipment;
    InventoryShipmentLineItem: InventoryShipmentLineItem;
  }
}

export const transferLines = (world: World, transferId: string): InventoryTransferLineItem[] =>
  world.where('InventoryTransferLineItem', 'transferId', transferId);
export const shipmentsOf = (world: World, transferId: string): InventoryShipment[] =>
  world.where('InventoryShipment', 'transferId', transferId);
export const shipmentLines = (world: World, shipmentId: string): InventoryShipmentLineItem[] =>
  world.where('InventoryShipmentLineItem', 'shipmentId', shipmentId);

/** Where the units of a transfer line are: in draft shipments, on their way or there, and still to be packed. */
export function progress(world: World, line: InventoryTransferLineItem) {
  let picked = 0;
  let shipped = 0;
  for (const shipment of shipmentsOf(world, line.transferId))
    for (const part of shipmentLines(world, shipment.id)) {
      if (part.itemId !== line.itemId) continue;
      if (shipment.status === 'DRAFT') picked += part.quantity;
      else shipped += part.quantity;
    }
  return { picked, shipped, left: line.total - picked - shipped };
}

/** Moves units between the quantities of an item at a place; the item is stocked there if it was not. */
export function book(
  world: World,
  itemId: string,
  locationId: string | null,
  by: Partial<Record<QuantityName, number>>,
): void {
  const location = world.get('Location', locationId);
  if (!location) return;
  shift(world, levelAt(world, itemId, location.id) ?? stockAt(world, itemId, location), by);
}

/** Sets units aside at the origin for a transfer that is ready (or, negative, gives them back). */
export function reserve(world: World, transfer: InventoryTransfer, itemId: string, units: number): void {
  if (units !== 0) book(world, itemId, transfer.originId, { available: -units, reserved: units });
}

/** Sends a draft shipment: reserved units leave the origin and are expected at the destination. */
export function send(world: World, shipment: InventoryShipment, at: string): void {
  const transfer = world.get('InventoryTransfer', shipment.transferId)!;
  for (const { itemId, quantity } of shipmentLines(world, shipment.id)) {
    book(world, itemId, transfer.originId, { reserved: -quantity });
    book(world, itemId, transfer.destinationId, { incoming: quantity });
  }
  world.patch('InventoryShipment', shipment, { status: 'IN_TRANSIT', dateShipped: at });
  world.patch('InventoryTransfer', transfer, { status: 'IN_PROGRESS' });
  world.emit('inventory_shipments/mark_in_transit', shipment.id);
}

export const unreceived = (line: InventoryShipmentLineItem): number => line.quantity - line.accepted - line.rejected;
