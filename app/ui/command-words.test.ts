import { expect, test } from 'vitest';
import { commandNames } from '../shopify/operations/commands.ts';
import { apiWords, topicWords } from './api-words.ts';
import { commandWords, sayCommand, saySubject } from './command-words.ts';

test('whatever the outbox may send has words of its own', () => {
  expect(Object.keys(commandWords).toSorted()).toEqual(commandNames.toSorted());
});

test('what an earlier version asked for is still readable', () => {
  expect(sayCommand('orderMarkAsPaid')).toBe('Order mark as paid');
});

test('what the mirror has no name for is told by its kind', () => {
  expect(['ItemSizes', 'StockTransfer/8f2c', 'FulfillmentOrder/71'].map(saySubject)).toEqual([
    'Item sizes',
    'A move between locations',
    'Fulfillment order 71',
  ]);
});

test('names of the API are taken apart into words', () => {
  expect([topicWords('fulfillment_orders/hold_released'), apiWords('InventoryLevel'), apiWords('lines/7')]).toEqual([
    'Fulfillment orders: hold released',
    'Inventory level',
    'Lines, 7',
  ]);
});
