// Parcels leave the house: with numbers, with a label, made ready for pickup; the dev store over HTTP and the real worker.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, startHouse, until } from '../house.ts';
import { pickedWave } from '../picked-wave.ts';

const wanted = {
  twoParcels: { quantity: 2 },
  pickup: { quantity: 1, code: 'PICK_UP' },
  label: { quantity: 1 },
  lost: { quantity: 1 },
};

let house: House;
let picked: Awaited<ReturnType<typeof pickedWave<keyof typeof wanted>>>;
let app: {
  ship: typeof import('../../app/picking/hand-off/ship-parcel.server.ts');
  collect: typeof import('../../app/picking/hand-off/collect.server.ts');
  correct: typeof import('../../app/picking/hand-off/correct-tracking.server.ts');
  label: typeof import('../../app/picking/hand-off/buy-label.server.ts');
};

beforeAll(async () => {
  house = await startHouse();
  picked = await pickedWave(house, wanted);
  app = {
    ship: await import('../../app/picking/hand-off/ship-parcel.server.ts'),
    collect: await import('../../app/picking/hand-off/collect.server.ts'),
    correct: await import('../../app/picking/hand-off/correct-tracking.server.ts'),
    label: await import('../../app/picking/hand-off/buy-label.server.ts'),
  };
}, 240_000);
afterAll(() => picked?.close());

async function control(path: string, body: object): Promise<{ bought: number }> {
  const answer = await fetch(house.storeUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as { bought: number };
}

async function orderAtShopify(id: string): Promise<{ status: string; tracking: string[] }> {
  const { order } = await picked.merchant(
    `query ($id: ID!) { order(id: $id) { displayFulfillmentStatus fulfillments(first: 5) { trackingInfo { company number } } } }`,
    { id: `gid://shopify/Order/${id}` },
  );
  return {
    status: order.displayFulfillmentStatus,
    tracking: order.fulfillments.map(({ trackingInfo }: { trackingInfo: { company: string; number: string }[] }) =>
      trackingInfo.map(({ company, number }) => `${company} ${number}`).join(),
    ),
  };
}

const whenAtShopify = (id: string, wanted: { status: string; tracking: string[] }) =>
  until(async () => JSON.stringify(await orderAtShopify(id)) === JSON.stringify(wanted), {
    what: `order ${id} to be ${JSON.stringify(wanted)}`,
    deadline: 30_000,
    every: 200,
  });
const whenParcel = (
  id: string,
  is: (parcel: Awaited<ReturnType<typeof picked.parcelOf>>) => boolean,
  deadline = 30_000,
) => until(async () => is(await picked.parcelOf(id)), { what: `parcel ${id} to change`, deadline, every: 200 });

const ship = (id: string, number: string) =>
  app.ship.shipParcel(house.shop, id, { carrier: 'royal mail', trackingNumber: number }, picked.whyHeld, new Date());
const buy = (id: string) => app.label.buyLabel(house.shop, id, picked.whyHeld, new Date());

test('two parcels are two fulfillments with their numbers, and a corrected number is Shopify’s too', async () => {
  const first = await picked.pack(picked.orders.twoParcels, 1);
  const second = await picked.pack(picked.orders.twoParcels, 1, 2);
  expect(await ship(first, 'RM1')).toEqual({ ok: true });
  await whenAtShopify(picked.orders.twoParcels, { status: 'PARTIALLY_FULFILLED', tracking: ['Royal Mail RM1'] });
  expect(await ship(second, 'RM2')).toEqual({ ok: true });
  await whenAtShopify(picked.orders.twoParcels, {
    status: 'FULFILLED',
    tracking: ['Royal Mail RM2', 'Royal Mail RM1'],
  });
  const right = { carrier: 'Royal Mail', trackingNumber: 'RM3' };
  await until(async () => (await app.correct.correctTracking(house.shop, second, right, new Date())).ok, {
    what: 'the fulfillment to be known',
    deadline: 20_000,
    every: 200,
  });
  await whenAtShopify(picked.orders.twoParcels, {
    status: 'FULFILLED',
    tracking: ['Royal Mail RM3', 'Royal Mail RM1'],
  });
}, 120_000);

test('a pickup is made ready at Shopify, and fulfilled when the customer came', async () => {
  const id = await picked.pack(picked.orders.pickup, 1);
  expect((await picked.parcelOf(id)).deliveryMethod).toBe('PICK_UP');
  expect(await app.ship.shipParcel(house.shop, id, null, picked.whyHeld, new Date())).toEqual({ ok: true });
  const told = `${house.storeUrl}/_store/deliveries?topic=fulfillment_orders/line_items_prepared_for_pickup`;
  await until(async () => ((await (await fetch(told)).json()) as { deliveries: unknown[] }).deliveries.length > 0, {
    what: 'the customer to be told',
    deadline: 30_000,
    every: 200,
  });
  expect((await orderAtShopify(picked.orders.pickup)).tracking).toEqual([]);
  expect(await app.collect.collectParcel(house.shop, id, new Date())).toEqual({ ok: true });
  await whenAtShopify(picked.orders.pickup, { status: 'FULFILLED', tracking: [''] });
}, 120_000);

test('a label: no rate, then a carrier that refuses, then bought, each in words; the parcel leaves with its number', async () => {
  expect(await app.label.lookForLabels(house.shop, new Date())).toEqual({ ok: true });
  const id = await picked.pack(picked.orders.label, 1);
  await control('/_store/labels', { rates: false });
  expect(await buy(id)).toEqual({ ok: true });
  await whenParcel(id, (parcel) => parcel.labelState === 'failed');
  expect((await picked.parcelOf(id)).labelProblem).toContain('Check address, weight and box');
  await control('/_store/labels', { rates: true, fail: 'CARRIER_NOT_AVAILABLE' });
  expect(await buy(id)).toEqual({ ok: true });
  await whenParcel(id, (parcel) => parcel.labelState === 'failed', 70_000);
  expect((await picked.parcelOf(id)).labelProblem).toContain('The carrier is not available');
  await control('/_store/labels', { fail: null, wait: 1 });
  expect(await buy(id)).toEqual({ ok: true });
  await whenParcel(id, (parcel) => parcel.labelState === 'bought', 70_000);
  const parcel = await picked.parcelOf(id);
  expect(parcel).toMatchObject({ state: 'shipped', carrier: 'UPS' });
  expect(parcel.labelUrl).toMatch(/^https:\/\//);
  expect((await control('/_store/labels', {})).bought).toBe(1);
  await whenAtShopify(picked.orders.label, { status: 'FULFILLED', tracking: [`UPS ${parcel.trackingNumber}`] });
}, 240_000);

test('a label whose answer was lost is looked up and bought once; with the last parcel the wave is shipped', async () => {
  await control('/_store/labels', { wait: 0 });
  const id = await picked.pack(picked.orders.lost, 1);
  await control('/_store/chaos', { cutAnswer: 1, seed: 1 });
  expect(await buy(id)).toEqual({ ok: true });
  await whenParcel(id, (parcel) => parcel.labelState === 'unknown');
  expect(await buy(id)).toMatchObject({ ok: false });
  await control('/_store/chaos', { cutAnswer: 0, seed: 1 });
  await whenParcel(id, (parcel) => parcel.labelState === 'bought', 100_000);
  expect(await picked.parcelOf(id)).toMatchObject({ state: 'shipped', trackingNumber: expect.stringMatching(/^1Z/) });
  expect((await control('/_store/labels', {})).bought).toBe(2);
  const [wave] = await picked.rows<{ state: string }>(`SELECT "state" FROM "Wave" WHERE "id" = '${picked.waveId}'`);
  expect(wave?.state).toBe('shipped');
}, 240_000);
