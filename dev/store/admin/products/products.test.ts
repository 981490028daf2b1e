import { beforeEach, expect, test } from 'vitest';
import { api } from '../../domains.ts';
import { execute } from '../../kernel/execute.ts';
import { DEV_TOKEN, Shops } from '../../kernel/shops.ts';
import type { World } from '../../kernel/world.ts';
import { addProduct, addVariant } from './adding.ts';

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

test('options are added, renamed, reordered and deleted, and variants follow', () => {
  const data = (query: string, variables: Record<string, unknown>) => {
    const answer = ask(query, variables);
    expect(answer.errors).toBeUndefined();
    // biome-ignore lint/suspicious/noExplicitAny: answers are as their queries say
    return Object.values(answer.data as any)[0] as any;
  };
  const FIELDS = `product { options { id name position values optionValues { id name hasVariants } }
    variants(first: 9) { nodes { id title position } } } userErrors { field code }`;
  const { id: productId } = addProduct(world, { title: 'Salt Pig' });
  addVariant(world, world.get('Product', productId)!);
  const create = (options: object[], strategy = 'LEAVE_AS_IS') =>
    data(
      `mutation ($productId: ID!, $options: [OptionCreateInput!]!) { productOptionsCreate(productId: $productId, options: $options, variantStrategy: ${strategy}) { ${FIELDS} } }`,
      { productId, options },
    );
  const titles = ({ product }: { product: { variants: { nodes: { title: string }[] } } }) =>
    product.variants.nodes.map((one) => one.title);

  const wood = { name: 'Wood', values: [{ name: 'Oak' }, { name: 'Ash' }] };
  const first = create([wood]);
  expect(first.product.options).toMatchObject([
    { name: 'Wood', values: ['Oak'], optionValues: [{ hasVariants: true }, { name: 'Ash', hasVariants: false }] },
  ]);
  expect(titles(first)).toEqual(['Oak']);
  expect(create([wood]).userErrors).toEqual([{ field: ['options', '0'], code: 'OPTION_ALREADY_EXISTS' }]);
  expect(create([{ name: 'Lid' }]).userErrors).toEqual([{ field: ['options', '0'], code: 'OPTION_VALUES_MISSING' }]);
  const both = create([{ name: 'Lid', values: [{ name: 'yes' }, { name: 'no' }] }], 'CREATE');
  expect(titles(both)).toEqual(['Oak / yes', 'Oak / no', 'Ash / yes', 'Ash / no']);

  const [woodId, lidId] = both.product.options.map((one: { id: string }) => one.id);
  const reordered = data(
    `mutation ($productId: ID!, $options: [OptionReorderInput!]!) { productOptionsReorder(productId: $productId, options: $options) { ${FIELDS} } }`,
    { productId, options: [{ id: lidId }, { name: 'Wood', values: [{ name: 'Ash' }] }] },
  );
  expect(titles(reordered)).toEqual(['yes / Ash', 'yes / Oak', 'no / Ash', 'no / Oak']);
  const DELETE = `mutation ($productId: ID!, $options: [ID!]!, $strategy: ProductOptionDeleteStrategy) { productOptionsDelete(productId: $productId, options: $options, strategy: $strategy) { deletedOptionsIds ${FIELDS} } }`;
  expect(data(DELETE, { productId, options: [woodId] }).userErrors).toEqual([
    { field: ['options', '0'], code: 'CANNOT_DELETE_OPTION_WITH_MULTIPLE_VALUES' },
  ]);
  expect(titles(data(DELETE, { productId, options: [woodId], strategy: 'POSITION' }))).toEqual(['yes', 'no']);

  const UPDATE = `mutation ($productId: ID!, $option: OptionUpdateInput!, $gone: [ID!], $strategy: ProductOptionUpdateVariantStrategy) { productOptionUpdate(productId: $productId, option: $option, optionValuesToDelete: $gone, variantStrategy: $strategy) { ${FIELDS} } }`;
  const gone = [reordered.product.options[0].optionValues[1].id];
  const option = { id: lidId, name: 'Cover' };
  expect(data(UPDATE, { productId, option, gone }).userErrors).toEqual([
    { field: ['optionValuesToDelete', '0'], code: 'OPTION_VALUE_HAS_VARIANTS' },
  ]);
  const last = data(UPDATE, { productId, option, gone, strategy: 'MANAGE' });
  expect([last.product.options[0].name, ...titles(last)]).toEqual(['Cover', 'yes']);
});

test('a duplicate has the same variants, and a price below nothing is refused', () => {
  const product = addProduct(world, { title: 'Salt Pig', options: [{ name: 'Wood', values: ['Oak', 'Ash'] }] });
  const oak = addVariant(world, product, { values: { Wood: 'Oak' }, price: 1250 });
  addVariant(world, product, { values: { Wood: 'Ash' }, price: 900 });
  const { data } = ask(
    `mutation ($id: ID!) { productDuplicate(productId: $id, newTitle: "Salt Pot", newStatus: DRAFT) {
      newProduct { title handle status priceRangeV2 { minVariantPrice { amount } } variants(first: 5) { nodes { title price } } }
      userErrors { field }
    } }`,
    { id: product.id },
  );
  expect(data).toMatchObject({
    productDuplicate: {
      newProduct: {
        handle: 'salt-pot',
        status: 'DRAFT',
        priceRangeV2: { minVariantPrice: { amount: '9.0' } },
        variants: {
          nodes: [
            { title: 'Oak', price: '12.50' },
            { title: 'Ash', price: '9.00' },
          ],
        },
      },
      userErrors: [],
    },
  });
  const refused = ask(
    `mutation ($id: ID!, $variants: [ProductVariantsBulkInput!]!) { productVariantsBulkUpdate(productId: $id, variants: $variants) { userErrors { field code } } }`,
    { id: product.id, variants: [{ id: oak.id, price: '-1' }] },
  );
  expect(refused.data).toEqual({
    productVariantsBulkUpdate: {
      userErrors: [{ field: ['variants', '0', 'price'], code: 'GREATER_THAN_OR_EQUAL_TO' }],
    },
  });
});
