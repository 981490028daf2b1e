import { describe, expect, it } from 'vitest';
import { type Searchable, search } from './search.ts';

interface Item {
  sku: string;
  tags: string[];
  stock: number;
  at: string;
}

const items: Item[] = [
  { sku: 'CAP-1', tags: ['hat', 'summer sale'], stock: 4, at: '2026-01-01T08:00:00Z' },
  { sku: 'CAP-2', tags: ['hat'], stock: 12, at: '2026-02-01T08:00:00Z' },
  { sku: 'MUG', tags: [], stock: 0, at: '2026-03-01T08:00:00Z' },
];
const searchable: Searchable<Item> = {
  fields: {
    sku: (item) => item.sku,
    tag: (item) => item.tags,
    stock: (item) => item.stock,
    created_at: (item) => item.at,
  },
  text: (item) => [item.sku],
};
const found = (query: string) => items.filter(search(query, searchable).test).map((item) => item.sku);

describe('search syntax', () => {
  it.each([
    ['', ['CAP-1', 'CAP-2', 'MUG']],
    ['sku:cap-1', ['CAP-1']],
    ['sku:CAP*', ['CAP-1', 'CAP-2']],
    ['tag:hat stock:>=5', ['CAP-2']],
    ['tag:"summer sale"', ['CAP-1']],
    ["tag:'summer sale' OR sku:MUG", ['CAP-1', 'MUG']],
    ['-tag:hat', ['MUG']],
    ['NOT tag:hat', ['MUG']],
    ['tag:hat AND (stock:<5 OR stock:>100)', ['CAP-1']],
    ['tag:*', ['CAP-1', 'CAP-2']],
    ['created_at:>2026-01-15', ['CAP-2', 'MUG']],
    ["created_at:<='2026-02-01T08:00:00Z'", ['CAP-1', 'CAP-2']],
    ['created_at:2026-02-01', ['CAP-2']],
    ['cap', ['CAP-1', 'CAP-2']],
    ['stock:0', ['MUG']],
  ])('%s', (query, skus) => {
    expect(found(query)).toEqual(skus);
  });

  it('ignores a field it does not know, with a warning', () => {
    const { test, warnings } = search('colour:red sku:MUG', searchable);
    expect(items.filter(test).map((item) => item.sku)).toEqual(['MUG']);
    expect(warnings).toEqual([
      { field: 'colour', message: 'Invalid search field for this query.', code: 'invalid_field' },
    ]);
  });
});
