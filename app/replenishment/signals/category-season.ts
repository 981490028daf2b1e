// The season of a category: which weeks of the year sell more than others. One item's year is too thin to tell; its category's is not.
import { CENSORED, CLOSED, type DemandDays, EVENT } from '../forecast/demand-days.ts';

/** 52 numbers around 1, one for each week of the year (week 0 begins on 1 January; the last has 8 or 9 days). Their mean is 1. */
export type SeasonIndex = Float64Array;

export const WEEKS = 52;
const YEAR = 365;
/** Units behind a week's number that make it count as much as the wider group's. */
const TRUST = 50;
/** No season moves a forecast further than this. */
const BOUND = 4;

/** Days of sums that are kept for a category: as many years as there are, three at most. */
export const SUM_DAYS = 3 * YEAR;

/** An empty sum of a category's days; the last number is yesterday. */
export function emptySum(): Float64Array {
  return new Float64Array(SUM_DAYS);
}

/**
 * Adds one item's usual demand to its category's sum (in place). The history ends yesterday, as the sum does. On days of events, and
 * on days without stock after the first day on sale, it counts with its own mean of the four weeks on either side: neither a
 * promotion nor a gap on the shelf is a season.
 */
export function addHistory(sum: Float64Array, { units, states }: DemandDays): void {
  const days = units.length;
  const solid = new Float64Array(days + 1);
  const count = new Float64Array(days + 1);
  let launched = -1;
  for (let day = 0; day < days; day++) {
    const usual = states[day] !== CLOSED && states[day] !== EVENT && states[day] !== CENSORED;
    solid[day + 1] = solid[day]! + (usual ? units[day]! : 0);
    count[day + 1] = count[day]! + (usual ? 1 : 0);
    if (launched < 0 && states[day] !== CLOSED) launched = day;
  }
  if (launched < 0) return;
  for (let day = Math.max(launched, days - sum.length); day < days; day++) {
    let demand = units[day]!;
    if (states[day] === CLOSED || states[day] === EVENT || states[day] === CENSORED) {
      const from = Math.max(0, day - 28);
      const to = Math.min(days, day + 29);
      const seen = count[to]! - count[from]!;
      const mean = seen > 0 ? (solid[to]! - solid[from]!) / seen : 0;
      demand = states[day] === CENSORED ? Math.max(demand, mean) : mean;
    }
    sum[sum.length - days + day]! += demand;
  }
}

/** Week of the year of a day YYYY-MM-DD. */
export function weekOf(day: string): number {
  const start = Date.parse(`${day.slice(0, 4)}-01-01`);
  return Math.min(WEEKS - 1, Math.floor((Date.parse(day) - start) / (7 * 86_400_000)));
}

/**
 * The season of a category from the daily sum of its items, the last of which is of `lastDay`; shrunk towards `wider` (the shop's
 * season; null = no season): each week is λ × own + (1 − λ) × wider with λ = n / (n + k), n the units behind it. Without a whole
 * year of sales it is `wider` alone. Whole years are compared with their own mean, and where there are two or more the growth from
 * one to the next is taken out within them, so that a growing shop is not told of a season.
 */
export function seasonOf(sum: Float64Array, lastDay: string, wider: SeasonIndex | null): SeasonIndex {
  const start = wider ?? new Float64Array(WEEKS).fill(1);
  const first = sum.findIndex((units) => units > 0);
  const years = first < 0 ? 0 : Math.floor((sum.length - first) / YEAR);
  if (years < 1) return start;
  const from = sum.length - years * YEAR;
  const totals = Array.from({ length: years }, (_, year) => {
    let total = 0;
    for (let day = 0; day < YEAR; day++) total += sum[from + year * YEAR + day]!;
    return total;
  });
  const growth = years > 1 && totals[0]! > 0 ? (totals[years - 1]! / totals[0]!) ** (1 / (years - 1)) : 1;
  const yearly = Math.min(2, Math.max(0.5, Number.isFinite(growth) ? growth : 1));
  const weights = new Float64Array(WEEKS);
  const shares = new Float64Array(WEEKS);
  const last = Date.parse(lastDay);
  for (let year = 0; year < years; year++) {
    const mean = totals[year]! / YEAR;
    if (!(mean > 0)) continue;
    for (let day = 0; day < YEAR; day++) {
      const at = from + year * YEAR + day;
      const trend = 1 + (yearly - 1) * ((day + 0.5) / YEAR - 0.5);
      const date = new Date(last - (sum.length - 1 - at) * 86_400_000).toISOString().slice(0, 10);
      const week = weekOf(date);
      shares[week]! += sum[at]! / (mean * trend);
      weights[week]! += 1;
    }
  }
  const raw = shares.map((share, week) => (weights[week]! > 0 ? share / weights[week]! : 1));
  // Feasts wander by a few days and a week's number is noisy: half of it comes from its two neighbours.
  const smooth = raw.map((own, week) => own / 2 + (raw[(week + WEEKS - 1) % WEEKS]! + raw[(week + 1) % WEEKS]!) / 4);
  const behind = totals.reduce((total, units) => total + units, 0) / WEEKS;
  const trust = behind / (behind + TRUST);
  return averagingOne(smooth.map((own, week) => trust * own + (1 - trust) * start[week]!));
}

function averagingOne(index: Float64Array): Float64Array {
  const mean = index.reduce((total, week) => total + week, 0) / index.length;
  return mean > 0 ? index.map((week) => week / mean) : new Float64Array(index.length).fill(1);
}

/**
 * What the coming `days` days from `today` ask for against the days that vote, for DemandInputs.season: the mean index of
 * the coming days over the weighted mean index of the voting ones. `votes`: a weight for each past day, the last of which is
 * yesterday (the forecast's own votes; any scale); 1 without an index or without votes. Never beyond a factor of 4.
 *
 * A method that finds last year's same weeks by itself has given them its votes already; asked with them, this is near 1.
 */
export function seasonFactor(index: SeasonIndex | null, today: string, days: number, votes: ArrayLike<number>): number {
  if (!index || days < 1) return 1;
  const now = Date.parse(today);
  const at = (offset: number) => index[weekOf(new Date(now + offset * 86_400_000).toISOString().slice(0, 10))]!;
  let coming = 0;
  for (let offset = 0; offset < days; offset++) coming += at(offset);
  let past = 0;
  let weights = 0;
  for (let ago = 1; ago <= votes.length; ago++) {
    const weight = votes[votes.length - ago]!;
    if (!(weight > 0)) continue;
    past += weight * at(-ago);
    weights += weight;
  }
  if (!(weights > 0) || !(past > 0)) return 1;
  return Math.min(BOUND, Math.max(1 / BOUND, coming / days / (past / weights)));
}
