import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { API_VERSION } from '../app/shopify/version.ts';

const folder = 'extensions/returns-portal';

test('the extension speaks the one API version', () => {
  const toml = readFileSync(join(folder, 'shopify.extension.toml'), 'utf8');
  expect(/^api_version = "(.*)"$/m.exec(toml)?.[1]).toBe(API_VERSION);
});

test('every text the extension says is translated', () => {
  const texts = JSON.parse(readFileSync(join(folder, 'locales/en.default.json'), 'utf8'));
  const sources = readdirSync(join(folder, 'src')).map((name) => readFileSync(join(folder, 'src', name), 'utf8'));
  const keys = sources.flatMap((source) =>
    [...source.matchAll(/(?:say|translate)\('([\w.]+)'/g)].map((match) => match[1]!),
  );
  expect(keys).toContain('menuItem');
  for (const key of keys) expect(texts, key).toHaveProperty(key);
  const statuses = readFileSync('app/returns/portal-page.ts', 'utf8').match(/type PortalStatus = (.*);/)?.[1];
  expect(Object.keys(texts.status).toSorted()).toEqual(
    [...(statuses ?? '').matchAll(/'(\w+)'/g)].map((match) => match[1]).toSorted(),
  );
});
