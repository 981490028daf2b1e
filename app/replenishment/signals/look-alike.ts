// What has hardly been sold yet borrows from what it is like: same type, same vendor, a similar price.
import { CLOSED, type DemandDays, EVENT } from '../forecast/demand-days.ts';

export type Likeness = { productType: string; vendor: string /** minor units of the shop's currency */; price: number };

/** Somebody who has been through it: what the first weeks after its launch sold, on so many days that could sell. */
export type Launch = Likeness & { key: string; units: number; days: number };

export type GammaPrior = { shape: number; rate: number };

export type Borrowed = {
  prior: GammaPrior;
  /** whom it borrowed from, the nearest in price first */
  from: string[];
  /** what they have in common with it */
  like: 'type, vendor and price' | 'type and price' | 'type' | 'vendor and price' | 'price';
};

/** New is what has fewer days that could sell than this. */
export const NEW_DAYS = 56;
/** A launch is compared over its first eight weeks. */
export const LAUNCH_DAYS = 56;

/** At least so many look-alikes make a group; with fewer the next wider one is asked. */
const ENOUGH = 3;
const MOST = 30;
/** The same price band: at most this much dearer or cheaper. */
const BAND = 1.5;

/**
 * What sold in the first weeks from `launchDay` (an index into the history). Promotions and days that could not sell are left
 * out. Null when too little of them was on sale to tell.
 */
export function launchOf({ units, states }: DemandDays, launchDay = 0): { units: number; days: number } | null {
  let sum = 0;
  let days = 0;
  for (let day = Math.max(0, launchDay); day < Math.min(units.length, launchDay + LAUNCH_DAYS); day++) {
    if (states[day] === CLOSED || states[day] === EVENT) continue;
    sum += units[day]!;
    days += 1;
  }
  return days >= LAUNCH_DAYS / 2 ? { units: sum, days } : null;
}

/** Asks by likeness who can lend. Made once over all launches; each question then costs no more than its few answers. */
export function lenders(launches: readonly Launch[]): (asked: Likeness & { key: string }) => Borrowed | null {
  const byPrice = launches
    .map((one) => ({ one, height: height(one.price) }))
    .sort((a, b) => a.height - b.height || (a.one.key < b.one.key ? -1 : 1));
  const byType = Map.groupBy(byPrice, ({ one }) => one.productType.toLowerCase());
  const byVendor = Map.groupBy(byPrice, ({ one }) => one.vendor.toLowerCase());
  const byBoth = Map.groupBy(byPrice, ({ one }) => `${one.productType}\n${one.vendor}`.toLowerCase());
  return (asked) => {
    const type = asked.productType.toLowerCase();
    const vendor = asked.vendor.toLowerCase();
    // An empty type or vendor says nothing in common.
    const both = type === '' || vendor === '' ? undefined : byBoth.get(`${type}\n${vendor}`);
    const sameType = type === '' ? undefined : byType.get(type);
    const sameVendor = vendor === '' ? undefined : byVendor.get(vendor);
    const choices: [Borrowed['like'], readonly Priced[] | undefined, number][] = [
      ['type, vendor and price', both, BAND],
      ['type and price', sameType, BAND],
      ['type', sameType, Number.POSITIVE_INFINITY],
      ['vendor and price', sameVendor, BAND],
      ['price', byPrice, BAND],
    ];
    for (const [like, group, band] of choices) {
      const found = nearest(group ?? [], asked, band);
      if (found.length >= ENOUGH) return { prior: priorOf(found), from: found.map((one) => one.key), like };
    }
    return null;
  };
}

type Priced = { one: Launch; height: number };

/** Prices compare by ratio. */
function height(price: number): number {
  return Math.log(Math.max(1, price));
}

/** The MOST nearest in price within a band, of a group in the order of prices; never the asker itself. */
function nearest(group: readonly Priced[], asked: { key: string; price: number }, band: number): Launch[] {
  const middle = height(asked.price);
  const most = Math.log(band) + 1e-9;
  let above = 0;
  for (let end = group.length; above < end; ) {
    const half = (above + end) >> 1;
    if (group[half]!.height < middle) above = half + 1;
    else end = half;
  }
  const found: Launch[] = [];
  for (let below = above - 1; found.length < MOST; ) {
    const down = below >= 0 ? middle - group[below]!.height : Number.POSITIVE_INFINITY;
    const up = above < group.length ? group[above]!.height - middle : Number.POSITIVE_INFINITY;
    const far = Math.min(down, up);
    if (far === Number.POSITIVE_INFINITY || far > most) break;
    const { one } = up <= down ? group[above++]! : group[below--]!;
    if (one.key !== asked.key) found.push(one);
  }
  return found;
}

/**
 * A Gamma prior of the daily rate from launches, by the method of moments: mean and variance of their rates, less the variance
 * that Poisson sales alone would give (mean × mean of 1/days). It never claims to know a newcomer better than to a third of
 * its rate (shape ≤ 9), nor worse than an exponential that is spread over a hundred times it (shape ≥ 0.1).
 */
export function priorOf(launches: readonly { units: number; days: number }[]): GammaPrior {
  const days = launches.reduce((sum, one) => sum + one.days, 0);
  const rates = launches.map((one) => one.units / one.days);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  // Nobody sold anything: half a unit over all their days (Jeffreys' prior), not never.
  if (!(mean > 0)) return { shape: 0.5, rate: Math.max(1, days) };
  const noise = (mean * launches.reduce((sum, one) => sum + 1 / one.days, 0)) / launches.length;
  const spread =
    rates.length < 2
      ? mean ** 2
      : rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1) - noise;
  const shape = Math.min(9, Math.max(0.1, mean ** 2 / Math.max(spread, 1e-12)));
  return { shape, rate: shape / mean };
}

/** The daily rate after `units` were sold on `days` days: Gamma(a + Σy, b + n), whose mean is (a + Σy) / (b + n). */
export function posterior(prior: GammaPrior, units: number, days: number): GammaPrior {
  return { shape: prior.shape + units, rate: prior.rate + days };
}
