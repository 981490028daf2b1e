import { gidTail } from '../../kernel/gid.ts';
import type { Searchable } from '../../kernel/search.ts';
import type { World } from '../../kernel/world.ts';
import { displayFulfillmentStatus } from '../fulfillment/status.ts';
import { metafieldSearch } from '../metafields/metafield.ts';
import { linesOf, type Order, refundsOf, returnStatus, transactionsOf } from './order.ts';
import { financialStatus, totalsOf } from './totals.ts';

const fulfillmentLocations = (world: World, order: Order): string[] =>
  world
    .where('FulfillmentOrder', 'orderId', order.id)
    .filter((one) => one.status !== 'CANCELLED')
    .map((one) => gidTail(one.locationId));

/** The searchable fields of orders. */
export function orderSearch(world: World): Searchable<Order> {
  return {
    fields: {
      id: (order) => gidTail(order.id),
      name: (order) => [order.name, order.name.replace(/^#/, '')],
      email: (order) => order.email,
      tag: (order) => order.tags,
      test: (order) => String(order.test),
      status: (order) => [
        'any',
        order.cancelledAt ? 'cancelled' : order.closedAt ? 'closed' : 'open',
        ...(order.cancelledAt || order.closedAt ? ['not_open'] : ['not_closed']),
      ],
      financial_status: (order) => (financialStatus(world, order) ?? 'pending').toLowerCase(),
      fulfillment_status: (order) => {
        const status = displayFulfillmentStatus(world, order);
        const names: Record<string, string> = {
          FULFILLED: 'shipped',
          PARTIALLY_FULFILLED: 'partial',
          UNFULFILLED: 'unshipped',
        };
        return [status.toLowerCase(), names[status] ?? status.toLowerCase()];
      },
      created_at: (order) => order.createdAt,
      updated_at: (order) => order.updatedAt,
      processed_at: (order) => order.processedAt,
      customer_id: (order) => order.customerId && gidTail(order.customerId),
      sku: (order) => linesOf(world, order.id).map((line) => line.sku),
      po_number: (order) => order.poNumber,
      confirmation_number: (order) => order.confirmationNumber,
      source_name: (order) => order.sourceName,
      source_identifier: (order) => order.sourceIdentifier,
      discount_code: (order) => order.discounts.filter((one) => one.kind === 'CODE').map((one) => one.title),
      location_id: (order) => order.locationId && gidTail(order.locationId),
      return_status: (order) => returnStatus(world, order.id).toLowerCase(),
      gateway: (order) => transactionsOf(world, order.id).map((one) => one.gateway),
      current_total_price: (order) => totalsOf(world, order).currentTotal.shop / 100,
      subtotal_line_items_quantity: (order) => linesOf(world, order.id).reduce((sum, line) => sum + line.quantity, 0),
      delivery_method: (order) =>
        linesOf(world, order.id).some((line) => line.requiresShipping) ? 'shipping' : 'none',
      fulfillment_location_id: (order) => fulfillmentLocations(world, order),
      reference_location_id: (order) => [
        order.locationId && gidTail(order.locationId),
        ...fulfillmentLocations(world, order),
        ...refundsOf(world, order.id).flatMap((refund) =>
          refund.lines.map((line) => line.locationId && gidTail(line.locationId)),
        ),
      ],
      sales_channel: (order) => order.sourceName,
      channel: (order) => order.sourceName,
      // Nothing in this shop has these: whoever asks for a value of them finds no order.
      risk_level: () => 'none',
      fraud_protection_level: () => 'not_available',
      chargeback_status: () => null,
      cart_token: () => null,
      checkout_token: () => null,
      channel_id: () => null,
      credit_card_last4: () => null,
      payment_id: () => null,
      payment_provider_id: () => null,
      user_id: () => null,
    },
    field: (name) => metafieldSearch(world, name),
    text: (order) => [order.name, order.email, order.note, ...order.tags],
  };
}

/** What `sortKey` sorts orders by. */
export function orderSort(world: World, key: string): (order: Order) => string | number {
  switch (key) {
    case 'CREATED_AT':
      return (order) => order.createdAt;
    case 'UPDATED_AT':
      return (order) => order.updatedAt;
    case 'ORDER_NUMBER':
      return (order) => order.number;
    case 'TOTAL_PRICE':
      return (order) => totalsOf(world, order).total.shop;
    case 'TOTAL_ITEMS_QUANTITY':
      return (order) => linesOf(world, order.id).reduce((sum, line) => sum + line.quantity, 0);
    case 'FINANCIAL_STATUS':
      return (order) => financialStatus(world, order) ?? '';
    case 'FULFILLMENT_STATUS':
      return (order) => displayFulfillmentStatus(world, order);
    case 'CUSTOMER_NAME': {
      return (order) => {
        const customer = world.get('Customer', order.customerId);
        return customer ? `${customer.lastName ?? ''} ${customer.firstName ?? ''}` : '';
      };
    }
    case 'PO_NUMBER':
      return (order) => order.poNumber ?? '';
    case 'ID':
      return (order) => Number(gidTail(order.id));
    default:
      return (order) => order.processedAt;
  }
}
