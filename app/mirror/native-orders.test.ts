import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { API_VERSION } from '../shopify/version.ts';
import { NATIVE_ORDERS, type NativeOrder, nativeOrdersWanted, receiptsOf } from './native-orders.ts';

const line = (id: string | null, acceptedQuantity: number, rejectedQuantity = 0) => ({
  inventoryItem: id === null ? null : { id: `gid://shopify/InventoryItem/${id}` },
  acceptedQuantity,
  rejectedQuantity,
});
const shipment = (dateReceived: string | null, ...lines: ReturnType<typeof line>[]) => ({
  dateReceived,
  lineItems: { nodes: lines },
});
const order = (orderedAt: string | null, ...shipments: ReturnType<typeof shipment>[]): NativeOrder => ({
  id: 'gid://shopify/InventoryPurchaseOrder/1',
  name: 'PO1',
  orderedAt,
  origin: { supplierName: 'Acme' },
  transfers: { nodes: [{ shipments: { nodes: shipments } }] },
});

test('each receipt of a line is a sample of the lead time, newest first', () => {
  const receipts = receiptsOf([
    order(
      '2026-09-01T08:00:00Z',
      shipment('2026-09-13T08:00:00Z', line('7', 20, 4), line('8', 5)),
      shipment('2026-09-21T09:00:00Z', line('7', 10)),
    ),
  ]);
  expect(receipts.map((one) => [one.inventoryItemId, one.days, one.units, one.rejected, one.supplier])).toEqual([
    ['7', 21, 10, 0, 'Acme'],
    ['7', 12, 20, 4, 'Acme'],
    ['8', 12, 5, 0, 'Acme'],
  ]);
});

test('what tells no lead time is left out', () => {
  expect(
    receiptsOf([
      order(null, shipment('2026-09-13T08:00:00Z', line('7', 20))),
      order('2026-09-01T08:00:00Z', shipment(null, line('7', 20))),
      order('2026-09-20T08:00:00Z', shipment('2026-09-13T08:00:00Z', line('7', 20))),
      order('2026-09-01T08:00:00Z', shipment('2026-09-13T08:00:00Z', line(null, 20), line('9', 0))),
      { ...order('2026-09-01T08:00:00Z'), transfers: null, origin: null },
    ]),
  ).toEqual([]);
});

test('nobody asks before the setting and the API version allow it; the document is at least GraphQL', () => {
  expect(nativeOrdersWanted('1', API_VERSION)).toBe(API_VERSION >= '2026-10');
  expect(nativeOrdersWanted('1', '2026-10')).toBe(true);
  expect(nativeOrdersWanted(undefined, '2027-01')).toBe(false);
  expect(nativeOrdersWanted('1', 'unstable')).toBe(false);
  expect(parse(NATIVE_ORDERS).definitions).toHaveLength(1);
});
