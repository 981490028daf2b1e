import { expect, test } from 'vitest';
import { madeSince } from './return-made-since.ts';

const sentAt = new Date('2026-11-20T12:00:00Z');
const line = (of: string, quantity: number) => ({ fulfillmentLineItem: { id: of }, quantity });
const made = (createdAt: string, lines: ReturnType<typeof line>[], moreLines = false) => ({
  createdAt,
  returnLineItems: { nodes: lines, pageInfo: { hasNextPage: moreLines, endCursor: null } },
});
const order = (returns: ReturnType<typeof made>[], more = false) =>
  ({ order: { id: '1', returns: { nodes: returns, pageInfo: { hasNextPage: more, endCursor: null } } } }) as never;

const before = '2026-11-01T09:00:00Z';
const after = '2026-11-20T12:00:01Z';
const wanted = [{ fulfillmentLineItemId: 'a', quantity: 2 }];

test.each([
  ['happened', 'a return of these lines since', order([made(after, [line('a', 2)])])],
  ['happened', 'such a return, though there are more', order([made(after, [line('a', 2)])], true)],
  ['did-not-happen', 'no return at all', order([])],
  ['did-not-happen', 'such a return from before', order([made(before, [line('a', 2)])])],
  ['did-not-happen', 'returns of other lines or quantities since', order([made(after, [line('b', 2), line('a', 1)])])],
  ['cannot-tell', 'only old returns, and more that were not read', order([made(before, [])], true)],
  ['cannot-tell', 'returns of others since, and more that were not read', order([made(after, [line('b', 2)])], true)],
  ['cannot-tell', 'a return since with more lines than were read', order([made(after, [line('b', 2)], true)])],
  ['cannot-tell', 'an order that is gone', { order: null } as never],
])('%s: %s', (verdict, _seen, answer) => {
  expect(madeSince(answer, wanted, sentAt)).toBe(verdict);
});
