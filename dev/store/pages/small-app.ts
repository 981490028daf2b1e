import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppDefinition } from '../auth/app.ts';

export const SMALL_SECRET = 'small-secret';

/**
 * A little embedded app without any framework, for the tests of these pages: it answers with the CSP and the script tag of a real one, keeps what
 * it was asked, and refuses a session token once when told to.
 */
export async function startSmallApp(bridge = 'https://cdn.shopify.com/shopifycloud/app-bridge.js') {
  const seen: { method: string; url: URL; headers: Record<string, string | string[] | undefined>; body: string }[] = [];
  let refuse = 0;
  const server: Server = createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://app');
    let body = '';
    for await (const part of incoming) body += part;
    seen.push({ method: incoming.method ?? '', url, headers: incoming.headers, body });
    const shop = url.searchParams.get('shop');
    if (url.pathname === '/data') {
      if (refuse-- > 0) {
        outgoing.writeHead(401, { 'x-shopify-retry-invalid-session-request': '1' });
        return outgoing.end();
      }
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      return outgoing.end(JSON.stringify({ authorization: incoming.headers.authorization ?? null }));
    }
    if (url.pathname === '/bounced' && !url.searchParams.has('id_token')) {
      url.searchParams.set('shopify-reload', `${url.pathname}${url.search}`);
      outgoing.writeHead(302, { location: `/auth/session-token?${url.searchParams}` });
      return outgoing.end();
    }
    if (url.pathname.startsWith('/proxy')) {
      const liquid = url.pathname.endsWith('/page');
      outgoing.writeHead(200, { 'content-type': liquid ? 'application/liquid' : 'application/json' });
      return outgoing.end(
        liquid ? '<h2>Return an item</h2>' : JSON.stringify({ ...Object.fromEntries(url.searchParams), body }),
      );
    }
    outgoing.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': shop
        ? `frame-ancestors https://${shop} https://admin.shopify.com;`
        : `frame-ancestors 'none'`,
    });
    outgoing.end(document(bridge, url.pathname));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    seen,
    url,
    definition: {
      apiKey: 'small-key',
      secret: SMALL_SECRET,
      title: 'Small',
      handle: 'small',
      url,
      scopes: ['read_orders'],
      optionalScopes: ['read_products'],
      redirectUrls: [],
      embedded: true,
      webhookApiVersion: '2026-07',
      subscriptions: [],
      appProxy: { url: `${url}/proxy`, prefix: 'apps', subpath: 'small' },
    } satisfies AppDefinition,
    refuseOnce: () => {
      refuse = 1;
    },
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

const document = (
  bridge: string,
  path: string,
) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Small app</title>
<script src="${bridge}" data-api-key="small-key"></script></head><body style="font:14px sans-serif;padding:16px">
<ui-nav-menu><a href="/" rel="home">Home</a><a href="/waves">Waves</a><a href="/returns">Returns</a></ui-nav-menu>
<ui-title-bar title="Small title"><button variant="primary" onclick="say('primary pressed')">Plan a wave</button><button onclick="say('plain pressed')">Export</button></ui-title-bar>
<ui-save-bar id="bar"><button variant="primary" onclick="say('saved'); shopify.saveBar.hide('bar')">Save</button><button onclick="say('discarded'); shopify.saveBar.hide('bar')">Discard</button></ui-save-bar>
<ui-modal id="modal"><p style="padding:16px">Modal text</p><ui-title-bar title="Modal title"><button variant="primary" onclick="say('modal done'); document.getElementById('modal').hide()">Done</button></ui-title-bar></ui-modal>
<h1 id="path">${path}</h1><p id="said"></p>
<form data-save-bar id="form"><label>Name <input name="name"></label></form>
<a id="leave" href="/elsewhere">Elsewhere</a> <a id="orders" href="shopify:admin/orders">Orders</a>
<script>const say = (text) => { document.getElementById('said').textContent = text; };
document.getElementById('form').addEventListener('submit', (event) => { event.preventDefault(); say('form sent'); });</script></body></html>`;
