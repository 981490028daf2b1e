import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { ApiError } from '../../kernel/errors.ts';
import { type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { type InventoryLevel, levelAt, type QuantityName, quantity, shift } from './level.ts';

const BOUND = 1_000_000_000;
const ADJUSTABLE = ['available', 'damaged', 'incoming', 'quality_control', 'reserved', 'safety_stock'];
const REASONS = [
  'correction',
  'cycle_count_available',
  'damaged',
  'movement_created',
  'movement_updated',
  'movement_received',
  'movement_canceled',
  'other',
  'promotion',
  'quality_control',
  'received',
  'reservation_created',
  'reservation_updated',
  'reservation_deleted',
  'restock',
  'safety_stock',
  'shrinkage',
];

/** One quantity that a mutation changed, as its adjustment group lists it. */
interface Change {
  name: string;
  delta: number;
  quantityAfterChange: number | null;
  ledgerDocumentUri: string | null;
  itemId: string;
  locationId: string;
}

/** Why and when quantities were changed together. */
interface AdjustmentGroup {
  id: string;
  createdAt: string;
  reason: string;
  referenceDocumentUri: string | null;
  appId: string;
  changes: Change[];
}

declare module '../../kernel/world.ts' {
  interface Tables {
    InventoryAdjustmentGroup: AdjustmentGroup;
  }
}

interface Place {
  inventoryItemId: string;
  locationId: string;
}

interface AdjustInput {
  reason: string;
  name: string;
  referenceDocumentUri?: string | null;
  changes: (Place & { delta: number; changeFromQuantity?: number | null; ledgerDocumentUri?: string | null })[];
}

interface SetInput {
  reason: string;
  name: string;
  referenceDocumentUri?: string | null;
  ignoreCompareQuantity?: boolean;
  quantities: (Place & { quantity: number; changeFromQuantity?: number | null; compareQuantity?: number | null })[];
}

interface MoveInput {
  reason: string;
  referenceDocumentUri: string;
  changes: {
    inventoryItemId: string;
    quantity: number;
    from: Terminal;
    to: Terminal;
  }[];
}

interface Terminal {
  locationId: string;
  name: string;
  ledgerDocumentUri?: string | null;
  changeFromQuantity?: number | null;
}

interface OnHandInput {
  reason: string;
  referenceDocumentUri?: string | null;
  setQuantities: SetInput['quantities'];
}

const no = (errors: UserError[]) => ({ inventoryAdjustmentGroup: null, userErrors: errors });

/** From 2026-04 on every change says what it starts from, or null to start from whatever is there: leaving it out is no choice. */
function expectStart({ version }: Ctx, type: string, inputs: object[]): void {
  if (version < '2026-04' || inputs.every((input) => 'changeFromQuantity' in input)) return;
  throw new ApiError(`${type} must include the following argument: changeFromQuantity.`, 'INVALID_FIELD_ARGUMENTS');
}

/** Mutation.inventoryAdjustQuantities: adds to one of the named quantities, compare-and-swap where a quantity to change from is given. */
export const inventoryAdjustQuantities: Resolver = (_, { input }: { input: AdjustInput }, ctx: Ctx) => {
  const { world } = ctx;
  expectStart(ctx, 'InventoryChangeInput', input.changes);
  const errors = [...reasonErrors(input.reason)];
  if (!ADJUSTABLE.includes(input.name))
    errors.push(
      userError(
        ['input', 'name'],
        `The specified quantity name is invalid. Valid values are: ${ADJUSTABLE.join(', ')}.`,
        'INVALID_QUANTITY_NAME',
      ),
    );
  for (const [index, change] of input.changes.entries()) {
    const at = (field: string) => ['input', 'changes', index, field];
    if (input.name === 'available' && change.ledgerDocumentUri)
      errors.push(
        userError(
          at('ledgerDocumentUri'),
          'A ledger document URI is not allowed when adjusting available.',
          'INVALID_AVAILABLE_DOCUMENT',
        ),
      );
    else if (input.name !== 'available')
      errors.push(...ledgerErrors(change.ledgerDocumentUri, at('ledgerDocumentUri')));
  }
  const documents = new Set(input.changes.map((change) => change.ledgerDocumentUri ?? null));
  if (errors.length === 0 && documents.size > 1)
    errors.push(
      userError(
        ['input', 'changes'],
        'All changes must have the same ledger document URI or, in the case of adjusting available, no ledger document URI.',
        'MAX_ONE_LEDGER_DOCUMENT',
      ),
    );
  if (errors.length) return no(errors);
  const found = input.changes.map((change, index) => placeOf(world, change, ['input', 'changes', index], errors));
  if (errors.length) return no(errors);
  for (const [index, change] of input.changes.entries()) {
    const level = found[index]!;
    const now = quantity(level, input.name);
    const after = now + change.delta;
    if (change.changeFromQuantity != null && change.changeFromQuantity !== now)
      errors.push(stale(['input', 'changes', index, 'changeFromQuantity']));
    else if (after > BOUND) errors.push(tooHigh(['input', 'changes', index, 'delta']));
    else if (after < -BOUND) errors.push(tooLow(['input', 'changes', index, 'delta']));
  }
  if (errors.length) return no(errors);
  const changes = mirroredLast(
    input.changes.flatMap((change, index) =>
      applyDelta(world, found[index]!, input.name, change.delta, change.ledgerDocumentUri ?? null),
    ),
  );
  return group(ctx, input, changes);
};

/** Mutation.inventorySetQuantities: makes `available` or `on_hand` what was counted. */
export const inventorySetQuantities: Resolver = (_, { input }: { input: SetInput }, ctx: Ctx) => {
  expectStart(ctx, 'InventoryQuantityInput', input.quantities);
  return setQuantities(input, 'quantities', ctx);
};

/** Mutation.inventorySetOnHandQuantities: the older way to say what was counted. */
export const inventorySetOnHandQuantities: Resolver = (_, { input }: { input: OnHandInput }, ctx: Ctx) => {
  expectStart(ctx, 'InventorySetQuantityInput', input.setQuantities);
  const { setQuantities: quantities, ...rest } = input;
  return setQuantities({ ...rest, name: 'on_hand', quantities, ignoreCompareQuantity: true }, 'setQuantities', ctx);
};

function setQuantities(input: SetInput, list: 'quantities' | 'setQuantities', ctx: Ctx): Record<string, unknown> {
  const { world } = ctx;
  if (input.name !== 'available' && input.name !== 'on_hand')
    return no([
      userError(['input', 'name'], "The quantity name must be either 'available' or 'on_hand'.", 'INVALID_NAME'),
    ]);
  const errors = [...reasonErrors(input.reason)];
  if (ctx.version === '2025-10' && !input.ignoreCompareQuantity) {
    const missing = input.quantities.some((one) => one.compareQuantity == null);
    if (missing)
      errors.push(
        userError(
          ['input', 'ignoreCompareQuantity'],
          'The compareQuantity argument must be given to each quantity or ignored using ignoreCompareQuantity.',
          'COMPARE_QUANTITY_REQUIRED',
        ),
      );
  }
  const pairs = Map.groupBy(input.quantities.keys(), (index) => {
    const one = input.quantities[index]!;
    return `${one.inventoryItemId} ${one.locationId}`;
  });
  for (const [index, one] of input.quantities.entries()) {
    const at = (field: string) => ['input', list, index, field];
    if (one.quantity > BOUND) errors.push(tooHigh(at('quantity')));
    else if (input.name === 'on_hand' && one.quantity < 0)
      errors.push(userError(at('quantity'), "The quantity can't be negative.", 'INVALID_QUANTITY_NEGATIVE'));
    else if (one.quantity < -BOUND) errors.push(tooLow(at('quantity')));
    if (pairs.get(`${one.inventoryItemId} ${one.locationId}`)!.length > 1)
      errors.push(
        userError(
          at('locationId'),
          'The combination of inventoryItemId and locationId must be unique.',
          'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR',
        ),
      );
  }
  if (errors.length) return no(errors);
  const found = input.quantities.map((one, index) => placeOf(world, one, ['input', list, index], errors));
  if (errors.length) return no(errors);
  for (const [index, one] of input.quantities.entries()) {
    const expected = one.changeFromQuantity ?? (input.ignoreCompareQuantity ? null : one.compareQuantity);
    if (expected != null && expected !== quantity(found[index]!, input.name))
      errors.push(
        stale(['input', list, index, one.changeFromQuantity != null ? 'changeFromQuantity' : 'compareQuantity']),
      );
  }
  if (errors.length) return no(errors);
  const changes = input.quantities.flatMap((one, index) => {
    const level = found[index]!;
    // Both are reached by moving `available`: what is promised or set aside stays as it is.
    const delta = one.quantity - quantity(level, input.name);
    return delta === 0 ? [] : applyDelta(world, level, 'available', delta, null);
  });
  if (changes.length === 0) return no([]);
  return group(ctx, input, mirroredLast(changes));
}

/** What was asked for in its order, then how it shows in on_hand. */
const mirroredLast = (changes: Change[]): Change[] => [
  ...changes.filter((change) => change.name !== 'on_hand'),
  ...changes.filter((change) => change.name === 'on_hand'),
];

/** Mutation.inventoryMoveQuantities: moves units between two named quantities of one location. */
export const inventoryMoveQuantities: Resolver = (_, { input }: { input: MoveInput }, ctx: Ctx) => {
  const { world } = ctx;
  const ends = input.changes.flatMap(({ from, to }) => [from, to]);
  expectStart(ctx, 'InventoryMoveQuantityTerminalInput', ends);
  const errors = [...reasonErrors(input.reason)];
  for (const [index, change] of input.changes.entries()) {
    const at = (...field: string[]) => ['input', 'changes', index, ...field];
    if (change.quantity <= 0)
      errors.push(userError(at('quantity'), "The quantity can't be negative.", 'INVALID_QUANTITY_NEGATIVE'));
    if (change.from.locationId !== change.to.locationId)
      errors.push(userError(at(), "The quantities can't be moved between different locations.", 'DIFFERENT_LOCATIONS'));
    if (change.from.name === change.to.name)
      errors.push(userError(at(), "The quantity names for each change can't be the same.", 'SAME_QUANTITY_NAME'));
    for (const end of ['from', 'to'] as const) {
      const terminal = change[end];
      if (!ADJUSTABLE.includes(terminal.name))
        errors.push(
          userError(
            at(end, 'name'),
            `The specified quantity name is invalid. Valid values are: ${ADJUSTABLE.join(', ')}.`,
            'INVALID_QUANTITY_NAME',
          ),
        );
      else if (terminal.name === 'available' && terminal.ledgerDocumentUri)
        errors.push(
          userError(
            at(end, 'ledgerDocumentUri'),
            'A ledger document URI is not allowed when adjusting available.',
            'INVALID_AVAILABLE_DOCUMENT',
          ),
        );
      else if (terminal.name !== 'available')
        errors.push(...ledgerErrors(terminal.ledgerDocumentUri, at(end, 'ledgerDocumentUri')));
    }
  }
  if (errors.length) return no(errors);
  const found = input.changes.map((change, index) =>
    placeOf(
      world,
      { inventoryItemId: change.inventoryItemId, locationId: change.from.locationId },
      ['input', 'changes', index],
      errors,
      ['from'],
    ),
  );
  if (errors.length) return no(errors);
  for (const [index, change] of input.changes.entries())
    for (const end of ['from', 'to'] as const) {
      const expected = change[end].changeFromQuantity;
      if (expected != null && expected !== quantity(found[index]!, change[end].name))
        errors.push(stale(['input', 'changes', index, end, 'changeFromQuantity']));
    }
  if (errors.length) return no(errors);
  const changes = input.changes.flatMap((change, index) => {
    const level = found[index]!;
    return [
      ...applyDelta(world, level, change.from.name, -change.quantity, change.from.ledgerDocumentUri ?? null, true),
      ...applyDelta(world, level, change.to.name, change.quantity, change.to.ledgerDocumentUri ?? null, true),
    ];
  });
  return group(ctx, input, changes);
};

/** Changes a level and says what changed: `available` shows in `on_hand` too, unless units only moved within the building. */
function applyDelta(
  world: World,
  level: InventoryLevel,
  name: string,
  delta: number,
  ledgerDocumentUri: string | null,
  withinBuilding = false,
): Change[] {
  shift(world, level, { [name as QuantityName]: delta });
  const place = { itemId: level.itemId, locationId: level.locationId, quantityAfterChange: null };
  const own = { ...place, name, delta, ledgerDocumentUri };
  if (withinBuilding || name === 'incoming') return [own];
  return [own, { ...place, name: 'on_hand', delta, ledgerDocumentUri: null }];
}

function group(
  { world, token }: Ctx,
  input: { reason: string; referenceDocumentUri?: string | null },
  changes: Change[],
): Record<string, unknown> {
  const made = world.insert('InventoryAdjustmentGroup', {
    createdAt: world.timestamp(),
    reason: input.reason,
    referenceDocumentUri: input.referenceDocumentUri ?? null,
    appId: token.app,
    changes,
  });
  return { inventoryAdjustmentGroup: made, userErrors: [] };
}

function placeOf(
  world: World,
  place: Place,
  path: (string | number)[],
  errors: UserError[],
  locationPath: string[] = [],
): InventoryLevel | undefined {
  const item = world.get('InventoryItem', expectId(place.inventoryItemId, 'InventoryItem'));
  const location = world.get('Location', expectId(place.locationId, 'Location'));
  const atLocation = [...path, ...locationPath, 'locationId'];
  if (!item)
    errors.push(
      userError(
        [...path, 'inventoryItemId'],
        'The specified inventory item could not be found.',
        'INVALID_INVENTORY_ITEM',
      ),
    );
  if (!location) errors.push(userError(atLocation, 'The specified location could not be found.', 'INVALID_LOCATION'));
  if (!item || !location) return undefined;
  const level = levelAt(world, item.id, location.id);
  if (level?.isActive) return level;
  errors.push(
    userError(
      atLocation,
      'The specified inventory item is not stocked at the location.',
      'ITEM_NOT_STOCKED_AT_LOCATION',
    ),
  );
  return undefined;
}

function ledgerErrors(uri: string | null | undefined, at: (string | number)[]): UserError[] {
  if (!uri)
    return [
      userError(at, 'A ledger document URI is required except when adjusting available.', 'INVALID_QUANTITY_DOCUMENT'),
    ];
  if (uri.startsWith('gid://shopify/'))
    return [
      userError(
        at,
        'Internal (gid://shopify/) ledger documents are not allowed to be adjusted via API.',
        'INTERNAL_LEDGER_DOCUMENT',
      ),
    ];
  return [];
}

function reasonErrors(reason: string): UserError[] {
  if (REASONS.includes(reason)) return [];
  return [
    userError(
      ['input', 'reason'],
      `The specified reason is invalid. Valid values are: ${REASONS.join(', ')}.`,
      'INVALID_REASON',
    ),
  ];
}

const stale = (at: (string | number)[]) =>
  at.at(-1) === 'compareQuantity'
    ? userError(at, 'The compareQuantity value does not match persisted value.', 'COMPARE_QUANTITY_STALE')
    : userError(
        at,
        'The changeFromQuantity argument no longer matches the persisted quantity.',
        'CHANGE_FROM_QUANTITY_STALE',
      );
const tooHigh = (at: (string | number)[]) =>
  userError(at, "The quantity can't be higher than 1,000,000,000.", 'INVALID_QUANTITY_TOO_HIGH');
const tooLow = (at: (string | number)[]) =>
  userError(at, "The quantity can't be lower than -1,000,000,000.", 'INVALID_QUANTITY_TOO_LOW');
