// One PostgreSQL for the whole run, started when the first project that needs it does.
import type { TestProject } from 'vitest/node';
import { generate } from '../scripts/generate.ts';
import { type Scratch, startScratch } from '../scripts/scratch.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string;
  }
}

// Each project loads this file anew, so what they share hangs on the process.
const shared = globalThis as { scratch?: { started: Promise<Scratch>; users: number } };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.scratch ??= { started: generate().then(() => startScratch()), users: 0 };
  const scratch = shared.scratch;
  scratch.users += 1;
  project.provide('postgres', (await scratch.started).adminUrl);
  return async () => {
    scratch.users -= 1;
    if (scratch.users > 0) return;
    delete shared.scratch;
    await (await scratch.started).stop();
  };
}
