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
/** Long enough to see whether something goes wrong again and again. */
export const HEALED_DRIFT_DAYS = 90;

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
    purpose:
      'address check, the papers of its parcels (slip, label, customs declaration), the portal asking who is returning. Its days begin with the order or its last parcel; what is still to ship keeps it longer',
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
    table: 'FulfillmentOrder',
    column: 'holds',
    what: 'what staff or an app wrote about why a parcel is held',
    purpose: 'to show why an order cannot be shipped',
    days: null,
    onRedact: 'emptied',
  },
  {
    table: 'OrderCheck',
    column: 'reasons',
    what: 'why an order is held, with the note of its hold while it is held',
    purpose: 'to tell the person who must mend it',
    days: null,
    onRedact: 'emptied',
  },
  ...(['trackingNumbers', 'trackingUrls'] as const).map(
    (column): Kept => ({
      table: 'Fulfillment',
      column,
      what: column === 'trackingNumbers' ? "the carrier's numbers of parcels" : "the carrier's pages about parcels",
      purpose: 'to answer where a parcel is',
      days: null,
      onRedact: 'emptied',
    }),
  ),
  {
    table: 'WaveOrder',
    column: 'trackingNumber',
    what: "the carrier's number of a parcel that left with a wave",
    purpose: 'to answer where a parcel is',
    days: null,
    onRedact: 'emptied',
  },
  ...(
    [
      ['trackingNumber', "the carrier's number of a parcel", 'to answer where a parcel is'],
      ['trackingUrl', "the carrier's page about a parcel", 'to answer where a parcel is'],
      ['labelUrl', 'where the label bought from Shopify can be fetched', 'to print it again'],
      ['labelProblem', 'why Shopify sold no label, in its words', 'to mend it'],
    ] as const
  ).map(
    ([column, what, purpose]): Kept => ({
      table: 'Parcel',
      column,
      what,
      purpose,
      days: null,
      onRedact: 'emptied',
    }),
  ),
  {
    table: 'PackPhoto',
    column: 'jpeg',
    what: 'a picture of what was put into a parcel; the address on a slip may be on it',
    purpose: 'to show a customer or an insurer that it was put in',
    days: CONTACT_DAYS,
    onRedact: 'deleted',
  },
  ...(
    [
      [
        'variables',
        'what the customer wrote in the returns portal, what staff wrote to decline a return or hold a parcel, and tracking numbers, on the way to Shopify',
      ],
      ['answer', 'what Shopify answered: with it may come the notes of all returns of an order'],
      ['before', 'what Shopify said before a command was sent, for comparison'],
      ['problem', 'why Shopify refused a command, in its words'],
    ] as const
  ).map(
    ([column, what]): Kept => ({
      table: 'Command',
      column,
      what,
      purpose: 'to send it, to send it again after a failure, and to see what became of it',
      days: COMMAND_DAYS,
      onRedact: 'emptied',
    }),
  ),
  {
    table: 'Event',
    column: 'data',
    what: 'numbers of customers who asked for their data or were erased; why Shopify refused a command',
    purpose: 'to answer a request and to show that it was carried out; to explain what happened to an order',
    days: null,
    onRedact: 'emptied',
  },
  {
    table: 'Event',
    column: 'subject',
    what: `the same customers' numbers (a request for data goes after ${DATA_REQUEST_DAYS} days or when the customer is erased)`,
    purpose: 'to find a request, and to show that an erasure was carried out',
    days: null,
    onRedact: 'kept',
  },
  ...(['customerId', 'orderIds'] as const).map(
    (column): Kept => ({
      table: 'Erasure',
      column,
      what:
        column === 'customerId'
          ? 'the number of a customer who is being erased'
          : "the numbers of that customer's orders",
      purpose: 'to carry the erasure out; goes when that is done',
      days: null,
      onRedact: 'deleted',
    }),
  ),
  {
    table: 'Reread',
    column: 'id',
    what: 'numbers of customers that are to be read again; goes when that is done',
    purpose: 'to learn what a message did not tell',
    days: null,
    onRedact: 'deleted',
  },
  {
    table: 'Drift',
    column: 'objectId',
    what: 'numbers of customers of whom the mirror and Shopify said different things',
    purpose: 'to see what the comparison healed. Its days begin with the healing; what is not healed stays',
    days: HEALED_DRIFT_DAYS,
    onRedact: 'deleted',
  },
  {
    table: 'Tombstone',
    column: 'id',
    what: 'the numbers of erased customers and of the orders whose contact was erased',
    purpose:
      'so that a late message or reading does not bring back what was erased, however late: never deleted by age',
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
