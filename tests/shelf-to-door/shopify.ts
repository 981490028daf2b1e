// Shopify, the word that comes from it, and what it answers to the outbox.
import { inShop } from '../../app/db.server.ts';
import { append } from '../../app/events/append.server.ts';
import { followOrders } from '../../app/picking/floor/follow-orders.server.ts';
import { followParcels } from '../../app/picking/hand-off/follow-parcels.server.ts';
import { followOrdersAtWall } from '../../app/picking/put-wall/follow-wall.server.ts';
import { retryCommand } from '../../app/shopify/outbox.server.ts';
import { type House, never, now, pickOne, whyHeld } from './house.ts';
import { type Change, change, fulfill, makeReady, type Parts, tellMirror } from './store.ts';

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

const shipments = (house: House) =>
  inShop(house.shop, (tx) =>
    tx.command.findMany({ where: { operation: { in: ['fulfillmentCreate', READY] } }, orderBy: { seq: 'asc' } }),
  );

/** The outbox sends the oldest command about an order, and hears what Shopify says; `applied` names those that took effect. */
export async function answer(
  house: House,
  applied: Map<string, Parts>,
  at: number,
  kind = pickOne(answers, at)!,
): Promise<boolean> {
  const open = (await shipments(house)).filter((one) => one.state === 'queued' || one.state === 'unknown');
  const first = open.filter((one) => open.find((each) => each.subject === one.subject) === one);
  const command = pickOne(first, at);
  if (!command) return false;
  if (command.state === 'unknown') {
    const did = applied.has(command.id) || house.ready.has(command.id);
    await settle(house, command, did ? 'confirmed' : 'queued');
    return true;
  }
  const lost = kind.endsWith('lost');
  const refused =
    kind === 'refuses' || kind === 'heard nothing, answer lost' ? 'Try again later.' : take(house, command);
  if (!refused && command.operation === READY) house.ready.add(command.id);
  else if (!refused) {
    if (applied.has(command.id)) house.faults.push(`command ${command.idempotencyKey} took effect twice`);
    applied.set(command.id, partsOf(command));
    post(house, orderOf(command));
  }
  await settle(house, command, lost ? 'unknown' : refused ? 'failed' : 'confirmed', refused ?? '');
  return true;
}

/** What Shopify does with a command; why it does not, or null. */
function take(house: House, command: Command): string | null {
  if (command.operation !== READY) return fulfill(house.store, orderOf(command), partsOf(command));
  const { input } = command.variables as { input: { lineItemsByFulfillmentOrder: { fulfillmentOrderId: string }[] } };
  const parts = input.lineItemsByFulfillmentOrder.map((one) => one.fulfillmentOrderId);
  return makeReady(house.store, orderOf(command), parts);
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

/** Someone at the outbox sends a refused command again. */
export async function sendAgain(house: House, at: number): Promise<string | null> {
  const failed = pickOne(
    (await shipments(house)).filter((one) => one.state === 'failed'),
    at,
  );
  return failed && (await retryCommand(house.shop, failed.id, now(house))) ? failed.id : null;
}
