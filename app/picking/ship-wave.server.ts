// Shipping: each order goes back to Shopify with exactly what was picked; what changed meanwhile stays behind, with the reason.
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { readStanding } from '../mirror/read-pickable.server.ts';
import { gid } from '../shopify/gid.ts';
import { fulfillmentCreate } from '../shopify/operations/fulfillment-create.ts';
import { enqueueCommand } from '../shopify/outbox.server.ts';
import { holdShorts } from './floor/hold-shorts.server.ts';
import { openAgain, takeTagsOff } from './open-again.server.ts';
import { tellPutBack } from './place/tell-picks.server.ts';
import type { WhyHeld } from './plan-wave.server.ts';
import { type Done, noSuchWave } from './release-wave.server.ts';
import { type LeftOut, shipWave } from './ship.ts';
import { letGoOfLines, moveWave, saveWaveOrder } from './store.server.ts';
import { refusal } from './wave.ts';

export type Tracking = { number: string; carrier: string };

export type Shipped = { ok: true; shipped: number; leftOut: LeftOut[] } | { ok: false; problem: string };

/** Keeps carriers and tracking numbers of a picked wave while it is packed. `tracking` by order id. */
export async function keepTracking(
  shop: string,
  id: string,
  tracking: ReadonlyMap<string, Tracking>,
  now: Date,
): Promise<Done> {
  return inShop(shop, async (tx): Promise<Done> => {
    const { moved, wave } = await moveWave(tx, shop, id, 'label', now);
    if (!moved) return wave ? { ok: false, problem: refusal('label', wave.number, wave.state) } : noSuchWave;
    for (const { orderId } of wave.orders) {
      const typed = tracking.get(orderId);
      if (typed)
        await saveWaveOrder(tx, shop, id, {
          orderId,
          trackingNumber: typed.number.trim() || null,
          carrier: typed.carrier.trim() || null,
        });
    }
    return { ok: true };
  });
}

/** Ships a picked wave. `tracking` by order id; an order without a number goes without. Customers are told by Shopify. */
export async function shipPickedWave(
  shop: string,
  id: string,
  tracking: ReadonlyMap<string, Tracking>,
  whyHeld: WhyHeld,
  now: Date,
): Promise<Shipped> {
  return inShop(shop, async (tx): Promise<Shipped> => {
    const { moved, wave } = await moveWave(tx, shop, id, 'ship', now);
    if (!moved) {
      if (!wave) return noSuchWave;
      return { ok: false, problem: refusal('ship', wave.number, wave.state) };
    }
    const orderIds = [...new Set(wave.lines.map((line) => line.orderId))];
    const orders = await readStanding(tx, orderIds);
    const held = await whyHeld(tx, orderIds, true);
    const { shipments, leftOut } = shipWave(wave.lines, orders, held, wave.locationId);
    for (const shipment of shipments) {
      const known = tracking.get(shipment.orderId);
      const number = known?.number.trim() ?? '';
      const carrier = known?.carrier.trim() ?? '';
      const command = await enqueueCommand(tx, {
        shop,
        operation: fulfillmentCreate,
        variables: {
          fulfillment: {
            lineItemsByFulfillmentOrder: shipment.parts.map((part) => ({
              fulfillmentOrderId: gid('FulfillmentOrder', part.fulfillmentOrderId),
              fulfillmentOrderLineItems: part.lines.map((line) => ({
                id: gid('FulfillmentOrderLineItem', line.id),
                quantity: line.quantity,
              })),
            })),
            notifyCustomer: true,
            ...(number ? { trackingInfo: { number, ...(carrier ? { company: carrier } : {}) } } : {}),
          },
        },
        subject: `Order/${shipment.orderId}`,
        idempotencyKey: `wave:${id}:ship:${shipment.orderId}`,
      });
      await saveWaveOrder(tx, shop, id, {
        orderId: shipment.orderId,
        commandId: command.id,
        trackingNumber: number || null,
        carrier: carrier || null,
      });
    }
    for (const order of leftOut) await saveWaveOrder(tx, shop, id, { orderId: order.orderId, leftOut: order.reason });
    const behind = new Set(leftOut.map((order) => order.orderId));
    await openAgain(
      tx,
      shop,
      id,
      orders.filter((order) => behind.has(order.orderId)),
      wave.lines,
    );
    await takeTagsOff(tx, shop, wave);
    await holdShorts(tx, shop, wave, orders);
    await letGoOfLines(tx, id);
    const back = wave.lines.filter((line) => behind.has(line.orderId));
    await tellPutBack(tx, shop, { ...wave, waveId: id, lines: back }, now);
    await append(tx, shop, [
      {
        type: 'wave.shipped',
        key: `wave.shipped:${id}`,
        subject: `Wave/${id}`,
        at: now.toISOString(),
        data: { waveId: id, number: wave.number, orders: shipments.length },
      },
    ]);
    return { ok: true, shipped: shipments.length, leftOut };
  });
}
