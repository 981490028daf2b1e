// The web process in production: express in front of Remix. In development, vite serves instead.
import { createRequestHandler } from '@remix-run/express';
import type { ServerBuild } from '@remix-run/node';
import compression from 'compression';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { collectDefaultMetrics, Histogram, register } from 'prom-client';
import { prisma } from './db.server.ts';
import { env } from './env.server.ts';
import { limitBody } from './lib/limit-body.server.ts';
import { log } from './lib/log.server.ts';
import { receiveWebhook } from './mirror/receive-webhook.server.ts';

const PROXIES = 1;
const CLOSE_WITHIN_MS = 20_000;

collectDefaultMetrics();
const took = new Histogram({
  name: 'backroom_request_seconds',
  help: 'Time from the first byte of a request to the last of its answer, by door and status',
  labelNames: ['door', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
});

// The build lies beside the program, made by `npm run build`.
const builtAt = new URL('../build/server/index.js', import.meta.url).href;
const build = (await import(builtAt)) as ServerBuild;
const remix = createRequestHandler({ build, mode: env.NODE_ENV });

const app = express();
app.disable('x-powered-by');
app.set('trust proxy', PROXIES);

app.use((request: Request, response: Response, next: NextFunction) => {
  // What our own proxy says of the address counts, not what a visitor writes before it. Remix sees headers only.
  request.headers['x-client-address'] = request.ip ?? 'unknown';
  const stop = took.startTimer({ door: doorOf(request.path) });
  response.on('finish', () => stop({ status: String(response.statusCode) }));
  next();
});

app.get('/healthz', async (_request, response) => {
  try {
    await prisma.$queryRaw`SELECT 1`;
    response.json({ database: 'answers' });
  } catch {
    response.status(503).json({ database: 'does not answer' });
  }
});

/** Figures for the operator: with METRICS_TOKEN set, for whoever bears it; without, for this machine only. */
app.get(
  '/metrics',
  orNext(async (request, response) => {
    const token = process.env.METRICS_TOKEN;
    const local = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '');
    const allowed = token
      ? request.get('authorization') === `Bearer ${token}`
      : local && !request.get('x-forwarded-for');
    if (!allowed) {
      response.status(404).end();
      return;
    }
    response.type(register.contentType).send(await register.metrics());
  }),
);

// Webhooks first and bare: no compression, no parsing, no Remix. It is the same door as routes/webhooks.tsx, without the
// millisecond that routing costs: two hundred a second must leave room for the fold on the same cores.
app.post(
  '/webhooks',
  orNext(async (request, response) => {
    const { status, says } = await receiveWebhook({
      method: request.method,
      header: (name) => request.get(name),
      body: request,
    });
    response.status(status).type('text').send(says);
    if (status === 413) request.destroy();
  }),
);

app.use(compression());
app.use('/assets', express.static('build/client/assets', { immutable: true, maxAge: '1y', fallthrough: false }));
app.use(express.static('build/client', { maxAge: '1h' }));
app.use(limitBody);
app.all('*', (request, response, next) =>
  // What was answered already, because the request grew too large, needs no second answer.
  remix(request, response, (error) => (response.headersSent ? undefined : next(error))),
);

const server = app.listen(env.PORT, () => log.info({ port: env.PORT }, 'The web process listens'));
// Longer than any balancer in front keeps its connections, so that none is closed under a request.
server.keepAliveTimeout = 65_000;
server.headersTimeout = 70_000;

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    log.info({ signal }, 'The web process answers what it has begun and stops');
    setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
    server.close(async () => {
      await prisma.$disconnect();
      process.exit(0);
    });
    server.closeIdleConnections();
  });

/** Express 4 does not hear a promise that rejects: left alone, it would end the process and all that it serves. */
function orNext(handler: (request: Request, response: Response) => Promise<void>): RequestHandler {
  return (request, response, next) => {
    handler(request, response).catch(next);
  };
}

function doorOf(path: string): string {
  const first = path.split('/')[1] ?? '';
  return ['webhooks', 'app', 'auth', 'proxy', 'api', 'floor', 'assets', 'healthz', 'metrics'].includes(first)
    ? first
    : 'other';
}
