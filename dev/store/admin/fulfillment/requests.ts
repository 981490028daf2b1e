import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import { touch } from '../orders/order.ts';
import { carve, INVALID_QUANTITY, isAll, type WantedPart, wantedUnits } from './carve.ts';
import { brief, change, type FulfillmentOrder, type MerchantRequest } from './fulfillment-order.ts';
import { NEEDS_API_SERVICE, replace } from './progress.ts';
import { isAtService } from './supported-actions.ts';

const NOT_FOUND = 'Fulfillment order does not exist.';
const told = (one: FulfillmentOrder) => ({ ...brief(one), request_status: one.requestStatus.toLowerCase() });

/** The merchant asks a fulfillment service to ship (part of) a fulfillment order; what is not asked for becomes another one. */
export const fulfillmentOrderSubmitFulfillmentRequest: Resolver = (
  _,
  args: {
    id: string;
    fulfillmentOrderLineItems?: WantedPart[] | null;
    message?: string | null;
    notifyCustomer?: boolean | null;
  },
  { world }: Ctx,
) => {
  const no = (field: string[] | null, message: string) =>
    refuse(
      userError(field, message),
      'originalFulfillmentOrder',
      'submittedFulfillmentOrder',
      'unsubmittedFulfillmentOrder',
    );
  const one = world.get('FulfillmentOrder', expectId(args.id, 'FulfillmentOrder'));
  if (!one) return no(['id'], NOT_FOUND);
  if (!isAtService(world, one)) return no(null, NEEDS_API_SERVICE);
  if (one.status !== 'OPEN' || !['UNSUBMITTED', 'REJECTED', 'CANCELLATION_ACCEPTED'].includes(one.requestStatus))
    return no(null, 'Fulfillment order is not in a requestable state.');
  const wanted = args.fulfillmentOrderLineItems ?? [];
  let rest: FulfillmentOrder | null = null;
  if (wanted.length) {
    const units = wantedUnits(one, wanted);
    if (!units || wanted.some((part) => part.quantity <= 0)) return no(null, INVALID_QUANTITY);
    if (!isAll(one, units)) rest = carve(world, one, units, 'asked');
  }
  const request: MerchantRequest = {
    id: world.newId('FulfillmentOrderMerchantRequest'),
    kind: 'FULFILLMENT_REQUEST',
    message: args.message ?? null,
    requestOptions: { notify_customer: args.notifyCustomer ?? false },
    sentAt: world.timestamp(),
  };
  change(world, one, { requestStatus: 'SUBMITTED', requests: [...(one.requests ?? []), request] });
  world.emit('fulfillment_orders/fulfillment_request_submitted', one.id, {
    extra: {
      original_fulfillment_order: told(one),
      submitted_fulfillment_order: told(one),
      fulfillment_order_merchant_request: { id: request.id, message: request.message ?? '' },
    },
  });
  touch(world, world.get('Order', one.orderId)!);
  return {
    originalFulfillmentOrder: one,
    submittedFulfillmentOrder: one,
    unsubmittedFulfillmentOrder: rest,
    userErrors: [],
  };
};

/** The answers of a fulfillment service and the merchant's request to stop: from which request status, to what, under which topic. */
function answer(
  from: string[],
  wrong: string,
  change_: (one: FulfillmentOrder, ctx: Ctx, message: string | null) => void,
  topic: string,
): Resolver {
  return (_, { id, message }: { id: string; message?: string | null }, ctx: Ctx) => {
    const { world } = ctx;
    const one = world.get('FulfillmentOrder', expectId(id, 'FulfillmentOrder'));
    if (!one) return refuse(userError(['id'], NOT_FOUND), 'fulfillmentOrder');
    if (!from.includes(one.requestStatus) || ['CLOSED', 'CANCELLED'].includes(one.status))
      return refuse(userError(null, wrong), 'fulfillmentOrder');
    change_(one, ctx, message ?? null);
    const request = one.requests?.at(-1);
    world.emit(`fulfillment_orders/${topic}`, one.id, {
      extra: topic.endsWith('submitted')
        ? {
            fulfillment_order: told(one),
            fulfillment_order_merchant_request: { id: request?.id, message: request?.message ?? '' },
          }
        : { fulfillment_order: told(one), message: message ?? '' },
    });
    touch(world, world.get('Order', one.orderId)!);
    return { fulfillmentOrder: one, userErrors: [] };
  };
}

export const fulfillmentOrderAcceptFulfillmentRequest = answer(
  ['SUBMITTED'],
  'Cannot accept fulfillment request for the fulfillment order.',
  (one, { world }) => change(world, one, { status: 'IN_PROGRESS', requestStatus: 'ACCEPTED' }),
  'fulfillment_request_accepted',
);

export const fulfillmentOrderRejectFulfillmentRequest = answer(
  ['SUBMITTED'],
  'Cannot reject fulfillment request for the fulfillment order.',
  (one, { world }) => change(world, one, { status: 'OPEN', requestStatus: 'REJECTED' }),
  'fulfillment_request_rejected',
);

/** The request status stays ACCEPTED until the service answers; the request itself is among the merchant requests. */
export const fulfillmentOrderSubmitCancellationRequest = answer(
  ['ACCEPTED', 'CANCELLATION_REJECTED'],
  'Cannot request cancellation for the fulfillment order.',
  (one, { world }, message) =>
    change(world, one, {
      requests: [
        ...(one.requests ?? []),
        {
          id: world.newId('FulfillmentOrderMerchantRequest'),
          kind: 'CANCELLATION_REQUEST',
          message,
          requestOptions: {},
          sentAt: world.timestamp(),
        },
      ],
    }),
  'cancellation_request_submitted',
);

const askedToCancel = (one: FulfillmentOrder): boolean =>
  one.requestStatus === 'ACCEPTED' && one.requests?.at(-1)?.kind === 'CANCELLATION_REQUEST';

const onlyWhenAsked =
  (resolver: Resolver, wrong: string): Resolver =>
  (source, args: { id: string }, ctx: Ctx, info) => {
    const one = ctx.world.get('FulfillmentOrder', expectId(args.id, 'FulfillmentOrder'));
    if (one && !askedToCancel(one)) return refuse(userError(null, wrong), 'fulfillmentOrder');
    return resolver(source, args, ctx, info);
  };

export const fulfillmentOrderAcceptCancellationRequest = onlyWhenAsked(
  answer(
    ['ACCEPTED'],
    '',
    (one, { world }) => {
      const { parts } = one;
      replace(world, one, 'CLOSED', 'CANCELLATION_ACCEPTED');
      change(world, one, {
        parts: parts.map((part) => ({ ...part, total: part.total - part.remaining, remaining: 0 })),
      });
    },
    'cancellation_request_accepted',
  ),
  'Cannot accept cancellation request for the fulfillment order.',
);

export const fulfillmentOrderRejectCancellationRequest = onlyWhenAsked(
  answer(
    ['ACCEPTED'],
    '',
    (one, { world }) => change(world, one, { requestStatus: 'CANCELLATION_REJECTED' }),
    'cancellation_request_rejected',
  ),
  'Cannot reject cancellation request for the fulfillment order.',
);
