// npm run build: the production build of the web app, in build/. The worker needs none: Node runs its TypeScript.
import { existsSync, rmSync } from 'node:fs';
import { generate } from './generate.ts';
import { Plain, run } from './process.ts';
import { command, step } from './progress.ts';
import { hashOf, unlessDone } from './stamp.ts';

const inputs = [
  'app/**/*.{ts,tsx,css,svg,png}',
  'public/**/*',
  'prisma/schema/*.prisma',
  'vite.config.ts',
  'tsconfig.json',
  'package-lock.json',
];

/** Builds when a source changed since the last build. Answers whether it did. */
export async function build(): Promise<boolean> {
  return unlessDone(
    { stamp: 'build/backroom-stamp', inputs: hashOf(inputs), makes: ['build/server/index.js', 'build/client'] },
    async () => {
      if (!existsSync('app/root.tsx')) throw new Plain('there is no app to build here: run this in the repository');
      rmSync('build', { recursive: true, force: true });
      const env = { ...process.env, NODE_ENV: 'production' as const };
      await run(process.execPath, ['node_modules/@remix-run/dev/dist/cli.js', 'vite:build'], { env });
    },
  );
}

if (import.meta.main) {
  await command('build', async () => {
    await step('generate code', async () => (await generate()).join(', '));
    await step('build the web app', async () => ((await build()) ? 'in build/' : 'unchanged since the last build'));
  });
}
