import { expect, test } from 'vitest';
import { noSignals, planItem } from './plan-place.ts';
import { reorderFile } from './reorder-file.ts';
import { resolveTerms } from './settings/rule.ts';

test('the file has a row a place, money as people write it, and no cell that a spreadsheet would run', () => {
  const [planned] = planItem(
    [
      {
        facts: {
          inventoryItemId: '1',
          locationId: '9',
          variantId: '1',
          productId: '1',
          title: '=HYPERLINK("x")',
          sku: 'A,B',
          barcode: null,
          vendor: 'Acme',
          productType: '',
          tracked: true,
          available: -2,
          incoming: 0,
          price: 1999n,
          itemCost: { unitCost: 1250n, currency: 'EUR' },
        },
        demand: null,
        signals: noSignals,
        terms: resolveTerms([]),
        offer: null,
        leadTimes: [],
        openLines: [],
        transfers: null,
        abc: { revenue: 'A', margin: null },
      },
    ],
    { today: '2026-11-22', currency: 'GBP', now: new Date() },
  );
  const text = reorderFile(
    [{ ...planned!.row, location: 'London', supplier: null, moves: [{ from: 'Leeds', units: 3 }] }],
    'GBP',
  );
  const [head, row] = text.split('\r\n');
  expect(head).toContain('"Suggested quantity (units)","Order by","Supplier","Unit cost","Cost currency"');
  expect(row).toMatch(
    /^"'=HYPERLINK\(""x""\)","A,B",,"Acme",,"London","buy","2 units are owed to customers: buy 2 units\.",2,,,"12\.50","EUR",-2,/,
  );
  expect(head?.endsWith('"Move here (units)","Move from"')).toBe(true);
  expect(row?.endsWith(',3,"Leeds: 3"')).toBe(true);
});
