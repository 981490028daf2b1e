// Everything that is generated and not committed: the Prisma client, the Admin API's schema and the types of our documents.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { API_VERSION } from '../app/shopify/version.ts';
import { run } from './process.ts';
import { hashOf, unlessDone } from './stamp.ts';

const folder = 'app/shopify/generated';
const node = process.execPath;

/** Generates what is out of date. Answers what it made, nothing when all was fresh. */
export async function generate(): Promise<string[]> {
  const made: string[] = [];
  // Prisma wants the variable even where no database is touched.
  const env = {
    ...process.env,
    DATABASE_URL: 'postgresql://unused@localhost:1/unused',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  };
  const prisma = await unlessDone(
    {
      // Beside what it vouches for: a new installation brings an empty client and no stamp.
      stamp: 'node_modules/.prisma/backroom-stamp',
      inputs: hashOf(['prisma/schema/*.prisma', 'node_modules/@prisma/client/package.json']),
      makes: ['node_modules/.prisma/client/index.js'],
    },
    async () => {
      await run(node, ['node_modules/prisma/build/index.js', 'generate', '--no-hints'], { env });
    },
  );
  if (prisma) made.push('Prisma client');

  // Once @shopify/api-codegen-preset finds this file, it never calls the network.
  const schema = join(folder, `admin-${API_VERSION}.schema.json`);
  const unpacked = await unlessDone(
    {
      stamp: '.backroom/stamps/admin-schema',
      inputs: hashOf(['node_modules/@shopify/dev-mcp/package.json'], API_VERSION),
      makes: [schema],
    },
    async () => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(
        schema,
        gunzipSync(readFileSync(`node_modules/@shopify/dev-mcp/dist/data/admin_${API_VERSION}.json.gz`)),
      );
    },
  );
  if (unpacked) made.push('Admin API schema');

  if (!existsSync('.graphqlrc.ts')) return made;
  const typed = await unlessDone(
    {
      stamp: '.backroom/stamps/graphql-types',
      inputs: hashOf(['.graphqlrc.ts', 'app/shopify/operations/*.ts', 'app/shopify/version.ts']),
      makes: ['admin.types.d.ts', 'admin.generated.d.ts'].map((file) => join(folder, file)),
    },
    async () => {
      await run(node, ['node_modules/@graphql-codegen/cli/esm/bin.js', '--silent'], { env });
    },
  );
  if (typed) made.push('types of GraphQL documents');
  return made;
}

if (import.meta.main) {
  const made = await generate();
  console.log(made.length > 0 ? `Generated: ${made.join(', ')}.` : 'All generated code is up to date.');
}
