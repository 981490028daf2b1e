import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { control } from '../delivery/domain.ts';
import type { Domain } from '../kernel/domain.ts';
import type { Route, StoreRequest, StoreResponse } from '../kernel/route.ts';
import type { World } from '../kernel/world.ts';
import { type App, findApp, furnishDevelopmentApp, installationOf, registerApp, rotateSecret } from './app.ts';
import { installApp, uninstallApp, updateScopes } from './install.ts';
import { authorizationCode, grantToken } from './tokens.ts';
import { readAppToml } from './toml.ts';

const token: Route = {
  method: 'POST',
  pattern: '/admin/oauth/access_token',
  handle: ({ world, headers, body }) => {
    const text = body.toString('utf8');
    let request: Record<string, unknown>;
    try {
      request = headers['content-type']?.includes('json')
        ? JSON.parse(text)
        : Object.fromEntries(new URLSearchParams(text));
    } catch {
      return { status: 400, body: { error: 'invalid_request', error_description: 'The body is not valid JSON.' } };
    }
    return grantToken(world, request ?? {}, Date.now());
  },
};

/** The merchant's consent is taken as given: the app is installed and the browser goes back to it with a code. */
const authorize: Route = {
  method: 'GET',
  pattern: '/admin/oauth/authorize',
  handle: ({ world, url }) => {
    const wanted = Object.fromEntries(url.searchParams);
    const app = findApp(world, wanted.client_id ?? '');
    const target = wanted.redirect_uri;
    if (!app || !target || !(app.redirectUrls.includes(target) || target.startsWith(`${app.url}/`)))
      return { status: 400, body: 'Oauth error invalid_request: The redirect_uri is not whitelisted' };
    if (wanted.scope) world.patch('App', app, { scopes: wanted.scope.split(',') });
    installApp(world, app);
    const answer = new URLSearchParams({
      code: authorizationCode(world, app),
      host: Buffer.from(`admin.shopify.com/store/${world.shop.replace('.myshopify.com', '')}`).toString('base64'),
      shop: world.shop,
      ...(wanted.state ? { state: wanted.state } : {}),
      timestamp: String(Math.floor(Date.now() / 1000)),
    });
    answer.sort();
    answer.set(
      'hmac',
      createHmac('sha256', app.secret)
        .update(decodeURIComponent(String(answer)))
        .digest('hex'),
    );
    return { status: 302, headers: { location: `${target}?${answer}` } };
  },
};

/** An app as the control API shows it, secret included: this is a development shop. */
function shown(world: World, app: App): Record<string, unknown> {
  const installation = installationOf(world, app.id);
  return { ...app, installed: installation !== undefined, grantedScopes: installation?.scopes ?? null };
}

function appOf(request: StoreRequest, key: string | undefined): App {
  const app = findApp(request.world, key ?? '');
  if (!app) throw new Error(`the shop knows no app ${key}; register it with POST /_store/apps`);
  return app;
}

const apps: Route[] = [
  control('GET', '/_store/apps', ({ world }) => ({ body: { apps: world.all('App').map((app) => shown(world, app)) } })),
  control('POST', '/_store/apps', ({ world }, body): StoreResponse => {
    const toml = typeof body.toml === 'string' ? body.toml : readFileSync(String(body.tomlPath ?? ''), 'utf8');
    if (typeof body.secret !== 'string') throw new Error('secret is missing');
    const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
    const definition = readAppToml(toml, { secret: body.secret, url: text(body.url), apiKey: text(body.apiKey) });
    const app = registerApp(world, definition);
    if (body.install === true) installApp(world, app);
    return { body: shown(world, app) };
  }),
  control('GET', '/_store/apps/:key', (request) => ({
    body: shown(request.world, appOf(request, request.params.key)),
  })),
  control('POST', '/_store/apps/:key/install', (request) => {
    const app = appOf(request, request.params.key);
    installApp(request.world, app);
    return { body: shown(request.world, app) };
  }),
  control('POST', '/_store/apps/:key/uninstall', (request) => {
    const app = appOf(request, request.params.key);
    uninstallApp(request.world, app);
    return { body: shown(request.world, app) };
  }),
  control('POST', '/_store/apps/:key/scopes', (request, { scopes }) => {
    const app = appOf(request, request.params.key);
    if (!Array.isArray(scopes)) throw new Error('scopes must be a list');
    updateScopes(request.world, app, scopes.map(String));
    return { body: shown(request.world, app) };
  }),
  control('POST', '/_store/secret/rotate', (request, body) => {
    const app = appOf(request, body.app === undefined ? onlyApp(request.world) : String(body.app));
    const secret = typeof body.secret === 'string' ? body.secret : `shpss_${randomBytes(16).toString('hex')}`;
    const switchAfter = body.switchAfterSeconds ?? Math.round(request.world.chance() * 3600);
    rotateSecret(request.world, app, secret, Number(switchAfter) * 1000);
    return {
      body: {
        app: app.apiKey,
        secret: app.secret,
        previousSecret: app.previousSecret,
        switchAfterSeconds: switchAfter,
      },
    };
  }),
];

/** The app that is meant when none is named: the only one beside the development app. */
function onlyApp(world: World): string | undefined {
  const registered = world.all('App').filter((app) => app.url !== 'http://127.0.0.1');
  return registered.length === 1 ? registered[0]!.apiKey : undefined;
}

export const auth: Domain = {
  name: 'auth',
  resolvers: {},
  keep: ['App', 'AppInstallation', 'AccessToken', 'RefreshToken', 'ShopRedaction'],
  furnish: furnishDevelopmentApp,
  routes: [token, authorize, ...apps],
};
