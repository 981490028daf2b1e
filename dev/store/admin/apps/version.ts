import { versions } from '../../kernel/schema.ts';

export interface ApiVersion {
  handle: string;
  displayName: string;
  supported: boolean;
}

/** A version as the API names it at a time (ms): releases come out at 17:00 UTC on the first day of their month and are supported for a year. */
export function apiVersion(handle: string, now: number): ApiVersion {
  if (handle === 'unstable') return { handle, displayName: 'unstable', supported: false };
  const released = Date.parse(`${handle}-01T17:00:00Z`);
  if (released > now) return { handle, displayName: `${handle} (Release candidate)`, supported: false };
  const latest = versions.filter((one) => Date.parse(`${one}-01T17:00:00Z`) <= now).at(-1);
  const aged = now - released > 366 * 24 * 60 * 60 * 1000;
  return { handle, displayName: handle === latest ? `${handle} (Latest)` : handle, supported: !aged };
}

/** All versions a request may name now. */
export function apiVersions(now: number): ApiVersion[] {
  return [...versions, 'unstable'].map((handle) => apiVersion(handle, now));
}
