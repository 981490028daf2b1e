import { createHmac, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import { connected } from '../../scripts/database.ts';
import { type House, startHouse, until } from '../house.ts';

let house: House;
beforeAll(async () => {
  house = await startHouse();
});

/** A webhook of the given topic, signed as Shopify signs. */
function deliver(topic: string, body: string, secret = house.apiSecret): Promise<Response> {
  return fetch(`${house.appUrl}/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': topic,
      'x-shopify-shop-domain': house.shop,
      'x-shopify-api-version': '2026-07',
      'x-shopify-webhook-id': randomUUID(),
      'x-shopify-event-id': randomUUID(),
      'x-shopify-triggered-at': '2026-11-20T12:00:00.000Z',
      'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
    },
  });
}

/** Announces a body, waits until the server listens to it, sends half and closes the connection. */
function hangUpInside(path: string): Promise<void> {
  const { hostname, port } = new URL(house.appUrl);
  return new Promise((done, failed) => {
    const socket = connect(Number(port), hostname);
    socket.once('error', failed);
    socket.once('data', () => {
      socket.write('{"half":', () => socket.destroy());
    });
    socket.once('close', () => done());
    socket.write(`POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n`);
  });
}

const inboxRows = () =>
  connected(house.database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM "Inbox"');
    return rows[0]?.count ?? 0;
  });

test('the web process and the dev store answer', async () => {
  expect((await fetch(`${house.appUrl}/healthz`)).status).toBe(200);
  expect((await fetch(house.storeUrl)).status).toBeLessThan(500);
});

test('a page that names no shop may be framed by nobody', async () => {
  const page = await fetch(`${house.appUrl}/auth/login`, {
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0' },
  });
  expect(page.headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
});

test('a signed webhook reaches the inbox, a wrongly signed one does not', async () => {
  const before = await inboxRows();
  expect((await deliver('shop/update', '{"id":1}', 'somebody else')).status).toBe(401);
  expect((await deliver('shop/update', '{"id":1}')).status).toBe(200);
  expect(await inboxRows()).toBe(before + 1);
});

test.each(['/webhooks', '/auth/login', '/proxy/returns'])(
  'a client that hangs up in the middle of POST %s takes nobody with it',
  async (path) => {
    await hangUpInside(path);
    expect((await fetch(`${house.appUrl}/healthz`)).status).toBe(200);
    expect((await deliver('shop/update', '{"id":1}')).status).toBe(200);
  },
);

test('a web process that was killed starts again on its address and takes webhooks', async () => {
  await house.kill('web');
  await expect(fetch(`${house.appUrl}/healthz`)).rejects.toThrow();
  await house.start('web');
  expect((await deliver('shop/update', '{"id":2}')).status).toBe(200);
  await until(async () => (await inboxRows()) > 1, { what: 'the second webhook in the inbox', deadline: 5_000 });
});

test('guessing pairing codes is stopped, whatever address a guesser claims to come from', async () => {
  const guess = (nth: number, seenByProxy: string) =>
    fetch(`${house.appUrl}/floor/api/pair`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': `10.0.0.${nth}, ${seenByProxy}`,
        'x-client-address': `10.1.0.${nth}`,
      },
      body: JSON.stringify({ code: '1-K7QM-3FXP', pin: '7305', name: '' }),
    });
  const answers: number[] = [];
  for (let nth = 0; nth < 21; nth++) answers.push((await guess(nth, '192.0.2.1')).status);
  expect(answers).toEqual([...Array(20).fill(403), 429]);
  expect((await guess(0, '192.0.2.2')).status).toBe(403);
});

test('a request that grows too large is cut off at every door, with its limit and what to do', async () => {
  const megabyte = new Uint8Array(1024 * 1024).fill(120);
  const endless = () => {
    let sent = 0;
    return new ReadableStream({
      pull(controller) {
        if (sent++ < 40) controller.enqueue(megabyte);
        else controller.close();
      },
    });
  };
  const headers = { 'user-agent': 'Mozilla/5.0 Chrome/140.0', 'content-type': 'application/json' };
  for (const path of ['/auth/login', '/api/returns', '/proxy/returns', '/app/waves/sizes/import', '/floor/api/pair']) {
    // Whoever may not enter is told so before a byte of it is read; the others are cut off.
    const grown = await fetch(`${house.appUrl}${path}`, {
      ...{ method: 'POST', headers, body: endless(), duplex: 'half' },
    } as RequestInit).then(
      (answer) => answer.status,
      // The connection may be gone before all of it was said.
      () => 413,
    );
    expect([401, 403, 400, 413]).toContain(grown);
    const announced = await fetch(`${house.appUrl}${path}`, {
      method: 'POST',
      headers,
      body: new Uint8Array(17 * 1024 * 1024),
    });
    expect([announced.status, await announced.text()]).toEqual([413, expect.stringContaining('at once')]);
  }
  const page = await fetch(`${house.appUrl}/app/waves/carts.data`, {
    method: 'POST',
    headers,
    body: new Uint8Array(3 * 1024 * 1024),
  });
  expect(page.status).toBe(413);
  expect(page.headers.get('content-type')).toContain('text/x-script');
  expect(await page.text()).toContain('larger than 2 MB');
  expect((await fetch(`${house.appUrl}/healthz`)).status).toBe(200);
}, 60_000);
