import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'pure',
          include: ['{app,dev,bench,scripts,tests,extensions}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.{db,flow,browser}.test.{ts,tsx}', '**/node_modules/**'],
        },
      },
    ],
  },
});
