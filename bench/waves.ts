import { parseArgs } from 'node:util';
import type { PlannedBacklog } from '../app/picking/backlog/planned.ts';
import { planInThreads } from '../app/picking/plan-in-threads.server.ts';
import type { BenchResult } from './main.ts';
import { type Case, retailerBacklogs, shopBacklog } from './waves/backlogs.ts';
import { checkPlan } from './waves/check.ts';
import { replanTimes } from './waves/replan.ts';
import { slotted } from './waves/slotting.ts';

/**
 * Whole backlogs into waves, beside the ways a shop would go without: each order alone, first come on shortest walks, first come by
 * bin name. A seeded shop (70 % of its orders have one line, Zipf's demand) with 4 to 20 aisles, 5,000 orders of it against the
 * clock, and a real retailer's December days on a generated layout; the rest of a walk planned anew; and what the slotting room's
 * swaps win of the gap between things put down at random and by how often they are picked. Options: `--orders N`,
 * `--seconds S` for the large one, `--seed N`, `--history FILE.csv[.gz]` (its days are left out without the file).
 */
export async function run(args: string[]): Promise<BenchResult> {
  const { values: options } = parseArgs({
    args,
    options: {
      orders: { type: 'string', default: '5000' },
      seconds: { type: 'string', default: '7' },
      seed: { type: 'string', default: '1' },
      history: { type: 'string', default: '../shared/data/online-retail.csv.gz' },
    },
  });
  const seed = amount('--seed', options.seed);
  const seconds = amount('--seconds', options.seconds);
  console.log(`${'metres'.padEnd(30)} planned  within  one by one  first come  by bin name  waves       s`);

  const large = shopBacklog(amount('--orders', options.orders), 12, seed);
  const started = performance.now();
  const plan = await planInThreads(large.input, { seconds, moves: 1e6 });
  const planSeconds = (performance.now() - started) / 1000;
  told(large, plan, planSeconds);

  const smaller = [4, 8, 12, 20].map((aisles) => shopBacklog(300, aisles, seed + aisles));
  const days = retailerBacklogs(options.history, seed);
  if (!days) console.log(`waves: the retailer's days are left out, there is no file ${options.history}`);
  const plans = [plan];
  for (const one of [...smaller, ...(days ?? [])]) {
    const from = performance.now();
    const found = await planInThreads(one.input, { seconds: 2, moves: 1e6 });
    plans.push(found);
    told(one, found, (performance.now() - from) / 1000);
  }
  const replans = replanTimes(plan, large.input, 300, seed);
  console.log(
    `rest of a walk planned anew, ${replans.length} times: median ${at(replans, 0.5).toFixed(2)} ms, p99 ${at(replans, 0.99).toFixed(2)} ms`,
  );
  const floor = slotted(seed);
  const recovered = (100 * (floor.now - floor.after)) / (floor.now - floor.byClass);
  console.log(
    `slotting: ${floor.walks} walks, ${floor.now.toFixed(0)} m as things lie at random, ${floor.after.toFixed(0)} m after ${floor.swaps} swaps, ${floor.byClass.toFixed(0)} m by class: ${recovered.toFixed(0)} % of the gap`,
  );
  const saved = (than: 'byBinName' | 'firstCome') => 100 * (1 - sum(plans, 'walk') / sum(plans, than));
  return {
    name: 'waves',
    figures: {
      plan_5000_s: planSeconds,
      replan_p99_ms: at(replans, 0.99),
      metres_saved_vs_bin_name_pct: saved('byBinName'),
      metres_saved_vs_fcfs_pct: saved('firstCome'),
      slotting_recovered_pct: recovered,
      metres_saved_vs_one_by_one_pct: 100 * (1 - sum(plans, 'walk') / sum(plans, 'oneByOne')),
      orders: large.input.candidates.length,
      waves: plan.waves.length,
    },
  };
}

function told({ name, input }: Case, plan: PlannedBacklog, seconds: number): void {
  checkPlan(input, plan);
  const { walk, bound, proven, oneByOne, firstCome, byBinName } = plan.metres!;
  const within = proven ? 'proven' : `${(100 * (walk / bound - 1)).toFixed(0)} %`;
  const less = (metres: number) => `${metres.toFixed(0)} ${(100 * (walk / metres - 1)).toFixed(0)} %`;
  console.log(
    `${name.padEnd(28)} ${walk.toFixed(0).padStart(9)} ${within.padStart(7)} ${less(oneByOne).padStart(12)} ${less(firstCome).padStart(12)} ${less(byBinName).padStart(13)} ${String(plan.waves.length).padStart(5)} ${seconds.toFixed(2).padStart(7)}`,
  );
}

const sum = (plans: readonly PlannedBacklog[], of: 'walk' | 'oneByOne' | 'firstCome' | 'byBinName') =>
  plans.reduce((total, plan) => total + plan.metres![of], 0);

function at(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}

function amount(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0))
    throw Object.assign(new Error(`${option} takes a number above 0, not ${text}`), { code: 'ERR_PARSE_ARGS' });
  return value;
}
