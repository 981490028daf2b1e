import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { API_VERSION } from '../shopify/version.ts';
import { arrivalsOf, type NativeOrder, nativeOrdersList } from './native-orders.ts';

const line = (id: string | null, acceptedQuantity: number) => ({
  id: `gid://shopify/InventoryShipmentLineItem/1${id}${acceptedQuantity}`,
  inventoryItem: id === null ? null : { id: `gid://shopify/InventoryItem/${id}` },
  acceptedQuantity,
});
const shipment = (dateReceived: string | null, ...lines: ReturnType<typeof line>[]) => ({
  dateReceived,
  lineItems: { nodes: lines },
});
const order = (orderedAt: string | null, ...shipments: ReturnType<typeof shipment>[]): NativeOrder => ({
  orderedAt,
  origin: { supplierName: ' Acme ' },
  destination: { location: { id: 'gid://shopify/Location/9' } },
  transfers: { nodes: [{ shipments: { nodes: shipments } }] },
});

test('each receipt of a line tells how long it took', () => {
  const arrivals = arrivalsOf([
    order(
      '2026-09-01T08:00:00Z',
      shipment('2026-09-13T08:00:00Z', line('7', 20), line('8', 5)),
      shipment('2026-09-21T09:00:00Z', line('7', 10)),
    ),
  ]);
  expect(arrivals.map((one) => [one.inventoryItemId, one.at.toISOString().slice(0, 10), one.accepted])).toEqual([
    ['7', '2026-09-13', 20],
    ['8', '2026-09-13', 5],
    ['7', '2026-09-21', 10],
  ]);
  expect(arrivals[0]).toMatchObject({ id: '1720', locationId: '9', supplierName: 'Acme' });
});

test('what tells no lead time is left out', () => {
  const came = shipment('2026-09-13T08:00:00Z', line('7', 20));
  expect(
    arrivalsOf([
      order(null, came),
      order('2026-09-01T08:00:00Z', shipment(null, line('7', 20))),
      order('2026-09-20T08:00:00Z', came),
      order('2026-09-01T08:00:00Z', shipment('2026-09-13T08:00:00Z', line(null, 20), line('9', 0))),
      { ...order('2026-09-01T08:00:00Z', came), origin: null },
      { ...order('2026-09-01T08:00:00Z', came), destination: { location: null } },
      { ...order('2026-09-01T08:00:00Z'), transfers: null },
    ]),
  ).toEqual([]);
});

test('it asks at a later version than all else, and for nothing unknown but the purchase orders themselves', () => {
  const { version, document } = nativeOrdersList;
  expect(version! > API_VERSION).toBe(true);
  const file = `node_modules/@shopify/dev-mcp/dist/data/admin_${version}.json.gz`;
  const schema = buildClientSchema(JSON.parse(gunzipSync(readFileSync(file)).toString()).data, { assumeValid: true });
  // The packaged schema is older than the release of purchase orders. What hangs below their transfers it does know.
  const below = /transfers\(first: 3\) (\{[\s\S]*?\n {8}\})/.exec(document)?.[1];
  expect(validate(schema, parse(`{ inventoryTransfers(first: 3) ${below} }`))).toEqual([]);
  expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([
    expect.stringContaining('"inventoryPurchaseOrders"'),
  ]);
});
