// Goods that stay in the house after they were handed off: an order that Shopify refused, and a pickup that was canceled.
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse, until } from '../house.ts';
import { openInAdmin } from '../in-admin.ts';
import { pickedWave } from '../picked-wave.ts';

let house: House;
let browser: Browser;
let page: Page;
let complaints: string[];
let picked: Awaited<ReturnType<typeof pickedWave<'sent' | 'back' | 'pickup'>>>;

beforeAll(async () => {
  house = await startHouse();
  browser = await launchChromium({ tlsPort: house.tlsPort });
  const pickup = { quantity: 2, code: 'PICK_UP' };
  picked = await pickedWave(house, { sent: { quantity: 1 }, back: { quantity: 1 }, pickup });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await picked?.close();
});
beforeEach(async () => {
  await page?.context().close();
  ({ page, complaints } = await newPage(browser));
});

const button = (frame: Frame, name: string | RegExp) =>
  frame.getByRole('button', { name, exact: typeof name === 'string' });

const settled = async () => {
  const moving = `SELECT 1 FROM "Command" WHERE "state" IN ('queued', 'sending')`;
  await until(async () => (await picked.rows(moving)).length === 0, {
    what: 'Shopify to have heard of it',
    deadline: 60_000,
    every: 250,
  });
};

test('a pickup that was made ready and is canceled is put back by a press', async () => {
  const parcel = await picked.pack(picked.orders.pickup, 2);
  let frame = await openInAdmin(page, `/app/waves/parcels/${parcel}`);
  await button(frame, 'Ready for pickup').click();
  await button(frame, 'Collected').waitFor();
  await settled();
  const { orderCancel } = await picked.merchant(
    `mutation ($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, refundMethod: { originalPaymentMethodsRefund: true }) { orderCancelUserErrors { message } } }`,
    { id: `gid://shopify/Order/${picked.orders.pickup}` },
  );
  expect(orderCancel.orderCancelUserErrors).toEqual([]);
  const canceled = `SELECT 1 FROM "Order" WHERE "id" = '${picked.orders.pickup}' AND "cancelledAt" IS NOT NULL`;
  await until(async () => (await picked.rows(canceled)).length === 1, {
    what: 'the mirror to hear of the cancellation',
    deadline: 60_000,
    every: 250,
  });
  await page.setViewportSize({ width: 375, height: 812 });
  frame = await openInAdmin(page, '/app/waves/parcels?tab=problems');
  await frame.getByText('#1003 was canceled. Its goods lie at the counter: put them back.').waitFor();
  await frame.getByRole('link', { name: '#1003 · 1' }).click();
  await frame.getByText(/^2 × Kettle .*to its shelf: no bin is known$/).waitFor();
  expect(await button(frame, 'Collected').count()).toBe(0);
  await button(frame, 'Its goods are back').click();
  await frame.getByText('Given up', { exact: true }).waitFor();
  expect((await picked.parcelOf(parcel)).state).toBe('given-up');
  expect(complaints).toEqual([]);
}, 180_000);

test('an order that Shopify refused is sent again from its wave, or its goods go back', async () => {
  let frame = await openInAdmin(page, `/app/waves/${picked.waveId}`);
  await button(frame, 'Ship').click();
  await frame.getByText('Shopify has been asked to fulfill what was picked.').waitFor();
  await settled();
  // As if Shopify had refused both of them, whatever it still has to say of what it took.
  const both = `'${picked.orders.sent}', '${picked.orders.back}'`;
  const done = `SELECT 1 FROM "OrderCheck" c JOIN "FulfillmentOrder" f ON f."orderId" = c."orderId"
    WHERE c."orderId" IN (${both}) AND c."state" = 'done' AND f."status" = 'CLOSED'`;
  await until(async () => (await picked.rows(done)).length === 2, {
    what: 'the mirror to hear of it',
    deadline: 60_000,
    every: 250,
  });
  await picked.rows(`
    UPDATE "Command" SET "state" = 'failed', "problem" = 'Shopify says no.'
      WHERE "operation" = 'fulfillmentCreate' AND "subject" IN ('Order/${picked.orders.sent}', 'Order/${picked.orders.back}');
    UPDATE "OrderCheck" SET "state" = 'ready', "reasons" = '[]' WHERE "orderId" IN (${both});
    UPDATE "FulfillmentOrder" SET "status" = 'OPEN', "supportedActions" = '{CREATE_FULFILLMENT}',
        "sourceUpdatedAt" = now() + interval '1 day' WHERE "orderId" IN (${both});
    UPDATE "FulfillmentOrderLine" SET "remainingQuantity" = "totalQuantity"
      WHERE "fulfillmentOrderId" IN (SELECT "id" FROM "FulfillmentOrder" WHERE "orderId" IN (${both}))`);

  frame = await openInAdmin(page, '/app/waves/parcels');
  await frame.getByText('Shopify refused 2 orders that went without a parcel.').waitFor();
  await frame
    .getByRole('link', { name: /^wave \d+$/ })
    .first()
    .click();
  await frame.getByText('Shopify refused #1001, #1002. The goods are picked and in the house').waitFor();
  await frame.getByLabel('Tracking number').first().fill('77');
  await frame.getByLabel('Carrier').first().fill('DPD');
  await button(frame, 'Send #1001 again').click();
  const sent = () =>
    picked.rows<{ round: number; variables: { fulfillment: object } }>(
      `SELECT "round", "variables" FROM "Command" WHERE "operation" = 'fulfillmentCreate' AND "subject" = 'Order/${picked.orders.sent}'`,
    );
  await until(async () => (await sent()).some((command) => command.round > 0), {
    what: 'the order to be sent again',
    deadline: 60_000,
    every: 250,
  });
  expect(await sent()).toMatchObject([
    { variables: { fulfillment: { trackingInfo: { number: '77', company: 'DPD' } } } },
  ]);
  await button(frame, 'Put the goods of #1002 back').click();
  const dialog = frame.getByRole('dialog');
  await dialog.getByText(/^1 × Kettle/).waitFor();
  await dialog.getByRole('button', { name: 'Its goods are back' }).click();
  await frame.getByText('Shopify refused it, and its goods went back.').waitFor();
  expect(await button(frame, 'Put the goods of #1002 back').count()).toBe(0);
  expect(complaints).toEqual([]);
}, 180_000);
