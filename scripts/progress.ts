// What the person at the terminal sees while a command works.
import { Plain } from './process.ts';

const seconds = (from: number) => `${((performance.now() - from) / 1000).toFixed(1)} s`;

/** Shows a step while it runs and how long it took; an answer that is a string is shown beside it. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const terminal = process.stdout.isTTY;
  if (terminal) process.stdout.write(`  … ${what}`);
  const clear = terminal ? '\r\x1b[K' : '';
  try {
    const result = await work();
    const detail = typeof result === 'string' && result ? `: ${result}` : '';
    process.stdout.write(`${clear}  ✓ ${what}${detail} (${seconds(from)})\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${clear}  ✗ ${what} (${seconds(from)})\n`);
    throw error;
  }
}

/** Runs a command's main function. What a person can mend is one line; a defect of ours shows its stack. */
export async function command(name: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const plain = error instanceof Plain ? error.message : plainSystemError(error);
    if (plain === null) throw error;
    console.error(`${name}: ${plain}`);
    process.exit(1);
  }
}

function plainSystemError(error: unknown): string | null {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM')
    return `no permission for ${path ?? 'a file'}: it belongs to another user (did you run this as root before?). Give it back with chown, or remove .backroom`;
  if (code === 'ENOSPC') return `the disk is full${path ? ` (writing ${path})` : ''}`;
  return null;
}
