// The mirror's rows as plain JSON-safe data (money as digits, times as ISO text), as projections make them and apply writes
// them. `sourceUpdatedAt` then `heardAt` is a row's version: the greater one wins, in whatever order they arrive.
import type { Contact } from './contact.ts';

export type Version = { sourceUpdatedAt: string; heardAt: string };

export type OrderLineRow = {
  id: string;
  position: number;
  productId: string | null;
  variantId: string | null;
  sku: string | null;
  title: string;
  variantTitle: string | null;
  quantity: number;
  currentQuantity: number;
  fulfillableQuantity: number;
  unitPrice: string;
  discount: string;
  requiresShipping: boolean;
  /** its order's, so that what sold in a time is found by variant */
  processedAt: string;
};

export type OrderRow = Version & {
  id: string;
  name: string;
  createdAt: string;
  processedAt: string;
  cancelledAt: string | null;
  cancelReason: string | null;
  closedAt: string | null;
  test: boolean;
  currency: string;
  financialStatus: string;
  fulfillmentStatus: string;
  subtotal: string;
  shipping: string;
  tax: string;
  total: string;
  refunded: string;
  customerId: string | null;
  tags: string[];
  sourceName: string | null;
  shipCountry: string | null;
  /** when the last parcel left; not stored, for the diary */
  shippedAt?: string | null;
  lines: OrderLineRow[];
};

export type ContactRow = Version & { orderId: string; customerId: string | null; contact: Contact };

/** What a line of a parcel or a refund is about, when the payload says so; not stored, for the diary. */
type About = { productId?: string | null; variantId?: string | null };

export type FulfillmentLineRow = About & { orderLineId: string; quantity: number };

export type FulfillmentRow = Version & {
  id: string;
  orderId: string;
  name: string | null;
  status: string;
  locationId: string | null;
  trackingCompany: string | null;
  trackingNumbers: string[];
  trackingUrls: string[];
  createdAt: string;
  lines: FulfillmentLineRow[];
};

export type RefundLineRow = About & {
  orderLineId: string;
  quantity: number;
  restockType: string;
  locationId: string | null;
  subtotal: string;
};

export type RefundRow = Version & {
  id: string;
  orderId: string;
  returnId: string | null;
  currency: string;
  total: string;
  createdAt: string;
  lines: RefundLineRow[];
};

export type Hold = {
  id: string;
  reason: string;
  reasonNotes: string | null;
  handle: string | null;
  heldByUs: boolean;
};

export type FulfillmentOrderLineRow = {
  id: string;
  orderLineId: string;
  inventoryItemId: string | null;
  variantId: string | null;
  totalQuantity: number;
  remainingQuantity: number;
};

export type FulfillmentOrderRow = Version & {
  id: string;
  orderId: string;
  status: string;
  requestStatus: string | null;
  locationId: string | null;
  deliveryMethod: string | null;
  shippingMethod: string | null;
  fulfillAt: string | null;
  fulfillBy: string | null;
  holds: Hold[];
  supportedActions: string[];
  createdAt: string;
  lines: FulfillmentOrderLineRow[];
};

export type ReturnLineRow = {
  id: string;
  orderLineId: string | null;
  fulfillmentLineItemId: string | null;
  quantity: number;
  reason: string;
  reasonNote: string | null;
  processedQuantity: number;
  refundedQuantity: number;
};

export type ReturnRow = Version & {
  id: string;
  orderId: string;
  name: string;
  status: string;
  declineReason: string | null;
  createdAt: string;
  closedAt: string | null;
  lines: ReturnLineRow[];
};

export type VariantRow = Version & {
  id: string;
  inventoryItemId: string | null;
  title: string;
  sku: string | null;
  barcode: string | null;
  price: string;
  position: number;
};

export type ProductRow = Version & {
  id: string;
  title: string;
  handle: string;
  status: string;
  vendor: string;
  productType: string;
  tags: string[];
  imageUrl: string | null;
  createdAt: string;
  variants: VariantRow[];
};

export type InventoryItemRow = Version & {
  id: string;
  variantId: string | null;
  sku: string | null;
  tracked: boolean;
  requiresShipping: boolean;
  unitCost: string | null;
  costCurrency: string | null;
  grams: number | null;
  tariffCode: string | null;
  originCountry: string | null;
};

export type InventoryLevelRow = Version & {
  inventoryItemId: string;
  locationId: string;
  active: boolean;
  available: number;
  onHand: number | null;
  committed: number | null;
  incoming: number | null;
  reserved: number | null;
  damaged: number | null;
  safetyStock: number | null;
  qualityControl: number | null;
};

/** A level's webhook tells only the sellable quantity; the other names keep what they were until the re-read. */
export type AvailableRow = Version & {
  inventoryItemId: string;
  locationId: string;
  active: boolean;
  available: number;
};

export type LocationRow = Version & {
  id: string;
  name: string;
  active: boolean;
  fulfillsOnline: boolean;
  address1: string | null;
  address2: string | null;
  city: string | null;
  zip: string | null;
  /** Shopify's code of a state or province */
  province: string | null;
  country: string | null;
  phone: string | null;
};

export type CustomerRow = Version & { id: string; createdAt: string };

export type ShopRow = Version & {
  shopifyId: string;
  name: string;
  currency: string;
  timeZone: string;
  plan: string | null;
  country: string | null;
};

/** Rows by table, any of them absent. */
export type Rows = {
  shop?: ShopRow[];
  locations?: LocationRow[];
  products?: ProductRow[];
  inventoryItems?: InventoryItemRow[];
  inventoryLevels?: InventoryLevelRow[];
  available?: AvailableRow[];
  customers?: CustomerRow[];
  orders?: OrderRow[];
  contacts?: ContactRow[];
  fulfillments?: FulfillmentRow[];
  refunds?: RefundRow[];
  fulfillmentOrders?: FulfillmentOrderRow[];
  returns?: ReturnRow[];
};

/**
 * What can be read again through the gateway. `OrderParcels`, `OrderReturns`: the fulfillment orders and the returns of one
 * order, whose set itself may change.
 */
export const REREAD_KINDS = [
  'Shop',
  'Location',
  'Product',
  'InventoryItem',
  'Customer',
  'Order',
  'OrderParcels',
  'OrderReturns',
  'FulfillmentOrder',
  'Return',
  'Refund',
] as const;
export type RereadKind = (typeof REREAD_KINDS)[number];

export type Ask = { kind: RereadKind; id: string };

/** What can be deleted for good. OrderContact: erased on the customer's request and never to be filled again. */
export type GraveKind = 'Order' | 'Product' | 'InventoryItem' | 'Location' | 'Customer' | 'OrderContact';
export type Grave = {
  kind: GraveKind;
  id: string;
  deletedAt: string;
  /** concluded because readings did not find it; a reading that finds it alive takes this back */
  byReading?: true;
};
