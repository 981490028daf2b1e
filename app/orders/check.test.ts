import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOrder, type OrderFacts } from './check.ts';

const mug = (open: number, onHand: number | null, promised = 0) => ({
  title: 'Mug',
  open,
  onHand,
  wanted: open,
  promised,
});

const good: OrderFacts = {
  canceled: false,
  closed: false,
  financialStatus: 'PAID',
  address: { hasName: true, hasStreet: true, hasHouseNumber: true, hasCity: true, hasPostcode: true, country: 'GB' },
  lines: [mug(2, 5)],
  holds: [],
};

describe('an order', () => {
  test('with address, payment and stock is ready', () => {
    expect(checkOrder(good, false)).toEqual({ state: 'ready', reasons: [] });
  });

  test.each<[string, Partial<OrderFacts>, string]>([
    ['no postcode', { address: { ...good.address!, hasPostcode: false } }, 'no postcode'],
    ['no house number', { address: { ...good.address!, hasHouseNumber: false } }, 'no house number'],
    ['a pending payment', { financialStatus: 'PENDING' }, 'payment is pending'],
    ['a payment only authorised', { financialStatus: 'AUTHORIZED' }, 'Capture it'],
    ['too little stock', { lines: [mug(2, 1)] }, 'Mug: 2 wanted, 1 on the shelf'],
    ['negative stock', { lines: [mug(2, -3)] }, '0 on the shelf'],
    [
      'stock promised to older orders',
      { lines: [mug(2, 5, 4)] },
      'Mug: 2 wanted, not enough stock: 5 on hand, 4 promised to older orders',
    ],
    ['a hold of Shopify', { holds: [{ reason: 'HIGH_RISK_OF_FRAUD', notes: null }] }, 'high risk of fraud'],
  ])('with %s is held and says why', (_, change, says) => {
    const verdict = checkOrder({ ...good, ...change }, false);
    expect(verdict.state).toBe('held');
    expect(verdict.reasons.map((reason) => reason.says).join()).toContain(says);
  });

  test('to a country without postcodes needs none', () => {
    const address = { ...good.address!, hasPostcode: false, country: 'HK' };
    expect(checkOrder({ ...good, address }, false).state).toBe('ready');
  });

  test('of untracked stock never lacks it', () => {
    expect(checkOrder({ ...good, lines: [mug(9, null, 9)] }, false).state).toBe('ready');
  });

  test('that wants an item on two lines says once what it lacks', () => {
    const lines = [mug(3, 5), mug(3, 5)].map((line) => ({ ...line, wanted: 6 }));
    expect(checkOrder({ ...good, lines }, false).reasons.map((reason) => reason.says)).toEqual([
      'Mug: 6 wanted, 5 on the shelf. Move stock here or wait for the delivery.',
    ]);
  });

  test('that is cancelled, closed or wholly shipped is done', () => {
    expect(checkOrder({ ...good, canceled: true }, false).state).toBe('done');
    expect(checkOrder({ ...good, closed: true }, false).state).toBe('done');
    expect(checkOrder({ ...good, lines: [mug(0, 0)] }, false).state).toBe('done');
  });

  test('that a person overruled goes, unless Shopify holds it, and keeps its reasons in sight', () => {
    const facts = fc.record({
      canceled: fc.constant(false),
      closed: fc.constant(false),
      financialStatus: fc.constantFrom('PAID', 'PENDING', 'REFUNDED', 'AUTHORIZED'),
      address: fc.constantFrom(good.address, null, { ...good.address!, hasCity: false }),
      lines: fc.array(
        fc.record({
          title: fc.string(),
          open: fc.integer({ min: 1, max: 9 }),
          onHand: fc.option(fc.integer()),
          wanted: fc.integer({ min: 1, max: 20 }),
          promised: fc.nat(20),
        }),
        { minLength: 1 },
      ),
      holds: fc.array(fc.record({ reason: fc.constant('OTHER'), notes: fc.constant(null) }), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(facts, (order) => {
        const overruled = checkOrder(order, true);
        expect(overruled.state).toBe(order.holds.length > 0 ? 'held' : 'ready');
        expect(overruled.reasons).toEqual(checkOrder(order, false).reasons);
      }),
    );
  });
});
