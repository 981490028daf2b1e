import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { invalidId } from '../../kernel/errors.ts';
import { gidType } from '../../kernel/gid.ts';
import { restId } from '../../kernel/rest.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { receiveReturnedStock } from '../fulfillment/stock.ts';
import { type ReverseDelivery, type ReverseFulfillmentOrderLineItem, reverseLinesOf } from './return.ts';

/** A gid of the type, with any number. */
function expectType(id: string, type: string): string {
  if (gidType(id) !== type) throw invalidId(id);
  return id;
}

interface TrackingInput {
  number?: string | null;
  url?: string | null;
}

const tracking = (input: TrackingInput | null | undefined) =>
  input ? { number: input.number ?? null, url: input.url ?? null } : null;

function label(world: World, input: { fileUrl: string } | null | undefined): ReverseDelivery['label'] {
  const now = world.timestamp();
  return input ? { publicFileUrl: input.fileUrl, createdAt: now, updatedAt: now } : null;
}

/** A parcel back: of the lines given, or of everything when none is. */
export const reverseDeliveryCreateWithShipping: Resolver = (
  _,
  args: {
    reverseFulfillmentOrderId: string;
    reverseDeliveryLineItems: { reverseFulfillmentOrderLineItemId: string; quantity: number }[];
    trackingInput?: TrackingInput | null;
    labelInput?: { fileUrl: string } | null;
  },
  { world }: Ctx,
) => {
  const order = world.get(
    'ReverseFulfillmentOrder',
    expectId(args.reverseFulfillmentOrderId, 'ReverseFulfillmentOrder'),
  );
  for (const { reverseFulfillmentOrderLineItemId: id } of args.reverseDeliveryLineItems)
    expectType(id, 'ReverseFulfillmentOrderLineItem');
  if (!order)
    return refuse(
      userError(['reverseFulfillmentOrderId'], 'Reverse fulfillment order was not found.', 'NOT_FOUND'),
      'reverseDelivery',
    );
  const lines = new Map(reverseLinesOf(world, order.id).map((line) => [line.id, line]));
  const asked = args.reverseDeliveryLineItems.length
    ? args.reverseDeliveryLineItems
    : [...lines.values()].map((line) => ({ reverseFulfillmentOrderLineItemId: line.id, quantity: line.totalQuantity }));
  const sums = new Map<string, number>();
  for (const [index, { reverseFulfillmentOrderLineItemId: id, quantity }] of asked.entries()) {
    const path = ['reverseDeliveryLineItems', index];
    const line = lines.get(id);
    if (!line)
      return refuse(userError([...path, 'reverseFulfillmentOrderLineItemId'], 'must exist'), 'reverseDelivery');
    const sum = (sums.get(id) ?? 0) + quantity;
    sums.set(id, sum);
    if (quantity <= 0) return refuse(userError([...path, 'quantity'], 'must be greater than 0'), 'reverseDelivery');
    if (sum > line.totalQuantity)
      return refuse(userError([...path, 'quantity'], 'cannot deliver more items than are returned'), 'reverseDelivery');
  }
  const delivery = world.insert('ReverseDelivery', {
    reverseFulfillmentOrderId: order.id,
    tracking: tracking(args.trackingInput),
    label: label(world, args.labelInput),
    lines: asked.map((line) => ({
      id: world.newId('ReverseDeliveryLineItem'),
      reverseFulfillmentOrderLineItemId: line.reverseFulfillmentOrderLineItemId,
      quantity: line.quantity,
    })),
  });
  world.emit('reverse_deliveries/attach_deliverable', delivery.id);
  return { reverseDelivery: delivery, userErrors: [] };
};

export const reverseDeliveryShippingUpdate: Resolver = (
  _,
  args: { reverseDeliveryId: string; trackingInput?: TrackingInput | null; labelInput?: { fileUrl: string } | null },
  { world }: Ctx,
) => {
  const delivery = world.get('ReverseDelivery', expectId(args.reverseDeliveryId, 'ReverseDelivery'));
  if (!delivery)
    return refuse(userError(['reverseDeliveryId'], 'Reverse delivery was not found.', 'NOT_FOUND'), 'reverseDelivery');
  world.patch('ReverseDelivery', delivery, {
    ...(args.trackingInput ? { tracking: tracking(args.trackingInput) } : {}),
    ...(args.labelInput ? { label: label(world, args.labelInput) } : {}),
  });
  world.emit('reverse_deliveries/attach_deliverable', delivery.id);
  return { reverseDelivery: delivery, userErrors: [] };
};

export interface DisposeInput {
  reverseFulfillmentOrderLineItemId: string;
  quantity: number;
  dispositionType: string;
  locationId?: string | null;
}

/** What is wrong with what shall become of returned goods; the lines when nothing is. */
export function checkDispositions(
  world: World,
  inputs: DisposeInput[],
  root: (string | number)[],
): { errors: UserError[] } | { lines: ReverseFulfillmentOrderLineItem[] } {
  const found = inputs.map((input) => {
    if (input.locationId) expectType(input.locationId, 'Location');
    return world.get(
      'ReverseFulfillmentOrderLineItem',
      expectType(input.reverseFulfillmentOrderLineItemId, 'ReverseFulfillmentOrderLineItem'),
    );
  });
  const orders = new Set(found.map((line) => line?.reverseFulfillmentOrderId));
  if (orders.size > 1 || orders.has(undefined))
    return {
      errors: [userError(root, 'Cannot dispose items from more than one reverse fulfillment order.', 'INVALID')],
    };
  const errors: UserError[] = [];
  const sums = new Map<string, number>();
  for (const [index, input] of inputs.entries()) {
    const line = found[index]!;
    const at = (name: string) => [...root, index, name];
    const sold = world.get('LineItem', line.lineItemId);
    const custom = !sold?.variantId || !world.get('ProductVariant', sold.variantId);
    if (input.quantity <= 0) errors.push(userError(at('quantity'), 'Quantity must be greater than 0', 'GREATER_THAN'));
    if (input.dispositionType === 'RESTOCKED' && custom)
      errors.push(
        userError(at('dispositionType'), 'RESTOCKED is an invalid disposition type for a custom line item.', 'INVALID'),
      );
    if (input.locationId ? !world.get('Location', input.locationId) : input.dispositionType === 'RESTOCKED')
      errors.push(userError(at('locationId'), 'Location not found.', 'NOT_FOUND'));
    const before = line.dispositions.reduce((sum, one) => sum + one.quantity, 0);
    const sum = (sums.get(line.id) ?? before) + input.quantity;
    sums.set(line.id, sum);
    // Shopify lets custom goods be disposed of beyond what was returned; counted stock would be doubled by it.
    if (!custom && sum > line.totalQuantity)
      errors.push(userError(at('quantity'), 'Cannot dispose more items than were returned.', 'INVALID'));
  }
  return errors.length ? { errors } : { lines: found as ReverseFulfillmentOrderLineItem[] };
}

/** Writes down what became of returned goods; what is restocked goes on sale again. Must have been checked. */
export function dispose(world: World, inputs: DisposeInput[]): void {
  const now = world.timestamp();
  for (const input of inputs) {
    const line = world.get('ReverseFulfillmentOrderLineItem', input.reverseFulfillmentOrderLineItemId)!;
    world.patch('ReverseFulfillmentOrderLineItem', line, {
      dispositions: [
        ...line.dispositions,
        {
          id: world.newId('ReverseFulfillmentOrderDisposition'),
          type: input.dispositionType,
          quantity: input.quantity,
          locationId: input.locationId ?? null,
          createdAt: now,
        },
      ],
    });
    const variantId = world.get('LineItem', line.lineItemId)?.variantId;
    if (input.dispositionType === 'RESTOCKED' && variantId && input.locationId)
      receiveReturnedStock(world, variantId, input.quantity, input.locationId);
  }
  const first = world.get('ReverseFulfillmentOrderLineItem', inputs[0]!.reverseFulfillmentOrderLineItemId)!;
  const named = (id: string) => ({ id: restId(id), admin_graphql_api_id: id });
  world.emit('reverse_fulfillment_orders/dispose', first.reverseFulfillmentOrderId, {
    extra: {
      ...named(first.reverseFulfillmentOrderId),
      dispositions: inputs.map((input) => ({
        reverse_fulfillment_order_line_item: named(input.reverseFulfillmentOrderLineItemId),
        reverse_delivery_line_item: null,
        type: input.dispositionType.toLowerCase(),
        location: input.locationId ? named(input.locationId) : null,
        quantity: input.quantity,
      })),
      total_dispositions: inputs.length,
    },
  });
}

export const reverseFulfillmentOrderDispose: Resolver = (
  _,
  { dispositionInputs }: { dispositionInputs: DisposeInput[] },
  { world }: Ctx,
) => {
  const name = 'reverseFulfillmentOrderLineItems';
  if (dispositionInputs.length === 0)
    return refuse(userError(['dispositionInputs'], 'The array cannot be empty.', 'BLANK'), name);
  const checked = checkDispositions(world, dispositionInputs, ['dispositionInputs']);
  if ('errors' in checked) return refuse(checked.errors, name);
  dispose(world, dispositionInputs);
  return { [name]: [...new Set(checked.lines)], userErrors: [] };
};
