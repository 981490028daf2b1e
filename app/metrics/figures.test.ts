import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DiaryEvent } from '../events/vocabulary.ts';
import { emptyState, foldDay, mergeStates } from './figure.ts';
import { dayOf, FIGURES, readCycle, readReturns, readStockOuts } from './figures.ts';
import { readPicker, readStage } from './picking.ts';

const line = (productId: string | null, quantity: number) => ({
  orderLineId: '1',
  productId,
  variantId: null,
  quantity,
});

function placed(lines: ReturnType<typeof line>[], isTest = false): DiaryEvent {
  const data = { orderId: '1', name: '#1', test: isTest, currency: 'GBP', total: '0', lines };
  return { type: 'order.placed', key: 'k', subject: 'Order/1', at: '2026-05-01T10:00:00.000Z', data };
}

function opened(lines: ReturnType<typeof line>[], isTest = false): DiaryEvent {
  const data = {
    returnId: '1',
    orderId: '1',
    test: isTest,
    lines: lines.map((each) => ({ ...each, reason: 'UNWANTED' })),
  };
  return { type: 'return.opened', key: 'k', subject: 'Return/1', at: '2026-05-02T10:00:00.000Z', data };
}

function fulfilled(hours: number, isTest = false): DiaryEvent {
  const at = new Date(Date.parse('2026-05-01T10:00:00Z') + hours * 3_600_000).toISOString();
  const data = { orderId: '1', test: isTest, placedAt: '2026-05-01T10:00:00.000Z' };
  return { type: 'order.fulfilled', key: 'k', subject: 'Order/1', at, data };
}

function stock(from: number | null, available: number): DiaryEvent {
  const data = { inventoryItemId: '1', locationId: '1', variantId: null, productId: 'p', from, available };
  return { type: 'stock.changed', key: 'k', subject: 'InventoryItem/1', at: '2026-05-01T10:00:00.000Z', data };
}

const whole = (name: keyof typeof FIGURES, events: DiaryEvent[]) =>
  foldDay(FIGURES[name], events).get('') ?? emptyState;

describe('figures', () => {
  test('order cycle time reads p50 and p90 and leaves test orders out', () => {
    const events = [...Array.from({ length: 10 }, (_, index) => fulfilled(index + 1)), fulfilled(900, true)];
    const reading = readCycle(whole('order-cycle', events));
    expect(reading.orders).toBe(10);
    expect(reading.p50Hours).toBeCloseTo(5, 0);
    expect(reading.p90Hours).toBeCloseTo(9, 0);
  });

  test('return rate is returned over ordered units, by product', () => {
    const states = foldDay(FIGURES.returns, [
      placed([line('mug', 8), line('cup', 2)]),
      placed([line('mug', 99)], true),
      opened([line('mug', 2)]),
      opened([line('mug', 50)], true),
    ]);
    expect(readReturns(states.get('')!)).toEqual({ ordered: 10, returned: 2, rate: 0.2 });
    expect(readReturns(states.get('mug')!).rate).toBe(0.25);
    expect(readReturns(states.get('cup')!).rate).toBe(0);
    expect(readReturns(emptyState).rate).toBeNull();
  });

  test('a stock-out is a fall to nothing, not a first reading nor a deeper hole', () => {
    expect(readStockOuts(whole('stock-outs', [stock(3, 0), stock(null, 0), stock(0, -2), stock(5, 1)]))).toBe(1);
  });

  test('a day is the shop’s day', () => {
    expect(dayOf(placed([]), 'Pacific/Auckland')).toBe('2026-05-01');
    expect(dayOf(fulfilled(3), 'Pacific/Auckland')).toBe('2026-05-02');
  });

  test('folding two streams together is merging their folds', () => {
    const event = fc.oneof(
      fc
        .array(fc.tuple(fc.constantFrom('a', 'b', null), fc.integer({ min: 1, max: 9 })), { maxLength: 4 })
        .map((lines) => placed(lines.map(([product, quantity]) => line(product, quantity)))),
      fc.double({ min: 0, max: 500, noNaN: true }).map((hours) => fulfilled(hours)),
      fc
        .tuple(fc.option(fc.integer({ min: -3, max: 9 })), fc.integer({ min: -3, max: 9 }))
        .map(([from, to]) => stock(from, to)),
      fc.integer({ min: 1, max: 5 }).map((units) => opened([line('a', units)])),
    );
    const events = fc.array(event, { maxLength: 20 });
    fc.assert(
      fc.property(events, events, fc.constantFrom(...Object.values(FIGURES)), (a, b, figure) => {
        const together = foldDay(figure, [...a, ...b]);
        const [foldA, foldB] = [foldDay(figure, a), foldDay(figure, b)];
        for (const slice of new Set([...foldA.keys(), ...foldB.keys()]))
          expect(mergeStates(foldA.get(slice) ?? emptyState, foldB.get(slice) ?? emptyState)).toEqual(
            together.get(slice),
          );
      }),
    );
  });
});

describe('pickers', () => {
  const at = '2026-05-02T10:00:00.000Z';
  const base = { waveId: 'w', orderId: '1', title: 'Cup', lineId: '1' };
  const line = (
    pickerId: string,
    seconds: number | null,
    expectedSeconds: number,
    units = 1,
    quantity = 1,
  ): DiaryEvent => ({
    ...{ type: 'line.picked', key: 'k', subject: 'Order/1', at },
    data: { ...base, pickerId, units, quantity, seconds, expectedSeconds },
  });
  const wrong = (pickerId: string): DiaryEvent => ({
    ...{ type: 'scan.wrong', key: 'k', subject: 'Wave/w', at },
    data: { waveId: 'w', lineId: '1', what: 'bin', pickerId },
  });
  const readings = (events: DiaryEvent[]) => {
    const states = foldDay(FIGURES.picking, events);
    return (id: string) => readPicker(states.get(id) ?? emptyState, states.get('') ?? emptyState);
  };

  test('who walks twice as far for a line in twice the time is as fast as the others', () => {
    const near = Array.from({ length: 10 }, () => line('near', 30, 30));
    const far = Array.from({ length: 10 }, () => line('far', 60, 60));
    const slow = Array.from({ length: 10 }, () => line('slow', 60, 30));
    const of = readings([...near, ...far, ...slow]);
    expect([of('near').linesPerHour, of('far').linesPerHour, of('slow').linesPerHour]).toEqual([120, 60, 60]);
    expect(of('near').fairLinesPerHour).toBeCloseTo(90, 9);
    expect(of('far').fairLinesPerHour).toBeCloseTo(of('near').fairLinesPerHour!, 9);
    expect(of('slow').fairLinesPerHour).toBeCloseTo(of('near').fairLinesPerHour! / 2, 9);
  });

  test('a line picked bit by bit is one, a pause is no time, and mistakes are counted', () => {
    const of = readings([line('a', 20, 30, 1, 3), line('a', 10, 60, 2, 3), line('a', null, 40), wrong('a')]);
    expect(of('a')).toMatchObject({ lines: 2, units: 4, hours: 30 / 3600, linesPerHour: 120, wrong: 1 });
    expect(of('a').accuracy).toBeCloseTo(2 / 3, 9);
    expect(of('b')).toMatchObject({ lines: 0, linesPerHour: null, fairLinesPerHour: null, accuracy: null });
  });

  test('a pick that is taken back and made again is one line, and its time was spent twice', () => {
    const undone: DiaryEvent = {
      ...{ type: 'scan.undone', key: 'k', subject: 'Wave/w', at },
      data: { waveId: 'w', deed: 'picked', units: 2, pickerId: 'a', quantity: 2, expectedSeconds: 30 },
    };
    const of = readings([line('a', 30, 30, 2, 2), undone, line('a', 30, 30, 2, 2)]);
    expect(of('a')).toMatchObject({ lines: 1, units: 2, linesPerHour: 60, fairLinesPerHour: 60, undone: 1 });
    expect(of('a').accuracy).toBeCloseTo(1 / 2, 9);
    expect(readings([undone])('a')).toMatchObject({ lines: 0, units: 0, linesPerHour: null });
  });

  test('stages take the time from one to the next, and what nobody knows is left out', () => {
    const states = foldDay(FIGURES['wave-stages'], [
      {
        ...{ type: 'wave.begun', key: 'k', subject: 'Wave/w', at },
        data: { waveId: 'w', number: 1, releasedAt: '2026-05-02T09:45:00.000Z' },
      },
      {
        ...{ type: 'wave.picked', key: 'k', subject: 'Wave/w', at },
        data: { waveId: 'w', number: 1, picked: 1, short: 0, begunAt: null },
      },
    ]);
    expect(readStage('waiting', states.get('waiting')!)?.p50Minutes).toBeCloseTo(15, 0);
    expect([...states.keys()]).toEqual(['waiting']);
  });
});
