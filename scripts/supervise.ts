// Keeps a set of processes alive: starts them, writes their logs, starts again what crashed, stops all of them in order.
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Child, startChild } from './process.ts';

export type Role = {
  /** `web 1`; its log is web-1.log. */
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
};

export type Supervisor = {
  start(role: Role): void;
  /** Exits before this one answered its first health check; undefined while all is well. */
  failure(): string | undefined;
  /** From now on a crash is mended by starting again instead of ending the start. */
  settled(): void;
  /** Stops these processes together, the last started kinds first when called several times. */
  stop(names?: (name: string) => boolean): Promise<void>;
  /** Kills whatever still runs. */
  kill(): void;
};

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const CALM_MS = 60_000;
const SHOWN_LINES_PER_10_S = 5;

/** `say` writes one line to the person at the terminal. */
export function supervise(logs: string, say: (line: string) => void): Supervisor {
  mkdirSync(logs, { recursive: true });
  const running = new Map<string, Child>();
  const files = new Map<string, WriteStream>();
  const waiting = new Set<NodeJS.Timeout>();
  const lastLines = new Map<string, string[]>();
  let settled = false;
  let stopping = false;
  let failure: string | undefined;

  function start(role: Role, wait = FIRST_WAIT_MS): void {
    const file = join(logs, `${role.name.replaceAll(' ', '-')}.log`);
    const log = files.get(role.name) ?? createWriteStream(file, { flags: 'w' });
    files.set(role.name, log);
    const lines: string[] = [];
    lastLines.set(role.name, lines);
    const show = limited(SHOWN_LINES_PER_10_S, (line) => say(`${role.name} | ${line}`), file);
    const startedAt = performance.now();
    const child = startChild(role.command, role.args, {
      env: role.env,
      onLine(line, from) {
        log.write(`${new Date().toISOString()} ${line}\n`);
        lines.push(line);
        if (lines.length > 20) lines.shift();
        const trouble = stopping ? undefined : troubleIn(line, from);
        if (trouble && settled) show(trouble);
      },
    });
    running.set(role.name, child);
    child.exit.then((code) => {
      running.delete(role.name);
      if (stopping) return;
      if (!settled) {
        failure ??= `${role.name} stopped at its start (exit ${code}); its last words, from ${file}:\n${lines.slice(-12).join('\n')}`;
        return;
      }
      const next = performance.now() - startedAt > CALM_MS ? FIRST_WAIT_MS : wait;
      say(`${role.name} stopped (${how(code)}); starting it again in ${next / 1000} s. Its log: ${file}`);
      const timer = setTimeout(() => {
        waiting.delete(timer);
        start(role, Math.min(next * 2, LONGEST_WAIT_MS));
      }, next);
      waiting.add(timer);
    });
  }

  return {
    start: (role) => start(role),
    failure: () => failure,
    settled() {
      settled = true;
    },
    async stop(names = () => true) {
      stopping = true;
      for (const timer of waiting) clearTimeout(timer);
      const these = [...running].filter(([name]) => names(name));
      await Promise.all(these.map(([, child]) => child.stop()));
      for (const [name, log] of files) if (names(name)) log.end();
    },
    kill() {
      stopping = true;
      for (const child of running.values()) child.signal('SIGKILL');
    },
  };
}

function how(code: number): string {
  return code > 128 ? `signal ${code - 128}` : `exit ${code}`;
}

/** What of a log line a person should see at once: errors of our own log (pino: level 50 and more), and anything said on stderr. */
function troubleIn(line: string, from: 'stdout' | 'stderr'): string | undefined {
  if (line.startsWith('{')) {
    try {
      const { level, msg, err, problem } = JSON.parse(line) as Record<string, unknown>;
      if (typeof level !== 'number' || level < 50) return undefined;
      const cause = problem ?? (err as { message?: string } | undefined)?.message;
      return cause ? `${msg}: ${cause}` : `${msg}`;
    } catch {
      return undefined;
    }
  }
  return from === 'stderr' && line.trim() !== '' ? line : undefined;
}

/** At most `most` lines in ten seconds; the rest stays in the file. */
function limited(most: number, show: (line: string) => void, file: string): (line: string) => void {
  let from = 0;
  let shown = 0;
  return (line) => {
    const now = performance.now();
    if (now - from > 10_000) {
      from = now;
      shown = 0;
    }
    shown += 1;
    if (shown <= most) show(line);
    else if (shown === most + 1) show(`… more of this in ${file}`);
  };
}
