// Shopify, the word that comes from it, and what it answers to the outbox.
import { inShop } from '../../app/db.server.ts';
import { append } from '../../app/events/append.server.ts';
import { followOrders } from '../../app/picking/floor/follow-orders.server.ts';
import { followParcels } from '../../app/picking/hand-off/follow-parcels.server.ts';
import { followOrdersAtWall } from '../../app/picking/put-wall/follow-wall.server.ts';
import { retryCommand } from '../../app/shopify/outbox.server.ts';
import { type House, never, now, pickOne, whyHeld } from './house.ts';
import { type Change, change, fulfill, heldByWaves, lock, makeReady, type Parts, tellMirror } from './store.ts';

/** Something happens to an order at Shopify; word of it is on its way. */
export function happen(house: House, what: Change, at: number): void {
  const order = pickOne([...house.store.orders.values()], at)!;
  change(house.store, order, what, Math.floor(at / 3));
  post(house, order.id);
}

function post(house: House, orderId: string): void {
  house.mail.push({ ...structuredClone(house.store.orders.get(orderId)!), at: house.time });
}

/** One letter arrives, whichever; it may arrive again. */
export async function hear(house: House, at: number): Promise<void> {
  const told = pickOne(house.mail.toReversed(), at);
  if (told && (await tellMirror(house.shop, told))) house.mirror.set(told.id, told);
}

/** The jobs that tell phones and walls what orders want now. */
export async function follow(house: House): Promise<void> {
  await followOrders(house.shop, whyHeld(house), now(house));
  await followOrdersAtWall(house.shop, whyHeld(house), now(house));
}

export const followSent = (house: House) => followParcels(house.shop, never, now(house));

type Answer = 'takes it' | 'refuses' | 'took it, answer lost' | 'heard nothing, answer lost';
export const answers: readonly Answer[] = [
  'takes it',
  'takes it',
  'refuses',
  'took it, answer lost',
  'heard nothing, answer lost',
];

const LIFT = 'fulfillmentOrderReleaseHold';
const SHIP = 'fulfillmentCreate';
const READY = 'fulfillmentOrderLineItemsPreparedForPickup';
type Command = {
  operation: string;
  id: string;
  idempotencyKey: string;
  subject: string;
  state: string;
  variables: unknown;
};
export const orderOf = (command: { subject: string }) => command.subject.replace('Order/', '');
export const partsOf = (command: { variables: unknown }) => (command.variables as { fulfillment: Parts }).fulfillment;

const commands = (house: House) =>
  inShop(house.shop, (tx) =>
    tx.command.findMany({ where: { subject: { startsWith: 'Order/' } }, orderBy: { seq: 'asc' } }),
  );

/** The outbox sends the oldest command about an order, and hears what Shopify says; `applied` is what shipments took effect. */
export async function answer(
  house: House,
  applied: Map<string, Parts>,
  at: number,
  kind = pickOne(answers, at)!,
): Promise<string | null> {
  const all = await commands(house);
  const open = all.filter((one) => one.state === 'queued' || one.state === 'unknown');
  const first = open.filter((one) => open.find((each) => each.subject === one.subject) === one);
  const command = pickOne(first, at);
  if (!command) return null;
  if (command.state === 'unknown') {
    await settle(house, command, house.took.has(command.id) ? 'confirmed' : 'queued');
    return command.operation;
  }
  const lost = kind.endsWith('lost');
  const refused =
    kind === 'refuses' || kind === 'heard nothing, answer lost' ? 'Try again later.' : take(house, command, all);
  if (!refused) {
    if (house.took.has(command.id)) house.faults.push(`command ${command.idempotencyKey} took effect twice`);
    house.took.add(command.id);
    if (command.operation === SHIP) applied.set(command.id, partsOf(command));
    post(house, orderOf(command));
  }
  await settle(house, command, lost ? 'unknown' : refused ? 'failed' : 'confirmed', refused ?? '');
  return command.operation;
}

/** The same until it is one that ships something. */
export async function answerShipment(house: House, applied: Map<string, Parts>, at: number): Promise<void> {
  for (let nth = 0; nth < 5; nth++) {
    const operation = await answer(house, applied, at + nth);
    if (operation === null || operation === SHIP || operation === READY) return;
  }
}

/** What Shopify does with a command; why it does not, or null. */
function take(house: House, command: Command, all: readonly Command[]): string | null {
  const { store } = house;
  const orderId = orderOf(command);
  // What a wave holds for its walk it lets go before it asks for anything to be fulfilled, unless Shopify did not let it.
  const stuck = all.some((one) => one.operation === LIFT && one.subject === command.subject && one.state === 'failed');
  if ((command.operation === SHIP || command.operation === READY) && !stuck && !house.again.has(command.id))
    for (const { id, of } of heldByWaves(store, orderId))
      house.faults.push(`${command.idempotencyKey} was asked for while ${of} holds ${id}`);
  switch (command.operation) {
    case SHIP:
      return fulfill(store, orderId, partsOf(command));
    case READY: {
      const { input } = command.variables as {
        input: { lineItemsByFulfillmentOrder: { fulfillmentOrderId: string }[] };
      };
      const parts = input.lineItemsByFulfillmentOrder.map((one) => one.fulfillmentOrderId);
      return makeReady(store, orderId, parts);
    }
    case 'tagsAdd':
    case 'tagsRemove':
      return null;
    default:
      return lock(store, orderId, command.operation, command.variables as Parameters<typeof lock>[3]);
  }
}

async function settle(house: House, command: Command, state: string, problem = ''): Promise<void> {
  const { id, subject, operation } = command;
  await inShop(house.shop, async (tx) => {
    const { attempts } = await tx.command.update({
      where: { shop_id: { shop: house.shop, id } },
      data: {
        ...{ state, problem: problem || null, attempts: { increment: 1 } },
        settledAt: state === 'confirmed' || state === 'failed' ? now(house) : null,
      },
    });
    if (state === 'queued') return;
    const about = { key: `command.${state}:${id}:${attempts}`, subject, at: now(house).toISOString() };
    const data = { commandId: id, operation, subject };
    await append(tx, house.shop, [
      state === 'confirmed'
        ? { ...about, type: 'command.confirmed', data }
        : { ...about, type: state === 'failed' ? 'command.failed' : 'command.unknown', data: { ...data, problem } },
    ]);
  });
}

/** Someone at the outbox sends a refused command again, or all that would let something go. */
export async function sendAgain(house: House, at: number | 'lifts'): Promise<void> {
  const failed = (await commands(house)).filter((one) => one.state === 'failed');
  const some = at === 'lifts' ? failed.filter((one) => one.operation === LIFT) : [pickOne(failed, at)];
  for (const one of some) if (one && (await retryCommand(house.shop, one.id, now(house)))) house.again.add(one.id);
}
