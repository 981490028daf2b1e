import { createHmac } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { inShop } from '../db.server.ts';
import { env } from '../env.server.ts';
import { action } from './webhooks.tsx';

let shop = '';
let number = 0;
beforeEach(() => {
  shop = `hears-${number++}.myshopify.com`;
});

type Over = { secret?: string; headers?: Record<string, string | null>; signature?: string; door?: typeof action };

function deliver(body: string | Buffer, over: Over = {}): Promise<Response> {
  const bytes = Buffer.from(body);
  const headers = new Headers({
    'x-shopify-topic': 'orders/create',
    'x-shopify-shop-domain': shop,
    'x-shopify-webhook-id': 'w1',
    'x-shopify-event-id': 'e1',
    'x-shopify-api-version': '2026-07',
    'x-shopify-triggered-at': '2026-07-01T09:00:01.123456789Z',
    'x-shopify-hmac-sha256':
      over.signature ??
      createHmac('sha256', over.secret ?? env.SHOPIFY_API_SECRET)
        .update(bytes)
        .digest('base64'),
  });
  for (const [name, value] of Object.entries(over.headers ?? {}))
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  const request = new Request('http://localhost/webhooks', { method: 'POST', headers, body: new Uint8Array(bytes) });
  return (over.door ?? action)({ request, params: {}, context: {} });
}

const inbox = () => inShop(shop, (tx) => tx.inbox.findMany({ orderBy: { webhookId: 'asc' } }));

describe('the door for webhooks', () => {
  test('a signed delivery is stored, sealed, and only then acknowledged', async () => {
    expect((await deliver('{"id":1}')).status).toBe(200);
    const [row] = await inbox();
    expect(row).toMatchObject({ topic: 'orders/create', eventId: 'e1', state: 'new' });
    expect(Buffer.from(row!.payload!).toString()).not.toContain('"id"');
    expect(row!.triggeredAt.toISOString()).toBe('2026-07-01T09:00:01.123Z');
  });

  test('the same delivery twice is one row', async () => {
    await Promise.all([deliver('{"id":1}'), deliver('{"id":1}')]);
    expect((await deliver('{"id":1}')).status).toBe(200);
    expect(await inbox()).toHaveLength(1);
  });

  test.each([
    ['a wrong signature', { signature: Buffer.alloc(32).toString('base64') }],
    ['a short signature', { signature: 'abcd' }],
    ['no signature', { headers: { 'x-shopify-hmac-sha256': null } }],
    ['a stranger’s secret', { secret: 'somebody else' }],
  ])('%s is refused with 401 and leaves nothing', async (_what, over) => {
    expect((await deliver('{"id":1}', over)).status).toBe(401);
    expect(await inbox()).toEqual([]);
  });

  test('while a secret rotates, both are heard; afterwards the old one is not', async () => {
    env.SHOPIFY_API_SECRET_PREVIOUS = 'the old secret';
    expect((await deliver('{"id":1}', { secret: 'the old secret' })).status).toBe(200);
    expect((await deliver('{"id":2}', { headers: { 'x-shopify-webhook-id': 'w2' } })).status).toBe(200);
    delete env.SHOPIFY_API_SECRET_PREVIOUS;
    expect((await deliver('{"id":3}', { secret: 'the old secret' })).status).toBe(401);
    expect(await inbox()).toHaveLength(2);
  });

  test.each(['{"id": 1', 'not json at all', ''])(
    'malformed but signed (%j) is accepted: the fold will say why not',
    async (body) => {
      expect((await deliver(body)).status).toBe(200);
      expect(await inbox()).toHaveLength(1);
    },
  );

  test('an unknown topic is accepted too', async () => {
    expect((await deliver('{}', { headers: { 'x-shopify-topic': 'cheese/melted' } })).status).toBe(200);
  });

  test.each(['evil.example.com', 'a b.myshopify.com', '', '-x.myshopify.com'])(
    'the shop "%s" is refused',
    async (name) => {
      expect((await deliver('{}', { headers: { 'x-shopify-shop-domain': name } })).status).toBe(400);
    },
  );

  test('10 MB is noted as a dead letter and not asked for again; unsigned it is 401', async () => {
    const great = Buffer.alloc(10 * 1024 * 1024, 'x');
    expect((await deliver(great, { signature: Buffer.alloc(32).toString('base64') })).status).toBe(401);
    expect(await inbox()).toEqual([]);
    const answer = await deliver(great);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('dead letter')]);
    expect((await deliver(Buffer.alloc(33 * 1024 * 1024, 'x'))).status).toBe(413);
    const [row] = await inbox();
    expect(row).toMatchObject({ state: 'dead', payload: null });
    expect(row!.problem).toContain('10485760 bytes');
  });

  test('a row the database refuses does not cost its neighbours their place', async () => {
    const answers = await Promise.all([
      deliver('{"id":1}', { headers: { 'x-shopify-webhook-id': 'good-1' } }),
      deliver('{"id":2}', {
        headers: { 'x-shopify-webhook-id': 'bad', 'x-shopify-triggered-at': '-271821-04-20T00:00:00Z' },
      }),
      deliver('{"id":3}', { headers: { 'x-shopify-webhook-id': 'good-2' } }),
    ]);
    expect([answers[0]!.status, answers[2]!.status]).toEqual([200, 200]);
    const ids = (await inbox()).map((row) => row.webhookId);
    expect(ids).toContain('good-1');
    expect(ids).toContain('good-2');
  });
});

describe('without its database', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  /** Where a database was that now takes connections and says nothing, or is gone. */
  async function address(taking: boolean): Promise<string> {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket.on('error', () => {})));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const close = () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    };
    if (taking) closing.push(close);
    else await new Promise((closed) => server.close(closed));
    return `postgresql://backroom_app:x@127.0.0.1:${port}/backroom`;
  }

  test.each([
    ['that is gone', false],
    ['that does not answer', true],
  ])('%s, every shop is asked for its first delivery again before Shopify stops listening', async (_what, taking) => {
    vi.stubEnv('DATABASE_URL', await address(taking));
    vi.resetModules();
    const { action: door } = await import('./webhooks.tsx');
    const begun = performance.now();
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        deliver('{"id":1}', { door, headers: { 'x-shopify-shop-domain': `${name}.myshopify.com` } }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual([503, 503, 503]);
    // One after the other they would take 12 s.
    expect(performance.now() - begun).toBeLessThan(6000);
  });
});
