import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { planBatches } from '../app/picking/batching/batching.ts';
import { TooMuchForACart } from '../app/picking/batching/task.ts';
import type { BenchResult } from './main.ts';
import { checkedDistance } from './picking/check.ts';
import { comparison } from './picking/comparison.ts';
import { type Instance, readInstances } from './picking/instance.ts';
import { taskOf } from './picking/task-of.ts';

/**
 * Batches of picking waves, of the canonical instances: one core, so much time an instance. Options: `--instances FILE.jsonl[.gz]`
 * (default: the 64 of Henn and Wäscher where they lie beside the product), `--seconds S` an instance, `--moves N` at most (the
 * same seed and moves find the same plan on every machine), `--seed N`, `--out FILE.ndjson` (the plans), `--cpu` (seconds of the
 * processor, for a machine that has other things to do). Every plan is checked
 * and measured anew by code that shares nothing with the planner; the baseline is first come, first served with shortest walks.
 */
export async function run(args: string[]): Promise<BenchResult> {
  const { values: options } = parseArgs({
    args,
    options: {
      instances: { type: 'string', default: '../shared/data/picking/henn64.jsonl.gz' },
      seconds: { type: 'string', default: '0.5' },
      moves: { type: 'string' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      cpu: { type: 'boolean', default: false },
    },
  });
  if (!existsSync(options.instances)) {
    console.log(`picking: skipped, there is no file ${options.instances} (give one with --instances FILE)`);
    return { name: 'picking', figures: { skipped: 1 } };
  }
  const { instances, faults } = readInstances(options.instances);
  for (const { line, says } of faults) console.log(`picking: ${options.instances}: line ${line} ${says}`);
  const milliseconds = 1000 * amount('--seconds', options.seconds);
  const moves = options.moves === undefined ? Number.POSITIVE_INFINITY : amount('--moves', options.moves);
  const seed = amount('--seed', options.seed);
  const lines: string[] = [];
  const solved: { instance: Instance; distance: number; bound: number; proven: boolean; ms: number }[] = [];
  let tried = 0;
  const now = options.cpu ? processorTime : () => performance.now();
  const cpu = process.cpuUsage();
  for (const instance of instances) {
    const { name, set } = instance;
    const started = performance.now();
    const from = now();
    try {
      const task = taskOf(instance);
      const plan = planBatches(task, {
        seed,
        moves,
        ...(options.moves === undefined && {
          within: { milliseconds: Math.max(0, milliseconds - (now() - from)), now },
        }),
      });
      const ms = performance.now() - started;
      const { batches, distance, bound, proven } = plan;
      tried += plan.moves;
      lines.push(JSON.stringify({ name, set, batches, distance, bound, proven, ms: Number(ms.toFixed(3)) }));
      solved.push({ instance, distance, bound, proven, ms });
      const measured = checkedDistance(instance, batches);
      if (Math.abs(measured - distance) > 1e-6)
        throw new Error(`${set} ${name}: the plan says ${distance}, walking it takes ${measured}`);
      if (bound > distance) throw new Error(`${set} ${name}: the bound ${bound} is above the plan's ${distance}`);
    } catch (error) {
      if (!(error instanceof TooMuchForACart || error instanceof RangeError)) throw error;
      console.log(`picking: ${set} ${name} has no plan. ${error.message}`);
      lines.push(JSON.stringify({ name, set, error: error.message }));
    }
  }
  const { user, system } = process.cpuUsage(cpu);
  if (options.out) writeFileSync(options.out, lines.map((line) => `${line}\n`).join(''));
  const simpler = solved.length > 0 ? comparison(solved.map(({ instance }) => instance)) : {};
  const meanDistance = mean(solved.map(({ distance }) => distance));
  for (const [what, distance] of [...Object.entries(simpler), ['planned, shortest walks', meanDistance] as const])
    console.log(`${what.padEnd(32)} ${distance.toFixed(1).padStart(9)}  ${percent(meanDistance, distance)}`);
  return {
    name: 'picking',
    figures: {
      mean_distance: meanDistance,
      instances: solved.length,
      seconds: solved.reduce((sum, { ms }) => sum + ms, 0) / 1000,
      proven: solved.filter(({ proven }) => proven).length,
      mean_bound: mean(solved.map(({ bound }) => bound)),
      slowest_ms: Math.max(0, ...solved.map(({ ms }) => ms)),
      cpu_seconds: (user + system) / 1e6,
      moves: tried,
      ...(faults.length > 0 && { faulty_lines: faults.length }),
      ...(solved.length < instances.length && { without_plan: instances.length - solved.length }),
    },
    baseline: { mean_distance: simpler['first come, shortest walks'] ?? 0 },
  };
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What the plan saves of a distance. */
function percent(planned: number, distance: number): string {
  return distance > planned ? `${(100 * (1 - planned / distance)).toFixed(1)} % saved by the plan` : '';
}

function amount(option: string, text: string): number {
  const value = Number(text);
  if (!(value >= 0)) throw new Error(`${option} ${text} is not an amount`);
  return value;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
