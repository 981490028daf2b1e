// Looks for orders that cannot wait, and puts each into a walk that is under way, or into a wave of its own.
import { randomUUID } from 'node:crypto';
import { inShop, type ShopTx } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { log } from '../lib/log.server.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readStanding } from '../mirror/read-pickable.server.ts';
import { type ChecksOf, readBacklog } from './backlog.server.ts';
import { anyCart, type Cart, intoTotes, loadOf, orderSize, toteOfLines, type UnitSize } from './carts/cart.ts';
import {
  chooseWalk,
  type ExpressOrder,
  expressOrders,
  intoWalk,
  type OwnWave,
  ownWaves,
  type RunningWalk,
  roomFor,
} from './express.ts';
import { standing } from './floor/ledger.ts';
import { loadWalkers } from './floor/store.server.ts';
import { holdWalk, readWalkOf, type Walk } from './floor/walk.server.ts';
import { waysBetween } from './floor/ways.ts';
import { sizesOf } from './packing/boxes/store.server.ts';
import { loadBinPlaces, loadLayout } from './place/store.server.ts';
import { planWave } from './plan.ts';
import type { WhyHeld } from './plan-wave.server.ts';
import { loadWallSlots } from './put-wall/store.server.ts';
import { releaseWave } from './release-wave.server.ts';
import { loadCarts, loadRules, loadTerms } from './rules/store.server.ts';
import { loadShelves } from './shelves.server.ts';
import { loadExpressPlanned, loadReleased } from './store/queues.server.ts';
import { joinWave } from './store/walk.server.ts';
import { insertWave, LinesTaken, takeTurns, type Wave } from './store/wave.server.ts';
import { tellBegun } from './tell-begun.server.ts';
import { type Allocation, asWalk } from './wave.ts';

type Sizes = ReadonlyMap<string, UnitSize>;

/** Returns how many orders joined a walk, and how many waves were made for others. Does nothing where no rule is express. */
export async function takeExpress(
  shop: string,
  checksOf: ChecksOf,
  whyHeld: WhyHeld,
  now: Date,
): Promise<{ joined: number; waves: number }> {
  const taken = { joined: 0, waves: 0 };
  const rules = await inShop(shop, loadRules);
  if (rules.some((rule) => rule.active && rule.express))
    for (const { id: locationId } of await readLocations(shop)) {
      const { orders, sizes, carts, terms, slots } = await inShop(shop, async (tx) => {
        const { ready, shelves } = await readBacklog(tx, shop, locationId, checksOf, now);
        const known = await sizesOf(tx, shop, itemsOf(ready.flatMap((one) => one.lines)));
        const found = expressOrders(ready, rules, shelves, (lines) => orderSize(lines, known), now);
        return {
          ...{ orders: found, sizes: known, carts: await loadCarts(tx) },
          terms: await loadTerms(tx, shop, locationId),
          slots: await loadWallSlots(tx, shop, locationId),
        };
      });
      const rest: ExpressOrder[] = [];
      for (const order of orders) {
        const joins =
          order.rule.express === 'join' && (await unlessTaken(() => join(shop, locationId, order, sizes, carts, now)));
        if (joins) taken.joined++;
        else rest.push(order);
      }
      const cartOf = ({ cartId }: { cartId: string | null }) =>
        carts.find((cart) => cart.id === (cartId ?? terms.cartId)) ?? anyCart;
      for (const wave of ownWaves(rest, cartOf, terms.most, slots))
        if (await unlessTaken(() => planOwn(shop, locationId, wave, sizes, now))) taken.waves++;
    }
  // What was planned and not released, because somebody stopped the worker in between, is released now.
  for (const { id, number } of await inShop(shop, loadExpressPlanned)) {
    const released = await releaseWave(shop, id, whyHeld, now);
    if (!released.ok) log.warn({ shop, wave: number, problem: released.problem }, 'An express wave was not released');
  }
  return taken;
}

const itemsOf = (lines: readonly { inventoryItemId: string | null }[]) =>
  lines.flatMap((line) => line.inventoryItemId ?? []);

/** False when somebody else took the order first: it is in good hands. */
async function unlessTaken(work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LinesTaken) return false;
    throw error;
  }
}

async function planOwn(
  shop: string,
  locationId: string,
  { rules, cart, orders }: OwnWave,
  sizes: Sizes,
  now: Date,
): Promise<boolean> {
  const facts = {
    method: cart.method,
    cartName: cart === anyCart ? null : cart.name,
    ruleName: rules.map((rule) => rule.name).join(', '),
    express: true,
  };
  return inShop(shop, async (tx) => {
    const walk = await walkFor(tx, shop, locationId, orders);
    const { totes, lines } = intoTotes(cart, orders, walk, sizes);
    const named = lines.map((line) => ({ ...line, tote: line.tote?.toString() ?? null }));
    await insertWave(tx, shop, { id: randomUUID(), locationId, walk: named, totes, createdAt: now, facts });
    return true;
  });
}

/** Puts an order into the walk that it lengthens least; false when none has room. */
async function join(
  shop: string,
  locationId: string,
  order: ExpressOrder,
  sizes: Sizes,
  carts: readonly Cart[],
  now: Date,
): Promise<boolean> {
  return inShop(shop, async (tx) => {
    const fresh = await walkFor(tx, shop, locationId, [order]);
    const released = await loadReleased(tx);
    const walkers = await loadWalkers(tx, released);
    const walks: RunningWalk[] = [];
    for (const waveId of released) {
      if (!walkers.has(waveId)) continue;
      const walk = await readWalkOf(tx, shop, waveId);
      if (walk?.wave.locationId === locationId) walks.push(await asRunning(tx, shop, walk, fresh, carts));
    }
    const chosen = chooseWalk(
      walks,
      order,
      fresh.map((one) => one.bin),
    );
    if (!chosen) return false;
    // From here on nobody else changes it; what happened on it meanwhile is looked at.
    const walk = await holdWalk(tx, shop, chosen.walk.waveId);
    if (walk?.wave.state !== 'released') return false;
    const running = await asRunning(tx, shop, walk, fresh, carts);
    const totes = roomFor(running, order);
    if (!totes) return false;
    const { wave } = walk;
    // What was there keeps its turn, so that every allocation keeps its id.
    const all = asWalk(intoWalk<Allocation>(wave.walk, fresh, running.far));
    const lines = new Set(fresh.map((one) => one.fulfillmentOrderLineId));
    const own = all.filter((one) => lines.has(one.fulfillmentOrderLineId));
    const toteAt = toteOfLines(running.cart, totes.length, own, sizes);
    const joining = own.map((one, at) => ({ ...one, tote: totes[toteAt[at]!]! }));
    const tote = running.cart.method === 'cluster' ? Number(totes[0]) : null;
    const positions = new Map(all.map((one) => [one.id, one.position]));
    const { orderName } = order;
    await joinWave(tx, shop, wave.id, { walk: joining, positions, tote, orderName, joinedAt: now });
    const fulfillmentOrders = new Set(fresh.map((line) => line.fulfillmentOrderId));
    await tellBegun(tx, shop, wave, await readStanding(tx, [order.orderId]), fulfillmentOrders);
    const { id: waveId, number } = wave;
    await append(tx, shop, [
      {
        type: 'wave.joined',
        key: `wave.joined:${waveId}:${order.orderId}`,
        subject: `Order/${order.orderId}`,
        at: now.toISOString(),
        data: { waveId, number, orderId: order.orderId, units: order.units },
      },
    ]);
    return true;
  });
}

/** A walk for these orders, by bin name, from the zones of their rules where those have enough. Whoever makes waves of the same shelves waits meanwhile. */
async function walkFor(
  tx: ShopTx,
  shop: string,
  locationId: string,
  orders: readonly ExpressOrder[],
): Promise<Allocation[]> {
  await takeTurns(tx, shop);
  const candidates = orders.flatMap((order) => order.candidates);
  const shelves = await loadShelves(tx, locationId, itemsOf(candidates.flatMap((one) => one.lines)));
  const rules = new Map(orders.map((order) => [order.orderId, order.rule.when]));
  return planWave(candidates, orders.length, shelves, (orderId) => rules.get(orderId)!).walk;
}

async function asRunning(
  tx: ShopTx,
  shop: string,
  { wave, state, scans }: Walk,
  fresh: readonly Allocation[],
  carts: readonly Cart[],
): Promise<RunningWalk> {
  const tasks = [...state.tasks.values()];
  const open = tasks.filter((one) => standing(one).left > 0).map((one) => one.task.bin);
  const last = scans.findLast(
    ({ deed, device }) => device !== null && (deed.kind === 'picked' || deed.kind === 'took'),
  );
  const at = last && 'task' in last.deed ? (state.tasks.get(last.deed.task)?.task.bin ?? null) : null;
  const cart = cartOfWave(wave, carts);
  const sizes = await sizesOf(tx, shop, itemsOf(wave.lines));
  const named = tasks.flatMap((one) => [one.task.tote, ...one.inTotes.keys()]);
  // A swap that was refused names a tote that is in somebody's hands all the same.
  const swapped = scans.flatMap(({ deed }) => (deed.kind === 'swapped-tote' ? [deed.from, deed.to] : []));
  const bins = [...wave.walk, ...fresh].map((one) => one.bin);
  return {
    waveId: wave.id,
    cart,
    loads: [...Map.groupBy(wave.lines, (line) => line.orderId).values()].map((own) =>
      loadOf(cart, orderSize(own, sizes)),
    ),
    totes: new Set([...named, ...swapped]),
    ...{ open, at },
    far: await farOf(tx, wave.locationId, bins),
  };
}

function cartOfWave({ cartName, method }: Wave, carts: readonly Cart[]): Cart {
  const known = carts.find((cart) => cart.name === cartName && cart.method === method);
  return known ?? { ...anyCart, method: method === 'sort' || method === 'single' ? method : 'cluster' };
}

async function farOf(tx: ShopTx, locationId: string, bins: readonly (string | null)[]): Promise<RunningWalk['far']> {
  const kept = await loadLayout(tx, locationId);
  const ways = kept && waysBetween(kept.layout, await loadBinPlaces(tx, locationId, bins), bins);
  if (!ways) return null;
  const rows = new Map<string | null, number>(ways.bins.map((bin, at) => [bin, at + 1]));
  rows.set(null, 0);
  const size = ways.bins.length + 1;
  return (a, b) => {
    const [from, to] = [rows.get(a), rows.get(b)];
    return from === undefined || to === undefined ? undefined : ways.metres[from * size + to];
  };
}
