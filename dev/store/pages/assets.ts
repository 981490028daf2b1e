import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Route } from '../kernel/route.ts';

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

const FILES = ['admin.css', 'admin.js', 'frame.js', 'shop.css', 'extension-host.js', 'extension-worker.js'] as const;

function read(file: string): Buffer {
  return readFileSync(new URL(`./browser/${file}`, import.meta.url));
}

/** The address of a style sheet or script; it changes with its content, so browsers may keep it for ever. */
export function asset(file: (typeof FILES)[number]): string {
  return `/_store/assets/${version(file)}/${file}`;
}

function version(file: string): string {
  return createHash('sha256').update(read(file)).digest('hex').slice(0, 8);
}

export const assetRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/_store/assets/:version/:file',
    handle: ({ params }) => {
      const file = FILES.find((one) => one === params.file);
      if (!file) return { status: 404, body: { errors: 'Not Found' } };
      const headers = {
        'content-type': TYPES[file.split('.').at(-1)!]!,
        'cache-control': 'public, max-age=31536000, immutable',
      };
      return { headers, body: read(file) };
    },
  },
  {
    // The address that every embedded app loads App Bridge from, on the host cdn.shopify.com or on the dev store's own.
    method: 'GET',
    pattern: '/shopifycloud/app-bridge.js',
    handle: () => ({
      headers: { 'content-type': TYPES.js!, 'cache-control': 'public, max-age=60', 'access-control-allow-origin': '*' },
      body: read('app-bridge.js'),
    }),
  },
];
