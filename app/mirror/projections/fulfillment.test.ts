import { expect, test } from 'vitest';
import { fulfillmentFromNode, fulfillmentFromPayload } from './fulfillment.ts';

const heardAt = '2026-11-20T12:00:00.000000Z';

test('a parcel has one name, whether a webhook or a reading tells of it', () => {
  const payload = { id: '7', order_id: '1', name: '#1001.2', status: 'success', created_at: '2026-11-20T11:59:00Z' };
  const node = {
    id: 'gid://shopify/Fulfillment/7',
    name: '#1001-F2',
    status: 'SUCCESS',
    createdAt: '2026-11-20T11:59:00Z',
    updatedAt: '2026-11-20T11:59:00Z',
    trackingInfo: [],
    fulfillmentLineItems: { nodes: [] },
  };
  const told = fulfillmentFromPayload({ ...payload, line_items: [] }, heardAt);
  expect(told.name).toBe('#1001-F2');
  expect(fulfillmentFromNode(node, heardAt, '1', [])).toEqual(told);
});
