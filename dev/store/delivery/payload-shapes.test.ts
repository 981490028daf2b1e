import { existsSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { registerApp } from '../auth/app.ts';
import { installApp, uninstallApp, updateScopes } from '../auth/install.ts';
import { api } from '../domains.ts';
import { execute } from '../kernel/execute.ts';
import { DEV_TOKEN, Shops } from '../kernel/shops.ts';
import { deliveriesOf } from './deliveries.ts';

/**
 * The bodies of webhooks against the JSON Schemas of shopify-webhook-schemas. Those are inferred from one sample each, so a field that was
 * null there may hold a value and the other way round; which fields there are and what type a value has is held to.
 */
const schemas = join(dirname(findPackageJSON('shopify-webhook-schemas', import.meta.url)!), 'schemas/2026-07');
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });

type Schema = { [key: string]: unknown; properties?: Record<string, Schema>; items?: Schema | false; anyOf?: Schema[] };

function lenient(schema: Schema): Schema {
  const types = [schema.type ?? []].flat();
  const known = types.filter((type) => type !== 'null');
  const { type: _, enum: __, ...rest } = schema;
  if (schema.anyOf || known.length === 0) return {};
  return {
    ...rest,
    type: [...known, 'null'],
    ...(schema.properties
      ? { properties: Object.fromEntries(Object.entries(schema.properties).map(([key, one]) => [key, lenient(one)])) }
      : {}),
    ...(schema.items === undefined ? {} : { items: schema.items ? lenient(schema.items) : {} }),
  };
}

/** Fields that are there only when there is something to tell. */
const occasional: Record<string, string> = {
  'fulfillment_orders/placed_on_hold': 'remaining_fulfillment_order',
  'fulfillment_orders/cancelled': 'replacement_fulfillment_order',
};

const shops = new Shops(api);
const world = shops.open();
const seen = new Map<string, unknown[]>();
world.onHappening(({ topic, payload }) => {
  seen.set(topic, [...(seen.get(topic) ?? []), JSON.parse(JSON.stringify(payload))]);
});

// biome-ignore lint/suspicious/noExplicitAny: each step reads what it asked for
function ask(query: string, variables: Record<string, unknown> = {}): any {
  const answer = execute(api, world, { version: '2026-07', token: DEV_TOKEN }, { query, variables });
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  const refused = Object.values(answer.data as Record<string, { userErrors?: unknown[] }>).flatMap(
    (one) => one?.userErrors ?? [],
  );
  if (refused.length) throw new Error(`${query}: ${JSON.stringify(refused)}`);
  return answer.data;
}

const address = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  address1: '1 Main Street',
  city: 'Ottawa',
  zip: 'K2P 1L4',
  countryCode: 'CA',
  provinceCode: 'ON',
  phone: '+16135550100',
};
const price = (amount: string) => ({ shopMoney: { amount, currencyCode: 'CAD' } });

function takeOrder(quantity = 3) {
  const { orderCreate } = ask(
    `mutation ($order: OrderCreateOrderInput!) { orderCreate(order: $order) {
      order { id lineItems(first: 5) { nodes { id } } fulfillmentOrders(first: 5) { nodes { id lineItems(first: 5) { nodes { id } } } } }
      userErrors { field message } } }`,
    {
      order: {
        email: 'ada@example.com',
        shippingAddress: address,
        billingAddress: address,
        lineItems: [{ title: 'Lamp', quantity, priceSet: price('20.00'), requiresShipping: true }],
        transactions: [{ kind: 'SALE', status: 'SUCCESS', amountSet: price('60.00') }],
      },
    },
  );
  const { id, lineItems, fulfillmentOrders } = orderCreate.order;
  const [shipment] = fulfillmentOrders.nodes;
  return { id, line: lineItems.nodes[0].id, shipment: shipment.id, shipmentLine: shipment.lineItems.nodes[0].id };
}

function haveStory(): void {
  const app = registerApp(world, {
    apiKey: 'k',
    secret: 's',
    title: 'K',
    handle: 'k',
    url: 'http://127.0.0.1:9',
    scopes: ['read_orders'],
    optionalScopes: [],
    redirectUrls: [],
    embedded: true,
    webhookApiVersion: '2026-07',
    subscriptions: [],
    appProxy: null,
  });
  installApp(world, app);
  const customer = ask(
    `mutation ($input: CustomerInput!) { customerCreate(input: $input) { customer { id } userErrors { message } } }`,
    {
      input: {
        firstName: 'Ada',
        lastName: 'Lovelace',
        email: 'ada@example.com',
        phone: '+16135550100',
        addresses: [address],
      },
    },
  ).customerCreate.customer.id;
  ask('mutation ($input: CustomerInput!) { customerUpdate(input: $input) { userErrors { message } } }', {
    input: { id: customer, note: 'regular' },
  });

  const order = takeOrder();
  ask('mutation ($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }', {
    input: { id: order.id, note: 'ring twice' },
  });
  const held = ask(
    `mutation ($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER, reasonNotes: "check" }) {
      fulfillmentHold { id } userErrors { message } } }`,
    { id: order.shipment },
  );
  expect(held.fulfillmentOrderHold.fulfillmentHold.id).toBeTruthy();
  ask('mutation ($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { userErrors { message } } }', {
    id: order.shipment,
  });
  const shipped = ask(
    `mutation ($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id } userErrors { message } } }`,
    {
      fulfillment: {
        lineItemsByFulfillmentOrder: [
          { fulfillmentOrderId: order.shipment, fulfillmentOrderLineItems: [{ id: order.shipmentLine, quantity: 1 }] },
        ],
        trackingInfo: { company: 'Canada Post', number: '123' },
      },
    },
  ).fulfillmentCreate.fulfillment.id;
  ask(
    `mutation ($id: ID!) { fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: { number: "456" }) { userErrors { message } } }`,
    { id: shipped },
  );
  ask(
    `mutation ($event: FulfillmentEventInput!) { fulfillmentEventCreate(fulfillmentEvent: $event) { userErrors { message } } }`,
    { event: { fulfillmentId: shipped, status: 'IN_TRANSIT' } },
  );
  ask(
    `mutation ($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "refund-1") { userErrors { message } } }`,
    {
      input: {
        orderId: order.id,
        refundLineItems: [{ lineItemId: order.line, quantity: 1, restockType: 'NO_RESTOCK' }],
      },
    },
  );
  const { orderEditBegin } = ask(
    `mutation ($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id } userErrors { message } } }`,
    { id: order.id },
  );
  ask(
    `mutation ($id: ID!) { orderEditAddCustomItem(id: $id, title: "Gift wrap", quantity: 1, price: { amount: "2.00", currencyCode: CAD }) {
      userErrors { message } } }`,
    { id: orderEditBegin.calculatedOrder.id },
  );
  ask('mutation ($id: ID!) { orderEditCommit(id: $id) { userErrors { message } } }', {
    id: orderEditBegin.calculatedOrder.id,
  });

  const second = takeOrder();
  ask(
    `mutation ($id: ID!, $line: ID!) { fulfillmentOrderSplit(fulfillmentOrderSplits: [{ fulfillmentOrderId: $id,
      fulfillmentOrderLineItems: [{ id: $line, quantity: 1 }] }]) { userErrors { message } } }`,
    { id: second.shipment, line: second.shipmentLine },
  );
  ask(
    `mutation ($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, refundMethod: { originalPaymentMethodsRefund: true }) {
      orderCancelUserErrors { message } } }`,
    { id: second.id },
  );
  const third = takeOrder(1);
  ask(
    `mutation ($id: ID!) { fulfillmentCreate(fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: $id }] }) { userErrors { message } } }`,
    { id: third.shipment },
  );
  const draft = ask(
    `mutation { draftOrderCreate(input: { email: "ada@example.com", lineItems: [{ title: "Lamp", quantity: 1, originalUnitPrice: "20.00" }] }) {
      draftOrder { id } userErrors { message } } }`,
  ).draftOrderCreate.draftOrder.id;
  ask('mutation ($id: ID!) { draftOrderUpdate(id: $id, input: { note: "x" }) { userErrors { message } } }', {
    id: draft,
  });
  ask('mutation ($id: ID!) { draftOrderComplete(id: $id) { userErrors { message } } }', { id: draft });

  const { productCreate } = ask(
    `mutation { productCreate(product: { title: "Lamp", productOptions: [{ name: "Size", values: [{ name: "Small" }] }] }) {
      product { id variants(first: 1) { nodes { id inventoryItem { id } } } } userErrors { message } } }`,
  );
  const [variant] = productCreate.product.variants.nodes;
  const { locationAdd } = ask(
    `mutation { locationAdd(input: { name: "Back room", address: { countryCode: CA } }) { location { id } userErrors { message } } }`,
  );
  const item = { inventoryItemId: variant.inventoryItem.id, locationId: locationAdd.location.id };
  ask('mutation ($id: ID!) { inventoryItemUpdate(id: $id, input: { tracked: true }) { userErrors { message } } }', {
    id: item.inventoryItemId,
  });
  ask(
    `mutation ($inventoryItemId: ID!, $locationId: ID!) { inventoryActivate(inventoryItemId: $inventoryItemId, locationId: $locationId)
      @idempotent(key: "activate-1") { userErrors { message } } }`,
    item,
  );
  ask(
    `mutation ($input: InventoryAdjustQuantitiesInput!) { inventoryAdjustQuantities(input: $input) @idempotent(key: "adjust-1") { userErrors { message } } }`,
    { input: { name: 'available', reason: 'correction', changes: [{ ...item, delta: 5, changeFromQuantity: null }] } },
  );
  ask('mutation ($id: ID!) { productUpdate(product: { id: $id, title: "Lamp II" }) { userErrors { message } } }', {
    id: productCreate.product.id,
  });
  ask('mutation ($id: ID!) { productDelete(input: { id: $id }) { userErrors { message } } }', {
    id: productCreate.product.id,
  });

  for (const topic of ['customers/redact', 'customers/data_request'] as const) tell(topic, customer);
  updateScopes(world, app, ['read_orders', 'read_products']);
  tell('app/scopes_update', app.id, { previous: ['read_orders'], current: ['read_orders', 'read_products'] });
  tell('app/uninstalled', app.id);
  tell('shop/update', app.id);
  tell('shop/redact', app.id);
  uninstallApp(world, app);
}

/** What is told to one app alone does not pass the shop's listeners. */
function tell(topic: string, subject: string, extra?: Record<string, unknown>): void {
  seen.set(topic, [JSON.parse(JSON.stringify(world.payload(topic, subject, extra)))]);
}

haveStory();
deliveriesOf(world).clear();

test('the story touches the topics an app lives by', () => {
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining([
      ...['orders/create', 'orders/updated', 'orders/edited', 'orders/cancelled', 'orders/fulfilled', 'refunds/create'],
      ...[
        'orders/partially_fulfilled',
        'fulfillments/create',
        'fulfillments/update',
        'customers/create',
        'draft_orders/update',
      ],
      ...['products/create', 'products/update', 'products/delete', 'inventory_levels/update', 'inventory_items/create'],
      ...['fulfillment_orders/placed_on_hold', 'fulfillment_orders/hold_released', 'fulfillment_orders/split'],
    ]),
  );
});

test.each([...seen.keys()].sort())('the body of %s has the published shape', (topic) => {
  const file = join(schemas, `${topic}.json`);
  expect(existsSync(file), `there is no schema of ${topic}`).toBe(true);
  const schema = JSON.parse(readFileSync(file, 'utf8'));
  const required = schema.required.filter((key: string) => key !== occasional[topic]);
  const validate = ajv.compile(lenient({ ...schema, required }));
  for (const payload of seen.get(topic)!) {
    validate(payload);
    const problems = (validate.errors ?? []).map((error) => `${error.instancePath || '(top)'} ${error.message}`);
    expect([...new Set(problems.map((problem) => problem.replace(/\/\d+/g, '/*')))]).toEqual([]);
  }
});
