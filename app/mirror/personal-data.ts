// Every place where anything about a person rests, why, and for how long. A new column that could hold a name, an address or
// a person's own words belongs into this list, and into what erases it (personal-data.server.ts).

import type { Difference } from './compare.ts';
import type { OrderRow } from './rows.ts';

export type Kept = {
  table: string;
  column: string;
  what: string;
  purpose: string;
  /** days after which it goes by itself; null while the shop uses the app */
  days: number | null;
  /** what customers/redact does to it */
  onRedact: 'deleted' | 'emptied' | 'kept';
};

export const INBOX_PAYLOAD_DAYS = 7;
/** An order's contact is needed until the parcel and its return window are history. */
export const CONTACT_DAYS = 180;
/** What a command said is of use while someone may ask what went wrong with it. */
export const COMMAND_DAYS = 30;
/** A merchant has 30 days to answer, and may be asked whether he did. */
export const DATA_REQUEST_DAYS = 180;

/** True when an order's contact would go by its age as soon as it came (by when it was heard), so that it is not kept at all. */
export function contactOutlived(order: OrderRow): boolean {
  const last = Math.max(Date.parse(order.createdAt), Date.parse(order.shippedAt ?? order.createdAt));
  if (Date.parse(order.heardAt) - last <= CONTACT_DAYS * 86_400_000) return false;
  const stillToShip = order.lines.some((line) => line.requiresShipping && line.fulfillableQuantity > 0);
  return !stillToShip || order.cancelledAt !== null || order.closedAt !== null;
}

export const PERSONAL_DATA: readonly Kept[] = [
  {
    table: 'Inbox',
    column: 'payload',
    what: "the webhook as received, sealed: names, addresses, e-mail and phone in orders' and customers' topics",
    purpose: 'to fold it into the mirror, and to fold it again after a fault',
    days: INBOX_PAYLOAD_DAYS,
    onRedact: 'emptied',
  },
  {
    table: 'OrderContact',
    column: 'sealed',
    what: 'name, e-mail, phone and ship-to address of an order, sealed',
    purpose: 'address check, packing slip, the portal asking who is returning',
    days: CONTACT_DAYS,
    onRedact: 'deleted',
  },
  {
    table: 'OrderContact',
    column: 'customerId',
    what: "the customer's number at Shopify",
    purpose: 'to find what to erase',
    days: CONTACT_DAYS,
    onRedact: 'deleted',
  },
  {
    table: 'Order',
    column: 'customerId',
    what: "the customer's number at Shopify",
    purpose: 'to know that two orders come from one buyer',
    days: null,
    onRedact: 'emptied',
  },
  {
    table: 'Customer',
    column: 'id',
    what: "the customer's number at Shopify",
    purpose: 'to know that the customer exists',
    days: null,
    onRedact: 'deleted',
  },
  {
    table: 'ReturnLine',
    column: 'reasonNote',
    what: 'what the customer or staff wrote about why something comes back',
    purpose: 'to decide on the return and to learn why goods come back',
    days: null,
    onRedact: 'emptied',
  },
  {
    table: 'Command',
    column: 'variables',
    what: 'what the customer wrote in the returns portal, on its way to Shopify',
    purpose: 'to send it, and to send it again after a failure',
    days: null,
    onRedact: 'emptied',
  },
  {
    table: 'Tombstone',
    column: 'id',
    what: 'the numbers of erased customers and of the orders whose contact was erased',
    purpose: 'so that a late message does not bring back what was erased',
    days: null,
    onRedact: 'kept',
  },
];

/** What of a mirrored row is not written down as drift: that it differs is enough. */
const NOT_QUOTED = new Set(['customerId', 'reasonNote', 'holds', 'trackingNumbers', 'trackingUrls']);

/** A difference without a person's number and anybody's words; `field` is a column, lines/ID/column or a whole lines/ID. */
export function unquoted({ field, mirrored, actual }: Difference): Difference {
  const column = field.split('/').at(-1) ?? '';
  const bare = (value: unknown): unknown => {
    if (value === null || value === undefined) return value;
    if (NOT_QUOTED.has(column)) return '(not kept)';
    if (typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).filter(([name]) => !NOT_QUOTED.has(name)));
  };
  return { field, mirrored: bare(mirrored), actual: bare(actual) };
}
