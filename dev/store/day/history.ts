/**
 * A shop's past, from wherever it comes: a real transaction file or a made-up shop. Amounts are whole hundredths of the shop's
 * currency, times are UTC in ISO form, quantities are units. `loadHistory` plays it into a world.
 */
export interface History {
  shop: { name: string; currency: string; timeZone: string };
  locations: PastLocation[];
  products: PastProduct[];
  customers: PastCustomer[];
  /** Oldest first. */
  orders: PastOrder[];
  /** Oldest first; each takes back units of one order. */
  returns: PastReturn[];
  /** What is on the shelf and sellable now, and what suppliers still owe. */
  stock: { sku: string; location: string; available: number; incoming?: number }[];
  /** Rows of a file that became nothing, by reason, so that none is dropped in silence. */
  setAside: { reason: string; rows: number }[];
}

export interface PastLocation {
  key: string;
  name: string;
  address1: string;
  city: string;
  zip: string;
  countryCode: string;
}

export interface PastProduct {
  title: string;
  vendor: string;
  type: string;
  tags: string[];
  createdAt: string;
  variants: PastVariant[];
}

export interface PastVariant {
  sku: string;
  title: string;
  price: number;
  cost: number | null;
  barcode: string | null;
  /** absent = 300 */
  grams?: number;
  /** for customs: Harmonized System code, and where it was made (ISO 3166-1 alpha-2); absent = the merchant never said */
  tariffCode?: string;
  origin?: string;
}

export interface PastCustomer {
  key: string;
  firstName: string;
  lastName: string;
  email: string;
  createdAt: string;
}

export interface PastOrder {
  key: string;
  at: string;
  /** null: nobody known */
  customer: string | null;
  countryCode: string | null;
  address: { address1: string; city: string; zip: string; name: string } | null;
  lines: { sku: string; quantity: number; price: number }[];
  paid: boolean;
  /** null: still to be shipped */
  shippedAt: string | null;
  location: string;
}

export interface PastReturn {
  key: string;
  at: string;
  order: string;
  /** `line` is the position in the order's lines. */
  lines: { line: number; quantity: number }[];
  reason: 'UNWANTED' | 'DEFECTIVE' | 'SIZE_TOO_SMALL' | 'NOT_AS_DESCRIBED' | 'WRONG_ITEM' | 'OTHER';
  /** Units that had not been shipped yet are taken off the order and refunded; shipped ones come back as a return. */
  beforeShipping: boolean;
  /** How far it has come by now. */
  status: 'requested' | 'open' | 'closed';
}
