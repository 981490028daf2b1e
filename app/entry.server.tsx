import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { createReadableStreamFromReadable, type EntryContext } from '@remix-run/node';
import { RemixServer } from '@remix-run/react';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { log } from './lib/log.server.ts';
import { addDocumentResponseHeaders } from './shopify.server.ts';
import { Nonce } from './ui/nonce.ts';

export const streamTimeout = 5000;

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
): Promise<Response> {
  const nonce = isFloor(request) ? randomBytes(16).toString('base64') : null;
  if (nonce) headers.set('Content-Security-Policy', floorPolicy(nonce));
  else addDocumentResponseHeaders(request, headers);
  // The library names frame ancestors only when it knows the shop: without one, nobody may frame the page.
  if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', "frame-ancestors 'none'");
  headers.set('Content-Type', 'text/html');
  const ready = isbot(request.headers.get('user-agent') ?? '') ? 'onAllReady' : 'onShellReady';
  return new Promise((resolve, reject) => {
    let responseStatus = status;
    const { pipe, abort } = renderToPipeableStream(
      <Nonce.Provider value={nonce}>
        <RemixServer context={remixContext} url={request.url} {...(nonce ? { nonce } : {})} />
      </Nonce.Provider>,
      {
        ...(nonce ? { nonce } : {}),
        [ready]: () => {
          const body = new PassThrough();
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status: responseStatus }));
          pipe(body);
        },
        onShellError: reject,
        onError: (error: unknown) => {
          responseStatus = 500;
          log.error({ err: error, path: new URL(request.url).pathname }, 'a page failed to render');
        },
      },
    );
    setTimeout(abort, streamTimeout + 1000);
  });
}

/** Pages outside Shopify's frame. In development vite serves, with scripts of its own. */
const isFloor = (request: Request) => import.meta.env.PROD && /^\/floor(\/|$)/.test(new URL(request.url).pathname);

/** Only our own files run, among them the barcode reader's WebAssembly; pictures of goods lie at Shopify's CDN. */
const floorPolicy = (nonce: string) =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: https:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
