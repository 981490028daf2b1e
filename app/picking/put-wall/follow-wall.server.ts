// The shop goes on while a wave is sorted: what it wants no more, or wants again, is said to the wall, and what is packed leaves it.
import { randomUUID } from 'node:crypto';
import { inShop, type ShopTx } from '../../db.server.ts';
import { readStanding } from '../../mirror/read-pickable.server.ts';
import { sentWhole, unitsIn } from '../hand-off/parcel.ts';
import { parcelsOfWave } from '../hand-off/store.server.ts';
import type { WhyHeld } from '../plan-wave.server.ts';
import { loadAtWall } from '../store/queues.server.ts';
import type { WallDeed } from './deed.ts';
import { begin, hear, holdWall, saveMissing, saveWall, type Wall } from './hold-wall.server.ts';
import { leftOf, onCart } from './ledger.ts';
import { newsFor } from './wanted.ts';

/** Compares every wave that is to be sorted with what its orders want now. Returns how many walls heard news. */
export async function followOrdersAtWall(shop: string, whyHeld: WhyHeld, now: Date): Promise<number> {
  let told = 0;
  for (const waveId of await inShop(shop, (tx) => loadAtWall(tx)))
    if (await inShop(shop, (tx) => followWall(tx, shop, waveId, whyHeld, now))) told++;
  return told;
}

async function followWall(tx: ShopTx, shop: string, waveId: string, whyHeld: WhyHeld, now: Date): Promise<boolean> {
  const wall = await holdWall(tx, shop, waveId);
  if (wall?.wave.state !== 'picked') return false;
  const { lines, orders, locationId } = wall.wave;
  const orderIds = [...new Set(wall.tasks.map((task) => task.orderId))];
  const parcels = await parcelsOfWave(tx, waveId);
  const news = newsFor(
    wall.state,
    lines,
    {
      inParcels: unitsIn(parcels),
      shipped: unitsIn(parcels.filter((parcel) => parcel.state === 'shipped')),
      sentWhole: new Set(orders.filter((one) => sentWhole(one, parcels)).map((one) => one.orderId)),
      leftOut: new Set(orders.flatMap((one) => (one.leftOut !== null ? [one.orderId] : []))),
    },
    await readStanding(tx, orderIds),
    // The shelf does not matter: the goods are here.
    new Set((await whyHeld(tx, orderIds, true)).keys()),
    locationId,
  );
  await tellWall(tx, shop, wall, news, now);
  return news.length > 0;
}

/** All that was picked of an order is packed: the pigeonhole in which it stood is free. The caller holds the wave. */
export async function packedFromWall(
  tx: ShopTx,
  shop: string,
  waveId: string,
  orderId: string,
  now: Date,
): Promise<void> {
  const wall = await holdWall(tx, shop, waveId);
  if (!wall || wall.state.gone.has(orderId) || !wall.tasks.some((task) => task.orderId === orderId)) return;
  await tellWall(tx, shop, wall, [{ kind: 'packed', order: orderId }], now);
}

/**
 * A phone took units of an item off the cart again while the wave is sorted: the wall misses them, of whichever orders, those that want
 * them no more first. Answers how many it missed: what stands in pigeonholes is not on the cart. The caller holds the wave.
 */
export async function missAtWall(
  tx: ShopTx,
  shop: string,
  waveId: string,
  item: string,
  units: number,
  now: Date,
): Promise<number> {
  const wall = await holdWall(tx, shop, waveId);
  // What the wave left behind was told to be in its bins already.
  const behind = new Set(wall?.wave.orders.flatMap(({ orderId, leftOut }) => (leftOut === null ? [] : orderId)));
  const own = [...(wall?.state.tasks.values() ?? [])].filter(
    (one) => one.task.item === item && onCart(one) > 0 && !behind.has(one.task.orderId),
  );
  let open = units;
  for (const one of own.toSorted((a, b) => leftOf(a) - leftOf(b))) {
    const some = Math.min(open, onCart(one));
    if (!wall || some === 0) continue;
    const deed: WallDeed = { kind: 'missing', task: one.task.id, units: some };
    hear(wall, { id: randomUUID(), device: null, pickerId: null, at: now, deed });
    await saveMissing(tx, shop, wall, one.task.id);
    open -= some;
  }
  if (wall) await saveWall(tx, shop, wall);
  return units - open;
}

async function tellWall(tx: ShopTx, shop: string, wall: Wall, news: readonly WallDeed[], now: Date): Promise<void> {
  if (news.length === 0) return;
  begin(wall, randomUUID(), now);
  for (const deed of news) hear(wall, { id: randomUUID(), device: null, pickerId: null, at: now, deed });
  await saveWall(tx, shop, wall);
}
