// npm run demo: sets up, starts PostgreSQL, the dev store, the web app and the worker, prints one URL, and keeps them alive.
import { parseArgs } from 'node:util';
import { historyFile } from './history-file.ts';
import { live } from './live.ts';
import { Plain } from './process.ts';
import { command } from './progress.ts';

const usage =
  'npm run demo -- [--fresh] [--history FILE.csv[.gz] [--until now]] [--speed N] [--port N] [--web N] [--workers N]';

await command('demo', async () => {
  const options = readOptions();
  await live({
    folder: '.backroom/demo',
    command: 'demo',
    mode: 'production',
    fresh: options.fresh,
    port: count(options.port, '--port', 1, 65_534),
    until: oneOf(options.until, '--until', ['then', 'now']),
    speed: count(options.speed, '--speed', 0, 100_000),
    web: count(options.web, '--web', 1, 16),
    workers: count(options.workers, '--workers', 1, 16),
    ...(options.history ? { history: await historyFile(options.history) } : {}),
  });
});

function readOptions() {
  try {
    return parseArgs({
      options: {
        fresh: { type: 'boolean', default: false },
        history: { type: 'string' },
        // A file keeps its own times, or is brought forward by whole weeks.
        until: { type: 'string', default: 'then' },
        // How fast the shop's day goes on by itself; 1 is real time.
        speed: { type: 'string', default: '30' },
        port: { type: 'string', default: '4400' },
        web: { type: 'string', default: '1' },
        workers: { type: 'string', default: '1' },
      },
    }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new Plain(`${message}. Usage: ${usage}`);
  }
}

function count(text: string, option: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Plain(`${option} must be a whole number from ${least} to ${most}, not \`${text}\``);
}

function oneOf(text: string, option: string, choices: string[]): string {
  if (choices.includes(text)) return text;
  throw new Plain(`${option} must be ${choices.join(' or ')}, not \`${text}\``);
}
