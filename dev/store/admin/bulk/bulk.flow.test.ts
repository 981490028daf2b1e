import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Receiver } from '../../delivery/receiver.ts';
import { api } from '../../domains.ts';
import { Shops } from '../../kernel/shops.ts';
import { createStoreServer } from '../../server.ts';

const shops = new Shops(api);
const world = shops.open();
let server: Server;
let store: string;

beforeAll(async () => {
  server = createStoreServer(shops);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  store = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close().closeAllConnections());
beforeEach(() => fetch(`${store}/_store/reset`, { method: 'POST' }));

// biome-ignore lint/suspicious/noExplicitAny: answers are read by each test
async function ask(query: string, variables: Record<string, unknown> = {}, version = '2026-07'): Promise<any> {
  const answer = await fetch(`${store}/admin/api/${version}/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
    body: JSON.stringify({ query, variables }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by each test
  const { data, errors } = (await answer.json()) as any;
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const FIELDS = 'id status type errorCode objectCount rootObjectCount fileSize url partialDataUrl completedAt';
const RUN = `mutation ($query: String!) { bulkOperationRunQuery(query: $query) {
  bulkOperation { ${FIELDS} } userErrors { field message code } } }`;

async function run(query: string, version?: string) {
  return (await ask(RUN, { query }, version)).bulkOperationRunQuery;
}

// biome-ignore lint/suspicious/noExplicitAny: answers are read by each test
async function ended(id: string): Promise<any> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const { bulkOperation } = await ask(`query ($id: ID!) { bulkOperation(id: $id) { ${FIELDS} } }`, { id });
    if (!['CREATED', 'RUNNING', 'CANCELING'].includes(bulkOperation.status)) return bulkOperation;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${id} did not end in time`);
}

// biome-ignore lint/suspicious/noExplicitAny: answers are read by each test
async function lines(url: string): Promise<any[]> {
  const text = await (await fetch(url)).text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function order(quantity: number, titles = ['A', 'B']): Promise<string> {
  const { orderCreate } = await ask(
    `mutation ($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id } userErrors { field message } } }`,
    {
      order: {
        lineItems: titles.map((title) => ({
          title,
          quantity,
          priceSet: { shopMoney: { amount: '10.00', currencyCode: 'CAD' } },
        })),
      },
    },
  );
  return orderCreate.order.id;
}

test('a query writes a line for each order and, after it, a line for each of its line items with the parent id', async () => {
  const [first, second] = [await order(1), await order(3)];
  const { bulkOperation, userErrors } = await run(`{
    orders { edges { node { id name totalPriceSet { shopMoney { amount } } lineItems { edges { node { id title quantity } } } } } } }`);
  expect(userErrors).toEqual([]);
  expect(bulkOperation).toMatchObject({ status: 'CREATED', type: 'QUERY', objectCount: '0', url: null });
  const done = await ended(bulkOperation.id);
  expect(done).toMatchObject({ status: 'COMPLETED', objectCount: '6', rootObjectCount: '2', partialDataUrl: null });
  expect(done.url.startsWith(store)).toBe(true);
  const found = await lines(done.url);
  expect(found.map((line) => line.__parentId ?? line.id)).toEqual([first, first, first, second, second, second]);
  expect(found[0].totalPriceSet).toEqual({ shopMoney: { amount: '20.0' } });
  expect(found[4]).toMatchObject({ title: 'A', quantity: 3 });
  expect(Number(done.fileSize)).toBe(found.map((line) => JSON.stringify(line).length + 1).reduce((a, b) => a + b));
});

test('the lines are what an ordinary query answers', async () => {
  await order(2);
  const node = `id name createdAt tags displayFinancialStatus note closed customAttributes { key value }
    currentTotalPriceSet { presentmentMoney { amount currencyCode } }`;
  const { orders } = await ask(`{ orders(first: 5) { nodes { ${node} } } }`);
  const { bulkOperation } = await run(`{ orders { nodes { ${node} } } }`);
  expect(await lines((await ended(bulkOperation.id)).url)).toEqual(orders.nodes);
});

test('nothing found: completed, with no file', async () => {
  const { bulkOperation } = await run('{ orders { edges { node { id } } } }');
  expect(await ended(bulkOperation.id)).toMatchObject({
    status: 'COMPLETED',
    objectCount: '0',
    fileSize: '0',
    url: null,
  });
});

test.each([
  ['{ shop { id } }', 'Bulk queries must contain at least one connection.'],
  ['', 'Invalid bulk query: syntax error, unexpected end of file'],
  [
    '{ orders { edges { node { id nonsense } } } }',
    "Invalid bulk query: Field 'nonsense' doesn't exist on type 'Order'",
  ],
  ['{ orders { edges { node { name lineItems { edges { node { id } } } } } } }', "must select the 'id' field"],
  ['{ orders { edges { node { id refunds { refundLineItems { edges { node { id } } } } } } } }', 'within a list field'],
])('a query that cannot run in bulk is refused: %s', async (query, words) => {
  const { bulkOperation, userErrors } = await run(query);
  expect(bulkOperation).toBeNull();
  expect(userErrors[0].field).toEqual(['query']);
  expect(userErrors[0].message).toContain(words);
});

test('five run at once, before 2026-01 one', async () => {
  const query = '{ orders { edges { node { id } } } }';
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.push((await run(query)).bulkOperation.id);
  const sixth = await run(query);
  expect(sixth.userErrors[0]).toMatchObject({ field: null, code: 'OPERATION_IN_PROGRESS' });
  expect(sixth.userErrors[0].message).toContain(ids[0]);
  for (const id of ids) await ended(id);
  expect((await run(query, '2025-10')).userErrors).toEqual([]);
  expect((await run(query, '2025-10')).userErrors[0].code).toBe('OPERATION_IN_PROGRESS');
});

test('a cancelled operation passes through CANCELING', async () => {
  await order(1);
  const { bulkOperation } = await run('{ orders { edges { node { id } } } }');
  const { bulkOperationCancel } = await ask(
    'mutation ($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }',
    { id: bulkOperation.id },
  );
  expect(bulkOperationCancel).toEqual({ bulkOperation: { status: 'CANCELING' }, userErrors: [] });
  expect((await ended(bulkOperation.id)).status).toBe('CANCELED');
});

test('the app hears when an operation has finished', async () => {
  const app = await new Receiver().start();
  const toml = `client_id = "k"\nname = "K"\napplication_url = "${app.url}"\n[access_scopes]\nscopes = "read_orders"\n[webhooks]
api_version = "2026-07"\n[[webhooks.subscriptions]]\ntopics = ["bulk_operations/finish"]\nuri = "/webhooks"\n`;
  const made = await fetch(`${store}/_store/apps`, {
    method: 'POST',
    body: JSON.stringify({ toml, secret: 's', install: true }),
  });
  const { id } = (await made.json()) as { id: string };
  world.insert('AccessToken', { id: 'shpat_k', app: id, scopes: ['read_orders'], expiresAt: null, user: null });
  const answer = await fetch(`${store}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_k' },
    body: JSON.stringify({ query: RUN, variables: { query: '{ orders { nodes { id } } }' } }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by each test
  const { data } = (await answer.json()) as any;
  await expect.poll(() => app.received.length, { timeout: 5000 }).toBe(1);
  app.close();
  expect(app.received[0]?.body).toMatchObject({
    admin_graphql_api_id: data.bulkOperationRunQuery.bulkOperation.id,
    status: 'completed',
    type: 'query',
    error_code: null,
  });
});

test('an uploaded file of variables runs a mutation line by line', async () => {
  const { stagedUploadsCreate } = await ask(
    `mutation { stagedUploadsCreate(input: [{ filename: "in.jsonl", mimeType: "text/jsonl", resource: BULK_MUTATION_VARIABLES, httpMethod: POST }]) {
      stagedTargets { url resourceUrl parameters { name value } } userErrors { message } } }`,
  );
  const [target] = stagedUploadsCreate.stagedTargets;
  const form = new FormData();
  for (const { name, value } of target.parameters) form.append(name, value);
  const input = ['{"input":{"email":"a@example.com"}}', '{"input":{"email":"a@example.com"}}', 'oops'].join('\n');
  form.append('file', new Blob([input]), 'in.jsonl');
  expect((await fetch(target.url, { method: 'POST', body: form })).status).toBe(201);
  const path = target.parameters.find((one: { name: string }) => one.name === 'key').value;
  const mutation =
    'mutation m($input: CustomerInput!) { customerCreate(input: $input) { customer { email } userErrors { field message } } }';
  const RUN_MUTATION = `mutation ($mutation: String!, $path: String!) { bulkOperationRunMutation(mutation: $mutation, stagedUploadPath: $path) {
    bulkOperation { id } userErrors { field message code } } }`;
  const missing = await ask(RUN_MUTATION, { mutation, path: 'tmp/nowhere' });
  expect(missing.bulkOperationRunMutation.userErrors[0].code).toBe('NO_SUCH_FILE');
  const { bulkOperationRunMutation } = await ask(RUN_MUTATION, { mutation, path });
  const done = await ended(bulkOperationRunMutation.bulkOperation.id);
  expect(done).toMatchObject({ status: 'COMPLETED', objectCount: '3' });
  const [first, second, third] = await lines(done.url);
  expect(first).toMatchObject({ data: { customerCreate: { customer: { email: 'a@example.com' } } }, __lineNumber: 0 });
  expect(second.data.customerCreate.userErrors).toHaveLength(1);
  expect(third.errors).toHaveLength(1);
});

test('operations are listed newest first', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) ids.push((await run('{ orders { edges { node { id } } } }')).bulkOperation.id);
  for (const id of ids) await ended(id);
  const { bulkOperations } = await ask(
    '{ bulkOperations(first: 2, query: "status:completed") { nodes { id } pageInfo { hasNextPage } } }',
  );
  expect(bulkOperations.nodes.map((one: { id: string }) => one.id)).toEqual([ids[2], ids[1]]);
  expect(bulkOperations.pageInfo.hasNextPage).toBe(true);
});
