// For those who host: npm run migrate, before each new version starts. As DATABASE_OWNER_URL it applies the migrations, and
// lets the role of DATABASE_URL log in with the password that stands there.
import { connected, migrate } from './database.ts';
import { Plain } from './process.ts';
import { command, step } from './progress.ts';

await command('migrate', async () => {
  const owner = process.env.DATABASE_OWNER_URL;
  const app = process.env.DATABASE_URL;
  if (!owner || !app)
    throw new Plain('set DATABASE_OWNER_URL (owns the tables) and DATABASE_URL (the role backroom_app)');
  await step('apply migrations', async () => `${await migrate(owner)} new`);
  const { username, password } = new URL(app);
  await step(`let ${username} log in`, () =>
    connected(owner, async (client) => {
      const { rows } = await client.query<{ free: boolean }>(
        'SELECT rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = $1',
        [username],
      );
      if (!rows[0])
        throw new Plain(`DATABASE_URL names the role ${username}; the migrations grant the tables to backroom_app`);
      if (rows[0].free)
        throw new Plain(`${username} can bypass row-level security, so one shop could see another: use backroom_app`);
      const role = client.escapeIdentifier(username);
      await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(decodeURIComponent(password))}`);
    }),
  );
});
