// What the mirror ought to hold, written down from the store's GraphQL answers alone: no code of app/mirror has a part in it.
// The words are those of prisma/schema/mirror.prisma.
import { type Admin, type Any, allOf } from './admin.ts';

type Row = Record<string, unknown>;
/** table → key → fields; a key is the row's primary key without the shop. */
export type Expected = Map<string, Map<string, Row>>;

const tail = (gid: string | null | undefined): string | null =>
  gid
    ? gid.replace(/\?.*$/, '').slice(gid.lastIndexOf('/', gid.includes('?') ? gid.indexOf('?') : gid.length) + 1)
    : null;
const minor = (amount: string | null | undefined) => String(Math.round(Number(amount ?? 0) * 100));
const cents = (set: Any) => minor(set?.shopMoney.amount);
const or = <T>(value: T | '' | null | undefined): T | null => (value === '' || value == null ? null : (value as T));
const sortedTags = (tags: string[]) => [...tags].sort();

const SHOP =
  '{ shop { id name currencyCode ianaTimezone updatedAt plan { publicDisplayName } shopAddress { countryCodeV2 } } }';
const page = (field: string, first: number, body: string, more = '') =>
  `query($after: String) { ${field}(first: ${first}, after: $after${more}) { nodes { ${body} } pageInfo { hasNextPage endCursor } } }`;
const LOCATIONS = page(
  'locations',
  50,
  'id name isActive fulfillsOnlineOrders updatedAt address { address1 address2 city zip provinceCode countryCode phone }',
  ', includeInactive: true',
);
const PRODUCTS = page(
  'products',
  20,
  `id title handle status vendor productType tags createdAt updatedAt featuredMedia { preview { image { url } } }
   variants(first: 10) { nodes { id title sku barcode price position updatedAt inventoryItem { id } } }`,
);
const ITEMS = page(
  'inventoryItems',
  20,
  `id sku tracked requiresShipping unitCost { amount currencyCode } updatedAt harmonizedSystemCode countryCodeOfOrigin measurement { weight { value unit } } variants(first: 1) { nodes { id } }
   inventoryLevels(first: 5, includeInactive: true) { nodes { isActive updatedAt location { id }
     quantities(names: ["available", "on_hand", "committed", "incoming", "reserved", "damaged", "safety_stock", "quality_control"]) { name quantity } } }`,
);
const CUSTOMERS = page('customers', 50, 'id createdAt updatedAt');
const money = 'shopMoney { amount currencyCode }';
const ORDERS = page(
  'orders',
  8,
  `id name createdAt processedAt updatedAt cancelledAt cancelReason closedAt test currencyCode
   displayFinancialStatus displayFulfillmentStatus tags sourceName email phone customer { id }
   totalShippingPriceSet { ${money} } subtotalPriceSet { ${money} } totalTaxSet { ${money} } totalPriceSet { ${money} } totalRefundedSet { ${money} }
   shippingAddress { name address1 address2 city provinceCode zip countryCodeV2 }
   lineItems(first: 20) { nodes { id product { id } variant { id } sku title variantTitle quantity currentQuantity
     unfulfilledQuantity originalUnitPriceSet { ${money} } totalDiscountSet { ${money} } requiresShipping } pageInfo { hasNextPage } }`,
);
const PARCELS = page(
  'orders',
  8,
  `id fulfillments(first: 10) { id name status createdAt updatedAt location { id } trackingInfo(first: 5) { company number url }
      fulfillmentLineItems(first: 10) { nodes { quantity lineItem { id } } pageInfo { hasNextPage } } }`,
);
const REFUNDS = page(
  'orders',
  8,
  `id refunds(first: 10) { id createdAt return { id } totalRefundedSet { ${money} }
      refundLineItems(first: 10) { nodes { quantity restockType lineItem { id } location { id } subtotalSet { ${money} } } pageInfo { hasNextPage } } }`,
);
const RETURNS = page(
  'orders',
  8,
  `id returns(first: 10) { nodes { id name status createdAt closedAt decline { reason }
      returnLineItems(first: 10) { nodes { id quantity processedQuantity refundedQuantity returnReason returnReasonNote
        returnReasonDefinition { handle }
        ... on ReturnLineItem { fulfillmentLineItem { id lineItem { id } } } } pageInfo { hasNextPage } } } pageInfo { hasNextPage } }`,
);
const FULFILLMENT_ORDERS = page(
  'fulfillmentOrders',
  20,
  `id orderId status requestStatus fulfillAt fulfillBy createdAt updatedAt deliveryMethod { methodType }
   assignedLocation { location { id } } supportedActions { action }
   fulfillmentHolds { id reason reasonNotes handle heldByRequestingApp }
   lineItems(first: 10) { nodes { id inventoryItemId totalQuantity remainingQuantity lineItem { id } variant { id } } pageInfo { hasNextPage } }`,
  ', includeClosed: true',
);

/** Reads the whole store as the app may see it. Throws when an object is too great for one page: nothing is left out silently. */
export async function readExpected(admin: Admin): Promise<Expected> {
  const expected: Expected = new Map();
  const put = (table: string, key: string, row: Row) => {
    const rows = expected.get(table) ?? new Map();
    expected.set(table, rows);
    rows.set(key, row);
  };
  const whole = (connection: Any, what: string): Any[] => {
    if (connection.pageInfo.hasNextPage) throw new Error(`${what} has more than one page: enlarge the page`);
    return connection.nodes;
  };

  const { shop } = await admin(SHOP);
  put('Shop', '', {
    shopifyId: tail(shop.id),
    name: shop.name,
    currency: shop.currencyCode,
    timeZone: shop.ianaTimezone,
    plan: or(shop.plan.publicDisplayName),
    country: or(shop.shopAddress.countryCodeV2),
    sourceUpdatedAt: shop.updatedAt,
  });
  for (const one of await allOf(admin, 'locations', LOCATIONS))
    put('Location', tail(one.id)!, {
      name: one.name,
      active: one.isActive,
      fulfillsOnline: one.fulfillsOnlineOrders,
      address1: or(one.address.address1),
      address2: or(one.address.address2),
      city: or(one.address.city),
      zip: or(one.address.zip),
      province: or(one.address.provinceCode),
      country: or(one.address.countryCode),
      phone: or(one.address.phone),
      sourceUpdatedAt: one.updatedAt,
    });
  for (const one of await allOf(admin, 'products', PRODUCTS)) {
    put('Product', tail(one.id)!, {
      title: one.title,
      handle: one.handle,
      status: one.status,
      vendor: one.vendor,
      productType: one.productType,
      tags: sortedTags(one.tags),
      imageUrl: one.featuredMedia?.preview?.image?.url ?? null,
      createdAt: one.createdAt,
      sourceUpdatedAt: one.updatedAt,
    });
    for (const variant of one.variants.nodes)
      put('Variant', tail(variant.id)!, {
        productId: tail(one.id),
        inventoryItemId: tail(variant.inventoryItem?.id),
        title: variant.title,
        sku: or(variant.sku),
        barcode: or(variant.barcode),
        price: minor(variant.price),
        position: variant.position,
        sourceUpdatedAt: variant.updatedAt,
      });
  }
  for (const one of await allOf(admin, 'inventoryItems', ITEMS)) {
    put('InventoryItem', tail(one.id)!, {
      variantId: tail(one.variants.nodes[0]?.id),
      sku: or(one.sku),
      tracked: one.tracked,
      requiresShipping: one.requiresShipping,
      unitCost: one.unitCost ? minor(one.unitCost.amount) : null,
      costCurrency: one.unitCost?.currencyCode ?? null,
      grams: one.measurement.weight.value > 0 ? Math.round(one.measurement.weight.value * 1000) : null,
      tariffCode: or(one.harmonizedSystemCode),
      originCountry: or(one.countryCodeOfOrigin),
      sourceUpdatedAt: one.updatedAt,
    });
    for (const level of one.inventoryLevels.nodes) {
      const count = (name: string) => level.quantities.find((each: Any) => each.name === name)?.quantity ?? null;
      put('InventoryLevel', `${tail(one.id)}/${tail(level.location.id)}`, {
        active: level.isActive,
        available: count('available'),
        onHand: count('on_hand'),
        committed: count('committed'),
        incoming: count('incoming'),
        reserved: count('reserved'),
        damaged: count('damaged'),
        safetyStock: count('safety_stock'),
        qualityControl: count('quality_control'),
        sourceUpdatedAt: level.updatedAt,
      });
    }
  }
  for (const one of await allOf(admin, 'customers', CUSTOMERS))
    put('Customer', tail(one.id)!, { createdAt: one.createdAt, sourceUpdatedAt: one.updatedAt });

  for (const one of await allOf(admin, 'orders', ORDERS)) {
    const id = tail(one.id)!;
    const lines = whole(one.lineItems, one.id);
    put('Order', id, {
      name: one.name,
      createdAt: one.createdAt,
      processedAt: one.processedAt,
      cancelledAt: one.cancelledAt,
      cancelReason: one.cancelReason,
      closedAt: one.closedAt,
      test: one.test,
      currency: one.currencyCode,
      financialStatus: one.displayFinancialStatus,
      fulfillmentStatus: shippedSoFar(one.displayFulfillmentStatus, lines),
      subtotal: cents(one.subtotalPriceSet),
      shipping: cents(one.totalShippingPriceSet),
      tax: cents(one.totalTaxSet),
      total: cents(one.totalPriceSet),
      refunded: cents(one.totalRefundedSet),
      customerId: tail(one.customer?.id),
      tags: sortedTags(one.tags),
      sourceName: or(one.sourceName),
      shipCountry: or(one.shippingAddress?.countryCodeV2),
      sourceUpdatedAt: one.updatedAt,
    });
    const to = one.shippingAddress;
    put('OrderContact', id, {
      customerId: tail(one.customer?.id),
      sealed: {
        address: to && {
          address1: or(to.address1),
          address2: or(to.address2),
          city: or(to.city),
          countryCode: or(to.countryCodeV2),
          province: or(to.provinceCode),
          zip: or(to.zip),
        },
        email: or(one.email),
        name: or(to?.name),
        phone: or(one.phone),
      },
      sourceUpdatedAt: one.updatedAt,
    });
    for (const [position, line] of lines.entries())
      put('OrderLine', tail(line.id)!, {
        orderId: id,
        position,
        productId: tail(line.product?.id),
        variantId: tail(line.variant?.id),
        sku: or(line.sku),
        title: line.title,
        variantTitle: or(line.variantTitle),
        quantity: line.quantity,
        currentQuantity: line.currentQuantity,
        fulfillableQuantity: line.unfulfilledQuantity,
        unitPrice: cents(line.originalUnitPriceSet),
        discount: cents(line.totalDiscountSet),
        requiresShipping: line.requiresShipping,
      });
  }

  for (const one of await allOf(admin, 'orders', PARCELS))
    for (const parcel of one.fulfillments) {
      const id = tail(parcel.id)!;
      put('Fulfillment', id, {
        orderId: tail(one.id),
        name: or(parcel.name),
        status: parcel.status,
        locationId: tail(parcel.location?.id),
        trackingCompany: or(parcel.trackingInfo[0]?.company),
        trackingNumbers: parcel.trackingInfo.map((track: Any) => track.number).filter(Boolean),
        trackingUrls: parcel.trackingInfo.map((track: Any) => track.url).filter(Boolean),
        createdAt: parcel.createdAt,
        sourceUpdatedAt: parcel.updatedAt,
      });
      for (const line of whole(parcel.fulfillmentLineItems, parcel.id)) {
        const key = `${id}/${tail(line.lineItem.id)}`;
        const before = (expected.get('FulfillmentLine')?.get(key)?.quantity as number | undefined) ?? 0;
        put('FulfillmentLine', key, { quantity: before + line.quantity });
      }
    }

  for (const one of await allOf(admin, 'orders', REFUNDS))
    for (const refund of one.refunds) {
      const id = tail(refund.id)!;
      put('Refund', id, {
        orderId: tail(one.id),
        returnId: tail(refund.return?.id),
        currency: refund.totalRefundedSet.shopMoney.currencyCode,
        total: cents(refund.totalRefundedSet),
        createdAt: refund.createdAt,
      });
      for (const line of whole(refund.refundLineItems, refund.id)) {
        const key = `${id}/${tail(line.lineItem.id)}/${line.restockType}`;
        const before = expected.get('RefundLine')?.get(key);
        put('RefundLine', key, {
          quantity: ((before?.quantity as number | undefined) ?? 0) + line.quantity,
          locationId: tail(line.location?.id),
          subtotal: String(Number(before?.subtotal ?? 0) + Number(cents(line.subtotalSet))),
        });
      }
    }

  for (const one of await allOf(admin, 'orders', RETURNS))
    for (const back of whole(one.returns, one.id)) {
      const id = tail(back.id)!;
      put('Return', id, {
        orderId: tail(one.id),
        name: back.name,
        status: back.status,
        declineReason: back.decline?.reason ?? null,
        createdAt: back.createdAt,
        closedAt: back.closedAt,
      });
      for (const line of whole(back.returnLineItems, back.id))
        put('ReturnLine', tail(line.id)!, {
          returnId: id,
          orderLineId: tail(line.fulfillmentLineItem?.lineItem.id),
          fulfillmentLineItemId: tail(line.fulfillmentLineItem?.id),
          quantity: line.quantity,
          reason: line.returnReasonDefinition?.handle ?? line.returnReason,
          reasonNote: or(line.returnReasonNote),
          processedQuantity: line.processedQuantity,
          refundedQuantity: line.refundedQuantity,
        });
    }

  for (const one of await allOf(admin, 'fulfillmentOrders', FULFILLMENT_ORDERS)) {
    const id = tail(one.id)!;
    put('FulfillmentOrder', id, {
      orderId: tail(one.orderId),
      status: one.status,
      requestStatus: one.requestStatus,
      locationId: tail(one.assignedLocation.location?.id),
      deliveryMethod: one.deliveryMethod?.methodType ?? null,
      fulfillAt: one.fulfillAt,
      fulfillBy: one.fulfillBy,
      holds: one.fulfillmentHolds.map((hold: Any) => ({
        handle: or(hold.handle),
        heldByUs: hold.heldByRequestingApp,
        id: tail(hold.id),
        reason: hold.reason,
        reasonNotes: or(hold.reasonNotes),
      })),
      supportedActions: one.supportedActions.map((each: Any) => each.action).sort(),
      createdAt: one.createdAt,
      sourceUpdatedAt: one.updatedAt,
    });
    for (const line of whole(one.lineItems, one.id))
      put('FulfillmentOrderLine', tail(line.id)!, {
        fulfillmentOrderId: id,
        orderLineId: tail(line.lineItem.id),
        inventoryItemId: tail(line.inventoryItemId),
        variantId: tail(line.variant?.id),
        totalQuantity: line.totalQuantity,
        remainingQuantity: line.remainingQuantity,
      });
  }
  return expected;
}

/** The four words of the REST API, which the mirror keeps; the other six of GraphQL say what a parcel waits for. */
function shippedSoFar(display: string, lines: Any[]): string {
  if (['FULFILLED', 'PARTIALLY_FULFILLED', 'RESTOCKED', 'UNFULFILLED'].includes(display)) return display;
  return lines.some((line) => line.currentQuantity > line.unfulfilledQuantity) ? 'PARTIALLY_FULFILLED' : 'UNFULFILLED';
}
