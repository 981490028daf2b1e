// The diary's vocabulary: everything that can have happened, in our words. An event is noun.past-verb and carries what its
// readers need, so that a figure can be folded from the diary alone. Quantities are units; money is minor units as text
// beside its currency (JSON has no bigint); ids are numeric tails.
import { z } from 'zod';

const line = z.object({
  orderLineId: z.string(),
  productId: z.string().nullable(),
  variantId: z.string().nullable(),
  quantity: z.number().int(),
});

const returnLine = line.extend({ orderLineId: z.string().nullable(), reason: z.string() });

const purchaseOrder = z.object({
  purchaseOrderId: z.string(),
  number: z.number().int(),
  locationId: z.string(),
  items: z.array(z.string()),
});

/** The last entry of an order's proof of packing and its hash: who rewrites the proof alone is found out by it. */
const anchor = z.object({ seq: z.number().int(), hash: z.string() }).nullable().default(null);

/** What was done with units of a line of a wave, by whom. */
const walked = z.object({
  waveId: z.string(),
  lineId: z.string(),
  orderId: z.string(),
  title: z.string(),
  units: z.number().int(),
  pickerId: z.string(),
});

/** Of a line that was picked or missed: what it takes on its planned walk, and what it took; null = nobody knows, or people paused. */
const timed = {
  /** units of the whole line */
  quantity: z.number().int().nullable().default(null),
  expectedSeconds: z.number().nullable().default(null),
  seconds: z.number().nullable().default(null),
};

/** A parcel at the pack station, and who packs it. */
const packed = z.object({
  parcelId: z.string(),
  orderId: z.string(),
  waveId: z.string(),
  locationId: z.string(),
  pickerId: z.string(),
});

const data = {
  'order.placed': z.object({
    orderId: z.string(),
    name: z.string(),
    test: z.boolean(),
    currency: z.string(),
    total: z.string(),
    lines: z.array(line),
  }),
  /** something about it is not as it was: an address, a line, a payment. Told from news only, never from history */
  'order.changed': z.object({ orderId: z.string() }),
  'order.paid': z.object({ orderId: z.string() }),
  'order.edited': z.object({ orderId: z.string() }),
  'order.canceled': z.object({ orderId: z.string(), reason: z.string().nullable(), lines: z.array(line) }),
  /** every line that ships has shipped; placedAt makes the cycle time readable from this event alone */
  'order.fulfilled': z.object({ orderId: z.string(), test: z.boolean(), placedAt: z.iso.datetime() }),
  'order.held': z.object({ orderId: z.string(), reasons: z.array(z.string()) }),
  'order.released': z.object({ orderId: z.string() }),
  /** what is to be shipped from where became another */
  'fulfillment-order.changed': z.object({ fulfillmentOrderId: z.string(), orderId: z.string(), status: z.string() }),
  'fulfillment.created': z.object({ fulfillmentId: z.string(), orderId: z.string(), lines: z.array(line) }),
  'fulfillment.canceled': z.object({ fulfillmentId: z.string(), orderId: z.string() }),
  'refund.created': z.object({
    refundId: z.string(),
    orderId: z.string(),
    currency: z.string(),
    total: z.string(),
    lines: z.array(line),
  }),
  'return.requested': z.object({ returnId: z.string(), orderId: z.string(), lines: z.array(returnLine) }),
  'return.opened': z.object({
    returnId: z.string(),
    orderId: z.string(),
    /** of a test order; a diary begun before this was told knows none */
    test: z.boolean().default(false),
    lines: z.array(returnLine),
  }),
  'return.declined': z.object({ returnId: z.string(), orderId: z.string() }),
  'return.canceled': z.object({ returnId: z.string(), orderId: z.string() }),
  'return.closed': z.object({ returnId: z.string(), orderId: z.string() }),
  /** the sellable quantity at one location became another; `from` null when it was not known before */
  'stock.changed': z.object({
    inventoryItemId: z.string(),
    locationId: z.string(),
    variantId: z.string().nullable(),
    productId: z.string().nullable(),
    from: z.number().int().nullable(),
    available: z.number().int(),
  }),
  /**
   * an event of the calendar was added, changed or removed; firstDay…lastDay are all days that it touched before or touches now:
   * of those that are past, what is kept of demand is to be read again
   */
  'plan.changed': z.object({
    eventId: z.string(),
    kind: z.string(),
    firstDay: z.iso.date(),
    lastDay: z.iso.date(),
    removed: z.boolean(),
  }),
  /** a flash sale stands in the calendar: many units are wanted within hours, for purchasing and for the shelves */
  'flash-sale.announced': z.object({
    eventId: z.string(),
    title: z.string(),
    firstDay: z.iso.date(),
    lastDay: z.iso.date(),
    scope: z.string(),
    scopeKeys: z.array(z.string()),
    upliftPermille: z.number().int().nullable(),
  }),
  /** a discount was made, changed or deleted in Shopify */
  'discount.changed': z.object({ discountId: z.string() }),
  'product.deleted': z.object({ productId: z.string() }),
  'wave.released': z.object({
    waveId: z.string(),
    number: z.number().int(),
    orders: z.number().int(),
    units: z.number().int(),
  }),
  /** a walker put units of a line into a tote; scan.undone says what of that was taken back */
  'line.picked': walked.extend(timed),
  /** units of a stocked item were not found, or none that may be sold; pickerId null: a list on paper said so */
  'line.shorted': walked.extend({
    pickerId: z.string().nullable(),
    locationId: z.string(),
    inventoryItemId: z.string(),
    bin: z.string().nullable().default(null),
    reason: z.string(),
    ...timed,
  }),
  /** a walker scanned a bin, an item or a tote that was not asked for, or more than were */
  'scan.wrong': z.object({ waveId: z.string(), lineId: z.string(), what: z.string(), pickerId: z.string() }),
  /**
   * a walker took back what a scan had said; `deed` is what it was, `units` of it where it had some. Of units that were picked: how many
   * the whole line has, and what they should have taken; null = they were not timed
   */
  'scan.undone': z.object({
    ...{ waveId: z.string(), deed: z.string(), units: z.number().int(), pickerId: z.string() },
    quantity: z.number().int().nullable().default(null),
    expectedSeconds: z.number().nullable().default(null),
  }),
  /** a wave's first scan */
  'wave.begun': z.object({ waveId: z.string(), number: z.number().int(), releasedAt: z.iso.datetime().nullable() }),
  /** units that are wanted no more went from the tote back to the shelf */
  'line.put-back': walked,
  'wave.picked': z.object({
    waveId: z.string(),
    number: z.number().int(),
    picked: z.number().int(),
    short: z.number().int(),
    /** its first scan; without one, as on paper, its release */
    begunAt: z.iso.datetime().nullable().default(null),
  }),
  /** an order that could not wait was taken into a wave while it was walked */
  'wave.joined': z.object({
    waveId: z.string(),
    number: z.number().int(),
    orderId: z.string(),
    units: z.number().int(),
  }),
  /** all that was there of an order was carried from the put wall to packing */
  'order.sorted': z.object({
    waveId: z.string(),
    orderId: z.string(),
    units: z.number().int(),
    pickerId: z.string(),
    /** when its wave's walk was over */
    pickedAt: z.iso.datetime().nullable().default(null),
  }),
  /** a packer began with a parcel of an order */
  'parcel.opened': packed,
  /** a parcel was sealed; one that is opened again is sealed again. `forced`: units that nobody scanned; grams as weighed */
  'parcel.sealed': packed.extend({
    lineCount: z.number().int(),
    units: z.number().int(),
    forced: z.number().int(),
    grams: z.number().int().nullable(),
    /** what packing it should take, and what it took; null = nobody knows, or people paused or took turns */
    expectedSeconds: z.number().nullable().default(null),
    seconds: z.number().nullable().default(null),
    proof: anchor,
  }),
  /**
   * a sealed parcel was opened again; `pickerId` sealed it, and the figures are those that were told then. `mistake`: nobody but the
   * packers wanted it open: neither did Shopify refuse it nor did its order change
   */
  'parcel.reopened': packed.extend({
    lineCount: z.number().int(),
    units: z.number().int(),
    forced: z.number().int(),
    expectedSeconds: z.number().nullable(),
    mistake: z.boolean(),
  }),
  /** a packer scanned what the order does not want, or more of it than was picked */
  'packing-scan.wrong': packed.extend({ what: z.string() }),
  /** a packer took units out of a parcel again */
  'packing-scan.undone': packed.extend({ units: z.number().int() }),
  'wave.shipped': z.object({ waveId: z.string(), number: z.number().int(), orders: z.number().int() }),
  /** a parcel left the house: with a number, with a label, made ready for pickup, or brought to the door */
  'parcel.shipped': z.object({
    parcelId: z.string(),
    waveId: z.string(),
    orderId: z.string(),
    locationId: z.string(),
    number: z.number().int(),
    units: z.number().int(),
    grams: z.number().int().nullable(),
    /** when its wave's walk was over, when it was carried from the put wall (null = it stood at none), and when it was sealed */
    pickedAt: z.iso.datetime().nullable().default(null),
    sortedAt: z.iso.datetime().nullable().default(null),
    sealedAt: z.iso.datetime().nullable().default(null),
    proof: anchor,
  }),
  'manifest.closed': z.object({
    manifestId: z.string(),
    number: z.number().int(),
    locationId: z.string(),
    parcels: z.number().int(),
    grams: z.number().int(),
  }),
  'wave.canceled': z.object({ waveId: z.string(), number: z.number().int() }),
  'reorder.computed': z.object({ variants: z.number().int(), toBuy: z.number().int() }),
  /** the supplier was asked for it, by us or by a person */
  'purchase-order.ordered': purchaseOrder,
  /** some of it came; `items` are those that did */
  'purchase-order.received': purchaseOrder.extend({ accepted: z.number().int(), rejected: z.number().int() }),
  /** nothing more of it will come */
  'purchase-order.closed': purchaseOrder,
  'purchase-order.canceled': purchaseOrder,
  /** stock was asked to change by what a count found; value is at cost, as far as costs are known */
  'count.booked': z.object({
    countId: z.string(),
    number: z.number().int(),
    locationId: z.string(),
    lines: z.array(
      z.object({ inventoryItemId: z.string(), variantId: z.string().nullable(), variance: z.number().int() }),
    ),
    currency: z.string(),
    value: z.string(),
  }),
  'command.confirmed': z.object({ commandId: z.string(), operation: z.string(), subject: z.string() }),
  'command.failed': z.object({
    commandId: z.string(),
    operation: z.string(),
    subject: z.string(),
    problem: z.string(),
  }),
  'command.unknown': z.object({
    commandId: z.string(),
    operation: z.string(),
    subject: z.string(),
    problem: z.string(),
  }),
  /** customerId null: an order without a customer account */
  'customer.asked-for-data': z.object({ customerId: z.string().nullable(), orderIds: z.array(z.string()) }),
  /** the rooms erase what they hold of these orders' customer */
  'customer.redacted': z.object({ customerId: z.string().nullable(), orderIds: z.array(z.string()) }),
  'app.installed': z.object({}),
  'app.uninstalled': z.object({}),
  /** the merchant gave or took a permission; `scopes` are all that are granted now */
  'app.scopes-changed': z.object({ scopes: z.array(z.string()) }),
} as const;

export type EventType = keyof typeof data;

/** One happening. `key` names it so that hearing of it twice writes it once; `subject` is what it happened to (Order/123). */
export type DiaryEvent = {
  [T in EventType]: { type: T; key: string; subject: string; at: string; data: z.infer<(typeof data)[T]> };
}[EventType];

/**
 * An event to write. `asOf` says how old the account is that it was told from (any text that sorts by time): when the same
 * happening is told twice, the earlier account stands, so the diary does not depend on the order in which news arrived.
 */
export type Entry = DiaryEvent & { asOf?: string };

/** Reads a stored row back as an event. Throws, naming the row, when the diary holds something this version does not know. */
export function readEvent(row: { key: string; type: string; subject: string; at: Date; data: unknown }): DiaryEvent {
  const shape = data[row.type as EventType];
  if (!shape) throw new Error(`The diary has an event of unknown type "${row.type}" (${row.key})`);
  const parsed = shape.safeParse(row.data);
  if (!parsed.success) throw new Error(`The event ${row.key} has unexpected data: ${parsed.error.message}`);
  return {
    type: row.type,
    key: row.key,
    subject: row.subject,
    at: row.at.toISOString(),
    data: parsed.data,
  } as DiaryEvent;
}
