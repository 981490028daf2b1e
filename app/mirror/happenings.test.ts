import { expect, test } from 'vitest';
import { happenings } from './happenings.ts';
import type { ReturnRow } from './rows.ts';

test.each([true, false])('a return says whether its order was a test (%s)', (isTest) => {
  const at = '2026-05-01T10:00:00.000Z';
  const back: ReturnRow = {
    id: '7',
    orderId: '1',
    name: '#1-R1',
    status: 'OPEN',
    declineReason: null,
    createdAt: at,
    closedAt: null,
    lines: [
      {
        id: '70',
        orderLineId: '11',
        fulfillmentLineItemId: null,
        quantity: 1,
        reason: 'UNWANTED',
        reasonNote: null,
        processedQuantity: 0,
        refundedQuantity: 0,
      },
    ],
    sourceUpdatedAt: at,
    heardAt: at,
  };
  const book = new Map([['11', { productId: 'mug', variantId: null, test: isTest }]]);
  expect(happenings({ returns: [back] }, book, false)[0]).toMatchObject({
    type: 'return.opened',
    data: { test: isTest },
  });
});
