import { type App, findApp, installationOf } from '../auth/app.ts';
import { DEV_TOKEN } from '../kernel/shops.ts';
import type { World } from '../kernel/world.ts';

/** Apps that a person can open in the admin, installed or not. */
export function framedApps(world: World): App[] {
  return world.all('App').filter((app) => app.embedded && app.id !== DEV_TOKEN.app);
}

export function framedApp(world: World, key: string): App | undefined {
  const app = findApp(world, key);
  return app?.embedded ? app : undefined;
}

/** The scopes granted to an installed app; undefined when it is not installed. */
export function grantedScopes(world: World, app: App): string[] | undefined {
  return installationOf(world, app.id)?.scopes;
}
