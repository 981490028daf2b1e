// An order that was shipped straight from its wave, in no parcel, and that Shopify refused: its goods are in the house. It is sent
// again with what is wanted now, or its goods go back to their bins and it may be planned anew.
import { inShop, type ShopTx } from '../../db.server.ts';
import { readStanding } from '../../mirror/read-pickable.server.ts';
import { commandOutcomes, namedInTrouble } from '../../shopify/command-outcomes.server.ts';
import { fulfillmentCreate } from '../../shopify/operations/fulfillment-create.ts';
import { withdrawCommands } from '../../shopify/outbox.server.ts';
import type { WhyHeld } from '../plan-wave.server.ts';
import { type Done, noSuchWave } from '../release-wave.server.ts';
import { shipWave } from '../ship.ts';
import { readStillWanted } from '../still-wanted.server.ts';
import { loadSentWhole, type SentWhole } from '../store/of-orders.server.ts';
import { saveWaveOrder } from '../store/order.server.ts';
import { loadWave, lockWave, type Wave, type WaveOrder } from '../store/wave.server.ts';
import { readTracking, type TypedTracking } from './carriers.ts';
import { leaveBehind } from './end-wave.server.ts';
import { sentWhole } from './parcel.ts';
import { askOnce } from './ship-parcel.server.ts';
import { parcelsOfWave } from './store.server.ts';
import { wholeOrder } from './whole-order.server.ts';

/** All orders that Shopify refused, whose goods lie in no parcel, and that nobody fulfilled in Shopify instead. */
export async function readRefusedOrders(tx: ShopTx, shop: string): Promise<SentWhole[]> {
  const troubled = (await namedInTrouble(tx, shop, 'wave:')).filter((id) => uuid.test(id));
  const asked = await loadSentWhole(tx, shop, troubled);
  const outcomes = await commandOutcomes(
    tx,
    asked.map((order) => order.commandId),
  );
  const refused = asked.filter((order) => outcomes.get(order.commandId)?.state === 'failed');
  const standing = await readStanding(
    tx,
    refused.map((order) => order.orderId),
  );
  const closed = new Set(
    standing
      .filter((order) => !order.canceled)
      .flatMap((order) => order.standing.flatMap((one) => (one.status === 'CLOSED' ? one.fulfillmentOrderId : []))),
  );
  return refused.filter((order) => !order.fulfillmentOrderIds.every((id) => closed.has(id)));
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Asks Shopify once more to fulfill what was picked of it, with this number; it stays one command, so that it ships once. */
export async function sendOrderAgain(
  shop: string,
  waveId: string,
  orderId: string,
  typed: TypedTracking,
  whyHeld: WhyHeld,
  now: Date,
): Promise<Done> {
  const read = readTracking(typed);
  if (!read.ok) return { ok: false, problem: read.problem };
  return inShop(shop, async (tx): Promise<Done> => {
    const found = await lockRefused(tx, shop, waveId, orderId);
    if (!found.ok) return found;
    const { wave, order } = found;
    const own = wave.lines.filter((line) => line.orderId === orderId);
    const held = await whyHeld(tx, [orderId], true);
    const { shipments, leftOut } = shipWave(own, await readStillWanted(tx, [orderId]), held, wave.locationId);
    const [shipment] = shipments;
    if (!shipment) return { ok: false, problem: `${order.orderName} cannot go now: ${leftOut[0]?.reason ?? ''}` };
    const { carrier, trackingNumber } = read.tracking;
    const commandId = await askOnce(
      tx,
      { shop, operation: fulfillmentCreate, ...wholeOrder(wave.id, shipment, read.tracking) },
      now,
    );
    await saveWaveOrder(tx, shop, wave.id, { orderId, commandId, carrier, trackingNumber });
    return { ok: true };
  });
}

/** Its goods go back to the bins they came from, once; what is still wanted of it may be picked anew. */
export async function putOrderBack(shop: string, waveId: string, orderId: string, now: Date): Promise<Done> {
  return inShop(shop, async (tx): Promise<Done> => {
    const found = await lockRefused(tx, shop, waveId, orderId);
    if (!found.ok) return found;
    const { wave, order } = found;
    const commandId = order.commandId ?? '';
    await withdrawCommands(tx, [commandId], 'The goods went back to their bins.');
    // Somebody may have sent it again from the outbox in this moment: what is on its way is not put back.
    if ((await commandOutcomes(tx, [commandId])).get(commandId)?.state !== 'failed') return notRefused(order);
    const reason = 'Shopify refused it, and its goods went back.';
    const behind = [{ orderId, orderName: order.orderName, reason }];
    const parcels = await parcelsOfWave(tx, wave.id);
    await leaveBehind(tx, shop, wave, behind, await readStanding(tx, [orderId]), parcels, now);
    return { ok: true };
  });
}

async function lockRefused(
  tx: ShopTx,
  shop: string,
  waveId: string,
  orderId: string,
): Promise<{ ok: true; wave: Wave; order: WaveOrder } | { ok: false; problem: string }> {
  await lockWave(tx, shop, waveId);
  const wave = await loadWave(tx, shop, waveId);
  const order = wave?.orders.find((one) => one.orderId === orderId);
  if (!wave || !order) return noSuchWave;
  const { commandId } = order;
  const outcome = commandId === null ? undefined : (await commandOutcomes(tx, [commandId])).get(commandId);
  if (outcome?.state !== 'failed' || !sentWhole(order, await parcelsOfWave(tx, waveId))) return notRefused(order);
  return { ok: true, wave, order };
}

const notRefused = ({ orderName }: { orderName: string }) =>
  ({ ok: false, problem: `Shopify does not refuse ${orderName} now. Nothing was changed.` }) as const;
