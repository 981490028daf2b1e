import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from 'node:http';
import type { Duplex } from 'node:stream';

export interface TunnelOptions {
  /** Where the app really listens: http://127.0.0.1:3000. Several are taken in turn. */
  to: string[];
  /** The emulated admin's origin: http://localhost:4400. */
  admin: string;
}

/** Long enough for a killed process to be back. */
const PASSED_OVER_MS = 2000;

/**
 * The way to the app for an ordinary browser that knows admin.shopify.com only as the real one (see docs/decisions). Everything passes unchanged
 * but three headers, in which Shopify's addresses become the dev store's: the CSP's frame-ancestors, redirects into the admin, the preload of App Bridge.
 */
export function createTunnel({ to, admin }: TunnelOptions): Server {
  let turn = 0;
  /** Until when an app that refused a connection is passed over. */
  const down = new Map<string, number>();
  const next = () => {
    for (const _ of to) {
      const one = to[turn++ % to.length]!;
      if ((down.get(one) ?? 0) <= Date.now()) return new URL(one);
    }
    return new URL(to[turn++ % to.length]!);
  };

  const server = createServer((incoming, outgoing) => {
    const there = next();
    const forward = send(target(there, incoming), (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, translated(answer, admin));
      answer.pipe(outgoing);
    });
    forward.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') down.set(there.origin, Date.now() + PASSED_OVER_MS);
      unreachable(outgoing, error);
    });
    outgoing.on('close', () => forward.destroy());
    incoming.pipe(forward);
  });

  // Web sockets, as the app's development server uses them for hot reload.
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const forward = send(target(next(), incoming));
    forward.on('upgrade', (answer, upstream, first) => {
      const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`];
      for (let at = 0; at < answer.rawHeaders.length; at += 2)
        lines.push(`${answer.rawHeaders[at]}: ${answer.rawHeaders[at + 1]}`);
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      if (first.length) socket.write(first);
      if (head.length) upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    forward.on('response', () => socket.destroy());
    forward.on('error', () => socket.destroy());
    forward.end();
  });
  return server;
}

function target(to: URL, incoming: IncomingMessage) {
  const headers = { ...incoming.headers };
  headers['x-forwarded-host'] ??= headers.host;
  headers['x-forwarded-proto'] ??= 'http';
  return {
    host: to.hostname,
    port: to.port || 80,
    path: incoming.url ?? '/',
    method: incoming.method ?? 'GET',
    headers,
  };
}

function translated(answer: IncomingMessage, admin: string): Record<string, string | string[] | undefined> {
  const headers: Record<string, string | string[] | undefined> = { ...answer.headers };
  const policy = headers['content-security-policy'];
  if (typeof policy === 'string')
    headers['content-security-policy'] = policy.replace(/frame-ancestors [^;]*/, (directive) =>
      directive.includes("'none'") ? directive : `${directive.trimEnd()} ${admin}`,
    );
  if (headers.location)
    headers.location = headers.location.toString().replace(/^https:\/\/admin\.shopify\.com(?=\/|$)/, admin);
  if (headers.link)
    headers.link = headers.link.toString().replaceAll('https://cdn.shopify.com/shopifycloud', `${admin}/shopifycloud`);
  return headers;
}

function unreachable(outgoing: ServerResponse, error: NodeJS.ErrnoException): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(502, { 'content-type': 'text/html; charset=utf-8', 'retry-after': '2' });
  outgoing.end(
    `<!doctype html><meta charset="utf-8"><title>The app does not answer</title><body style="font:14px/1.5 sans-serif;padding:2rem"><h1 style="font-size:1.2rem">The app does not answer yet</h1><p>The dev store reached out to it and got ${error.code ?? 'no answer'}. This page tries again by itself.</p><script>setTimeout(() => location.reload(), 2000)</script>`,
  );
}
