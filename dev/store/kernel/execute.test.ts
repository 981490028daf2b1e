import { describe, expect, it } from 'vitest';
import { api } from '../domains.ts';
import { Bucket } from './bucket.ts';
import type { Token } from './context.ts';
import { assemble } from './domain.ts';
import { execute } from './execute.ts';
import { accessGranted, adminSchema, resolveVersion, versions } from './schema.ts';
import { DEV_TOKEN, Shops } from './shops.ts';

function shop(token: Token = DEV_TOKEN, version = '2026-07') {
  const shops = new Shops(api);
  const world = shops.open();
  return {
    world,
    ask: (query: string, variables: Record<string, unknown> = {}, bucket?: Bucket) =>
      execute(api, world, { version, token, bucket }, { query, variables }),
  };
}

const only = (...scopes: string[]): Token => ({ token: 't', app: 'app', scopes: new Set(scopes) });

const CREATE = `mutation Create($order: OrderCreateOrderInput!) {
  orderCreate(order: $order) { order { id name } userErrors { field message code } }
}`;
const line = { title: 'Mug', quantity: 1, priceSet: { shopMoney: { amount: '5.00', currencyCode: 'CAD' } } };

describe('document errors', () => {
  it.each([
    [
      '{ shop { nonsense } }',
      "Field 'nonsense' doesn't exist on type 'Shop'",
      'undefinedField',
      ['query', 'shop', 'nonsense'],
    ],
    [
      'query A { order { id } }',
      "Field 'order' is missing required arguments: id",
      'missingRequiredArguments',
      ['query A', 'order'],
    ],
    [
      'query A { orders(first: "x") { nodes { id } } }',
      "Argument 'first' on Field 'orders' has an invalid value (\"x\"). Expected type 'Int'.",
      'argumentLiteralsIncompatible',
      ['query A', 'orders', 'first'],
    ],
    [
      'query A { shop(a: 1) { id } }',
      "Field 'shop' doesn't accept argument 'a'",
      'argumentNotAccepted',
      ['query A', 'shop', 'a'],
    ],
    [
      'mutation A { orderClose(input: {}) { order { id } } }',
      "Argument 'id' on InputObject 'OrderCloseInput' is required. Expected type ID!",
      'missingRequiredInputObjectAttribute',
      ['mutation A', 'orderClose', 'input', 'id'],
    ],
    ['query A($x: Int) { shop { id } }', 'Variable $x is declared by A but not used', 'variableNotUsed', ['query A']],
    [
      'query A { shop { id @nope } }',
      'Directive @nope is not defined',
      'undefinedDirective',
      ['query A', 'shop', 'id'],
    ],
    [
      'query A($x: String) { order(id: $x) { id } }',
      'Type mismatch on variable $x and argument id (String / ID!)',
      'variableMismatch',
      ['query A', 'order', 'id'],
    ],
    [
      'query A { order(id: "12x") { id } }',
      "Invalid global id '12x'",
      'argumentLiteralsIncompatible',
      ['query A', 'order', 'id'],
    ],
  ])('%s', (query, message, code, path) => {
    const { errors, data } = shop().ask(query);
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors![0]).toMatchObject({ message, path, extensions: { code } });
  });

  it('says where a document cannot be read', () => {
    expect(shop().ask('{ shop {').errors![0]!.message).toMatch(/^syntax error, .* at \[1, 9\]$/);
  });
});

describe('variables', () => {
  it('are refused with every problem named', () => {
    const { errors, data } = shop().ask(CREATE, {
      order: { lineItems: [{ title: 'x', quantity: 'two' }], colour: 'red' },
    });
    expect(data).toBeUndefined();
    expect(errors![0]!.message).toBe(
      'Variable $order of type OrderCreateOrderInput! was provided invalid value for lineItems.0.quantity (Could not coerce value "two" to Int), colour (Field is not defined on OrderCreateOrderInput)',
    );
    expect(errors![0]!.extensions).toMatchObject({ code: 'INVALID_VARIABLE' });
  });

  it('that are missing or unknown enum values are refused', () => {
    expect(shop().ask('query A($id: ID!) { order(id: $id) { id } }').errors![0]!.extensions).toEqual({
      code: 'INVALID_VARIABLE',
      value: null,
      problems: [{ path: [], explanation: 'Expected value to not be null' }],
    });
    const { errors } = shop().ask('query A($k: OrderSortKeys) { orders(first: 1, sortKey: $k) { nodes { id } } }', {
      k: 'SIZE',
    });
    expect(errors![0]!.message).toBe('Variable $k of type OrderSortKeys was provided invalid value');
  });
});

describe('a mutation', () => {
  it('that is refused changes nothing', () => {
    const { world, ask } = shop();
    const { data } = ask(CREATE, { order: { lineItems: [] } });
    expect(data).toEqual({
      orderCreate: {
        order: null,
        userErrors: [
          { field: ['order', 'lineItems'], message: 'Line items must have at least one line item', code: 'INVALID' },
        ],
      },
    });
    expect(world.all('Order')).toEqual([]);
    expect(ask(CREATE, { order: { lineItems: [line] } }).data).toMatchObject({
      orderCreate: { order: { name: '#1001' } },
    });
  });

  it('with an idempotency key runs once, and needs one where Shopify wants it', () => {
    const { world, ask } = shop();
    const { data } = ask(CREATE, {
      order: { lineItems: [line], transactions: [{ kind: 'SALE', gateway: 'manual', amountSet: line.priceSet }] },
    });
    const orderId = (data as { orderCreate: { order: { id: string } } }).orderCreate.order.id;
    const [payment] = world.all('OrderTransaction');
    const refund = (directive: string, amount: string) =>
      ask(
        `mutation R($input: RefundInput!) { refundCreate(input: $input) ${directive} { refund { id } userErrors { message } } }`,
        {
          input: {
            orderId,
            transactions: [{ orderId, amount, gateway: 'manual', kind: 'REFUND', parentId: payment!.id }],
          },
        },
      );
    expect(refund('', '1.00').errors![0]!.extensions).toMatchObject({ code: 'BAD_REQUEST' });
    const first = refund('@idempotent(key: "a")', '1.00');
    expect(refund('@idempotent(key: "a")', '1.00').data).toEqual(first.data);
    expect(world.all('Refund')).toHaveLength(1);
    expect(refund('@idempotent(key: "a")', '2.00').data).toMatchObject({ refundCreate: { refund: null } });
    refund('@idempotent(key: "b")', '1.00');
    expect(world.all('Refund')).toHaveLength(2);
  });
});

describe('access', () => {
  it('denies a field whose scope is missing and keeps the rest of the answer', () => {
    const { data, errors } = shop(only('read_products')).ask('{ shop { name } customersCount { count } }');
    expect(data).toMatchObject({ shop: { name: 'backroom-demo' }, customersCount: null });
    expect(errors![0]).toMatchObject({ path: ['customersCount'], extensions: { code: 'ACCESS_DENIED' } });
    expect(errors![0]!.message).toMatch(/^Access denied for customersCount field. Required access: `read_customers`/);
  });

  it('reads alternatives and joint demands of the schema', () => {
    const any = '`read_orders` access scope, `read_marketplace_orders` access scope or `read_quick_sale` access scope.';
    expect(accessGranted(any, new Set(['read_quick_sale']))).toBe(true);
    expect(accessGranted(any, new Set(['read_products']))).toBe(false);
    expect(accessGranted(any, new Set(['write_orders']))).toBe(true);
    const both =
      '`write_products` access scope as well as any of `write_own_subscription_contracts`, `write_purchase_options` access scopes. Also: x';
    expect(accessGranted(both, new Set(['write_products']))).toBe(false);
    expect(accessGranted(both, new Set(['write_products', 'write_purchase_options']))).toBe(true);
    expect(
      accessGranted('`orders` access scope or `marketplace_orders` access scope.', new Set(['write_orders'])),
    ).toBe(true);
  });
});

describe('cost', () => {
  it('throttles when the bucket is empty and recovers at its rate', () => {
    const { world, ask } = shop();
    world.setClock(Date.UTC(2026, 0, 1));
    const bucket = new Bucket(20, 10);
    const create = () => ask(CREATE, { order: { lineItems: [line] } }, bucket);
    create();
    create();
    const { data, errors, extensions } = create();
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ message: 'Throttled', extensions: { code: 'THROTTLED' } }]);
    expect(extensions).toMatchObject({ cost: { throttleStatus: { maximumAvailable: 20, restoreRate: 10 } } });
    world.advance(1000);
    expect(create().errors).toBeUndefined();
  });
});

describe('versions', () => {
  it('fall forward to what is shipped', () => {
    expect(resolveVersion('2025-01')).toBe(versions[0]);
    expect(resolveVersion('2026-07')).toBe('2026-07');
    expect(resolveVersion('unstable')).toBe('unstable');
    expect(resolveVersion('2099-01')).toBeUndefined();
    expect(resolveVersion('v1')).toBeUndefined();
    expect(adminSchema('2026-07').graphql.getType('Order')).toBeDefined();
  });
});

describe('an unimplemented field', () => {
  it('is named in the error', () => {
    const empty = assemble([]);
    const { errors } = execute(
      empty,
      new Shops(empty).open(),
      { version: '2026-07', token: DEV_TOKEN },
      { query: '{ shop { id } }' },
    );
    expect(errors![0]!.message).toBe("Backroom's dev store does not implement QueryRoot.shop yet");
  });
});
