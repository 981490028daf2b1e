// The floor's service worker: pages of /floor come from the net, and from the cache where there is none. What is kept, and for
// how long, the page decides (app/routes/floor/shell.ts). Data are never kept here: the page keeps its own.
const cacheName = 'floor';
const patience = 4_000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(file(request));
  else if (request.mode === 'navigate' && /^\/floor(\/|$)/.test(url.pathname)) event.respondWith(page(request, url));
});

/** A built file never changes under its name. */
async function file(request) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request.url, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}

async function page(request, url) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(url.pathname, { ignoreVary: true });
  try {
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(patience) } : {});
    if (answer.ok && !answer.redirected) await cache.put(url.pathname, answer.clone());
    if (answer.status < 500 || !kept) return answer;
  } catch (problem) {
    if (!kept && url.pathname === '/floor') throw problem;
  }
  return kept ?? Response.redirect('/floor');
}
