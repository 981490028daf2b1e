import type { World } from '../kernel/world.ts';

/** What the pages need to know of an app; the registry of apps (auth/) keeps these records. */
export interface FramedApp {
  id: string;
  apiKey: string;
  secret: string;
  title: string;
  handle: string;
  /** Where the app answers, without a final slash. */
  url: string;
  scopes: string[];
  optionalScopes: string[];
  embedded: boolean;
  appProxy: { url: string; prefix: string; subpath: string } | null;
}

/** Apps that a person can open in the admin: installed or not, the development token's app aside. */
export function framedApps(world: World): FramedApp[] {
  return (world.all('App') as unknown as FramedApp[]).filter((app) => app.embedded);
}

export function framedApp(world: World, key: string): FramedApp | undefined {
  return framedApps(world).find((app) => app.handle === key || app.apiKey === key || app.id.endsWith(`/${key}`));
}

/** The scopes granted to an installed app; undefined when it is not installed. */
export function grantedScopes(world: World, app: FramedApp): string[] | undefined {
  const installation = world.where('AppInstallation', 'app', app.id)[0];
  return installation && (installation.scopes as string[]);
}
