import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';

/** What every benchmark answers: flat numeric figures, and those of a baseline measured in the same run where there is one. */
export interface BenchResult {
  name: string;
  figures: Record<string, number>;
  baseline?: Record<string, number>;
}

const [name, ...rest] = process.argv.slice(2);
if (!name || !/^[a-z-]+$/.test(name)) {
  console.error('usage: npm run bench -- NAME [options] [--json FILE]   (NAME is a file of bench/, e.g. conformance)');
  process.exit(2);
}
const at = rest.indexOf('--json');
const file = at >= 0 ? rest[at + 1] : undefined;
const options = at >= 0 ? [...rest.slice(0, at), ...rest.slice(at + 2)] : rest;

const source = new URL(`./${name}.ts`, import.meta.url);
if (!existsSync(source)) {
  console.error(`bench: there is no bench/${name}.ts`);
  process.exit(2);
}
const bench = (await import(source.href)) as { run(args: string[]): Promise<BenchResult> };
const result = await bench.run(options).catch((error: Error & { code?: string }) => {
  // An option that a benchmark does not know is the person's mistake, not the benchmark's.
  if (!error.code?.startsWith('ERR_PARSE_ARGS')) throw error;
  console.error(`bench: ${error.message.split('. ')[0]}`);
  process.exit(2);
});
console.log(`${result.name}: ${list(result.figures)}${result.baseline ? `\nbaseline: ${list(result.baseline)}` : ''}`);
if (file) {
  const machine = { cores: availableParallelism(), memory: totalmem(), node: process.version };
  const { name: title, figures, baseline = {} } = result;
  writeFileSync(file, `${JSON.stringify({ name: title, figures, baseline, machine }, null, 2)}\n`);
}
process.exit(0);

function list(figures: Record<string, number>): string {
  return Object.entries(figures)
    .map(([key, value]) => `${key}=${Number.isInteger(value) ? value : value.toFixed(Math.abs(value) < 10 ? 4 : 2)}`)
    .join(' ');
}
