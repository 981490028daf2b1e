// A Chromium for the browser tests: the system's, else one that we install.
import { existsSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { Plain, run } from './process.ts';

const known = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a Chromium of this machine: the one that CHROMIUM names, the system's, or playwright's own download. */
export function findChromium(): string | null {
  const { CHROMIUM } = process.env;
  if (CHROMIUM) {
    if (existsSync(CHROMIUM)) return CHROMIUM;
    throw new Plain(`CHROMIUM names ${CHROMIUM}, which does not exist`);
  }
  return [...known, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

/** The same, installing one where there is none: Debian's package when we are root, else playwright's download. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found) return found;
  const problems: string[] = [];
  for (const install of [fromDebian, fromPlaywright]) {
    try {
      await install();
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
    const now = findChromium();
    if (now) return now;
  }
  throw new Plain(
    `no Chromium for the browser tests, and none could be installed:\n${problems.join('\n')}\nInstall Chromium yourself, or set CHROMIUM to its path`,
  );
}

async function fromDebian(): Promise<void> {
  // Ubuntu's package of that name is a door to a snap, which does not run in containers.
  const debian = existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  if (!debian || process.getuid?.() !== 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'];
  await run('apt-get', ['update'], { env });
  await run('apt-get', install, { env });
}

async function fromPlaywright(): Promise<void> {
  const withLibraries = process.getuid?.() === 0 && process.platform === 'linux' ? ['--with-deps'] : [];
  await run(process.execPath, ['node_modules/playwright-core/cli.js', 'install', ...withLibraries, 'chromium']);
}
