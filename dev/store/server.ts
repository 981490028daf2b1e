import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { findApp } from './auth/app.ts';
import { deliveriesOf } from './delivery/deliveries.ts';
import { execute } from './kernel/execute.ts';
import type { Route, StoreRequest, StoreResponse } from './kernel/route.ts';
import { resolveVersion } from './kernel/schema.ts';
import { DEFAULT_SHOP, DEV_TOKEN, type Shops } from './kernel/shops.ts';

const BODY_LIMIT = 25 * 1024 * 1024;

const graphql: Route = {
  method: 'POST',
  pattern: '/admin/api/:version/graphql.json',
  handle: ({ params, headers, body, shops, world }) => {
    const token = shops.token(world.shop, headers['x-shopify-access-token']);
    if (!token) {
      const errors = '[API] Invalid API key or access token (unrecognized login or wrong password)';
      return { status: 401, body: { errors } };
    }
    const version = resolveVersion(params.version!);
    if (!version) return { status: 404, body: { errors: 'Not Found' } };
    let request: { query?: unknown; variables?: unknown; operationName?: unknown };
    try {
      request = JSON.parse(body.toString('utf8'));
    } catch {
      return { status: 400, body: { errors: { query: 'Required parameter missing or invalid' } } };
    }
    if (typeof request?.query !== 'string')
      return { status: 400, body: { errors: { query: 'Required parameter missing or invalid' } } };
    const cut = token !== DEV_TOKEN && isMutation(request.query) ? deliveriesOf(world).drawCut() : undefined;
    if (cut === 'request') return { cut: true };
    const answer = execute(
      shops.api,
      world,
      { version, token, bucket: shops.bucket(world, token.app) },
      {
        query: request.query,
        variables: (request.variables ?? {}) as Record<string, unknown>,
        operationName: request.operationName as string | undefined,
      },
    );
    return { body: answer, headers: { 'x-shopify-api-version': version }, cut: cut === 'answer' };
  },
};

const isMutation = (query: string) => /^[^{]*\bmutation\b/.test(query.replace(/#.*/g, ''));

/** The points of a plan: 2000 and 100 a second for a standard shop, 20,000 and 1000 a second for Shopify Plus. */
const limits: Route = {
  method: 'POST',
  pattern: '/_store/limits',
  handle: ({ body, shops, world }) => {
    const { maximumAvailable, restoreRate, app } = JSON.parse(body.toString('utf8') || '{}');
    if (!(maximumAvailable > 0 && restoreRate > 0))
      return { status: 400, body: { error: 'maximumAvailable and restoreRate must be numbers above 0' } };
    const limited = app === undefined ? undefined : findApp(world, String(app));
    if (app !== undefined && !limited) return { status: 400, body: { error: `the shop knows no app ${app}` } };
    shops.limit(world, { maximumAvailable, restoreRate }, limited?.id);
    return { body: { maximumAvailable, restoreRate } };
  },
};

const ownRoutes: Route[] = [
  graphql,
  limits,
  { method: 'GET', pattern: '/_store/health', handle: ({ world }) => ({ body: { ok: true, shop: world.shop } }) },
  {
    method: 'POST',
    pattern: '/_store/reset',
    handle: ({ shops, world }) => {
      shops.reset(world.shop);
      return { body: { ok: true, shop: world.shop } };
    },
  },
];

/** The dev store's HTTP server; call `listen` on it. The shop comes from x-emulated-host, else Host, else it is the default one. */
export function createStoreServer(shops: Shops, extra: Route[] = []): Server {
  const routes = [...ownRoutes, ...shops.api.routes, ...extra].map((route) => ({
    ...route,
    test: new URLPattern({ pathname: route.pattern }),
  }));

  async function answer(incoming: IncomingMessage): Promise<StoreResponse> {
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    );
    const host = (headers['x-emulated-host'] ?? headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const world = shops.find(host.endsWith('.myshopify.com') ? host : DEFAULT_SHOP);
    if (!world) return { status: 404, body: { errors: `The dev store has no shop ${host}` } };
    const url = new URL(incoming.url ?? '/', `http://${headers.host ?? 'localhost'}`);
    const here = routes.filter((route) => route.test.test({ pathname: url.pathname }));
    const route = here.find((one) => one.method === incoming.method);
    if (!route)
      return { status: here.length ? 405 : 404, body: { errors: here.length ? 'Method Not Allowed' : 'Not Found' } };
    const limit = route.bodyLimit ?? BODY_LIMIT;
    const body = await readBody(incoming, limit);
    if (!body) return { status: 413, body: { errors: `Request body is larger than ${limit >> 20} MB` } };
    const params = route.test.exec({ pathname: url.pathname })?.pathname.groups ?? {};
    const request: StoreRequest = {
      method: route.method,
      url,
      params: params as Record<string, string>,
      headers,
      body,
      shops,
      world,
    };
    return route.handle(request);
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming)
      .catch((error: unknown): StoreResponse => {
        console.error('dev store:', error);
        return { status: 500, body: { errors: 'Internal Server Error' } };
      })
      .then((response) => send(outgoing, response));
  });
  server.on('listening', () => {
    const address = server.address();
    if (address && typeof address === 'object')
      shops.onShop((world) => {
        world.origin = `http://127.0.0.1:${address.port}`;
      });
  });
  return server;
}

async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming) {
    size += part.length;
    if (size > limit) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function send(outgoing: ServerResponse, { status = 200, headers = {}, body = '', cut }: StoreResponse): void {
  if (cut) {
    outgoing.destroy();
    return;
  }
  if (body instanceof Readable) {
    outgoing.writeHead(status, headers);
    body.on('error', () => outgoing.destroy());
    body.pipe(outgoing);
    return;
  }
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  outgoing.writeHead(status, raw ? headers : { 'content-type': 'application/json; charset=utf-8', ...headers });
  outgoing.end(raw ? body : JSON.stringify(body));
}
