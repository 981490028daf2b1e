// The guest's way through the portal: find the order, choose lines, check them, ask. Each step carries a signed token that is
// good for the next one only; nothing a browser sends is believed beyond it.
import { randomUUID } from 'node:crypto';
import { env } from '../env.server.ts';
import { readKeyRing } from '../lib/seal.server.ts';
import { matchOrder } from '../mirror/read-returnable.server.ts';
import { callShopify } from '../shopify/client.server.ts';
import { fileRequest } from './file-request.server.ts';
import { type AskShopify, lookAtOrder } from './look-at-order.server.ts';
import { mayTry } from './portal-limits.server.ts';
import { choosePage, findPage, messagePage, noMatch, type PortalPage, reviewPage, statusPage } from './portal-page.ts';
import { type Purpose, readToken, signToken, type TokenContent } from './portal-token.server.ts';
import { readRequest, type TypedLine } from './request.ts';
import { readRequestStatus } from './request-status.server.ts';

export type PortalVisit = {
  shop: string;
  /** the portal's path as the customer's browser sees it, for example /apps/backroom/returns */
  path: string;
  /** where the visitor comes from, for counting tries */
  address: string;
};

export type PortalAnswer = { status: number; page: PortalPage };

const ring = readKeyRing(env.TOKEN_KEYS);
const MINUTES = 60;
const stepLives = 15 * MINUTES;
const statusLives = 30 * 24 * 60 * MINUTES;

const tooOften = (path: string): PortalAnswer => ({
  status: 429,
  page: messagePage(path, 'Too many tries', 'Please wait a while, then try again.'),
});
const ranOut = (path: string): PortalAnswer => ({
  status: 410,
  page: messagePage(path, 'This page has run out', 'For safety it is good for 15 minutes. Please start again.'),
});
const notNow = (path: string): PortalAnswer => ({
  status: 503,
  page: messagePage(path, 'Not now', 'Your return cannot be taken at the moment. Please try again in a few minutes.'),
});

/** GET: the first page, or with `status` where a request stands. */
export async function openPortal(visit: PortalVisit, statusToken: string | null, now: Date): Promise<PortalAnswer> {
  if (statusToken === null) return { status: 200, page: findPage(visit.path, { orderName: '', email: '' }) };
  if (!(await mayTry(visit.shop, { address: visit.address }))) return tooOften(visit.path);
  const token = read(statusToken, 'status', visit.shop, now);
  const standing = token && (await readRequestStatus(visit.shop, token.nonce, token.orderId));
  if (!standing) return ranOut(visit.path);
  return { status: 200, page: statusPage(standing.orderName, standing.status, standing.lines) };
}

/** POST: one step further. `form` may hold anything. */
export async function takePortalStep(
  visit: PortalVisit,
  form: FormData,
  now: Date,
  ask: AskShopify = callShopify,
): Promise<PortalAnswer> {
  switch (text(form, 'step')) {
    case 'find':
      return find(visit, form, now, ask);
    case 'choose':
      return choose(visit, form, now, ask);
    case 'file':
      return file(visit, form, now, ask);
    default:
      return { status: 400, page: findPage(visit.path, { orderName: '', email: '' }) };
  }
}

async function find(visit: PortalVisit, form: FormData, now: Date, ask: AskShopify): Promise<PortalAnswer> {
  const orderName = text(form, 'order_name').slice(0, 50);
  const email = text(form, 'email').slice(0, 254);
  const tries = { address: visit.address, email, order: orderName.trim().replace(/^#/, '') };
  if (!(await mayTry(visit.shop, tries))) return tooOften(visit.path);
  const found = orderName.trim() && email.trim() ? await matchOrder(visit.shop, orderName, email) : null;
  if (!found) return { status: 200, page: findPage(visit.path, { orderName, email }, noMatch) };
  const look = await lookAtOrder(visit.shop, found.orderId, now, ask);
  if (!look) return notNow(visit.path);
  const token = sign(visit.shop, { purpose: 'choose', orderId: found.orderId, nonce: randomUUID() }, stepLives, now);
  return { status: 200, page: choosePage(visit.path, look.order.name, token, look.decisions, look.reasons) };
}

async function choose(visit: PortalVisit, form: FormData, now: Date, ask: AskShopify): Promise<PortalAnswer> {
  if (!(await mayTry(visit.shop, { address: visit.address }))) return tooOften(visit.path);
  const carried = text(form, 'token');
  const token = read(carried, 'choose', visit.shop, now);
  if (!token) return ranOut(visit.path);
  const look = await lookAtOrder(visit.shop, token.orderId, now, ask);
  if (!look) return notNow(visit.path);
  const typed = typedLines(form);
  const asked = readRequest(typed, look.decisions, look.reasons);
  if (!asked.ok) {
    const page = choosePage(visit.path, look.order.name, carried, look.decisions, look.reasons, typed, asked.problems);
    return { status: 422, page };
  }
  const { orderId, nonce } = token;
  const next = sign(visit.shop, { purpose: 'file', orderId, nonce, lines: asked.lines }, stepLives, now);
  return { status: 200, page: reviewPage(visit.path, look.order.name, next, asked.lines) };
}

async function file(visit: PortalVisit, form: FormData, now: Date, ask: AskShopify): Promise<PortalAnswer> {
  if (!(await mayTry(visit.shop, { address: visit.address }))) return tooOften(visit.path);
  const token = read(text(form, 'token'), 'file', visit.shop, now);
  if (!token?.lines) return ranOut(visit.path);
  const { orderId, nonce } = token;
  const lines = token.lines.map((line) => ({ ...line, quantity: String(line.quantity) }));
  const filed = await fileRequest(visit.shop, { requestId: nonce, orderId, door: 'portal', lines }, now, ask);
  if (!filed.ok) {
    const problem = filed.problems?.form ?? Object.values(filed.problems?.lines ?? {})[0];
    if (!problem) return notNow(visit.path);
    return { status: 409, page: messagePage(visit.path, 'Please choose again', problem) };
  }
  const standing = await readRequestStatus(visit.shop, filed.requestId, orderId);
  if (!standing) return notNow(visit.path);
  const status = sign(visit.shop, { purpose: 'status', orderId, nonce }, statusLives, now);
  const again = `${visit.path}?status=${encodeURIComponent(status)}`;
  return { status: 200, page: statusPage(standing.orderName, standing.status, standing.lines, again) };
}

function sign(shop: string, token: Omit<TokenContent, 'shop' | 'until'>, lives: number, now: Date): string {
  return signToken(ring, { ...token, shop, until: Math.floor(now.getTime() / 1000) + lives });
}

function read(carried: string, purpose: Purpose, shop: string, now: Date): TokenContent | null {
  return readToken(ring, carried, { purpose, shop }, now);
}

/** Fields quantity_ID, reason_ID and note_ID, for every ID that has a quantity. */
function typedLines(form: FormData): TypedLine[] {
  return [...form.keys()]
    .filter((name) => name.startsWith('quantity_'))
    .slice(0, 500)
    .map((name) => {
      const id = name.slice('quantity_'.length);
      return {
        fulfillmentLineItemId: id,
        quantity: text(form, name),
        reasonId: text(form, `reason_${id}`),
        note: text(form, `note_${id}`),
      };
    });
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
