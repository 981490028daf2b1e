// npm test: set-up, then check, then every test; the last line says `N passed, N failed`.
// npm test -- FILE… [vitest options]: only the tests of these files, without check.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from './build.ts';
import { check } from './check.ts';
import { ensureChromium } from './chromium.ts';
import { generate } from './generate.ts';
import { command, step } from './progress.ts';

const results = '.backroom/test/results.json';

async function main(): Promise<void> {
  const filters = process.argv.slice(2);
  console.log('Set-up');
  await step('generate code', async () => (await generate()).join(', '));
  process.env.CHROMIUM = await step('find Chromium', ensureChromium);
  await step('build the web app', async () => void (await build()));

  const total = { passed: 0, failed: 0 };
  const add = (part: { passed: number; failed: number }) => {
    total.passed += part.passed;
    total.failed += part.failed;
  };
  if (filters.length === 0) {
    console.log('\nCheck');
    add(await check());
  }
  console.log('\nTests');
  add(await runTests(filters));
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed > 0 ? 1 : 0);
}

type Report = {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

/** Runs vitest. A file that cannot be loaded, and an error outside any test, count as failed. */
async function runTests(filters: string[]): Promise<{ passed: number; failed: number }> {
  rmSync(results, { force: true });
  mkdirSync('.backroom/test', { recursive: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...filters];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, pass);
  // A Ctrl-C reaches vitest by itself; we wait until it has stopped what it started.
  process.on('SIGINT', () => {});
  const code = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  if (!existsSync(results)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(results, 'utf8')) as Report;
  const unloaded = report.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length;
  const failed = report.numFailedTests + unloaded;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

await command('test', main);
