import { Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { actualCost, requestedCost, windowWeight } from './cost.ts';
import { adminSchema } from './schema.ts';

function costed(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)!;
  const fragments = new Map(
    document.definitions
      .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  return { schema: adminSchema('2026-07').graphql, operation, fragments, variables };
}

describe('query cost', () => {
  it.each([
    [0, 0],
    [1, 1],
    [2, 1],
    [3, 2],
    [5, 3],
    [10, 4],
    [20, 5],
    [25, 6],
    [50, 7],
    [100, 9],
    [200, 10],
    [250, 11],
  ])('a window of %i weighs %i', (size, weight) => {
    expect(windowWeight(size)).toBe(weight);
  });

  it.each([
    ['{ shop { name } }', 1],
    ['{ orders(first: 5) { nodes { id } } }', 5],
    ['{ orders(first: 5) { nodes { id } edges { node { id } } } }', 8],
    ['{ orders(first: 10) { nodes { id totalPriceSet { shopMoney { amount } } } pageInfo { endCursor } } }', 6],
    ['{ order(id: "gid://shopify/Order/1") { lineItems(first: 50) { nodes { id variant { id } } } } }', 17],
    ['{ ordersCount { count } }', 10],
    [
      'mutation { orderClose(input: {id: "gid://shopify/Order/1"}) { order { id customer { id } } userErrors { field } } }',
      11,
    ],
    ['mutation { refundCreate(input: {orderId: "gid://shopify/Order/1"}) { refund { id } } }', 20],
  ])('%s', (query, points) => {
    expect(requestedCost(costed(query))).toBe(points);
  });

  it('takes the window from a variable and gives back what was not there', () => {
    const query = costed('query($first: Int) { orders(first: $first) { nodes { id customer { id } } } }', {
      first: 50,
    });
    expect(requestedCost(query)).toBe(16);
    expect(actualCost(query, { orders: { nodes: [{ id: '1', customer: { id: '2' } }] } })).toBe(4);
  });
});
