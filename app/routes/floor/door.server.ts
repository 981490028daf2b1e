// What every request of a phone passes: is it a phone of ours, and does it come from our own page?

import { netOf } from '../../lib/net-of.ts';
import { enterFloor, type Who } from '../../picking/floor/enter-floor.server.ts';
import type { Shut } from '../../picking/floor/floor-api.ts';

/** Who asks. Throws the answer for a phone that is not paired, or was turned out. */
export async function asPhone(request: Request, now: Date): Promise<Who> {
  const entered = await enterFloor(request.headers.get('cookie'), now);
  if (entered.ok) return entered.who;
  throw json({ why: entered.why satisfies Shut }, 401);
}

/**
 * The JSON that our own page sent. The cookie is SameSite=Strict already; a form or a script of another site can send neither
 * this content type nor this Sec-Fetch-Site.
 */
export async function bodyOf(request: Request): Promise<unknown> {
  const site = request.headers.get('sec-fetch-site');
  const type = request.headers.get('content-type') ?? '';
  if ((site !== null && site !== 'same-origin') || !type.startsWith('application/json'))
    throw json({ why: 'elsewhere' }, 403);
  const bytes = await bytesOf(request, largestBody);
  try {
    return JSON.parse(bytes.toString('utf8'), (_key, value) => (typeof value === 'string' ? keepable(value) : value));
  } catch {
    return null;
  }
}

/**
 * PostgreSQL has no text with a zero character or half of a pair of surrogates in it. A scan with one would be refused for ever, and all
 * that the phone says after it would wait behind it.
 */
const keepable = (text: string): string => text.toWellFormed().replaceAll('\0', '');

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers: { 'Cache-Control': 'no-store', ...headers } });

/** Where the visitor stands on the net, by the address that web.server.ts knows; in development, where vite serves, all are one. */
export const addressOf = (request: Request): string => netOf(request.headers.get('x-client-address') ?? 'unknown');

export function waveIdOf(params: { id?: string | undefined }): string {
  if (params.id && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(params.id)) return params.id;
  throw json({ why: 'no-wave' }, 404);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function orderHereOf({ wave, order }: { wave?: string | undefined; order?: string | undefined }): {
  wave: string;
  order: string;
} {
  if (wave && uuid.test(wave) && order && /^\d{1,20}$/.test(order)) return { wave, order };
  throw json({ why: 'no-order' }, 404);
}

export function parcelIdOf({ parcel }: { parcel?: string | undefined }): string {
  if (parcel && uuid.test(parcel)) return parcel;
  throw json({ why: 'no-parcel' }, 404);
}

/** The picture that our own page sent; more than `most` bytes are not waited for. */
export async function jpegOf(request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') throw json({ why: 'elsewhere' }, 403);
  if (request.headers.get('content-type') !== 'image/jpeg') throw json({ ok: false, why: 'not-a-jpeg' }, 415);
  return new Uint8Array(await bytesOf(request, most));
}

/** What web.server.ts refuses by its announced length is stopped here where no length was announced. */
const largestBody = 2 * 1024 * 1024;

/** The body of a request; more than `most` bytes are not waited for. */
async function bytesOf(request: Request, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size > most) throw json({ ok: false, why: 'too-large' }, 413);
    parts.push(part.value);
  }
  return Buffer.concat(parts);
}
