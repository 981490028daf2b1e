import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pagesOf } from './pages.ts';

test('nothing is lost over pages, nothing changes place, and no page is overfull', () => {
  const rows = fc.array(fc.record({ height: fc.integer({ min: 1, max: 80 }), id: fc.nat() }), { maxLength: 80 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 150 }), fc.integer({ min: 80, max: 200 }), (all, first, others) => {
      const pages = pagesOf(all, first, others);
      expect(pages.flat()).toEqual(all);
      for (const [index, page] of pages.entries()) {
        const height = page.reduce((sum, row) => sum + row.height, 0);
        const room = index === 0 ? first : others;
        expect(height <= room || (index === 0 && first >= others && page.length === 1)).toBe(true);
        expect(page.length > 0 || index === 0).toBe(true);
      }
    }),
  );
});
