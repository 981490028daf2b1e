import { type App, type AppInstallation, findApp, installationOf } from '../../auth/app.ts';
import { uninstallApp, updateScopes } from '../../auth/install.ts';
import { type Ctx, expectId } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import type { AdminSchema } from '../../kernel/schema.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import { apiVersions } from './version.ts';

/** `read_orders` → "Read orders". */
const scopeOf = (handle: string) => ({
  handle,
  description: `${handle[0]?.toUpperCase()}${handle.slice(1).replaceAll('_', ' ')}`,
});

/** The scopes of an installation, the development app's `*` spelled out. */
function granted(scopes: string[], schema: AdminSchema) {
  return (scopes.includes('*') ? schema.scopes : scopes).map(scopeOf);
}

function currentInstallation({ world, token }: Ctx): AppInstallation | null {
  return installationOf(world, token.app) ?? null;
}

const emptyList = () => [];

export const apps: Domain = {
  name: 'apps',
  resolvers: {
    QueryRoot: {
      app: (_, { id }: { id?: string | null }, { world, token }) =>
        world.get('App', id ? expectId(id, 'App') : token.app) ?? null,
      appByHandle: (_, { handle }: { handle: string }, { world }) => world.where('App', 'handle', handle)[0] ?? null,
      appByKey: (_, { apiKey }: { apiKey: string }, { world }) => world.where('App', 'apiKey', apiKey)[0] ?? null,
      currentAppInstallation: (_, __, ctx) => currentInstallation(ctx),
      appInstallation: (_, { id }: { id?: string | null }, ctx) =>
        id ? (ctx.world.get('AppInstallation', expectId(id, 'AppInstallation')) ?? null) : currentInstallation(ctx),
      publicApiVersions: (_, __, { world }) => apiVersions(world.now()),
    },
    Mutation: {
      appUninstall: (_, __, { world, token }) => {
        const app = world.get('App', token.app);
        if (!app || !installationOf(world, token.app))
          return refuse(userError(['base'], 'App is not installed on this shop', 'APP_NOT_INSTALLED'), 'app');
        world.afterwards(() => uninstallApp(world, app));
        return { app, userErrors: [] };
      },
      appRevokeAccessScopes: (_, { scopes }: { scopes: string[] }, { world, token }) => {
        const app = world.get('App', token.app);
        const installation = installationOf(world, token.app);
        if (!app || !installation)
          return refuse(userError(['base'], 'App is not installed on this shop', 'APP_NOT_INSTALLED'), 'revoked');
        const required = scopes.find((scope) => app.scopes.includes(scope));
        if (required)
          return refuse(
            userError(['scopes'], `The requested scope '${required}' is required`, 'CANNOT_REVOKE_REQUIRED_SCOPES'),
            'revoked',
          );
        const undeclared = scopes.find((scope) => !app.optionalScopes.includes(scope));
        if (undeclared)
          return refuse(
            userError(['scopes'], `The scope '${undeclared}' is not declared`, 'CANNOT_REVOKE_UNDECLARED_SCOPES'),
            'revoked',
          );
        const left = installation.scopes.filter((scope) => !scopes.includes(scope));
        world.afterwards(() => updateScopes(world, app, left));
        return { revoked: scopes.map(scopeOf), userErrors: [] };
      },
    },
    App: {
      title: (app: App) => app.title,
      developerName: () => 'Backroom',
      developerType: () => 'PARTNER',
      description: () => null,
      installation: (app: App, _, { world }) => installationOf(world, app.id) ?? null,
      requestedAccessScopes: (app: App) => app.scopes.map(scopeOf),
      optionalAccessScopes: (app: App) => app.optionalScopes.map(scopeOf),
      availableAccessScopes: (_, __, { schema }) => schema.scopes.map(scopeOf),
      launchUrl: (app: App, _, { world }) => `https://${world.shop}/admin/apps/${app.handle}`,
      shopifyDeveloped: () => false,
      published: () => false,
      previouslyInstalled: () => false,
      isPostPurchaseAppInUse: () => false,
      features: emptyList,
      failedRequirements: emptyList,
      screenshots: emptyList,
    },
    AppInstallation: {
      app: ({ app }: AppInstallation, _, { world }) => findApp(world, app) ?? null,
      accessScopes: ({ scopes }: AppInstallation, _, { schema }) => granted(scopes, schema),
      launchUrl: ({ app }: AppInstallation, _, { world }) =>
        `https://${world.shop}/admin/apps/${findApp(world, app)?.handle}`,
      uninstallUrl: () => null,
      activeSubscriptions: emptyList,
    },
  },
};
