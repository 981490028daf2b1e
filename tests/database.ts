// Each test file has a database of its own: all tables, no rows, the app's role under row-level security.
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type { Database } from '../scripts/database.ts';
import { createDatabase } from '../scripts/scratch.ts';

let own: Promise<Database> | undefined;

/** This test file's database; app/db.server.ts is connected to it. `ownerUrl` sees the rows of all shops. */
export function testDatabase(): Promise<Database> {
  own ??= newDatabase();
  return own;
}

/** One more database, for a house or for a comparison. */
export function newDatabase(): Promise<Database> {
  return createDatabase(inject('postgres'), `test_${randomBytes(6).toString('hex')}`);
}
