// What each mirrored table should hold, read from the store and written down without the app's own projections.
import { type Row, type Shape, shape } from './compare.ts';
import type { Any, Store } from './read-store.ts';

export type Expected = Map<string, string>;
type Told = Record<string, Expected>;
/** One reading of the store and the tables that it fills. */
export type Reading = { says: string; tables: Record<string, Shape>; read: (store: Store) => Promise<Told> };

const tail = (gid: string) => /(\d+)(?:\?.*)?$/.exec(gid)?.[1] ?? gid;
const tailOf = (node: { id: string } | null | undefined) => (node ? tail(node.id) : null);
const at = (time: string | null | undefined) => (time ? `${Date.parse(time)}` : null);
/** An empty text and no text are the same to a shop. */
const word = (text: string | null | undefined) => text || null;
/** The dev store weighs in kilograms; zero is what nobody weighed. */
const grams = (weight: { value: number } | null | undefined) =>
  weight && weight.value > 0 ? Math.round(weight.value * 1000) : null;
const sorted = (texts: string[]) => [...texts].sort();

/** "12.5" → 1250 pence: all currencies of the benchmark have two places. */
function pence(amount: string | null | undefined): string | null {
  if (amount === null || amount === undefined) return null;
  const [, sign, pounds = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(amount) ?? [];
  if (!/^0*$/.test(fraction.slice(2))) throw new Error(`an amount finer than a penny: ${amount}`);
  return `${sign}${BigInt(pounds + fraction.slice(0, 2).padEnd(2, '0'))}`;
}
const penceIn = (set: Any) => pence(set?.shopMoney.amount ?? '0');

function put(rows: Expected, { key }: Shape, row: (Row[number] | number | undefined)[]): void {
  const texts = row.map((value) => (typeof value === 'number' ? `${value}` : value));
  rows.set(texts.slice(0, key).join('/'), JSON.stringify(texts));
}

/** Parts of the same thing that the mirror keeps as one row: added up. */
function sum<T extends { amounts: bigint[] }>(parts: Map<string, T>, key: string, part: T): void {
  const before = parts.get(key);
  if (!before) parts.set(key, part);
  else for (const [index, amount] of part.amounts.entries()) before.amounts[index]! += amount;
}

const money = 'shopMoney { amount }';

const shopAndLocations: Reading = {
  says: 'the shop and its locations',
  tables: {
    shop: shape('Shop', 1, 'shop, shopifyId, name, currency, timeZone, plan, country, sourceUpdatedAt time'),
    locations: shape(
      'Location',
      1,
      'id, name, active bool, fulfillsOnline bool, address1, address2, city, zip, province, country, phone, sourceUpdatedAt time',
    ),
  },
  async read(store) {
    const { shop, locations } = await store.ask(`{
      shop { id name myshopifyDomain currencyCode ianaTimezone updatedAt plan { publicDisplayName } shopAddress { countryCodeV2 } }
      locations(first: 100, includeInactive: true) { nodes { id name isActive fulfillsOnlineOrders updatedAt address { address1 address2 city zip provinceCode countryCode phone } } }
    }`);
    const told = { shop: new Map(), locations: new Map() };
    put(told.shop, this.tables.shop!, [
      shop.myshopifyDomain,
      tail(shop.id),
      shop.name,
      shop.currencyCode,
      shop.ianaTimezone,
      word(shop.plan.publicDisplayName),
      word(shop.shopAddress.countryCodeV2),
      at(shop.updatedAt),
    ]);
    for (const one of locations.nodes)
      put(told.locations, this.tables.locations!, [
        tail(one.id),
        one.name,
        one.isActive,
        one.fulfillsOnlineOrders,
        word(one.address.address1),
        word(one.address.address2),
        word(one.address.city),
        word(one.address.zip),
        word(one.address.provinceCode),
        word(one.address.countryCode),
        word(one.address.phone),
        at(one.updatedAt),
      ]);
    return told;
  },
};

const products: Reading = {
  says: 'products and variants',
  tables: {
    products: shape(
      'Product',
      1,
      'id, title, handle, status, vendor, productType, tags texts, imageUrl, createdAt time, sourceUpdatedAt time',
    ),
    variants: shape(
      'Variant',
      1,
      'id, productId, inventoryItemId, title, sku, barcode, price number, position number, sourceUpdatedAt time',
    ),
  },
  async read(store) {
    const told = { products: new Map(), variants: new Map() };
    for await (const one of store.bulk(`{ products { edges { node {
      id title handle status vendor productType tags createdAt updatedAt featuredMedia { preview { image { url } } }
      variants { edges { node { id title sku barcode price position updatedAt inventoryItem { id } } } } } } } }`)) {
      if (one.__parentId)
        put(told.variants, this.tables.variants!, [
          tail(one.id),
          tail(one.__parentId),
          tailOf(one.inventoryItem),
          one.title,
          word(one.sku),
          word(one.barcode),
          pence(one.price),
          one.position,
          at(one.updatedAt),
        ]);
      else
        put(told.products, this.tables.products!, [
          tail(one.id),
          one.title,
          one.handle,
          one.status,
          one.vendor,
          one.productType,
          sorted(one.tags),
          one.featuredMedia?.preview?.image?.url ?? null,
          at(one.createdAt),
          at(one.updatedAt),
        ]);
    }
    return told;
  },
};

const COUNTS = [
  'available',
  'on_hand',
  'committed',
  'incoming',
  'reserved',
  'damaged',
  'safety_stock',
  'quality_control',
];

const stock: Reading = {
  says: 'inventory items and levels',
  tables: {
    items: shape(
      'InventoryItem',
      1,
      'id, variantId, sku, tracked bool, requiresShipping bool, unitCost number, costCurrency, grams number, tariffCode, originCountry, sourceUpdatedAt time',
    ),
    levels: shape(
      'InventoryLevel',
      2,
      'inventoryItemId, locationId, active bool, available number, onHand number, committed number, incoming number, reserved number, damaged number, safetyStock number, qualityControl number, sourceUpdatedAt time',
    ),
  },
  async read(store) {
    const told = { items: new Map(), levels: new Map() };
    const variants = new Map<string, string>();
    const items: Any[] = [];
    for await (const one of store.bulk(`{ inventoryItems { edges { node {
      id sku tracked requiresShipping unitCost { amount currencyCode } updatedAt
      measurement { weight { value unit } } harmonizedSystemCode countryCodeOfOrigin
      variants { edges { node { id } } }
      inventoryLevels(includeInactive: true) { edges { node { id isActive updatedAt location { id }
        quantities(names: ${JSON.stringify(COUNTS)}) { name quantity } } } } } } } }`)) {
      if (!one.__parentId) items.push(one);
      else if (one.quantities) {
        const counted = COUNTS.map(
          (name) => one.quantities.find((entry: Any) => entry.name === name)?.quantity ?? null,
        );
        const place = [tail(one.__parentId), tail(one.location.id)];
        put(told.levels, this.tables.levels!, [...place, one.isActive, ...counted, at(one.updatedAt)]);
      } else variants.set(one.__parentId, tail(one.id));
    }
    for (const one of items)
      put(told.items, this.tables.items!, [
        tail(one.id),
        variants.get(one.id) ?? null,
        word(one.sku),
        one.tracked,
        one.requiresShipping,
        pence(one.unitCost?.amount),
        one.unitCost?.currencyCode ?? null,
        grams(one.measurement.weight),
        word(one.harmonizedSystemCode),
        word(one.countryCodeOfOrigin),
        at(one.updatedAt),
      ]);
    return told;
  },
};

const customers: Reading = {
  says: 'customers',
  tables: { customers: shape('Customer', 1, 'id, createdAt time, sourceUpdatedAt time') },
  async read(store) {
    const told = { customers: new Map() };
    for await (const one of store.bulk('{ customers { edges { node { id createdAt updatedAt } } } }'))
      put(told.customers, this.tables.customers!, [tail(one.id), at(one.createdAt), at(one.updatedAt)]);
    return told;
  },
};

/** The four words that both kinds of answer know; the others tell of fulfillment orders and are read back from the lines. */
const WORDS = ['FULFILLED', 'PARTIALLY_FULFILLED', 'UNFULFILLED', 'RESTOCKED'];

const orders: Reading = {
  says: 'orders, lines and returns',
  tables: {
    orders: shape(
      'Order',
      1,
      'id, name, createdAt time, processedAt time, cancelledAt time, cancelReason, closedAt time, test bool, currency, financialStatus, fulfillmentStatus, subtotal number, shipping number, tax number, total number, refunded number, customerId, tags texts, sourceName, shipCountry, sourceUpdatedAt time',
    ),
    lines: shape(
      'OrderLine',
      1,
      'id, orderId, position number, productId, variantId, sku, title, variantTitle, quantity number, currentQuantity number, fulfillableQuantity number, unitPrice number, discount number, requiresShipping bool',
    ),
    returns: shape('Return', 1, 'id, orderId, name, status, declineReason, createdAt time, closedAt time'),
    returnLines: shape(
      'ReturnLine',
      1,
      'id, returnId, orderLineId, fulfillmentLineItemId, quantity number, reason, reasonNote, processedQuantity number, refundedQuantity number',
    ),
  },
  async read(store) {
    const told = { orders: new Map(), lines: new Map(), returns: new Map(), returnLines: new Map() };
    const { tables } = this;
    let current: { order: Any; lines: number; sent: boolean } | null = null;
    const close = () => {
      if (!current) return;
      const { order, sent } = current;
      const display = order.displayFulfillmentStatus;
      put(told.orders, tables.orders!, [
        tail(order.id),
        order.name,
        at(order.createdAt),
        at(order.processedAt),
        at(order.cancelledAt),
        order.cancelReason,
        at(order.closedAt),
        order.test,
        order.currencyCode,
        order.displayFinancialStatus,
        WORDS.includes(display) ? display : sent ? 'PARTIALLY_FULFILLED' : 'UNFULFILLED',
        penceIn(order.subtotalPriceSet),
        penceIn(order.totalShippingPriceSet),
        penceIn(order.totalTaxSet),
        penceIn(order.totalPriceSet),
        penceIn(order.totalRefundedSet),
        tailOf(order.customer),
        sorted(order.tags),
        word(order.sourceName),
        word(order.shippingAddress?.countryCodeV2),
        at(order.updatedAt),
      ]);
    };
    for await (const one of store.bulk(`{ orders { edges { node {
      id name createdAt processedAt updatedAt cancelledAt cancelReason closedAt test currencyCode displayFinancialStatus
      displayFulfillmentStatus subtotalPriceSet { ${money} } totalShippingPriceSet { ${money} } totalTaxSet { ${money} }
      totalPriceSet { ${money} } totalRefundedSet { ${money} } customer { id } tags sourceName shippingAddress { countryCodeV2 }
      lineItems { edges { node { id product { id } variant { id } sku title variantTitle quantity currentQuantity
        unfulfilledQuantity originalUnitPriceSet { ${money} } totalDiscountSet { ${money} } requiresShipping } } }
      returns { edges { node { id name status createdAt closedAt decline { reason }
        returnLineItems { edges { node { id quantity processedQuantity refundedQuantity returnReason
          returnReasonDefinition { handle } returnReasonNote
          ... on ReturnLineItem { fulfillmentLineItem { id lineItem { id } } } } } } } } } } } } }`)) {
      const parent = tail(one.__parentId ?? '');
      if (one.id.includes('/Order/')) {
        close();
        current = { order: one, lines: 0, sent: false };
      } else if (one.id.includes('/LineItem/')) {
        if (current?.order.id !== one.__parentId) throw new Error(`${one.id} stands apart from its order`);
        current!.sent ||= one.currentQuantity > one.unfulfilledQuantity;
        put(told.lines, tables.lines!, [
          tail(one.id),
          parent,
          current!.lines++,
          tailOf(one.product),
          tailOf(one.variant),
          word(one.sku),
          one.title,
          word(one.variantTitle),
          one.quantity,
          one.currentQuantity,
          one.unfulfilledQuantity,
          penceIn(one.originalUnitPriceSet),
          penceIn(one.totalDiscountSet),
          one.requiresShipping,
        ]);
      } else if (one.id.includes('/Return/'))
        put(told.returns, tables.returns!, [
          tail(one.id),
          parent,
          one.name,
          one.status,
          one.decline?.reason ?? null,
          at(one.createdAt),
          at(one.closedAt),
        ]);
      else
        put(told.returnLines, tables.returnLines!, [
          tail(one.id),
          parent,
          tailOf(one.fulfillmentLineItem?.lineItem),
          tailOf(one.fulfillmentLineItem),
          one.quantity,
          one.returnReasonDefinition?.handle ?? one.returnReason,
          word(one.returnReasonNote),
          one.processedQuantity,
          one.refundedQuantity,
        ]);
    }
    close();
    return told;
  },
};

const parcels: Reading = {
  says: 'fulfillment orders and fulfillments',
  tables: {
    fulfillmentOrders: shape(
      'FulfillmentOrder',
      1,
      'id, orderId, status, requestStatus, locationId, deliveryMethod, fulfillAt time, fulfillBy time, supportedActions texts, createdAt time, sourceUpdatedAt time',
    ),
    fulfillmentOrderLines: shape(
      'FulfillmentOrderLine',
      1,
      'id, fulfillmentOrderId, orderLineId, inventoryItemId, variantId, totalQuantity number, remainingQuantity number',
    ),
    fulfillments: shape(
      'Fulfillment',
      1,
      'id, orderId, name, status, locationId, trackingCompany, trackingNumbers texts, trackingUrls texts, createdAt time, sourceUpdatedAt time',
    ),
    fulfillmentLines: shape('FulfillmentLine', 2, 'fulfillmentId, orderLineId, quantity number'),
  },
  async read(store) {
    const told = {
      fulfillmentOrders: new Map(),
      fulfillmentOrderLines: new Map(),
      fulfillments: new Map(),
      fulfillmentLines: new Map(),
    };
    const orderOf = new Map<string, string>();
    const sent = new Map<string, { fulfillment: string; line: string; amounts: bigint[] }>();
    const { tables } = this;
    // Two fulfillment orders may have gone in one fulfillment, which then stands below both.
    const lineIds = new Set<string>();
    for await (const one of store.bulk(`{ fulfillmentOrders(includeClosed: true) { edges { node {
      id orderId status requestStatus assignedLocation { location { id } } deliveryMethod { methodType } fulfillAt fulfillBy
      createdAt updatedAt supportedActions { action }
      lineItems { edges { node { id inventoryItemId totalQuantity remainingQuantity lineItem { id } variant { id } } } }
      fulfillments { edges { node { id name status createdAt updatedAt location { id } trackingInfo(first: 50) { company number url }
        fulfillmentLineItems { edges { node { id quantity lineItem { id } } } } } } } } } } }`)) {
      const parent = tail(one.__parentId ?? '');
      if (one.id.includes('/FulfillmentOrder/')) {
        orderOf.set(tail(one.id), tail(one.orderId));
        put(told.fulfillmentOrders, tables.fulfillmentOrders!, [
          tail(one.id),
          tail(one.orderId),
          one.status,
          one.requestStatus,
          tailOf(one.assignedLocation.location),
          one.deliveryMethod?.methodType ?? null,
          at(one.fulfillAt),
          at(one.fulfillBy),
          sorted(one.supportedActions.map((supported: Any) => supported.action)),
          at(one.createdAt),
          at(one.updatedAt),
        ]);
      } else if (one.id.includes('/FulfillmentOrderLineItem/'))
        put(told.fulfillmentOrderLines, tables.fulfillmentOrderLines!, [
          tail(one.id),
          parent,
          tail(one.lineItem.id),
          one.inventoryItemId ? tail(one.inventoryItemId) : null,
          tailOf(one.variant),
          one.totalQuantity,
          one.remainingQuantity,
        ]);
      else if (one.id.includes('/Fulfillment/'))
        put(told.fulfillments, tables.fulfillments!, [
          tail(one.id),
          orderOf.get(parent) ?? null,
          word(one.name),
          one.status,
          tailOf(one.location),
          word(one.trackingInfo[0]?.company),
          one.trackingInfo.flatMap((track: Any) => track.number || []),
          one.trackingInfo.flatMap((track: Any) => track.url || []),
          at(one.createdAt),
          at(one.updatedAt),
        ]);
      else if (!lineIds.has(one.id)) {
        lineIds.add(one.id);
        const line = tail(one.lineItem.id);
        sum(sent, `${parent}/${line}`, { fulfillment: parent, line, amounts: [BigInt(one.quantity)] });
      }
    }
    for (const { fulfillment, line, amounts } of sent.values())
      put(told.fulfillmentLines, tables.fulfillmentLines!, [fulfillment, line, `${amounts[0]}`]);
    return told;
  },
};

const refunds: Reading = {
  says: 'refunds',
  tables: {
    refunds: shape('Refund', 1, 'id, orderId, returnId, currency, total number, createdAt time, sourceUpdatedAt time'),
    refundLines: shape(
      'RefundLine',
      3,
      'refundId, orderLineId, restockType, quantity number, locationId, subtotal number',
    ),
  },
  async read(store) {
    const told = { refunds: new Map(), refundLines: new Map() };
    const ids: string[] = [];
    for await (const order of store.bulk('{ orders { edges { node { id refunds { id } } } } }'))
      for (const refund of order.refunds) ids.push(refund.id);
    for (let from = 0; from < ids.length; from += 5) {
      const { nodes } = await store.ask(
        `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Refund { id createdAt updatedAt order { id } return { id }
          totalRefundedSet { shopMoney { amount currencyCode } }
          refundLineItems(first: 250) { pageInfo { hasNextPage }
            nodes { lineItem { id } quantity restockType location { id } subtotalSet { ${money} } } } } } }`,
        { ids: ids.slice(from, from + 5) },
      );
      for (const one of nodes) {
        if (one.refundLineItems.pageInfo.hasNextPage) throw new Error(`${one.id} has more than 250 lines`);
        put(told.refunds, this.tables.refunds!, [
          tail(one.id),
          tail(one.order.id),
          tailOf(one.return),
          one.totalRefundedSet.shopMoney.currencyCode,
          penceIn(one.totalRefundedSet),
          at(one.createdAt),
          // A refund never changes: its version in the mirror is its creation.
          at(one.createdAt),
        ]);
        const parts = new Map<string, { amounts: bigint[]; place: string | null; line: string; restock: string }>();
        for (const line of one.refundLineItems.nodes) {
          const amounts = [BigInt(line.quantity), BigInt(penceIn(line.subtotalSet) ?? 0)];
          const part = {
            amounts,
            place: tailOf(line.location),
            line: tail(line.lineItem.id),
            restock: line.restockType,
          };
          sum(parts, `${part.line} ${part.restock}`, part);
        }
        for (const { amounts, place, line, restock } of parts.values())
          put(told.refundLines, this.tables.refundLines!, [
            tail(one.id),
            line,
            restock,
            `${amounts[0]}`,
            place,
            `${amounts[1]}`,
          ]);
      }
    }
    return told;
  },
};

export const READINGS: readonly Reading[] = [shopAndLocations, products, stock, customers, orders, parcels, refunds];
