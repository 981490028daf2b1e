// Which orders of a picked wave go out, with exactly what was picked, and which stay behind and why.
import type { WhyChanged } from './floor/scan.ts';
import type { WaveLine } from './wave.ts';

/** A fulfillment order as it stands now, at the moment of shipping. */
export type StandingNow = {
  fulfillmentOrderId: string;
  status: string;
  locationId: string | null;
  /** Shopify's FulfillmentOrderAction names, for example CREATE_FULFILLMENT */
  supportedActions: readonly string[];
  /** why Shopify holds it; empty when it is not held */
  holdReasons: readonly string[];
  /** units still to be fulfilled, by fulfillment-order line id */
  remaining: ReadonlyMap<string, number>;
};

export type OrderNow = { orderId: string; canceled: boolean; standing: readonly StandingNow[] };

export type Shipment = {
  orderId: string;
  orderName: string;
  parts: { fulfillmentOrderId: string; lines: { id: string; quantity: number }[] }[];
};
export type LeftOut = { orderId: string; orderName: string; reason: string };

/**
 * The orders of these lines that must stay behind, with the reason. `now` holds what is known of each order; an order missing
 * there is gone. `held` says why others object to an order, by its id.
 */
export function leftOutOf(
  lines: readonly WaveLine[],
  now: readonly OrderNow[],
  held: ReadonlyMap<string, string>,
  locationId: string,
): LeftOut[] {
  const known = new Map(now.map((order) => [order.orderId, order]));
  return [...Map.groupBy(lines, (line) => line.orderId)].flatMap(([orderId, own]) => {
    const reason = whyNot(own, known.get(orderId), locationId) ?? held.get(orderId);
    return reason ? { orderId, orderName: nameOf(own), reason } : [];
  });
}

/**
 * Decides for every order of the wave. An order that changed since it was planned stays behind as a whole: half a parcel
 * that nobody asked for is worse than a late one.
 */
export function shipWave(
  lines: readonly WaveLine[],
  now: readonly OrderNow[],
  held: ReadonlyMap<string, string>,
  locationId: string,
): { shipments: Shipment[]; leftOut: LeftOut[] } {
  const leftOut = leftOutOf(lines, now, held, locationId);
  const behind = new Set(leftOut.map((order) => order.orderId));
  const shipments = [...Map.groupBy(lines, (line) => line.orderId)]
    .filter(([orderId]) => !behind.has(orderId))
    .map(([orderId, own]) => ({ orderId, orderName: nameOf(own), parts: partsOf(own) }));
  return { shipments, leftOut };
}

const nameOf = (own: readonly WaveLine[]) => own[0]?.orderName ?? '';

/** Why this order cannot go out as picked, or null. */
function whyNot(own: readonly WaveLine[], order: OrderNow | undefined, locationId: string): string | null {
  if (order && !order.canceled && own.every((line) => line.picked === 0 && wasCounted(line)))
    return 'Nothing was there to pick.';
  const wanted = own.map((line) => ({ ...line, quantity: wasCounted(line) ? line.picked : line.quantity }));
  return whyNotUnits(wanted, order, locationId);
}

type Units = readonly { fulfillmentOrderId: string; fulfillmentOrderLineId: string; title: string; quantity: number }[];

/** Why units cannot go out: what changed, or that Shopify does not allow it. */
export type WhyUnits = WhyChanged | 'not-allowed';

/** Why these units of an order cannot go out from this location as things stand, or null. */
export const whyNotUnits = (wanted: Units, order: OrderNow | undefined, locationId: string): string | null =>
  refusedUnits(wanted, order, locationId)?.says ?? null;

/** The same with its kind. */
export function refusedUnits(
  wanted: Units,
  order: OrderNow | undefined,
  locationId: string,
): { because: WhyUnits; says: string } | null {
  const because = (why: WhyUnits, says: string) => ({ because: why, says });
  if (!order) return because('gone', 'The order no longer exists in Shopify.');
  if (order.canceled) return because('canceled', 'The order was canceled. Put its goods back.');
  const standing = new Map(order.standing.map((one) => [one.fulfillmentOrderId, one]));
  for (const line of wanted) {
    const one = standing.get(line.fulfillmentOrderId);
    if (!one || one.status === 'CANCELLED')
      return because('edited', 'Its fulfillment order was replaced: the order was edited or split.');
    if (one.status === 'CLOSED') return because('fulfilled', 'It was fulfilled by someone else meanwhile.');
    if (one.holdReasons.length > 0 || one.status === 'ON_HOLD')
      return because('held', `It is on hold${one.holdReasons.length > 0 ? `: ${one.holdReasons.join(', ')}` : ''}.`);
    if (one.locationId !== locationId) return because('moved', 'It was moved to another location.');
    const remaining = one.remaining.get(line.fulfillmentOrderLineId) ?? 0;
    if (remaining < line.quantity)
      return because(
        'edited',
        `The order was edited: ${line.title} was ${line.quantity}, and ${remaining} ${remaining === 1 ? 'is' : 'are'} still to be shipped.`,
      );
    if (!one.supportedActions.includes('CREATE_FULFILLMENT'))
      return because('not-allowed', 'Shopify does not allow it to be fulfilled now.');
  }
  return null;
}

const wasCounted = (line: WaveLine) => line.picked + line.short + line.dropped > 0;

function partsOf(own: readonly WaveLine[]): Shipment['parts'] {
  const parts = new Map<string, { id: string; quantity: number }[]>();
  for (const line of own) {
    if (line.picked === 0) continue;
    const part = parts.get(line.fulfillmentOrderId) ?? [];
    part.push({ id: line.fulfillmentOrderLineId, quantity: line.picked });
    parts.set(line.fulfillmentOrderId, part);
  }
  return [...parts].map(([fulfillmentOrderId, part]) => ({ fulfillmentOrderId, lines: part }));
}
