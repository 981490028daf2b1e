// Where a built UI extension runs: a worker with just enough of a document for Preact to render into. Every change goes to extension-host.js as a
// list of mutations; events come back. Written from the published types of @shopify/ui-extensions and from what Preact calls.
(() => {
  // ── a document of our own ──
  let lastId = 0;
  let changes = [];
  const nodes = new Map();
  function change(...one) {
    if (changes.length === 0)
      queueMicrotask(() => {
        const sent = changes;
        changes = [];
        postMessage({ changes: sent });
      });
    changes.push(one);
  }

  class Node {
    constructor(nodeType) {
      this.nodeType = nodeType;
      this.id$ = ++lastId;
      this.childNodes = [];
      this.parentNode = null;
      nodes.set(this.id$, this);
    }
    get ownerDocument() {
      return document;
    }
    get firstChild() {
      return this.childNodes[0] ?? null;
    }
    get lastChild() {
      return this.childNodes.at(-1) ?? null;
    }
    get children() {
      return this.childNodes.filter((node) => node.nodeType === 1);
    }
    get nextSibling() {
      return this.sibling(1);
    }
    get previousSibling() {
      return this.sibling(-1);
    }
    sibling(step) {
      const all = this.parentNode?.childNodes ?? [];
      return all[all.indexOf(this) + step] ?? null;
    }
    get isConnected() {
      return this === document.body || Boolean(this.parentNode?.isConnected);
    }
    contains(node) {
      for (let at = node; at; at = at.parentNode) if (at === this) return true;
      return false;
    }
    insertBefore(node, before = null) {
      if (node.nodeType === 11) {
        for (const child of [...node.childNodes]) this.insertBefore(child, before);
        return node;
      }
      node.parentNode?.forget(node);
      const at = before ? this.childNodes.indexOf(before) : this.childNodes.length;
      this.childNodes.splice(at, 0, node);
      node.parentNode = this;
      change('insert', this.id$, node.id$, before?.id$ ?? 0);
      return node;
    }
    appendChild(node) {
      return this.insertBefore(node);
    }
    append(...all) {
      for (const one of all) this.appendChild(typeof one === 'string' ? document.createTextNode(one) : one);
    }
    replaceChildren(...all) {
      for (const child of [...this.childNodes]) this.removeChild(child);
      this.append(...all);
    }
    forget(node) {
      this.childNodes.splice(this.childNodes.indexOf(node), 1);
      node.parentNode = null;
    }
    removeChild(node) {
      this.forget(node);
      change('remove', node.id$);
      return node;
    }
    replaceChild(node, old) {
      this.insertBefore(node, old);
      return this.removeChild(old);
    }
    remove() {
      this.parentNode?.removeChild(this);
    }
    get textContent() {
      return this.childNodes.map((node) => node.textContent).join('');
    }
    set textContent(text) {
      this.replaceChildren(...(text ? [String(text)] : []));
    }
  }

  class Text extends Node {
    constructor(data) {
      super(3);
      this.text = String(data);
      change('text', this.id$, this.text);
    }
    get data() {
      return this.text;
    }
    set data(data) {
      this.text = String(data);
      change('data', this.id$, this.text);
    }
    get nodeValue() {
      return this.text;
    }
    set nodeValue(data) {
      this.data = data;
    }
    get textContent() {
      return this.text;
    }
    set textContent(data) {
      this.data = data;
    }
  }

  class Element extends Node {
    constructor(name) {
      super(1);
      this.localName = name;
      this.nodeName = name.toUpperCase();
      this.tagName = this.nodeName;
      this.given = new Map();
      this.heard = new Map();
      this.style = { setProperty() {}, removeProperty() {} };
      change('create', this.id$, name);
    }
    get attributes() {
      return [...this.given].map(([name, value]) => ({ name, value }));
    }
    getAttribute(name) {
      return this.given.get(name) ?? null;
    }
    hasAttribute(name) {
      return this.given.has(name);
    }
    setAttribute(name, value) {
      this.given.set(name, value);
      change('attribute', this.id$, name, typeof value === 'function' ? null : value);
    }
    removeAttribute(name) {
      this.given.delete(name);
      change('attribute', this.id$, name, null);
    }
    addEventListener(type, listener) {
      const all = this.heard.get(type) ?? new Set();
      if (all.size === 0) change('listen', this.id$, type.toLowerCase());
      this.heard.set(type, all.add(listener));
    }
    removeEventListener(type, listener) {
      this.heard.get(type)?.delete(listener);
    }
    dispatchEvent(event) {
      event.target ??= this;
      for (let at = this; at && !event.stopped; at = event.bubbles ? at.parentNode : null) {
        event.currentTarget = at;
        // Preact looks its handler up by the name it registered (onClick → "Click").
        for (const [type, all] of at.heard ?? [])
          if (type.toLowerCase() === event.name)
            for (const listener of all) {
              event.type = type;
              if (typeof listener === 'function') listener.call(at, event);
              else listener.handleEvent(event);
            }
      }
      return !event.defaultPrevented;
    }
    querySelectorAll(selector) {
      const matches = (node) =>
        selector[0] === '#' ? node.getAttribute('id') === selector.slice(1) : node.localName === selector;
      return this.children.flatMap((node) => [...(matches(node) ? [node] : []), ...node.querySelectorAll(selector)]);
    }
    querySelector(selector) {
      return this.querySelectorAll(selector)[0] ?? null;
    }
  }
  for (const name of ['value', 'checked', 'values', 'disabled', 'hidden', 'error', 'loading', 'selected', 'id'])
    Object.defineProperty(Element.prototype, name, {
      get() {
        return this.given.get(name) ?? (name === 'values' ? [] : name === 'value' || name === 'id' ? '' : false);
      },
      set(value) {
        if (value === undefined || value === null || (value === false && name !== 'checked'))
          this.removeAttribute(name);
        else this.setAttribute(name, value);
      },
    });
  for (const method of ['showOverlay', 'hideOverlay', 'toggleOverlay', 'focus', 'blur'])
    Element.prototype[method] = function () {
      change('call', this.id$, method);
    };

  class UiEvent {
    constructor(name, init = {}) {
      this.name = name.toLowerCase();
      this.type = name;
      this.detail = init.detail;
      this.bubbles = init.bubbles ?? true;
      this.defaultPrevented = false;
    }
    preventDefault() {
      this.defaultPrevented = true;
    }
    stopPropagation() {
      this.stopped = true;
    }
    stopImmediatePropagation() {
      this.stopped = true;
    }
  }

  const document = {
    nodeType: 9,
    createElement: (name) => new Element(name),
    createElementNS: (_, name) => new Element(name),
    createTextNode: (data) => new Text(data),
    createComment: () => new Text(''),
    createDocumentFragment: () => new Node(11),
    getElementById: (id) => document.body.querySelector(`#${id}`),
    querySelector: (selector) => document.body.querySelector(selector),
    querySelectorAll: (selector) => document.body.querySelectorAll(selector),
    addEventListener() {},
    removeEventListener() {},
  };
  Object.assign(self, { document, Node, Element, HTMLElement: Element, Text });
  document.body = new Element('body');
  document.documentElement = document.body;

  // ── the page's side ──
  const waiting = new Map();
  let lastCall = 0;
  const ask = (name, ...args) =>
    new Promise((resolve, reject) => {
      waiting.set(++lastCall, { resolve, reject });
      postMessage({ call: lastCall, name, args });
    });

  /** A value as the extension APIs hand it out. Here none of them changes while the extension runs. */
  const signal = (value) => ({
    value,
    current: value,
    peek: () => value,
    subscribe: () => () => {},
    destroy: async () => {},
    toString: () => String(value),
  });

  function translator(locale, translations) {
    const plain = (key) => key.split('.').reduce((at, part) => at?.[part], translations);
    return (key, options = {}) => {
      let text = plain(key);
      if (text && typeof text === 'object') {
        const plural = new Intl.PluralRules(locale).select(Number(options.count ?? 0));
        text = (options.count === 0 && text.zero) || text[plural] || text.other;
      }
      if (typeof text !== 'string') return key;
      const parts = text.split(/\{\{\s*(\w+)\s*\}\}/);
      const filled = parts.map((part, at) => (at % 2 ? (options[part] ?? '') : part));
      const simple = filled.every((part) => typeof part !== 'object');
      return simple ? filled.join('') : filled.filter((part) => part !== '');
    };
  }

  function start({ target, scriptUrl, data }) {
    const handlers = new Map();
    const { locale, currency } = data;
    const language = signal({ isoCode: locale });
    const money = (amount) => signal(amount);
    const entry = { key: '0', url: data.url, getState: () => null };
    self.navigation = {
      navigate: (url) => ask('navigate', String(url)),
      currentEntry: entry,
      updateCurrentEntry() {},
      addEventListener() {},
      removeEventListener() {},
    };
    const api = {
      extensionPoint: target,
      version: 'unstable',
      extension: {
        target,
        scriptUrl,
        apiVersion: data.apiVersion,
        version: 'dev-store',
        capabilities: signal(data.capabilities),
        rendered: signal(true),
      },
      authenticatedAccount: {
        customer: signal(data.customer && { id: data.customer.id }),
        purchasingCompany: signal(undefined),
      },
      authenticationState: signal('fully_authenticated'),
      requireLogin: async () => {},
      buyerIdentity: {
        customer: signal(data.customer),
        email: signal(data.customer?.email),
        phone: signal(undefined),
        purchasingCompany: signal(undefined),
      },
      localization: {
        language,
        extensionLanguage: language,
        country: signal(data.country && { isoCode: data.country }),
        currency: signal({ isoCode: currency }),
        timezone: signal(data.timezone),
        market: signal(undefined),
      },
      i18n: {
        translate: translator(locale, data.translations),
        formatNumber: (number, options) => new Intl.NumberFormat(locale, options).format(number),
        formatCurrency: (number, options) =>
          new Intl.NumberFormat(locale, { style: 'currency', currency, ...options }).format(number),
        formatDate: (date, options) => new Intl.DateTimeFormat(locale, options).format(date),
      },
      storage: {
        read: (key) => ask('storageRead', key),
        write: (key, value) => ask('storageWrite', key, value),
        delete: (key) => ask('storageDelete', key),
      },
      sessionToken: { get: () => ask('sessionToken') },
      analytics: { publish: async () => true, visitor: async () => ({ type: 'success' }) },
      settings: signal(data.settings),
      toast: { show: (text) => ask('toast', text) },
      intents: { invoke: async () => ({ complete: Promise.resolve({ code: 'closed' }) }) },
      customerPrivacy: signal({
        allowedProcessing: {},
        metafields: [],
        visitorConsent: {},
        shouldShowBanner: false,
        saleOfDataRegion: false,
      }),
      applyTrackingConsentChange: async () => ({ type: 'error', message: 'The dev store keeps no consent' }),
      query: async () => ({ errors: [{ message: 'The dev store does not play the Storefront API', extensions: {} }] }),
      close: () => ask('close'),
      navigation: self.navigation,
      orderId: data.order?.id,
      returnId: data.returnId,
      fulfillmentId: data.fulfillmentId,
      order: signal(data.order),
      lines: signal(data.lines),
      cost: data.cost && Object.fromEntries(Object.entries(data.cost).map(([name, amount]) => [name, money(amount)])),
      shop: data.shop,
      shippingAddress: signal(data.shippingAddress),
      billingAddress: signal(data.shippingAddress),
      note: signal(undefined),
      attributes: signal([]),
      appMetafields: signal([]),
      appliedGiftCards: signal([]),
      discountCodes: signal([]),
      discountAllocations: signal([]),
      checkoutToken: signal(undefined),
      checkoutSettings: signal({ orderSubmission: 'ORDER', shippingAddress: { isEditable: false } }),
    };
    self.shopify = {
      ...api,
      extend: (name, render) => handlers.set(name, render),
      reload() {},
      setSignals() {},
    };
    const plainFetch = self.fetch.bind(self);
    self.fetch = (input, init) => {
      if (!String(input.url ?? input).startsWith('shopify:')) return plainFetch(input, init);
      const errors = [
        { message: 'The dev store does not play the Customer Account API: ask your app with a session token' },
      ];
      return Promise.resolve(new Response(JSON.stringify({ errors }), { status: 501 }));
    };
    importScripts(scriptUrl);
    const render = handlers.get(target);
    if (!render) throw new Error(`The bundle does not extend ${target}`);
    return render(document.body, api);
  }

  self.onmessage = async ({ data }) => {
    if (data.start) {
      try {
        await start(data.start);
      } catch (error) {
        postMessage({ failed: `${error.name}: ${error.message}` });
      }
    } else if (data.reply) {
      const call = waiting.get(data.reply);
      waiting.delete(data.reply);
      if (data.error) call.reject(new Error(data.error));
      else call.resolve(data.result);
    } else if (data.event) {
      const node = nodes.get(data.node);
      if (!node) return;
      for (const [name, value] of Object.entries(data.state)) node.given.set(name, value);
      node.dispatchEvent(new UiEvent(data.event, { detail: data.detail, bubbles: data.event === 'click' }));
    }
  };
  self.addEventListener('unhandledrejection', ({ reason }) =>
    postMessage({ failed: String(reason?.message ?? reason) }),
  );
})();
