import { PrismaPg } from 'adapter-pg-7';
import pg from 'pg';
import { defineConfig } from 'prisma/config';

// The CLI needs the newer adapter to read PostgreSQL's catalog; the app itself uses @prisma/adapter-pg (docs/decisions).
// That adapter cuts a migration at every semicolon, function bodies included. Sent whole instead, PostgreSQL runs the
// script as one transaction: a migration applies wholly or not at all.
const connectionString = process.env.DATABASE_URL ?? '';

export default defineConfig({
  experimental: { adapter: true },
  engine: 'js',
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  adapter: async () => {
    const factory = new PrismaPg({ connectionString });
    const connect = factory.connect.bind(factory);
    factory.connect = async () => {
      const adapter = await connect();
      adapter.executeScript = async (script) => {
        const client = new pg.Client({ connectionString });
        await client.connect();
        try {
          await client.query(script);
        } finally {
          await client.end();
        }
      };
      return adapter;
    };
    return factory;
  },
});
