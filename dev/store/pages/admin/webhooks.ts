import { findApp, rotateSecret } from '../../auth/app.ts';
import { advanceClock, installApp, uninstallApp } from '../../auth/install.ts';
import { readChaos } from '../../delivery/chaos.ts';
import { type Delivery, deliveriesOf } from '../../delivery/deliveries.ts';
import type { Route, StoreResponse } from '../../kernel/route.ts';
import { badge, when } from '../format.ts';
import { framedApps, grantedScopes } from '../framed-app.ts';
import { form, html, Html as Raw } from '../html.ts';
import { type AdminRequest, adminRoute, page, saying } from '../place.ts';

const SHOWN = 200;

function list(request: AdminRequest): StoreResponse {
  const { base, world, url } = request;
  const deliveries = deliveriesOf(world);
  const subject = url.searchParams.get('subject');
  const status = url.searchParams.get('status');
  const wanted = deliveries
    .list()
    .filter((one) => (!subject || about(one, subject)) && (!status || one.status === status));
  const counts = deliveries.counts();
  const tabs = ['', 'delivered', 'pending', 'failed', 'dropped', 'held'] as const;
  return page(
    request,
    'webhooks',
    { title: 'Webhooks sent', full: true, actions: html`<a class="button" href="${base}/_knobs">Knobs</a>` },
    html`${subject && html`<p class="sub">About <code>${subject}</code> · <a href="${base}/webhooks">show all</a></p>`}
<div class="card"><div class="tabs">${tabs.map((key) => html`<a href="${base}/webhooks${key && `?status=${key}`}"${(status ?? '') === key ? new Raw(' aria-current="page"') : ''}>${key || 'All'} <span class="muted num">${key ? counts[key] : counts.made}</span></a>`)}</div>
<div id="deliveries" data-refresh="2">${
      wanted.length === 0
        ? html`<div class="empty"><h2>No webhooks</h2><p>They appear here as soon as something changes that an installed app listens to.</p></div>`
        : html`<div class="scroll"><table><thead><tr><th>#</th><th>Topic</th><th>To</th><th>Status</th><th class="right">Attempts</th><th>Last answer</th><th>Triggered</th><th></th></tr></thead><tbody>${wanted.slice(0, SHOWN).map((one) => row(request, one))}</tbody></table></div>${wanted.length > SHOWN && html`<p class="pages muted">The newest ${SHOWN} of ${wanted.length}</p>`}`
    }</div></div>`,
  );
}

/** A delivery about a record, or about one that belongs to it (a refund or return carries its order). */
function about(delivery: Delivery, subject: string): boolean {
  if (delivery.subject === subject) return true;
  return delivery.body?.includes(subject.slice(subject.lastIndexOf('/') + 1)) ?? false;
}

function row({ base, world }: AdminRequest, one: Delivery) {
  const last = one.attempts.at(-1);
  const answer = last ? (last.status ?? last.error ?? '') : (one.note ?? '');
  return html`<tr><td class="num">${one.number}</td><td><a href="${base}/webhooks/${one.number}">${one.topic}</a>${one.duplicate && html` <span class="badge info">duplicate</span>`}</td><td class="muted">${new URL(one.address).host}${new URL(one.address).pathname}</td>
<td>${badge(one.status)}</td><td class="right num">${one.attempts.length}</td><td>${String(answer)}</td><td>${when(one.triggeredAt, world.now())}</td>
<td><form method="post" action="${base}/webhooks/${one.number}/redeliver"><button class="button">Send again</button></form></td></tr>`;
}

function detail(request: AdminRequest): StoreResponse {
  const { base, world, params } = request;
  const one = deliveriesOf(world).get(Number(params.number));
  if (!one)
    return {
      ...page(
        request,
        'webhooks',
        { title: 'Webhook', back: `${base}/webhooks` },
        html`<div class="card empty"><h2>No such webhook</h2></div>`,
      ),
      status: 404,
    };
  return page(
    request,
    'webhooks',
    { title: one.topic, heading: html`${one.topic} ${badge(one.status)}`, back: `${base}/webhooks` },
    html`<div class="card"><div class="in"><dl class="money" style="justify-content:start">${Object.entries({
      Address: one.address,
      'Webhook id': one.webhookId,
      'Event id': one.eventId,
      'Triggered at': one.triggeredAt,
      'API version': one.apiVersion,
      Note: one.note,
    }).map(([label, value]) => value && html`<dt>${label}</dt><dd><code>${value}</code></dd>`)}</dl></div>
<div class="in"><h2>Attempts</h2><ul class="timeline">${one.attempts.map((attempt) => html`<li><span class="num">${new Date(attempt.at).toISOString()}</span><span>${String(attempt.status ?? attempt.error ?? '')}</span><span></span></li>`)}${one.attempts.length === 0 && html`<li>None yet</li>`}</ul></div>
<div class="in"><h2>Body</h2><pre style="overflow:auto;max-height:50dvh;margin:0"><code>${one.body ? JSON.stringify(JSON.parse(one.body.toString('utf8')), null, 2) : 'No longer kept'}</code></pre></div></div>`,
  );
}

function knobs(request: AdminRequest): StoreResponse {
  const { base, world } = request;
  const deliveries = deliveriesOf(world);
  const { chaos } = deliveries;
  const share = (name: 'duplicate' | 'drop', label: string) =>
    html`<label class="field"><span>${label} (0 to 1)</span><input type="number" name="${name}" min="0" max="1" step="0.01" value="${chaos[name]}"></label>`;
  const option = (value: string, label: string) =>
    html`<option value="${value}"${String(chaos.reorder) === value ? new Raw(' selected') : ''}>${label}</option>`;
  const button = (what: string, label: string, kind = '', fields: Raw | '' = '') =>
    html`<form class="inline" method="post" action="${base}/_knobs/${what}">${fields}<button class="button ${kind}">${label}</button></form>`;
  return page(
    request,
    'knobs',
    { title: 'Dev store knobs' },
    html`<div class="two"><div>
<form class="card" method="post" action="${base}/_knobs/chaos"><div class="in"><h2>Webhook weather</h2>${share('duplicate', 'Sent twice')}${share('drop', 'Lost on the way')}
<label class="field"><span>Held back up to (milliseconds)</span><input type="number" name="delay" min="0" value="${chaos.delay}"></label>
<label class="field"><span>Order of sending</span><select name="reorder">${option('false', 'As it happened')}${option('true', 'Shuffled')}${option('hold', 'Hold everything back until released')}${typeof chaos.reorder === 'number' && option(String(chaos.reorder), `Shuffled among ${chaos.reorder}`)}</select></label>
<label class="field"><span>Seed</span><input type="number" name="seed" value="${chaos.seed}"></label></div><div class="in"><button class="button primary">Set</button></div></form></div>
<div><div class="card"><div class="in"><h2>On their way</h2><dl class="money" id="counts" data-refresh="2">${Object.entries(deliveries.counts()).map(([name, count]) => html`<dt>${name}</dt><dd>${count}</dd>`)}</dl></div>
<div class="in actions">${button('release', 'Release what is held')} ${button('flush', 'Send what waits now')}</div></div>
<div class="card"><div class="in"><h2>The shop’s clock</h2><p class="num">${world.timestamp()}</p></div><div class="in actions">${[
      ['An hour on', 3600],
      ['A day on', 86_400],
    ].map(([label, seconds]) =>
      button('clock', String(label), '', html`<input type="hidden" name="seconds" value="${String(seconds)}">`),
    )}</div></div>
<div class="card">${framedApps(world).map((app) => {
      const key = html`<input type="hidden" name="app" value="${app.apiKey}">`;
      return html`<div class="in"><h2>${app.title}</h2><p class="muted">${grantedScopes(world, app) ? 'Installed' : 'Not installed'}</p><div class="actions">${
        grantedScopes(world, app)
          ? button('uninstall', 'Uninstall', 'critical', key)
          : button('install', 'Install', '', key)
      } ${button('rotate', 'Rotate its secret', '', key)}</div></div>`;
    })}${framedApps(world).length === 0 && html`<div class="in muted">No app is known</div>`}</div></div></div>`,
  );
}

type Doing = (request: AdminRequest, given: URLSearchParams) => string | Promise<string>;

const DOINGS: Record<string, Doing> = {
  chaos: ({ world }, given) => {
    const reorder = given.get('reorder') ?? 'false';
    const deliveries = deliveriesOf(world);
    deliveries.setChaos(
      readChaos(
        {
          duplicate: Number(given.get('duplicate')),
          drop: Number(given.get('drop')),
          delay: Number(given.get('delay')),
          seed: Number(given.get('seed')),
          reorder: reorder === 'hold' ? 'hold' : /^\d+$/.test(reorder) ? Number(reorder) : reorder === 'true',
        },
        deliveries.chaos,
      ),
    );
    return 'Set';
  },
  release: ({ world }) => {
    deliveriesOf(world).release();
    return 'Released';
  },
  flush: ({ world }) => {
    deliveriesOf(world).runDue(true);
    return 'Sent';
  },
  clock: async ({ world }, given) => {
    await advanceClock(world, Number(given.get('seconds')) * 1000);
    return 'The clock was moved';
  },
  install: ({ world }, given) => {
    installApp(world, known(world, given));
    return 'Installed';
  },
  uninstall: ({ world }, given) => {
    uninstallApp(world, known(world, given));
    return 'Uninstalled';
  },
  rotate: ({ world }, given) => {
    const app = known(world, given);
    rotateSecret(world, app, `shpss_${crypto.randomUUID().replaceAll('-', '')}`, 0);
    return `New secret: ${app.secret}. Tell the app (SHOPIFY_API_SECRET; the old one as SHOPIFY_API_SECRET_PREVIOUS) and restart it.`;
  },
};

function known(world: AdminRequest['world'], given: URLSearchParams) {
  const app = findApp(world, given.get('app') ?? '');
  if (!app) throw new Error(`No app is known as ${given.get('app')}`);
  return app;
}

export const webhookRoutes: Route[] = [
  adminRoute('GET', '/webhooks', list),
  adminRoute('GET', '/webhooks/:number(\\d+)', detail),
  adminRoute('POST', '/webhooks/:number(\\d+)/redeliver', (request) => {
    const deliveries = deliveriesOf(request.world);
    const one = deliveries.get(Number(request.params.number));
    const back = `${request.base}/webhooks`;
    return saying(back, one && deliveries.redeliver(one) ? `Sent ${one.topic} again` : ['Its body is no longer kept']);
  }),
  adminRoute('GET', '/_knobs', knobs),
  adminRoute('POST', '/_knobs/:doing', async (request) => {
    try {
      return saying(`${request.base}/_knobs`, await DOINGS[request.params.doing!]!(request, form(request)));
    } catch (error) {
      return saying(`${request.base}/_knobs`, [(error as Error).message]);
    }
  }),
];
