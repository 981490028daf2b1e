import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DiaryEvent } from '../events/vocabulary.ts';
import { emptyState, foldDay, mergeStates } from './figure.ts';
import { dayOf, FIGURES, readCycle, readReturns, readStockOuts } from './figures.ts';
import { readPacker } from './packing.ts';
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

const parcel = { parcelId: 'p', orderId: '1', waveId: 'w', locationId: '9' };
const about = { key: 'k', subject: 'Order/1', at: '2026-05-02T10:00:00.000Z' };

function sealed(
  pickerId: string,
  seconds: number | null,
  expectedSeconds: number,
  { units = 1, forced = 0 } = {},
): DiaryEvent {
  const data = { ...parcel, pickerId, lineCount: 1, units, forced, grams: null, expectedSeconds, seconds, proof: null };
  return { ...about, type: 'parcel.sealed', data };
}

function reopened(pickerId: string, expectedSeconds: number | null, mistake = true): DiaryEvent {
  const data = { ...parcel, pickerId, lineCount: 1, units: 1, forced: 0, expectedSeconds, mistake };
  return { ...about, type: 'parcel.reopened', data };
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
      fc
        .tuple(
          fc.constantFrom('ana', 'ben'),
          fc.integer({ min: 1, max: 9 }),
          fc.option(fc.integer({ min: 1, max: 99 })),
        )
        .map(([packer, units, seconds]) => sealed(packer, seconds, 30, { units })),
      fc.constantFrom('ana', 'ben').map((packer) => reopened(packer, 30)),
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

describe('packers', () => {
  const readings = (events: DiaryEvent[]) => {
    const states = foldDay(FIGURES.packing, events);
    return (id: string) => readPacker(states.get(id) ?? emptyState, states.get('') ?? emptyState);
  };
  const ten = (event: DiaryEvent) => Array.from({ length: 10 }, () => event);

  test('who packs parcels twice as large in twice the time is as fast as the others', () => {
    const of = readings([
      ...ten(sealed('small', 40, 40)),
      ...ten(sealed('large', 80, 80)),
      ...ten(sealed('slow', 80, 40)),
    ]);
    expect(['small', 'large', 'slow'].map((id) => of(id).parcelsPerHour)).toEqual([90, 45, 45]);
    expect(of('large').fairParcelsPerHour).toBeCloseTo(of('small').fairParcelsPerHour!, 9);
    expect(of('slow').fairParcelsPerHour).toBeCloseTo(of('small').fairParcelsPerHour! / 2, 9);
  });

  test('a break is no time, and a parcel that nobody timed is still a parcel', () => {
    const of = readings([sealed('ana', 60, 60, { units: 4 }), sealed('ana', null, 60, { units: 2 })]);
    expect(of('ana')).toMatchObject({ parcels: 2, units: 6, hours: 60 / 3600, parcelsPerHour: 60 });
    expect(of('ben')).toMatchObject({ parcels: 0, parcelsPerHour: null, fairParcelsPerHour: null, accuracy: null });
  });

  test('a parcel opened again by mistake and sealed anew is one, and its time was spent twice', () => {
    const of = readings([sealed('ana', 60, 60), reopened('ana', 60), sealed('ana', 60, 60)]);
    expect(of('ana')).toMatchObject({ parcels: 1, units: 1, reopened: 1, parcelsPerHour: 30, fairParcelsPerHour: 30 });
    expect(of('ana').accuracy).toBeCloseTo(1 / 2, 9);
    // Shopify refused it, or its order changed: both seals were good work.
    const sent = readings([sealed('ana', 60, 60), reopened('ana', 60, false), sealed('ana', 60, 60)]);
    expect(sent('ana')).toMatchObject({ parcels: 2, reopened: 0, parcelsPerHour: 60, accuracy: 1 });
  });

  test('wrong scans and units taken out are mistakes, units that nobody scanned are told', () => {
    const of = readings([
      sealed('ana', 60, 60, { units: 8, forced: 3 }),
      { ...about, type: 'packing-scan.wrong', data: { ...parcel, pickerId: 'ana', what: 'item' } },
      { ...about, type: 'packing-scan.undone', data: { ...parcel, pickerId: 'ana', units: 1 } },
    ]);
    expect(of('ana')).toMatchObject({ wrong: 1, takenOut: 1, forced: 3, accuracy: 0.8 });
  });

  test('what stood at the put wall is sorted first, and packed from there', () => {
    const states = foldDay(FIGURES['wave-stages'], [
      {
        ...{ type: 'order.sorted', key: 'k', subject: 'Order/1', at: '2026-05-02T10:20:00.000Z' },
        data: { waveId: 'w', orderId: '1', units: 2, pickerId: 'ana', pickedAt: '2026-05-02T10:00:00.000Z' },
      },
      {
        ...{ type: 'parcel.shipped', key: 'k', subject: 'Parcel/p', at: '2026-05-02T11:00:00.000Z' },
        data: {
          ...{
            parcelId: 'p',
            waveId: 'w',
            orderId: '1',
            locationId: '9',
            number: 1,
            units: 2,
            grams: null,
            proof: null,
          },
          ...{ pickedAt: '2026-05-02T10:00:00.000Z', sortedAt: '2026-05-02T10:20:00.000Z' },
          sealedAt: '2026-05-02T10:25:00.000Z',
        },
      },
    ]);
    const minutes = (stage: 'sorting' | 'packing') => Math.round(readStage(stage, states.get(stage)!)!.p50Minutes);
    expect([minutes('sorting'), minutes('packing')]).toEqual([20, 5]);
  });
});
