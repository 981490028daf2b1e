import { createHmac, timingSafeEqual } from 'node:crypto';

/** Claims of an App Bridge session token. Times are seconds since 1970. */
export interface SessionClaims {
  iss: string;
  dest: string;
  aud: string;
  sub: string;
  exp: number;
  nbf: number;
  iat: number;
  jti: string;
  sid: string;
}

/** A session token as App Bridge hands it to the app: JWT, HS256 with the app's secret, one minute long. */
export function signSessionToken(claims: SessionClaims | object, secret: string): string {
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

/** The claims of a token that one of the secrets signed; undefined for anything else. Times are not looked at. */
export function readSessionToken(token: string, secrets: string[]): SessionClaims | undefined {
  const [head, claims, signature, ...rest] = token.split('.');
  if (!head || !claims || !signature || rest.length) return undefined;
  try {
    if (decode<{ alg?: string }>(head).alg !== 'HS256') return undefined;
    const given = Buffer.from(signature, 'base64url');
    const signed = secrets.some((secret) => {
      const expected = createHmac('sha256', secret).update(`${head}.${claims}`).digest();
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
    return signed ? decode<SessionClaims>(claims) : undefined;
  } catch {
    return undefined;
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode<T>(text: string): T {
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as T;
}
