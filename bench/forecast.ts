import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type FansAt, fansOf, forecastPanel } from '../app/replenishment/forecast/forecast.ts';
import { type Fan, LEVELS } from '../app/replenishment/forecast/levels.ts';
import { naive, seasonalNaive } from '../app/replenishment/forecast/naive.ts';
import { before, type Past, seasonalScale } from '../app/replenishment/forecast/past.ts';
import { meanScore, type Score, scoreOf } from '../app/replenishment/forecast/score.ts';
import { readPanel, type Series } from './forecast/panel.ts';
import { standIns } from './forecast/stand-ins.ts';
import type { BenchResult } from './main.ts';

/** Periods of a year where that is a second season: days, hours of a week, weeks. */
const YEARS: Record<number, number> = { 7: 365.25, 24: 168, 1: 52.18 };

/**
 * Quantile forecasts of a panel by rolling windows, scored as fev-bench does, beside naive and seasonal naive. Options:
 * `--panel FILE.csv[.gz] --season M --horizon H --windows W` (default: hierarchical_sales; `slow-movers` and `smooth` are made-up
 * panels of 51 and 84 months), `--out FILE.ndjson` (the quantiles),
 * `--year N` (a second season; 0 for none), `--hold-out N` (forget the last N periods, to develop on what lies before a test).
 */
export async function run(args: string[]): Promise<BenchResult> {
  const { values: options } = parseArgs({
    args,
    options: {
      panel: { type: 'string', default: '../shared/data/forecast/hierarchical_sales.csv' },
      season: { type: 'string', default: '7' },
      horizon: { type: 'string', default: '28' },
      windows: { type: 'string', default: '10' },
      year: { type: 'string' },
      out: { type: 'string' },
      'hold-out': { type: 'string', default: '0' },
    },
  });
  const standIn = standIns[options.panel];
  if (!standIn && !existsSync(options.panel)) {
    console.log(`forecast: skipped, there is no file ${options.panel} (give one with --panel FILE)`);
    return { name: 'forecast', figures: {} };
  }
  const started = performance.now();
  const [season, horizon, windows, heldOut] = [
    options.season,
    options.horizon,
    options.windows,
    options['hold-out'],
  ].map(whole);
  const year = options.year === undefined ? YEARS[season!] : Number(options.year) || undefined;
  const panel = (standIn?.() ?? readPanel(options.panel)).map(({ id, values }) => ({
    id,
    values: values.subarray(0, values.length - heldOut!),
  }));
  const task: Task = { panel, season: season!, horizon: horizon!, windows: windows!, ...(year && { year }) };
  const { fans, weights } = forecastWindows(task);
  const seconds = (performance.now() - started) / 1000;
  if (options.out) writeFileSync(options.out, asLines(task, fans));

  const ours = scoreTask(task, (series, window) => fans[window]![series]!);
  const byNaive = scoreTask(task, (series, window) => naive(pastOf(task, series, window), task.horizon));
  const bySeason = scoreTask(task, (series, window) => seasonalNaive(pastOf(task, series, window), task.horizon));
  console.log(
    `${panel.length} series, ${windows} windows of ${horizon}, season ${season}${year ? `, year ${year}` : ''}`,
  );
  console.log(`weights: ${weights}`);
  for (const [name, { sql, mase, wape, wql, coverage }] of [
    ['ours', ours],
    ['naive', byNaive],
    ['seasonal naive', bySeason],
  ] as const) {
    console.log(
      `${name.padEnd(15)} SQL ${sql.toFixed(5)}  MASE ${mase.toFixed(5)}  WAPE ${wape.toFixed(5)}  WQL ${wql.toFixed(5)}`,
    );
    console.log(
      `${''.padEnd(15)} ${LEVELS.map((level, k) => `${level}: ${(100 * coverage[k]!).toFixed(1)} %`).join('  ')}`,
    );
  }
  return {
    name: 'forecast',
    figures: { ...figures(ours), seconds },
    baseline: { ...prefixed('naive', figures(byNaive)), ...prefixed('seasonal_naive', figures(bySeason)) },
  };
}

interface Task {
  panel: Series[];
  season: number;
  year?: number;
  horizon: number;
  windows: number;
}

function whole(option: string): number {
  const number = Number(option);
  if (!Number.isInteger(number) || number < 0) throw new Error(`${option} is not a whole number`);
  return number;
}

function cutOf({ panel, horizon, windows }: Task, series: number, window: number): number {
  return Math.max(0, panel[series]!.values.length - horizon * (windows - window));
}

function pastOf(task: Task, series: number, window: number): Past {
  const { season, year } = task;
  return before({ values: task.panel[series]!.values, season, ...(year && { year }) }, cutOf(task, series, window));
}

/** Fans by window and series. A cut is forecast once, whether it serves as a window or as a rehearsal of a later one. */
function forecastWindows(task: Task): { fans: Fan[][]; weights: string } {
  const known = new Map<string, Fan[]>();
  let last: Record<string, number>[] = [];
  const fans = Array.from({ length: task.windows }, (_, window) => {
    const pasts = task.panel.map((_, series) => pastOf(task, series, window));
    const fresh = fansOf(pasts, task.horizon);
    const remembered: FansAt = (series, cut) => {
      const key = `${series} ${cut}`;
      const there = known.get(key) ?? fresh(series, cut);
      if (task.windows > 1) known.set(key, there);
      return there;
    };
    const forecasts = forecastPanel(pasts, task.horizon, remembered);
    last = forecasts.map((forecast) => forecast.weights);
    return forecasts.map((forecast) => forecast.fan);
  });
  return { fans, weights: meanWeights(last) };
}

function meanWeights(all: Record<string, number>[]): string {
  return Object.keys(all[0] ?? {})
    .map((name) => ({ name, share: all.reduce((sum, weights) => sum + weights[name]!, 0) / all.length }))
    .filter(({ share }) => share >= 0.005)
    .sort((a, b) => b.share - a.share)
    .map(({ name, share }) => `${name} ${(100 * share).toFixed(0)} %`)
    .join(', ');
}

function scoreTask(task: Task, fanOf: (series: number, window: number) => Fan): Score {
  const scores = Array.from({ length: task.windows }, (_, window) =>
    scoreOf(
      task.panel.flatMap(({ values }, series) => {
        const past = pastOf(task, series, window);
        const scale = seasonalScale(past.values, task.season);
        const cut = past.values.length;
        return fanOf(series, window).map((row, step) => ({ actual: values[cut + step] ?? Number.NaN, row, scale }));
      }),
    ),
  );
  return meanScore(scores);
}

function asLines({ panel }: Task, fans: Fan[][]): string {
  const lines: string[] = [];
  fans.forEach((ofWindow, window) => {
    ofWindow.forEach((fan, series) => {
      fan.forEach((row, step) => {
        lines.push(JSON.stringify({ id: panel[series]!.id, window, step, q: [...row] }));
      });
    });
  });
  return `${lines.join('\n')}\n`;
}

function figures({ sql, mase, wape, wql, coverage }: Score): Record<string, number> {
  return {
    sql,
    mase,
    wape,
    wql,
    ...Object.fromEntries(LEVELS.map((level, k) => [`coverage_${level * 100}`, coverage[k]!])),
  };
}

function prefixed(prefix: string, all: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [`${prefix}_${key}`, value]));
}
