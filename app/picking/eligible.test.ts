import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OpenOrder, reasonCodes, reasonHeadings, type Standing, whyNotInWave } from './eligible.ts';

const now = new Date('2026-11-27T09:00:00Z');
const line = { fulfillmentOrderLineId: '11', inventoryItemId: '1', title: 'Tea', sku: 'T', quantity: 2 };
const ready: OpenOrder = {
  fulfillmentOrderId: '1',
  orderId: '7',
  orderName: '#7',
  placedAt: new Date('2026-11-26T09:00:00Z'),
  fulfillAt: null,
  fulfillBy: null,
  status: 'OPEN',
  requestStatus: 'UNSUBMITTED',
  deliveryMethod: 'SHIPPING',
  supportedActions: ['CREATE_FULFILLMENT'],
  holdReasons: [],
  canceled: false,
  locationId: '9',
  tags: [],
  country: 'GB',
  heardAt: now,
  lines: [line],
};
const free: Standing = {
  check: { state: 'ready', reasons: [] },
  location: 'active',
  wave: null,
  begunByUs: false,
  onItsWay: false,
  cameBack: null,
  refusedFrom: null,
  localWanted: false,
  pickupWanted: false,
};
const wave = (units: [string, number][]) => ({ id: 'w', number: 4, units: new Map(units) });
const held = (check: string) => ({ check: { state: 'held', reasons: [{ check, says: 'Mend it.' }] } });

describe('who may ride in a wave', () => {
  test('an order that nothing speaks against', () => {
    expect(whyNotInWave(ready, free, now)).toBeNull();
    expect(whyNotInWave({ ...ready, status: 'IN_PROGRESS' }, { ...free, begunByUs: true }, now)).toBeNull();
    expect(whyNotInWave({ ...ready, deliveryMethod: 'LOCAL' }, { ...free, localWanted: true }, now)).toBeNull();
    expect(whyNotInWave({ ...ready, fulfillAt: now }, free, now)).toBeNull();
  });

  test.each<[string, Partial<OpenOrder>, Partial<Standing>]>([
    ['canceled', { canceled: true }, {}],
    ['nothing-left', { lines: [] }, {}],
    ['nothing-left', {}, { check: { state: 'done', reasons: [] } }],
    ['in-wave', {}, { wave: wave([['11', 2]]) }],
    ['edited', {}, { wave: wave([['11', 1]]) }],
    ['edited', { lines: [line, { ...line, fulfillmentOrderLineId: '12' }] }, { wave: wave([['11', 2]]) }],
    ['edited', {}, { wave: wave([['90', 2]]) }],
    ['on-its-way', {}, { onItsWay: true }],
    ['came-back', {}, { cameBack: 'parcel' }],
    ['came-back', {}, { refusedFrom: { id: 'wave', number: 7 } }],
    ['hold', { status: 'ON_HOLD', holdReasons: ['incorrect address'] }, {}],
    ['hold', {}, held('hold')],
    ['scheduled', { status: 'SCHEDULED' }, {}],
    ['scheduled', { fulfillAt: new Date('2026-12-01T00:00:00Z') }, {}],
    ['location', {}, { location: 'inactive' }],
    ['location', {}, { location: 'unknown' }],
    ['service', { requestStatus: 'SUBMITTED' }, {}],
    ['pickup', { deliveryMethod: 'PICK_UP' }, {}],
    ['local', { deliveryMethod: 'LOCAL' }, {}],
    ['no-parcel', { deliveryMethod: 'NONE' }, {}],
    ['someone-else', { status: 'IN_PROGRESS' }, {}],
    ['not-allowed', { supportedActions: ['HOLD'] }, {}],
    ['unchecked', {}, { check: null }],
    ['address', {}, held('address')],
    ['payment', {}, held('payment')],
    ['stock', {}, held('stock')],
  ])('not one that is %s', (code, order, standing) => {
    const reason = whyNotInWave({ ...ready, ...order }, { ...free, ...standing }, now);
    expect(reason?.code).toBe(code);
    expect(reason?.says).toMatch(/\.$/);
    expect(reason?.todo.path).toMatch(/^\/app\//);
  });

  test('whatever comes is either free of objections or named by a reason that has a heading', () => {
    const order = fc.record({
      status: fc.constantFrom('OPEN', 'IN_PROGRESS', 'ON_HOLD', 'SCHEDULED', 'NEW_TO_US'),
      requestStatus: fc.constantFrom(null, 'UNSUBMITTED', 'ACCEPTED'),
      deliveryMethod: fc.constantFrom(null, 'SHIPPING', 'LOCAL', 'PICK_UP', 'NONE', 'RETAIL', 'PICKUP_POINT'),
      canceled: fc.boolean(),
      lines: fc.constantFrom([], [line], [{ ...line, quantity: 0 }]),
      supportedActions: fc.constantFrom([], ['CREATE_FULFILLMENT']),
    });
    const standing = fc.record({
      begunByUs: fc.boolean(),
      onItsWay: fc.boolean(),
      cameBack: fc.constantFrom(null, 'parcel'),
      refusedFrom: fc.constantFrom(null, { id: 'wave', number: 7 }),
      localWanted: fc.boolean(),
      pickupWanted: fc.boolean(),
    });
    fc.assert(
      fc.property(order, standing, (some, other) => {
        const reason = whyNotInWave({ ...ready, ...some }, { ...free, ...other }, now);
        if (reason) {
          expect(reasonCodes).toContain(reason.code);
          expect(reasonHeadings[reason.code]).not.toBe('');
        } else {
          expect(some.canceled).toBe(false);
          expect(some.supportedActions).toContain('CREATE_FULFILLMENT');
        }
      }),
    );
  });
});
