// How a wave ends: what stays behind is free again, and once nothing of it waits any more the wave is shipped.
import type { ShopTx } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import { type OrderStanding, readStanding } from '../../mirror/read-pickable.server.ts';
import { holdShorts } from '../floor/hold-shorts.server.ts';
import { openAgain, takeTagsOff } from '../open-again.server.ts';
import { tellPutBack } from '../place/tell-picks.server.ts';
import type { LeftOut } from '../ship.ts';
import { letGoOfLines, saveWaveOrder } from '../store/order.server.ts';
import { moveWave, type Wave } from '../store/wave.server.ts';
import { mayHappen } from '../wave.ts';
import { type Parcel, sentWhole, withoutShipped } from './parcel.ts';
import { giveUpParcels, parcelsOfWave } from './store.server.ts';

/** These orders of a picked wave do not go, or not the rest of them: Shopify opens them again, and their goods go back. */
export async function leaveBehind(
  tx: ShopTx,
  shop: string,
  wave: Wave,
  leftOut: readonly LeftOut[],
  orders: readonly OrderStanding[],
  parcels: readonly Parcel[],
  now: Date,
): Promise<void> {
  if (leftOut.length === 0) return;
  for (const order of leftOut)
    await saveWaveOrder(tx, shop, wave.id, { orderId: order.orderId, leftOut: order.reason });
  const behind = new Set(leftOut.map((order) => order.orderId));
  await giveUpParcels(tx, wave.id, [...behind]);
  await openAgain(
    tx,
    shop,
    wave.id,
    orders.filter((order) => behind.has(order.orderId)),
    wave.lines,
  );
  const back = withoutShipped(wave.lines, parcels).filter((line) => behind.has(line.orderId));
  await tellPutBack(tx, shop, { ...wave, waveId: wave.id, lines: back }, now);
  await letGoOfLines(tx, wave.id, [...behind]);
}

/** Orders of a picked wave of which something still waits to be shipped. */
export function waitingOrders(wave: Wave, parcels: readonly Parcel[]): Set<string> {
  const behind = new Set(wave.orders.flatMap((order) => (order.leftOut === null ? [] : [order.orderId])));
  const whole = new Set(wave.orders.filter((order) => sentWhole(order, parcels)).map((order) => order.orderId));
  return new Set(
    withoutShipped(wave.lines, parcels)
      .filter((line) => line.picked > 0 && !behind.has(line.orderId) && !whole.has(line.orderId))
      .map((line) => line.orderId),
  );
}

/** Ends a picked wave of which nothing waits any more. The caller holds the wave. False when something does. */
export async function endWaveWhenDone(tx: ShopTx, shop: string, wave: Wave, now: Date): Promise<boolean> {
  if (!mayHappen('ship', wave.state)) return false;
  const parcels = await parcelsOfWave(tx, wave.id);
  if (waitingOrders(wave, parcels).size > 0) return false;
  const orderIds = [...new Set(wave.lines.map((line) => line.orderId))];
  const orders = await readStanding(tx, orderIds);
  const nothing = wave.orders.filter(
    (order) =>
      order.leftOut === null &&
      order.commandId === null &&
      !parcels.some((parcel) => parcel.orderId === order.orderId && parcel.state === 'shipped'),
  );
  const leftOut = nothing.map(({ orderId, orderName }) => ({ orderId, orderName, reason: NOTHING_PICKED }));
  await leaveBehind(tx, shop, wave, leftOut, orders, parcels, now);
  await endWave(tx, shop, wave, orders, wave.orders.length - leftOut.length - leftOutBefore(wave), now);
  return true;
}

const leftOutBefore = (wave: Wave) => wave.orders.filter((order) => order.leftOut !== null).length;

export const NOTHING_PICKED = 'Nothing was there to pick.';

/** The wave is shipped: shorts are held, its lines are free, the diary hears of it. `shipped`: how many of its orders went. */
export async function endWave(
  tx: ShopTx,
  shop: string,
  wave: Wave,
  orders: readonly OrderStanding[],
  shipped: number,
  now: Date,
): Promise<void> {
  await moveWave(tx, shop, wave.id, 'ship', now);
  await takeTagsOff(tx, shop, wave);
  await holdShorts(tx, shop, wave, orders);
  await letGoOfLines(tx, wave.id);
  await append(tx, shop, [
    {
      type: 'wave.shipped',
      key: `wave.shipped:${wave.id}`,
      subject: `Wave/${wave.id}`,
      at: now.toISOString(),
      data: { waveId: wave.id, number: wave.number, orders: shipped },
    },
  ]);
}
