// Purchase orders, ready for pages and paper.
import { inShop } from '../../db.server.ts';
import { env } from '../../env.server.ts';
import { findItems, type ItemFacts, readItems } from '../../mirror/read-items.server.ts';
import { readLocations } from '../../mirror/read-locations.server.ts';
import { readShop } from '../../mirror/read-shop.server.ts';
import { type CommandOutcome, commandOutcomes } from '../../shopify/command-outcomes.server.ts';
import { warningsOf } from './draft.ts';
import type { OrderPaper } from './order-pdf.server.ts';
import type { OrderState, PurchaseOrder } from './purchase-order.ts';
import {
  type Arrival,
  arrivalsOf,
  countOrders,
  lastMail,
  listOrders,
  loadOrder,
  loadSupplier,
  type OrderSummary,
  offersFor,
  type Supplier,
  type SupplierMail,
} from './store.server.ts';
import { costAt, orderable } from './supplier.ts';

export async function readOrdersPage(
  shop: string,
  filter: Parameters<typeof listOrders>[1],
  page: { skip: number; take: number },
): Promise<{ rows: OrderSummary[]; total: number; counts: Record<OrderState, number> }> {
  return inShop(shop, async (tx) => ({ ...(await listOrders(tx, filter, page)), counts: await countOrders(tx) }));
}

export type OrderPage = {
  order: PurchaseOrder;
  supplier: Supplier | null;
  mail: SupplierMail | null;
  arrivals: (Arrival & { booking: CommandOutcome | null })[];
  /** items whose variant is deleted in Shopify */
  deleted: Set<string>;
  /** items that another supplier sells */
  withBackup: Set<string>;
  warnings: string[];
  /** by line: what is odd about its quantity for this supplier */
  hints: Map<string, { says: string; fits: number }>;
  canMail: boolean;
};

export async function readOrder(shop: string, id: string): Promise<OrderPage | null> {
  return inShop(shop, async (tx) => {
    const order = await loadOrder(tx, shop, id);
    if (!order) return null;
    const items = order.lines.map((line) => line.inventoryItemId);
    const [supplier, mail, arrivals, known, offers] = [
      await loadSupplier(tx, shop, order.supplierId),
      await lastMail(tx, id),
      await arrivalsOf(tx, id),
      await readItems(tx, shop, items),
      await offersFor(tx, items),
    ];
    const outcomes = await commandOutcomes(
      tx,
      arrivals.flatMap((arrival) => arrival.commandId ?? []),
    );
    const hints: OrderPage['hints'] = new Map();
    for (const line of order.lines) {
      const own = offers.get(line.inventoryItemId)?.find((offer) => offer.supplierId === order.supplierId);
      if (!own || order.state !== 'draft') continue;
      const fits = orderable(own, line.ordered);
      if (fits !== line.ordered)
        hints.set(line.id, {
          says:
            line.ordered < (own.minimumOrder ?? 0)
              ? `The supplier sells ${own.minimumOrder} at least: ${fits} would do.`
              : `Not whole packs of ${own.packSize}: ${fits} would be.`,
          fits,
        });
    }
    return {
      order,
      supplier,
      mail,
      arrivals: arrivals.map((arrival) => ({
        ...arrival,
        booking: arrival.commandId ? (outcomes.get(arrival.commandId) ?? null) : null,
      })),
      deleted: new Set(items.filter((item) => !known.has(item))),
      withBackup: new Set(
        items.filter((item) => offers.get(item)?.some((offer) => offer.supplierId !== order.supplierId)),
      ),
      warnings: warningsOf(order.lines, order.currency, supplier?.minimumValue ?? null),
      hints,
      canMail: env.SMTP_URL !== undefined,
    };
  });
}

/** What the paper says of an order. */
export async function readPaper(shop: string, order: PurchaseOrder): Promise<OrderPaper> {
  const { name, timeZone } = await readShop(shop);
  const supplier = await inShop(shop, (tx) => loadSupplier(tx, shop, order.supplierId));
  const location = (await readLocations(shop)).find((one) => one.id === order.locationId);
  const day = (at: Date, zone: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric' }).format(at);
  return {
    number: order.number,
    shopName: name,
    supplierName: order.supplierName,
    supplierEmail: supplier?.email ?? null,
    paymentTerms: supplier?.paymentTerms ?? null,
    locationName: location?.name ?? '',
    currency: order.currency,
    orderedOn: day(order.orderedAt ?? order.approvedAt ?? order.createdAt, timeZone),
    dueOn: order.dueOn && day(order.dueOn, 'UTC'),
    note: order.note,
    lines: order.lines,
  };
}

export type Orderable = ItemFacts & { cost: bigint | null; packSize: number; sold: boolean };

/** Items to add to an order of `supplierId`, with its cost where it sells them; its own first. */
export async function findOrderable(
  shop: string,
  supplierId: string,
  currency: string,
  search: string,
): Promise<Orderable[]> {
  return inShop(shop, async (tx) => {
    const items = await findItems(tx, shop, search, 20);
    const offers = await offersFor(
      tx,
      items.map((item) => item.inventoryItemId),
    );
    return items
      .map((item) => {
        const own = offers.get(item.inventoryItemId)?.find((offer) => offer.supplierId === supplierId);
        const fallback = item.costCurrency === currency ? item.unitCost : null;
        return {
          ...item,
          cost: (own && costAt(own, own.minimumOrder ?? 1)) ?? fallback,
          packSize: own?.packSize ?? 1,
          sold: own !== undefined,
        };
      })
      .sort((a, b) => Number(b.sold) - Number(a.sold));
  });
}
