// The customer account page's side of UI extensions: one worker for each place that an extension takes, and the s-* elements it may use.
(() => {
  // ── elements ──
  const SHADOW = `
    :host{font:15px/1.45 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,sans-serif}:host([hidden]){display:none}
    button,.link{font:inherit}
    .button{font-weight:600;padding:10px 18px;border-radius:6px;border:1px solid #b9bfba;background:#fff;color:#1f2420;cursor:pointer;text-decoration:none;display:inline-block}
    .button.primary{background:#1f5f47;border-color:#1f5f47;color:#fff}.button.critical{color:#b3261e}.button:disabled{opacity:.55;cursor:default}
    :focus-visible{outline:2px solid #1f5f47;outline-offset:2px}
    label,.label{display:block;font-size:14px;margin-bottom:4px}.hint{color:#66706a;font-size:13px;margin-top:4px}.error{color:#b3261e;font-size:13px;margin-top:4px}
    input:not([type=checkbox]):not([type=radio]),select,textarea{font:inherit;width:100%;box-sizing:border-box;padding:9px 12px;border:1px solid #b9bfba;border-radius:6px;background:#fff;color:inherit}
    .row{display:flex;gap:10px;align-items:flex-start}.row input{margin-top:4px}fieldset{border:0;margin:0;padding:0}legend{font-size:14px;padding:0;margin-bottom:6px}
    .banner{border-radius:8px;padding:14px 16px;background:#eef4f1;border:1px solid #cfe0d8}.banner.critical{background:#fbe9e7;border-color:#f0c4bf}.banner.warning{background:#fff5dc;border-color:#efdca5}.banner.success{background:#e6f5ea;border-color:#bfe3c9}
    h2{font-size:17px;margin:0 0 8px}dialog{border:0;border-radius:12px;padding:0;width:min(560px,calc(100vw - 32px));box-shadow:0 8px 40px rgb(0 0 0/.3)}dialog::backdrop{background:rgb(0 0 0/.45)}
    dialog header{display:flex;justify-content:space-between;padding:16px 20px;border-bottom:1px solid #e4e6e2}dialog header h2{margin:0}dialog .body{padding:20px}.actions{display:flex;gap:10px;justify-content:flex-end;flex-wrap:wrap}dialog .actions{padding:0 20px 20px}
    .close{border:0;background:none;font-size:20px;cursor:pointer}.none{border:1px dashed #b9bfba;border-radius:6px;padding:8px 12px;color:#66706a;font-size:13px}`;
  const quote = (text) => String(text ?? '').replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);
  const on = (element, name) => element.hasAttribute(name) && element.getAttribute(name) !== 'false';

  /** Every s-* element: its shadow is drawn anew when an attribute changes, unless it only sets a value. */
  class Drawn extends HTMLElement {
    constructor() {
      super();
      this.attachShadow({ mode: 'open' });
    }
    connectedCallback() {
      this.drawn = undefined; // children came before the element was placed
      this.draw();
      this.watch ??= new MutationObserver(() => this.draw());
      this.watch.observe(this, { attributes: true });
    }
    disconnectedCallback() {
      this.watch.disconnect();
    }
    get(name) {
      return this.getAttribute(name) ?? '';
    }
    draw() {
      const markup = this.markup();
      if (markup === this.drawn) return;
      this.drawn = markup;
      this.shadowRoot.innerHTML = `<style>${SHADOW}</style>${markup}`;
      this.ready?.();
    }
    markup() {
      return '<slot></slot>';
    }
    $(selector) {
      return this.shadowRoot.querySelector(selector);
    }
  }
  const component = (name, members) => {
    class One extends Drawn {}
    Object.defineProperties(One.prototype, Object.getOwnPropertyDescriptors(members));
    customElements.define(name, One);
  };

  /** What a press does beside telling the extension: command a dialog, send the form around it. */
  function pressed(element) {
    if (on(element, 'disabled') || on(element, 'loading')) return;
    const other = element.get('commandfor') && document.getElementById(element.get('commandfor'));
    if (other)
      other[{ '--hide': 'hideOverlay', '--toggle': 'toggleOverlay' }[element.get('command')] ?? 'showOverlay']?.();
    // A menu item without an address opens the form of the same extension (customer-account.order.action.render).
    const place = element.closest('.extension')?.config;
    if (place?.target === 'customer-account.order.action.menu-item.render' && !other)
      location.assign(address(element, 'extension:/'));
    const form = element.get('type') === 'submit' && element.closest('s-form');
    if (form) form.dispatchEvent(new Event('submit'));
  }
  component('s-button', {
    markup() {
      const kind = `button ${quote(this.get('variant'))} ${quote(this.get('tone'))}`;
      const href = this.get('href');
      if (href) return `<a class="${kind}" href="${quote(address(this, href))}" part="button"><slot></slot></a>`;
      return `<button class="${kind}" ${on(this, 'disabled') || on(this, 'loading') ? 'disabled' : ''}>${on(this, 'loading') ? '… ' : ''}<slot></slot></button>`;
    },
    ready() {
      this.onclick = () => pressed(this);
    },
  });
  component('s-clickable', {
    ready() {
      this.onclick = () => pressed(this);
    },
    markup() {
      const href = this.get('href');
      const style = 'all:unset;cursor:pointer;display:block';
      return href
        ? `<a style="${style}" href="${quote(address(this, href))}"><slot></slot></a>`
        : `<button style="${style}"><slot></slot></button>`;
    },
  });
  component('s-link', {
    markup() {
      return `<a class="link" href="${quote(address(this, this.get('href')))}" ${this.get('target') === '_blank' ? 'target="_blank" rel="noopener"' : ''} style="color:#1f5f47"><slot></slot></a>`;
    },
  });
  component('s-banner', {
    markup() {
      const heading = this.get('heading');
      return `<div class="banner ${quote(this.get('tone'))}" role="${this.get('tone') === 'critical' ? 'alert' : 'status'}">${heading ? `<h2>${quote(heading)}</h2>` : ''}<slot></slot></div>`;
    },
  });
  component('s-section', {
    markup() {
      const heading = this.get('heading');
      return `${heading ? `<h2>${quote(heading)}</h2>` : ''}<slot></slot>`;
    },
  });
  component('s-page', {
    markup() {
      return `<slot name="breadcrumb-actions"></slot><h1 style="font-size:26px;font-weight:500;margin:0 0 4px">${quote(this.get('heading'))}</h1><p class="hint" style="margin:0 0 16px">${quote(this.get('subheading'))}</p>
        <div class="actions" style="justify-content:flex-start;margin-bottom:16px"><slot name="primary-action"></slot><slot name="secondary-actions"></slot></div><slot></slot>`;
    },
  });
  component('s-customer-account-action', {
    markup() {
      return `<h2>${quote(this.get('heading'))}</h2><slot></slot><div class="actions" style="margin-top:16px"><slot name="secondary-actions"></slot><slot name="primary-action"></slot></div>`;
    },
  });
  const overlay = {
    markup() {
      return `<dialog aria-label="${quote(this.get('heading'))}"><header><h2>${quote(this.get('heading'))}</h2><button class="close" aria-label="Close">×</button></header><div class="body"><slot></slot></div><div class="actions"><slot name="secondary-actions"></slot><slot name="primary-action"></slot></div></dialog>`;
    },
    ready() {
      const dialog = this.$('dialog');
      this.$('.close').onclick = () => dialog.close();
      dialog.onclose = () => {
        this.dispatchEvent(new Event('hide'));
        this.dispatchEvent(new Event('afterhide'));
      };
      if (this.shown) dialog.showModal();
    },
    showOverlay() {
      if (this.$('dialog').open) return;
      this.shown = true;
      this.$('dialog').showModal();
      this.dispatchEvent(new Event('show'));
      this.dispatchEvent(new Event('aftershow'));
    },
    hideOverlay() {
      this.shown = false;
      this.$('dialog').close();
    },
    toggleOverlay() {
      if (this.$('dialog').open) this.hideOverlay();
      else this.showOverlay();
    },
  };
  component('s-modal', overlay);
  component('s-sheet', overlay);
  component('s-form', { markup: () => '<form><slot></slot></form>' });

  const error = (element) =>
    element.get('error') ? `<div class="error" role="alert">${quote(element.get('error'))}</div>` : '';
  const hint = (element) => (element.get('details') ? `<div class="hint">${quote(element.get('details'))}</div>` : '');
  /** A field around one native control. Its value lives in the control, so that a redraw does not lose the place of the cursor. */
  function field(name, control) {
    component(name, {
      markup() {
        const hide =
          this.get('labelaccessibilityvisibility') === 'exclusive'
            ? ' style="position:absolute;clip-path:inset(50%)"'
            : '';
        return `<label for="control"${hide}>${quote(this.get('label'))}</label>${control(this)}${hint(this)}${error(this)}`;
      },
      ready() {
        const native = this.$('#control');
        native.disabled = on(this, 'disabled');
        native.required = on(this, 'required');
        if (native.localName === 'select') this.fill();
        this.kept ??= this.get('value') || this.get('defaultvalue');
        native.value = this.kept;
        native.addEventListener('input', () => {
          this.kept = native.value;
        });
        native.addEventListener('change', () => this.dispatchEvent(new Event('change')));
        for (const type of ['focus', 'blur']) native.addEventListener(type, () => this.dispatchEvent(new Event(type)));
      },
      fill() {
        const native = this.$('#control');
        const options = [...this.querySelectorAll('s-option')];
        const first = this.get('placeholder') ? [new Option(this.get('placeholder'), '')] : [];
        native.replaceChildren(
          ...first,
          ...options.map((one) => new Option(one.textContent, one.getAttribute('value') ?? '')),
        );
      },
      get value() {
        return this.$('#control')?.value ?? this.kept ?? '';
      },
      set value(value) {
        this.kept = String(value ?? '');
        const native = this.$('#control');
        if (native && native.value !== this.kept) native.value = this.kept;
      },
    });
  }
  const input =
    (type, more = () => '') =>
    (element) =>
      `<input id="control" type="${type}" name="${quote(element.get('name'))}" placeholder="${quote(element.get('placeholder'))}" autocomplete="${quote(element.get('autocomplete') || 'off')}" ${more(element)}>`;
  const bounds = (element) =>
    ['min', 'max', 'step'].map((one) => (element.get(one) ? `${one}="${quote(element.get(one))}"` : '')).join(' ');
  field('s-text-field', input('text'));
  field('s-email-field', input('email'));
  field('s-phone-field', input('tel'));
  field('s-url-field', input('url'));
  field('s-password-field', input('password'));
  field('s-date-field', input('date', bounds));
  field('s-number-field', input('number', bounds));
  field('s-money-field', input('number', bounds));
  field(
    's-text-area',
    (element) =>
      `<textarea id="control" rows="${quote(element.get('rows') || 3)}" placeholder="${quote(element.get('placeholder'))}"></textarea>`,
  );
  field('s-select', () => '<select id="control"></select>');
  component('s-option', { markup: () => '' });

  const checkable = (type) => ({
    markup() {
      return `<label class="row"><input id="control" type="checkbox" ${type === 'switch' ? 'role="switch"' : ''}><span>${quote(this.get('label') || this.get('accessibilitylabel'))}<slot></slot></span></label>${hint(this)}${error(this)}`;
    },
    ready() {
      const native = this.$('#control');
      native.checked = this.kept ?? (on(this, 'checked') || on(this, 'defaultchecked'));
      native.disabled = on(this, 'disabled');
      native.addEventListener('change', () => {
        this.kept = native.checked;
        this.dispatchEvent(new Event('change'));
      });
    },
    get checked() {
      return this.$('#control')?.checked ?? false;
    },
    set checked(checked) {
      this.kept = Boolean(checked);
      if (this.$('#control')) this.$('#control').checked = this.kept;
    },
    get value() {
      return this.get('value') || 'on';
    },
  });
  component('s-checkbox', checkable('checkbox'));
  component('s-switch', checkable('switch'));
  component('s-choice', { markup: () => '' });
  component('s-choice-list', {
    markup() {
      return `<fieldset><legend>${quote(this.get('label'))}</legend><div id="choices"></div></fieldset>${hint(this)}${error(this)}`;
    },
    ready() {
      const choices = [...this.querySelectorAll('s-choice')];
      const given =
        this.kept ??
        choices
          .filter((one) => on(one, 'selected') || on(one, 'defaultselected'))
          .map((one) => one.getAttribute('value'));
      this.kept = given;
      const many = on(this, 'multiple');
      this.$('#choices').replaceChildren(
        ...choices.map((one) => {
          const row = document.createElement('label');
          row.className = 'row';
          const native = Object.assign(document.createElement('input'), {
            type: many ? 'checkbox' : 'radio',
            name: 'choice',
            value: one.getAttribute('value') ?? '',
            checked: given.includes(one.getAttribute('value')),
            disabled: on(one, 'disabled') || on(this, 'disabled'),
          });
          native.addEventListener('change', () => {
            this.kept = [...this.shadowRoot.querySelectorAll('input:checked')].map((each) => each.value);
            this.dispatchEvent(new Event('change'));
          });
          row.append(native, one.textContent);
          return row;
        }),
      );
    },
    get values() {
      return this.kept ?? [];
    },
    set values(values) {
      this.kept = [...values];
      if (this.isConnected) this.ready();
    },
    get value() {
      return this.kept?.[0] ?? '';
    },
  });
  component('s-image', {
    markup() {
      return `<img src="${quote(this.get('src'))}" alt="${quote(this.get('alt'))}" style="max-width:100%;border-radius:6px">`;
    },
  });
  component('s-product-thumbnail', {
    markup() {
      const src = this.get('src');
      return src
        ? `<img src="${quote(src)}" alt="${quote(this.get('alt'))}" width="56" height="56" style="border-radius:6px;object-fit:cover">`
        : '<div style="width:56px;height:56px;border-radius:6px;background:#e9ebe6"></div>';
    },
  });
  component('s-spinner', {
    markup() {
      return `<span role="status" aria-label="${quote(this.get('accessibilitylabel') || 'Loading')}">…</span>`;
    },
  });
  component('s-skeleton-paragraph', {
    markup: () => '<div style="background:#e9ebe6;border-radius:4px;height:1em"></div>',
  });
  component('s-progress', {
    markup() {
      return `<progress value="${quote(this.get('value'))}" max="${quote(this.get('max') || 1)}" style="width:100%"></progress>`;
    },
  });
  component('s-icon', { markup: () => '<span aria-hidden="true">•</span>' });
  component('s-details', {
    markup: () => '<details><summary><slot name="summary"></slot></summary><slot></slot></details>',
  });
  customElements.define(
    's-summary',
    class extends Drawn {
      connectedCallback() {
        this.slot = 'summary';
        super.connectedCallback();
      }
    },
  );
  // Elements that need style alone (shop.css) are plain; those that the dev store does not play say so.
  for (const name of [
    'map',
    'map-marker',
    'payment-icon',
    'drop-zone',
    'date-picker',
    'qr-code',
    'consent-checkbox',
    'consent-phone-field',
    'login-with-shop',
    'chat',
    'popover',
    'menu',
    'tooltip',
  ])
    component(`s-${name}`, {
      markup: () =>
        name === 'tooltip' ? '' : `<div class="none">The dev store does not draw s-${name}.<slot></slot></div>`,
    });

  // ── addresses ──
  /** An extension's address in the account pages: extension:… (its own or another's full page), shopify:customer-account/… */
  function address(element, href) {
    const { handle, base, orderPath } = element.closest('.extension')?.config ?? {};
    const own = href.match(/^extension:(?:\/\/)?([^/?]*)(.*)$/);
    if (own) return `${orderPath ?? `${base}/account`}/extensions/${own[1] || handle}${own[2] === '/' ? '' : own[2]}`;
    const account = href.match(/^shopify:(?:\/\/)?customer-account\/?(.*)$/);
    if (account) return `${base}/account${account[1] === 'orders' || !account[1] ? '' : `/${account[1]}`}`;
    return href;
  }

  // ── one extension in its place ──
  function run(place) {
    const config = JSON.parse(place.querySelector('script').textContent);
    place.config = config;
    const worker = new Worker(config.workerUrl);
    const known = new Map([[1, place.appendChild(document.createElement('div'))]]);
    known.get(1).className = 'body';
    const say = (text) => {
      const box = document.createElement('p');
      box.className = 'error';
      box.textContent = `The extension ${config.handle} failed in ${config.target}: ${text}`;
      place.append(box);
      console.error(box.textContent);
    };
    const answers = {
      sessionToken: async () => {
        const response = await fetch(`${config.base}/account/extensions/${config.handle}/session-token`, {
          method: 'POST',
        });
        if (!response.ok) throw new Error(await response.text());
        return (await response.json()).token;
      },
      navigate: (url) => location.assign(address(known.get(1), url)),
      close: () => location.assign(config.orderPath ?? `${config.base}/account`),
      toast: (text) => {
        const box = Object.assign(document.createElement('div'), {
          className: 'toast',
          textContent: text,
          role: 'status',
        });
        document.body.append(box);
        setTimeout(() => box.remove(), 4000);
      },
      storageRead: (key) => JSON.parse(localStorage.getItem(`${config.handle} ${key}`) ?? 'null'),
      storageWrite: (key, value) => localStorage.setItem(`${config.handle} ${key}`, JSON.stringify(value)),
      storageDelete: (key) => localStorage.removeItem(`${config.handle} ${key}`),
    };
    const steps = {
      create: (id, name) => id > 1 && known.set(id, document.createElement(name)),
      text: (id, data) => known.set(id, document.createTextNode(data)),
      data: (id, data) => {
        known.get(id).data = data;
      },
      insert: (parent, child, before) => {
        known.get(parent).insertBefore(known.get(child), known.get(before) ?? null);
        const list = known.get(parent).closest?.('s-select, s-choice-list');
        if (list?.isConnected) queueMicrotask(() => list.ready?.());
      },
      remove: (id) => known.get(id)?.remove(),
      attribute: (id, name, value) => {
        const element = known.get(id);
        if (
          ['value', 'values', 'checked'].includes(name) &&
          name in element &&
          !(name === 'value' && /^s-(option|choice)$/.test(element.localName))
        ) {
          if (value !== null || name !== 'values') element[name] = value;
        } else if (value === null || value === false) element.removeAttribute(name);
        else
          element.setAttribute(name, value === true ? '' : typeof value === 'object' ? JSON.stringify(value) : value);
      },
      listen: (id, type) => {
        const element = known.get(id);
        element.addEventListener(type, (event) => {
          if (type === 'click') event.stopPropagation();
          const state = Object.fromEntries(
            ['value', 'checked', 'values'].filter((name) => name in element).map((name) => [name, element[name]]),
          );
          worker.postMessage({ event: type, node: id, state });
        });
      },
      call: (id, method) => known.get(id)?.[method]?.(),
    };
    worker.onmessage = async ({ data }) => {
      if (data.failed) return say(data.failed);
      if (data.changes) {
        for (const [step, ...rest] of data.changes) steps[step](...rest);
        place.dataset.drawn = 'true';
        return;
      }
      try {
        worker.postMessage({ reply: data.call, result: await answers[data.name](...data.args) });
      } catch (error) {
        worker.postMessage({ reply: data.call, error: error.message });
      }
    };
    worker.onerror = (event) => say(event.message);
    worker.postMessage({ start: { target: config.target, scriptUrl: config.scriptUrl, data: config.data } });
  }
  for (const place of document.querySelectorAll('.extension')) run(place);
})();
