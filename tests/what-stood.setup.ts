// When a test in a browser fails, what stood on its pages is printed: elsewhere than here nobody can look.
import { beforeEach, onTestFailed } from 'vitest';
import { openPages } from './chromium.ts';

const longest = 1500;

beforeEach(() => {
  onTestFailed(async ({ task }) => {
    for (const page of openPages)
      for (const frame of page.frames()) {
        const says = await frame.evaluate(() => document.body?.innerText ?? '').catch((error) => String(error));
        process.stdout.write(`\n${task.name}\n  ${frame.url()}\n${says.slice(0, longest)}\n`);
      }
  });
});
