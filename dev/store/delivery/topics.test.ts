import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { api } from '../domains.ts';
import { adminSchema } from '../kernel/schema.ts';
import { allTopics, topicOf } from './topics.ts';

const COMPLIANCE = ['shop/redact', 'customers/redact', 'customers/data_request'];
const known = new Set([...allTopics(adminSchema('2026-07')), ...COMPLIANCE]);

/** Topics that the sources of the dev store name when they tell what happened. */
function toldTopics(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/\b(?:emit|tellApp)\([^)']*'([a-z_]+\/[a-z_]+)'/g),
    ])
    .map((match) => match[1]!);
}

const told = [...new Set(toldTopics(join(import.meta.dirname, '..')))].sort();

test('every topic that is told exists on Shopify and has a body of its own', () => {
  expect(told.length).toBeGreaterThan(30);
  expect(told.filter((topic) => !known.has(topic))).toEqual([]);
  expect(told.filter((topic) => !api.payloads[topic])).toEqual([]);
});

test('every body belongs to a topic that exists', () => {
  expect(Object.keys(api.payloads).filter((topic) => !known.has(topic))).toEqual([]);
});

test.each([
  ['ORDERS_PARTIALLY_FULFILLED', 'orders/partially_fulfilled'],
  ['FULFILLMENT_ORDERS_PLACED_ON_HOLD', 'fulfillment_orders/placed_on_hold'],
  ['INVENTORY_LEVELS_UPDATE', 'inventory_levels/update'],
  ['REVERSE_FULFILLMENT_ORDERS_DISPOSE', 'reverse_fulfillment_orders/dispose'],
])('%s is %s', (name, topic) => {
  expect(topicOf(adminSchema('2026-07'), name)).toBe(topic);
});
