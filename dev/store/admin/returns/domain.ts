import type { Domain } from '../../kernel/domain.ts';
import { restBag, restId } from '../../kernel/rest.ts';
import type { PayloadBuilder, World } from '../../kernel/world.ts';
import { removeFromReturn, returnCancel, returnClose, returnReopen } from './close.ts';
import { returnFields } from './fields.ts';
import { returnApproveRequest, returnCreate, returnDeclineRequest, returnRequest } from './open.ts';
import { returnProcess, returnRefund } from './process.ts';
import { exchangeLinesOf, returnLinesOf } from './return.ts';
import {
  reverseDeliveryCreateWithShipping,
  reverseDeliveryShippingUpdate,
  reverseFulfillmentOrderDispose,
} from './reverse.ts';

const named = (id: string) => ({ id: restId(id), admin_graphql_api_id: id });

/** returns/request and returns/approve. */
function whole(world: World, id: string): unknown {
  const one = world.get('Return', id)!;
  const order = world.get('Order', one.orderId)!;
  const lines = returnLinesOf(world, id);
  const exchanges = exchangeLinesOf(world, id);
  return {
    ...named(one.id),
    status: one.status.toLowerCase(),
    order: named(one.orderId),
    total_return_line_items: lines.reduce((sum, line) => sum + line.quantity, 0),
    name: one.name,
    return_line_items: lines.map((line) => ({
      ...named(line.id),
      quantity: line.quantity,
      return_reason: line.reason.toLowerCase(),
      return_reason_note: line.note,
      customer_note: line.customerNote,
      fulfillment_line_item: { ...named(line.fulfillmentLineItemId), line_item: named(line.lineItemId) },
    })),
    return_shipping_fees: one.shippingFee
      ? [
          {
            ...named(one.shippingFee.id),
            price: restBag({ shop: one.shippingFee.amount }, order.currency, order.presentmentCurrency),
          },
        ]
      : [],
    exchange_line_items: exchanges.map((line) => ({ ...named(line.id), line_item: null })),
    total_exchange_line_items: exchanges.reduce((sum, line) => sum + line.quantity, 0),
  };
}

/** returns/close, reopen and cancel. */
const brief: PayloadBuilder = (world, id) => {
  const one = world.get('Return', id)!;
  return { ...named(one.id), order_id: restId(one.orderId), status: one.status.toLowerCase() };
};

const declined: PayloadBuilder = (world, id) => {
  const one = world.get('Return', id)!;
  return {
    ...named(one.id),
    status: one.status.toLowerCase(),
    order: named(one.orderId),
    decline: { reason: one.decline?.reason.toLowerCase() ?? '', note: one.decline?.note ?? '' },
  };
};

const attached: PayloadBuilder = (world, id) => {
  const one = world.get('ReverseDelivery', id)!;
  const order = world.get('ReverseFulfillmentOrder', one.reverseFulfillmentOrderId)!;
  return {
    ...named(one.id),
    return: named(order.returnId),
    shipping_deliverable: {
      tracking: {
        carrier_name: '',
        tracking_number: one.tracking?.number ?? '',
        tracking_url: one.tracking?.url ?? null,
      },
      label: { public_file_url: one.label?.publicFileUrl ?? null, created_at: one.label?.createdAt ?? null },
    },
  };
};

const asTold: PayloadBuilder = (_, __, extra) => extra ?? {};

export const returns: Domain = {
  name: 'returns',
  resolvers: {
    ...returnFields,
    Mutation: {
      removeFromReturn,
      returnApproveRequest,
      returnCancel,
      returnClose,
      returnCreate,
      returnDeclineRequest,
      returnLineItemRemoveFromReturn: removeFromReturn,
      returnProcess,
      returnRefund,
      returnReopen,
      returnRequest,
      reverseDeliveryCreateWithShipping,
      reverseDeliveryShippingUpdate,
      reverseFulfillmentOrderDispose,
    },
  },
  complete: [
    'Return',
    'ReturnLineItem',
    'ExchangeLineItem',
    'ReturnReasonDefinition',
    'ReturnableFulfillment',
    'ReturnableFulfillmentLineItem',
    'ReverseFulfillmentOrder',
    'ReverseFulfillmentOrderLineItem',
    'ReverseFulfillmentOrderDisposition',
    'ReverseDelivery',
    'ReverseDeliveryLineItem',
    'ReverseDeliveryShippingDeliverable',
    'ReverseDeliveryTrackingV2',
    'ReverseDeliveryLabelV2',
    'ReturnDecline',
    'CalculatedReturn',
    'CalculatedReturnLineItem',
    'CalculatedExchangeLineItem',
    'SuggestedReturnRefund',
    'SuggestedReturnFinancialOutcome',
    'RefundReturnOutcome',
  ],
  payloads: {
    'returns/request': whole,
    'returns/approve': whole,
    'returns/decline': declined,
    'returns/close': brief,
    'returns/reopen': brief,
    'returns/cancel': brief,
    'returns/process': asTold,
    'returns/update': asTold,
    'reverse_deliveries/attach_deliverable': attached,
    'reverse_fulfillment_orders/dispose': asTold,
  },
};
