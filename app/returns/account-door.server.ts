// The signed-in customer's door: only their own orders exist for them.
import { inShop } from '../db.server.ts';
import { readReturnableOrder } from '../mirror/read-returnable.server.ts';
import { callShopify } from '../shopify/client.server.ts';
import type { FileAnswer, FileBody, LookAnswer } from './account-api.ts';
import { fileRequest } from './file-request.server.ts';
import { type AskShopify, lookAtOrder } from './look-at-order.server.ts';
import { mayTry } from './portal-limits.server.ts';
import { readRequestStatus, readStandingsOf } from './request-status.server.ts';

/** `customer`: the session token's sub, gid://shopify/Customer/1; empty when nobody is signed in. */
export type Who = { shop: string; customer: string };

type Said<Body> = { status: number; body: Body };

// The same for an order that is not there and one that is somebody else's.
const notYours = { status: 404, body: { ok: false as const, problem: 'This order was not found in your account.' } };
const notNow = {
  status: 503,
  body: { ok: false as const, problem: 'Returns cannot be taken at the moment. Please try again in a few minutes.' },
};
const tooOften = { status: 429, body: { ok: false as const, problem: 'Too many tries. Please wait a few minutes.' } };
const signIn = { status: 401, body: { ok: false as const, problem: 'Please sign in to return something.' } };

export async function lookForCustomer(
  who: Who,
  orderGid: string,
  now: Date,
  ask: AskShopify = callShopify,
): Promise<Said<LookAnswer>> {
  const entered = await enter(who, orderGid);
  if (!entered.ok) return entered.said;
  const look = await lookAtOrder(who.shop, entered.orderId, now, ask);
  if (!look) return notNow;
  const requests = await readStandingsOf(who.shop, entered.orderId);
  const { decisions: lines, reasons, order } = look;
  return { status: 200, body: { ok: true, orderName: order.name, lines, reasons, requests } };
}

export async function fileForCustomer(
  who: Who,
  body: FileBody,
  now: Date,
  ask: AskShopify = callShopify,
): Promise<Said<FileAnswer>> {
  const entered = await enter(who, body.orderId);
  if (!entered.ok) return entered.said;
  const { orderId } = entered;
  const filed = await fileRequest(
    who.shop,
    { requestId: body.requestId, orderId, door: 'account', lines: body.lines },
    now,
    ask,
  );
  if (!filed.ok) {
    if (!filed.problems) return notNow;
    const problem = filed.problems.form ?? 'Please look at the marked items.';
    return { status: 422, body: { ok: false, problem, problems: filed.problems } };
  }
  const standing = await readRequestStatus(who.shop, filed.requestId, orderId);
  return standing ? { status: 200, body: { ok: true, status: standing.status } } : notNow;
}

type Entered = { ok: true; orderId: string } | { ok: false; said: Said<{ ok: false; problem: string }> };

async function enter({ shop, customer }: Who, orderGid: string): Promise<Entered> {
  const customerId = /^gid:\/\/shopify\/Customer\/(\d+)$/.exec(customer)?.[1];
  if (!customerId) return { ok: false, said: signIn };
  if (!(await mayTry(shop, { customer: customerId }))) return { ok: false, said: tooOften };
  const orderId = /^gid:\/\/shopify\/Order\/(\d+)$/.exec(orderGid)?.[1];
  const order = orderId ? await inShop(shop, (tx) => readReturnableOrder(tx, shop, orderId)) : null;
  if (!order || order.customerId !== customerId) return { ok: false, said: notYours };
  return { ok: true, orderId: order.orderId };
}
