// npm run migration -- NAME: writes the next migration from the difference between the schema at HEAD and the schema on disk.
// Prisma's own `migrate dev` needs an engine download; `migrate diff` between two schema folders does not.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const name = process.argv[2];
if (!name || !/^[a-z0-9-]+$/.test(name)) {
  console.error(
    'Say what the migration does, in lower-case words joined by hyphens: npm run migration -- add-supplier-notes',
  );
  process.exit(1);
}
const before = mkdtempSync(join(tmpdir(), 'backroom-schema-'));
const archive = execFileSync('git', ['archive', 'HEAD', 'prisma/schema']);
execFileSync('tar', ['-x', '-C', before], { input: archive });
const env = { ...process.env, DATABASE_URL: process.env.DATABASE_URL ?? 'postgresql://unused@localhost:1/unused' };
const sql = execFileSync(
  'node_modules/.bin/prisma',
  [
    'migrate',
    'diff',
    '--from-schema-datamodel',
    join(before, 'prisma/schema'),
    '--to-schema-datamodel',
    'prisma/schema',
    '--script',
  ],
  { env, stdio: ['ignore', 'pipe', 'ignore'] },
).toString();
rmSync(before, { recursive: true });
if (sql.includes('This is an empty migration')) {
  console.error('The schema is the same as at HEAD: nothing to migrate.');
  process.exit(1);
}
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
const folder = join('prisma/migrations', `${stamp}_${name.replaceAll('-', '_')}`);
if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'migration.sql'),
  `${sql}\n-- New tables get their row-level security.\nDO $$ BEGIN PERFORM backroom_protect_tables(); END $$;\n`,
);
console.log(`Wrote ${folder}/migration.sql. Read it, then commit it with the schema.`);
