import { deliveriesOf, tellApp } from '../delivery/deliveries.ts';
import type { World } from '../kernel/world.ts';
import { type App, type AppInstallation, installationOf } from './app.ts';
import { rescopeTokens, revokeTokens } from './tokens.ts';

declare module '../kernel/world.ts' {
  interface Tables {
    /** A shop/redact that is owed to an uninstalled app; `dueAt` in ms of `world.timer()`. */
    ShopRedaction: { id: string; app: string; dueAt: number };
  }
}

/** What falls due within this time of the shop is sent together when the clock is moved. */
const TOGETHER = 10_000;
const TWO_DAYS = 48 * 60 * 60 * 1000;

/** Shopify managed install: grants the app what its configuration asks for. On an installed app it updates the scopes. */
export function installApp(world: World, app: App): AppInstallation {
  const installation = installationOf(world, app.id);
  if (installation) {
    updateScopes(world, app, app.scopes);
    return installation;
  }
  for (const owed of world.where('ShopRedaction', 'app', app.id)) world.remove('ShopRedaction', owed);
  return world.insert('AppInstallation', { app: app.id, scopes: app.scopes, installedAt: world.timestamp() });
}

/** Takes the app out: tokens die, its API-made subscriptions go, it hears app/uninstalled now and shop/redact in 48 hours. */
export function uninstallApp(world: World, app: App): void {
  const installation = installationOf(world, app.id);
  if (!installation) return;
  tellApp(world, app.id, 'app/uninstalled', app.id);
  revokeTokens(world, app.id);
  for (const made of world.where('WebhookSubscription', 'app', app.id)) world.remove('WebhookSubscription', made);
  world.remove('AppInstallation', installation);
  world.insert('ShopRedaction', { app: app.id, dueAt: world.timer() + TWO_DAYS });
}

/** Changes what an installed app may do and tells it (app/scopes_update). No change, no webhook. */
export function updateScopes(world: World, app: App, scopes: string[]): void {
  const installation = installationOf(world, app.id);
  if (!installation || String(installation.scopes) === String(scopes)) return;
  const previous = installation.scopes;
  world.patch('AppInstallation', installation, { scopes });
  rescopeTokens(world, app.id, scopes);
  tellApp(world, app.id, 'app/scopes_update', app.id, { previous, current: scopes });
}

/** When the next shop/redact is owed, in ms of `world.timer()`. */
export function nextRedaction(world: World): number | undefined {
  const due = world.all('ShopRedaction').map((owed) => owed.dueAt);
  return due.length ? Math.min(...due) : undefined;
}

/** Sends the shop/redact whose time has come. */
export function runRedactions(world: World): void {
  for (const owed of world.all('ShopRedaction')) {
    if (owed.dueAt > world.timer()) continue;
    world.remove('ShopRedaction', owed);
    tellApp(world, owed.app, 'shop/redact', owed.app);
  }
}

/** Moves the shop's clock forward through every moment at which something is due, and waits until what was sent has been answered. */
export async function advanceClock(world: World, milliseconds: number): Promise<void> {
  const deliveries = deliveriesOf(world);
  let left = milliseconds;
  await deliveries.idle();
  for (;;) {
    const dues = [deliveries.nextDue(), nextRedaction(world)].filter((due) => due !== undefined);
    const step = Math.max(0, Math.min(...dues) - world.timer());
    if (dues.length === 0 || step > left) break;
    const stride = Math.min(left, step + TOGETHER);
    left -= stride;
    world.advance(stride);
    runRedactions(world);
    deliveries.runDue();
    await deliveries.idle();
  }
  world.advance(left);
}
