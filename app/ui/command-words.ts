// What we ask of Shopify, in the words of a merchant instead of the API's.
import { apiWords } from './api-words.ts';

export const commandWords: Readonly<Record<string, string>> = {
  fulfillmentCreate: 'Mark as fulfilled',
  fulfillmentOrderHold: 'Put on hold',
  fulfillmentOrderLineItemsPreparedForPickup: 'Ready for pickup',
  fulfillmentOrderOpen: 'No longer in progress',
  fulfillmentOrderReleaseHold: 'Release a hold',
  fulfillmentOrderReportProgress: 'Mark as in progress',
  fulfillmentTrackingInfoUpdate: 'Correct the tracking number',
  inventoryAdjustQuantities: 'Change the stock',
  inventorySetQuantities: 'Set the stock',
  inventoryTransferCreate: 'Create a transfer',
  metafieldsDelete: 'Remove copied item sizes',
  metafieldsSet: 'Copy item sizes',
  refundCreate: 'Refund',
  returnApproveRequest: 'Approve a return',
  returnClose: 'Close a return',
  returnCreate: 'Create a return',
  returnDeclineRequest: 'Decline a return',
  returnProcess: 'Process a return',
  returnRequest: 'Request a return',
  shippingLabelPurchase: 'Buy a shipping label',
  tagsAdd: 'Add a tag',
  tagsRemove: 'Remove a tag',
};

/** One that an earlier version asked for is taken apart into its words: orderMarkAsPaid is "Order mark as paid". */
export function sayCommand(operation: string): string {
  return commandWords[operation] ?? apiWords(operation);
}

const OTHERS: Readonly<Record<string, string>> = { ItemSizes: 'Item sizes', StockTransfer: 'A move between locations' };

/** What a command is about where the mirror has no name for it, from `Kind/id`. */
export function saySubject(subject: string): string {
  const [kind = '', id] = subject.split('/');
  return OTHERS[kind] ?? [apiWords(kind), id].filter(Boolean).join(' ');
}
