// npm run demo: sets up, starts PostgreSQL, the dev store, the web app and the worker, prints one URL, and keeps them alive.
import { parseArgs } from 'node:util';
import { readableFile } from './household.ts';
import { live } from './live.ts';
import { Plain } from './process.ts';
import { command } from './progress.ts';

const usage = 'npm run demo -- [--fresh] [--history FILE.csv[.gz]] [--port N] [--web N] [--workers N]';

await command('demo', async () => {
  const options = readOptions();
  await live({
    folder: '.backroom/demo',
    command: 'demo',
    mode: 'production',
    fresh: options.fresh,
    port: count(options.port, '--port', 1, 65_534),
    web: count(options.web, '--web', 1, 16),
    workers: count(options.workers, '--workers', 1, 16),
    ...(options.history ? { history: readableFile(options.history, '--history') } : {}),
  });
});

function readOptions() {
  try {
    return parseArgs({
      options: {
        fresh: { type: 'boolean', default: false },
        history: { type: 'string' },
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
