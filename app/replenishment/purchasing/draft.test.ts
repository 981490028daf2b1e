import { expect, test } from 'vitest';
import { type DraftItem, type DraftOffer, planDrafts } from './draft.ts';

const item = (title: string, more: Partial<DraftItem> = {}): DraftItem => ({
  variantId: `v-${title}`,
  title,
  sku: title,
  barcode: null,
  unitCost: null,
  costCurrency: null,
  ...more,
});
const offer = (supplierId: string, more: Partial<DraftOffer> = {}): DraftOffer => ({
  supplierId,
  supplier: { name: supplierId, currency: null, minimumValue: null },
  rank: 1,
  supplierSku: null,
  unitCost: 200n,
  minimumOrder: null,
  packSize: null,
  leadTimeDays: null,
  priceBreaks: [],
  ...more,
});
const pick = (inventoryItemId: string, units: number, more = {}) => ({
  inventoryItemId,
  locationId: '9',
  units,
  ...more,
});

test('one draft for each supplier, location and currency', () => {
  const eur = { name: 'Euro', currency: 'EUR', minimumValue: null };
  const { drafts, notDrafted } = planDrafts(
    [pick('1', 5), pick('2', 6), pick('3', 7), pick('1', 8, { locationId: '8', receiptHash: 'abc' })],
    new Map([
      ['1', item('A')],
      ['2', item('B')],
      ['3', item('C')],
    ]),
    new Map([
      ['1', [offer('North')]],
      ['2', [offer('North')]],
      ['3', [offer('Euro', { supplier: eur })]],
    ]),
    'GBP',
  );
  expect(notDrafted).toEqual([]);
  expect(
    drafts.map(
      (one) => `${one.supplierName} ${one.locationId} ${one.currency} ${one.lines.map((line) => line.ordered)}`,
    ),
  ).toEqual(['North 9 GBP 5,6', 'Euro 9 EUR 7', 'North 8 GBP 8']);
  expect(drafts[2]?.lines[0]?.receiptHash).toBe('abc');
});

test('what cannot be drafted is answered, each with its reason', () => {
  const { drafts, notDrafted } = planDrafts(
    [pick('1', 5), pick('2', 6), pick('3', 0), pick('4', 7), pick('5', 1, { supplierId: 'Other' })],
    new Map([
      ['2', item('B')],
      ['3', item('C')],
      ['4', item('D', { unitCost: 900n, costCurrency: 'USD' })],
      ['5', item('E')],
    ]),
    new Map([
      ['3', [offer('North')]],
      ['4', [offer('North', { unitCost: null })]],
      ['5', [offer('North')]],
    ]),
    'GBP',
  );
  expect(drafts).toEqual([]);
  expect(notDrafted.map((one) => one.why)).toEqual([
    expect.stringContaining('deleted in Shopify'),
    expect.stringContaining('No supplier sells it'),
    expect.stringContaining('No units were asked for'),
    expect.stringContaining('known in USD only (9.00), and North is paid in GBP'),
    expect.stringContaining('chosen supplier does not sell it'),
  ]);
});

test('a draft below the supplier’s minimum is made, and says what is missing', () => {
  const { drafts } = planDrafts(
    [pick('1', 5)],
    new Map([['1', item('A')]]),
    new Map([['1', [offer('North', { supplier: { name: 'North', currency: null, minimumValue: 5000n } })]]]),
    'GBP',
  );
  expect(drafts[0]?.warnings).toEqual([expect.stringContaining('40.00 GBP is missing')]);
});

test('the price break of the sum counts when an item is picked twice', () => {
  const { drafts } = planDrafts(
    [pick('1', 5), pick('1', 5)],
    new Map([['1', item('A')]]),
    new Map([['1', [offer('North', { priceBreaks: [{ units: 10, unitCost: 150n }] })]]]),
    'GBP',
  );
  expect(drafts[0]?.lines).toMatchObject([{ ordered: 10, unitCost: 150n }]);
});
