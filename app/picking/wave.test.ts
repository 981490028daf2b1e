import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareBins } from './bin-order.ts';
import { putBack, readPicks, recount } from './pick.ts';
import { type Candidate, planWave } from './plan.ts';
import { type OrderNow, shipWave } from './ship.ts';
import { type Allocation, asWalk, linesOf, mayHappen, partOf, refusal, type WaveLine, waveStates } from './wave.ts';

const day = (n: number) => new Date(Date.UTC(2026, 9, n));

const candidate: fc.Arbitrary<Candidate> = fc
  .record({
    number: fc.integer({ min: 1, max: 60 }),
    part: fc.integer({ min: 1, max: 3 }),
    placed: fc.integer({ min: 1, max: 20 }),
    due: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
    lines: fc.array(
      fc.record({ bin: fc.option(fc.constantFrom('A-1', 'A-2', 'A-10', 'B-1'), { nil: null }), quantity: fc.nat(5) }),
      { maxLength: 4 },
    ),
  })
  .map(({ number, part, placed, due, lines }) => ({
    fulfillmentOrderId: `${number}${part}`,
    orderId: `${number}`,
    orderName: `#${number}`,
    placedAt: day(placed),
    fulfillBy: due === null ? null : day(due),
    deliveryMethod: 'SHIPPING',
    shippingMethod: null,
    tags: [],
    country: 'GB',
    lines: lines.map((line, index) => ({
      fulfillmentOrderLineId: `${number}${part}${index}`,
      inventoryItemId: `${index}`,
      title: `Item ${index}`,
      sku: `S${index}`,
      ...line,
    })),
  }));
const candidates = fc.uniqueArray(candidate, { selector: (one) => one.fulfillmentOrderId, maxLength: 40 });

describe('planning a wave', () => {
  test('bins follow the numbers people gave them, and no bin comes last', () => {
    expect(['B-1', null, 'A-10', 'a-2', 'A-1'].sort(compareBins)).toEqual(['A-1', 'a-2', 'A-10', 'B-1', null]);
  });

  test('each line once, all lines of each chosen order, never more than the size, walked in bin order', () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 20 }), (ready, size) => {
        const plan = planWave(ready, size);
        expect(plan.orders.length).toBeLessThanOrEqual(size);
        const ids = plan.walk.map((line) => line.fulfillmentOrderLineId);
        expect(new Set(ids).size).toBe(ids.length);
        const chosen = new Set(plan.orders.map((order) => order.orderId));
        const expected = ready
          .filter((one) => chosen.has(one.orderId))
          .flatMap((one) => one.lines.filter((line) => line.quantity > 0));
        expect(ids.toSorted()).toEqual(expected.map((line) => line.fulfillmentOrderLineId).toSorted());
        plan.walk.forEach((line, index) => {
          expect(line.position).toBe(index + 1);
          const next = plan.walk[index + 1];
          if (next) expect(compareBins(line.bin, next.bin)).toBeLessThanOrEqual(0);
        });
        const withWork = new Set(
          ready.filter((one) => one.lines.some((l) => l.quantity > 0)).map((one) => one.orderId),
        );
        expect(plan.orders.length + plan.leftForLater).toBe(withWork.size);
      }),
    );
  });

  test('a deadline comes before age', () => {
    const of = (id: string, placed: number, due: number | null): Candidate => ({
      fulfillmentOrderId: id,
      orderId: id,
      orderName: `#${id}`,
      placedAt: day(placed),
      fulfillBy: due === null ? null : day(due),
      deliveryMethod: 'SHIPPING',
      shippingMethod: null,
      tags: [],
      country: null,
      lines: [{ fulfillmentOrderLineId: id, inventoryItemId: '1', title: 'Tea', sku: null, bin: null, quantity: 1 }],
    });
    const plan = planWave([of('1', 1, null), of('2', 2, null), of('3', 9, 12)], 2);
    expect(plan.orders.map((order) => order.orderName)).toEqual(['#3', '#1']);
    expect(plan.leftForLater).toBe(1);
  });
});

describe('the states of a wave', () => {
  test('each thing may happen from its own states only, and the second person is told', () => {
    const allowed = (['release', 'pick', 'ship', 'cancel'] as const).map((action) =>
      waveStates.filter((state) => mayHappen(action, state)),
    );
    expect(allowed).toEqual([['planned'], ['released'], ['picked'], ['planned', 'released', 'picked']]);
    expect(refusal('release', 7, 'released')).toBe(
      'Wave 7 was already released, and is being picked. Nothing was changed.',
    );
  });
});

const line = (over: Partial<WaveLine> = {}): WaveLine => ({
  fulfillmentOrderLineId: '11',
  fulfillmentOrderId: '1',
  orderId: '100',
  orderName: '#100',
  inventoryItemId: '5',
  title: 'Tea',
  sku: 'TEA',
  bin: 'A-1',
  position: 1,
  quantity: 3,
  picked: 0,
  short: 0,
  dropped: 0,
  tote: null,
  ...over,
});

describe('entering what was picked', () => {
  test('picked + short = quantity, whatever valid counts are typed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.nat(99)), { minLength: 1 }), (pairs) => {
        const lines = pairs.map(([quantity], index) => ({ id: `${index}`, quantity }));
        const typed = new Map(pairs.map(([quantity, n], index) => [`${index}`, `${n % (quantity + 1)}`]));
        const read = readPicks(lines, typed);
        if (!read.ok) throw new Error('refused');
        read.picks.forEach((pick, index) => {
          expect(pick.picked + pick.short).toBe(lines[index]?.quantity);
        });
      }),
    );
  });

  test.each(['', '4', '-1', '1.5', 'all'])('"%s" of 3 is refused beside its line', (text) => {
    expect(readPicks(asWalk([line()]), new Map([['11', text]]))).toEqual({
      ok: false,
      problems: { '11': 'Enter how many were picked, from 0 to 3' },
    });
  });
});

describe('shipping', () => {
  const free = new Map<string, string>();
  const now = (over: Partial<OrderNow['standing'][number]> = {}, canceled = false): OrderNow => ({
    orderId: '100',
    canceled,
    standing: [
      {
        fulfillmentOrderId: '1',
        status: 'IN_PROGRESS',
        locationId: '9',
        supportedActions: ['CREATE_FULFILLMENT'],
        holdReasons: [],
        remaining: new Map([['11', 3]]),
        ...over,
      },
    ],
  });

  test('goes out with exactly what was picked', () => {
    const lines = [line({ picked: 2, short: 1 }), line({ fulfillmentOrderLineId: '12', quantity: 1, short: 1 })];
    const order = now({
      remaining: new Map([
        ['11', 3],
        ['12', 1],
      ]),
    });
    expect(shipWave(lines, [order], free, '9')).toEqual({
      shipments: [
        { orderId: '100', orderName: '#100', parts: [{ fulfillmentOrderId: '1', lines: [{ id: '11', quantity: 2 }] }] },
      ],
      leftOut: [],
    });
  });

  test.each([
    ['canceled', [now({}, true)], 'The order was canceled. Put its goods back.'],
    ['gone', [], 'The order no longer exists in Shopify.'],
    ['held', [now({ status: 'ON_HOLD', holdReasons: ['Incorrect address'] })], 'It is on hold: Incorrect address.'],
    ['moved', [now({ locationId: '8' })], 'It was moved to another location.'],
    ['closed', [now({ status: 'CLOSED' })], 'It was fulfilled by someone else meanwhile.'],
    ['split', [now({ fulfillmentOrderId: '2' })], 'Its fulfillment order was replaced: the order was edited or split.'],
    [
      'edited',
      [now({ remaining: new Map([['11', 1]]) })],
      'The order was edited: Tea was 3, and 1 is still to be shipped.',
    ],
    ['not allowed', [now({ supportedActions: [] })], 'Shopify does not allow it to be fulfilled now.'],
  ])('%s meanwhile: left out with the reason', (_name, orders, reason) => {
    expect(shipWave([line({ picked: 3 })], orders, free, '9')).toEqual({
      shipments: [],
      leftOut: [{ orderId: '100', orderName: '#100', reason }],
    });
  });

  test('objected to by others: left out with their reason, after Shopify’s own', () => {
    const held = new Map([['100', 'The payment is pending.']]);
    const reasons = (order: OrderNow) =>
      shipWave([line({ picked: 3 })], [order], held, '9').leftOut.map((one) => one.reason);
    expect(reasons(now())).toEqual(['The payment is pending.']);
    expect(reasons(now({}, true))).toEqual(['The order was canceled. Put its goods back.']);
  });

  test('with nothing picked stays behind', () => {
    expect(shipWave([line({ short: 3 })], [now()], free, '9').leftOut[0]?.reason).toBe('Nothing was there to pick.');
  });
});

describe('a line that is picked from several bins', () => {
  const walks = fc
    .array(
      fc.record({
        fulfillmentOrderLineId: fc.constantFrom('1', '2', '3'),
        picked: fc.nat(4),
        short: fc.nat(2),
        dropped: fc.nat(2),
      }),
      { minLength: 1, maxLength: 9 },
    )
    .map((parts): Allocation[] =>
      asWalk(
        parts.map((part, at) => line({ ...part, bin: `A-${at}`, quantity: part.picked + part.short + part.dropped })),
      ),
    );

  test('is one line in sum, where its first part lies, and its first part bears its name', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const lines = linesOf(walk);
        const ids = walk.map((one) => one.fulfillmentOrderLineId);
        expect(lines.map((one) => one.fulfillmentOrderLineId)).toEqual([...new Set(ids)]);
        expect(new Set(walk.map((one) => one.id)).size).toBe(walk.length);
        for (const one of walk)
          expect(partOf(one.id)).toEqual({ fulfillmentOrderLineId: one.fulfillmentOrderLineId, part: one.part });
        for (const one of lines) {
          const parts = walk.filter((part) => part.fulfillmentOrderLineId === one.fulfillmentOrderLineId);
          expect(parts.map((part) => part.part)).toEqual(parts.map((_, at) => at + 1));
          expect(parts[0]).toMatchObject({ id: one.fulfillmentOrderLineId, bin: one.bin, position: one.position });
          for (const of of ['quantity', 'picked', 'short', 'dropped'] as const)
            expect(one[of]).toBe(parts.reduce((sum, part) => sum + part[of], 0));
        }
      }),
    );
  });

  test('counted anew: as many picked, no part above what it was to give, and back again where nothing else was short', () => {
    fc.assert(
      fc.property(walks, fc.nat(9), (walk, n) => {
        const parts = walk.filter((one) => one.fulfillmentOrderLineId === walk[0]!.fulfillmentOrderLineId);
        const most = parts.reduce((sum, one) => sum + one.picked + one.short, 0);
        const picked = n % (most + 1);
        const counted = recount(parts, picked);
        expect(counted.reduce((sum, one) => sum + one.picked, 0)).toBe(picked);
        counted.forEach((one, at) => {
          expect(one.picked).toBeGreaterThanOrEqual(0);
          expect(one.picked + one.short + one.dropped).toBe(parts[at]!.quantity);
          expect(one.dropped).toBe(parts[at]!.dropped);
        });
        const back = recount(
          parts.map((one, at) => ({ ...one, ...counted[at] })),
          parts.reduce((sum, one) => sum + one.picked, 0),
        );
        if (parts.every((one) => one.short === 0))
          expect(back.map((one) => one.picked)).toEqual(parts.map((one) => one.picked));
      }),
    );
  });
});

test('units go back from where the walk came last, and out again to the same; counts stay whole', () => {
  const part = (quantity: number, picked: number, dropped = 0) => ({
    ...{ quantity, picked, dropped, short: quantity - picked - dropped },
  });
  expect(putBack([part(4, 3)], 2)).toEqual([{ quantity: 4, picked: 1, dropped: 2, short: 1 }]);
  const back = putBack([part(2, 2), part(3, 1), part(1, 0)], 2);
  expect(back.map((one) => [one.quantity, one.picked, one.dropped])).toEqual([
    [2, 1, 1],
    [3, 0, 1],
  ]);
  for (const one of back) expect(one.picked + one.short + one.dropped).toBe(one.quantity);
  expect(putBack([part(2, 1, 1)], -1)).toMatchObject([{ picked: 2, dropped: 0 }]);
});
