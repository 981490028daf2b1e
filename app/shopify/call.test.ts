import { describe, expect, test } from 'vitest';
import { type Bucket, FULL_BUCKET, reserve, settle, take } from './budget.ts';
import { type CallOptions, call, type World } from './call.server.ts';
import { fulfillmentCreate } from './operations/fulfillment-create.ts';
import { inventoryAdjustQuantities } from './operations/inventory-adjust-quantities.ts';
import { shopRead } from './operations/shop-read.ts';
import { tagsAdd } from './operations/tags-add.ts';

const shop = 'rye.myshopify.com';

type Step = Response | Error | ((body: { variables: Record<string, unknown> }, token: string) => Response);

/** Shopify as a script of answers, on a clock that only moves when someone sleeps. */
function scripted(...steps: Step[]) {
  let now = Date.parse('2026-11-22T12:00:00Z');
  let bucket: Bucket = { ...FULL_BUCKET, asOf: new Date(now) };
  const slept: number[] = [];
  const heard: { at: number; token: string; variables: Record<string, unknown> }[] = [];
  const refusals: (string | null)[] = [];
  const begun = now;
  const world: World = {
    now: () => new Date(now),
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
    random: () => 0.5,
    costs: new Map(),
    tokens: async (_shop, refused) => {
      refusals.push(refused);
      const accessToken = refused === null ? 'shpat_old' : 'shpat_new';
      return { ok: true, tokens: { accessToken, expires: null, refreshToken: null, refreshTokenExpires: null } };
    },
    takePoints: async (_shop, points, at) => {
      const { bucket: after, taken, waitMs } = take(bucket, points, at);
      bucket = after;
      return { taken, waitMs };
    },
    reservePoints: async (_shop, points, at) => {
      const reserved = reserve(bucket, points, at);
      bucket = reserved.bucket;
      return reserved.waitMs;
    },
    settlePoints: async (_shop, points, status, at) => {
      bucket = settle(bucket, points.reserved, points.spent, status, at);
    },
    fetch: async (_url, init) => {
      const body = JSON.parse(String(init?.body));
      const token = new Headers(init?.headers).get('X-Shopify-Access-Token') ?? '';
      heard.push({ at: now - begun, token, variables: body.variables });
      const step = steps[Math.min(heard.length, steps.length) - 1];
      if (step instanceof Error) throw step;
      if (step === undefined) throw new Error('the script is at its end');
      return typeof step === 'function' ? step(body, token) : step.clone();
    },
  };
  return { world, heard, slept, refusals, bucket: () => bucket };
}

const status = (currentlyAvailable: number) => ({ maximumAvailable: 2000, currentlyAvailable, restoreRate: 100 });
const good = (data: unknown = { shop: { name: 'Rye' } }, available = 1990) =>
  Response.json({
    data,
    extensions: { cost: { requestedQueryCost: 10, actualQueryCost: 10, throttleStatus: status(available) } },
  });
const throttled = (requestedQueryCost: number, available: number) =>
  Response.json({
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
    extensions: { cost: { requestedQueryCost, actualQueryCost: null, throttleStatus: status(available) } },
  });
const cut = () => new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
const closed = () =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) });

const ship = {
  fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/1' }] },
};
const adjust = {
  input: {
    name: 'available',
    reason: 'correction',
    changes: [
      {
        delta: 1,
        changeFromQuantity: null,
        inventoryItemId: 'gid://shopify/InventoryItem/1',
        locationId: 'gid://shopify/Location/1',
      },
    ],
  },
};
const run = (script: ReturnType<typeof scripted>, options?: CallOptions) =>
  call(script.world, shop, shopRead, {}, options);

describe('a read', () => {
  test('gives the data', async () => {
    expect(await run(scripted(good()))).toEqual({ ok: true, data: { shop: { name: 'Rye' } }, denied: [] });
  });

  test('waits out THROTTLED by the restore rate', async () => {
    const script = scripted(throttled(600, 100), good());
    expect((await run(script)).ok).toBe(true);
    // 500 points are missing at 100 a second.
    expect(script.heard[1]?.at).toBeGreaterThanOrEqual(5000);
    expect(script.heard[1]?.at).toBeLessThan(5300);
  });

  test('gives up when the budget will not come back in time, and says how long it would take', async () => {
    const script = scripted(throttled(1000, 0));
    const answer = await run(script, { beginBefore: new Date(script.world.now().getTime() + 3000) });
    expect(answer).toMatchObject({ ok: false, problem: { kind: 'throttled' } });
    expect(script.heard).toHaveLength(1);
    expect(script.bucket().available).toBeGreaterThanOrEqual(0);
  });

  test.each([429, 500, 502, 503])('is repeated after %d', async (code) => {
    const script = scripted(new Response('', { status: code }), good());
    expect((await run(script)).ok).toBe(true);
    expect(script.heard).toHaveLength(2);
  });

  test('Retry-After is in seconds', async () => {
    const script = scripted(new Response('', { status: 429, headers: { 'Retry-After': '2.0' } }), good());
    await run(script);
    expect(script.heard[1]?.at).toBe(2000);
  });

  test('is repeated when the connection is cut, later each time, and then given up as unreachable', async () => {
    const script = scripted(cut());
    expect(await run(script)).toMatchObject({ ok: false, problem: { kind: 'unreachable' } });
    expect(script.heard).toHaveLength(5);
    expect(script.slept).toEqual([375, 750, 1500, 3000]);
  });

  test('gets a fresh token when the stored one is refused, once', async () => {
    const refused = new Response('{"errors":"[API] Invalid API key or access token"}', { status: 401 });
    const script = scripted((_body, token) => (token === 'shpat_new' ? good() : refused.clone()));
    expect((await run(script)).ok).toBe(true);
    expect(script.refusals).toEqual([null, 'shpat_old']);
    const dead = scripted(refused);
    expect(await run(dead)).toMatchObject({ ok: false, problem: { kind: 'unauthorized' } });
    expect(dead.heard).toHaveLength(2);
  });

  test('a field that is denied comes as null, and is named', async () => {
    const error = {
      message: 'Access denied for email field.',
      path: ['order', 'email'],
      extensions: { code: 'ACCESS_DENIED' },
    };
    const answer = await run(scripted(Response.json({ data: { order: { id: '1', email: null } }, errors: [error] })));
    expect(answer).toMatchObject({ ok: true, denied: ['order.email'] });
  });

  test('denied as a whole, it says which access is missing', async () => {
    const error = {
      message: 'Access denied for shop field. Required access: x.',
      path: ['shop'],
      extensions: { code: 'ACCESS_DENIED' },
    };
    const answer = await run(scripted(Response.json({ data: { shop: null }, errors: [error] })));
    expect(answer).toMatchObject({
      ok: false,
      problem: { kind: 'denied', says: expect.stringContaining('Required access') },
    });
  });

  test.each([
    [402, 'shopUnavailable'],
    [404, 'shopUnavailable'],
    [423, 'shopUnavailable'],
    [403, 'denied'],
  ])('%d is not repeated: %s', async (code, kind) => {
    const script = scripted(new Response('no', { status: code }));
    expect(await run(script)).toMatchObject({ ok: false, problem: { kind } });
    expect(script.heard).toHaveLength(1);
  });

  test('an answer that is not JSON is no answer', async () => {
    const script = scripted(new Response('<html>'), good());
    expect((await run(script)).ok).toBe(true);
  });
});

describe('a write that must not happen twice', () => {
  const send = (script: ReturnType<typeof scripted>) => call(script.world, shop, fulfillmentCreate, ship);

  test.each([
    ['a cut connection', cut()],
    ['a time-out', Object.assign(new Error('timed out'), { name: 'TimeoutError' })],
    ['502', new Response('', { status: 502 })],
    [
      'an internal error',
      Response.json({ errors: [{ message: 'Oops', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }),
    ],
    [
      'a result of which a field failed',
      Response.json({
        data: { fulfillmentCreate: { fulfillment: null, userErrors: [] } },
        errors: [{ message: 'Field failed', path: ['fulfillmentCreate', 'fulfillment'] }],
      }),
    ],
  ])('after %s nobody knows: it is not repeated', async (_name, step) => {
    const script = scripted(step, good());
    expect(await send(script)).toMatchObject({ ok: false, problem: { kind: 'unknown' } });
    expect(script.heard).toHaveLength(1);
  });

  test('is repeated where it surely did not happen: throttled, 429, no connection', async () => {
    const script = scripted(
      throttled(10, 0),
      new Response('', { status: 429 }),
      closed(),
      good({ fulfillmentCreate: {} }),
    );
    expect((await send(script)).ok).toBe(true);
    expect(script.heard).toHaveLength(4);
  });

  test('never reached, it is unreachable and not unknown', async () => {
    expect(await send(scripted(closed()))).toMatchObject({ ok: false, problem: { kind: 'unreachable' } });
  });

  test('what Shopify refuses is said in its words', async () => {
    const refusal = {
      fulfillmentCreate: {
        fulfillment: null,
        userErrors: [{ field: ['fulfillment'], message: 'Fulfillment order does not exist.' }],
      },
    };
    expect(await send(scripted(good(refusal)))).toMatchObject({
      ok: false,
      problem: {
        kind: 'userErrors',
        says: expect.stringContaining('Fulfillment order does not exist.'),
        errors: [{ field: ['fulfillment'], message: 'Fulfillment order does not exist.', code: null }],
      },
    });
  });
});

test('a write that was never run because of its document has failed', async () => {
  const invalid = Response.json({ data: { fulfillmentCreate: null }, errors: [{ message: 'Invalid id' }] });
  const script = scripted(invalid);
  expect(await call(script.world, shop, fulfillmentCreate, ship)).toMatchObject({
    ok: false,
    problem: { kind: 'graphqlErrors' },
  });
  expect(script.heard).toHaveLength(1);
});

describe('a write with a key', () => {
  test('is repeated with the same key after a cut connection', async () => {
    const script = scripted(cut(), good({ inventoryAdjustQuantities: {} }));
    const answer = await call(script.world, shop, inventoryAdjustQuantities, adjust, { idempotencyKey: 'count-7' });
    expect(answer.ok).toBe(true);
    expect(script.heard.map((call) => call.variables.idempotencyKey)).toEqual(['count-7', 'count-7']);
  });

  test('without its key is a mistake of the caller', async () => {
    await expect(call(scripted(good()).world, shop, inventoryAdjustQuantities, adjust)).rejects.toThrow(
      'idempotencyKey',
    );
  });

  test('cut and then not reachable any more, it is unknown', async () => {
    const script = scripted(cut(), closed());
    const answer = await call(script.world, shop, inventoryAdjustQuantities, adjust, { idempotencyKey: 'count-7' });
    expect(answer).toMatchObject({ ok: false, problem: { kind: 'unknown' } });
  });
});

describe('a write whose first answer was lost', () => {
  const again = (...steps: Step[]) => {
    const script = scripted(cut(), ...steps);
    const answer = call(script.world, shop, inventoryAdjustQuantities, adjust, { idempotencyKey: 'count-7' });
    return { script, answer };
  };
  const json = (...errors: unknown[]) => Response.json({ errors });

  test.each([
    ['a refused token', new Response('', { status: 401 })],
    ['403', new Response('', { status: 403 })],
    ['a shop that does not pay', new Response('', { status: 402 })],
    ['a denied field', json({ message: 'Access denied', extensions: { code: 'ACCESS_DENIED' } })],
    ['an error of the document', json({ message: 'Variable $input was provided invalid value' })],
  ])('is unknown, whatever comes later: %s', async (_name, step) => {
    expect(await again(step).answer).toMatchObject({ ok: false, problem: { kind: 'unknown' } });
  });

  test('is unknown when the tokens died meanwhile', async () => {
    const { script, answer } = again();
    script.world.tokens = async () =>
      script.heard.length === 0
        ? {
            ok: true,
            tokens: { accessToken: 'shpat_old', expires: null, refreshToken: null, refreshTokenExpires: null },
          }
        : { ok: false, reason: 'dead', says: 'dead' };
    expect(await answer).toMatchObject({ ok: false, problem: { kind: 'unknown' } });
  });

  test('is refused when Shopify refuses the same key: that was the answer', async () => {
    const refusal = {
      inventoryAdjustQuantities: { userErrors: [{ field: null, message: 'Not stocked.', code: 'X' }] },
    };
    expect(await again(good(refusal)).answer).toMatchObject({ ok: false, problem: { kind: 'userErrors' } });
  });
});

test('a harmless write is simply repeated', async () => {
  const script = scripted(cut(), good({ tagsAdd: { node: { id: 'x' }, userErrors: [] } }));
  const answer = await call(script.world, shop, tagsAdd, { id: 'gid://shopify/Order/1', tags: ['held'] });
  expect(answer.ok).toBe(true);
});
