import fc from 'fast-check';
import { expect, test } from 'vitest';
import { api } from '../../domains.ts';
import { execute } from '../../kernel/execute.ts';
import { DEV_TOKEN } from '../../kernel/shops.ts';
import { World } from '../../kernel/world.ts';
import { levelsOf, quantity } from '../inventory/level.ts';
import { linesOf, unfulfilledQuantity } from '../orders/order.ts';
import { addProduct, addVariant } from '../products/adding.ts';
import { returnableQuantity, returnLinesOf } from '../returns/return.ts';
import { shippedPartId } from './fulfillment.ts';
import { fulfillmentOrdersOf, isLive, partId } from './fulfillment-order.ts';

/**
 * Units of stock are counted once, whatever is done to an order in whatever order: what is promised is what is still to be shipped, what is in
 * the building changes only by parcels out and goods back, and nothing comes back more often than it left.
 */
const SHELF = 50;

function shopWithStock() {
  const world = new World({
    shop: 'units.myshopify.com',
    furnish: (fresh) => api.furnish(fresh),
    payloads: api.payloads,
  });
  const product = addProduct(world, { title: 'Kettle' });
  const variant = addVariant(world, product);
  const item = world.get('InventoryItem', variant.inventoryItemId)!;
  world.patch('InventoryItem', item, { tracked: true });
  const ask = (query: string, variables: Record<string, unknown>) => {
    const { data, errors } = execute(api, world, { version: '2026-07', token: DEV_TOKEN }, { query, variables });
    if (errors?.some((error) => error.extensions?.code === 'INTERNAL_SERVER_ERROR' || !data))
      throw new Error(`${query}: ${JSON.stringify(errors)}`);
    return Object.values(data as Record<string, Record<string, unknown>>)[0];
  };
  for (const [index, location] of world.all('Location').entries())
    ask(
      `mutation ($item: ID!, $at: ID!, $key: String!) {
        inventoryActivate(inventoryItemId: $item, locationId: $at) @idempotent(key: $key) { userErrors { message } } }`,
      { item: item.id, at: location.id, key: `activate-${index}` },
    );
  for (const level of levelsOf(world, item.id)) world.patch('InventoryLevel', level, { available: SHELF });
  return { world, variant, item, ask };
}

type Step = { act: string; pick: number; units: number };
const ACTS = [
  'hold',
  'release',
  'split',
  'merge',
  'move',
  'progress',
  'open',
  'cancelWork',
  'ship',
  'cancelParcel',
  'refund',
  'return',
  'process',
  'dispose',
  'closeReturn',
  'cancelReturn',
  'cancelOrder',
];
const step: fc.Arbitrary<Step> = fc.record({
  // The way there and back is walked more often than the side paths.
  act: fc.constantFrom(...ACTS, 'ship', 'ship', 'ship', 'return', 'return', 'return', 'process', 'dispose', 'dispose'),
  pick: fc.nat(20),
  units: fc.integer({ min: 0, max: 4 }),
});

function play(
  { world, variant, ask }: ReturnType<typeof shopWithStock>,
  orderId: string,
  { act, pick, units }: Step,
  restocked: (units: number) => void,
) {
  const choose = <T>(list: T[]): T | undefined => list[pick % Math.max(1, list.length)];
  const work = choose(fulfillmentOrdersOf(world, orderId));
  const parcel = choose(world.where('Fulfillment', 'orderId', orderId));
  const back = choose(world.where('Return', 'orderId', orderId));
  const place = choose(world.all('Location'))!;
  const asked = work?.parts[0] ? [{ id: partId(work.parts[0]), quantity: units }] : [];
  const errors = 'userErrors { message }';
  switch (act) {
    case 'hold':
      return (
        work &&
        ask(
          `mutation ($id: ID!, $hold: FulfillmentOrderHoldInput!) { fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) { ${errors} } }`,
          { id: work.id, hold: { reason: 'OTHER', handle: `h${pick}`, fulfillmentOrderLineItems: asked } },
        )
      );
    case 'release':
      return work && ask(`mutation ($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { ${errors} } }`, { id: work.id });
    case 'split':
      return (
        work &&
        ask(
          `mutation ($splits: [FulfillmentOrderSplitInput!]!) { fulfillmentOrderSplit(fulfillmentOrderSplits: $splits) { ${errors} } }`,
          { splits: [{ fulfillmentOrderId: work.id, fulfillmentOrderLineItems: asked }] },
        )
      );
    case 'merge': {
      const mergeIntents = fulfillmentOrdersOf(world, orderId)
        .filter((one) => one.status === 'OPEN' && one.locationId === work?.locationId)
        .map((one) => ({ fulfillmentOrderId: one.id }));
      return ask(
        `mutation ($merges: [FulfillmentOrderMergeInput!]!) { fulfillmentOrderMerge(fulfillmentOrderMergeInputs: $merges) { ${errors} } }`,
        { merges: [{ mergeIntents }] },
      );
    }
    case 'move':
      return (
        work &&
        ask(
          `mutation ($id: ID!, $to: ID!, $lines: [FulfillmentOrderLineItemInput!]) { fulfillmentOrderMove(id: $id, newLocationId: $to, fulfillmentOrderLineItems: $lines) { ${errors} } }`,
          { id: work.id, to: place.id, lines: units ? asked : null },
        )
      );
    case 'progress':
      return (
        work && ask(`mutation ($id: ID!) { fulfillmentOrderReportProgress(id: $id) { ${errors} } }`, { id: work.id })
      );
    case 'open':
      return work && ask(`mutation ($id: ID!) { fulfillmentOrderOpen(id: $id) { ${errors} } }`, { id: work.id });
    case 'cancelWork':
      return work && ask(`mutation ($id: ID!) { fulfillmentOrderCancel(id: $id) { ${errors} } }`, { id: work.id });
    case 'ship':
      return (
        work &&
        ask(`mutation ($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) { ${errors} } }`, {
          f: {
            lineItemsByFulfillmentOrder: [
              { fulfillmentOrderId: work.id, fulfillmentOrderLineItems: units ? asked : [] },
            ],
          },
        })
      );
    case 'cancelParcel': {
      // Goods that came back cannot be un-shipped; Shopify lets that happen, a shop does not.
      const returned =
        linesOf(world, orderId).some((line) => line.removedAfterFulfillment > 0) ||
        world.where('Return', 'orderId', orderId).length > 0;
      return (
        parcel &&
        !returned &&
        ask(`mutation ($id: ID!) { fulfillmentCancel(id: $id) { ${errors} } }`, { id: parcel.id })
      );
    }
    case 'refund': {
      const line = linesOf(world, orderId)[0]!;
      const before = line.removedAfterFulfillment;
      const inReturns = world.where('ReturnLineItem', 'lineItemId', line.id).length > 0;
      if (inReturns) return;
      ask(
        `mutation ($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "${world.uuid()}") { ${errors} } }`,
        {
          input: {
            orderId,
            refundLineItems: [
              {
                lineItemId: line.id,
                quantity: units,
                restockType: pick % 2 ? 'RETURN' : 'CANCEL',
                locationId: place.id,
              },
            ],
          },
        },
      );
      if (pick % 2) restocked(line.removedAfterFulfillment - before);
      return;
    }
    case 'return': {
      const part = parcel?.parts[0];
      return (
        part &&
        ask(`mutation ($input: ReturnInput!) { returnCreate(returnInput: $input) { ${errors} } }`, {
          input: {
            orderId,
            returnLineItems: [{ fulfillmentLineItemId: shippedPartId(part), quantity: units, returnReason: 'STYLE' }],
          },
        })
      );
    }
    case 'process': {
      const line = back && returnLinesOf(world, back.id)[0];
      return (
        line &&
        ask(`mutation ($input: ReturnProcessInput!) { returnProcess(input: $input) { ${errors} } }`, {
          input: { returnId: back.id, returnLineItems: [{ id: line.id, quantity: units }] },
        })
      );
    }
    case 'dispose': {
      const line = choose(world.all('ReverseFulfillmentOrderLineItem'));
      if (!line) return;
      const answer = ask(
        `mutation ($inputs: [ReverseFulfillmentOrderDisposeInput!]!) { reverseFulfillmentOrderDispose(dispositionInputs: $inputs) { ${errors} } }`,
        {
          inputs: [
            {
              reverseFulfillmentOrderLineItemId: line.id,
              quantity: units,
              dispositionType: 'RESTOCKED',
              locationId: place.id,
            },
          ],
        },
      );
      if ((answer?.userErrors as unknown[] | undefined)?.length === 0) restocked(units);
      return;
    }
    case 'closeReturn':
      return back && ask(`mutation ($id: ID!) { returnClose(id: $id) { ${errors} } }`, { id: back.id });
    case 'cancelReturn':
      return back && ask(`mutation ($id: ID!) { returnCancel(id: $id) { ${errors} } }`, { id: back.id });
    case 'cancelOrder':
      return (
        pick < 2 &&
        ask(
          `mutation ($id: ID!) { orderCancel(orderId: $id, reason: OTHER, restock: true) { orderCancelUserErrors { message } } }`,
          { id: orderId },
        )
      );
    default:
      return variant;
  }
}

test('units are neither lost nor doubled, whatever is done to an order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { minLength: 5, maxLength: 40 }), (ordered, steps) => {
      const shop = shopWithStock();
      const { world, variant, item, ask } = shop;
      const places = levelsOf(world, item.id).length;
      const answer = ask(
        `mutation ($order: OrderCreateOrderInput!) { orderCreate(order: $order, options: { inventoryBehaviour: DECREMENT_IGNORING_POLICY }) { order { id } userErrors { message } } }`,
        { order: { lineItems: [{ variantId: variant.id, quantity: ordered }] } },
      );
      const orderId = (answer!.order as { id: string }).id;
      let back = 0;
      for (const one of steps) {
        play(shop, orderId, one, (units) => {
          back += units;
        });
        const line = linesOf(world, orderId)[0]!;
        const live = fulfillmentOrdersOf(world, orderId).filter(isLive);
        const toShip = live.reduce((sum, work) => sum + work.parts.reduce((all, part) => all + part.remaining, 0), 0);
        expect(toShip).toBe(unfulfilledQuantity(line));
        expect(line.fulfilled).toBeGreaterThanOrEqual(0);
        expect(line.fulfilled).toBeLessThanOrEqual(line.quantity);
        expect(line.removed).toBeLessThanOrEqual(line.quantity);
        for (const level of levelsOf(world, item.id)) {
          const promised = live
            .filter((work) => work.locationId === level.locationId)
            .reduce((sum, work) => sum + work.parts.reduce((all, part) => all + part.remaining, 0), 0);
          expect(level.committed).toBe(promised);
        }
        const inBuilding = levelsOf(world, item.id).reduce((sum, level) => sum + quantity(level, 'on_hand'), 0);
        expect(inBuilding).toBe(SHELF * places - line.fulfilled + back);
        expect(back).toBeLessThanOrEqual(line.fulfilled);
        for (const parcel of world.where('Fulfillment', 'orderId', orderId))
          for (const part of parcel.parts) {
            const left = returnableQuantity(world, shippedPartId(part));
            expect(left).toBeGreaterThanOrEqual(0);
            expect(left).toBeLessThanOrEqual(part.quantity);
          }
      }
    }),
    { numRuns: 150 },
  );
});
