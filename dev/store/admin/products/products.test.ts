import { beforeEach, expect, test } from 'vitest';
import { api } from '../../domains.ts';
import { execute } from '../../kernel/execute.ts';
import { DEV_TOKEN, Shops } from '../../kernel/shops.ts';
import type { World } from '../../kernel/world.ts';

let world: World;
let told: { topic: string; payload: unknown }[];

beforeEach(() => {
  world = new Shops(api).open();
  told = [];
  world.onHappening(({ topic, payload }) => told.push({ topic, payload }));
});

const ask = (query: string, variables: Record<string, unknown> = {}) =>
  execute(api, world, { version: '2026-07', token: DEV_TOKEN, bucket: undefined }, { query, variables });

const SET = `mutation Set($input: ProductSetInput!) {
  productSet(input: $input, synchronous: true) {
    product {
      handle totalInventory
      variants(first: 5) {
        nodes {
          title sku price inventoryQuantity
          inventoryItem { tracked unitCost { amount } inventoryLevels(first: 5) { nodes { location { id } } } }
        }
      }
    }
    userErrors { field message }
  }
}`;

test('a product set with quantities is stocked there alone, and its webhooks can be told', () => {
  const [, elsewhere] = world.all('Location');
  const input = {
    title: 'Salt Pig',
    productOptions: [{ name: 'Wood', values: [{ name: 'Oak' }, { name: 'Ash' }] }],
    variants: ['Oak', 'Ash'].map((name) => ({
      optionValues: [{ optionName: 'Wood', name }],
      sku: name.toUpperCase(),
      price: '12.50',
      inventoryItem: { tracked: true, cost: '4' },
      inventoryQuantities: [{ locationId: elsewhere!.id, name: 'available', quantity: 7 }],
    })),
  };
  const answer = ask(SET, { input });
  expect(answer.errors).toBeUndefined();
  expect(answer.data).toMatchObject({
    productSet: {
      userErrors: [],
      product: {
        handle: 'salt-pig',
        variants: {
          nodes: [
            {
              title: 'Oak',
              sku: 'OAK',
              price: '12.50',
              inventoryQuantity: 7,
              inventoryItem: {
                tracked: true,
                unitCost: { amount: '4.0' },
                inventoryLevels: { nodes: [{ location: { id: elsewhere!.id } }] },
              },
            },
            { title: 'Ash' },
          ],
        },
      },
    },
  });
  expect(told.map((one) => one.topic)).toContain('inventory_levels/update');
  expect(told.find((one) => one.topic === 'products/create')?.payload).toMatchObject({ title: 'Salt Pig' });
});

test('stock is set from what was counted, and a stale count is refused', () => {
  ask(SET, {
    input: {
      title: 'Mug',
      variants: [
        {
          optionValues: [{ optionName: 'Title', name: 'Default Title' }],
          inventoryItem: { tracked: true },
          inventoryQuantities: [{ locationId: world.all('Location')[0]!.id, name: 'available', quantity: 5 }],
        },
      ],
      productOptions: [{ name: 'Title', values: [{ name: 'Default Title' }] }],
    },
  });
  const [level] = world.all('InventoryLevel');
  const set = (changeFromQuantity: number, key: string) =>
    ask(
      `mutation S($input: InventorySetQuantitiesInput!, $key: String!) {
        inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { field code } }
      }`,
      {
        key,
        input: {
          name: 'available',
          reason: 'cycle_count_available',
          quantities: [
            { inventoryItemId: level!.itemId, locationId: level!.locationId, quantity: 9, changeFromQuantity },
          ],
        },
      },
    );
  expect(set(4, 'a').data).toEqual({
    inventorySetQuantities: {
      userErrors: [{ field: ['input', 'quantities', '0', 'changeFromQuantity'], code: 'CHANGE_FROM_QUANTITY_STALE' }],
    },
  });
  expect(set(5, 'b').data).toEqual({ inventorySetQuantities: { userErrors: [] } });
  expect(world.all('InventoryLevel')[0]?.available).toBe(9);
});

test('a deleted product takes its variants, items and levels along', () => {
  const made = ask('mutation { productCreate(product: { title: "Mug" }) { product { id } } }');
  const { id } = (made.data as { productCreate: { product: { id: string } } }).productCreate.product;
  ask('mutation D($id: ID!) { productDelete(input: { id: $id }) { deletedProductId } }', { id });
  for (const type of ['Product', 'ProductVariant', 'InventoryItem', 'InventoryLevel'] as const)
    expect(world.all(type)).toEqual([]);
  expect(told.map((one) => one.topic)).toEqual(expect.arrayContaining(['products/delete', 'inventory_items/delete']));
});
