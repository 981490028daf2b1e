import { beforeEach, expect, test } from 'vitest';
import { api } from '../../domains.ts';
import { execute } from '../../kernel/execute.ts';
import { DEV_TOKEN, Shops } from '../../kernel/shops.ts';
import type { World } from '../../kernel/world.ts';

let world: World;
let key = 0;

beforeEach(() => {
  world = new Shops(api).open();
});

const raw = (query: string, variables: Record<string, unknown> = {}) =>
  execute(api, world, { version: '2026-07', token: DEV_TOKEN }, { query, variables });
// biome-ignore lint/suspicious/noExplicitAny: answers are as their queries say
const ask = (query: string, variables: Record<string, unknown> = {}): any => {
  const { data, errors } = raw(query, variables);
  expect(errors).toBeUndefined();
  return Object.values(data as object)[0];
};

const money = (amount: string) => ({ shopMoney: { amount, currencyCode: 'CAD' } });
const place = (order: object = {}) =>
  ask(
    `mutation ($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id transactions { id } lineItems(first: 1) { nodes { id } } } userErrors { message } } }`,
    { order: { lineItems: [{ title: 'Salt Pig', quantity: 2, priceSet: money('30') }], ...order } },
  ).order;
const authorized = {
  transactions: [{ kind: 'AUTHORIZATION', status: 'SUCCESS', gateway: 'bogus', amountSet: money('60') }],
};

test('an order captured in part is paid in part until the rest is captured', () => {
  const { id, transactions } = place(authorized);
  const capture = (amount: string) =>
    ask(
      'mutation ($input: OrderCaptureInput!) { orderCapture(input: $input) { transaction { maximumRefundableV2 { amount } } userErrors { message } } }',
      {
        input: { id, amount, parentTransactionId: transactions[0].id },
      },
    );
  const seen = () =>
    ask('query ($id: ID!) { order(id: $id) { displayFinancialStatus fullyPaid totalCapturable } }', { id });
  expect(seen()).toMatchObject({ displayFinancialStatus: 'AUTHORIZED', fullyPaid: false });
  expect(capture('20').transaction).toEqual({ maximumRefundableV2: { amount: '20.0' } });
  expect(seen()).toEqual({ displayFinancialStatus: 'PARTIALLY_PAID', fullyPaid: false, totalCapturable: '40.00' });
  capture('40');
  expect(seen()).toEqual({ displayFinancialStatus: 'PAID', fullyPaid: true, totalCapturable: '0.00' });
});

test('an authorization is voided once', () => {
  const { id, transactions } = place(authorized);
  const VOID =
    'mutation ($id: ID!) { transactionVoid(parentTransactionId: $id) { transaction { kind } userErrors { code } } }';
  expect(ask(VOID, { id: transactions[0].id })).toEqual({ transaction: { kind: 'VOID' }, userErrors: [] });
  expect(ask('query ($id: ID!) { order(id: $id) { displayFinancialStatus } }', { id })).toEqual({
    displayFinancialStatus: 'VOIDED',
  });
  expect(ask(VOID, { id: transactions[0].id }).userErrors).toEqual([{ code: 'AUTH_NOT_VOIDABLE' }]);
});

test('a refund of more than its goods says by how much it differs', () => {
  const { id } = place({
    transactions: [{ kind: 'SALE', status: 'SUCCESS', gateway: 'bogus', amountSet: money('60') }],
  });
  const [parent] = world.where('OrderTransaction', 'orderId', id);
  const refund = ask(
    `mutation ($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "r${key++}") { refund { orderAdjustments(first: 5) { nodes { reason amountSet { shopMoney { amount } } } } } userErrors { message } } }`,
    {
      input: {
        orderId: id,
        transactions: [{ orderId: id, parentId: parent!.id, amount: '5', gateway: 'bogus', kind: 'REFUND' }],
      },
    },
  ).refund;
  expect(refund.orderAdjustments.nodes).toEqual([
    { reason: 'REFUND_DISCREPANCY', amountSet: { shopMoney: { amount: '-5.0' } } },
  ]);
});

test.each([
  ['tag_not:blue', ['red']],
  ['tag:red,blue', ['red', 'blue']],
  ['gateway:bogus', ['blue']],
  ['return_status:no_return', ['red', 'blue']],
  ['return_status:in_progress', []],
  ['metafields.custom.size:large', ['red']],
  ['current_total_price:>=80', ['blue']],
  ['cart_token:abc', []],
])('orders are found by %s', (query, tags) => {
  place({
    tags: ['red'],
    metafields: [{ namespace: 'custom', key: 'size', type: 'single_line_text_field', value: 'large' }],
  });
  place({
    tags: ['blue'],
    lineItems: [{ title: 'Salt Pig', quantity: 1, priceSet: money('80') }],
    transactions: [{ kind: 'SALE', status: 'SUCCESS', gateway: 'bogus', amountSet: money('80') }],
  });
  const { nodes } = ask('query ($query: String) { orders(first: 5, query: $query) { nodes { tags } } }', { query });
  expect(nodes.flatMap((one: { tags: string[] }) => one.tags)).toEqual(tags);
});

test('what is not kept of an order is said to be missing, not shown as empty', () => {
  const { id } = place();
  const { errors } = raw('query ($id: ID!) { order(id: $id) { agreements(first: 1) { nodes { id } } } }', { id });
  expect(errors).toMatchObject([{ extensions: { code: 'NOT_IMPLEMENTED', fieldName: 'agreements' } }]);
  expect(
    ask('query ($id: ID!) { order(id: $id) { app { name } paymentTerms { id } customerJourneySummary { ready } } }', {
      id,
    }),
  ).toEqual({
    app: { name: 'Development' },
    paymentTerms: null,
    customerJourneySummary: { ready: false },
  });
});
