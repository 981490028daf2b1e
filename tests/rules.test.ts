// The rules of the house catch what they forbid: small trees of files, checked by the tools with the house's own configuration.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const house = resolve('.');
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function tree(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'backroom-rules-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const config of ['tsconfig.json', 'biome.json', 'scripts/lint']) {
    mkdirSync(join(folder, dirname(config)), { recursive: true });
    cpSync(join(house, config), join(folder, config), { recursive: true });
  }
  return folder;
}

/** Names of the import rules that these files break, as `rule: from -> to`. */
function brokenArrows(files: Record<string, string>): string[] {
  const folder = tree(files);
  const config = join(house, '.dependency-cruiser.cjs');
  const args = ['--config', config, '--output-type', 'json', '.'];
  const { stdout, stderr } = spawnSync(join(house, 'node_modules/.bin/depcruise'), args, {
    cwd: folder,
    encoding: 'utf8',
  });
  if (!stdout) throw new Error(stderr);
  const report = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return report.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

test('a room that imports another room is caught, also from a .tsx file', () => {
  const broken = brokenArrows({
    'app/orders/check.ts': `import { policy } from '../returns/policy.ts';\nexport const check = policy;\n`,
    'app/returns/policy.ts': 'export const policy = 1;\n',
    'app/returns/shown.tsx': `import { check } from '../orders/check.ts';\nexport const Shown = () => <p>{check}</p>;\n`,
  });
  expect(broken).toEqual(
    expect.arrayContaining([
      'rooms-do-not-touch: app/orders/check.ts -> app/returns/policy.ts',
      'rooms-do-not-touch: app/returns/shown.tsx -> app/orders/check.ts',
    ]),
  );
});

test('input and output in a file without .server is caught', () => {
  const broken = brokenArrows({
    'app/picking/walk.ts': `import { readFileSync } from 'node:fs';\nimport { load } from './store.server.ts';\nexport const walk = [readFileSync, load];\n`,
    'app/picking/store.server.ts': `import { readFileSync } from 'node:fs';\nexport const load = readFileSync;\n`,
  });
  expect(broken.sort()).toEqual([
    'pure-means-pure: app/picking/walk.ts -> app/picking/store.server.ts',
    'pure-means-pure: app/picking/walk.ts -> fs',
  ]);
});

test('a door that opens the database, and a room that opens a door, are caught', () => {
  const broken = brokenArrows({
    'app/db.server.ts': 'export const prisma = 1;\n',
    'app/routes/app.tsx': `import { prisma } from '../db.server.ts';\nexport const loader = () => prisma;\n`,
    'app/orders/list.server.ts': `import { loader } from '../routes/app.tsx';\nexport const list = loader;\n`,
  });
  expect(broken.sort()).toEqual([
    'doors-are-thin: app/routes/app.tsx -> app/db.server.ts',
    'nothing-imports-a-door: app/orders/list.server.ts -> app/routes/app.tsx',
  ]);
});

test('the app and the dev store stay strangers, by types as well', () => {
  const broken = brokenArrows({
    'app/lib/money.ts': `import type { World } from '../../dev/store/world.ts';\nexport type Money = World;\n`,
    'dev/store/world.ts': `export type World = 1;\n`,
    'dev/store/order.ts': `import type { Total } from '../../app/lib/total.ts';\nexport type Order = Total;\n`,
    'app/lib/total.ts': 'export type Total = 1;\n',
  });
  expect(broken.sort()).toEqual([
    'app-never-imports-dev: app/lib/money.ts -> dev/store/world.ts',
    'the-dev-store-is-a-stranger: dev/store/order.ts -> app/lib/total.ts',
  ]);
});

test('time, chance and new ids in a pure file are caught, and allowed in a .server file', () => {
  const impure = [
    'export const now = new Date();',
    'export const later = Date.now();',
    'export const ticks = performance.now();',
    'export const lot = Math.random();',
    'export const id = crypto.randomUUID();',
    'export const given = new Date(5);',
  ].join('\n');
  const folder = tree({ 'app/lib/impure.ts': impure, 'app/lib/impure.server.ts': impure, 'app/ui/impure.tsx': impure });
  execFileSync('git', ['init', '-q'], { cwd: folder });
  const args = ['lint', '--reporter=github', 'app'];
  const { stdout } = spawnSync(join(house, 'node_modules/.bin/biome'), args, { cwd: folder, encoding: 'utf8' });
  const caught = [...stdout.matchAll(/file=[^,]*?(app\/[^,]+),line=(\d+)/g)].map(([, file, line]) => `${file}:${line}`);
  const lines = [1, 2, 3, 4, 5];
  expect(caught.sort()).toEqual([
    ...lines.map((line) => `app/lib/impure.ts:${line}`),
    ...lines.map((line) => `app/ui/impure.tsx:${line}`),
  ]);
});
