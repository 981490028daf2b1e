// Keeps a shop alive: customers order through the day as they did in the last weeks, some call off or ask to return, suppliers
// deliver. What the shop's people do (pick, pack, decide) is left to the person at the screen.
import { levelsOf, shift } from '../admin/inventory/level.ts';
import { cancelOrder } from '../admin/orders/change.ts';
import { linesOf, type Order } from '../admin/orders/order.ts';
import { takeOrder } from '../admin/orders/taking.ts';
import type { World } from '../kernel/world.ts';
import { Chance } from './chance.ts';
import { chosenBy, express } from './shipping.ts';
import { takeBack } from './take-back.ts';

/** Orders a day at speed 1 when the last weeks say nothing. */
const QUIET = 20;
const DAY = 86_400_000;
/** Share of new orders that come with something to mend. */
const UNPAID = 0.05;
const BAD_ADDRESS = 0.06;

/** Starts the day at `speed` (1 = real time, 60 = a minute an hour; 0 = still). Returns how to stop it. */
export function liveThrough(world: World, speed: number, seed: number): () => void {
  if (speed <= 0) return () => {};
  const chance = new Chance(`day ${seed} ${world.now()}`);
  const rate = ordersADay(world) / DAY;
  let timer: NodeJS.Timeout;
  const next = () => {
    const wait = -Math.log(1 - chance.next()) / (rate * speed);
    timer = setTimeout(() => {
      world.transaction(() => happen(world, chance));
      world.settle();
      next();
    }, wait);
    timer.unref();
  };
  next();
  return () => clearTimeout(timer);
}

/** Shares of what happens; the rest are orders. */
const CALLED_OFF = 0.03;
const ASKED_BACK = 0.05;
const DELIVERED = 0.1;
/** Among so many latest orders someone changes their mind, or sends something back. */
const LATEST = 300;

/** One thing that happens: mostly an order, now and then a second thought or a delivery. */
export function happen(world: World, chance: Chance): void {
  const what = chance.next();
  if (what < CALLED_OFF) callOff(world, chance);
  else if (what < CALLED_OFF + ASKED_BACK) askToReturn(world, chance);
  else if (what < CALLED_OFF + ASKED_BACK + DELIVERED) receiveDelivery(world, chance);
  else placeOrder(world, chance);
}

/** A customer calls an order off before anything of it was shipped. */
function callOff(world: World, chance: Chance): void {
  const open = latest(world).filter(
    (order) => !order.cancelledAt && !order.closedAt && linesOf(world, order.id).every((line) => line.fulfilled === 0),
  );
  if (open.length === 0) return;
  cancelOrder(world, chance.pick(open), { reason: 'CUSTOMER', restock: true, refund: true });
}

/** A customer who received an order asks to send some of it back. */
function askToReturn(world: World, chance: Chance): void {
  const shipped = latest(world).filter(
    (order) =>
      !order.cancelledAt &&
      world.where('Return', 'orderId', order.id).length === 0 &&
      linesOf(world, order.id).some((line) => line.fulfilled > 0),
  );
  if (shipped.length === 0) return;
  const order = chance.pick(shipped);
  const sent = linesOf(world, order.id).flatMap((line, index) => (line.fulfilled > 0 ? [index] : []));
  takeBack(world, order, {
    key: '',
    at: world.timestamp(),
    order: order.id,
    lines: [{ line: chance.pick(sent), quantity: 1 }],
    reason: chance.pick(['UNWANTED', 'DEFECTIVE', 'NOT_AS_DESCRIBED', 'WRONG_ITEM'] as const),
    beforeShipping: false,
    status: 'requested',
  });
}

const latest = (world: World): Order[] => world.all('Order').slice(-LATEST);

function ordersADay(world: World): number {
  const since = new Date(world.now() - 28 * DAY).toISOString();
  const recent = world.all('Order').filter((order) => order.createdAt >= since).length;
  return Math.max(QUIET, recent / 28);
}

/** A customer orders what others ordered before: the lines of some past order, at today's prices, from what is in stock. */
function placeOrder(world: World, chance: Chance): Order | undefined {
  const orders = world.all('Order');
  const model = orders.length > 0 ? orders[Math.floor((0.7 + 0.3 * chance.next()) * orders.length)] : undefined;
  if (!model) return undefined;
  const bought = new Set<string>();
  const lines = world.where('LineItem', 'orderId', model.id).flatMap((line) => {
    const variant = line.variantId ? world.get('ProductVariant', line.variantId) : undefined;
    if (!variant || bought.has(variant.id)) return [];
    bought.add(variant.id);
    // A line ships from one location: more than the fullest shelf holds would be sold short.
    const quantity = Math.min(line.quantity, mostAtOnePlace(world, variant.inventoryItemId));
    return quantity > 0 ? [{ variantId: variant.id, quantity, price: { shop: variant.price } }] : [];
  });
  if (lines.length === 0) return undefined;
  const total = lines.reduce((sum, line) => sum + line.price.shop * line.quantity, 0);
  const address = model.shippingAddress && { ...model.shippingAddress };
  if (address && chance.next() < BAD_ADDRESS) address.zip = null;
  const paid = chance.next() >= UNPAID;
  const inAHurry = chance.next() < 0.1;
  return takeOrder(world, {
    lines: lines.slice(0, 6),
    email: model.email,
    customerId: model.customerId,
    shippingAddress: address,
    sourceName: 'web',
    shippingLines: inAHurry ? express : chosenBy(orders.length),
    ...(paid
      ? { transactions: [{ kind: 'SALE', gateway: 'shopify_payments', amount: { shop: total } }] }
      : { givenFinancialStatus: 'PENDING' }),
    ...(inAHurry ? { tags: ['express'] } : {}),
  });
}

const mostAtOnePlace = (world: World, itemId: string): number =>
  Math.max(
    0,
    ...levelsOf(world, itemId)
      .filter((level) => level.isActive)
      .map((level) => level.available),
  );

/** A supplier delivers some of what runs low. */
function receiveDelivery(world: World, chance: Chance): void {
  const active = world.all('InventoryLevel').filter((level) => level.isActive);
  const ordered = active.filter((level) => level.incoming > 0);
  const levels = ordered.length > 0 ? ordered : active.filter((level) => level.available <= 5);
  if (levels.length === 0) return;
  for (let times = chance.whole(1, 5); times > 0; times--) {
    const level = chance.pick(levels);
    // What was on order arrives as it was ordered.
    const units = level.incoming || 6 * chance.whole(2, 10);
    shift(world, level, { available: units, ...(level.incoming ? { incoming: -level.incoming } : {}) });
  }
}
