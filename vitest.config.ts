// The suffix of a test file tells its cost: .test pure, .db.test real PostgreSQL, .flow.test the dev store and the app over
// HTTP, .browser.test the same with Chromium. All of them: npm test. One: npx vitest run path/to/file.
import { defineConfig } from 'vitest/config';

const files = (suffix: string) => `{app,dev,bench,scripts,tests,extensions}/**/*${suffix}.test.{ts,tsx}`;
const everyFile = ['./tests/console.setup.ts', './tests/settings.setup.ts', './tests/properties.setup.ts'];
const house = { testTimeout: 60_000, hookTimeout: 180_000, fileParallelism: false };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'pure',
          include: [files('')],
          exclude: ['**/*.{db,flow,browser}.test.{ts,tsx}', '**/node_modules/**'],
          setupFiles: everyFile,
          // Generous, for machines that do something else at the same time.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'db',
          include: [files('.db')],
          globalSetup: './tests/postgres.global.ts',
          setupFiles: [...everyFile, './tests/database.setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'flow',
          include: [files('.flow')],
          globalSetup: './tests/postgres.global.ts',
          setupFiles: everyFile,
          ...house,
        },
      },
      {
        test: {
          name: 'browser',
          include: [files('.browser')],
          globalSetup: './tests/postgres.global.ts',
          setupFiles: [...everyFile, './tests/what-stood.setup.ts'],
          ...house,
        },
      },
    ],
  },
});
