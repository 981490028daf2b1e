import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parcelCode } from '../papers/codes.ts';
import type { WaveLine } from '../wave.ts';
import { carrierNames, carrierOf, readTracking, trackingInput, typedAtStation } from './carriers.ts';
import { labelOrder, labelRefusal, labelWish } from './label.ts';
import { fulfillmentMade, labelSeen } from './made.ts';
import { type Parcel, type ParcelLine, refusedUnpacked, unitsIn, withoutShipped } from './parcel.ts';
import { parcelFile, readTrackingFile } from './parcel-file.ts';

const at = new Date('2026-11-27T09:00:00Z');
const line = (id: string, quantity: number): ParcelLine => ({
  ...{ fulfillmentOrderLineId: id, fulfillmentOrderId: '1', inventoryItemId: id, title: `Item ${id}`, quantity },
});
const parcel = (more: Partial<Parcel> = {}): Parcel => ({
  ...{ id: '00000000-0000-4000-8000-000000000001', waveId: 'w', orderId: '1', orderName: '#1001', locationId: '9' },
  ...{ number: 1, state: 'sealed', deliveryMethod: 'SHIPPING', boxName: 'Small', boxKind: 'BOX' },
  ...{ length: 300, width: 200, height: 100, expectedGrams: 900, weighedGrams: null, value: 2500n, currency: 'GBP' },
  ...{ insured: false, openedAt: at, sealedAt: at, shippedAt: null, collectedAt: null, handOff: null, carrier: null },
  ...{ trackingNumber: null, trackingUrl: null, commandId: null, labelState: 'none', labelCommandId: null },
  ...{
    labelResultId: null,
    labelUrl: null,
    labelProblem: null,
    manifestId: null,
    sealHash: null,
    lines: [line('11', 2)],
  },
  ...more,
});

describe('carriers', () => {
  test('are spelled as Shopify does, and an unknown one stays as it was written', () => {
    for (const name of carrierNames) expect(carrierOf(name.toUpperCase())).toEqual({ name, known: true });
    expect(carrierOf('royal-mail')).toEqual({ name: 'Royal Mail', known: true });
    expect(carrierOf(' Bike Ben ')).toEqual({ name: 'Bike Ben', known: false });
    expect(carrierOf('  ')).toBeNull();
  });

  test('whatever is typed is refused in words or is what Shopify takes', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.oneof(fc.string(), fc.webUrl()),
        (carrier, trackingNumber, trackingUrl) => {
          const read = readTracking({ carrier, trackingNumber, trackingUrl });
          if (!read.ok) return void expect(read.problem).not.toBe('');
          const info = trackingInput(read.tracking);
          if (!info)
            return void expect([carrier.trim(), trackingNumber.trim(), trackingUrl.trim()]).toEqual(['', '', '']);
          expect(info.number).toBe(trackingNumber.trim());
          if (info.url) expect(info.url).toMatch(/^https?:/i);
        },
      ),
    );
  });
});

test('a carrier that the station remembers does not keep a parcel without a number in the house', () => {
  expect(readTracking(typedAtStation('UPS', ' '))).toMatchObject({ ok: true, tracking: { carrier: null } });
  expect(readTracking(typedAtStation(' ups', ' 1Z1 '))).toMatchObject({
    ...{ ok: true, tracking: { carrier: 'UPS', trackingNumber: '1Z1' } },
  });
});

test('the barcode of our own label is no number of a carrier', () => {
  const typed = (trackingNumber: string) => readTracking({ carrier: 'UPS', trackingNumber });
  expect(typed(` ${parcelCode(parcel().id).toLowerCase()} `)).toMatchObject({ ok: false, field: 'number' });
  expect(typed('1Z999AA10123456784').ok).toBe(true);
});

describe('what left', () => {
  const waveLine = (picked: number, short: number, dropped: number): WaveLine => ({
    ...{
      fulfillmentOrderLineId: '11',
      fulfillmentOrderId: '1',
      orderId: '1',
      orderName: '#1001',
      inventoryItemId: '11',
    },
    ...{ title: 'Item', sku: null, bin: null, position: 1, quantity: picked + short + dropped },
    ...{ picked, short, dropped, tote: null },
  });

  test('is counted once: of every line what is left and what left are what was picked', () => {
    const parcels = fc.array(
      fc.record({
        units: fc.nat(5),
        state: fc.constantFrom('open', 'sealed', 'shipped') as fc.Arbitrary<Parcel['state']>,
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.nat(20), fc.nat(3), fc.nat(3), parcels, (picked, short, dropped, made) => {
        const before = waveLine(picked, short, dropped);
        const all = made.map(({ units, state }) => parcel({ state, lines: [line('11', units)] }));
        const [after] = withoutShipped([before], all) as [WaveLine];
        expect(after.picked + after.short + after.dropped).toBe(before.quantity);
        const gone = unitsIn(all.filter((one) => one.state === 'shipped')).get('11') ?? 0;
        expect(after.picked).toBe(Math.max(0, picked - gone));
        const packed = unitsIn(all).get('11') ?? 0;
        const says = refusedUnpacked([before], all)?.says ?? null;
        expect(says === null).toBe(!all.some((one) => one.state === 'open') && packed >= picked);
      }),
    );
  });
});

describe('labels', () => {
  const standing = (remaining: Record<string, number>) => [
    {
      ...{ fulfillmentOrderId: '1', status: 'OPEN', locationId: '9', supportedActions: [], holdReasons: [] },
      remaining: new Map(Object.entries(remaining)),
    },
  ];

  test('are for all that a fulfillment order has left, in one parcel', () => {
    expect(labelOrder(parcel(), standing({ '11': 2 }))).toEqual({ ok: true, fulfillmentOrderId: '1' });
    expect(labelOrder(parcel(), standing({ '11': 2, '12': 0 }))).toMatchObject({ ok: true });
    expect(labelOrder(parcel(), standing({ '11': 2, '12': 1 }))).toMatchObject({
      problem: expect.stringContaining('(3 units), and parcel 1 of #1001 holds 2'),
    });
    const two = parcel({ lines: [line('11', 2), { ...line('12', 1), fulfillmentOrderId: '2' }] });
    expect(labelOrder(two, standing({ '11': 2 }))).toMatchObject({
      problem: expect.stringContaining('2 fulfillment orders'),
    });
  });

  test('want a box and a weight, and no refusal leaves one without advice', () => {
    expect(labelWish(parcel())).toMatchObject({ ok: true, type: 'BOX', grams: 900 });
    expect(labelWish(parcel({ length: null }))).toMatchObject({ problem: expect.stringContaining('no box') });
    expect(labelWish(parcel({ expectedGrams: null }))).toMatchObject({ problem: expect.stringContaining('weighs') });
    expect(labelRefusal('Rates for the shipping label were not found.')).toContain('Check address, weight and box');
    fc.assert(
      fc.property(fc.string(), (says) => void expect(labelRefusal(says).length).toBeGreaterThan(says.trim().length)),
    );
  });

  test('a fulfillment is known from either answer; where there are several nobody guesses', () => {
    const id = 'gid://shopify/Fulfillment/5';
    const seen = (nodes: object[]) => ({ fulfillmentOrder: { fulfillments: { nodes } } });
    expect(fulfillmentMade({ fulfillmentCreate: { fulfillment: { id } } })).toBe(id);
    expect(
      fulfillmentMade(
        seen([
          { id, status: 'SUCCESS' },
          { id: 'x', status: 'CANCELLED' },
        ]),
      ),
    ).toBe(id);
    expect(
      fulfillmentMade(
        seen([
          { id, status: 'SUCCESS' },
          { id, status: 'SUCCESS' },
        ]),
      ),
    ).toBeNull();
    expect(fulfillmentMade(null)).toBeNull();
    expect(labelSeen(seen([{ id, status: 'SUCCESS', displayStatus: 'FULFILLED' }]))).toBeNull();
  });
});

describe('the file', () => {
  test('that goes out comes back with its numbers, whatever the order is called', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{1,20}$/), fc.string(), (number, orderName) => {
        const one = parcel({ orderName, trackingNumber: number, carrier: 'UPS' });
        const read = readTrackingFile(parcelFile([one], new Map()));
        expect(read).toMatchObject({ ok: true, rows: [{ parcelId: one.id, trackingNumber: number, carrier: 'UPS' }] });
      }),
    );
  });

  test('a number is not taken for one that a spreadsheet shortened because it holds an E', () => {
    const read = (number: string) => readTrackingFile(`Order Number,Tracking Number\n#1,${number}\n`);
    expect(read('12E34')).toMatchObject({ ok: true, rows: [{ trackingNumber: '12E34' }], bad: [] });
    expect(read('1.23E+15')).toMatchObject({ ok: true, rows: [], bad: [{ line: 2 }] });
  });

  test('an address is written as it is, and runs nothing', () => {
    const address = { address1: '=1+1', address2: null, city: 'York', zip: '0123', province: null, countryCode: 'GB' };
    const to = { name: '@SUM', email: 'a@example.com', phone: '+44 20', address };
    const text = parcelFile([parcel()], new Map([['1', to]]));
    expect(text).toContain(
      `,"'@SUM","'=1+1",,"York",,"0123","GB","0044 20",900,31.75,30,20,10,11.81,7.87,3.94,25,"GBP","no",`,
    );
    expect(text).not.toContain('a@example.com');
  });

  test.each([
    ['', 'must name the columns'],
    ['Order Number\n1001', 'must name the columns'],
    ['Tracking Number\n1', 'must name the columns'],
    ['Order Number,Tracking Number\n"1001,1', 'nothing closes it'],
  ])('%j is refused as a whole, in words', (text, says) => {
    expect(readTrackingFile(text)).toMatchObject({ ok: false, problem: expect.stringContaining(says) });
  });

  test('whatever comes, every row with a number is taken or named', () => {
    const cell = fc.string().map((text) => text.replace(/[",\r\n\t;]/g, ''));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), (cells) => {
        const text = ['Order Number,Tracking Number', ...cells.map((row) => row.join(','))].join('\n');
        const read = readTrackingFile(text);
        if (!read.ok) return void expect(read.problem).not.toBe('');
        for (const one of read.bad) expect(one.problem).not.toBe('');
        const lines = [...read.rows, ...read.bad].map((one) => one.line);
        expect(new Set(lines).size).toBe(lines.length);
      }),
    );
  });
});
