import type { Cents } from '../../kernel/money.ts';
import type { World } from '../../kernel/world.ts';

export interface Attribute {
  key: string;
  value: string | null;
}

/** A postal address as it was written on the order; the API's MailingAddress. */
export interface Address {
  firstName?: string | null;
  lastName?: string | null;
  company?: string | null;
  address1?: string | null;
  address2?: string | null;
  city?: string | null;
  province?: string | null;
  provinceCode?: string | null;
  country?: string | null;
  countryCode?: string | null;
  zip?: string | null;
  phone?: string | null;
}

/** An amount in shop money and, when the buyer saw another currency, in presentment money. */
export interface Amount {
  shop: Cents;
  presentment?: Cents;
}

export interface TaxLine {
  title: string;
  rate: number;
  /** Tax on the whole line (all its units). */
  price: Amount;
}

/** A discount on the order as a whole or on some lines; allocations of lines point at it by its index in `Order.discounts`. */
export interface Discount {
  kind: 'MANUAL' | 'CODE';
  /** Code, or description of a manual discount. */
  title: string;
  target: 'LINE_ITEM' | 'SHIPPING_LINE';
  value: { percentage: number } | { amount: Cents };
}

export interface ShippingLine {
  id: string;
  title: string;
  code: string | null;
  source: string | null;
  price: Amount;
  discounted: Amount;
  taxLines: TaxLine[];
  removed?: boolean;
}

export interface Order {
  id: string;
  name: string;
  number: number;
  email: string | null;
  phone: string | null;
  note: string | null;
  /** Sorted, as Shopify answers them. */
  tags: string[];
  poNumber: string | null;
  customerId: string | null;
  currency: string;
  presentmentCurrency: string;
  taxesIncluded: boolean;
  createdAt: string;
  updatedAt: string;
  processedAt: string;
  closedAt: string | null;
  cancelledAt: string | null;
  cancelReason: string | null;
  test: boolean;
  edited: boolean;
  sourceName: string | null;
  sourceIdentifier: string | null;
  customAttributes: Attribute[];
  shippingAddress: Address | null;
  billingAddress: Address | null;
  /** The status given to orderCreate; null when payments alone decide (and there was none). */
  givenFinancialStatus: string | null;
  discounts: Discount[];
  shippingLines: ShippingLine[];
  confirmationNumber: string;
  locationId: string | null;
  /** Set by B2B draft orders. */
  purchasingCompany?: { companyId: string; contactId: string; locationId: string } | null;
  cancelStaffNote?: string | null;
}

/** A line of an order. Quantities: sold at first (with later increases), of it removed by edit, refund or cancellation, and shipped. */
export interface LineItem {
  id: string;
  orderId: string;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  productId: string | null;
  variantId: string | null;
  quantity: number;
  /** Taken off again by an edit, a refund or a cancellation: currentQuantity = quantity − removed. */
  removed: number;
  /** Of `removed`, the units that had been shipped (returned goods). */
  removedAfterFulfillment: number;
  /** Shipped by fulfillments that are not cancelled; kept by the fulfillment domain. */
  fulfilled: number;
  /** Refunded with money, by refundCreate or returnProcess. */
  refunded: number;
  price: Amount;
  taxLines: TaxLine[];
  /** Discount on the whole line, by index into `Order.discounts`. */
  allocations: { discount: number; amount: Amount }[];
  requiresShipping: boolean;
  taxable: boolean;
  giftCard: boolean;
  customAttributes: Attribute[];
}

export interface OrderTransaction {
  id: string;
  orderId: string;
  kind: string;
  status: string;
  gateway: string | null;
  amount: Amount;
  parentId: string | null;
  createdAt: string;
  processedAt: string;
  test: boolean;
  refundId: string | null;
}

export interface RefundLineItem {
  id: string;
  lineItemId: string;
  quantity: number;
  restockType: string;
  locationId: string | null;
  subtotal: Amount;
  tax: Amount;
}

export interface Refund {
  id: string;
  orderId: string;
  returnId: string | null;
  note: string | null;
  createdAt: string;
  lines: RefundLineItem[];
  shipping: { id: string; shippingLineId: string; subtotal: Amount; tax: Amount }[];
  /** Paid back; the sum of its refund transactions. */
  total: Amount;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    Order: Order;
    LineItem: LineItem;
    OrderTransaction: OrderTransaction;
    Refund: Refund;
  }
}

export const linesOf = (world: World, orderId: string): LineItem[] => world.where('LineItem', 'orderId', orderId);
export const transactionsOf = (world: World, orderId: string): OrderTransaction[] =>
  world.where('OrderTransaction', 'orderId', orderId);
export const refundsOf = (world: World, orderId: string): Refund[] => world.where('Refund', 'orderId', orderId);

export const currentQuantity = (line: LineItem): number => line.quantity - line.removed;
/** Still to be shipped. */
export const unfulfilledQuantity = (line: LineItem): number =>
  Math.max(0, line.quantity - (line.removed - line.removedAfterFulfillment) - line.fulfilled);

/** Marks an order as changed now and tells it. Every change to an order ends here. */
export function touch(world: World, order: Order, changes: Partial<Order> = {}, topic = 'orders/updated'): Order {
  world.patch('Order', order, { ...changes, updatedAt: world.timestamp() });
  world.emit('orders/updated', order.id);
  if (topic !== 'orders/updated') world.emit(topic, order.id);
  return order;
}

/** The order's return status by the rule of precedence: requested, open, closed, none. */
export function returnStatus(world: World, orderId: string): string {
  const statuses = new Set(
    (world.where('Return', 'orderId' as never, orderId as never) as { status?: string }[]).map((one) => one.status),
  );
  if (statuses.has('REQUESTED')) return 'RETURN_REQUESTED';
  if (statuses.has('OPEN')) return 'IN_PROGRESS';
  return statuses.has('CLOSED') ? 'RETURNED' : 'NO_RETURN';
}
