// The UI extensions, bundled by the real Shopify CLI without a login. The app's address is written into the bundle, so another
// address means another bundle.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './process.ts';
import { hashOf, unlessDone } from './stamp.ts';

const inputs = [
  'extensions/*/src/**/*',
  'extensions/*/*.toml',
  'extensions/*/locales/*',
  'app/{returns,lib}/*.ts',
  'package-lock.json',
];

/** Bundles when a source or the address changed since the last time. Answers whether it did. */
export async function buildExtensions(appUrl: string): Promise<boolean> {
  return unlessDone(
    {
      stamp: '.backroom/extensions-stamp',
      inputs: `${hashOf(inputs)} ${appUrl}`,
      makes: ['extensions/returns-portal/dist/returns-portal.js'],
    },
    async () => {
      const home = mkdtempSync(join(tmpdir(), 'shopify-cli-'));
      try {
        const env = { ...process.env, SHOPIFY_APP_URL: appUrl, SHOPIFY_CLI_NO_ANALYTICS: '1', CI: '1', HOME: home };
        const cli = ['node_modules/@shopify/cli/bin/run.js', 'app', 'build', '--skip-dependencies-installation'];
        await run(process.execPath, cli, { env });
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    },
  );
}
