import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import { touch } from '../orders/order.ts';
import { carve, INVALID_QUANTITY, isAll, take, type WantedPart, wantedUnits } from './carve.ts';
import { brief, type FulfillmentOrder, remainingOf } from './fulfillment-order.ts';

interface SplitInput {
  fulfillmentOrderId: string;
  fulfillmentOrderLineItems: WantedPart[];
}

/** Splits several fulfillment orders; one that cannot be split leaves all of them as they were. */
export const fulfillmentOrderSplit: Resolver = (
  _,
  { fulfillmentOrderSplits: splits }: { fulfillmentOrderSplits: SplitInput[] },
  { world }: Ctx,
) => {
  const no = (field: (string | number)[] | null, message: string, code: string | null) =>
    refuse(userError(field, message, code), 'fulfillmentOrderSplits');
  const work: { one: FulfillmentOrder; units: Map<number, number>; wanted: WantedPart[] }[] = [];
  for (const [index, split] of splits.entries()) {
    const path = ['fulfillmentOrderSplits', index, 'fulfillmentOrderLineItems'];
    const one = world.get('FulfillmentOrder', expectId(split.fulfillmentOrderId, 'FulfillmentOrder'));
    const wanted = split.fulfillmentOrderLineItems;
    if (wanted.length === 0)
      return no(
        path,
        'There must be at least one item selected in this fulfillment to split it.',
        'NO_LINE_ITEMS_PROVIDED_TO_SPLIT',
      );
    const zero = wanted.findIndex((part) => part.quantity <= 0);
    if (zero >= 0)
      return no(
        [...path, zero, 'quantity'],
        'You must select at least one item to split into a new fulfillment order.',
        'GREATER_THAN',
      );
    if (!one) return no(null, 'Fulfillment order does not exist.', 'FULFILLMENT_ORDER_NOT_FOUND');
    if (one.status !== 'OPEN' && (one.status !== 'IN_PROGRESS' || one.progressReported))
      return no(null, 'The fulfillment order is not in a splittable state.', null);
    const units = wantedUnits(one, wanted);
    if (!units || isAll(one, units)) return no(null, INVALID_QUANTITY, null);
    work.push({ one, units, wanted });
  }
  const results = work.map(({ one, units, wanted }) => {
    const remaining = carve(world, one, units, 'rest');
    world.emit('fulfillment_orders/split', one.id, {
      extra: {
        split_line_items: wanted.map(({ id, quantity }) => ({ id, quantity })),
        fulfillment_order: brief(one),
        remaining_fulfillment_order: brief(remaining),
        replacement_fulfillment_order: brief(remaining),
      },
    });
    touch(world, world.get('Order', one.orderId)!);
    return { fulfillmentOrder: one, remainingFulfillmentOrder: remaining, replacementFulfillmentOrder: null };
  });
  return { fulfillmentOrderSplits: results, userErrors: [] };
};

interface MergeInput {
  mergeIntents: { fulfillmentOrderId: string; fulfillmentOrderLineItems?: WantedPart[] | null }[];
}

/** Merges fulfillment orders of one order and place into the first of each list; one that cannot be merged leaves all as they were. */
export const fulfillmentOrderMerge: Resolver = (
  _,
  { fulfillmentOrderMergeInputs: inputs }: { fulfillmentOrderMergeInputs: MergeInput[] },
  { world }: Ctx,
) => {
  const no = (message: string, code: string | null = null) =>
    refuse(userError(null, message, code), 'fulfillmentOrderMerges');
  const work: { one: FulfillmentOrder; units: Map<number, number> }[][] = [];
  for (const { mergeIntents } of inputs) {
    const intents: { one: FulfillmentOrder; units: Map<number, number> }[] = [];
    for (const { fulfillmentOrderId, fulfillmentOrderLineItems } of mergeIntents) {
      const one = world.get('FulfillmentOrder', expectId(fulfillmentOrderId, 'FulfillmentOrder'));
      if (!one) return no('Fulfillment order does not exist.', 'FULFILLMENT_ORDER_NOT_FOUND');
      if (one.status !== 'OPEN' || remainingOf(one) === 0)
        return no('The fulfillment order is not in a mergeable state.');
      const units = fulfillmentOrderLineItems?.length
        ? wantedUnits(one, fulfillmentOrderLineItems)
        : new Map(one.parts.map((part) => [part.number, part.remaining]));
      if (!units) return no(INVALID_QUANTITY);
      intents.push({ one, units });
    }
    const first = intents[0]?.one;
    if (intents.length < 2 || new Set(intents.map(({ one }) => one.id)).size < intents.length)
      return no('At least two different fulfillment orders are required to merge.');
    if (intents.some(({ one }) => one.orderId !== first!.orderId || one.locationId !== first!.locationId))
      return no('Fulfillment orders must belong to the same order and be assigned to the same location to be merged.');
    work.push(intents);
  }
  const results = work.map(([target, ...others]) => {
    const { one } = target!;
    const intents = [target!, ...others].map((intent) => ({
      fulfillment_order_id: intent.one.id,
      fulfillment_order_line_items: [...intent.units].map(([number, quantity]) => ({ id: number, quantity })),
    }));
    for (const other of others) take(world, one, other.one, other.units);
    world.emit('fulfillment_orders/merged', one.id, {
      extra: {
        merge_intents: intents.map((intent) => ({
          ...intent,
          fulfillment_order_id: Number(intent.fulfillment_order_id.split('/').at(-1)),
        })),
        fulfillment_order_merges: { fulfillment_order: brief(one) },
      },
    });
    touch(world, world.get('Order', one.orderId)!);
    return { fulfillmentOrder: one };
  });
  return { fulfillmentOrderMerges: results, userErrors: [] };
};
