import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../tests/mirrored.ts';
import { inShop } from '../db.server.ts';
import { env } from '../env.server.ts';
import { readKeyRing } from '../lib/seal.server.ts';
import { fileForCustomer, lookForCustomer } from './account-door.server.ts';
import { approveByPolicy, approveReturn, declineReturn } from './answer-request.server.ts';
import type { AskShopify } from './look-at-order.server.ts';
import { noMatch } from './portal-page.ts';
import { openPortal, type PortalVisit, takePortalStep } from './portal-steps.server.ts';
import { readToken, signToken } from './portal-token.server.ts';
import { changePolicy, readReturnPage, readReturnsPage } from './read-returns.server.ts';

const now = new Date('2026-11-22T09:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const ring = readKeyRing(env.TOKEN_KEYS);

let shop = '';
let shops = 0;
let visit: PortalVisit;

/** Shopify's side of the network: each order's fulfillment line has the order's id and two units left. */
const ask: AskShopify = async (_shop, operation, variables) => {
  const id = (variables as { orderId?: string }).orderId?.split('/').at(-1);
  const data =
    operation.name === 'returnReasons'
      ? {
          returnReasonDefinitions: {
            nodes: [
              { id: 'gid://shopify/ReturnReasonDefinition/1', handle: 'unknown', name: 'Unknown', deleted: false },
              { id: 'gid://shopify/ReturnReasonDefinition/5', handle: 'too-small', name: 'Too small', deleted: false },
            ],
            pageInfo: { hasNextPage: false, endCursor: null },
          },
        }
      : {
          returnableFulfillments: {
            nodes: [
              {
                id: 'gid://shopify/ReturnableFulfillment/1',
                fulfillment: { id: 'gid://shopify/Fulfillment/1', createdAt: '2026-11-10T00:00:00Z' },
                returnableFulfillmentLineItems: {
                  nodes: [
                    {
                      quantity: 2,
                      fulfillmentLineItem: {
                        id: `gid://shopify/FulfillmentLineItem/${id}7`,
                        lineItem: { id: `gid://shopify/LineItem/${id}1` },
                      },
                    },
                  ],
                  pageInfo: { hasNextPage: false, endCursor: null },
                },
              },
            ],
            pageInfo: { hasNextPage: false, endCursor: null },
          },
        };
  return { ok: true, data: data as never, denied: [] };
};
const silence: AskShopify = async () => ({ ok: false, problem: { kind: 'unreachable', says: 'no answer' } });

beforeEach(async () => {
  shop = `portal-${shops++}.myshopify.com`;
  visit = { shop, path: '/apps/backroom/returns', address: '203.0.113.7' };
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    const createdAt = new Date('2026-01-01T00:00:00Z');
    await mirrorVariant(tx, shop, { id: '1', title: 'Mug', sku: 'MUG', createdAt, levels: [] });
    for (const [id, email, customerId] of [
      ['100', 'ann@example.com', '501'],
      ['200', 'bob@example.com', '502'],
    ] as const)
      await mirrorOrder(tx, shop, {
        id,
        at: new Date('2026-11-09T00:00:00Z'),
        shippedAt: new Date('2026-11-10T00:00:00Z'),
        locationId: '9',
        email,
        customerId,
        lines: [{ id: `${id}1`, variantId: '1', quantity: 2, title: 'Mug' }],
      });
  });
});

type Fields = Record<string, string>;

async function post(fields: Fields, at = now, how = ask) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const { status, page } = await takePortalStep(visit, form, at, how);
  return { status, body: page.body, token: /name="token" value="([^"]*)"/.exec(page.body)?.[1] ?? '' };
}

const find = (order_name: string, email: string) => post({ step: 'find', order_name, email });
const annsLine = { quantity_1007: '1', reason_1007: '5', note_1007: 'tight' };

async function reviewed(fields: Fields = annsLine): Promise<string> {
  const { token } = await find('#100', 'ann@example.com');
  return (await post({ step: 'choose', token, ...fields })).token;
}

const requests = () => inShop(shop, (tx) => tx.portalRequest.count());
const commands = () => inShop(shop, (tx) => tx.command.findMany({ orderBy: { seq: 'asc' } }));

describe('a guest', () => {
  test('finds the order, chooses, checks and asks; one request reaches the outbox', async () => {
    const choose = await find(' 100 ', ' Ann@Example.com');
    expect(choose.body).toContain('How many to return (of 2)');
    const review = await post({ step: 'choose', token: choose.token, ...annsLine });
    expect(review.body).toContain('1 × Mug: Too small');
    const filed = await post({ step: 'file', token: review.token });
    expect(filed.body).toContain('We have received your request. It is being passed on');
    const [command] = await commands();
    expect(command).toMatchObject({
      operation: 'returnRequest',
      subject: 'Order/100',
      variables: {
        input: {
          orderId: 'gid://shopify/Order/100',
          returnLineItems: [
            {
              fulfillmentLineItemId: 'gid://shopify/FulfillmentLineItem/1007',
              quantity: 1,
              returnReasonDefinitionId: 'gid://shopify/ReturnReasonDefinition/5',
              customerNote: 'tight',
            },
          ],
        },
      },
    });
    const status = /href="[^"]*\?status=([^"]*)"/.exec(filed.body)?.[1] ?? '';
    await inShop(shop, (tx) => tx.command.updateMany({ data: { state: 'confirmed', settledAt: now } }));
    const seen = await openPortal(visit, decodeURIComponent(status), later(24 * 60));
    expect(seen.page.body).toContain('We have received your request and will answer it soon.');
  });

  test('no page shows anything personal', async () => {
    const choose = await find('#100', 'ann@example.com');
    const review = await post({ step: 'choose', token: choose.token, ...annsLine });
    const filed = await post({ step: 'file', token: review.token });
    for (const { body } of [choose, review, filed]) expect(body).not.toMatch(/A Person|ann@|example\.com/i);
  });

  test('what was typed stays when something is missing', async () => {
    const { token } = await find('#100', 'ann@example.com');
    const again = await post({ step: 'choose', token, quantity_1007: '2', reason_1007: '', note_1007: 'torn' });
    expect(again.status).toBe(422);
    expect(again.body).toContain('Choose a reason');
    expect(again.body).toContain('>torn</textarea>');
    const right = await post({ step: 'choose', token: again.token, ...annsLine });
    expect(right.status).toBe(200);
  });

  test('hears honestly when Shopify does not answer, and nothing is filed', async () => {
    const token = await reviewed();
    expect((await post({ step: 'file', token }, now, silence)).status).toBe(503);
    expect(await requests()).toBe(0);
    expect((await post({ step: 'file', token })).status).toBe(200);
  });
});

describe('an attacker', () => {
  test('learns nothing of which orders exist: wrong e-mail, wrong number and nonsense get the same answer', async () => {
    const attempts: [string, string][] = [
      ['#100', 'bob@example.com'],
      ['#100', 'x@y.z'],
      ['#999', 'ann@example.com'],
      ["' OR 1=1 --", '%'],
      ['', ''],
    ];
    for (const [name, email] of attempts) {
      const answer = await find(name, email);
      expect(answer.status).toBe(200);
      expect(answer.body).toContain(noMatch);
      expect(answer.token).toBe('');
      const bare = (await find('#100', 'nobody@example.com')).body;
      const blank = (body: string) => body.replace(/ value="[^"]*"/g, '');
      expect(blank(answer.body)).toBe(blank(bare));
    }
  });

  test('is slowed down by address, e-mail and order', async () => {
    const results = [];
    for (let n = 0; n < 12; n += 1) results.push((await find(`#${n}`, 'ann@example.com')).status);
    expect(results.slice(0, 10)).toEqual(Array(10).fill(200));
    expect(results.slice(10)).toEqual([429, 429]);
    // a right guess from now on is not answered either
    expect((await find('#100', 'ann@example.com')).status).toBe(429);
    // another shop is not affected, nor another order with another e-mail
    visit = { ...visit, address: '203.0.113.8' };
    expect((await find('#200', 'bob@example.com')).token).not.toBe('');
    visit = { ...visit, address: '203.0.113.9' };
    const byAddress = [];
    for (let n = 0; n < 41; n += 1) byAddress.push((await find(`#a${n}`, `${n}@example.com`)).status);
    expect(byAddress[39]).toBe(200);
    expect(byAddress[40]).toBe(429);
  });

  test('cannot raise the quantity, change the line, or ask for a line of another order', async () => {
    const { token } = await find('#100', 'ann@example.com');
    const tampered: [Fields, number][] = [
      [{ quantity_1007: '3', reason_1007: '5' }, 422],
      [{ quantity_1007: '-1', reason_1007: '5' }, 422],
      [{ quantity_1007: '1', reason_1007: '1' }, 422],
      [{ quantity_2007: '1', reason_2007: '5' }, 422],
      [{ 'quantity_1007; DROP TABLE': '1' }, 422],
      [{}, 422],
    ];
    for (const [fields, status] of tampered)
      expect((await post({ step: 'choose', token, ...fields })).status).toBe(status);
    expect(await requests()).toBe(0);
  });

  test('cannot make, change, reuse across shops, or outlive a token', async () => {
    const token = await reviewed();
    const [body = '', signature = ''] = token.split('.');
    const content = JSON.parse(Buffer.from(body, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...content, orderId: '200' })).toString('base64url');
    const { token: chooseToken } = await find('#100', 'ann@example.com');
    for (const bad of ['', 'x', `${forged}.${signature}`, `${body}.`, `${body}.${signature}.x`, chooseToken])
      expect((await post({ step: 'file', token: bad })).status).toBe(410);
    expect((await post({ step: 'file', token }, later(16))).status).toBe(410);
    // the same bytes at another shop
    expect(readToken(ring, token, { purpose: 'file', shop: 'other.myshopify.com' }, now)).toBeNull();
    // a file token does not open the other steps
    expect((await post({ step: 'choose', token, ...annsLine })).status).toBe(410);
    expect((await openPortal(visit, token, now)).status).toBe(410);
    expect(await requests()).toBe(0);
  });

  test('replaying a confirmed step, even at the same time, files once', async () => {
    const token = await reviewed();
    const answers = await Promise.all([1, 2, 3].map(() => post({ step: 'file', token })));
    for (const answer of answers) expect(answer.status).toBe(200);
    expect((await post({ step: 'file', token })).status).toBe(200);
    expect(await requests()).toBe(1);
    expect(await commands()).toHaveLength(1);
  });

  test('two tokens cannot take the same units: what is on its way is no longer on offer', async () => {
    const two = { quantity_1007: '2', reason_1007: '5' };
    const [first, second] = [await reviewed(two), await reviewed(two)];
    const answers = await Promise.all([post({ step: 'file', token: first }), post({ step: 'file', token: second })]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
    expect(await commands()).toHaveLength(1);
  });

  test('a policy that has become stricter meanwhile is heeded at the last step', async () => {
    const token = await reviewed();
    await changePolicy(shop, { windowDays: '1', finalSaleTags: '', needsApproval: true });
    expect((await post({ step: 'file', token })).status).toBe(409);
  });
});

describe('a signed-in customer', () => {
  const ann = () => ({ shop, customer: 'gid://shopify/Customer/501' });
  const order = 'gid://shopify/Order/100';
  const body = (over: object = {}) => ({
    orderId: order,
    requestId: randomUUID(),
    lines: [{ fulfillmentLineItemId: '1007', quantity: '1', reasonId: '5', note: '' }],
    ...over,
  });

  test('sees and returns what is theirs', async () => {
    const look = await lookForCustomer(ann(), order, now, ask);
    expect(look).toMatchObject({ status: 200, body: { ok: true, orderName: '#100', requests: [] } });
    const filing = body();
    expect(await fileForCustomer(ann(), filing, now, ask)).toEqual({
      status: 200,
      body: { ok: true, status: 'sending' },
    });
    expect(await fileForCustomer(ann(), filing, now, ask)).toMatchObject({ status: 200 });
    expect(await commands()).toHaveLength(1);
    expect((await lookForCustomer(ann(), order, now, ask)).body).toMatchObject({ requests: [{ status: 'sending' }] });
  });

  test('finds somebody else’s order as little as none', async () => {
    const others = await lookForCustomer(ann(), 'gid://shopify/Order/200', now, ask);
    expect(others.status).toBe(404);
    expect(await lookForCustomer(ann(), 'gid://shopify/Order/999', now, ask)).toEqual(others);
    expect(await lookForCustomer(ann(), 'nonsense', now, ask)).toEqual(others);
    expect((await fileForCustomer(ann(), body({ orderId: 'gid://shopify/Order/200' }), now, ask)).status).toBe(404);
    expect((await lookForCustomer({ shop, customer: '' }, order, now, ask)).status).toBe(401);
    expect(await commands()).toHaveLength(0);
  });

  test('cannot take over a request of another order by its id', async () => {
    const filing = body();
    await fileForCustomer(ann(), filing, now, ask);
    const bob = { shop, customer: 'gid://shopify/Customer/502' };
    const stolen = { ...filing, orderId: 'gid://shopify/Order/200' };
    expect((await fileForCustomer(bob, stolen, now, ask)).status).toBe(503);
    expect(await commands()).toHaveLength(1);
  });
});

describe('answering', () => {
  async function requested(id = '900'): Promise<void> {
    await inShop(shop, (tx) =>
      tx.return.create({
        data: {
          shop,
          id,
          orderId: '100',
          name: '#100-R1',
          status: 'REQUESTED',
          createdAt: later(1),
          sourceUpdatedAt: later(1),
          heardAt: later(1),
          lines: {
            create: [
              { id: `${id}1`, orderLineId: '1001', fulfillmentLineItemId: '1007', quantity: 1, reason: 'Too small' },
            ],
          },
        },
      }),
    );
  }

  test('approving tells Shopify once; the second person is told', async () => {
    await requested();
    const answers = await Promise.all([approveReturn(shop, '900'), approveReturn(shop, '900')]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await declineReturn(shop, '900', { reason: 'OTHER', note: 'no' })).toMatchObject({
      ok: false,
      problem: '#100-R1 was already answered a moment ago. Shopify is being told.',
    });
    expect((await commands()).map((command) => command.operation)).toEqual(['returnApproveRequest']);
  });

  test('an answer that failed may be given again', async () => {
    await requested();
    await approveReturn(shop, '900');
    await inShop(shop, (tx) => tx.command.updateMany({ data: { state: 'failed' } }));
    expect(await declineReturn(shop, '900', { reason: 'FINAL_SALE', note: '' })).toEqual({ ok: true });
    expect((await commands())[1]?.variables).toEqual({
      input: { id: 'gid://shopify/Return/900', declineReason: 'FINAL_SALE', notifyCustomer: true },
    });
  });

  test.each([
    [{ reason: 'BORED', note: '' }, 'Choose a reason'],
    [{ reason: 'OTHER', note: ' ' }, 'Say why, so that the customer understands'],
    [{ reason: 'OTHER', note: 'x'.repeat(501) }, 'Shorten the note to 500 characters'],
  ])('declining needs a reason (%#)', async (typed, problem) => {
    await requested();
    expect(await declineReturn(shop, '900', typed)).toMatchObject({ ok: false, problem });
    expect(await commands()).toHaveLength(0);
  });

  test('what is not requested any more is not answered', async () => {
    await requested();
    await inShop(shop, (tx) => tx.return.updateMany({ data: { status: 'OPEN' } }));
    expect(await approveReturn(shop, '900')).toEqual({
      ok: false,
      problem: '#100-R1 was already approved. Nothing was changed.',
    });
    expect(await approveReturn(shop, '1')).toMatchObject({ ok: false });
  });

  test('the policy approves by itself only what came through our doors, and only when told to', async () => {
    await post({ step: 'file', token: await reviewed() });
    await requested();
    await inShop(shop, (tx) =>
      tx.return.create({
        data: {
          shop,
          id: '901',
          orderId: '200',
          name: '#200-R1',
          status: 'REQUESTED',
          createdAt: later(1),
          sourceUpdatedAt: later(1),
          heardAt: later(1),
        },
      }),
    );
    expect(await approveByPolicy(shop)).toBe(0);
    await changePolicy(shop, { windowDays: '30', finalSaleTags: '', needsApproval: false });
    expect(await approveByPolicy(shop)).toBe(1);
    expect(await approveByPolicy(shop)).toBe(0);
    expect((await commands()).at(-1)).toMatchObject({ operation: 'returnApproveRequest', subject: 'Return/900' });
    const page = await readReturnPage(shop, '900');
    expect(page?.request?.lines[0]?.trace.map((step) => step.rule)).toEqual([
      'shipped',
      'not-returned-before',
      'final-sale',
      'window',
    ]);
    const list = await readReturnsPage(shop, { statuses: ['REQUESTED'], search: '100' }, { skip: 0, take: 10 });
    expect(list.rows.map((row) => [row.name, row.orderName, row.lines[0]?.title])).toEqual([
      ['#100-R1', '#100', 'Mug'],
    ]);
  });
});

test('a token signed with an old key still opens after a rotation', () => {
  const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)].map((key) => key.toString('base64'));
  const content = { purpose: 'choose', shop: 's', orderId: '1', nonce: randomUUID(), until: 9_999_999_999 } as const;
  const signed = signToken(readKeyRing(old!), content);
  expect(readToken(readKeyRing(`${fresh},${old}`), signed, { purpose: 'choose', shop: 's' }, now)).toEqual(content);
  expect(readToken(readKeyRing(fresh!), signed, { purpose: 'choose', shop: 's' }, now)).toBeNull();
});
