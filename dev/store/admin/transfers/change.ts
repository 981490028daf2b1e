import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { timestamp } from '../../kernel/scalars.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { sortTags } from '../orders/taking.ts';
import { type InventoryTransfer, progress, reserve, shipmentsOf, transferLines } from './transfer.ts';

interface LineInput {
  inventoryItemId: string;
  quantity: number;
}

interface CreateInput {
  originLocationId?: string | null;
  destinationLocationId?: string | null;
  lineItems: LineInput[];
  dateCreated?: string | null;
  note?: string | null;
  referenceName?: string | null;
  tags?: string[] | null;
}

const NO_TRANSFER = "The transfer can't be found.";

function placeErrors(world: World, id: string | null | undefined, field: string[]): UserError[] {
  if (!id) return [];
  const location = world.get('Location', expectId(id, 'Location'));
  if (!location) return [userError(field, "The location selected can't be found.", 'LOCATION_NOT_FOUND')];
  return location.isActive ? [] : [userError(field, 'The location selected is not active.', 'LOCATION_NOT_ACTIVE')];
}

const SAME = (field: string[]) =>
  userError(
    field,
    'The origin location cannot be the same as the destination location.',
    'TRANSFER_ORIGIN_CANNOT_BE_THE_SAME_AS_DESTINATION',
  );

export function lineErrors(world: World, lines: LineInput[], root: string[]): UserError[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line.inventoryItemId, (counts.get(line.inventoryItemId) ?? 0) + 1);
  return lines.flatMap(({ inventoryItemId, quantity }, index) => {
    const at = (name: string) => [...root, index, name];
    const item = world.get('InventoryItem', expectId(inventoryItemId, 'InventoryItem'));
    if (!item) return [userError(at('inventoryItemId'), 'The inventory item could not be found.', 'ITEM_NOT_FOUND')];
    if (counts.get(inventoryItemId)! > 1)
      return [
        userError(
          at('inventoryItemId'),
          'The inventory item is already present in the list. Each item must be unique.',
          'DUPLICATE_ITEM',
        ),
      ];
    if (!item.tracked)
      return [userError(at('inventoryItemId'), 'The inventory item does not track inventory.', 'UNTRACKED_ITEM')];
    return quantity < 0 ? [userError(at('quantity'), "The quantity can't be negative.", 'INVALID_QUANTITY')] : [];
  });
}

/** The next transfer's name: #T0001. */
const nextName = (world: World): string => `#T${String(world.count('transfer')).padStart(4, '0')}`;

function create(world: World, input: CreateInput, status: InventoryTransfer['status']) {
  const { originLocationId: originId = null, destinationLocationId: destinationId = null } = input;
  const errors = [
    ...placeErrors(world, originId, ['input', 'originLocationId']),
    ...placeErrors(world, destinationId, ['input', 'destinationLocationId']),
    ...(originId && originId === destinationId ? [SAME(['input', 'destinationLocationId'])] : []),
    ...lineErrors(world, input.lineItems, ['input', 'lineItems']),
  ];
  if (status === 'READY_TO_SHIP' && errors.length === 0)
    errors.push(...readyErrors(originId, destinationId, input.lineItems.length, ['input']));
  if (errors.length) return refuse(errors, 'inventoryTransfer');
  const now = world.timestamp();
  const transfer = world.insert('InventoryTransfer', {
    name: nextName(world),
    status,
    originId,
    destinationId,
    note: input.note ?? null,
    referenceName: input.referenceName ?? null,
    tags: sortTags(input.tags ?? []),
    dateCreated: input.dateCreated ? timestamp(input.dateCreated) : now,
    createdAt: now,
  });
  for (const { inventoryItemId: itemId, quantity } of input.lineItems) {
    world.insert('InventoryTransferLineItem', { transferId: transfer.id, itemId, total: quantity });
    if (status === 'READY_TO_SHIP') reserve(world, transfer, itemId, quantity);
  }
  if (status === 'READY_TO_SHIP') world.emit('inventory_transfers/ready_to_ship', transfer.id);
  return { inventoryTransfer: transfer, userErrors: [] };
}

function readyErrors(
  originId: string | null,
  destinationId: string | null,
  lines: number,
  root: string[],
): UserError[] {
  if (!originId || !destinationId)
    return [userError([...root], 'The transfer needs an origin and a destination.', 'LOCATION_REQUIRED')];
  return lines === 0 ? [userError([...root], 'The transfer needs at least one item.', 'ITEMS_EMPTY')] : [];
}

const inventoryTransferCreate: Resolver = (_, { input }: { input: CreateInput }, { world }: Ctx) =>
  create(world, input, 'DRAFT');
const inventoryTransferCreateAsReadyToShip: Resolver = (_, { input }: { input: CreateInput }, { world }: Ctx) =>
  create(world, input, 'READY_TO_SHIP');

/** The transfer when it is in one of the states. */
function expectTransfer(
  world: World,
  id: string,
  states: InventoryTransfer['status'][],
  wrong: string,
  field: string[] = ['id'],
): InventoryTransfer | UserError {
  const transfer = world.get('InventoryTransfer', expectId(id, 'InventoryTransfer'));
  if (!transfer) return userError(field, NO_TRANSFER, 'TRANSFER_NOT_FOUND');
  return states.includes(transfer.status) ? transfer : userError(field, wrong, 'INVALID_TRANSFER_STATUS');
}

const ALL: InventoryTransfer['status'][] = ['DRAFT', 'READY_TO_SHIP', 'IN_PROGRESS', 'TRANSFERRED', 'CANCELED'];

const inventoryTransferEdit: Resolver = (
  _,
  {
    id,
    input,
  }: {
    id: string;
    input: {
      originId?: string | null;
      destinationId?: string | null;
      dateCreated?: string | null;
      note?: string | null;
      referenceName?: string | null;
      tags?: string[] | null;
    };
  },
  { world }: Ctx,
) => {
  const transfer = expectTransfer(world, id, ALL, '');
  if ('message' in transfer) return refuse(transfer, 'inventoryTransfer');
  const originId = input.originId ?? transfer.originId;
  const destinationId = input.destinationId ?? transfer.destinationId;
  const moved = originId !== transfer.originId || destinationId !== transfer.destinationId;
  const errors = [
    ...placeErrors(world, input.originId, ['input', 'originId']),
    ...placeErrors(world, input.destinationId, ['input', 'destinationId']),
    ...(originId && originId === destinationId ? [SAME(['input', 'destinationId'])] : []),
    ...(moved && transfer.status !== 'DRAFT'
      ? [
          userError(
            ['input', 'originId'],
            "The locations can't be changed once the transfer is ready.",
            'TRANSFER_LOCATION_IMMUTABLE',
          ),
        ]
      : []),
  ];
  if (errors.length) return refuse(errors, 'inventoryTransfer');
  world.patch('InventoryTransfer', transfer, {
    originId,
    destinationId,
    ...(input.note === undefined ? {} : { note: input.note }),
    ...(input.referenceName === undefined ? {} : { referenceName: input.referenceName }),
    ...(input.tags ? { tags: sortTags(input.tags) } : {}),
    ...(input.dateCreated ? { dateCreated: timestamp(input.dateCreated) } : {}),
  });
  world.emit('inventory_transfers/updated', transfer.id);
  return { inventoryTransfer: transfer, userErrors: [] };
};

/** Sets the quantities of items, adding those that are new. */
const inventoryTransferSetItems: Resolver = (
  _,
  { input }: { input: { id: string; lineItems: LineInput[] } },
  { world }: Ctx,
) => {
  const names = ['inventoryTransfer', 'updatedLineItems'];
  const transfer = expectTransfer(
    world,
    input.id,
    ['DRAFT', 'READY_TO_SHIP', 'IN_PROGRESS'],
    "The transfer's items can't be changed in its current status.",
    ['input', 'id'],
  );
  if ('message' in transfer) return refuse(transfer, ...names);
  const lines = new Map(transferLines(world, transfer.id).map((line) => [line.itemId, line]));
  const errors = lineErrors(world, input.lineItems, ['input', 'lineItems']);
  for (const [index, { inventoryItemId, quantity }] of input.lineItems.entries()) {
    const line = lines.get(inventoryItemId);
    const gone = line ? line.total - progress(world, line).left : 0;
    if (quantity >= 0 && quantity < gone)
      errors.push(
        userError(
          ['input', 'lineItems', index, 'quantity'],
          "The quantity can't be lower than what is on shipments.",
          'INVALID_QUANTITY',
        ),
      );
  }
  if (errors.length) return refuse(errors, ...names);
  const updates = input.lineItems.map(({ inventoryItemId: itemId, quantity }) => {
    const line = lines.get(itemId);
    const delta = quantity - (line?.total ?? 0);
    if (line) world.patch('InventoryTransferLineItem', line, { total: quantity });
    else world.insert('InventoryTransferLineItem', { transferId: transfer.id, itemId, total: quantity });
    if (transfer.status !== 'DRAFT') reserve(world, transfer, itemId, delta);
    return { inventoryItemId: itemId, newQuantity: quantity, deltaQuantity: delta };
  });
  world.emit('inventory_transfers/updated', transfer.id);
  return { inventoryTransfer: transfer, updatedLineItems: updates, userErrors: [] };
};

const inventoryTransferRemoveItems: Resolver = (
  _,
  { input }: { input: { id: string; transferLineItemIds?: string[] | null } },
  { world }: Ctx,
) => {
  const names = ['inventoryTransfer', 'removedQuantities'];
  const transfer = expectTransfer(
    world,
    input.id,
    ['DRAFT', 'READY_TO_SHIP', 'IN_PROGRESS'],
    "The transfer's items can't be changed in its current status.",
    ['input', 'id'],
  );
  if ('message' in transfer) return refuse(transfer, ...names);
  const all = transferLines(world, transfer.id);
  const wanted = input.transferLineItemIds ?? all.map((line) => line.id);
  const lines = wanted.map((id) => all.find((line) => line.id === expectId(id, 'InventoryTransferLineItem')));
  const missing = lines.findIndex((line) => !line);
  if (missing >= 0)
    return refuse(
      userError(['input', 'transferLineItemIds', missing], 'The item could not be found.', 'ITEM_NOT_FOUND'),
      ...names,
    );
  const stuck = lines.findIndex((line) => progress(world, line!).left < line!.total);
  if (stuck >= 0)
    return refuse(
      userError(['input', 'transferLineItemIds', stuck], 'The item is on a shipment.', 'ALL_QUANTITY_SHIPPED'),
      ...names,
    );
  if (transfer.status !== 'DRAFT' && lines.length === all.length)
    return refuse(
      userError(
        ['input', 'transferLineItemIds'],
        "A transfer that is ready to ship can't lose all its items.",
        'CANT_REMOVE_ALL_ITEMS_FROM_READY_TO_SHIP_TRANSFER',
      ),
      ...names,
    );
  const removed = lines.map((line) => {
    if (transfer.status !== 'DRAFT') reserve(world, transfer, line!.itemId, -line!.total);
    world.remove('InventoryTransferLineItem', line!);
    return { inventoryItemId: line!.itemId, newQuantity: 0, deltaQuantity: -line!.total };
  });
  world.emit('inventory_transfers/updated', transfer.id);
  return { inventoryTransfer: transfer, removedQuantities: removed, userErrors: [] };
};

const inventoryTransferMarkAsReadyToShip: Resolver = (_, { id }: { id: string }, { world }: Ctx) => {
  const transfer = expectTransfer(
    world,
    id,
    ['DRAFT'],
    "Can't mark the transfer as ready to ship if it's not in the draft status.",
  );
  if ('message' in transfer) return refuse(transfer, 'inventoryTransfer');
  const lines = transferLines(world, transfer.id);
  const errors = readyErrors(transfer.originId, transfer.destinationId, lines.length, ['id']);
  if (errors.length) return refuse(errors, 'inventoryTransfer');
  for (const line of lines) reserve(world, transfer, line.itemId, line.total);
  world.patch('InventoryTransfer', transfer, { status: 'READY_TO_SHIP' });
  world.emit('inventory_transfers/ready_to_ship', transfer.id);
  return { inventoryTransfer: transfer, userErrors: [] };
};

const inventoryTransferCancel: Resolver = (_, { id }: { id: string }, { world }: Ctx) => {
  const transfer = expectTransfer(
    world,
    id,
    ['DRAFT', 'READY_TO_SHIP'],
    "Can't cancel the transfer in its current status.",
  );
  if ('message' in transfer) return refuse(transfer, 'inventoryTransfer');
  if (shipmentsOf(world, transfer.id).length)
    return refuse(
      userError(['id'], "Can't cancel a transfer that has shipments.", 'SHIPMENT_EXISTS'),
      'inventoryTransfer',
    );
  if (transfer.status === 'READY_TO_SHIP')
    for (const line of transferLines(world, transfer.id)) reserve(world, transfer, line.itemId, -line.total);
  world.patch('InventoryTransfer', transfer, { status: 'CANCELED' });
  world.emit('inventory_transfers/cancel', transfer.id);
  return { inventoryTransfer: transfer, userErrors: [] };
};

const inventoryTransferDelete: Resolver = (_, { id }: { id: string }, { world }: Ctx) => {
  const transfer = expectTransfer(world, id, ['DRAFT'], "Can't delete the transfer if it's not in the draft status.");
  if ('message' in transfer) return refuse(transfer, 'deletedId');
  for (const line of transferLines(world, transfer.id)) world.remove('InventoryTransferLineItem', line);
  world.remove('InventoryTransfer', transfer);
  return { deletedId: transfer.id, userErrors: [] };
};

const inventoryTransferDuplicate: Resolver = (_, { id }: { id: string }, { world }: Ctx) => {
  const transfer = expectTransfer(world, id, ALL, '');
  if ('message' in transfer) return refuse(transfer, 'inventoryTransfer');
  const now = world.timestamp();
  const { id: _old, ...rest } = transfer;
  const copy = world.insert('InventoryTransfer', {
    ...rest,
    name: nextName(world),
    status: 'DRAFT',
    dateCreated: now,
    createdAt: now,
  });
  for (const { itemId, total } of transferLines(world, transfer.id))
    world.insert('InventoryTransferLineItem', { transferId: copy.id, itemId, total });
  return { inventoryTransfer: copy, userErrors: [] };
};

export const transferMutations = {
  inventoryTransferCancel,
  inventoryTransferCreate,
  inventoryTransferCreateAsReadyToShip,
  inventoryTransferDelete,
  inventoryTransferDuplicate,
  inventoryTransferEdit,
  inventoryTransferMarkAsReadyToShip,
  inventoryTransferRemoveItems,
  inventoryTransferSetItems,
};
