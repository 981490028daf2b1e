import { beforeEach, expect, test } from 'vitest';
import { api } from '../../domains.ts';
import { execute } from '../../kernel/execute.ts';
import { DEV_TOKEN, Shops } from '../../kernel/shops.ts';
import type { World } from '../../kernel/world.ts';
import { addProduct, addVariant } from '../products/adding.ts';

let world: World;
let place: { inventoryItemId: string; locationId: string };
let key = 0;

beforeEach(() => {
  world = new Shops(api).open();
  const { inventoryItemId } = addVariant(world, addProduct(world, { title: 'Salt Pig' }));
  place = { inventoryItemId, locationId: world.where('InventoryLevel', 'itemId', inventoryItemId)[0]!.locationId };
});

const ask = (query: string, variables: Record<string, unknown> = {}, version = '2026-07') =>
  // biome-ignore lint/suspicious/noExplicitAny: answers are as their queries say
  execute(api, world, { version, token: DEV_TOKEN }, { query, variables }) as any;

const change = (name: string, changes: object[], version?: string) =>
  ask(
    `mutation ($input: InventoryAdjustQuantitiesInput!) { inventoryAdjustQuantities(input: $input) @idempotent(key: "k${key++}") {
      inventoryAdjustmentGroup { app { handle } changes { name delta } }
      userErrors { field code }
    } }`,
    { input: { name, reason: 'correction', changes: changes.map((one) => ({ ...place, delta: 1, ...one })) } },
    version,
  );

test('from 2026-04 on a change says what it starts from, if only null', () => {
  expect(change('available', [{}]).errors).toMatchObject([
    { message: 'InventoryChangeInput must include the following argument: changeFromQuantity.' },
  ]);
  expect(change('available', [{ changeFromQuantity: null }]).data.inventoryAdjustQuantities).toMatchObject({
    inventoryAdjustmentGroup: {
      app: { handle: 'development' },
      changes: [{ name: 'available', delta: 1 }, { name: 'on_hand' }],
    },
    userErrors: [],
  });
  expect(change('available', [{}], '2026-01').data.inventoryAdjustQuantities.userErrors).toEqual([]);
});

test('a name that cannot be adjusted still owes its ledger document', () => {
  expect(change('on_hand', [{ changeFromQuantity: null }]).data.inventoryAdjustQuantities.userErrors).toEqual([
    { field: ['input', 'name'], code: 'INVALID_QUANTITY_NAME' },
    { field: ['input', 'changes', '0', 'ledgerDocumentUri'], code: 'INVALID_QUANTITY_DOCUMENT' },
  ]);
});

test('a list of more than 250 entries is refused as a whole', () => {
  const { errors } = change('available', Array(251).fill({ changeFromQuantity: null }));
  expect(errors).toMatchObject([
    {
      path: ['inventoryAdjustQuantities', 'input', 'changes'],
      extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
    },
  ]);
});

test('on-hand quantities are set by moving what is available', () => {
  const { data } = ask(
    `mutation ($input: InventorySetOnHandQuantitiesInput!) { inventorySetOnHandQuantities(input: $input) @idempotent(key: "set") {
      inventoryAdjustmentGroup { changes { name delta } } userErrors { field code }
    } }`,
    { input: { reason: 'correction', setQuantities: [{ ...place, quantity: 7, changeFromQuantity: 0 }] } },
  );
  expect(data.inventorySetOnHandQuantities).toEqual({
    inventoryAdjustmentGroup: {
      changes: [
        { name: 'available', delta: 7 },
        { name: 'on_hand', delta: 7 },
      ],
    },
    userErrors: [],
  });
});

test('staff is closed to development apps, and an unknown quantity name is refused', () => {
  const { errors } = ask(
    `query ($id: ID!) { inventoryItem(id: $id) { inventoryLevels(first: 1) { nodes { quantities(names: ["foo"]) { quantity } } } } }`,
    { id: place.inventoryItemId },
  );
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
  const { data, errors: denied } = ask('{ shop { name accountOwner { id } } }');
  expect(data).toBeNull();
  expect(denied).toMatchObject([{ extensions: { code: 'ACCESS_DENIED' } }]);
});

test('a cost below nothing is refused', () => {
  const { data } = ask(
    `mutation ($id: ID!) { inventoryItemUpdate(id: $id, input: { cost: "-3" }) { inventoryItem { id } userErrors { field } } }`,
    { id: place.inventoryItemId },
  );
  expect(data.inventoryItemUpdate).toEqual({ inventoryItem: null, userErrors: [{ field: ['input', 'cost'] }] });
});
