// A seeded history: what merchants, customers and other apps do in the shop while the app is in trouble. An event is one
// deed that the shop accepted; what it refuses is counted apart.
import { type Admin, type Any, Refused } from './admin.ts';
import { type Chance, chance } from './chance.ts';
import { order, type SmallShop } from './shop.ts';

export type History = {
  /** deeds that the shop accepted, so far */
  events: number;
  refused: number;
  byDeed: Record<string, number>;
  /** reasons of refusals, as the shop gave them */
  refusals: Map<string, number>;
};

type Hand = { admin: Admin; draw: Chance; shop: SmallShop; orders: string[] };
/** False when the order at hand gives no occasion for it. */
type Deed = (hand: Hand, order: Any) => Promise<false | unknown>;

const STATE = `query($id: ID!) { order(id: $id) {
  id cancelledAt closed displayFinancialStatus tags
  lineItems(first: 8) { nodes { id quantity currentQuantity unfulfilledQuantity refundableQuantity variant { id } } }
  fulfillmentOrders(first: 6) { nodes {
    id status assignedLocation { location { id } } fulfillmentHolds { id }
    lineItems(first: 6) { nodes { id remainingQuantity } } } }
  fulfillments(first: 6) { id status fulfillmentLineItems(first: 6) { nodes { id quantity lineItem { id } } } }
  returns(first: 6) { nodes { id status returnLineItems(first: 6) { nodes {
    id quantity processedQuantity ... on ReturnLineItem { fulfillmentLineItem { id } } } } } }
  transactions(first: 5) { id kind status amountSet { shopMoney { amount currencyCode } } }
} }`;

const pick = <T>(draw: Chance, list: T[]): T | undefined => (list.length > 0 ? draw.of(list) : undefined);
const open = (one: Any): Any[] => one.fulfillmentOrders.nodes.filter((parcel: Any) => parcel.status === 'OPEN');
const sent = (one: Any): Any[] => one.fulfillments.filter((parcel: Any) => parcel.status === 'SUCCESS');
const returnsIn = (one: Any, status: string): Any[] => one.returns.nodes.filter((back: Any) => back.status === status);

/** Lines of the parcels that were sent which nobody has asked to return. */
function returnable(one: Any): Any[] {
  const asked = new Set(
    one.returns.nodes.flatMap((back: Any) => back.returnLineItems.nodes.map((l: Any) => l.fulfillmentLineItem?.id)),
  );
  return sent(one)
    .flatMap((parcel) => parcel.fulfillmentLineItems.nodes)
    .filter((line: Any) => !asked.has(line.id));
}

const stockPlace = ({ draw, shop }: Hand) => ({
  inventoryItemId: draw.of(shop.sold).itemId,
  locationId: draw.of(shop.locations),
});

/** Deeds with their weight among a thousand. */
const DEEDS: Record<string, [number, Deed]> = {
  'order placed': [
    130,
    async (hand) => {
      hand.orders.push(await order(hand.admin, hand.draw, hand.shop));
    },
  ],
  'order edited': [
    70,
    async ({ admin, draw, shop }, one) => {
      if (one.cancelledAt) return false;
      const line = pick(draw, one.lineItems.nodes as Any[]);
      const begun = await admin(
        `mutation($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id lineItems(first: 8) { nodes { id quantity } } }
          userErrors { field message } } }`,
        { id: one.id },
      );
      const { id, lineItems } = begun.orderEditBegin.calculatedOrder;
      if (draw.next() < 0.5 || !line)
        await admin(
          `mutation($id: ID!, $variantId: ID!, $quantity: Int!) {
            orderEditAddVariant(id: $id, variantId: $variantId, quantity: $quantity, allowDuplicates: true) {
              calculatedLineItem { id } userErrors { field message } } }`,
          { id, variantId: draw.of(shop.sold).variantId, quantity: draw.whole(1, 3) },
        );
      else {
        const chosen = draw.of(lineItems.nodes as Any[]);
        await admin(
          `mutation($id: ID!, $lineItemId: ID!, $quantity: Int!) {
            orderEditSetQuantity(id: $id, lineItemId: $lineItemId, quantity: $quantity, restock: true) {
              calculatedLineItem { id } userErrors { field message } } }`,
          { id, lineItemId: chosen.id, quantity: Math.max(0, chosen.quantity + draw.of([-1, 1, 2])) },
        );
      }
      await admin('mutation($id: ID!) { orderEditCommit(id: $id) { order { id } userErrors { field message } } }', {
        id,
      });
    },
  ],
  'order canceled': [
    25,
    ({ admin, draw }, one) =>
      one.cancelledAt || sent(one).length > 0
        ? Promise.resolve(false)
        : admin(
            `mutation($orderId: ID!, $restock: Boolean!, $refund: OrderCancelRefundMethodInput) {
              orderCancel(orderId: $orderId, reason: CUSTOMER, restock: $restock, refundMethod: $refund) {
                job { id } orderCancelUserErrors { field message } } }`,
            { orderId: one.id, restock: draw.next() < 0.5, refund: { originalPaymentMethodsRefund: true } },
          ),
  ],
  'order paid': [
    70,
    ({ admin }, one) =>
      one.cancelledAt || one.displayFinancialStatus !== 'PENDING'
        ? Promise.resolve(false)
        : admin(
            `mutation($input: OrderMarkAsPaidInput!) { orderMarkAsPaid(input: $input) {
              order { id } userErrors { field message } } }`,
            { input: { id: one.id } },
          ),
  ],
  tagged: [
    70,
    ({ admin, draw }, one) =>
      admin(
        'mutation($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { node { id } userErrors { field message } } }',
        { id: one.id, tags: [draw.of(['gift', 'wholesale', 'late', 'fragile', 'VIP', 'call first'])] },
      ),
  ],
  untagged: [
    40,
    ({ admin, draw }, one) => {
      const tag = pick(
        draw,
        (one.tags as string[]).filter((name) => !name.startsWith('cmd-')),
      );
      return tag === undefined
        ? Promise.resolve(false)
        : admin(
            `mutation($id: ID!, $tags: [String!]!) { tagsRemove(id: $id, tags: $tags) {
              node { id } userErrors { field message } } }`,
            { id: one.id, tags: [tag] },
          );
    },
  ],
  'stock adjusted': [
    120,
    (hand) => {
      const name = hand.draw.of(['available', 'available', 'damaged', 'incoming', 'safety_stock']);
      const ledger = name === 'available' ? {} : { ledgerDocumentUri: 'gid://chaos/Ledger/2' };
      const delta = hand.draw.of([-3, -2, -1, 1, 2, 5]);
      return hand.admin(
        `mutation($input: InventoryAdjustQuantitiesInput!, $key: String!) {
          inventoryAdjustQuantities(input: $input) @idempotent(key: $key) { userErrors { field message code } } }`,
        {
          key: hand.draw.uuid(),
          input: {
            name,
            reason: 'correction',
            changes: [{ ...stockPlace(hand), delta, changeFromQuantity: null, ...ledger }],
          },
        },
      );
    },
  ],
  'stock counted': [
    60,
    (hand) =>
      hand.admin(
        `mutation($input: InventorySetQuantitiesInput!, $key: String!) {
          inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { field message code } } }`,
        {
          key: hand.draw.uuid(),
          input: {
            name: 'available',
            reason: 'cycle_count_available',
            quantities: [{ ...stockPlace(hand), quantity: hand.draw.whole(50, 1500), changeFromQuantity: null }],
          },
        },
      ),
  ],
  'stock moved': [
    60,
    (hand) => {
      const { inventoryItemId, locationId } = stockPlace(hand);
      const to = hand.draw.of(['damaged', 'quality_control', 'reserved', 'safety_stock']);
      return hand.admin(
        `mutation($input: InventoryMoveQuantitiesInput!, $key: String!) {
          inventoryMoveQuantities(input: $input) @idempotent(key: $key) { userErrors { field message code } } }`,
        {
          key: hand.draw.uuid(),
          input: {
            reason: 'movement_updated',
            referenceDocumentUri: 'gid://chaos/Document/1',
            changes: [
              {
                inventoryItemId,
                quantity: hand.draw.whole(1, 3),
                from: { locationId, name: 'available', changeFromQuantity: null },
                to: { locationId, name: to, ledgerDocumentUri: 'gid://chaos/Ledger/1', changeFromQuantity: null },
              },
            ],
          },
        },
      );
    },
  ],
  held: [
    55,
    ({ admin, draw }, one) => {
      const parcel = pick(draw, open(one));
      return parcel === undefined
        ? Promise.resolve(false)
        : admin(
            `mutation($id: ID!, $hold: FulfillmentOrderHoldInput!) { fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) {
              fulfillmentHold { id } userErrors { field message } } }`,
            {
              id: parcel.id,
              hold: { reason: draw.of(['OTHER', 'INCORRECT_ADDRESS', 'AWAITING_PAYMENT']), reasonNotes: 'please look' },
            },
          );
    },
  ],
  'released from hold': [
    50,
    ({ admin, draw }, one) => {
      const parcel = pick(
        draw,
        (one.fulfillmentOrders.nodes as Any[]).filter((each) => each.status === 'ON_HOLD'),
      );
      return parcel === undefined
        ? Promise.resolve(false)
        : admin(
            `mutation($id: ID!) { fulfillmentOrderReleaseHold(id: $id) {
              fulfillmentOrder { id } userErrors { field message } } }`,
            { id: parcel.id },
          );
    },
  ],
  split: [
    30,
    ({ admin, draw }, one) => {
      const parcel = pick(
        draw,
        open(one).filter((each) => each.lineItems.nodes.some((line: Any) => line.remainingQuantity > 1)),
      );
      const line = parcel?.lineItems.nodes.find((each: Any) => each.remainingQuantity > 1);
      return line === undefined
        ? Promise.resolve(false)
        : admin(
            `mutation($splits: [FulfillmentOrderSplitInput!]!) { fulfillmentOrderSplit(fulfillmentOrderSplits: $splits) {
              fulfillmentOrderSplits { fulfillmentOrder { id } } userErrors { field message } } }`,
            { splits: [{ fulfillmentOrderId: parcel.id, fulfillmentOrderLineItems: [{ id: line.id, quantity: 1 }] }] },
          );
    },
  ],
  'moved to another location': [
    20,
    ({ admin, draw, shop }, one) => {
      const parcel = pick(draw, open(one));
      const elsewhere = shop.locations.filter((id) => id !== parcel?.assignedLocation.location?.id);
      return parcel === undefined
        ? Promise.resolve(false)
        : admin(
            `mutation($id: ID!, $to: ID!) { fulfillmentOrderMove(id: $id, newLocationId: $to) {
              movedFulfillmentOrder { id } userErrors { field message } } }`,
            { id: parcel.id, to: draw.of(elsewhere) },
          );
    },
  ],
  shipped: [
    95,
    ({ admin, draw }, one) => {
      const parcel = pick(draw, open(one));
      const line = parcel?.lineItems.nodes.find((each: Any) => each.remainingQuantity > 0);
      if (!line) return Promise.resolve(false);
      const part = draw.next() < 0.4 && line.remainingQuantity > 1;
      return admin(
        `mutation($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
          fulfillment { id } userErrors { field message } } }`,
        {
          fulfillment: {
            lineItemsByFulfillmentOrder: [
              {
                fulfillmentOrderId: parcel.id,
                ...(part ? { fulfillmentOrderLineItems: [{ id: line.id, quantity: 1 }] } : {}),
              },
            ],
            ...(draw.next() < 0.5
              ? {
                  trackingInfo: {
                    company: 'Canada Post',
                    number: `T${draw.whole(1, 1e9)}`,
                    url: 'https://example.com/t',
                  },
                }
              : {}),
          },
        },
      );
    },
  ],
  'parcel called back': [
    15,
    ({ admin, draw }, one) => {
      const parcel = one.returns.nodes.length === 0 ? pick(draw, sent(one)) : undefined;
      return parcel === undefined
        ? Promise.resolve(false)
        : admin(
            'mutation($id: ID!) { fulfillmentCancel(id: $id) { fulfillment { id } userErrors { field message } } }',
            {
              id: parcel.id,
            },
          );
    },
  ],
  'return opened': [25, (hand, one) => sendBack(hand, one, 'returnCreate')],
  'return requested': [30, (hand, one) => sendBack(hand, one, 'returnRequest')],
  'return approved': [
    20,
    ({ admin, draw }, one) => {
      const back = pick(draw, returnsIn(one, 'REQUESTED'));
      return back === undefined
        ? Promise.resolve(false)
        : admin(
            `mutation($input: ReturnApproveRequestInput!) { returnApproveRequest(input: $input) {
              return { id } userErrors { field message } } }`,
            { input: { id: back.id } },
          );
    },
  ],
  'return declined': [
    10,
    ({ admin, draw }, one) => {
      const back = pick(draw, returnsIn(one, 'REQUESTED'));
      return back === undefined
        ? Promise.resolve(false)
        : admin(
            `mutation($input: ReturnDeclineRequestInput!) { returnDeclineRequest(input: $input) {
              return { id } userErrors { field message } } }`,
            { input: { id: back.id, declineReason: 'OTHER', declineNote: 'worn' } },
          );
    },
  ],
  'return processed': [
    25,
    ({ admin, draw }, one) => {
      const back = pick(draw, returnsIn(one, 'OPEN'));
      const line = back?.returnLineItems.nodes.find((each: Any) => each.processedQuantity < each.quantity);
      return line === undefined
        ? Promise.resolve(false)
        : admin(
            `mutation($input: ReturnProcessInput!) { returnProcess(input: $input) {
              return { id } userErrors { field message } } }`,
            { input: { returnId: back.id, returnLineItems: [{ id: line.id, quantity: 1 }] } },
          );
    },
  ],
  'return closed': [
    15,
    ({ admin, draw }, one) => {
      const back = pick(draw, returnsIn(one, 'OPEN'));
      return back === undefined
        ? Promise.resolve(false)
        : admin('mutation($id: ID!) { returnClose(id: $id) { return { id } userErrors { field message } } }', {
            id: back.id,
          });
    },
  ],
  'return canceled': [
    8,
    ({ admin, draw }, one) => {
      const back = pick(draw, returnsIn(one, 'OPEN'));
      return back === undefined || back.returnLineItems.nodes.some((line: Any) => line.processedQuantity > 0)
        ? Promise.resolve(false)
        : admin('mutation($id: ID!) { returnCancel(id: $id) { return { id } userErrors { field message } } }', {
            id: back.id,
          });
    },
  ],
  refunded: [
    40,
    ({ admin, draw, shop }, one) => {
      const line = pick(
        draw,
        (one.lineItems.nodes as Any[]).filter((each) => each.refundableQuantity > 0),
      );
      const sale = (one.transactions as Any[]).find((each) => each.kind === 'SALE' && each.status === 'SUCCESS');
      if (!line || !sale) return Promise.resolve(false);
      const restock = draw.next() < 0.5;
      return admin(
        `mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
          refund { id } userErrors { field message } } }`,
        {
          key: draw.uuid(),
          input: {
            orderId: one.id,
            refundLineItems: [
              {
                lineItemId: line.id,
                quantity: 1,
                ...(restock
                  ? {
                      restockType: line.unfulfilledQuantity > 0 ? 'CANCEL' : 'RETURN',
                      locationId: shop.locations[0],
                    }
                  : { restockType: 'NO_RESTOCK' }),
              },
            ],
            transactions: [{ orderId: one.id, parentId: sale.id, gateway: 'manual', kind: 'REFUND', amount: '1.00' }],
          },
        },
      );
    },
  ],
  'price changed': [
    12,
    ({ admin, draw, shop }) => {
      const sold = draw.of(shop.sold);
      return admin(
        `mutation($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
          productVariantsBulkUpdate(productId: $productId, variants: $variants) { userErrors { field message } } }`,
        {
          productId: sold.productId,
          variants: [{ id: sold.variantId, price: (draw.whole(500, 4500) / 100).toFixed(2) }],
        },
      );
    },
  ],
};

async function sendBack({ admin, draw }: Hand, one: Any, mutation: 'returnCreate' | 'returnRequest') {
  const line = one.cancelledAt ? undefined : pick(draw, returnable(one));
  if (!line) return false;
  const input = {
    orderId: one.id,
    returnLineItems: [
      {
        fulfillmentLineItemId: line.id,
        quantity: draw.whole(1, line.quantity),
        returnReason: draw.of(['DEFECTIVE', 'UNWANTED', 'SIZE_TOO_SMALL', 'WRONG_ITEM']),
      },
    ],
  };
  return mutation === 'returnCreate'
    ? admin(
        `mutation($returnInput: ReturnInput!) { returnCreate(returnInput: $returnInput) {
          return { id } userErrors { field message } } }`,
        { returnInput: input },
      )
    : admin(
        `mutation($input: ReturnRequestInput!) { returnRequest(input: $input) { return { id } userErrors { field message } } }`,
        { input },
      );
}

const WEIGHT = Object.values(DEEDS).reduce((sum, [weight]) => sum + weight, 0);

function chooseDeed(draw: Chance): [string, Deed] {
  let at = draw.next() * WEIGHT;
  for (const [name, [weight, deed]] of Object.entries(DEEDS)) {
    at -= weight;
    if (at < 0) return [name, deed];
  }
  return ['order placed', DEEDS['order placed']![1]];
}

/** Looks for an order that gives occasion for the deed, and does it. The newer an order, the likelier it is looked at. */
async function find(hand: Hand, deed: Deed): Promise<boolean> {
  for (let look = 0; look < 8; look += 1) {
    const at = Math.floor(Math.sqrt(hand.draw.next()) * hand.orders.length);
    const { order: one } = await hand.admin(STATE, { id: hand.orders[at]! });
    if ((await deed(hand, one)) !== false) return true;
  }
  return false;
}

/**
 * Plays `events` deeds in `lanes` hands, each with orders of its own so that a seed gives each hand the same story. `pace`:
 * events a second at most. `passed(n)` is called after the n-th event.
 */
export async function play(
  admin: Admin,
  seed: number,
  shop: SmallShop,
  options: { events: number; lanes: number; pace: number; passed: (events: number) => void },
): Promise<History> {
  const history: History = { events: 0, refused: 0, byDeed: {}, refusals: new Map() };
  const began = performance.now();
  const lane = async (number: number) => {
    const draw = chance(seed * 1000 + number);
    const hand: Hand = { admin, draw, shop, orders: shop.orders.filter((_, at) => at % options.lanes === number) };
    const own = Math.floor((options.events + number) / options.lanes);
    for (let done = 0; done < own; ) {
      const ahead = (history.events / options.pace) * 1000 - (performance.now() - began);
      if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
      const [name, deed] = chooseDeed(draw);
      try {
        if (!(await find(hand, deed))) continue;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        history.refused += 1;
        const why = `${name}: ${error.message}`.replace(/\d{6,}/g, 'N').slice(0, 300);
        history.refusals.set(why, (history.refusals.get(why) ?? 0) + 1);
        continue;
      }
      done += 1;
      history.events += 1;
      history.byDeed[name] = (history.byDeed[name] ?? 0) + 1;
      options.passed(history.events);
    }
  };
  await Promise.all(Array.from({ length: options.lanes }, (_, number) => lane(number)));
  return history;
}
