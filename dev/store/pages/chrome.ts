import type { App } from '../auth/app.ts';
import { asset } from './assets.ts';
import { type Html, html, Html as Raw } from './html.ts';
import { STAFF } from './session-token.ts';

/** The left-hand places of the emulated admin. */
export type Place = 'home' | 'orders' | 'products' | 'inventory' | 'customers' | 'webhooks' | 'knobs' | 'app';

const ICONS: Record<Place | 'store' | 'help' | 'menu', string> = {
  home: 'M3 9.2 10 3l7 6.2V17h-4.6v-4.6H7.6V17H3z',
  orders: 'M4 4h12v6.5h-3.6L11 13H9l-1.4-2.5H4zM4 12h2.6L8 14.5h4l1.4-2.5H16v4H4z',
  products: 'M3.5 9.5 9.7 3.3H16.5v6.8L10.3 16.5zM13.4 5.6a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4z',
  inventory: 'M3 4h14v3.5H3zM4 8.8h12V16H4zM8 10.5v1.5h4v-1.5z',
  customers: 'M10 3.2a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4zM3.8 17c.3-3.6 2.8-5.8 6.2-5.8s5.9 2.2 6.2 5.8z',
  webhooks: 'M4 5.5h9.5L11 3l1-1 4.3 4.3L12 10.5l-1-1 2.5-2.5H4zM16 14.5H6.5L9 17l-1 1-4.3-4.3L8 9.5l1 1L6.5 13H16z',
  knobs:
    'M5 3h1.6v6H5zm0 8h1.6v6H5zm-1.5-2h4.6v2H3.500zM9.200 3h1.600v2H9.200zm0 4h1.600v10H9.200zM7.700 5h4.600v2H7.700zM13.400 3H15v8h-1.600zm0 10H15v4h-1.600zm-1.500-2h4.600v2h-4.600z',
  store: 'M4 3h12l1.500 4.500a2.200 2.200 0 0 1-1.500 2V17H4V9.500a2.200 2.200 0 0 1-1.500-2zM6 10.500V15h5v-4.500z',
  app: 'M3 3h6v6H3zm8 0h6v6h-6zM3 11h6v6H3zm8 0h6v6h-6z',
  help: 'M10 2.500a7.500 7.500 0 1 1 0 15 7.500 7.500 0 0 1 0-15zM9.200 13v1.600h1.600V13zm-1.700-5h1.500c0-.700.400-1.100 1-1.100s1 .400 1 .900c0 1-1.700 1.200-1.700 3v.400h1.400v-.300c0-1 1.900-1.300 1.900-3.200 0-1.400-1.100-2.300-2.600-2.300S7.500 6.500 7.500 8z',
  menu: 'M3 5h14v1.600H3zm0 4.200h14v1.600H3zm0 4.200h14V15H3z',
};

export function icon(name: keyof typeof ICONS): Html {
  return new Raw(`<svg viewBox="0 0 20 20" aria-hidden="true"><path fill-rule="evenodd" d="${ICONS[name]}"/></svg>`);
}

export interface Around {
  /** The shop's name as in its address: <name>.myshopify.com. */
  name: string;
  place: Place;
  title: string;
  apps: App[];
  /** The app in the frame, when there is one. */
  app?: App | undefined;
  /** Where the storefront begins: https://<shop> or /storefront/<name>. */
  storefront: string;
}

const PLACES: [Place, string, string][] = [
  ['home', 'Home', ''],
  ['orders', 'Orders', '/orders'],
  ['products', 'Products', '/products'],
  ['inventory', 'Inventory', '/inventory'],
  ['customers', 'Customers', '/customers'],
];
const BELOW: [Place, string, string][] = [
  ['webhooks', 'Webhooks', '/webhooks'],
  ['knobs', 'Dev store knobs', '/_knobs'],
];

/** The admin around a page: top bar, navigation, and `content` in the middle. */
export function adminPage(around: Around, content: Html, bodyClass = ''): Html {
  const { name, place, title, apps, app, storefront } = around;
  const base = `/store/${name}`;
  const item = ([key, label, path]: [Place, string, string]) => html`
    <li><a href="${base}${path}"${key === place ? new Raw(' aria-current="page"') : ''}>${icon(key)}<span>${label}</span></a></li>`;
  const initials = STAFF.name.replace(/\B\w+\s*/g, '');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name} · ${title}</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'%3E%3Crect width='20' height='20' rx='5' fill='%231a7f5a'/%3E%3Cpath d='M6 8h8l1 7H5zM7.500 8a2.500 2.500 0 0 1 5 0' fill='none' stroke='white' stroke-width='1.400'/%3E%3C/svg%3E">
<link rel="stylesheet" href="${asset('admin.css')}">
<script src="${asset('admin.js')}" defer></script>
</head>
<body class="${bodyClass}">
<a class="skip" href="#main">Skip to content</a>
<header class="top">
  <button type="button" class="plain" id="menu" aria-label="Menu" aria-expanded="false" aria-controls="nav">${icon('menu')}</button>
  <a class="brand" href="${base}"><b>dev</b>store</a>
  <form class="find" action="${base}/orders" role="search"><input type="search" name="q" placeholder="Search orders" aria-label="Search orders"></form>
  <button type="button" class="plain" id="support" aria-label="Support" hidden>${icon('help')}</button>
  <span class="staff"><span>${name}</span><b aria-hidden="true">${initials}</b></span>
  <div id="save-bar" role="region" aria-label="Unsaved changes" hidden>
    <span>Unsaved changes</span>
    <button type="button" class="button dark" id="discard">Discard</button><button type="button" class="button light" id="save">Save</button>
  </div>
</header>
<div id="progress" hidden></div>
<nav id="nav" aria-label="Admin">
  <ul>${PLACES.map(item)}</ul>
  <h2>Sales channels</h2>
  <ul><li><a href="${storefront}/" target="_blank">${icon('store')}<span>Online Store</span></a></li></ul>
  <h2>Apps</h2>
  <ul>${apps.map(
    (one) => html`
    <li class="app"><a href="${base}/apps/${one.handle}"${one === app ? new Raw(' id="app-home" data-path=""') : ''}>${icon('app')}<span>${one.title}</span></a>
      ${one === app && html`<ul id="app-nav"></ul>`}</li>`,
  )}
  ${apps.length === 0 && html`<li class="none">No app installed</li>`}</ul>
  <h2>Dev store</h2>
  <ul>${BELOW.map(item)}</ul>
</nav>
<main id="main" tabindex="-1">${content}</main>
<div id="toasts" role="status" aria-live="polite"></div>
</body></html>`;
}
