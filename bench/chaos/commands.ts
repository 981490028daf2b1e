// The commands that the app is asked for while all goes wrong, and how often each took effect, from the store's own records.
import { type Admin, type Any, allOf } from './admin.ts';
import type { Chance } from './chance.ts';
import { order, type SmallShop } from './shop.ts';

/** One command: what to ask the app for, and where its effect shows. */
export type Command = {
  key: string;
  operation: string;
  subject: string;
  variables: object;
  /** how often the store carries its effect: 1 is right */
  effect: (records: Records) => number;
};

/** What the store says of the objects that commands are about. */
export type Records = {
  order: (id: string) => Any;
  /** adjustment groups that refer to this document */
  adjustments: (documentUri: string) => number;
};

type Making = { admin: Admin; app: Admin; draw: Chance; shop: SmallShop; number: number; key: string };

const tail = (id: string) => id.slice(id.lastIndexOf('/') + 1);
const subject = (id: string) => id.replace('gid://shopify/', '');

const PARCEL = `query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 1) { nodes {
  id lineItems(first: 1) { nodes { id } } } } lineItems(first: 1) { nodes { id } }
  transactions(first: 1) { id } } }`;

async function parcelOf(
  admin: Admin,
  orderId: string,
): Promise<{ id: string; line: string; orderLine: string; paid: string }> {
  const { order: one } = await admin(PARCEL, { id: orderId });
  const [parcel] = one.fulfillmentOrders.nodes;
  return {
    id: parcel.id,
    line: parcel.lineItems.nodes[0].id,
    orderLine: one.lineItems.nodes[0].id,
    paid: one.transactions[0]?.id,
  };
}

/** A shipped line of a new order of its own. */
async function shippedLine({ admin, draw, shop }: Making): Promise<{ orderId: string; lineId: string }> {
  const orderId = await order(admin, draw, shop, { quantity: 3, paid: true });
  const parcel = await parcelOf(admin, orderId);
  const { fulfillmentCreate } = await admin(
    `mutation($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
      fulfillment { fulfillmentLineItems(first: 1) { nodes { id } } } userErrors { field message } } }`,
    { fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: parcel.id }] } },
  );
  return { orderId, lineId: fulfillmentCreate.fulfillment.fulfillmentLineItems.nodes[0].id };
}

type Kind = (making: Making) => Promise<Omit<Command, 'key'>>;

const adjust: Kind = async ({ draw, shop, key }) => {
  const { itemId } = draw.of(shop.sold);
  const referenceDocumentUri = `gid://backroom/Command/${key}`;
  const change = { inventoryItemId: itemId, locationId: draw.of(shop.locations), delta: draw.of([-2, -1, 1, 3]) };
  return {
    operation: 'inventoryAdjustQuantities',
    subject: `InventoryItem/${tail(itemId)}`,
    variables: {
      input: {
        name: 'available',
        reason: 'correction',
        referenceDocumentUri,
        changes: [{ ...change, changeFromQuantity: null }],
      },
    },
    effect: (records) => records.adjustments(referenceDocumentUri),
  };
};

const hold: Kind = async ({ admin, draw, shop, key }) => {
  const orderId = await order(admin, draw, shop);
  const { id } = await parcelOf(admin, orderId);
  return {
    operation: 'fulfillmentOrderHold',
    subject: subject(id),
    variables: { id, fulfillmentHold: { reason: 'OTHER', reasonNotes: 'Address check', handle: key } },
    effect: (records) =>
      records
        .order(orderId)
        .fulfillmentOrders.nodes.flatMap((parcel: Any) => parcel.fulfillmentHolds)
        .filter((one: Any) => one.handle === key).length,
  };
};

const release: Kind = async ({ admin, app, draw, shop, key }) => {
  const orderId = await order(admin, draw, shop);
  const { id } = await parcelOf(admin, orderId);
  const { fulfillmentOrderHold } = await app(
    `mutation($id: ID!, $hold: FulfillmentOrderHoldInput!) { fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) {
      fulfillmentHold { id } userErrors { field message } } }`,
    { id, hold: { reason: 'OTHER', handle: `before-${key}` } },
  );
  const holdId = fulfillmentOrderHold.fulfillmentHold.id;
  return {
    operation: 'fulfillmentOrderReleaseHold',
    subject: subject(id),
    variables: { id, holdIds: [holdId] },
    effect: (records) => {
      const holds = records.order(orderId).fulfillmentOrders.nodes.flatMap((parcel: Any) => parcel.fulfillmentHolds);
      return holds.some((one: Any) => one.id === holdId) ? 0 : 1;
    },
  };
};

const ship: Kind = async ({ admin, draw, shop, key, number }) => {
  const orderId = await order(admin, draw, shop, { quantity: 6 });
  const parcel = await parcelOf(admin, orderId);
  // One in four without a tracking number: then only quantities tell whether it happened.
  const tracked = number % 4 !== 0;
  return {
    operation: 'fulfillmentCreate',
    subject: subject(parcel.id),
    variables: {
      fulfillment: {
        lineItemsByFulfillmentOrder: [
          { fulfillmentOrderId: parcel.id, fulfillmentOrderLineItems: [{ id: parcel.line, quantity: 2 }] },
        ],
        ...(tracked ? { trackingInfo: { company: 'Canada Post', number: key } } : {}),
      },
    },
    effect: (records) => records.order(orderId).fulfillments.length,
  };
};

const tag: Kind = async ({ admin, draw, shop, key }) => {
  // Half of them on orders that others are busy with.
  const id = draw.next() < 0.5 ? draw.of(shop.orders) : await order(admin, draw, shop);
  return {
    operation: 'tagsAdd',
    subject: subject(id),
    variables: { id, tags: [key] },
    effect: (records) => records.order(id).tags.filter((one: string) => one === key).length,
  };
};

const approve: Kind = async (making) => {
  const { orderId, lineId } = await shippedLine(making);
  const { returnRequest } = await making.admin(
    `mutation($input: ReturnRequestInput!) { returnRequest(input: $input) { return { id } userErrors { field message } } }`,
    { input: { orderId, returnLineItems: [{ fulfillmentLineItemId: lineId, quantity: 1, returnReason: 'UNWANTED' }] } },
  );
  const { id } = returnRequest.return;
  return {
    operation: 'returnApproveRequest',
    subject: subject(id),
    variables: { input: { id } },
    effect: (records) => records.order(orderId).returns.nodes.filter((back: Any) => back.status === 'OPEN').length,
  };
};

const giveBack: Kind = async (making) => {
  const { orderId, lineId } = await shippedLine(making);
  return {
    operation: 'returnCreate',
    subject: subject(orderId),
    variables: {
      returnInput: {
        orderId,
        returnLineItems: [{ fulfillmentLineItemId: lineId, quantity: 1, returnReason: 'DEFECTIVE' }],
      },
    },
    effect: (records) => records.order(orderId).returns.nodes.length,
  };
};

const refund: Kind = async ({ admin, draw, shop }) => {
  const orderId = await order(admin, draw, shop, { quantity: 4, paid: true });
  const { orderLine, paid } = await parcelOf(admin, orderId);
  return {
    operation: 'refundCreate',
    subject: subject(orderId),
    variables: {
      input: {
        orderId,
        refundLineItems: [{ lineItemId: orderLine, quantity: 1, restockType: 'NO_RESTOCK' }],
        transactions: [{ orderId, parentId: paid, gateway: 'manual', kind: 'REFUND', amount: '1.00' }],
      },
    },
    effect: (records) => records.order(orderId).refunds.length,
  };
};

/** In this order over and over, so that each kind has its share. */
const KINDS: Kind[] = [
  adjust,
  ship,
  hold,
  tag,
  adjust,
  approve,
  ship,
  release,
  adjust,
  giveBack,
  hold,
  refund,
  ship,
  tag,
];

/** Prepares `count` commands and the objects they are about; nobody else touches those, but for stock and tags. */
export async function prepare(making: Omit<Making, 'number' | 'key'>, count: number): Promise<Command[]> {
  const commands: Command[] = [];
  for (let number = 0; number < count; number += 1) {
    const key = `cmd-${number}-${making.draw.uuid().slice(0, 8)}`;
    commands.push({ key, ...(await KINDS[number % KINDS.length]!({ ...making, number, key })) });
  }
  return commands;
}

const ORDERS = `query($after: String) { orders(first: 10, after: $after) {
  nodes {
    id tags
    fulfillmentOrders(first: 5) { nodes { fulfillmentHolds { id handle } } }
    fulfillments(first: 5) { id }
    returns(first: 5) { nodes { id status } }
    refunds(first: 5) { id }
  }
  pageInfo { hasNextPage endCursor }
} }`;

/** `snapshot`: lines of the store's own file, the only place that tells adjustment groups. */
export async function readRecords(admin: Admin, snapshot: () => Promise<string[]>): Promise<Records> {
  const orders = new Map((await allOf(admin, 'orders', ORDERS)).map((one) => [one.id, one]));
  const groups = new Map<string, number>();
  for (const line of await snapshot()) {
    if (!line.includes('gid://backroom/Command/')) continue;
    const { id, referenceDocumentUri: uri } = JSON.parse(line) as { id: string; referenceDocumentUri?: string };
    // The store remembers answers to keys as well; only the group itself is an effect.
    if (id.startsWith('gid://shopify/InventoryAdjustmentGroup/') && uri) groups.set(uri, (groups.get(uri) ?? 0) + 1);
  }
  return {
    order: (id) => {
      const one = orders.get(id);
      if (!one) throw new Error(`the store shows no ${id}`);
      return one;
    },
    adjustments: (uri) => groups.get(uri) ?? 0,
  };
}
