import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCart, type Cart, capacityOf, intoTotes, loadOf } from './carts/cart.ts';
import {
  chooseWalk,
  type ExpressOrder,
  expressOrders,
  intoWalk,
  moreMetres,
  ownWaves,
  type RunningWalk,
  roomFor,
} from './express.ts';
import type { Candidate } from './plan.ts';
import type { Rule } from './rules/rule.ts';

const now = new Date('2026-11-27T09:00:00Z');
const rule: Rule = {
  ...{ id: 'r', name: 'Express', active: true, when: { tags: ['express'] }, cartId: null, most: null },
  express: 'join',
};
const candidate = (id: string, bin: string | null, more: Partial<Candidate> = {}): Candidate => ({
  ...{ fulfillmentOrderId: id, orderId: id, orderName: `#${id}`, placedAt: now, fulfillBy: null },
  ...{ deliveryMethod: 'SHIPPING', shippingMethod: null, tags: ['express'], country: 'GB' },
  lines: [{ fulfillmentOrderLineId: `${id}1`, inventoryItemId: id, title: id, sku: id, bin, quantity: 1 }],
  ...more,
});
const nothing = { millilitres: 0, grams: 0 };
const order = (id: string, bin: string | null, size = nothing): ExpressOrder => ({
  ...{ orderId: id, orderName: `#${id}`, rule, candidates: [candidate(id, bin)], size, units: 1 },
});
const cart = (more: Partial<Cart>): Cart => ({ ...anyCart, id: 'c', name: 'Cart', totes: 3, ...more });
/** Bins stand along one aisle, a metre apart, the start at 0. */
const far = (a: string | null, b: string | null) => {
  const at = (name: string | null) => (name === null ? 0 : Number(name.slice(2)));
  return [a, b].every((name) => name === null || /^A-\d+$/.test(name)) ? Math.abs(at(a) - at(b)) : undefined;
};
const walk = (more: Partial<RunningWalk>): RunningWalk => ({
  ...{ waveId: 'w', cart: cart({}), loads: [], totes: new Set(), open: ['A-5', 'A-9'], at: 'A-2', far },
  ...more,
});

test('express orders are those that an express rule takes first, the most urgent in front', () => {
  const soon = new Date(now.getTime() + 3_600_000);
  const all = [
    candidate('1', 'A-1', { tags: [] }),
    candidate('2', 'A-1', { placedAt: new Date(now.getTime() - 1000) }),
    candidate('3', 'A-1', { fulfillBy: soon }),
    candidate('4', 'A-1', { lines: [] }),
  ];
  const found = expressOrders(all, [rule], new Map(), () => nothing, now);
  expect(found.map((one) => one.orderId)).toEqual(['3', '2']);
  expect(expressOrders(all, [{ ...rule, express: null }, rule], new Map(), () => nothing, now)).toEqual([]);
});

test('a rule that keeps to zones looks at every bin that a line is picked from', () => {
  const three = { lines: [{ ...candidate('5', 'A-1').lines[0]!, quantity: 3 }] };
  const zoned = { ...rule, when: { zones: ['A-'] } };
  const lying = (bin: string) => ({ bin, units: 2, kind: 'pick' as const, lot: '', expiresOn: null });
  const found = (...bins: string[]) =>
    expressOrders([candidate('5', 'A-1', three)], [zoned], new Map([['5', bins.map(lying)]]), () => nothing, now);
  expect(found('A-1', 'A-2')).toHaveLength(1);
  expect(found('B-1', 'A-1', 'A-2')).toHaveLength(1);
  expect(found('A-1', 'B-1')).toEqual([]);
});

describe('room on a walk', () => {
  test('is a free tote on the cart, by a number that no tote of the walk ever had', () => {
    expect(roomFor(walk({ totes: new Set(['1', '3']), loads: [[1, 1, 0, 0]] }), order('9', 'A-1'))).toEqual(['2']);
    expect(roomFor(walk({ totes: new Set(['1', '2', '3']) }), order('9', 'A-1'))).toBeNull();
  });

  test('minds litres and kilograms, and takes as many totes as the order needs', () => {
    const measured = cart({ toteMillilitres: 10_000, maxGrams: 5000 });
    const large = order('9', 'A-1', { millilitres: 15_000, grams: 2000 });
    expect(roomFor(walk({ cart: measured, totes: new Set(['1']), loads: [[1, 1, 0, 1000]] }), large)).toEqual([
      '2',
      '3',
    ]);
    expect(roomFor(walk({ cart: measured, loads: [[1, 1, 0, 4000]] }), large)).toBeNull();
    expect(roomFor(walk({ cart: measured, loads: [[1, 2, 0, 0]], totes: new Set(['1', '2']) }), large)).toBeNull();
  });

  test('is none on a walk that is over; a cart of single items takes single units', () => {
    expect(roomFor(walk({ open: [] }), order('9', 'A-1'))).toBeNull();
    const single = walk({ cart: cart({ method: 'single' }), totes: new Set(['1']) });
    expect(roomFor(single, order('9', 'A-1'))).toEqual(['1']);
    expect(roomFor(single, { ...order('9', 'A-1'), units: 2 })).toBeNull();
  });
});

describe('the walk that is joined', () => {
  test('is lengthened least, from where its picker stands', () => {
    const behind = walk({ waveId: 'behind', at: 'A-8', open: ['A-9'] });
    const before = walk({ waveId: 'before', at: 'A-1', open: ['A-9'] });
    expect(moreMetres(before, ['A-20'])).toBe(22);
    expect(moreMetres(behind, ['A-4'])).toBe(0);
    expect(chooseWalk([behind, before], order('9', 'A-30'), ['A-30'])?.walk.waveId).toBe('behind');
    expect(
      chooseWalk([behind, walk({ waveId: 'full', totes: new Set(['1', '2', '3']) })], order('9', 'A-3'), ['A-3'])?.walk
        .waveId,
    ).toBe('behind');
    expect(chooseWalk([walk({ open: [] })], order('9', 'A-3'), ['A-3'])).toBeNull();
  });

  test('keeps its order, with the new stops where they lengthen it least; without metres by the bin’s name', () => {
    const bins = (lines: { bin: string | null }[]) => lines.map((line) => line.bin);
    const open = ['A-2', 'A-9', 'A-5'].map((bin) => ({ bin }));
    expect(bins(intoWalk(open, [{ bin: 'A-8' }], far))).toEqual(['A-2', 'A-8', 'A-9', 'A-5']);
    expect(bins(intoWalk([{ bin: 'B-1' }, { bin: 'B-9' }], [{ bin: 'B-5' }], null))).toEqual(['B-1', 'B-5', 'B-9']);
    expect(bins(intoWalk([{ bin: 'B-1' }], [{ bin: null }], far))).toHaveLength(2);
  });
});

test('own waves keep every order once and every limit of the cart', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ millilitres: fc.nat(9000), grams: fc.nat(4000) }), { maxLength: 15 }),
      fc.integer({ min: 1, max: 4 }),
      (sizes, most) => {
        const limited = cart({ toteMillilitres: 3000, maxGrams: 6000 });
        const orders = sizes.map((size, at) => order(`${at}`, 'A-1', size));
        const waves = ownWaves(orders, () => limited, most, null);
        const riding = waves.flatMap((wave) => wave.orders.map((one) => one.orderId));
        expect(riding.toSorted()).toEqual(orders.map((one) => one.orderId).toSorted());
        for (const wave of waves)
          for (const [m, limit] of capacityOf(limited, most).entries())
            expect(wave.orders.reduce((sum, one) => sum + loadOf(limited, one.size)[m]!, 0)).toBeLessThanOrEqual(limit);
      },
    ),
  );
});

describe('orders that are ready together', () => {
  const other = { ...rule, id: 's', name: 'Same day', most: 2 };
  const of = (id: string, more: Partial<ExpressOrder>) => ({ ...order(id, 'A-1'), ...more });
  const orderIds = (waves: ReturnType<typeof ownWaves>) => waves.map((wave) => wave.orders.map((one) => one.orderId));

  test('go on one walk, whichever rules made them express, on the first that has room', () => {
    const shared = cart({ totes: 3, maxGrams: 1000 });
    const heavy = { millilitres: 0, grams: 900 };
    const orders = [of('1', {}), of('2', { size: heavy }), of('3', { size: heavy }), of('4', {}), of('5', {})];
    expect(orderIds(ownWaves(orders, () => shared, 12, null))).toEqual([
      ['1', '2', '4'],
      ['3', '5'],
    ]);
    const [both] = ownWaves([of('1', {}), of('2', { rule: other }), of('3', {})], () => cart({ totes: 9 }), 12, null);
    // The rule that allows two says so for all on its walk.
    expect([both?.rules.map((one) => one.name), both?.orders.length]).toEqual([['Express', 'Same day'], 2]);
    const carts = new Map([
      [rule.id, cart({})],
      [other.id, cart({ id: 'd' })],
    ]);
    const parted = ownWaves([of('1', {}), of('2', { rule: other })], ({ id }) => carts.get(id)!, 12, null);
    expect(orderIds(parted)).toEqual([['1'], ['2']]);
  });

  test('fill no more slots than a wall has, and an order of several units rides alone on a cart of single ones', () => {
    const orders = ['1', '2', '3'].map((id) => of(id, {}));
    expect(orderIds(ownWaves(orders, () => cart({ method: 'sort', totes: 1 }), 12, 2))).toEqual([['1', '2'], ['3']]);
    const single = cart({ method: 'single', totes: 1 });
    const mixed = [of('1', {}), of('2', { units: 2 }), of('3', {})];
    expect(orderIds(ownWaves(mixed, () => single, 12, 2))).toEqual([['1', '3'], ['2']]);
  });

  test('have as many totes as each needs on a cart that parts orders, filled along the walk; else none', () => {
    const sizes = new Map([['i', { millilitres: 6000, grams: null }]]);
    const line = (orderId: string, quantity: number) => ({ orderId, inventoryItemId: 'i', quantity });
    const walk = [line('2', 1), line('1', 2), line('1', 1)];
    const orders = [
      { orderId: '1', size: { millilitres: 18_000, grams: 0 } },
      { orderId: '2', size: { millilitres: 6000, grams: 0 } },
    ];
    const placed = intoTotes(cart({ totes: 3, toteMillilitres: 10_000 }), orders, walk, sizes);
    expect([...placed.totes]).toEqual([
      ['1', 1],
      ['2', 3],
    ]);
    expect(placed.lines.map((one) => one.tote)).toEqual([3, 1, 2]);
    const sorted = intoTotes(cart({ method: 'sort' }), orders, walk, sizes);
    expect([...sorted.totes.values(), ...sorted.lines.map((one) => one.tote)]).toEqual([null, null, null, null, null]);
  });
});
