import { expect, test } from 'vitest';
import { api } from '../../domains.ts';
import { execute } from '../../kernel/execute.ts';
import { DEV_TOKEN, Shops } from '../../kernel/shops.ts';

test('a picture shows once it is ready, and only then may be changed', () => {
  const world = new Shops(api).open();
  // biome-ignore lint/suspicious/noExplicitAny: answers are as their queries say
  const ask = (query: string, variables: Record<string, unknown> = {}): any => {
    const { data, errors } = execute(api, world, { version: '2026-07', token: DEV_TOKEN }, { query, variables });
    expect(errors).toBeUndefined();
    return Object.values(data as object)[0];
  };
  const CREATE = `mutation ($files: [FileCreateInput!]!) { fileCreate(files: $files) {
    files { id fileStatus ... on MediaImage { mimeType image { url } } } userErrors { field code } } }`;
  const originalSource = 'https://example.com/pig.png';
  const [made] = ask(CREATE, { files: [{ originalSource }] }).files;
  expect(made).toMatchObject({ fileStatus: 'UPLOADED', mimeType: 'image/png', image: null });
  expect(ask(CREATE, { files: [{ originalSource, alt: 'x'.repeat(513) }] }).userErrors).toEqual([
    { field: ['files', '0', 'alt'], code: 'ALT_VALUE_LIMIT_EXCEEDED' },
  ]);
  const UPDATE = `mutation ($files: [FileUpdateInput!]!) { fileUpdate(files: $files) { files { alt ... on MediaImage { image { url altText } } } userErrors { field code } } }`;
  expect(ask(UPDATE, { files: [{ id: made.id, alt: 'a pig' }] }).files).toEqual([
    { alt: 'a pig', image: { url: originalSource, altText: 'a pig' } },
  ]);
  world.patch('MediaImage', world.get('MediaImage', made.id)!, { fileStatus: 'PROCESSING' });
  expect(ask(UPDATE, { files: [{ id: made.id, alt: 'a cow' }] }).userErrors).toEqual([
    { field: ['files'], code: 'NON_READY_STATE' },
  ]);
});
