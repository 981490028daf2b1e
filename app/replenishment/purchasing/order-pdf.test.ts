import { expect, test } from 'vitest';
import { textsOf } from '../../../tests/pdf-texts.ts';
import { orderPdf } from './order-pdf.server.ts';

test('a purchase order is printed with the letters of its supplier, and keeps every line over its pages', async () => {
  const lines = Array.from({ length: 60 }, (_, index) => ({
    ...{
      position: index + 1,
      supplierSku: null,
      sku: `SKU-${index + 1}`,
      title: index === 0 ? '青い やかん' : `Item ${index + 1}`,
    },
    ...{ ordered: 10, packSize: 1, unitCost: 250n },
  }));
  const pages = textsOf(
    await orderPdf({
      ...{
        number: 7,
        shopName: 'Copper & Clay',
        supplierName: 'Zakłady Żółte',
        supplierEmail: null,
        paymentTerms: null,
      },
      ...{ locationName: 'London', currency: 'GBP', orderedOn: '24 Nov 2026', dueOn: null, note: 'Zażółć!', lines },
    }),
  );
  const texts = pages.flat();
  expect(texts).toEqual(
    expect.arrayContaining([
      'Copper & Clay',
      'Zakłady Żółte',
      'Zażółć!',
      '青い やかん',
      '600 units',
      'Total £1,500.00 GBP',
    ]),
  );
  expect(texts.filter((text) => /^Our SKU SKU-\d+$/.test(text))).toHaveLength(60);
  expect(pages.map((page) => page.at(-1))).toEqual(
    pages.map((_, index) => `Copper & Clay, PO-7, page ${index + 1} of ${pages.length}`),
  );
});
