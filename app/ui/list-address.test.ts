import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageOf, pagerOf, pagesOf } from './list-address.ts';

const at = (query: string) => new URL(`https://backroom.example/app/returns${query}`);

test('a page that is gone leads to the last one, with all else in the address as it was', () => {
  expect(pagesOf(at('?tab=open&page=9&q=ada'), 120, 50)).toEqual({
    last: 3,
    instead: '/app/returns?tab=open&page=3&q=ada',
  });
  expect(pagesOf(at('?page=3'), 120, 50)).toEqual({ last: 3, instead: null });
  expect(pagesOf(at('?page=nonsense'), 0, 50)).toEqual({ last: 1, instead: null });
});

test('where it leads there is a page', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5, max: 20_000 }),
      fc.nat(2000),
      fc.integer({ min: 1, max: 100 }),
      (page, total, size) => {
        const { last, instead } = pagesOf(at(`?page=${page}`), total, size);
        const shown = pageOf(new URL(instead ?? `?page=${page}`, at('')).searchParams);
        expect(shown).toBeLessThanOrEqual(last);
        expect((shown - 1) * size).toBeLessThanOrEqual(Math.max(0, total - 1));
        expect(pagesOf(at(`?page=${shown}`), total, size).instead).toBeNull();
      },
    ),
  );
});

test('a list of one page has no pager; one of three leads to both sides', () => {
  const went: unknown[] = [];
  const go = (change: Record<string, string | null>) => went.push(change);
  expect(pagerOf(1, 1, go)).toEqual({});
  const { pagination } = pagerOf(2, 3, go);
  expect(pagination).toMatchObject({ hasPrevious: true, hasNext: true, label: 'Page 2 of 3' });
  pagination?.onPrevious();
  pagination?.onNext();
  expect(went).toEqual([{ page: '1' }, { page: '3' }]);
});
