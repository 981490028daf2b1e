// Asking Shopify for objects by id, many at a time, and completing by itself what has more lines than a page.
import type { Problem } from '../shopify/answer.ts';
import { callShopify } from '../shopify/client.server.ts';
import { gid, idOf } from '../shopify/gid.ts';
import { customerRead } from '../shopify/operations/customer-read.ts';
import { fulfillmentOrderRead } from '../shopify/operations/fulfillment-order-read.ts';
import { fulfillmentOrdersByIds } from '../shopify/operations/fulfillment-orders-by-ids.ts';
import { fulfillmentRead } from '../shopify/operations/fulfillment-read.ts';
import { inventoryItemRead } from '../shopify/operations/inventory-item-read.ts';
import { inventoryItemsByIds } from '../shopify/operations/inventory-items-by-ids.ts';
import { locationRead } from '../shopify/operations/location-read.ts';
import type { Read } from '../shopify/operations/operation.ts';
import { orderFulfillmentOrders } from '../shopify/operations/order-fulfillment-orders.ts';
import { orderRead } from '../shopify/operations/order-read.ts';
import { orderReturns } from '../shopify/operations/order-returns.ts';
import { ordersByIds } from '../shopify/operations/orders-by-ids.ts';
import { ordersParcelsByIds } from '../shopify/operations/orders-parcels-by-ids.ts';
import { productRead } from '../shopify/operations/product-read.ts';
import { refundRead } from '../shopify/operations/refund-read.ts';
import { refundsByIds } from '../shopify/operations/refunds-by-ids.ts';
import { returnRead } from '../shopify/operations/return-read.ts';
import { returnsByIds } from '../shopify/operations/returns-by-ids.ts';
import { shopRead } from '../shopify/operations/shop-read.ts';
import { type FulfillmentOrderNode, fulfillmentOrderFromNode } from './projections/fulfillment-order.ts';
import { type InventoryItemNode, inventoryItemFromNode } from './projections/inventory.ts';
import { type OrderNode, orderFromNode } from './projections/order.ts';
import { type ProductNode, productFromNode } from './projections/product.ts';
import { type RefundNode, refundFromNode } from './projections/refund.ts';
import { type ReturnNode, returnFromNode } from './projections/return.ts';
import { customerFromNode, locationFromNode, shopFromNode } from './projections/store.ts';
import type { RereadKind, Rows } from './rows.ts';

/**
 * Reading failed. `wholeShop`: nothing can be read of this shop now, whatever is asked (no budget, no network, no token);
 * otherwise it lies in what was asked. `lasting`: asking again soon will not help.
 */
export class ReadProblem extends Error {
  readonly wholeShop: boolean;
  readonly lasting: boolean;
  constructor(says: string, where: { wholeShop: boolean; lasting: boolean }) {
    super(says);
    this.wholeShop = where.wholeShop;
    this.lasting = where.lasting;
  }
}

export type Reading = {
  rows: Rows;
  /** ids that Shopify does not know (any more) */
  gone: string[];
};

/** How many of a kind one query asks for: its requested cost must stay below 1,000 points. */
export const AT_ONCE: Record<RereadKind, number> = {
  Shop: 1,
  Location: 10,
  Customer: 10,
  Product: 5,
  InventoryItem: 50,
  Order: 8,
  OrderParcels: 12,
  OrderReturns: 4,
  FulfillmentOrder: 50,
  Return: 50,
  Refund: 60,
};

/** Reads objects of one kind. `heardAt`: the moment the reading began. Throws ReadProblem. */
export async function readObjects(
  shop: string,
  kind: RereadKind,
  ids: string[],
  heardAt: string,
  currency: string | null,
): Promise<Reading> {
  const gone: string[] = [];
  const each = async <T>(read: (id: string) => Promise<T | null>): Promise<T[]> => {
    const found: T[] = [];
    for (const id of ids) {
      const one = await read(id);
      if (one === null) gone.push(id);
      else found.push(one);
    }
    return found;
  };
  switch (kind) {
    case 'Shop': {
      const { shop: node } = await ask(shop, shopRead, {});
      return { rows: { shop: [shopFromNode(node, heardAt)] }, gone };
    }
    case 'Location': {
      const nodes = await each(
        async (id) => (await ask(shop, locationRead, { id: gid('Location', id) })).location ?? null,
      );
      return { rows: { locations: nodes.map((node) => locationFromNode(node, heardAt)) }, gone };
    }
    case 'Customer': {
      const nodes = await each(
        async (id) => (await ask(shop, customerRead, { id: gid('Customer', id) })).customer ?? null,
      );
      return { rows: { customers: nodes.map((node) => customerFromNode(node, heardAt)) }, gone };
    }
    case 'Product': {
      const nodes = await each((id) => wholeProduct(shop, id));
      const money = currency ?? (await ask(shop, shopRead, {})).shop.currencyCode;
      return { rows: { products: nodes.map((node) => productFromNode(node, heardAt, money)) }, gone };
    }
    case 'InventoryItem': {
      const nodes = await byIds<InventoryItemNode>(shop, inventoryItemsByIds, 'InventoryItem', ids, gone);
      const whole = await complete(
        nodes,
        (node) => more(node.inventoryLevels),
        (id) => wholeItem(shop, id),
      );
      const read = whole.map((node) => inventoryItemFromNode(node, heardAt));
      return {
        rows: { inventoryItems: read.map((one) => one.item), inventoryLevels: read.flatMap((one) => one.levels) },
        gone,
      };
    }
    case 'Order': {
      const nodes = await byIds<OrderNode>(shop, ordersByIds, 'Order', ids, gone);
      const whole = await complete(nodes, cutOrder, (id) => wholeOrder(shop, id));
      return { rows: joined(whole.map((node) => orderFromNode(node, heardAt))), gone };
    }
    case 'OrderParcels': {
      type Parcels = { id: string; fulfillmentOrders: { nodes: FulfillmentOrderNode[] } };
      const nodes = await byIds<Parcels>(shop, ordersParcelsByIds, 'Order', ids, gone);
      const whole = await complete(
        nodes,
        (node) => more(node.fulfillmentOrders) || node.fulfillmentOrders.nodes.some((parcel) => more(parcel.lineItems)),
        (id) => allParcels(shop, id),
      );
      const parcels = whole.flatMap((node) => node.fulfillmentOrders.nodes);
      return { rows: { fulfillmentOrders: parcels.map((parcel) => fulfillmentOrderFromNode(parcel, heardAt)) }, gone };
    }
    case 'OrderReturns': {
      const nodes = await each((id) => allReturns(shop, id));
      return { rows: { returns: nodes.flat().map((node) => returnFromNode(node, heardAt)) }, gone };
    }
    case 'FulfillmentOrder': {
      const nodes = await byIds<FulfillmentOrderNode>(shop, fulfillmentOrdersByIds, 'FulfillmentOrder', ids, gone);
      const whole = await complete(
        nodes,
        (node) => more(node.lineItems),
        (id) => wholeParcel(shop, id),
      );
      return { rows: { fulfillmentOrders: whole.map((node) => fulfillmentOrderFromNode(node, heardAt)) }, gone };
    }
    case 'Return': {
      const nodes = await byIds<ReturnNode>(shop, returnsByIds, 'Return', ids, gone);
      const whole = await complete(
        nodes,
        (node) => more(node.returnLineItems),
        (id) => wholeReturn(shop, id),
      );
      return { rows: { returns: whole.map((node) => returnFromNode(node, heardAt)) }, gone };
    }
    case 'Refund': {
      const nodes = await byIds<RefundNode & { order: { id: string } }>(shop, refundsByIds, 'Refund', ids, gone);
      const whole = await complete(
        nodes,
        (node) => more(node.refundLineItems),
        (id) => wholeRefund(shop, id),
      );
      return { rows: { refunds: whole.map((node) => refundFromNode(node, heardAt, idOf(node.order.id), [])) }, gone };
    }
  }
}

export async function ask<Data, Variables>(
  shop: string,
  operation: Read<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const answer = await callShopify(shop, operation, variables);
  if (answer.ok) {
    // An object that we may not see is not an object that is gone.
    const hidden = answer.denied.find((path) => /^(nodes\.\d+|\w+)$/.test(path));
    if (hidden === undefined) return answer.data;
    throw new ReadProblem(`${operation.name}: access to ${hidden} is denied; a scope is missing`, {
      wholeShop: false,
      lasting: true,
    });
  }
  throw readProblem(answer.problem);
}

export function readProblem({ kind, says }: Problem): ReadProblem {
  return new ReadProblem(says, {
    wholeShop: ['throttled', 'unreachable', 'shopUnavailable', 'unauthorized', 'notInstalled'].includes(kind),
    lasting: !['throttled', 'unreachable', 'shopUnavailable'].includes(kind),
  });
}

type Page = { pageInfo?: { hasNextPage: boolean; endCursor?: string | null } };
const more = (connection: object): boolean => (connection as Page).pageInfo?.hasNextPage === true;

async function byIds<T extends { id: string }>(
  shop: string,
  operation: Read<unknown, { ids: string | string[] }>,
  kind: string,
  ids: string[],
  gone: string[],
): Promise<T[]> {
  const data = (await ask(shop, operation, { ids: ids.map((id) => gid(kind, id)) })) as { nodes: (T | null)[] };
  const nodes = data.nodes.filter((node): node is T => node !== null && 'id' in node);
  const found = new Set(nodes.map((node) => idOf(node.id)));
  gone.push(...ids.filter((id) => !found.has(id)));
  return nodes;
}

/** Reads anew, page by page, the objects that were cut. One that vanished meanwhile is left to the next reading. */
async function complete<T extends { id: string }>(
  nodes: T[],
  isCut: (node: T) => boolean,
  whole: (id: string) => Promise<T | null>,
): Promise<T[]> {
  const done: T[] = [];
  for (const node of nodes) {
    const one = isCut(node) ? await whole(idOf(node.id)) : node;
    if (one) done.push(one);
  }
  return done;
}

/** Follows a connection to its end: `read` answers the object for a cursor, `pick` its connection. */
async function allPages<T, N>(
  read: (after: string | null) => Promise<T | null>,
  pick: (object: T) => { nodes: N[]; pageInfo?: { hasNextPage: boolean; endCursor?: string | null } },
): Promise<{ first: T; nodes: N[] } | null> {
  let first: T | null = null;
  const nodes: N[] = [];
  for (let after: string | null = null; ; ) {
    const object = await read(after);
    if (object === null) return null;
    first ??= object;
    const page = pick(object);
    nodes.push(...page.nodes);
    if (!page.pageInfo?.hasNextPage) return { first, nodes };
    after = page.pageInfo.endCursor ?? null;
  }
}

function cutOrder(node: OrderNode): boolean {
  const parcels = node.fulfillments ?? [];
  const refunds = node.refunds ?? [];
  return (
    more(node.lineItems) ||
    parcels.length >= 5 ||
    refunds.length >= 5 ||
    parcels.some((parcel) => more(parcel.fulfillmentLineItems)) ||
    refunds.some((refund) => more(refund.refundLineItems))
  );
}

async function wholeOrder(shop: string, id: string): Promise<OrderNode | null> {
  const read = await allPages(
    async (linesAfter) => (await ask(shop, orderRead, { id: gid('Order', id), linesAfter })).order ?? null,
    (order) => order.lineItems,
  );
  if (!read) return null;
  const order = { ...(read.first as OrderNode), lineItems: { nodes: read.nodes } };
  const fulfillments = [];
  for (const parcel of order.fulfillments ?? []) {
    if (!more(parcel.fulfillmentLineItems)) fulfillments.push(parcel);
    else {
      const all = await allPages(
        async (linesAfter) => (await ask(shop, fulfillmentRead, { id: parcel.id, linesAfter })).fulfillment ?? null,
        (one) => one.fulfillmentLineItems,
      );
      if (all) fulfillments.push({ ...parcel, fulfillmentLineItems: { nodes: all.nodes } });
    }
  }
  const refunds = [];
  for (const refund of order.refunds ?? []) {
    const all = more(refund.refundLineItems) ? await wholeRefund(shop, idOf(refund.id)) : refund;
    if (all) refunds.push(all);
  }
  return { ...order, fulfillments, refunds };
}

async function wholeRefund(shop: string, id: string): Promise<(RefundNode & { order: { id: string } }) | null> {
  const read = await allPages(
    async (linesAfter) => (await ask(shop, refundRead, { id: gid('Refund', id), linesAfter })).refund ?? null,
    (refund) => refund.refundLineItems,
  );
  return read && { ...read.first, refundLineItems: { nodes: read.nodes } };
}

async function wholeProduct(shop: string, id: string): Promise<ProductNode | null> {
  const read = await allPages(
    async (variantsAfter) => (await ask(shop, productRead, { id: gid('Product', id), variantsAfter })).product ?? null,
    (product) => product.variants,
  );
  return read && { ...read.first, variants: { nodes: read.nodes } };
}

async function wholeItem(shop: string, id: string): Promise<InventoryItemNode | null> {
  const read = await allPages(
    async (levelsAfter) =>
      (await ask(shop, inventoryItemRead, { id: gid('InventoryItem', id), levelsAfter })).inventoryItem ?? null,
    (item) => item.inventoryLevels,
  );
  return read && { ...read.first, inventoryLevels: { nodes: read.nodes } };
}

async function wholeParcel(shop: string, id: string): Promise<FulfillmentOrderNode | null> {
  const read = await allPages(
    async (linesAfter) =>
      (await ask(shop, fulfillmentOrderRead, { id: gid('FulfillmentOrder', id), linesAfter })).fulfillmentOrder ?? null,
    (parcel) => parcel.lineItems,
  );
  return read && { ...read.first, lineItems: { nodes: read.nodes } };
}

async function wholeReturn(shop: string, id: string): Promise<ReturnNode | null> {
  const read = await allPages(
    async (linesAfter) => (await ask(shop, returnRead, { id: gid('Return', id), linesAfter })).return ?? null,
    (back) => back.returnLineItems,
  );
  return read && ({ ...read.first, returnLineItems: { nodes: read.nodes } } as ReturnNode);
}

async function allParcels(shop: string, orderId: string) {
  const read = await allPages(
    async (after) => (await ask(shop, orderFulfillmentOrders, { id: gid('Order', orderId), after })).order ?? null,
    (order) => order.fulfillmentOrders,
  );
  if (!read) return null;
  const nodes: FulfillmentOrderNode[] = [];
  for (const parcel of read.nodes) {
    const whole = more(parcel.lineItems) ? await wholeParcel(shop, idOf(parcel.id)) : parcel;
    if (whole) nodes.push(whole);
  }
  return { id: read.first.id, fulfillmentOrders: { nodes } };
}

async function allReturns(shop: string, orderId: string): Promise<ReturnNode[] | null> {
  const read = await allPages(
    async (after) => (await ask(shop, orderReturns, { id: gid('Order', orderId), after })).order ?? null,
    (order) => order.returns,
  );
  if (!read) return null;
  const nodes: ReturnNode[] = [];
  for (const back of read.nodes) {
    const whole = more(back.returnLineItems) ? await wholeReturn(shop, idOf(back.id)) : (back as ReturnNode);
    if (whole) nodes.push(whole);
  }
  return nodes;
}

export function joined(parts: Rows[]): Rows {
  const all: Record<string, unknown[]> = {};
  for (const part of parts)
    for (const [kind, rows] of Object.entries(part)) {
      const list = all[kind];
      if (list) for (const row of rows) list.push(row);
      else all[kind] = [...rows];
    }
  return all as Rows;
}
