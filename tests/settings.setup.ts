// Runs before each test file: app/env.server.ts reads the environment when it is imported.
import { testSettings } from './settings.ts';

Object.assign(process.env, testSettings);
