// The part of the emulated admin that runs inside the app's page: it answers at /shopifycloud/app-bridge.js and puts the global `shopify` there.
// Written from the published types (@shopify/app-bridge-types), not from Shopify's script. frame.js is its other half.
// It talks to the top window in messages { devStore: 1, … }: a request carries `id` and gets { reply: id }, news from the admin carries `event`.
(() => {
  if (window.shopify?.devStore) return; // the app may add the script twice (root document and AppProvider)

  const script = document.currentScript;
  const admin = window.top;
  const embedded = admin !== window.self;
  /** Where the emulated admin answers: the real name when the browser maps it here, else the origin this script came from. */
  const scriptOrigin = script ? new URL(script.src).origin : location.origin;
  const adminOrigin = scriptOrigin === 'https://cdn.shopify.com' ? 'https://admin.shopify.com' : scriptOrigin;
  const OWN_PARAMS = ['embedded', 'hmac', 'host', 'id_token', 'locale', 'session', 'shop', 'timestamp'];

  // ── messages ──
  let lastId = 0;
  const waiting = new Map();
  const listeners = new Map();
  const tell = (name, args = {}) => {
    if (embedded) admin.postMessage({ devStore: 1, name, args }, '*');
  };
  const ask = (name, args = {}) => {
    if (!embedded) return Promise.reject(new Error(`shopify.${name} needs the Shopify admin around the app`));
    return new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      admin.postMessage({ devStore: 1, id, name, args }, '*');
    });
  };
  const onEvent = (name, listener) => listeners.set(name, listener);
  window.addEventListener('message', ({ source, data }) => {
    if (source !== admin || data?.devStore !== 1) return;
    if (data.reply) {
      const call = waiting.get(data.reply);
      waiting.delete(data.reply);
      if (data.error) call?.reject(new Error(data.error));
      else call?.resolve(data.result);
    } else listeners.get(data.event)?.(data.args ?? {});
  });

  // ── configuration ──
  /** Storage may be blocked in a third-party frame; then only this page's URL counts. */
  const memory = {
    read(key) {
      try {
        return sessionStorage.getItem(`dev-store-${key}`) ?? undefined;
      } catch {
        return undefined;
      }
    },
    write(key, value) {
      try {
        sessionStorage.setItem(`dev-store-${key}`, value);
      } catch {
        // blocked: nothing to remember with
      }
    },
  };
  const params = new URLSearchParams(location.search);
  const fromUrl = (key) => {
    const value = params.get(key);
    if (value) memory.write(key, value);
    return value ?? memory.read(key);
  };
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
  const config = {
    get apiKey() {
      return script?.dataset.apiKey ?? meta('shopify-api-key') ?? '';
    },
    shop: fromUrl('shop'),
    host: fromUrl('host'),
    locale: fromUrl('locale') ?? 'en-US',
    appOrigins: (script?.dataset.appOrigins ?? meta('shopify-app-origins') ?? '').split(',').filter(Boolean),
    disabledFeatures: (script?.dataset.disabledFeatures ?? meta('shopify-disabled-features') ?? '')
      .split(',')
      .filter(Boolean),
    experimentalFeatures: [],
    debug: {
      webVitals: (script?.dataset.debug ?? meta('shopify-debug') ?? '').includes('web-vitals'),
    },
  };
  const disabled = (feature) => config.disabledFeatures.includes(feature);

  // Opened outside the admin: go there, as App Bridge does.
  if (!embedded && config.host && params.get('embedded') !== '1' && !disabled('auto-redirect')) {
    const path = location.pathname + ownSearch(location.search);
    const shopPath = atob(config.host).replace(/^[^/]+/, '');
    location.replace(`${adminOrigin}${shopPath}/apps/${config.apiKey}${path}`);
  }

  function ownSearch(search) {
    const kept = new URLSearchParams(search);
    for (const name of [...OWN_PARAMS, 'shopify-reload']) kept.delete(name);
    const text = kept.toString();
    return text && `?${text}`;
  }

  // ── session tokens ──
  const idToken = () => ask('idToken');

  // The bounce page: come back to where the merchant wanted to go, with a fresh token.
  const reload = params.get('shopify-reload');
  if (reload && embedded) {
    const target = new URL(reload, location.href);
    if (target.origin === location.origin) {
      idToken().then((token) => {
        target.searchParams.set('id_token', token);
        location.replace(target);
      });
    }
  }

  // ── fetch ──
  const plainFetch = window.fetch.bind(window);
  function ownUrl(url) {
    if (url.origin === location.origin || config.appOrigins.includes(url.origin)) return true;
    return url.protocol === location.protocol && url.hostname.endsWith(`.${location.hostname}`);
  }
  async function directApi(address, init = {}) {
    const answer = await ask('directApi', {
      path: address.replace(/^shopify:(\/\/)?/, ''),
      body: typeof init.body === 'string' ? init.body : init.body == null ? '' : await new Response(init.body).text(),
    });
    return new Response(answer.body, { status: answer.status, headers: { 'content-type': 'application/json' } });
  }
  async function bridgedFetch(input, init) {
    const address = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    if (address.startsWith('shopify:')) return directApi(address, init ?? (input instanceof Request ? input : {}));
    const url = new URL(address, document.baseURI);
    if (!embedded || !ownUrl(url)) return plainFetch(input, init);
    const request = new Request(input, init);
    if (request.headers.has('authorization')) return plainFetch(request);
    const send = async () => {
      const attempt = request.clone();
      attempt.headers.set('authorization', `Bearer ${await idToken()}`);
      attempt.headers.set('x-requested-with', 'XMLHttpRequest');
      return plainFetch(attempt);
    };
    let response = await send();
    if (response.headers.get('x-shopify-retry-invalid-session-request') === '1') response = await send();
    const reauthorize = response.headers.get('x-shopify-api-request-failure-reauthorize-url');
    if (reauthorize) tell('open', { url: new URL(reauthorize, location.href).href });
    return response;
  }
  if (!disabled('fetch')) window.fetch = bridgedFetch;

  // ── where the app is ──
  const report = (replace) =>
    tell('location', { path: location.pathname + ownSearch(location.search) + location.hash, replace });
  for (const name of ['pushState', 'replaceState']) {
    const original = history[name].bind(history);
    history[name] = (...args) => {
      original(...args);
      report();
    };
  }
  window.addEventListener('popstate', () => report());
  window.addEventListener('hashchange', () => report());

  /** Whether the app listens to `shopify:navigate`: then a click in the admin is one event, without a page load. */
  let listensToNavigate = false;
  const plainListen = EventTarget.prototype.addEventListener;
  for (const target of [window, document]) {
    target.addEventListener = function (type, ...rest) {
      if (type === 'shopify:navigate') listensToNavigate = true;
      return plainListen.call(this ?? window, type, ...rest);
    };
  }
  async function navigate(path) {
    const url = new URL(path, location.href);
    if (listensToNavigate) {
      const known = [...document.querySelectorAll('ui-nav-menu a, s-app-nav a, s-app-nav s-link')];
      const link = known.find((one) => one.getAttribute('href') === path) ?? document.createElement('a');
      if (!link.isConnected) {
        link.href = path;
        link.hidden = true;
        document.body.append(link);
        setTimeout(() => link.remove());
      }
      link.dispatchEvent(new CustomEvent('shopify:navigate', { bubbles: true, cancelable: true }));
      return;
    }
    url.searchParams.set('embedded', '1');
    for (const key of ['shop', 'host', 'locale']) if (config[key]) url.searchParams.set(key, config[key]);
    url.searchParams.set('id_token', await idToken());
    location.assign(url);
  }
  onEvent('navigate', ({ path }) => navigate(path));

  /** What leaves the frame: shopify:admin/… addresses and everything aimed at the top window. */
  function leaves(href, target) {
    return /^shopify:/.test(href) || target === '_top' || target === '_parent';
  }
  const plainOpen = window.open.bind(window);
  window.open = (url, target, features) => {
    const href = String(url ?? '');
    if (!embedded || !leaves(href, target)) return plainOpen(url, target, features);
    tell('open', { url: /^shopify:/.test(href) ? href : new URL(href, location.href).href, target });
    return null;
  };
  const linkOf = (event) =>
    event.composedPath().find((node) => node instanceof HTMLAnchorElement || node.localName === 's-link');
  window.addEventListener('click', (event) => {
    const link = linkOf(event);
    const href = link?.getAttribute('href');
    if (!href || event.defaultPrevented || !embedded || !leaves(href, link.getAttribute('target'))) return;
    event.preventDefault();
    tell('open', { url: /^shopify:/.test(href) ? href : new URL(href, location.href).href, target: link.target });
  });
  // A dirty form: a link inside the app asks first, as the admin's own navigation does.
  window.addEventListener(
    'click',
    (event) => {
      const link = linkOf(event);
      if (!link?.getAttribute('href') || link.target === '_blank' || !shownBar() || event.metaKey || event.ctrlKey)
        return;
      event.preventDefault();
      event.stopImmediatePropagation();
      shopify.saveBar.leaveConfirmation().then(() => link.click());
    },
    true,
  );

  // ── elements ──
  // No <style> element: an app that React hydrates as a whole document must find its head as the server wrote it.
  const style = new CSSStyleSheet();
  style.replaceSync(
    'ui-nav-menu,ui-title-bar,ui-save-bar,s-app-nav,s-app-window:not([open]),ui-modal:not([open]){display:none}' +
      'ui-modal[open],s-app-window[open]{display:contents}',
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];

  /** A custom element that calls `changed` once after its children or attributes settle. */
  class Watched extends HTMLElement {
    connectedCallback() {
      this.observer = new MutationObserver(() => this.changed());
      this.observer.observe(this, { subtree: true, childList: true, attributes: true, characterData: true });
      setTimeout(() => this.isConnected && this.changed());
    }
    disconnectedCallback() {
      this.observer?.disconnect();
      setTimeout(() => this.isConnected || this.gone());
    }
    changed() {}
    gone() {}
  }
  const define = (name, element) => customElements.get(name) ?? customElements.define(name, element);
  const textOf = (node) => node.textContent.trim();

  class NavMenu extends Watched {
    changed() {
      const links = [...this.querySelectorAll('a, s-link')];
      tell('nav', {
        items: links.map((link) => ({
          href: new URL(link.getAttribute('href') ?? '', location.href).pathname,
          raw: link.getAttribute('href') ?? '',
          label: textOf(link),
          home: link.getAttribute('rel') === 'home',
        })),
      });
    }
    gone() {
      if (!document.querySelector('ui-nav-menu, s-app-nav')) tell('nav', { items: [] });
    }
  }
  define('ui-nav-menu', NavMenu);
  define('s-app-nav', class extends NavMenu {});

  /** The buttons of a title bar as plain data; `index` leads back to the element. */
  function actionsOf(bar) {
    const nodes = [...bar.querySelectorAll('button, a')];
    return nodes.map((node, index) => ({
      index,
      label: textOf(node),
      variant: node.getAttribute('variant'),
      tone: node.getAttribute('tone'),
      disabled: node.hasAttribute('disabled') || node.hasAttribute('loading'),
      section: node.closest('section')?.getAttribute('label') ?? null,
    }));
  }
  const press = (bar, index) => [...(bar?.querySelectorAll('button, a') ?? [])][index]?.click();

  class TitleBar extends Watched {
    changed() {
      const owner = this.closest('ui-modal, s-app-window');
      if (owner) owner.changed();
      else {
        pageBar = this;
        tell('titleBar', { title: this.getAttribute('title') ?? document.title, actions: actionsOf(this) });
      }
    }
    gone() {
      if (pageBar !== this) return;
      pageBar = undefined;
      const next = [...document.querySelectorAll('ui-title-bar')].find((bar) => !bar.closest('ui-modal'));
      if (next) next.changed();
      else tell('titleBar', { title: '', actions: [] });
    }
  }
  let pageBar;
  define('ui-title-bar', TitleBar);
  onEvent('titleBarPress', ({ index }) => press(pageBar, index));

  /** Bars that are shown, the newest last: `ui-save-bar` elements and forms with data-save-bar. */
  const bars = [];
  const shownBar = () => bars.at(-1);
  function showBar(bar) {
    if (!bars.includes(bar)) bars.push(bar);
    tell('saveBar', bar.describe());
  }
  function hideBar(bar) {
    const at = bars.indexOf(bar);
    if (at < 0) return;
    bars.splice(at, 1);
    tell('saveBar', shownBar()?.describe() ?? { shown: false });
  }
  onEvent('saveBarPress', ({ which }) => shownBar()?.press(which));

  class SaveBar extends Watched {
    get showing() {
      return bars.includes(this);
    }
    get discardConfirmation() {
      return this.hasAttribute('discardconfirmation') || this.hasAttribute('discard-confirmation');
    }
    set discardConfirmation(on) {
      this.toggleAttribute('discardconfirmation', Boolean(on));
    }
    button(which) {
      const buttons = [...this.querySelectorAll('button')];
      const isSave = (one) => one.getAttribute('variant') === 'primary';
      return buttons.find((one) => isSave(one) === (which === 'save'));
    }
    describe() {
      const state = (button) => ({
        disabled: button?.hasAttribute('disabled') ?? false,
        loading: button?.hasAttribute('loading') ?? false,
      });
      return {
        shown: true,
        save: state(this.button('save')),
        discard: state(this.button('discard')),
        discardConfirmation: this.discardConfirmation,
      };
    }
    press(which) {
      this.button(which)?.click();
    }
    async show() {
      if (this.showing) return;
      showBar(this);
      this.dispatchEvent(new Event('show'));
    }
    async hide() {
      if (!this.showing) return;
      hideBar(this);
      this.dispatchEvent(new Event('hide'));
    }
    toggle() {
      return this.showing ? this.hide() : this.show();
    }
    changed() {
      if (shownBar() === this) tell('saveBar', this.describe());
    }
    gone() {
      hideBar(this);
    }
  }
  define('ui-save-bar', SaveBar);

  const formBars = new WeakMap();
  function formBar(form) {
    let bar = formBars.get(form);
    if (!bar) {
      bar = {
        describe: () => ({
          shown: true,
          save: {},
          discard: {},
          discardConfirmation: form.hasAttribute('data-discard-confirmation'),
        }),
        press: (which) => (which === 'save' ? form.requestSubmit() : form.reset()),
      };
      formBars.set(form, bar);
    }
    return bar;
  }
  const barForm = (event) => event.target?.closest?.('form[data-save-bar]');
  for (const type of ['input', 'change'])
    document.addEventListener(type, (event) => barForm(event) && showBar(formBar(barForm(event))));
  for (const type of ['submit', 'reset'])
    document.addEventListener(type, (event) => barForm(event) && hideBar(formBar(barForm(event))));

  /**
   * The real admin lifts a modal out of the frame; here it opens inside the frame, in the browser's top layer, and the admin dims itself to match.
   * `content` is the element's own child, so that app-bridge-react's portal and the app's styles work unchanged.
   */
  class Modal extends Watched {
    static template = `
      <style>
        dialog{border:0;padding:0;border-radius:14px;max-width:calc(100vw - 32px);max-height:calc(100dvh - 32px);width:620px;
          box-shadow:0 8px 40px rgb(0 0 0/.3);overflow:hidden;font:14px/20px Inter,-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,sans-serif;color:#303030}
        dialog[open]{display:flex;flex-direction:column}
        dialog[data-variant=small]{width:380px}dialog[data-variant=large]{width:980px}
        dialog[data-variant=max]{width:100vw;height:100dvh;max-width:none;max-height:none;border-radius:0}
        dialog::backdrop{background:rgb(0 0 0/.5)}
        header{display:flex;align-items:center;gap:8px;padding:12px 16px;background:#f3f3f3;border-bottom:1px solid #e3e3e3}
        h2{font-size:14px;margin:0;flex:1;font-weight:650}
        button{font:inherit;font-weight:550;font-size:13px;border:0;border-radius:8px;padding:6px 12px;cursor:pointer;background:#fff;color:#303030;box-shadow:inset 0 0 0 1px #ccc}
        button.primary{background:#303030;color:#fff;box-shadow:none}button.critical{background:#c70a24;color:#fff;box-shadow:none}
        button:disabled{opacity:.5;cursor:default}button:focus-visible{outline:2px solid #005bd3;outline-offset:1px}
        .close{background:none;box-shadow:none;font-size:18px;line-height:18px;padding:4px 8px}
        main{overflow:auto;flex:1}iframe{display:block;border:0;width:100%;height:min(600px,70dvh)}dialog[data-variant=max] iframe{height:100%}
        footer{display:flex;justify-content:flex-end;gap:8px;padding:12px 16px;border-top:1px solid #e3e3e3}footer:empty{display:none}
      </style>
      <dialog aria-labelledby="title"><header><h2 id="title"></h2><button class="close" aria-label="Close">×</button></header>
        <main><slot></slot></main><footer></footer></dialog>`;
    get variant() {
      return this.getAttribute('variant') ?? 'base';
    }
    set variant(value) {
      this.setAttribute('variant', value);
    }
    get src() {
      return this.getAttribute('src') ?? undefined;
    }
    set src(value) {
      if (value) this.setAttribute('src', value);
      else this.removeAttribute('src');
    }
    get content() {
      return [...this.children].find((child) => !/^ui-(title|save)-bar$/.test(child.localName));
    }
    set content(element) {
      this.content?.remove();
      if (element) this.append(element);
    }
    get contentWindow() {
      return this.shadowRoot?.querySelector('iframe')?.contentWindow ?? null;
    }
    get dialog() {
      return this.shadowRoot?.querySelector('dialog');
    }
    connectedCallback() {
      super.connectedCallback();
      if (this.shadowRoot) return;
      this.attachShadow({ mode: 'open' }).innerHTML = Modal.template;
      this.dialog.addEventListener('close', () => this.closed());
      this.shadowRoot.querySelector('.close').addEventListener('click', () => this.hide());
      this.shadowRoot.querySelector('footer').addEventListener('click', (event) => {
        const { index } = event.target.dataset;
        if (index) press(this.querySelector('ui-title-bar'), Number(index));
      });
    }
    gone() {
      if (this.dialog?.open) this.dialog.close();
    }
    changed() {
      if (!this.dialog) return;
      const bar = this.querySelector('ui-title-bar');
      this.dialog.dataset.variant = this.variant;
      this.shadowRoot.querySelector('h2').textContent = bar?.getAttribute('title') ?? '';
      const buttons = (bar ? actionsOf(bar) : []).map((action) => {
        const button = document.createElement('button');
        button.textContent = action.label;
        button.disabled = action.disabled;
        button.dataset.index = action.index;
        button.className = action.tone === 'critical' ? 'critical' : action.variant === 'primary' ? 'primary' : '';
        return button;
      });
      buttons.sort((a, b) => Number(Boolean(a.className)) - Number(Boolean(b.className)));
      this.shadowRoot.querySelector('footer').replaceChildren(...buttons);
    }
    async load() {
      const url = new URL(this.src, location.href);
      for (const key of ['shop', 'host', 'locale']) if (config[key]) url.searchParams.set(key, config[key]);
      url.searchParams.set('embedded', '1');
      url.searchParams.set('id_token', await idToken());
      const frame = document.createElement('iframe');
      frame.src = url.href;
      frame.title = this.shadowRoot.querySelector('h2').textContent || 'Modal';
      this.shadowRoot.querySelector('main').replaceChildren(frame);
    }
    async show() {
      if (!this.dialog || this.dialog.open) return;
      this.changed();
      this.toggleAttribute('open', true);
      if (this.src) await this.load();
      this.dialog.showModal();
      tell('modal', { open: true, variant: this.variant });
      this.dispatchEvent(new Event('show'));
    }
    async hide() {
      if (this.dialog?.open) this.dialog.close();
    }
    toggle() {
      return this.dialog?.open ? this.hide() : this.show();
    }
    closed() {
      this.removeAttribute('open');
      if (this.src) this.shadowRoot.querySelector('main').innerHTML = '<slot></slot>';
      tell('modal', { open: false });
      this.dispatchEvent(new Event('hide'));
    }
  }
  define('ui-modal', Modal);
  define(
    's-app-window',
    class extends Modal {
      get variant() {
        return 'max';
      }
    },
  );

  // ── Web Vitals ──
  const vitals = new Map();
  let onReport = null;
  let reportTimer;
  function vital(name, value) {
    const id = vitals.get(name)?.id ?? `v1-${Math.random().toString(36).slice(2)}`;
    vitals.set(name, { id, name, value, version: 'dev-store' });
    clearTimeout(reportTimer);
    reportTimer = setTimeout(reportVitals, 300);
  }
  function reportVitals() {
    const metrics = [...vitals.values()];
    if (!metrics.length) return;
    tell('vitals', { path: location.pathname, metrics: metrics.map(({ name, value }) => ({ name, value })) });
    onReport?.({ metrics });
    if (config.debug.webVitals) console.info('Web Vitals', ...metrics.map(({ name, value }) => `${name} ${value}`));
  }
  function observe(type, use, options = {}) {
    try {
      new PerformanceObserver((list) => list.getEntries().forEach(use)).observe({ type, buffered: true, ...options });
    } catch {
      // this browser does not measure it
    }
  }
  observe('navigation', (entry) => vital('TTFB', entry.responseStart));
  observe('paint', (entry) => entry.name === 'first-contentful-paint' && vital('FCP', entry.startTime));
  observe('largest-contentful-paint', (entry) => vital('LCP', entry.startTime));
  let shift = { first: 0, last: 0, sum: 0 };
  observe('layout-shift', (entry) => {
    if (entry.hadRecentInput) return;
    const same = entry.startTime - shift.last < 1000 && entry.startTime - shift.first < 5000;
    shift = same
      ? { ...shift, last: entry.startTime, sum: shift.sum + entry.value }
      : { first: entry.startTime, last: entry.startTime, sum: entry.value };
    if (shift.sum > (vitals.get('CLS')?.value ?? 0)) vital('CLS', shift.sum);
  });
  vital('CLS', 0);
  const interactions = new Map();
  observe(
    'event',
    (entry) => {
      if (!entry.interactionId) return;
      interactions.set(entry.interactionId, Math.max(entry.duration, interactions.get(entry.interactionId) ?? 0));
      const slowest = [...interactions.values()].sort((a, b) => b - a);
      vital('INP', slowest[Math.min(slowest.length - 1, Math.floor(slowest.length / 50))]);
    },
    { durationThreshold: 16 },
  );

  // ── the global ──
  const toasts = new Map();
  onEvent('toast', ({ id, what }) => {
    const options = toasts.get(id);
    if (what === 'action') options?.onAction?.();
    else options?.onDismiss?.();
    if (what !== 'action') toasts.delete(id);
  });
  const element = (id, kind) => {
    const found = document.getElementById(id);
    if (!found) throw new Error(`There is no <${kind}> with the id "${id}" on this page`);
    return found;
  };
  let onSupport = null;
  onEvent('support', () => onSupport?.());
  const tools = new Map();
  const onlyOnDevice = (what) => () =>
    Promise.reject(new Error(`${what} is only there in Shopify's phone and point-of-sale apps`));
  const noPos = (names) => Object.fromEntries(names.map((name) => [name, onlyOnDevice(`shopify.pos … ${name}`)]));

  const shopify = {
    devStore: true,
    config,
    origin: adminOrigin,
    ready: embedded ? ask('hello').then(() => undefined) : Promise.resolve(),
    protocol: 'https',
    environment: { embedded, mobile: false, pos: false, intent: false },
    idToken,
    user: () => ask('user'),
    loading: (on) => tell('loading', { on: on !== false }),
    toast: {
      show(message, options = {}) {
        const id = `toast-${++lastId}`;
        toasts.set(id, options);
        const { duration, isError, action } = options;
        tell('toast', { id, message: String(message), duration, isError, action });
        return id;
      },
      hide: (id) => tell('toastHide', { id }),
    },
    saveBar: {
      show: async (id) => element(id, 'ui-save-bar').show(),
      hide: async (id) => element(id, 'ui-save-bar').hide(),
      toggle: async (id) => element(id, 'ui-save-bar').toggle(),
      async leaveConfirmation() {
        if (!shownBar()) return;
        if (await ask('leaveConfirmation')) for (const bar of [...bars]) bar.hide ? bar.hide() : hideBar(bar);
        else await new Promise(() => {}); // the merchant stays: this navigation never happens
      },
    },
    modal: {
      show: async (id) => element(id, 'ui-modal').show(),
      hide: async (id) => element(id, 'ui-modal').hide(),
      toggle: async (id) => element(id, 'ui-modal').toggle(),
    },
    async resourcePicker(options) {
      const chosen = await ask('resourcePicker', JSON.parse(JSON.stringify(options)));
      if (!chosen) return undefined;
      chosen.selection = chosen;
      return chosen;
    },
    picker: async (options) => ({ selected: ask('picker', JSON.parse(JSON.stringify(options))) }),
    scopes: {
      query: () => ask('scopesQuery'),
      request: (scopes) => ask('scopesRequest', { scopes }),
      revoke: (scopes) => ask('scopesRevoke', { scopes }),
    },
    intents: {
      register: () => () => {},
      request: { value: null, subscribe: () => () => {} },
      async invoke(intent, options = {}) {
        const [head, value] = typeof intent === 'string' ? intent.split('?')[0].split(',') : [];
        const query =
          typeof intent === 'string'
            ? { action: head.split(':')[0], type: head.slice(head.indexOf(':') + 1), value, ...options }
            : intent;
        return { complete: ask('intent', JSON.parse(JSON.stringify(query))) };
      },
      response: { ok: async () => {}, error: async () => {}, closed: async () => {} },
    },
    webVitals: {
      async onReport(callback) {
        onReport = callback;
      },
    },
    support: {
      async registerHandler(callback) {
        onSupport = callback;
        tell('supportHandler', { on: Boolean(callback) });
      },
    },
    reviews: {
      request: async () => ({
        success: false,
        code: 'merchant-ineligible',
        message: 'This store is not eligible to leave reviews.',
      }),
    },
    app: { extensions: () => ask('extensions') },
    shopifyQL: { available: async () => false },
    tools: {
      register(name, handler) {
        tools.set(name, handler);
        return () => tools.delete(name);
      },
      unregister: (name) => tools.delete(name),
      clear: () => tools.clear(),
    },
    scanner: { capture: onlyOnDevice('shopify.scanner') },
    pos: {
      cart: noPos([
        'fetch',
        'subscribe',
        'setCustomer',
        'removeCustomer',
        'addAddress',
        'updateAddress',
        'applyCartDiscount',
        'applyCartCodeDiscount',
        'removeCartDiscount',
        'removeAllDiscounts',
        'addCartProperties',
        'removeCartProperties',
        'addCustomSale',
        'clear',
        'addLineItem',
        'updateLineItem',
        'removeLineItem',
        'setLineItemDiscount',
        'removeLineItemDiscount',
        'addLineItemProperties',
        'removeLineItemProperties',
      ]),
      ...noPos(['close', 'device', 'location']),
    },
    setSignals() {},
  };
  window.shopify = shopify;

  // ── tell the admin where we are ──
  report();
  const tellTitle = () => tell('title', { title: document.title });
  document.addEventListener('DOMContentLoaded', () => {
    tellTitle();
    new MutationObserver(tellTitle).observe(document.head, { childList: true, subtree: true, characterData: true });
  });
})();
