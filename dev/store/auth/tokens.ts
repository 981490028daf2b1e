import { randomBytes } from 'node:crypto';
import type { World } from '../kernel/world.ts';
import { type App, findApp, installationOf, secretsOf } from './app.ts';
import { readSessionToken } from './session-token.ts';

declare module '../kernel/world.ts' {
  interface Tables {
    /** The id is the token itself; `replaces` is the one it was bought with. Times are of `world.timer()`. */
    RefreshToken: { id: string; app: string; expiresAt: number; replaces: string | null };
    AuthorizationCode: { id: string; app: string };
  }
}

const SECOND = 1000;
const ACCESS_SECONDS = 3600;
const REFRESH_SECONDS = 7_776_000;
const ONLINE_SECONDS = 86_399;

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const OFFLINE = 'urn:shopify:params:oauth:token-type:offline-access-token';
const ONLINE = 'urn:shopify:params:oauth:token-type:online-access-token';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** POST /admin/oauth/access_token: token exchange, refresh, authorization code. `now` is the caller's clock in ms, for session tokens. */
export function grantToken(world: World, request: Record<string, unknown>, now: number): Answer {
  const app = findApp(world, String(request.client_id ?? ''));
  if (!app || app.apiKey !== request.client_id)
    return refusal('application_cannot_be_found', `No application was found with the client ID ${request.client_id}`);
  if (!secretsOf(app).includes(String(request.client_secret ?? '')))
    return refusal('invalid_client', 'The client secret is not the one of this application.', 401);
  switch (request.grant_type ?? 'authorization_code') {
    case EXCHANGE:
      return exchange(world, app, request, now);
    case 'refresh_token':
      return refresh(world, app, String(request.refresh_token ?? ''));
    case 'authorization_code':
      return redeem(world, app, String(request.code ?? ''), isOne(request.expiring));
    default:
      return refusal('unsupported_grant_type', `The grant type ${request.grant_type} is not supported.`);
  }
}

function exchange(world: World, app: App, request: Record<string, unknown>, now: number): Answer {
  if (request.subject_token_type !== ID_TOKEN)
    return refusal('invalid_request', `subject_token_type must be ${ID_TOKEN}.`);
  const claims = readSessionToken(String(request.subject_token ?? ''), secretsOf(app));
  const current = claims && claims.exp * SECOND > now && claims.nbf * SECOND <= now + 10 * SECOND;
  if (!claims || !current || claims.aud !== app.apiKey || claims.dest !== `https://${world.shop}`)
    return refusal('invalid_subject_token', 'Token exchange cannot be performed due to an invalid subject token.');
  const installation = installationOf(world, app.id);
  if (!installation) return refusal('app_not_installed', `The app ${app.handle} is not installed on ${world.shop}.`);
  const { scopes } = installation;
  if (request.requested_token_type === ONLINE) {
    const token = issue(world, app, scopes, ONLINE_SECONDS, claims.sub);
    return {
      status: 200,
      body: {
        access_token: token,
        scope: scopes.join(','),
        expires_in: ONLINE_SECONDS,
        associated_user_scope: scopes.join(','),
        session: claims.sid,
        associated_user: {
          id: Number(claims.sub),
          first_name: 'Dev',
          last_name: 'Owner',
          email: 'owner@example.com',
          email_verified: true,
          account_owner: true,
          locale: 'en',
          collaborator: false,
        },
      },
    };
  }
  if (request.requested_token_type !== OFFLINE && request.requested_token_type !== undefined)
    return refusal('invalid_request', `requested_token_type must be ${OFFLINE} or ${ONLINE}.`);
  return offline(world, app, scopes, isOne(request.expiring));
}

/** Swaps a refresh token for a new pair. The old one stays good until its replacement is used, so a lost answer can be asked for again. */
function refresh(world: World, app: App, token: string): Answer {
  const held = world.get('RefreshToken', token);
  if (!held || held.app !== app.id || held.expiresAt <= world.timer())
    return refusal('invalid_grant', 'The refresh token is invalid, expired or already replaced.');
  const installation = installationOf(world, app.id);
  if (!installation) return refusal('app_not_installed', `The app ${app.handle} is not installed on ${world.shop}.`);
  const before = world.get('RefreshToken', held.replaces);
  if (before) world.remove('RefreshToken', before);
  return { status: 200, body: expiringPair(world, app, installation.scopes, token) };
}

function redeem(world: World, app: App, code: string, expiring: boolean): Answer {
  const held = world.get('AuthorizationCode', code);
  const installation = installationOf(world, app.id);
  if (!held || held.app !== app.id || !installation)
    return refusal('invalid_request', 'The authorization code was not found or was already used');
  world.remove('AuthorizationCode', held);
  return offline(world, app, installation.scopes, expiring);
}

function offline(world: World, app: App, scopes: string[], expiring: boolean): Answer {
  if (expiring) return { status: 200, body: expiringPair(world, app, scopes, null) };
  const kept = world
    .where('AccessToken', 'app', app.id)
    .find((token) => token.expiresAt === null && token.user === null && String(token.scopes) === String(scopes));
  return {
    status: 200,
    body: { access_token: kept?.id ?? issue(world, app, scopes, null, null), scope: scopes.join(',') },
  };
}

function expiringPair(world: World, app: App, scopes: string[], replaces: string | null): Record<string, unknown> {
  const token = issue(world, app, scopes, ACCESS_SECONDS, null);
  const refreshToken = `shprt_${randomBytes(16).toString('hex')}`;
  world.insert('RefreshToken', {
    id: refreshToken,
    app: app.id,
    expiresAt: world.timer() + REFRESH_SECONDS * SECOND,
    replaces,
  });
  return {
    access_token: token,
    scope: scopes.join(','),
    expires_in: ACCESS_SECONDS,
    refresh_token: refreshToken,
    refresh_token_expires_in: REFRESH_SECONDS,
  };
}

function issue(world: World, app: App, scopes: string[], seconds: number | null, user: string | null): string {
  const id = `${user ? 'shpua' : 'shpat'}_${randomBytes(16).toString('hex')}`;
  const expiresAt = seconds === null ? null : world.timer() + seconds * SECOND;
  world.insert('AccessToken', { id, app: app.id, scopes, expiresAt, user });
  return id;
}

/** A one-time code for the redirect of the authorization code flow. */
export function authorizationCode(world: World, app: App): string {
  const id = randomBytes(16).toString('hex');
  world.insert('AuthorizationCode', { id, app: app.id });
  return id;
}

/** Takes back every token of an app. */
export function revokeTokens(world: World, app: string): void {
  for (const token of world.where('AccessToken', 'app', app)) world.remove('AccessToken', token);
  for (const token of world.where('RefreshToken', 'app', app)) world.remove('RefreshToken', token);
}

/** New scopes hold for the tokens that are out. */
export function rescopeTokens(world: World, app: string, scopes: string[]): void {
  for (const token of world.where('AccessToken', 'app', app)) world.patch('AccessToken', token, { scopes });
}

function refusal(error: string, description: string, status = 400): Answer {
  return { status, body: { error, error_description: description } };
}

function isOne(value: unknown): boolean {
  return String(value) === '1' || value === true;
}
