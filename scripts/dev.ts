// npm run dev: the same house as the demo with hot reload, on data of its own. Pages reload by vite; the worker and the dev
// store start anew when a file of theirs changes.
import { parseArgs } from 'node:util';
import { live } from './live.ts';
import { Plain } from './process.ts';
import { command } from './progress.ts';

await command('dev', async () => {
  let values: { fresh: boolean; port: string };
  try {
    values = parseArgs({
      options: { fresh: { type: 'boolean', default: false }, port: { type: 'string', default: '4500' } },
    }).values;
  } catch (error) {
    throw new Plain(`${(error as Error).message.split('. ')[0]}. Usage: npm run dev -- [--fresh] [--port N]`);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_534)
    throw new Plain(`--port must be a port, not \`${values.port}\``);
  await live({
    folder: '.backroom/dev',
    command: 'dev',
    mode: 'development',
    fresh: values.fresh,
    port,
    web: 1,
    workers: 1,
  });
});
