import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readPanel, type Series, withPromotions } from './inventory/panel.ts';
import { column, LEVELS, normalRule, starter, velocityRule, voted } from './inventory/policies.ts';
import { type Kept, promised } from './inventory/promises.ts';
import { readRetailer } from './inventory/retailer.ts';
import { fillAt, fillOf, heldAt, type Outcome, together } from './inventory/simulate.ts';
import type { BenchResult } from './main.ts';

const TEST_DAYS = 365;
const FACTORS = Array.from({ length: 17 }, (_, i) => 0.5 + i / 4);
const PROMISES = [0.9, 0.95, 0.97, 0.98];
/** The promise whose keeping is counted: what a shop promises for the products that matter to it. */
const PROMISE = 0.98;

/** The retailer's first nine months teach, the rest tests; his suppliers are taken to need two weeks. */
const RETAIL = { products: 200, learn: 274, leadTime: 14 };

type Figures = BenchResult['figures'];

/**
 * Plays ordering policies against real demand: weekly review, lost sales, each policy sees only the past. Options:
 * `--panel FILE` (default ../shared/data/forecast/hierarchical_sales.csv), of which the last 365 days test,
 * `--promotions FILE` (default ../shared/data/forecast/hierarchical_sales_promo.csv), the panel's promoted days: with them the same
 * policies are played once more, as by a shop that keeps a calendar and so knows its own promotions ahead, and `--history FILE` (default ../shared/data/online-retail.csv.gz), of which all after the first nine months does.
 */
export async function run(args: string[]): Promise<BenchResult> {
  const { values: options } = parseArgs({
    args,
    options: {
      panel: { type: 'string', default: '../shared/data/forecast/hierarchical_sales.csv' },
      promotions: { type: 'string', default: '../shared/data/forecast/hierarchical_sales_promo.csv' },
      history: { type: 'string', default: '../shared/data/online-retail.csv.gz' },
    },
  });
  const figures: Figures = {};
  const baseline: Figures = {};
  if (isThere(options.panel, '--panel')) {
    const panel = await readPanel(resolve(options.panel));
    groceries(panel, figures, baseline);
    if (isThere(options.promotions, '--promotions'))
      calendarKept(await withPromotions(panel, resolve(options.promotions)), figures);
  }
  if (isThere(options.history, '--history')) await retailer(resolve(options.history), figures, baseline);
  return Object.keys(figures).length > 0
    ? { name: 'inventory', figures, baseline }
    : { name: 'inventory', figures: { skipped: 1 } };
}

function isThere(file: string, option: string): boolean {
  const there = existsSync(resolve(file));
  if (!there) console.log(`inventory: skipped, there is no file ${file} (give one with ${option} FILE)`);
  return there;
}

function groceries(panel: readonly Series[], figures: Figures, baseline: Figures): void {
  const from = (panel[0]?.sold.length ?? 0) - TEST_DAYS;
  console.log(
    `inventory: ${panel.length} products, ${TEST_DAYS} days, share served from the shelf @ units on it on average`,
  );
  for (const leadTime of [7, 21]) {
    const velocity = FACTORS.map((factor) => velocityRule(panel, from, leadTime, factor));
    const outcomes = voted(panel, from, leadTime);
    const ours = LEVELS.map((_, level) => together(column(outcomes, level)));
    const normal = [0, 1.65, 2.6].map((z) => ({ z, outcome: normalRule(panel, from, leadTime, z) }));
    say(
      leadTime,
      '30-day average × days × k',
      [1, 2, 3].map((k) => [`k=${k}`, velocity[FACTORS.indexOf(k)]!]),
    );
    say(
      leadTime,
      '90-day average + z × σ × √days',
      normal.map(({ z, outcome }) => [`z=${z}`, outcome]),
    );
    sayQuantiles(leadTime, ours);
    const atPromise = promises(panel, from, leadTime, outcomes);
    if (leadTime === 21) {
      put(figures, 'units_l21_fill95', heldAt(ours, 0.95));
      put(figures, 'promised_within_2pts_share', atPromise.within);
      put(figures, 'promised_units_l21', atPromise.outcome.held);
      put(baseline, 'units_l21_fill95', heldAt(velocity, 0.95));
      put(baseline, 'starter_units_l21_fill95', heldAt(velocity, 0.95));
    } else {
      put(figures, 'fill_l7_at_stock_10000', fillAt(ours, 10_000));
      put(figures, 'promised_within_2pts_share_l7', atPromise.within);
      put(baseline, 'fill_l7_at_stock_10000', fillAt(velocity, 10_000));
    }
  }
}

/** The same products once more, their promotions known as many days ahead as an order covers. */
function calendarKept(panel: readonly Series[], figures: Figures): void {
  const from = (panel[0]?.sold.length ?? 0) - TEST_DAYS;
  console.log('inventory: the same with the promotions of the shop known ahead, as from its calendar');
  for (const leadTime of [7, 21]) {
    const outcomes = voted(panel, from, leadTime);
    const ours = LEVELS.map((_, level) => together(column(outcomes, level)));
    sayQuantiles(leadTime, ours);
    const atPromise = promises(panel, from, leadTime, outcomes);
    put(figures, `promised_within_2pts_share_l${leadTime}_calendar`, atPromise.within);
    put(figures, `promised_units_l${leadTime}_calendar`, atPromise.outcome.held);
    if (leadTime === 21) put(figures, 'units_l21_fill95_calendar', heldAt(ours, 0.95));
    else put(figures, 'fill_l7_at_stock_10000_calendar', fillAt(ours, 10_000));
  }
}

function sayQuantiles(leadTime: number, ours: readonly Outcome[]): void {
  const shown = [0.7, 0.8, 0.9, 0.95, 0.98, 0.99];
  say(
    leadTime,
    'quantile of past stretches',
    shown.map((q) => [`q=${q}`, ours[LEVELS.indexOf(q)]!]),
  );
}

/** Says what became of each promise; returns the one that counts. */
function promises(panel: readonly Series[], from: number, leadTime: number, outcomes: readonly Outcome[][]): Kept {
  const kept = promised(panel, from, leadTime, PROMISES, outcomes);
  for (const { promise, outcome, within } of kept)
    console.log(
      `  L=${leadTime}  promised ${percent(promise)} for each product: ${told(outcome)}, within 2 points for ${percent(within)} of the volume`,
    );
  return kept.find(({ promise }) => promise === PROMISE)!;
}

async function retailer(file: string, figures: Figures, baseline: Figures): Promise<void> {
  const { products, learn, leadTime } = RETAIL;
  const learned = (sold: Float64Array) => sold.subarray(0, learn).reduce((sum, units) => sum + units, 0);
  const panel = (await readRetailer(file))
    .sort((a, b) => learned(b.sold) * b.price - learned(a.sold) * a.price || (a.id < b.id ? -1 : 1))
    .slice(0, products);
  const days = (panel[0]?.sold.length ?? 0) - learn;
  console.log(
    `inventory: a real retailer (UCI Online Retail), ${panel.length} products, ${days} days after ${learn}, L=${leadTime}`,
  );
  const line = (name: string, played: readonly Outcome[]) => {
    const value = played.reduce((sum, { held }, i) => sum + held * panel[i]!.price, 0);
    const lost = played.reduce((sum, { asked, sold }, i) => sum + (asked - sold) * panel[i]!.price, 0);
    const money = (pounds: number) => `£${Math.round(pounds).toLocaleString('en')}`;
    console.log(
      `  ${name.padEnd(26)} ${told(together(played))}, ${money(value)} on the shelf at its price, ${money(lost)} not sold`,
    );
    return together(played);
  };
  const rule = line('2–3 weeks of sales', starter(panel, learn, leadTime, 1));
  line('4–6 weeks of sales', starter(panel, learn, leadTime, 2));
  const outcomes = voted(panel, learn, leadTime);
  const ours = LEVELS.map((q, level) =>
    [0.7, 0.8, 0.9, 0.95, 0.98].includes(q)
      ? line(`quantile q=${q}`, column(outcomes, level))
      : together(column(outcomes, level)),
  );
  put(figures, 'retailer_fill_at_starter_stock', fillAt(ours, rule.held));
  put(figures, 'retailer_units_at_starter_fill', heldAt(ours, fillOf(rule)));
  put(baseline, 'retailer_fill_at_starter_stock', fillOf(rule));
  put(baseline, 'retailer_units_at_starter_fill', rule.held);
}

/** A figure that a curve does not reach is left out. */
function put(into: Figures, key: string, value: number | null): void {
  if (value !== null) into[key] = value;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const told = (outcome: Outcome) => `${percent(fillOf(outcome))} @${Math.round(outcome.held).toLocaleString('en')}`;

function say(leadTime: number, name: string, points: [string, Outcome][]): void {
  console.log(`  L=${leadTime}  ${name}: ${points.map(([label, outcome]) => `${label} ${told(outcome)}`).join(' · ')}`);
}
