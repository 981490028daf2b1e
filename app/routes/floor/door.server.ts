// What every request of a phone passes: is it a phone of ours, and does it come from our own page?

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
  return request.json().catch(() => null);
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers: { 'Cache-Control': 'no-store', ...headers } });

/** The visitor's address as web.server.ts knows it; in development, where vite serves, all are one. */
export const addressOf = (request: Request): string => request.headers.get('x-client-address') ?? 'unknown';

export function waveIdOf(params: { id?: string | undefined }): string {
  if (params.id && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(params.id)) return params.id;
  throw json({ why: 'no-wave' }, 404);
}
