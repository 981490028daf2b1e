import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOrder, type OrderFacts } from './check.ts';

const good: OrderFacts = {
  canceled: false,
  closed: false,
  financialStatus: 'PAID',
  address: { hasName: true, hasStreet: true, hasHouseNumber: true, hasCity: true, hasPostcode: true, country: 'GB' },
  lines: [{ title: 'Mug', open: 2, onHand: 5 }],
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
    ['too little stock', { lines: [{ title: 'Mug', open: 2, onHand: 1 }] }, 'Mug: 2 wanted, 1 on the shelf'],
    ['negative stock', { lines: [{ title: 'Mug', open: 2, onHand: -3 }] }, '0 on the shelf'],
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
    expect(checkOrder({ ...good, lines: [{ title: 'Card', open: 9, onHand: null }] }, false).state).toBe('ready');
  });

  test('that is cancelled, closed or wholly shipped is done', () => {
    expect(checkOrder({ ...good, canceled: true }, false).state).toBe('done');
    expect(checkOrder({ ...good, closed: true }, false).state).toBe('done');
    expect(checkOrder({ ...good, lines: [{ title: 'Mug', open: 0, onHand: 0 }] }, false).state).toBe('done');
  });

  test('that a person overruled goes, unless Shopify holds it, and keeps its reasons in sight', () => {
    const facts = fc.record({
      canceled: fc.constant(false),
      closed: fc.constant(false),
      financialStatus: fc.constantFrom('PAID', 'PENDING', 'REFUNDED', 'AUTHORIZED'),
      address: fc.constantFrom(good.address, null, { ...good.address!, hasCity: false }),
      lines: fc.array(
        fc.record({ title: fc.string(), open: fc.integer({ min: 1, max: 9 }), onHand: fc.option(fc.integer()) }),
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
