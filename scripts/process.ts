import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const leash = fileURLToPath(new URL('leash.sh', import.meta.url));

/** Something the person at the keyboard can mend: shown as one line, without a stack. */
export class Plain extends Error {}

export type Child = {
  process: ChildProcess;
  /** Settles when the process is gone: its exit code, 128 + n for a signal. */
  exit: Promise<number>;
  alive(): boolean;
  /** Signals the process and everything it started. */
  signal(name: NodeJS.Signals): void;
  /** Asks it to stop; after `patience` ms it is killed. */
  stop(name?: NodeJS.Signals, patience?: number): Promise<void>;
};

/**
 * Starts a long-running child in a process group of its own (a Ctrl-C reaches only us, so we choose the order in which
 * things stop) and on a leash (it goes when we go, even by kill -9).
 */
export function startChild(
  command: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; onLine?: (line: string, from: 'stdout' | 'stderr') => void } = {},
): Child {
  const { onLine } = options;
  const child = spawn('sh', [leash, command, ...args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: ['pipe', onLine ? 'pipe' : 'ignore', onLine ? 'pipe' : 'ignore'],
  });
  child.stdin?.on('error', () => {});
  for (const from of ['stdout', 'stderr'] as const) {
    const stream = child[from];
    if (stream && onLine) createInterface({ input: stream }).on('line', (line) => onLine(line, from));
  }
  let running = true;
  const exit = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => {
      running = false;
      child.stdin?.destroy();
      resolve(code ?? (signal === 'SIGKILL' ? 137 : 143));
    });
    child.once('error', () => {
      running = false;
      resolve(127);
    });
  });
  const signal = (name: NodeJS.Signals) => {
    if (!running || child.pid === undefined) return;
    try {
      process.kill(-child.pid, name);
    } catch {
      // It went in this very moment.
    }
  };
  return {
    process: child,
    exit,
    alive: () => running,
    signal,
    async stop(name = 'SIGTERM', patience = 10_000) {
      signal(name);
      const timer = setTimeout(() => signal('SIGKILL'), patience);
      await exit;
      clearTimeout(timer);
    },
  };
}

/** Runs a command to its end, or until its output matches `lastWord`. Rejects with its output when it fails. */
export async function run(
  command: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; show?: boolean; lastWord?: RegExp } = {},
): Promise<string> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: options.show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.kill();
  process.once('exit', end);
  let output = '';
  let saidLastWord = false;
  const listen = (data: Buffer) => {
    output += data;
    if (!options.lastWord?.test(output)) return;
    saidLastWord = true;
    child.kill();
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', (error) => reject(new Plain(`cannot run ${command}: ${error.message}`)));
    child.once('close', (code) => resolve(code ?? 1));
  });
  process.off('exit', end);
  if (code !== 0 && !saidLastWord) {
    const called = [command.split('/').at(-1), ...args].join(' ');
    throw new Plain(`\`${called}\` failed (exit ${code})${output ? `:\n${output.trimEnd()}` : ''}`);
  }
  return output;
}

/** A TCP port of this machine that nothing listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port given');
  return address.port;
}

/** Polls until the condition holds. Rejects after `deadline` ms and says what was awaited, with the last error; at once for an error that `giveUp` names. */
export async function until<T>(
  condition: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  options: { what: string; deadline?: number; every?: number; giveUp?: (error: unknown) => boolean },
): Promise<T> {
  const { what, deadline = 30_000, every = 100 } = options;
  const end = performance.now() + deadline;
  let last: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value;
      last = undefined;
    } catch (error) {
      if (options.giveUp?.(error)) throw error;
      last = error;
    }
    if (performance.now() > end) {
      const why = last instanceof Error ? ` (${last.message})` : '';
      throw new Error(`waited ${deadline / 1000} s in vain for ${what}${why}`, { cause: last });
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
