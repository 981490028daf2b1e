import { Ajv2020 } from 'ajv/dist/2020.js';
import { schemaForWebhook } from 'shopify-webhook-schemas';
import { describe, expect, it } from 'vitest';
import { api } from '../../domains.ts';
import { execute } from '../../kernel/execute.ts';
import { gidTail } from '../../kernel/gid.ts';
import { DEV_TOKEN, Shops } from '../../kernel/shops.ts';
import type { Happening } from '../../kernel/world.ts';

/** Lives through an order with all that happens to it, and keeps what the shop told. */
function orderStory(): Happening[] {
  const shops = new Shops(api);
  const world = shops.open();
  const told: Happening[] = [];
  world.onHappening((one) => told.push({ ...one, payload: structuredClone(one.payload) }));
  const run = (query: string, variables: Record<string, unknown>) => {
    const { data, errors } = execute(api, world, { version: '2026-07', token: DEV_TOKEN }, { query, variables });
    expect(errors).toBeUndefined();
    return Object.values(data as Record<string, Record<string, { id: string }>>)[0]!;
  };
  const money = (amount: string) => ({ shopMoney: { amount, currencyCode: 'CAD' } });
  const address = {
    firstName: 'Ada',
    lastName: 'Reed',
    address1: '1 King St',
    city: 'Toronto',
    provinceCode: 'ON',
    countryCode: 'CA',
    zip: 'M5H',
  };
  const { order } = run(
    'mutation($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id } userErrors { message } } }',
    {
      order: {
        email: 'ada@example.com',
        tags: ['vip'],
        shippingAddress: address,
        billingAddress: address,
        discountCode: { itemPercentageDiscountCode: { code: 'TEN', percentage: 10 } },
        shippingLines: [{ title: 'Ground', priceSet: money('7.00') }],
        lineItems: [
          {
            title: 'Mug',
            quantity: 3,
            priceSet: money('12.00'),
            taxLines: [{ title: 'HST', rate: '0.13', priceSet: money('4.21') }],
            properties: [{ name: 'engraving', value: 'A' }],
          },
        ],
        transactions: [{ kind: 'SALE', gateway: 'manual', amountSet: money('43.61') }],
      },
    },
  );
  const id = order!.id;
  const { calculatedOrder } = run(
    'mutation($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id } userErrors { message } } }',
    { id },
  );
  run(
    'mutation($id: ID!) { orderEditAddCustomItem(id: $id, title: "Card", quantity: 1, price: {amount: "2", currencyCode: CAD}) { userErrors { message } } }',
    { id: calculatedOrder!.id },
  );
  run('mutation($id: ID!) { orderEditCommit(id: $id) { order { id } userErrors { message } } }', {
    id: calculatedOrder!.id,
  });
  run('mutation($id: ID!) { orderMarkAsPaid(input: {id: $id}) { order { id } userErrors { message } } }', { id });
  const [line] = world.all('LineItem');
  const [payment] = world.all('OrderTransaction');
  run(
    'mutation($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "1") { refund { id } userErrors { message } } }',
    {
      input: {
        orderId: id,
        refundLineItems: [{ lineItemId: line!.id, quantity: 1, restockType: 'CANCEL' }],
        shipping: { fullRefund: true },
        transactions: [{ orderId: id, kind: 'REFUND', gateway: 'manual', amount: '10.00', parentId: payment!.id }],
      },
    },
  );
  run(
    'mutation($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true) { job { id } userErrors { message } } }',
    { id },
  );
  return told;
}

function valueAt(body: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], body);
}

describe('webhook bodies of orders', () => {
  const told = orderStory();

  it.each([
    'orders/create',
    'orders/updated',
    'orders/paid',
    'orders/edited',
    'orders/cancelled',
    'refunds/create',
    'customers/create',
    'order_transactions/create',
  ])('%s keeps to the published JSON Schema', (topic) => {
    const bodies = told.filter((one) => one.topic === topic).map((one) => one.payload);
    expect(bodies.length).toBeGreaterThan(0);
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    const validate = ajv.compile(schemaForWebhook('2026-07', topic));
    for (const body of bodies) {
      validate(body);
      // The schemas are inferred from samples: where a sample held a value they do not foresee the null that Shopify sends too, and where
      // it held an empty list they allow no elements.
      const wrong = (validate.errors ?? []).filter(
        (error) => valueAt(body, error.instancePath) !== null && error.keyword !== 'false schema',
      );
      expect(wrong.map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`)).toEqual(
        [],
      );
    }
  });

  it('carry the sums that the order shows', () => {
    const created = told.find((one) => one.topic === 'orders/create')!.payload as Record<string, unknown>;
    // 3 × 12.00 − 10 % + 7.00 + 4.21
    expect(created).toMatchObject({
      name: '#1001',
      subtotal_price: '32.40',
      total_discounts: '3.60',
      total_price: '43.61',
      total_outstanding: '0.00',
      financial_status: 'paid',
    });
    const cancelled = told.findLast((one) => one.topic === 'orders/cancelled')!.payload as Record<string, unknown>;
    expect(cancelled).toMatchObject({ cancel_reason: 'customer', financial_status: 'partially_refunded' });
  });
});

it('says of an order whose rest is held that part of it has left, and names the app that made it as GraphQL does', () => {
  const shops = new Shops(api);
  const world = shops.open();
  const told: Happening[] = [];
  world.onHappening((one) => told.push({ ...one, payload: structuredClone(one.payload) }));
  const run = (query: string, variables: Record<string, unknown>) => {
    const { data, errors } = execute(api, world, { version: '2026-07', token: DEV_TOKEN }, { query, variables });
    expect(errors).toBeUndefined();
    // biome-ignore lint/suspicious/noExplicitAny: each answer is read by its own query
    return Object.values(data as Record<string, any>)[0];
  };
  const { order } = run(
    `mutation($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order {
      id sourceName fulfillmentOrders(first: 1) { nodes { id lineItems(first: 1) { nodes { id } } } } } } }`,
    {
      order: {
        lineItems: [{ title: 'Mug', quantity: 3, priceSet: { shopMoney: { amount: '2', currencyCode: 'CAD' } } }],
      },
    },
  );
  const [parcel] = order.fulfillmentOrders.nodes;
  const some = [{ id: parcel.lineItems.nodes[0].id, quantity: 1 }];
  run('mutation($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) { userErrors { message } } }', {
    f: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: parcel.id, fulfillmentOrderLineItems: some }] },
  });
  const rest = run('query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 5) { nodes { id status } } } }', {
    id: order.id,
  }).fulfillmentOrders.nodes.find((one: { status: string }) => one.status !== 'CLOSED');
  run(
    'mutation($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER }) { userErrors { message } } }',
    { id: rest.id },
  );
  const body = told.findLast((one) => one.topic === 'orders/updated')!.payload as Record<string, unknown>;
  const seen = run('query($id: ID!) { order(id: $id) { displayFulfillmentStatus } }', { id: order.id });
  expect(seen.displayFulfillmentStatus).toBe('ON_HOLD');
  expect(body.fulfillment_status).toBe('partial');
  expect(order.sourceName).toBe(gidTail(DEV_TOKEN.app));
  expect(body.source_name).toBe(order.sourceName);
});
