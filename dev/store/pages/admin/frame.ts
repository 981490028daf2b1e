import type { App } from '../../auth/app.ts';
import { installApp, updateScopes } from '../../auth/install.ts';
import { execute } from '../../kernel/execute.ts';
import type { Route } from '../../kernel/route.ts';
import { resolveVersion } from '../../kernel/schema.ts';
import { asset } from '../assets.ts';
import { adminPage, icon } from '../chrome.ts';
import { framedApp, grantedScopes } from '../framed-app.ts';
import { html, json, redirect, respond } from '../html.ts';
import { type AdminRequest, adminRoute, around, page, storefrontBase } from '../place.ts';
import { framedUrl, STAFF, sessionToken } from '../session-token.ts';
import { resources } from './resources.ts';

const JSON_ERROR = (status: number, message: string) => ({ status, body: message });

/** The page that frames the app. The path behind the app's handle is the path within the app, as in Shopify's admin. */
function frame(request: AdminRequest) {
  const { world, params, name, base } = request;
  const app = framedApp(world, params.app!);
  if (!app) return noApp(request, params.app!);
  if (!grantedScopes(world, app)) return install(request, app);
  const home = new URL(app.url);
  const prefix = home.pathname.replace(/\/$/, '');
  const inside = request.url.pathname.slice(`${base}/apps/${params.app}`.length);
  const target = new URL(`${prefix}${inside}` || '/', home);
  target.search = request.url.search;
  target.searchParams.delete('said');
  const config = {
    name,
    shop: world.shop,
    storefront: storefrontBase(request, world),
    base: `${base}/apps/${app.handle}`,
    api: `${base}/_frame/${app.handle}`,
    prefix,
    src: framedUrl(target, world.shop, app, Date.now()).href,
    app: { title: app.title, handle: app.handle },
    user: { ...STAFF, id: Number(STAFF.id) },
  };
  return respond(
    adminPage(
      { ...around(request, 'app', app.title), app },
      html`<div id="title-bar"><span class="icon">${icon('app')}</span><span id="crumb"></span><h1 id="title">${app.title}</h1><div id="actions"></div></div>
<div id="frame"></div>
<script type="application/json" id="frame-config">${json(config)}</script>
<script src="${asset('frame.js')}" defer></script>`,
      'framed',
    ),
  );
}

function noApp(request: AdminRequest, key: string) {
  return {
    ...page(
      request,
      'home',
      { title: 'No such app' },
      html`<div class="card empty"><h2>No app is known as “${key}”</h2><p>Tell the dev store about one: see “Apps” in dev/store/README.md.</p></div>`,
    ),
    status: 404,
  };
}

/** Shopify-managed installation: the merchant agrees to the scopes, then the app opens. */
function install(request: AdminRequest, app: App) {
  return page(
    request,
    'home',
    { title: `Install ${app.title}` },
    html`<div class="card"><div class="in"><h2>${app.title} asks for access to this store</h2>
<ul>${app.scopes.map((scope) => html`<li><code>${scope}</code></li>`)}</ul></div>
<div class="in"><form method="post" action="${request.base}/_frame/${app.handle}/install"><button class="button primary">Install</button></form></div></div>`,
  );
}

function forApp(handle: (request: AdminRequest, app: App) => ReturnType<Route['handle']>) {
  return (request: AdminRequest) => {
    const app = framedApp(request.world, request.params.app!);
    return app ? handle(request, app) : JSON_ERROR(404, `No app is known as ${request.params.app}`);
  };
}

function readJson(request: AdminRequest): Record<string, unknown> {
  return request.body.length ? JSON.parse(request.body.toString('utf8')) : {};
}

/** Web Vitals that framed pages reported, the newest of each page view last. */
const vitals: { at: string; shop: string; app: string; path: string; metrics: { name: string; value: number }[] }[] =
  [];

export const frameRoutes: Route[] = [
  adminRoute('GET', '/apps/:app', frame),
  adminRoute('GET', '/apps/:app/*', frame),
  adminRoute(
    'POST',
    '/_frame/:app/session-token',
    forApp(({ world }, app) => ({
      headers: { 'cache-control': 'no-store' },
      body: { token: sessionToken(world.shop, app, Date.now()) },
    })),
  ),
  adminRoute(
    'POST',
    '/_frame/:app/install',
    forApp((request, app) => {
      installApp(request.world, app);
      return redirect(`${request.base}/apps/${app.handle}`);
    }),
  ),
  adminRoute(
    'POST',
    '/_frame/:app/scopes',
    forApp((request, app) => {
      const { request: wanted = [], revoke = [] } = readJson(request) as { request?: string[]; revoke?: string[] };
      const granted = grantedScopes(request.world, app) ?? [];
      const added = wanted.filter((scope) => app.optionalScopes.includes(scope) && !granted.includes(scope));
      const kept = granted.filter((scope) => !(revoke.includes(scope) && app.optionalScopes.includes(scope)));
      updateScopes(request.world, app, [...kept, ...added]);
      const detail = { granted: grantedScopes(request.world, app), required: app.scopes, optional: app.optionalScopes };
      return { body: detail };
    }),
  ),
  adminRoute(
    'POST',
    '/_frame/:app/resources',
    forApp((request) => ({ body: { found: resources(request, readJson(request)) } })),
  ),
  adminRoute(
    'POST',
    '/_frame/:app/direct-api',
    forApp((request, app) => {
      const { path, body } = readJson(request) as { path: string; body: string };
      const [, asked] = path.match(/^admin\/api\/(?:([^/]+)\/)?graphql\.json$/) ?? [];
      const version = resolveVersion(asked ?? '2026-07');
      const scopes = grantedScopes(request.world, app);
      if (!path.startsWith('admin/api/') || !version || !scopes)
        return { body: { status: 404, body: JSON.stringify({ errors: 'Not Found' }) } };
      const { world, shops } = request;
      const token = { token: 'direct', app: app.id, scopes: new Set(scopes) };
      const answer = execute(
        shops.api,
        world,
        { version, token, bucket: shops.bucket(world, app.id) },
        JSON.parse(body),
      );
      return { body: { status: 200, body: JSON.stringify(answer) } };
    }),
  ),
  adminRoute(
    'POST',
    '/_frame/:app/vitals',
    forApp((request, app) => {
      const { path, metrics } = readJson(request) as unknown as (typeof vitals)[number];
      vitals.push({ at: new Date().toISOString(), shop: request.world.shop, app: app.handle, path, metrics });
      if (vitals.length > 5000) vitals.splice(0, 1000);
      return { status: 204 };
    }),
  ),
  { method: 'GET', pattern: '/_store/vitals', handle: () => ({ body: { vitals } }) },
  {
    method: 'DELETE',
    pattern: '/_store/vitals',
    handle: () => {
      vitals.length = 0;
      return { status: 204 };
    },
  },
];
