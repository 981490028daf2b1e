// The emulated admin's side of App Bridge: it frames the app and plays what app-bridge.js asks for.
(() => {
  const config = JSON.parse(document.getElementById('frame-config').textContent);
  const appOrigin = new URL(config.src).origin;
  const $ = (selector, within = document) => within.querySelector(selector);
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Made by script: a browser then never restores an old address (with its dead token) into the frame.
  const frame = make('iframe', {
    src: config.src,
    title: config.app.title,
    name: 'app-iframe',
    allow: 'camera; clipboard-read; clipboard-write; fullscreen; geolocation',
  });
  frame.setAttribute(
    'sandbox',
    'allow-downloads allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts',
  );
  $('#frame').append(frame);
  const progress = $('#progress');
  progress.hidden = false;
  frame.addEventListener('load', () => {
    progress.hidden = true;
  });

  const send = (event, args) => frame.contentWindow.postMessage({ devStore: 1, event, args }, appOrigin);
  const server = async (what, body) => {
    const response = await fetch(`${config.api}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body ?? {}),
    });
    if (!response.ok) throw new Error((await response.text()) || `The dev store answered ${response.status}`);
    return response.json();
  };

  // ── where the app is ──
  const inside = (path) => !config.prefix || path === config.prefix || /^[/?#]/.test(path.slice(config.prefix.length));
  const appPath = (path) => (path.startsWith(config.prefix) && inside(path) ? path.slice(config.prefix.length) : path);
  const adminPath = (path) => config.base + (appPath(path) === '/' ? '' : appPath(path));
  let here = location.pathname.slice(config.base.length) || '/';
  let items = [];
  function drawNav() {
    const list = $('#app-nav');
    const shown = items.filter((item) => !item.home);
    const covers = (item) =>
      here === appPath(item.href) || here.startsWith(`${appPath(item.href).replace(/\/$/, '')}/`);
    const current = shown.filter(covers).sort((a, b) => b.href.length - a.href.length)[0];
    $('#app-home').toggleAttribute('data-current', !current);
    if (current) $('#app-home').removeAttribute('aria-current');
    else $('#app-home').setAttribute('aria-current', 'page');
    list.replaceChildren(
      ...shown.map((item) => {
        const link = make('a', { href: adminPath(item.href), textContent: item.label });
        link.dataset.path = item.raw;
        if (item === current) link.setAttribute('aria-current', 'page');
        return make('li', {}, link);
      }),
    );
  }
  async function visit(path) {
    if (bar.shown && !(await confirmLeave())) return;
    document.body.classList.remove('nav-open');
    send('navigate', { path });
  }
  $('nav').addEventListener('click', (event) => {
    const link = event.target.closest('a[data-path]');
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    visit(link.dataset.path || items.find((item) => item.home)?.raw || config.prefix || '/');
  });
  // Leaving the app altogether with unsaved changes: ask first.
  document.addEventListener('click', async (event) => {
    const link = event.target.closest('a[href]');
    if (!link || link.dataset.path !== undefined || !bar.shown || event.defaultPrevented) return;
    event.preventDefault();
    if (await confirmLeave()) {
      bar = { shown: false };
      location.assign(link.href);
    }
  });
  window.addEventListener('beforeunload', (event) => bar.shown && event.preventDefault());

  /** An address that the app aimed at the whole window, in the emulated admin's own terms. */
  function inAdmin(address) {
    const admin = address.match(/^shopify:(?:\/\/)?admin\/?(.*)$/s);
    if (admin) return `/store/${config.name}/${admin[1]}`;
    const url = new URL(address);
    const own = url.pathname + url.search + url.hash;
    if (url.hostname === 'admin.shopify.com') return own;
    if (url.hostname === config.shop) {
      if (url.pathname.startsWith('/admin/oauth/')) return own;
      if (url.pathname.startsWith('/admin')) return `/store/${config.name}${own.slice('/admin'.length)}`;
      return config.storefront + own;
    }
    return address;
  }
  function open({ url, target }) {
    const address = inAdmin(url);
    if (target === '_blank' || target === 'new') window.open(address, '_blank');
    else location.assign(address);
  }

  // ── title bar ──
  function titleBar({ title, actions }) {
    $('#title').textContent = title || config.app.title;
    const crumb = actions.find((one) => one.variant === 'breadcrumb');
    const button = (action) => {
      const element = make('button', {
        type: 'button',
        textContent: action.label,
        disabled: action.disabled,
        className: `button ${action.variant === 'primary' ? 'primary' : ''} ${action.tone === 'critical' ? 'critical' : ''}`,
      });
      element.addEventListener('click', () => send('titleBarPress', { index: action.index }));
      return element;
    };
    $('#crumb').replaceChildren(...(crumb ? [Object.assign(button(crumb), { className: 'crumb' })] : []));
    const plain = actions.filter((one) => one !== crumb && !one.section);
    const menus = Map.groupBy(
      actions.filter((one) => one.section),
      (one) => one.section,
    );
    $('#actions').replaceChildren(
      ...[...menus].map(([label, inside]) =>
        make(
          'details',
          { className: 'menu' },
          make('summary', { className: 'button', textContent: `${label} ▾` }),
          make('div', {}, ...inside.map(button)),
        ),
      ),
      ...plain.sort((a, b) => Number(a.variant === 'primary') - Number(b.variant === 'primary')).map(button),
    );
  }

  // ── save bar ──
  let bar = { shown: false };
  function saveBar(next) {
    bar = next;
    $('#save-bar').hidden = !bar.shown;
    for (const which of ['save', 'discard']) {
      const button = $(`#${which}`);
      button.disabled = Boolean(bar[which]?.disabled || bar[which]?.loading);
      button.toggleAttribute('data-loading', Boolean(bar[which]?.loading));
    }
  }
  $('#save').addEventListener('click', () => send('saveBarPress', { which: 'save' }));
  $('#discard').addEventListener('click', async () => {
    const question = {
      title: 'Discard all unsaved changes',
      text: 'If you discard changes, you’ll delete any edits you made since you last saved.',
      yes: 'Discard changes',
      no: 'Continue editing',
    };
    if (!bar.discardConfirmation || (await confirm(question))) send('saveBarPress', { which: 'discard' });
  });
  const confirmLeave = () =>
    confirm({
      title: 'Leave page with unsaved changes?',
      text: 'Leaving this page will delete all unsaved changes.',
      yes: 'Leave page',
      no: 'Stay',
    });

  // ── dialogs ──
  /** Shows a dialog; resolves with what `done` is called with, or undefined when it is closed. */
  function dialog(title, fill, { wide = false } = {}) {
    return new Promise((resolve) => {
      let result;
      const element = make('dialog', { className: wide ? 'wide' : '' });
      element.setAttribute('aria-label', title);
      const done = (value) => {
        result = value;
        element.close();
      };
      const close = make('button', { type: 'button', className: 'plain', textContent: '×', ariaLabel: 'Close' });
      close.addEventListener('click', () => done());
      element.append(make('header', {}, make('h2', { textContent: title }), close));
      element.addEventListener('close', () => {
        element.remove();
        resolve(result);
      });
      fill(element, done);
      document.body.append(element);
      element.showModal();
    });
  }
  const button = (label, kind, onclick, more = {}) =>
    make('button', { type: 'button', className: `button ${kind}`, textContent: label, onclick, ...more });
  async function confirm({ title, text, yes, no }) {
    const answer = await dialog(title, (element, done) => {
      element.append(
        make('div', { className: 'body' }, make('p', { textContent: text })),
        make(
          'footer',
          {},
          button(no, '', () => done(false)),
          button(yes, 'primary critical', () => done(true)),
        ),
      );
    });
    return answer === true;
  }

  /** A list with search from which some rows are chosen. `find(text)` gives rows: { id, title, note, image, children? }. */
  function choose({ title, action, limit, chosen, find, text, placeholder }) {
    const selected = new Map(chosen.map((row) => [row.id, row]));
    return dialog(
      title,
      (element, done) => {
        const search = make('input', { type: 'search', value: text ?? '', placeholder, autofocus: true });
        search.setAttribute('aria-label', placeholder);
        const list = make('div', { className: 'rows' });
        const count = make('span', { className: 'muted' });
        const add = button(action, 'primary', () => done([...selected.values()]));
        const mark = () => {
          count.textContent = `${selected.size}${Number.isFinite(limit) && limit > 1 ? `/${limit}` : ''} selected`;
          add.disabled = selected.size === 0 && chosen.length === 0;
        };
        const draw = (rows) => {
          const line = (row, parent) => {
            const box = make('input', { type: limit === 1 && !parent ? 'radio' : 'checkbox', name: 'choice' });
            box.checked = selected.has(row.id);
            box.disabled = Boolean(row.disabled);
            box.addEventListener('change', () => {
              if (limit === 1 && !parent) selected.clear();
              if (box.checked && !(selected.size >= limit && limit > 1)) selected.set(row.id, row);
              else selected.delete(row.id);
              box.checked = selected.has(row.id);
              mark();
            });
            return make(
              'label',
              { className: parent ? 'row child' : 'row' },
              box,
              make('span', {
                className: 'thumb',
                ariaHidden: 'true',
                textContent: row.image ? '' : (row.title[0] ?? ''),
              }),
              make('span', { className: 'grow' }, row.title),
              make('span', { className: 'muted', textContent: row.note ?? '' }),
            );
          };
          const all = rows.flatMap((row) => [line(row), ...(row.children ?? []).map((child) => line(child, row))]);
          list.replaceChildren(
            ...(all.length ? all : [make('p', { className: 'muted none', textContent: 'Nothing found' })]),
          );
        };
        let turn = 0;
        const look = async () => {
          const mine = ++turn;
          const rows = await find(search.value);
          if (mine === turn) draw(rows);
        };
        search.addEventListener('input', look);
        mark();
        look();
        element.append(
          make('div', { className: 'search' }, search),
          list,
          make(
            'footer',
            {},
            count,
            make('span', { className: 'grow' }),
            button('Cancel', '', () => done()),
            add,
          ),
        );
      },
      { wide: true },
    );
  }
  const limitOf = (multiple) => (multiple === true ? Number.POSITIVE_INFINITY : Number(multiple) || 1);

  async function resourcePicker({ type = 'product', multiple, action = 'add', filter = {}, query, selectionIds = [] }) {
    const word = { product: 'product', variant: 'variant', collection: 'collection' }[type];
    const limit = limitOf(multiple);
    const withVariants = type === 'product' && filter.variants !== false;
    const find = async (text) => {
      const { found } = await server('resources', { type, text, filter });
      return found.map((resource) => ({
        id: resource.id,
        title: type === 'variant' ? resource.displayName : resource.title,
        note:
          type === 'collection'
            ? `${resource.productsCount} products`
            : type === 'variant'
              ? resource.price
              : `${resource.totalInventory} available`,
        resource,
        children:
          withVariants && resource.variants.length > 1
            ? resource.variants.map((variant) => ({
                id: variant.id,
                title: variant.title,
                note: variant.price,
                resource: variant,
                of: resource,
              }))
            : [],
      }));
    };
    const wanted = selectionIds.flatMap((one) => [one.id, ...(one.variants ?? []).map((variant) => variant.id)]);
    const known = wanted.length ? (await server('resources', { type, ids: wanted })).found : [];
    const chosen = await choose({
      title: `${action === 'add' ? 'Add' : 'Select'} ${word}${limit > 1 ? 's' : ''}`,
      action: action === 'add' ? 'Add' : 'Select',
      limit,
      chosen: known.map((resource) => ({ id: resource.id, title: resource.title, resource })),
      text: query,
      placeholder: `Search ${word}s`,
      find,
    });
    if (!chosen) return undefined;
    // Variants chosen one by one come back inside their product.
    const products = new Map();
    for (const row of chosen.filter((one) => !one.of)) products.set(row.id, { ...row.resource });
    for (const row of chosen.filter((one) => one.of)) {
      const product = products.get(row.of.id) ?? { ...row.of, variants: [] };
      const whole = chosen.some((one) => one.id === row.of.id);
      if (!whole) product.variants = [...product.variants, row.resource];
      products.set(row.of.id, product);
    }
    return [...products.values()];
  }
  async function picker({ heading, multiple, items: rows }) {
    const all = rows.map((row) => ({
      id: row.id,
      title: row.heading,
      note: (row.data ?? []).join(' · '),
      disabled: row.disabled,
    }));
    const chosen = await choose({
      title: heading,
      action: 'Select',
      limit: limitOf(multiple),
      chosen: all.filter((row) => rows.find((one) => one.id === row.id)?.selected),
      placeholder: 'Search',
      find: async (text) => all.filter((row) => `${row.title} ${row.note}`.toLowerCase().includes(text.toLowerCase())),
    });
    return chosen?.map((row) => row.id);
  }

  // ── toasts ──
  function toast({ id, message, duration = 5000, isError, action }) {
    const element = make(
      'div',
      { className: `toast ${isError ? 'error' : ''}`, id },
      make('span', { textContent: message }),
    );
    const close = (what) => {
      if (!element.isConnected) return;
      element.remove();
      send('toast', { id, what });
    };
    if (action)
      element.append(
        button(action, 'plain', () => {
          send('toast', { id, what: 'action' });
          close('dismiss');
        }),
      );
    element.append(button('×', 'plain', () => close('dismiss'), { ariaLabel: 'Dismiss' }));
    $('#toasts').append(element);
    setTimeout(() => close('dismiss'), duration);
  }

  // ── what the app may ask ──
  const requests = {
    hello: () => ({ shop: config.shop }),
    idToken: async () => (await server('session-token')).token,
    user: () => config.user,
    directApi: (args) => server('direct-api', args),
    resourcePicker,
    picker,
    leaveConfirmation: () => confirmLeave(),
    scopesQuery: () => server('scopes', {}),
    scopesRequest: async ({ scopes }) => {
      const yes = await confirm({
        title: `${config.app.title} asks for more access`,
        text: scopes.join(', '),
        yes: 'Update',
        no: 'Cancel',
      });
      const detail = await server('scopes', yes ? { request: scopes } : {});
      return { result: yes ? 'granted-all' : 'declined-all', detail };
    },
    scopesRevoke: async ({ scopes }) => ({ detail: await server('scopes', { revoke: scopes }) }),
    extensions: () => [],
    intent: async ({ action, type, value }) => {
      await confirm({
        title: 'Not played here',
        text: `The dev store has no form to ${action} ${type}${value ? ` ${value}` : ''}; the app is told that it was closed.`,
        yes: 'Close',
        no: 'Cancel',
      });
      return { code: 'closed' };
    },
  };
  // ── what the app tells ──
  const news = {
    location: ({ path }) => {
      if (!path.startsWith(config.prefix)) return; // a page outside the app's own address, such as its sign-in bounce
      history.replaceState(null, '', adminPath(path));
      here = appPath(new URL(path, appOrigin).pathname) || '/';
      drawNav();
    },
    nav: (args) => {
      items = args.items;
      drawNav();
    },
    title: ({ title }) => {
      document.title = [config.name, config.app.title, title].filter(Boolean).join(' · ');
    },
    titleBar,
    saveBar,
    open,
    toast,
    toastHide: ({ id }) => document.getElementById(id)?.remove(),
    loading: ({ on }) => {
      progress.hidden = !on;
    },
    modal: ({ open: shown, variant }) => {
      document.body.classList.toggle('dimmed', shown);
      document.body.classList.toggle('covered', shown && variant === 'max');
    },
    vitals: (args) => navigator.sendBeacon(`${config.api}/vitals`, JSON.stringify(args)),
    supportHandler: ({ on }) => {
      $('#support').hidden = !on;
    },
  };
  $('#support').addEventListener('click', () => send('support'));

  window.addEventListener('message', async ({ source, origin, data }) => {
    if (origin !== appOrigin || data?.devStore !== 1) return;
    if (!data.id) {
      news[data.name]?.(data.args);
      return;
    }
    const answer = { devStore: 1, reply: data.id };
    try {
      answer.result = await requests[data.name](data.args);
    } catch (error) {
      answer.error = error.message;
    }
    // Who asked may have gone to another page meanwhile.
    source?.postMessage(answer, origin);
  });
  drawNav();
})();
