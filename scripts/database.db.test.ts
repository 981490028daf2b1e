import { randomBytes } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { connected, ensureDatabase } from './database.ts';

test('an administrator who is no superuser finds the role of the app in place and goes on', async () => {
  const name = `admin_${randomBytes(6).toString('hex')}`;
  const adminUrl = new URL(inject('postgres'));
  const administer = (sql: string) => connected(adminUrl.href, (client) => client.query(sql).then(() => undefined));
  // The password of the app's role follows from the administrator's, and others are using that role.
  await administer(`CREATE ROLE ${name} LOGIN CREATEDB CREATEROLE PASSWORD '${adminUrl.password}'`);
  await administer(`GRANT backroom_app TO ${name} WITH ADMIN OPTION`);
  const theirs = new URL(adminUrl);
  theirs.username = name;
  try {
    const database = await ensureDatabase(theirs.href, name);
    expect(await ensureDatabase(theirs.href, name)).toEqual(database);
    await connected(database.url, async (client) => {
      const { rows } = await client.query('SELECT current_user AS me');
      expect(rows).toEqual([{ me: 'backroom_app' }]);
    });
  } finally {
    await administer(`DROP DATABASE IF EXISTS ${name}`);
    await administer(`DROP ROLE ${name}`);
  }
});
