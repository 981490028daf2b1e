import type { Domain } from '../../kernel/domain.ts';
import type { PayloadBuilder } from '../../kernel/world.ts';
import { fulfillmentFields } from './fields.ts';
import {
  fulfillmentCancel,
  fulfillmentCreate,
  fulfillmentEventCreate,
  fulfillmentTrackingInfoUpdate,
} from './fulfill.ts';
import { fulfillmentOrderHold, fulfillmentOrderReleaseHold } from './hold.ts';
import { fulfillmentOrderMove } from './move.ts';
import { eventPayload, fulfillmentPayload } from './payload.ts';
import {
  fulfillmentOrderCancel,
  fulfillmentOrderClose,
  fulfillmentOrderLineItemsPreparedForPickup,
  fulfillmentOrderOpen,
  fulfillmentOrderReportProgress,
  fulfillmentOrderReschedule,
  fulfillmentOrdersReroute,
  fulfillmentOrdersSetFulfillmentDeadline,
} from './progress.ts';
import {
  fulfillmentOrderAcceptCancellationRequest,
  fulfillmentOrderAcceptFulfillmentRequest,
  fulfillmentOrderRejectCancellationRequest,
  fulfillmentOrderRejectFulfillmentRequest,
  fulfillmentOrderSubmitCancellationRequest,
  fulfillmentOrderSubmitFulfillmentRequest,
} from './requests.ts';
import { serviceFields, serviceMutations } from './service.ts';
import { fulfillmentOrderMerge, fulfillmentOrderSplit } from './split-merge.ts';

/** These bodies are thin deltas, written where the change is made. */
const asTold: PayloadBuilder = (_, __, extra) => extra ?? {};
const THIN = [
  'fulfillment_holds/added',
  'fulfillment_holds/released',
  ...[
    'cancellation_request_accepted',
    'cancellation_request_rejected',
    'cancellation_request_submitted',
    'cancelled',
    'fulfillment_request_accepted',
    'fulfillment_request_rejected',
    'fulfillment_request_submitted',
    'fulfillment_service_failed_to_complete',
    'hold_released',
    'line_items_prepared_for_pickup',
    'manually_reported_progress_stopped',
    'merged',
    'moved',
    'order_routing_complete',
    'placed_on_hold',
    'progress_reported',
    'rescheduled',
    'scheduled_fulfillment_order_ready',
    'split',
  ].map((name) => `fulfillment_orders/${name}`),
];

export const fulfillment: Domain = {
  name: 'fulfillment',
  resolvers: {
    ...serviceFields,
    ...fulfillmentFields,
    QueryRoot: { ...serviceFields.QueryRoot, ...fulfillmentFields.QueryRoot },
    Mutation: {
      ...serviceMutations,
      fulfillmentCancel,
      fulfillmentCreate,
      fulfillmentCreateV2: fulfillmentCreate,
      fulfillmentEventCreate,
      fulfillmentTrackingInfoUpdate,
      fulfillmentTrackingInfoUpdateV2: fulfillmentTrackingInfoUpdate,
      fulfillmentOrderAcceptCancellationRequest,
      fulfillmentOrderAcceptFulfillmentRequest,
      fulfillmentOrderCancel,
      fulfillmentOrderClose,
      fulfillmentOrderHold,
      fulfillmentOrderLineItemsPreparedForPickup,
      fulfillmentOrderMerge,
      fulfillmentOrderMove,
      fulfillmentOrderOpen,
      fulfillmentOrderRejectCancellationRequest,
      fulfillmentOrderRejectFulfillmentRequest,
      fulfillmentOrderReleaseHold,
      fulfillmentOrderReportProgress,
      fulfillmentOrderReschedule,
      fulfillmentOrderSplit,
      fulfillmentOrderSubmitCancellationRequest,
      fulfillmentOrderSubmitFulfillmentRequest,
      fulfillmentOrdersReroute,
      fulfillmentOrdersSetFulfillmentDeadline,
    },
  },
  complete: [
    'Fulfillment',
    'FulfillmentEvent',
    'FulfillmentHold',
    'FulfillmentLineItem',
    'FulfillmentOrder',
    'FulfillmentOrderDestination',
    'FulfillmentOrderMerchantRequest',
    'FulfillmentOriginAddress',
    'FulfillmentService',
    'FulfillmentTrackingInfo',
    'FulfillmentOrderSupportedAction',
    'FulfillmentOrderSplitResult',
    'FulfillmentOrderMergeResult',
    'DeliveryMethod',
  ],
  payloads: {
    'fulfillments/create': fulfillmentPayload,
    'fulfillments/update': fulfillmentPayload,
    'fulfillment_events/create': eventPayload,
    ...Object.fromEntries(THIN.map((topic) => [topic, asTold])),
  },
};
