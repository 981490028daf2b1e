import { createHmac } from 'node:crypto';
import type { App } from '../../auth/app.ts';
import type { Route, StoreResponse } from '../../kernel/route.ts';
import { tail } from '../format.ts';
import { Html, html } from '../html.ts';
import { signedIn } from './customer.ts';
import { type ShopRequest, shopRoutes, shopTitle, themed } from './theme.ts';

/** Headers of one connection only, and cookies, which Shopify keeps from the app and from the visitor. */
const NOT_SENT = new Set([
  'connection',
  'content-length',
  'cookie',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);
const NOT_ANSWERED = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'set-cookie',
  'transfer-encoding',
]);

/** The query of a proxied request with the parameters that Shopify adds, and its signature over all of them. `now` in ms. */
export function proxyQuery(
  given: URLSearchParams,
  added: { shop: string; customer: string; prefix: string },
  secret: string,
  now: number,
): URLSearchParams {
  const query = new URLSearchParams(given);
  query.delete('signature');
  query.set('shop', added.shop);
  query.set('logged_in_customer_id', added.customer);
  query.set('path_prefix', added.prefix);
  query.set('timestamp', String(Math.floor(now / 1000)));
  const signed = [...new Set(query.keys())].map((name) => `${name}=${query.getAll(name).join(',')}`);
  query.set('signature', createHmac('sha256', secret).update(signed.sort().join('')).digest('hex'));
  return query;
}

async function forward(request: ShopRequest): Promise<StoreResponse> {
  const { world, params, base } = request;
  const app = world
    .all('App')
    .find(({ appProxy }) => appProxy && appProxy.prefix === params.prefix && appProxy.subpath === params.subpath);
  if (!app?.appProxy)
    return themed(request, 'Not found', html`<h1>Not found</h1><p>No app answers at this address.</p>`, 404);
  const prefix = `/${params.prefix}/${params.subpath}`;
  const rest = request.url.pathname.slice(base.length + prefix.length);
  const customer = signedIn(request);
  const target = new URL(app.appProxy.url.replace(/\/$/, '') + rest);
  const added = { shop: world.shop, customer: customer ? tail(customer.id) : '', prefix };
  target.search = proxyQuery(request.url.searchParams, added, app.secret, Date.now()).toString();
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value && !NOT_SENT.has(name)) headers.set(name, value);
  headers.set('accept-encoding', 'identity');
  headers.set('x-forwarded-host', world.shop);
  let answer: Response;
  try {
    answer = await fetch(target, {
      method: request.method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
      ...(['GET', 'HEAD'].includes(request.method) ? {} : { body: new Uint8Array(request.body) }),
    });
  } catch (error) {
    return unreachable(request, app, error);
  }
  const kept = Object.fromEntries([...answer.headers].filter(([name]) => !NOT_ANSWERED.has(name)));
  if (kept.location?.startsWith(`${prefix}`)) kept.location = base + kept.location;
  const body = Buffer.from(await answer.arrayBuffer());
  const type = answer.headers.get('content-type') ?? '';
  if (!type.startsWith('application/liquid')) {
    const page = base !== '' && type.startsWith('text/html');
    return { status: answer.status, headers: kept, body: page ? rebased(body.toString('utf8'), prefix, base) : body };
  }
  const liquid = body.toString('utf8');
  const bare = /^\s*\{%-?\s*layout\s+none\s*-?%\}\s*/;
  const text = rebased(render(liquid.replace(bare, ''), request), prefix, base);
  if (!bare.test(liquid)) return themed(request, app.title, new Html(text), answer.status);
  return { status: answer.status, headers: { ...kept, 'content-type': 'text/html; charset=utf-8' }, body: text };
}

function unreachable(request: ShopRequest, app: App, error: unknown): StoreResponse {
  const reason = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).message;
  return themed(
    request,
    'Not available',
    html`<h1>There was an error in the third-party application.</h1><p>${app.title} did not answer at ${app.appProxy!.url} (${reason}).</p>`,
    502,
  );
}

/** Links of the app to its own proxied pages, where the storefront lies below /storefront/<name>. */
function rebased(text: string, prefix: string, base: string): string {
  return base ? text.replace(new RegExp(`((?:href|action|src)=["'])(?=${prefix}[/"'?])`, 'g'), `$1${base}`) : text;
}

/** The little of Liquid that is played: {{ shop.name }} and {{ customer.… }}. Everything else stays as it is written. */
function render(text: string, request: ShopRequest): string {
  if (!text.includes('{{')) return text;
  const customer = signedIn(request);
  const known: Record<string, string> = {
    'shop.name': shopTitle(request),
    'shop.permanent_domain': request.world.shop,
    'customer.id': customer ? tail(customer.id) : '',
    'customer.name': customer?.displayName ?? '',
    'customer.email': customer?.email ?? '',
  };
  return text.replace(/\{\{-?\s*([\w.]+)\s*-?\}\}/g, (whole, name: string) =>
    name in known ? html`${known[name]}`.text : whole,
  );
}

export const proxyRoutes: Route[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) =>
  shopRoutes(method, '/:prefix(apps|a|community|tools)/:subpath{/*}?', forward),
);
