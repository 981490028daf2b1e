// Makes the floor open without a connection: its pages and programs are kept in the browser's cache, served by floor-sw.js.
import { keepReader } from './camera.tsx';

const cacheName = 'floor';

type Part = { module: string; imports?: string[]; css?: string[] };
type RemixManifest = { entry: Part; routes: Record<string, Part & { id: string }> };

/** Every file of this build that a page of the floor may need. */
function filesOf(manifest: RemixManifest): string[] {
  const routes = Object.values(manifest.routes).filter(
    (route) => route.id === 'root' || /^routes\/floor/.test(route.id),
  );
  const files = [manifest.entry, ...routes].flatMap((part: Part) => [
    part.module,
    ...(part.imports ?? []),
    ...(part.css ?? []),
  ]);
  const styles = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].map((link) => link.href);
  return [...new Set([...files, ...styles].map((file) => new URL(file, location.href).pathname))];
}

/** Keeps this page and what it needs; lets go of what an earlier build left. Does nothing where the browser cannot. */
export async function keepShell(): Promise<void> {
  const manifest = (window as { __remixManifest?: RemixManifest }).__remixManifest;
  if (!('serviceWorker' in navigator) || !('caches' in window) || !manifest) return;
  // A browser that runs out of room may else forget scans that were not sent yet.
  void navigator.storage?.persist?.().catch(() => false);
  try {
    await navigator.serviceWorker.register('/floor-sw.js', { scope: '/floor' });
    const cache = await caches.open(cacheName);
    const files = filesOf(manifest);
    const have = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
    await cache.addAll(files.filter((file) => file.startsWith('/assets/') && !have.has(file)));
    const isNew = !have.has(manifest.entry.module);
    const pages = [...new Set(['/floor', '/floor/pair', location.pathname])];
    await cache.addAll(isNew ? pages : pages.filter((page) => !have.has(page)));
    if (isNew) {
      const current = new Set([...files, ...pages]);
      for (const request of await cache.keys())
        if (!current.has(new URL(request.url).pathname)) await cache.delete(request);
    }
    // No page names the camera's program: it is kept by being fetched through the worker.
    if (!navigator.serviceWorker.controller)
      await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
    await keepReader();
  } catch {
    // Without a connection, or without room: what was kept before still serves.
  }
}
