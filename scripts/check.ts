// npm run check: format and lint, types, import arrows, dead code, generated code. All steps run, so one call shows all that is wrong.
import { existsSync } from 'node:fs';
import { generate } from './generate.ts';
import { Plain, run } from './process.ts';
import { command, step } from './progress.ts';

const bin = (name: string) => `node_modules/.bin/${name}`;

const steps: { what: string; work: () => Promise<unknown> }[] = [
  { what: 'generated code is up to date', work: checkGenerated },
  {
    what: 'format and lint (Biome)',
    work: () => run(bin('biome'), ['check', '--error-on-warnings', '--colors=off', '.']),
  },
  { what: 'types (tsc)', work: () => run(bin('tsc'), ['--noEmit', '--pretty', 'false']) },
  { what: 'import arrows (dependency-cruiser)', work: checkArrows },
  { what: 'dead code (knip)', work: () => run(bin('knip'), ['--no-progress']) },
];

/** Runs every step and answers how many passed and failed; what failed is shown. */
export async function check(): Promise<{ passed: number; failed: number }> {
  let failed = 0;
  for (const { what, work } of steps) {
    try {
      await step(what, async () => void (await work()));
    } catch (error) {
      failed += 1;
      console.log(error instanceof Error ? error.message : String(error));
    }
  }
  return { passed: steps.length - failed, failed };
}

/** What is not committed is made anew; what is committed must not change by that. */
async function checkGenerated(): Promise<void> {
  await generate();
  const stale = await run('git', ['status', '--porcelain', '--untracked-files=no', '--', '**/generated/**']);
  if (stale) throw new Plain(`these generated files differ from what is committed; commit them:\n${stale.trimEnd()}`);
}

const roots = ['app', 'dev', 'extensions', 'bench', 'tests', 'scripts'].filter((root) => existsSync(root));

async function checkArrows(): Promise<void> {
  await run(bin('depcruise'), ['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', ...roots]);
}

if (import.meta.main) {
  await command('check', async () => {
    const { failed } = await check();
    if (failed > 0) process.exit(1);
  });
}
