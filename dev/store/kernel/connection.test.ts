import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connection, type PageArgs } from './connection.ts';

const list = (size: number) =>
  Array.from({ length: size }, (_, index) => ({ id: `gid://shopify/Order/${1000 + index}`, rank: (index * 7) % 5 }));

describe('a connection', () => {
  it('walks every node once in order, whatever the page size, forwards and backwards', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 9 }), fc.boolean(), (size, page, reverse) => {
        const all = list(size);
        const sort = (node: { rank: number }) => node.rank;
        const whole = connection(all, { first: 250, reverse }, { sort }).nodes;
        const forwards: object[] = [];
        for (let after: string | null = null, more = true; more; ) {
          const args: PageArgs = { first: page, after, reverse };
          const { nodes, pageInfo }: ReturnType<typeof connection> = connection(all, args, { sort });
          forwards.push(...nodes);
          expect(pageInfo.hasPreviousPage).toBe(after !== null && size > 0);
          after = pageInfo.endCursor;
          more = pageInfo.hasNextPage;
        }
        const backwards: object[] = [];
        for (let before: string | null = null, more = true; more; ) {
          const args: PageArgs = { last: page, before, reverse };
          const { nodes, pageInfo }: ReturnType<typeof connection> = connection(all, args, { sort });
          backwards.unshift(...nodes);
          before = pageInfo.startCursor;
          more = pageInfo.hasPreviousPage;
        }
        expect(forwards).toEqual(whole);
        expect(backwards).toEqual(whole);
      }),
    );
  });

  it('writes cursors as Shopify does and refuses foreign ones', () => {
    const { edges, pageInfo } = connection(list(3), { first: 1 });
    expect(JSON.parse(Buffer.from(edges[0]!.cursor, 'base64').toString())).toEqual({ last_id: 1000, last_value: 1000 });
    expect(pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: edges[0]!.cursor,
      endCursor: edges[0]!.cursor,
    });
    expect(() => connection(list(3), { first: 1, after: 'nonsense' })).toThrow('Invalid cursor');
  });

  it('asks for exactly one window', () => {
    expect(() => connection(list(1), {})).toThrow('you must provide one of first or last');
    expect(() => connection(list(1), { first: 1, last: 1 })).toThrow('providing both first and last is not supported');
  });
});
