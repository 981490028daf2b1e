import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { timestamp } from '../../kernel/scalars.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import {
  book,
  type InventoryShipment,
  type InventoryShipmentLineItem,
  type InventoryTransfer,
  progress,
  send,
  shipmentLines,
  shipmentsOf,
  transferLines,
  unreceived,
} from './transfer.ts';

interface LineInput {
  inventoryItemId: string;
  quantity: number;
}

interface TrackingInput {
  trackingNumber?: string | null;
  company?: string | null;
  trackingUrl?: string | null;
  arrivesAt?: string | null;
}

const tracking = (input: TrackingInput | null | undefined): InventoryShipment['tracking'] =>
  input
    ? {
        trackingNumber: input.trackingNumber ?? null,
        company: input.company ?? null,
        trackingUrl: input.trackingUrl ?? null,
        arrivesAt: input.arrivesAt ? timestamp(input.arrivesAt) : null,
      }
    : null;

const trackingErrors = (input: TrackingInput | null | undefined, field: string[]): UserError[] =>
  input?.trackingUrl && !/^https?:\/\//.test(input.trackingUrl)
    ? [userError([...field, 'trackingUrl'], 'The URL is invalid.', 'INVALID_URL')]
    : [];

/** Whether the items are of the transfer and not yet on other shipments. */
function itemErrors(world: World, transfer: InventoryTransfer, lines: LineInput[], root: string[]): UserError[] {
  const known = new Map(transferLines(world, transfer.id).map((line) => [line.itemId, line]));
  const seen = new Set<string>();
  return lines.flatMap(({ inventoryItemId, quantity }, index) => {
    const at = (name: string) => [...root, index, name];
    const line = known.get(expectId(inventoryItemId, 'InventoryItem'));
    if (!line) return [userError(at('inventoryItemId'), 'The inventory item could not be found.', 'ITEM_NOT_FOUND')];
    if (seen.has(inventoryItemId))
      return [
        userError(
          at('inventoryItemId'),
          'The inventory item is already present in the list. Each item must be unique.',
          'DUPLICATE_ITEM',
        ),
      ];
    seen.add(inventoryItemId);
    if (quantity < 0) return [userError(at('quantity'), "The quantity can't be negative.", 'INVALID_QUANTITY')];
    return quantity > progress(world, line).left
      ? [userError(at('quantity'), 'The quantity is higher than what is left to ship.', 'INVALID_QUANTITY')]
      : [];
  });
}

interface CreateInput {
  movementId: string;
  lineItems: LineInput[];
  barcode?: string | null;
  trackingInput?: TrackingInput | null;
  dateCreated?: string | null;
}

function create(world: World, input: CreateInput, sent: boolean) {
  const no = (errors: UserError | UserError[]) => refuse(errors, 'inventoryShipment');
  const transfer = world.get('InventoryTransfer', expectId(input.movementId, 'InventoryTransfer'));
  if (!transfer) return no(userError(['input', 'movementId'], "The transfer can't be found.", 'TRANSFER_NOT_FOUND'));
  if (transfer.status !== 'READY_TO_SHIP' && transfer.status !== 'IN_PROGRESS')
    return no(
      userError(['input', 'movementId'], "The transfer's status doesn't allow shipments.", 'INVALID_TRANSFER_STATUS'),
    );
  const errors = [
    ...itemErrors(world, transfer, input.lineItems, ['input', 'lineItems']),
    ...trackingErrors(input.trackingInput, ['input', 'trackingInput']),
  ];
  if (input.lineItems.length === 0)
    errors.push(userError(['input', 'lineItems'], 'The shipment needs at least one item.', 'EMPTY_SHIPMENT_INPUT'));
  if (errors.length) return no(errors);
  const now = world.timestamp();
  const shipment = world.insert('InventoryShipment', {
    transferId: transfer.id,
    name: `${transfer.name}-${world.count(`shipment ${transfer.id}`)}`,
    status: 'DRAFT',
    barcode: input.barcode ?? null,
    tracking: tracking(input.trackingInput),
    dateCreated: input.dateCreated ? timestamp(input.dateCreated) : now,
    dateShipped: null,
    dateReceived: null,
  });
  for (const { inventoryItemId: itemId, quantity } of input.lineItems)
    world.insert('InventoryShipmentLineItem', { shipmentId: shipment.id, itemId, quantity, accepted: 0, rejected: 0 });
  world.emit('inventory_shipments/create', shipment.id);
  if (sent) send(world, shipment, now);
  return { inventoryShipment: shipment, userErrors: [] };
}

const inventoryShipmentCreate: Resolver = (_, { input }: { input: CreateInput }, { world }: Ctx) =>
  create(world, input, false);
const inventoryShipmentCreateInTransit: Resolver = (_, { input }: { input: CreateInput }, { world }: Ctx) =>
  create(world, input, true);

function expectShipment(
  world: World,
  id: string,
  states: InventoryShipment['status'][],
  wrong = "The shipment's status doesn't allow this.",
): InventoryShipment | UserError {
  const shipment = world.get('InventoryShipment', expectId(id, 'InventoryShipment'));
  if (!shipment) return userError(['id'], "The shipment can't be found.", 'SHIPMENT_NOT_FOUND');
  return states.includes(shipment.status) ? shipment : userError(['id'], wrong, 'INVALID_SHIPMENT_STATUS');
}

const ALL: InventoryShipment['status'][] = ['DRAFT', 'IN_TRANSIT', 'PARTIALLY_RECEIVED', 'RECEIVED'];

const inventoryShipmentMarkInTransit: Resolver = (
  _,
  { id, dateShipped }: { id: string; dateShipped?: string | null },
  { world }: Ctx,
) => {
  const shipment = expectShipment(world, id, ['DRAFT']);
  if ('message' in shipment) return refuse(shipment, 'inventoryShipment');
  if (shipmentLines(world, shipment.id).length === 0)
    return refuse(userError(['id'], 'The shipment needs at least one item.', 'ITEMS_EMPTY'), 'inventoryShipment');
  send(world, shipment, dateShipped ? timestamp(dateShipped) : world.timestamp());
  return { inventoryShipment: shipment, userErrors: [] };
};

const inventoryShipmentSetTracking: Resolver = (_, args: { id: string; tracking: TrackingInput }, { world }: Ctx) => {
  const shipment = expectShipment(world, args.id, ALL);
  if ('message' in shipment) return refuse(shipment, 'inventoryShipment');
  const errors = trackingErrors(args.tracking, ['tracking']);
  if (errors.length) return refuse(errors, 'inventoryShipment');
  world.patch('InventoryShipment', shipment, { tracking: tracking(args.tracking) });
  world.emit('inventory_shipments/update_tracking', shipment.id);
  return { inventoryShipment: shipment, userErrors: [] };
};

const inventoryShipmentSetBarcode: Resolver = (_, args: { id: string; barcode: string }, { world }: Ctx) => {
  const shipment = expectShipment(world, args.id, ALL);
  if ('message' in shipment) return refuse(shipment, 'inventoryShipment');
  if (args.barcode.length > 255)
    return refuse(userError(['barcode'], 'The barcode is too long.', 'BARCODE_TOO_LONG'), 'inventoryShipment');
  if (world.all('InventoryShipment').some((one) => one !== shipment && one.barcode === args.barcode))
    return refuse(userError(['barcode'], 'The barcode is in use.', 'BARCODE_DUPLICATE'), 'inventoryShipment');
  world.patch('InventoryShipment', shipment, { barcode: args.barcode });
  return { inventoryShipment: shipment, userErrors: [] };
};

const inventoryShipmentDelete: Resolver = (_, { id }: { id: string }, { world }: Ctx) => {
  const shipment = expectShipment(world, id, ['DRAFT'], "Can't delete the shipment if it's not in the draft status.");
  if ('message' in shipment) return refuse(shipment, 'id');
  for (const line of shipmentLines(world, shipment.id)) world.remove('InventoryShipmentLineItem', line);
  world.remove('InventoryShipment', shipment);
  world.emit('inventory_shipments/delete', shipment.id);
  return { id: shipment.id, userErrors: [] };
};

const inventoryShipmentAddItems: Resolver = (
  _,
  { id, lineItems }: { id: string; lineItems: LineInput[] },
  { world }: Ctx,
) => {
  const names = ['addedItems', 'inventoryShipment'];
  const shipment = expectShipment(world, id, ['DRAFT']);
  if ('message' in shipment) return refuse(shipment, ...names);
  const transfer = world.get('InventoryTransfer', shipment.transferId)!;
  const errors = itemErrors(world, transfer, lineItems, ['lineItems']);
  const present = new Set(shipmentLines(world, shipment.id).map((line) => line.itemId));
  for (const [index, { inventoryItemId }] of lineItems.entries())
    if (present.has(inventoryItemId))
      errors.push(
        userError(
          ['lineItems', index, 'inventoryItemId'],
          'The inventory item is already present in the list. Each item must be unique.',
          'DUPLICATE_ITEM',
        ),
      );
  if (errors.length) return refuse(errors, ...names);
  const addedItems = lineItems.map(({ inventoryItemId: itemId, quantity }) =>
    world.insert('InventoryShipmentLineItem', { shipmentId: shipment.id, itemId, quantity, accepted: 0, rejected: 0 }),
  );
  world.emit('inventory_shipments/add_items', shipment.id);
  return { addedItems, inventoryShipment: shipment, userErrors: [] };
};

/** Lines of a shipment by the ids given, or what is wrong with them. */
function pick(
  world: World,
  shipment: InventoryShipment,
  ids: string[],
  field: (index: number) => (string | number)[],
): { lines: InventoryShipmentLineItem[] } | UserError {
  const lines: InventoryShipmentLineItem[] = [];
  for (const [index, id] of ids.entries()) {
    const line = world.get('InventoryShipmentLineItem', expectId(id, 'InventoryShipmentLineItem'));
    if (line?.shipmentId !== shipment.id)
      return userError(field(index), 'The shipment item could not be found.', 'ITEM_NOT_FOUND');
    lines.push(line);
  }
  return { lines };
}

const inventoryShipmentRemoveItems: Resolver = (
  _,
  { id, lineItems }: { id: string; lineItems: string[] },
  { world }: Ctx,
) => {
  const shipment = expectShipment(world, id, ['DRAFT']);
  if ('message' in shipment) return refuse(shipment, 'inventoryShipment');
  const found = pick(world, shipment, lineItems, (index) => ['lineItems', index]);
  if ('message' in found) return refuse(found, 'inventoryShipment');
  for (const line of new Set(found.lines)) world.remove('InventoryShipmentLineItem', line);
  world.emit('inventory_shipments/remove_items', shipment.id);
  return { inventoryShipment: shipment, userErrors: [] };
};

const inventoryShipmentUpdateItemQuantities: Resolver = (
  _,
  { id, items }: { id: string; items: { shipmentLineItemId: string; quantity: number }[] },
  { world }: Ctx,
) => {
  const names = ['shipment', 'updatedLineItems'];
  const shipment = expectShipment(world, id, ['DRAFT']);
  if ('message' in shipment) return refuse(shipment, ...names);
  const found = pick(
    world,
    shipment,
    items.map((item) => item.shipmentLineItemId),
    (index) => ['items', index, 'shipmentLineItemId'],
  );
  if ('message' in found) return refuse(found, ...names);
  const all = new Map(transferLines(world, shipment.transferId).map((line) => [line.itemId, line]));
  for (const [index, line] of found.lines.entries()) {
    const { quantity } = items[index]!;
    if (quantity < 0 || quantity - line.quantity > progress(world, all.get(line.itemId)!).left)
      return refuse(
        userError(
          ['items', index, 'quantity'],
          quantity < 0 ? "The quantity can't be negative." : 'The quantity is higher than what is left to ship.',
          'INVALID_QUANTITY',
        ),
        ...names,
      );
  }
  for (const [index, line] of found.lines.entries())
    world.patch('InventoryShipmentLineItem', line, { quantity: items[index]!.quantity });
  world.emit('inventory_shipments/update_item_quantities', shipment.id);
  return { shipment, updatedLineItems: found.lines, userErrors: [] };
};

interface ReceiveArgs {
  id: string;
  lineItems?: { shipmentLineItemId: string; quantity: number; reason: 'ACCEPTED' | 'REJECTED' }[] | null;
  bulkReceiveAction?: 'ACCEPTED' | 'REJECTED' | null;
  dateReceived?: string | null;
}

/** Takes a parcel in: accepted units go on the shelf of the destination, rejected ones are only no longer expected. */
const inventoryShipmentReceive: Resolver = (_, args: ReceiveArgs, { world }: Ctx) => {
  const shipment = expectShipment(world, args.id, ['IN_TRANSIT', 'PARTIALLY_RECEIVED']);
  if ('message' in shipment) return refuse(shipment, 'inventoryShipment');
  const transfer = world.get('InventoryTransfer', shipment.transferId)!;
  const wanted =
    args.lineItems ??
    (args.bulkReceiveAction
      ? shipmentLines(world, shipment.id).map((line) => ({
          shipmentLineItemId: line.id,
          quantity: unreceived(line),
          reason: args.bulkReceiveAction!,
        }))
      : []);
  const found = pick(
    world,
    shipment,
    wanted.map((item) => item.shipmentLineItemId),
    (index) => ['lineItems', index, 'shipmentLineItemId'],
  );
  if ('message' in found) return refuse(found, 'inventoryShipment');
  const sums = new Map<string, number>();
  for (const [index, line] of found.lines.entries()) {
    const { quantity } = wanted[index]!;
    const sum = (sums.get(line.id) ?? 0) + quantity;
    sums.set(line.id, sum);
    if (quantity < 0 || sum > unreceived(line))
      return refuse(
        userError(
          ['lineItems', index, 'quantity'],
          quantity < 0 ? "The quantity can't be negative." : 'The quantity is higher than what is still expected.',
          'INVALID_QUANTITY',
        ),
        'inventoryShipment',
      );
  }
  for (const [index, line] of found.lines.entries()) {
    const { quantity, reason } = wanted[index]!;
    if (quantity === 0) continue;
    const accepted = reason === 'ACCEPTED';
    world.patch('InventoryShipmentLineItem', line, {
      accepted: line.accepted + (accepted ? quantity : 0),
      rejected: line.rejected + (accepted ? 0 : quantity),
    });
    book(world, line.itemId, transfer.destinationId, {
      incoming: -quantity,
      ...(accepted ? { available: quantity } : {}),
    });
  }
  const done = shipmentLines(world, shipment.id).every((line) => unreceived(line) === 0);
  world.patch('InventoryShipment', shipment, {
    status: done ? 'RECEIVED' : 'PARTIALLY_RECEIVED',
    dateReceived: args.dateReceived ? timestamp(args.dateReceived) : world.timestamp(),
  });
  world.emit('inventory_shipments/receive_items', shipment.id);
  const all = shipmentsOf(world, transfer.id).every((one) => one.status === 'RECEIVED');
  if (all && transferLines(world, transfer.id).every((line) => progress(world, line).left === 0)) {
    world.patch('InventoryTransfer', transfer, { status: 'TRANSFERRED' });
    world.emit('inventory_transfers/complete', transfer.id);
  }
  return { inventoryShipment: shipment, userErrors: [] };
};

export const shipmentMutations = {
  inventoryShipmentAddItems,
  inventoryShipmentCreate,
  inventoryShipmentCreateInTransit,
  inventoryShipmentDelete,
  inventoryShipmentMarkInTransit,
  inventoryShipmentReceive,
  inventoryShipmentRemoveItems,
  inventoryShipmentSetBarcode,
  inventoryShipmentSetTracking,
  inventoryShipmentUpdateItemQuantities,
};
