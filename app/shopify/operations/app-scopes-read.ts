import { read } from './operation.ts';

/** What the shop has granted the app, as it is now. */
export const appScopesRead = read(
  'appScopesRead',
  `#graphql
  query AppScopesRead {
    currentAppInstallation { accessScopes { handle } }
  }
`,
  { cost: 2 },
);
