// Which orders go together, and in what order their lines are walked.
import { compareBins } from './bin-order.ts';
import { inZones, type When } from './rules/rule.ts';
import { assignBins, likedFirst, type Shelves } from './shelves.ts';
import { type Allocation, asWalk } from './wave.ts';

/** One fulfillment order that is ready to be picked at the wave's location. */
export type Candidate = {
  fulfillmentOrderId: string;
  orderId: string;
  orderName: string;
  /** when the order was placed */
  placedAt: Date;
  /** Shopify's deadline for it, if any */
  fulfillBy: Date | null;
  /** SHIPPING, LOCAL, PICKUP_POINT */
  deliveryMethod: string;
  /** what the customer chose, by its name: "DHL Express" */
  shippingMethod: string | null;
  tags: readonly string[];
  /** the ship-to country, ISO 3166-1 alpha-2 */
  country: string | null;
  lines: {
    fulfillmentOrderLineId: string;
    inventoryItemId: string | null;
    title: string;
    sku: string | null;
    /** where it is usually picked; a wave may choose another bin */
    bin: string | null;
    /** units still to be fulfilled */
    quantity: number;
  }[];
};

type Zones = Pick<When, 'zones'>;
const everywhere: Zones = {};

export const waveSize = { least: 1, usual: 12, most: 20 } as const;

type PlannedWave = {
  /** the orders in the wave, most urgent first */
  orders: { orderId: string; orderName: string; lines: number; units: number }[];
  walk: Allocation[];
  /** ready orders that did not fit */
  leftForLater: number;
};

/**
 * Takes up to `size` orders: earliest deadline first, then oldest. All ready fulfillment orders of an order come along.
 * Lines are walked by bin in natural order, then by SKU so that the same item is picked once, then by order. Their bins are those
 * that `shelves` have enough in, an order's zones first; what is missing there is picked where its line says.
 */
export function planWave(
  candidates: readonly Candidate[],
  size: number,
  shelves: Readonly<Shelves> = new Map(),
  zonesOf: (orderId: string) => Zones = () => everywhere,
): PlannedWave {
  const byOrder = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    if (!candidate.lines.some((line) => line.quantity > 0)) continue;
    byOrder.set(candidate.orderId, [...(byOrder.get(candidate.orderId) ?? []), candidate]);
  }
  const urgent = [...byOrder.values()].sort(
    (a, b) => deadline(a) - deadline(b) || placed(a) - placed(b) || orderId(a).localeCompare(orderId(b)),
  );
  const chosen = urgent.slice(0, size);
  const wanted = chosen.flat().flatMap((candidate) =>
    candidate.lines
      .filter((line) => line.quantity > 0)
      .map((line) => ({
        ...line,
        fulfillmentOrderId: candidate.fulfillmentOrderId,
        orderId: candidate.orderId,
        orderName: candidate.orderName,
      })),
  );
  const free: Shelves = new Map(shelves);
  const found = [...Map.groupBy(wanted, (line) => zonesOf(line.orderId))].flatMap(([zones, lines]) => {
    const liked = (bin: string) => inZones(zones, bin);
    return assignBins(lines, free, likedFirst(liked), liked).parts.flat();
  });
  const walk = asWalk(
    found
      .sort(
        (a, b) =>
          compareBins(a.bin, b.bin) ||
          (a.sku ?? a.title).localeCompare(b.sku ?? b.title) ||
          compareBins(a.orderName, b.orderName) ||
          a.fulfillmentOrderLineId.localeCompare(b.fulfillmentOrderLineId),
      )
      .map((line) => ({ ...line, picked: 0, short: 0, dropped: 0, tote: null })),
  );
  const orders = chosen.map((group) => {
    const own = wanted.filter((line) => line.orderId === orderId(group));
    return {
      orderId: orderId(group),
      orderName: group[0]?.orderName ?? '',
      lines: own.length,
      units: own.reduce((sum, line) => sum + line.quantity, 0),
    };
  });
  return { orders, walk, leftForLater: urgent.length - chosen.length };
}

const orderId = (group: Candidate[]) => group[0]?.orderId ?? '';
const placed = (group: Candidate[]) => Math.min(...group.map((one) => one.placedAt.getTime()));
// A far date instead of infinity: two orders without a deadline must compare as equal, and ∞ − ∞ is not a number.
const deadline = (group: Candidate[]) => Math.min(8.64e15, ...group.flatMap((one) => one.fulfillBy?.getTime() ?? []));
