import { expect, test } from 'vitest';
import type { OrderNow } from '../ship.ts';
import type { WaveLine } from '../wave.ts';
import type { WallScan, WallTask } from './deed.ts';
import { fold } from './ledger.ts';
import { type AtPacking, newsFor } from './wanted.ts';

const TASKS: WallTask[] = [{ id: 'l1', orderId: 'o1', item: 'cup', units: 3 }];
const LINES: WaveLine[] = [
  {
    ...{
      fulfillmentOrderLineId: 'l1',
      fulfillmentOrderId: 'f1',
      orderId: 'o1',
      orderName: '#1',
      inventoryItemId: 'cup',
    },
    ...{ title: 'Cup', sku: null, bin: null, position: 1, quantity: 4, picked: 3, short: 1, dropped: 0, tote: '1' },
  },
];
const nothing: AtPacking = { inParcels: new Map(), shipped: new Map(), sentWhole: new Set(), leftOut: new Set() };
/** What Shopify still wants of the order. */
const order = (remaining: number, more: Partial<OrderNow> = {}): OrderNow => ({
  ...{ orderId: 'o1', canceled: false },
  standing: [
    {
      ...{ fulfillmentOrderId: 'f1', locationId: '9', supportedActions: ['CREATE_FULFILLMENT'], holdReasons: [] },
      ...{ status: remaining > 0 ? 'IN_PROGRESS' : 'CLOSED', remaining: new Map([['l1', remaining]]) },
    },
  ],
  ...more,
});
const news = (now: OrderNow, at: Partial<AtPacking> = {}, scans: WallScan[] = []) =>
  newsFor(fold(TASKS, scans), LINES, { ...nothing, ...at }, [now], new Set(), '9');
const wanted = (units: number, because: string) => [{ kind: 'wanted', task: 'l1', units, because }];

test('a wall hears only what changes it, and never of more than was picked', () => {
  expect(news(order(4))).toEqual([]);
  expect(news(order(3))).toEqual([]);
  expect(news(order(2))).toEqual(wanted(2, 'edited'));
  const fewer: WallScan = { id: '1', device: null, deed: { kind: 'wanted', task: 'l1', units: 1, because: 'edited' } };
  expect(news(order(4), {}, [fewer])).toEqual(wanted(3, 'again'));
});

test('what left in a parcel is not missed, whether Shopify knows of it yet or not', () => {
  const shipped = new Map([['l1', 2]]);
  for (const remaining of [4, 2, 1]) expect(news(order(remaining), { inParcels: shipped, shipped })).toEqual([]);
  const all = new Map([['l1', 3]]);
  expect(news(order(0), { inParcels: all, shipped: all })).toEqual([]);
});

test('what lies in a parcel of a canceled order is the station’s to take out, the rest the wall’s to put back', () => {
  expect(news(order(4, { canceled: true }), { inParcels: new Map([['l1', 1]]) })).toEqual(wanted(1, 'canceled'));
  expect(news(order(4, { canceled: true }))).toEqual(wanted(0, 'canceled'));
});

test('an order that went without parcels is gone from the wall, once; one that was left behind goes back', () => {
  expect(news(order(0), { sentWhole: new Set(['o1']) })).toEqual([{ kind: 'packed', order: 'o1' }]);
  const packed: WallScan = { id: '1', device: null, deed: { kind: 'packed', order: 'o1' } };
  expect(news(order(0), { sentWhole: new Set(['o1']) }, [packed])).toEqual([]);
  expect(news(order(4), { leftOut: new Set(['o1']) })).toEqual(wanted(0, 'wave-over'));
});
