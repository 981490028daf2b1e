// The writes that the outbox may send: what a Command row's `operation` can name.
import { fulfillmentCreate } from './fulfillment-create.ts';
import { fulfillmentOrderHold } from './fulfillment-order-hold.ts';
import { fulfillmentOrderLineItemsPreparedForPickup } from './fulfillment-order-line-items-prepared-for-pickup.ts';
import { fulfillmentOrderOpen } from './fulfillment-order-open.ts';
import { fulfillmentOrderReleaseHold } from './fulfillment-order-release-hold.ts';
import { fulfillmentOrderReportProgress } from './fulfillment-order-report-progress.ts';
import { fulfillmentTrackingInfoUpdate } from './fulfillment-tracking-info-update.ts';
import { inventoryAdjustQuantities } from './inventory-adjust-quantities.ts';
import { inventorySetQuantities } from './inventory-set-quantities.ts';
import { inventoryTransferCreate } from './inventory-transfer-create.ts';
import { metafieldsDelete } from './metafields-delete.ts';
import { metafieldsSet } from './metafields-set.ts';
import type { Write } from './operation.ts';
import { refundCreate } from './refund-create.ts';
import { returnApproveRequest } from './return-approve-request.ts';
import { returnClose } from './return-close.ts';
import { returnCreate } from './return-create.ts';
import { returnDeclineRequest } from './return-decline-request.ts';
import { returnProcess } from './return-process.ts';
import { returnRequest } from './return-request.ts';
import { shippingLabelPurchase } from './shipping-label-purchase.ts';
import { tagsAdd } from './tags-add.ts';
import { tagsRemove } from './tags-remove.ts';

const commands: readonly Write[] = [
  fulfillmentCreate,
  fulfillmentOrderHold,
  fulfillmentOrderLineItemsPreparedForPickup,
  fulfillmentOrderOpen,
  fulfillmentOrderReleaseHold,
  fulfillmentOrderReportProgress,
  fulfillmentTrackingInfoUpdate,
  inventoryAdjustQuantities,
  inventorySetQuantities,
  inventoryTransferCreate,
  metafieldsDelete,
  metafieldsSet,
  refundCreate,
  returnApproveRequest,
  returnClose,
  returnCreate,
  returnDeclineRequest,
  returnProcess,
  returnRequest,
  shippingLabelPurchase,
  tagsAdd,
  tagsRemove,
];

export const commandNames: readonly string[] = commands.map((operation) => operation.name);

const byName = new Map(commands.map((operation) => [operation.name, operation]));

/** The write a command names, or undefined when this version of the app no longer knows it. */
export function commandOperation(name: string): Write | undefined {
  return byName.get(name);
}
