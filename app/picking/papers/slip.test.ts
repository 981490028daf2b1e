import { expect, test } from 'vitest';
import { from, home } from '../../../tests/papers.ts';
import { parcelWords, slip } from './slip.ts';

test('a slip has no prices unless they are asked for', () => {
  const inside = [{ title: 'Kettle', sku: 'K', inventoryItemId: '1', quantity: 2, worth: 4998n, isProduct: true }];
  const elsewhere = [{ title: 'Tea', sku: null, inventoryItemId: '2', quantity: 1, where: 'to follow' }];
  const facts = {
    ...{ from, orderName: '#1042', orderedOn: '24 Nov 2026', to: home },
    ...{ deliveryMethod: null, parcel: { number: 1, of: 2 }, inside, elsewhere, currency: null },
  };
  expect(JSON.stringify(slip(facts))).not.toMatch(/49[.]98|£/);
  expect(slip(facts)).toMatchObject({
    from: 'London, 9 Dock Road, Unit 4, London, E16 2AB, UNITED KINGDOM',
    ...{ bars: '#1042', facts: ['Ordered 24 Nov 2026', 'Parcel 1 of 2'], units: '2 units', total: null },
    inside: [{ title: 'Kettle', sku: 'K', quantity: '2', price: '' }],
    elsewhere: [{ title: 'Tea', quantity: '1', where: 'to follow' }],
  });
  expect(slip({ ...facts, currency: 'GBP' })).toMatchObject({ total: '£49.98', inside: [{ price: '£49.98' }] });
  expect(parcelWords(null)).toBe('');
});
