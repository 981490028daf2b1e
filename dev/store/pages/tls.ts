import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { generate } from 'selfsigned';

/** Shopify's names that a browser can map here with --host-resolver-rules. */
const NAMES = ['admin.shopify.com', 'cdn.shopify.com', '*.myshopify.com', 'localhost'];

/** The same server behind TLS with a certificate of its own making (browsers must be told to ignore that nobody vouches for it). */
export async function overTls(server: Server): Promise<Server> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Dev store' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: NAMES.map((value) => ({ type: 2 as const, value })) }],
  });
  const secure = createTlsServer({ key, cert });
  for (const listener of server.listeners('request')) secure.on('request', listener as never);
  return secure as unknown as Server;
}
