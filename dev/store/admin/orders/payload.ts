import { padded } from '../../kernel/money.ts';
import { restBag, restId, restTime } from '../../kernel/rest.ts';
import type { World } from '../../kernel/world.ts';
import { customerPayload, restAddress } from '../customers/payload.ts';
import { displayFulfillmentStatus } from '../fulfillment/status.ts';
import { shopOf } from '../shop/domain.ts';
import {
  type Amount,
  currentQuantity,
  type LineItem,
  linesOf,
  type Order,
  type OrderTransaction,
  refundsOf,
  type TaxLine,
  transactionsOf,
  unfulfilledQuantity,
} from './order.ts';
import { activeShipping, financialStatus, lineDiscount, lineGross, plus, totalsOf, zero } from './totals.ts';

/** The body of orders/create, orders/updated and their kin. */
export function orderPayload(world: World, id: string): unknown {
  const order = world.get('Order', id);
  if (!order) return { id: restId(id), admin_graphql_api_id: id };
  const totals = totalsOf(world, order);
  const lines = linesOf(world, order.id);
  const transactions = transactionsOf(world, order.id);
  const set = (amount: Amount) => restBag(amount, order.currency, order.presentmentCurrency);
  const time = (value: string | null) => restTime(value, shopOf(world).timezoneOffsetMinutes);
  const lineTotal = plus(...lines.map((line) => lineGross(line)));
  const customer = world.get('Customer', order.customerId);
  return {
    id: restId(order.id),
    admin_graphql_api_id: order.id,
    app_id: null,
    browser_ip: null,
    buyer_accepts_marketing: false,
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    cancelled_at: time(order.cancelledAt),
    cart_token: null,
    checkout_token: null,
    client_details: null,
    closed_at: time(order.closedAt),
    confirmation_number: order.confirmationNumber,
    confirmed: true,
    contact_email: order.email,
    created_at: time(order.createdAt),
    currency: order.currency,
    current_shipping_price_set: set(totals.currentShipping),
    current_subtotal_price: padded(totals.currentSubtotal.shop),
    current_subtotal_price_set: set(totals.currentSubtotal),
    current_total_additional_fees_set: null,
    current_total_discounts: padded(totals.currentDiscounts.shop),
    current_total_discounts_set: set(totals.currentDiscounts),
    current_total_duties_set: null,
    current_total_price: padded(totals.currentTotal.shop),
    current_total_price_set: set(totals.currentTotal),
    current_total_tax: padded(totals.currentTax.shop),
    current_total_tax_set: set(totals.currentTax),
    customer_locale: 'en',
    device_id: null,
    discount_codes: order.discounts
      .filter((one) => one.kind === 'CODE')
      .map((one) => ({
        code: one.title,
        amount: 'percentage' in one.value ? String(one.value.percentage) : padded(one.value.amount),
        type: one.target === 'SHIPPING_LINE' ? 'shipping' : 'percentage' in one.value ? 'percentage' : 'fixed_amount',
      })),
    duties_included: false,
    email: order.email ?? '',
    estimated_taxes: false,
    financial_status: (financialStatus(world, order, totals) ?? 'PENDING').toLowerCase(),
    fulfillment_status: restFulfillmentStatus(world, order),
    landing_site: null,
    landing_site_ref: null,
    location_id: restId(order.locationId),
    merchant_business_entity_id: 'MTU0ODM4MDAwOQ',
    merchant_of_record_app_id: null,
    name: order.name,
    note: order.note,
    note_attributes: order.customAttributes.map(({ key, value }) => ({ name: key, value })),
    number: order.number - 1000,
    order_number: order.number,
    order_status_url: `https://${world.shop}/orders/${order.confirmationNumber.toLowerCase()}/authenticate`,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    payment_gateway_names: [...new Set(transactions.flatMap(({ gateway }) => gateway ?? []))],
    phone: order.phone,
    po_number: order.poNumber,
    presentment_currency: order.presentmentCurrency,
    processed_at: time(order.processedAt),
    reference: null,
    referring_site: null,
    source_identifier: order.sourceIdentifier,
    source_name: order.sourceName ?? 'web',
    source_url: null,
    subtotal_price: padded(totals.subtotal.shop),
    subtotal_price_set: set(totals.subtotal),
    tags: order.tags.join(', '),
    tax_exempt: false,
    tax_lines: [...lines, ...activeShipping(order)].flatMap((line) =>
      line.taxLines.map((tax) => restTaxLine(order, tax)),
    ),
    taxes_included: order.taxesIncluded,
    test: order.test,
    token: order.confirmationNumber.toLowerCase(),
    total_cash_rounding_payment_adjustment_set: set(zero),
    total_cash_rounding_refund_adjustment_set: set(zero),
    total_discounts: padded(totals.discounts.shop),
    total_discounts_set: set(totals.discounts),
    total_line_items_price: padded(lineTotal.shop),
    total_line_items_price_set: set(lineTotal),
    total_outstanding: padded(totals.outstanding.shop),
    total_price: padded(totals.total.shop),
    total_price_set: set(totals.total),
    total_shipping_price_set: set(totals.shipping),
    total_tax: padded(totals.tax.shop),
    total_tax_set: set(totals.tax),
    total_tip_received: '0.00',
    total_weight: 0,
    updated_at: time(order.updatedAt),
    user_id: null,
    billing_address: order.billingAddress && { ...restAddress(order.billingAddress), latitude: null, longitude: null },
    customer: customer ? customerInOrder(world, customer.id) : null,
    discount_applications: order.discounts.map((one) => ({
      target_type: one.target.toLowerCase(),
      type: one.kind === 'CODE' ? 'discount_code' : 'manual',
      value: 'percentage' in one.value ? String(one.value.percentage) : padded(one.value.amount),
      value_type: 'percentage' in one.value ? 'percentage' : 'fixed_amount',
      allocation_method: 'across',
      target_selection: 'all',
      ...(one.kind === 'CODE' ? { code: one.title } : { title: one.title, description: one.title }),
    })),
    fulfillments: world
      .where('Fulfillment' as never, 'orderId' as never, order.id as never)
      .map((one: { id: string }) => world.payload('fulfillments/create', one.id)),
    line_items: lines.map((line) => lineItemPayload(world, order, line)),
    payment_terms: null,
    refunds: refundsOf(world, order.id).map((refund) => refundPayload(world, refund.id)),
    shipping_address: order.shippingAddress && {
      ...restAddress(order.shippingAddress),
      latitude: null,
      longitude: null,
    },
    shipping_lines: activeShipping(order).map((line) => ({
      id: restId(line.id),
      carrier_identifier: null,
      code: line.code,
      current_discounted_price_set: set(line.discounted),
      discounted_price: padded(line.discounted.shop),
      discounted_price_set: set(line.discounted),
      is_removed: false,
      phone: null,
      price: padded(line.price.shop),
      price_set: set(line.price),
      requested_fulfillment_service_id: null,
      source: line.source,
      title: line.title,
      tax_lines: line.taxLines.map((tax) => restTaxLine(order, tax)),
      discount_allocations: [],
    })),
    returns: [],
    line_item_groups: [],
  };
}

function restFulfillmentStatus(world: World, order: Order): string | null {
  if (displayFulfillmentStatus(world, order) === 'FULFILLED') return 'fulfilled';
  // GraphQL says ON_HOLD of an order whose rest is held; REST goes on saying that part of it has left.
  return linesOf(world, order.id).some((line) => line.fulfilled > 0) ? 'partial' : null;
}

function customerInOrder(world: World, id: string) {
  const { addresses: _, ...rest } = customerPayload(world, id) as Record<string, unknown>;
  return rest;
}

function restTaxLine(order: Order, tax: TaxLine) {
  return {
    channel_liable: false,
    price: padded(tax.price.shop),
    price_set: restBag(tax.price, order.currency, order.presentmentCurrency),
    rate: tax.rate,
    title: tax.title,
  };
}

/** A line as order, refund and fulfillment bodies hold it. */
export function lineItemPayload(world: World, order: Order, line: LineItem) {
  const set = (amount: Amount) => restBag(amount, order.currency, order.presentmentCurrency);
  const open = unfulfilledQuantity(line);
  return {
    id: restId(line.id),
    admin_graphql_api_id: line.id,
    attributed_staffs: [],
    current_quantity: currentQuantity(line),
    fulfillable_quantity: open,
    fulfillment_service: 'manual',
    fulfillment_status: line.fulfilled === 0 ? null : open > 0 ? 'partial' : 'fulfilled',
    gift_card: line.giftCard,
    grams: 0,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    price: padded(line.price.shop),
    price_set: set(line.price),
    product_exists: world.get('Product', line.productId) !== undefined,
    product_id: restId(line.productId),
    properties: line.customAttributes.map(({ key, value }) => ({ name: key, value })),
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sales_line_item_group_id: null,
    sku: line.sku,
    taxable: line.taxable,
    title: line.title,
    total_discount: padded(lineDiscount(line).shop),
    total_discount_set: set(lineDiscount(line)),
    variant_id: restId(line.variantId),
    variant_inventory_management: line.variantId ? 'shopify' : null,
    variant_title: line.variantTitle,
    vendor: line.vendor,
    tax_lines: line.taxLines.map((tax) => restTaxLine(order, tax)),
    duties: [],
    discount_allocations: line.allocations.map(({ discount, amount }) => ({
      amount: padded(amount.shop),
      amount_set: set(amount),
      discount_application_index: discount,
    })),
  };
}

/** The body of refunds/create. */
export function refundPayload(world: World, id: string): unknown {
  const refund = world.get('Refund', id);
  if (!refund) return { id: restId(id), admin_graphql_api_id: id };
  const order = world.get('Order', refund.orderId)!;
  const set = (amount: Amount) => restBag(amount, order.currency, order.presentmentCurrency);
  const time = (value: string | null) => restTime(value, shopOf(world).timezoneOffsetMinutes);
  return {
    id: restId(refund.id),
    order_id: restId(refund.orderId),
    created_at: time(refund.createdAt),
    note: refund.note,
    user_id: null,
    processed_at: time(refund.createdAt),
    duties: [],
    total_duties_set: set(zero),
    return: refund.returnId ? { id: restId(refund.returnId), admin_graphql_api_id: refund.returnId } : null,
    refund_shipping_lines: refund.shipping.map((one) => ({
      id: restId(one.id),
      shipping_line_id: restId(one.shippingLineId),
      subtotal_amount_set: set(one.subtotal),
    })),
    restock: refund.lines.some((line) => line.restockType !== 'NO_RESTOCK'),
    admin_graphql_api_id: refund.id,
    order_adjustments: [],
    refund_line_items: refund.lines.map((line) => ({
      id: restId(line.id),
      quantity: line.quantity,
      line_item_id: restId(line.lineItemId),
      location_id: restId(line.locationId),
      restock_type: line.restockType.toLowerCase(),
      subtotal: line.subtotal.shop / 100,
      total_tax: line.tax.shop / 100,
      subtotal_set: set(line.subtotal),
      total_tax_set: set(line.tax),
      line_item: lineItemPayload(world, order, world.get('LineItem', line.lineItemId)!),
    })),
    transactions: transactionsOf(world, order.id)
      .filter((one) => one.refundId === refund.id)
      .map((one) => restTransaction(world, order, one)),
  };
}

/** The body of order_transactions/create. */
export function transactionPayload(world: World, id: string): unknown {
  const transaction = world.get('OrderTransaction', id);
  if (!transaction) return { id: restId(id), admin_graphql_api_id: id };
  return restTransaction(world, world.get('Order', transaction.orderId)!, transaction);
}

function restTransaction(world: World, order: Order, one: OrderTransaction) {
  const time = (value: string) => restTime(value, shopOf(world).timezoneOffsetMinutes);
  const open = one.kind === 'AUTHORIZATION' ? one.amount : zero;
  return {
    id: restId(one.id),
    order_id: restId(one.orderId),
    kind: one.kind.toLowerCase(),
    gateway: one.gateway,
    status: one.status.toLowerCase(),
    message: null,
    created_at: time(one.createdAt),
    test: one.test,
    authorization: null,
    location_id: null,
    user_id: null,
    parent_id: restId(one.parentId),
    processed_at: time(one.processedAt),
    device_id: null,
    error_code: null,
    source_name: order.sourceName ?? 'web',
    receipt: {},
    payment_details: null,
    amount: padded(one.amount.shop),
    currency: order.currency,
    payment_id: `${order.name}.1`,
    total_unsettled_set: {
      presentment_money: { amount: padded(open.presentment ?? open.shop), currency: order.presentmentCurrency },
      shop_money: { amount: padded(open.shop), currency: order.currency },
    },
    manual_payment_gateway: one.gateway === 'manual',
    amount_rounding: null,
    admin_graphql_api_id: one.id,
  };
}
