import { beforeEach, expect, test } from 'vitest';
import { api } from '../../domains.ts';
import { execute } from '../../kernel/execute.ts';
import { gidTail } from '../../kernel/gid.ts';
import { DEV_TOKEN, Shops } from '../../kernel/shops.ts';
import type { World } from '../../kernel/world.ts';
import { addProduct } from '../products/adding.ts';

let world: World;
let ownerId: string;

beforeEach(() => {
  world = new Shops(api).open();
  ownerId = addProduct(world, { title: 'Salt Pig' }).id;
});

// biome-ignore lint/suspicious/noExplicitAny: answers are as their queries say
const ask = (query: string, variables: Record<string, unknown> = {}): any => {
  const { data, errors } = execute(api, world, { version: '2026-07', token: DEV_TOKEN }, { query, variables });
  expect(errors).toBeUndefined();
  return data;
};

const SET = `mutation ($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) {
    metafields { namespace key type value jsonValue compareDigest }
    userErrors { field message code }
  }
}`;
const set = (...inputs: Record<string, unknown>[]) =>
  ask(SET, { metafields: inputs.map((input) => ({ ownerId, namespace: 'custom', ...input })) }).metafieldsSet;
const codes = (...inputs: Record<string, unknown>[]) =>
  set(...inputs).userErrors.map(({ field, code }: { field: string[]; code: string }) => [field.at(-1), code]);

test.each([
  [{ key: 'count', type: 'number_integer', value: 'abc' }, 'value', 'INVALID_VALUE'],
  [{ key: 'flag', type: 'boolean', value: 'yes' }, 'value', 'INVALID_VALUE'],
  [{ key: 'tags', type: 'list.number_integer', value: '["x"]' }, 'value', 'INVALID_VALUE'],
  [{ key: 'width', type: 'dimension', value: '12' }, 'value', 'INVALID_VALUE'],
  [{ key: 'data', type: 'json', value: '{' }, 'value', 'INVALID_VALUE'],
  [{ key: 'note', type: 'single_line_text_field', value: '' }, 'value', 'BLANK'],
  [{ key: 'note', type: 'novel', value: 'x' }, 'type', 'INCLUSION'],
  [{ key: 'note', value: 'x' }, 'type', 'BLANK'],
  [{ key: 'note', type: 'json', value: '1', compareDigest: 'bogus' }, 'compareDigest', 'INVALID_COMPARE_DIGEST'],
])('%o is refused at its %s', (input, field, code) => {
  expect(codes(input)).toEqual([[field, code]]);
  expect(world.all('Metafield')).toEqual([]);
});

test('at most 25 are set at once', () => {
  const many = Array.from({ length: 26 }, (_, index) => ({ key: `key${index}`, type: 'json', value: '1' }));
  expect(codes(...many)).toEqual([['metafields', 'LESS_THAN_OR_EQUAL_TO']]);
});

test('a known type stays when none is given, and a stale digest is refused', () => {
  const [first] = set({ key: 'count', type: 'number_integer', value: '1', compareDigest: null }).metafields;
  const [second] = set({ key: 'count', value: '2', compareDigest: first.compareDigest }).metafields;
  expect(second).toMatchObject({ type: 'number_integer', jsonValue: 2 });
  expect(codes({ key: 'count', value: '3', compareDigest: first.compareDigest })).toEqual([['0', 'STALE_OBJECT']]);
});

test("$app is the calling app's own namespace, written and read", () => {
  const own = `app--${gidTail(DEV_TOKEN.app)}`;
  const made = set(
    { namespace: '$app:plan', key: 'tier', type: 'json', value: '1' },
    { namespace: undefined, key: 'tier', type: 'json', value: '2' },
  ).metafields;
  expect(made.map((one: { namespace: string }) => one.namespace)).toEqual([`${own}--plan`, own]);
  const { product } = ask(
    `query ($id: ID!) { product(id: $id) {
      planned: metafield(namespace: "$app:plan", key: "tier") { value } own: metafield(key: "tier") { value }
      keyed: metafields(first: 5, keys: ["$app:plan.tier"]) { nodes { value } }
    } }`,
    { id: ownerId },
  );
  expect(product).toEqual({ planned: { value: '1' }, own: { value: '2' }, keyed: { nodes: [{ value: '1' }] } });
});

test('a definition gives the type, refuses another, and says whether its values fit', () => {
  set({ key: 'size', type: 'single_line_text_field', value: 'large' });
  const CREATE = `mutation ($definition: MetafieldDefinitionInput!) { metafieldDefinitionCreate(definition: $definition) {
    createdDefinition { id namespace type { name } pinnedPosition metafieldsCount validationStatus }
    userErrors { field code }
  } }`;
  const definition = {
    name: 'Size',
    namespace: 'custom',
    key: 'size',
    type: 'number_integer',
    ownerType: 'PRODUCT',
    pin: true,
  };
  const { createdDefinition } = ask(CREATE, { definition }).metafieldDefinitionCreate;
  expect(createdDefinition).toMatchObject({
    type: { name: 'number_integer' },
    pinnedPosition: 1,
    metafieldsCount: 1,
    validationStatus: 'SOME_INVALID',
  });
  expect(ask(CREATE, { definition }).metafieldDefinitionCreate.userErrors).toEqual([
    { field: ['definition', 'key'], code: 'TAKEN' },
  ]);
  expect(codes({ key: 'size', type: 'json', value: '1' })).toEqual([['type', 'INVALID_TYPE']]);
  expect(set({ key: 'size', value: '7' }).metafields).toMatchObject([{ type: 'number_integer', jsonValue: 7 }]);
  const { metafieldDefinitionDelete: deleted } = ask(
    `mutation ($id: ID!) { metafieldDefinitionDelete(id: $id, deleteAllAssociatedMetafields: true) { deletedDefinitionId userErrors { code } } }`,
    { id: createdDefinition.id },
  );
  expect(deleted).toEqual({ deletedDefinitionId: createdDefinition.id, userErrors: [] });
  expect(world.all('Metafield')).toEqual([]);
});
