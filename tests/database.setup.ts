// Runs before each database test file, so that app/db.server.ts connects to that file's own database.
import { testDatabase } from './database.ts';

process.env.DATABASE_URL = (await testDatabase()).url;
