import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { shop } from '../scripts/household.ts';
import { createDatabase, startScratch } from '../scripts/scratch.ts';
import { clumped, type Event, type Outcome, percentile, sendAll, sign, steady } from './ingest/load.ts';
import { type Stand, standUpApp, standUpBaseline } from './ingest/stand.ts';
import type { BenchResult } from './main.ts';

const BURST_SECONDS = 10;
const STEP_SECONDS = 10;
/** Multiples of the given rate. Two in a row that are not kept end the search: one may be the machine's own doing. */
const STEPS = [0.25, 0.5, 1, 1.5, 2, 2.75, 3.75, 5];
/** What a rate must keep to count as sustained. */
const P99_MS = 250;
const LAG_S = 5;
const SETTLE_S = 30;

/**
 * Sends signed webhooks of a made-up shop at a fixed rate (open loop) to the production build, then a burst, then steps of
 * ten seconds to find the highest rate with a 99th percentile below 250 ms, nothing lost and the mirror up to date within
 * half a minute; then the same to the usual template style. Options: `--rate 200`, `--seconds 60`, `--burst 2000`, `--no-steps`.
 * `rate` is the highest sustained rate found (without steps: the given one when it was kept, else 0); the waits, `lost` and
 * the lag are those at the given rate and of the burst.
 */
export async function run(args: string[]): Promise<BenchResult> {
  const { values: options } = parseArgs({
    args,
    options: {
      rate: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '60' },
      burst: { type: 'string', default: '2000' },
      'no-steps': { type: 'boolean', default: false },
    },
  });
  const [rate, seconds, burst] = [Number(options.rate), Number(options.seconds), Number(options.burst)];
  const steps = options['no-steps'] ? [] : STEPS.map((times) => Math.round(times * rate));
  const wanted = WARM_UP + rate * seconds + burst + steps.reduce((sum, step) => sum + step * STEP_SECONDS, 0);
  const postgres = await startScratch({ durable: true });
  let stand: Stand | undefined;
  try {
    console.log('ingest: the app, filled by its backfill');
    const database = await createDatabase(postgres.adminUrl, 'ingest');
    const up = await standUpApp(database, wanted);
    stand = up.stand;
    const ours = await measure(stand, new Supply(up.events), { rate, seconds, burst, steps });
    await stand.stop();
    console.log('ingest: the baseline, the usual template style');
    stand = await standUpBaseline(postgres.adminUrl);
    const theirs = await measure(stand, new Supply(up.events), { rate, seconds, burst: 0, steps });
    const { rate: baselineRate, p50_ms, p99_ms, max_ms, lost } = theirs;
    return { name: 'ingest', figures: ours, baseline: { rate: baselineRate, p50_ms, p99_ms, max_ms, lost } };
  } finally {
    await stand?.stop();
    await postgres.stop();
  }
}

const WARM_UP = 400;

/** The shop's webhooks in their order, each used once. */
class Supply {
  private readonly events: Event[];
  private next = 0;
  constructor(events: Event[]) {
    this.events = events;
  }
  has(count: number): boolean {
    return this.next + count <= this.events.length;
  }
  take(count: number): Event[] {
    if (!this.has(count)) throw new Error('the shop has not traded enough for this');
    this.next += count;
    return this.events.slice(this.next - count, this.next);
  }
}

type Plan = { rate: number; seconds: number; burst: number; steps: number[] };

async function measure(stand: Stand, supply: Supply, { rate, seconds, burst, steps }: Plan) {
  await load(stand, supply, 'warm-up', steady(100, WARM_UP / 100));
  const fixed = await load(stand, supply, `${rate}/s for ${seconds} s`, steady(rate, seconds));
  const clump =
    burst > 0
      ? await load(stand, supply, `${burst} in ${BURST_SECONDS} s, in clumps`, clumped(burst, BURST_SECONDS))
      : null;
  let lagAfter = 0;
  if (stand.lag) {
    const drained = await waitForLag(stand.lag, SETTLE_S, false);
    lagAfter = await stand.lag();
    console.log(
      `  lag ${lagAfter.toFixed(1)} s, ${SETTLE_S} s after the burst (below ${LAG_S} s after ${drained.toFixed(1)} s)`,
    );
  }
  let sustained = fixed.p99 < P99_MS && fixed.lost === 0 && lagAfter < LAG_S ? rate : 0;
  let failures = 0;
  for (const step of steps) {
    if (failures === 2 || !supply.has(step * STEP_SECONDS)) break;
    const found = await load(stand, supply, `${step}/s for ${STEP_SECONDS} s`, steady(step, STEP_SECONDS));
    let kept = found.p99 < P99_MS && found.lost === 0;
    if (stand.lag) {
      const drained = await waitForLag(stand.lag, SETTLE_S, true);
      kept &&= drained < SETTLE_S;
      console.log(`    lag below ${LAG_S} s after ${drained.toFixed(1)} s`);
    }
    if (kept) sustained = Math.max(sustained, step);
    failures = kept ? 0 : failures + 1;
  }
  return {
    rate: sustained,
    p50_ms: fixed.p50,
    p99_ms: fixed.p99,
    max_ms: Math.max(fixed.max, clump?.max ?? 0),
    lost: fixed.lost + (clump?.lost ?? 0),
    lag_after_30s_s: lagAfter,
    burst_over_5s: clump?.late ?? 0,
    burst_p99_ms: clump?.p99 ?? 0,
    fixed_rate: rate,
    load_average: loadavg()[0] ?? 0,
  };
}

async function load(stand: Stand, supply: Supply, says: string, at: number[]) {
  const webhooks = supply.take(at.length).map((event) => sign(event, shop, stand.secret));
  const before = cpu();
  const outcome = await sendAll(stand.webhooksUrl, webhooks, at);
  const missing = await stand.missing(outcome.acknowledged);
  const lost = outcome.sent - outcome.acknowledged.length + missing;
  const { waits } = outcome;
  const result = {
    p50: percentile(waits, 0.5),
    p99: percentile(waits, 0.99),
    max: waits.at(-1) ?? 0,
    late: waits.filter((wait) => wait > 5000).length,
    lost,
  };
  const { p50, p99, max } = result;
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  console.log(
    `  ${says}: p50 ${ms(p50)}, p99 ${ms(p99)}, max ${ms(max)}, lost ${lost}${reasons(outcome)}; sender busy ${before()} %, load average ${loadavg()[0]?.toFixed(1)}`,
  );
  return result;
}

/** The share of one core that this process takes, from now until asked. */
function cpu(): () => string {
  const [began, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    return ((user + system) / 10 / (performance.now() - began)).toFixed(0);
  };
}

function reasons({ refused }: Outcome): string {
  const list = Object.entries(refused).map(([reason, count]) => `${reason}: ${count}`);
  return list.length > 0 ? ` (${list.join(', ')})` : '';
}

/** Waits `seconds`, or with `hurry` until nothing is left; answers after how many the lag was below the limit for good. */
async function waitForLag(lag: () => Promise<number>, seconds: number, hurry: boolean): Promise<number> {
  const begun = performance.now();
  const since = () => (performance.now() - begun) / 1000;
  let below: number | null = null;
  while (since() < seconds) {
    const now = await lag();
    below = now < LAG_S ? (below ?? since()) : null;
    if (hurry && now === 0 && below !== null) return below;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return below ?? seconds;
}
