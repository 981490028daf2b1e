// An order with its lines, its contact, and the parcels and refunds that travel with it.
import { minorFromDecimal } from '../../lib/money.ts';
import { idOf } from '../../shopify/gid.ts';
import type { Contact } from '../contact.ts';
import {
  type Json,
  minor,
  object,
  objectOrNull,
  objects,
  ownId,
  reference,
  referenceOrNull,
  shopMinor,
  sortedTags,
  tagList,
  text,
  textOrNull,
  whole,
  wholeOr,
} from '../payload.ts';
import type { ContactRow, OrderLineRow, OrderRow, Rows, Version } from '../rows.ts';
import { second, secondOrNull } from '../times.ts';
import { type FulfillmentNode, fulfillmentFromNode, fulfillmentFromPayload } from './fulfillment.ts';
import { type Amount, type RefundNode, refundFromNode, refundFromPayload } from './refund.ts';

type FulfillmentWord = 'UNFULFILLED' | 'PARTIALLY_FULFILLED' | 'FULFILLED' | 'RESTOCKED';

const fulfillmentWords: Record<string, FulfillmentWord> = {
  unfulfilled: 'UNFULFILLED',
  partial: 'PARTIALLY_FULFILLED',
  fulfilled: 'FULFILLED',
  restocked: 'RESTOCKED',
};

/** orders/create, updated, paid, cancelled, fulfilled, partially_fulfilled. */
export function orderFromPayload(payload: Json, heardAt: string): Required<OrderRows> {
  const id = ownId(payload);
  const currency = text(payload, 'currency');
  const version: Version = { sourceUpdatedAt: second(text(payload, 'updated_at')), heardAt };
  const customer = objectOrNull(payload.customer, 'customer');
  const customerId = customer ? ownId(customer) : null;
  const refunds = objects(payload.refunds, 'refunds').map((refund) => refundFromPayload(refund, heardAt, currency, id));
  const fulfillments = objects(payload.fulfillments, 'fulfillments').map((parcel) =>
    fulfillmentFromPayload(parcel, heardAt, id),
  );
  const address = objectOrNull(payload.shipping_address, 'shipping_address');
  const processedAt = second(textOrNull(payload, 'processed_at') ?? text(payload, 'created_at'));
  const order: OrderRow = {
    ...version,
    id,
    name: text(payload, 'name'),
    createdAt: second(text(payload, 'created_at')),
    processedAt,
    cancelledAt: secondOrNull(textOrNull(payload, 'cancelled_at')),
    cancelReason: textOrNull(payload, 'cancel_reason')?.toUpperCase() ?? null,
    closedAt: secondOrNull(textOrNull(payload, 'closed_at')),
    test: payload.test === true,
    currency,
    financialStatus: (textOrNull(payload, 'financial_status') ?? 'pending').toUpperCase(),
    fulfillmentStatus:
      fulfillmentWords[textOrNull(payload, 'fulfillment_status') ?? 'unfulfilled'] ?? ('UNFULFILLED' as const),
    subtotal: minor(payload, 'subtotal_price', currency),
    shipping: shopMinor(payload, 'total_shipping_price_set', currency),
    tax: minor(payload, 'total_tax', currency),
    total: minor(payload, 'total_price', currency),
    refunded: refunds.reduce((sum, refund) => sum + BigInt(refund.total), 0n).toString(),
    customerId,
    tags: tagList(payload.tags),
    sourceName: textOrNull(payload, 'source_name'),
    shipCountry: address ? textOrNull(address, 'country_code') : null,
    shippedAt: lastSent(fulfillments),
    lines: objects(payload.line_items, 'line_items').map((line, position) => ({
      ...lineFromPayload(line, position, currency),
      processedAt,
    })),
  };
  const contact: Contact = {
    email: textOrNull(payload, 'email'),
    phone: textOrNull(payload, 'phone'),
    name: address ? textOrNull(address, 'name') : null,
    address: address && {
      address1: textOrNull(address, 'address1'),
      address2: textOrNull(address, 'address2'),
      city: textOrNull(address, 'city'),
      zip: textOrNull(address, 'zip'),
      province: textOrNull(address, 'province_code'),
      countryCode: textOrNull(address, 'country_code'),
    },
  };
  return { orders: [order], contacts: [{ ...version, orderId: id, customerId, contact }], fulfillments, refunds };
}

/** When the last parcel left that was not called back; null when none did. */
export function lastSent(parcels: { status: string; createdAt: string }[]): string | null {
  const sent = parcels.filter((parcel) => parcel.status !== 'CANCELLED').map((parcel) => second(parcel.createdAt));
  return sent.sort().at(-1) ?? null;
}

export type OrderRows = Pick<Rows, 'orders' | 'contacts' | 'fulfillments' | 'refunds'>;

function lineFromPayload(line: Json, position: number, currency: string): Omit<OrderLineRow, 'processedAt'> {
  const quantity = whole(line, 'quantity');
  return {
    id: ownId(line),
    position,
    productId: referenceOrNull(line, 'product_id'),
    variantId: referenceOrNull(line, 'variant_id'),
    sku: textOrNull(line, 'sku'),
    title: text(line, 'title'),
    variantTitle: textOrNull(line, 'variant_title'),
    quantity,
    currentQuantity: wholeOr(line, 'current_quantity', quantity),
    fulfillableQuantity: wholeOr(line, 'fulfillable_quantity', quantity),
    unitPrice: minor(line, 'price', currency),
    discount: minor(line, 'total_discount', currency),
    requiresShipping: line.requires_shipping !== false,
  };
}

/** An order as the gateway's order-fields, order-line-fields, fulfillment-fields and refund-fields read it. */
export type OrderNode = {
  id: string;
  name: string;
  createdAt: string;
  processedAt: string;
  updatedAt: string;
  cancelledAt?: string | null;
  cancelReason?: string | null;
  closedAt?: string | null;
  test: boolean;
  currencyCode: string;
  displayFinancialStatus?: string | null;
  displayFulfillmentStatus: string;
  subtotalPriceSet?: Amount | null;
  totalShippingPriceSet: Amount;
  totalTaxSet?: Amount | null;
  totalPriceSet: Amount;
  totalRefundedSet: Amount;
  customer?: { id: string } | null;
  tags: string[];
  sourceName?: string | null;
  email?: string | null;
  phone?: string | null;
  shippingAddress?: {
    name?: string | null;
    address1?: string | null;
    address2?: string | null;
    city?: string | null;
    provinceCode?: string | null;
    zip?: string | null;
    countryCodeV2?: string | null;
  } | null;
  lineItems: { nodes: OrderLineNode[] };
  fulfillments?: FulfillmentNode[];
  refunds?: RefundNode[];
};

export type OrderLineNode = {
  id: string;
  product?: { id: string } | null;
  variant?: { id: string } | null;
  sku?: string | null;
  title: string;
  variantTitle?: string | null;
  quantity: number;
  currentQuantity: number;
  unfulfilledQuantity: number;
  originalUnitPriceSet: Amount;
  totalDiscountSet: Amount;
  requiresShipping: boolean;
};

export function orderFromNode(node: OrderNode, heardAt: string): OrderRows {
  const id = idOf(node.id);
  const currency = node.currencyCode;
  const money = (set: Amount | null | undefined) =>
    set ? minorFromDecimal(set.shopMoney.amount, currency).toString() : '0';
  const version: Version = { sourceUpdatedAt: second(node.updatedAt), heardAt };
  const address = node.shippingAddress;
  const customerId = node.customer ? idOf(node.customer.id) : null;
  const processedAt = second(node.processedAt);
  const lines = node.lineItems.nodes.map(
    (line, position): OrderLineRow => ({
      id: idOf(line.id),
      position,
      productId: line.product ? idOf(line.product.id) : null,
      variantId: line.variant ? idOf(line.variant.id) : null,
      sku: line.sku || null,
      title: line.title,
      variantTitle: line.variantTitle || null,
      quantity: line.quantity,
      currentQuantity: line.currentQuantity,
      fulfillableQuantity: line.unfulfilledQuantity,
      unitPrice: money(line.originalUnitPriceSet),
      discount: money(line.totalDiscountSet),
      requiresShipping: line.requiresShipping,
      processedAt,
    }),
  );
  const order: OrderRow = {
    ...version,
    id,
    name: node.name,
    createdAt: second(node.createdAt),
    processedAt,
    cancelledAt: secondOrNull(node.cancelledAt),
    cancelReason: node.cancelReason ?? null,
    closedAt: secondOrNull(node.closedAt),
    test: node.test,
    currency,
    financialStatus: node.displayFinancialStatus ?? 'PENDING',
    fulfillmentStatus: fulfillmentWord(node.displayFulfillmentStatus, lines),
    subtotal: money(node.subtotalPriceSet),
    shipping: money(node.totalShippingPriceSet),
    tax: money(node.totalTaxSet),
    total: money(node.totalPriceSet),
    refunded: money(node.totalRefundedSet),
    customerId,
    tags: sortedTags(node.tags),
    sourceName: node.sourceName || null,
    shipCountry: address?.countryCodeV2 || null,
    shippedAt: lastSent(node.fulfillments ?? []),
    lines,
  };
  const contact: ContactRow = {
    ...version,
    orderId: id,
    customerId,
    contact: {
      email: node.email || null,
      phone: node.phone || null,
      name: address?.name || null,
      address: address
        ? {
            address1: address.address1 || null,
            address2: address.address2 || null,
            city: address.city || null,
            zip: address.zip || null,
            province: address.provinceCode || null,
            countryCode: address.countryCodeV2 || null,
          }
        : null,
    },
  };
  return {
    orders: [order],
    contacts: [contact],
    fulfillments: (node.fulfillments ?? []).map((parcel) => fulfillmentFromNode(parcel, heardAt, id, lines)),
    refunds: (node.refunds ?? []).map((refund) => refundFromNode(refund, heardAt, id, lines)),
  };
}

/**
 * A webhook knows four words for how far an order has shipped, GraphQL ten: the six others say what a fulfillment order is
 * waiting for, which FulfillmentOrder itself holds. They are read back from the lines, so that both sources say the same.
 */
function fulfillmentWord(display: string, lines: OrderLineRow[]): FulfillmentWord {
  if (display === 'FULFILLED' || display === 'PARTIALLY_FULFILLED' || display === 'RESTOCKED') return display;
  if (display === 'UNFULFILLED') return 'UNFULFILLED';
  return lines.some((line) => line.currentQuantity > line.fulfillableQuantity) ? 'PARTIALLY_FULFILLED' : 'UNFULFILLED';
}

/** orders/edited: which order, and when the edit was committed. */
export function editFromPayload(payload: Json): { editId: string; orderId: string; committedAt: string } {
  const edit = object(payload.order_edit, 'order_edit');
  return {
    editId: ownId(edit),
    orderId: reference(edit, 'order_id'),
    committedAt: second(textOrNull(edit, 'committed_at') ?? text(edit, 'created_at')),
  };
}
