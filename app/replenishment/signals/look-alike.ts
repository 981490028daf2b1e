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

/** Asks by likeness who can lend. Made once over all launches, asked once for each new item. */
export function lenders(launches: readonly Launch[]): (asked: Likeness & { key: string }) => Borrowed | null {
  const byType = Map.groupBy(launches, ({ productType }) => productType.toLowerCase());
  const byVendor = Map.groupBy(launches, ({ vendor }) => vendor.toLowerCase());
  return (asked) => {
    const distance = (one: Launch) => Math.abs(Math.log(Math.max(1, one.price) / Math.max(1, asked.price)));
    const near = (one: Launch) => distance(one) <= Math.log(BAND) + 1e-9;
    const vendor = asked.vendor.toLowerCase();
    // An empty type or vendor says nothing in common.
    const sameType = asked.productType === '' ? [] : (byType.get(asked.productType.toLowerCase()) ?? []);
    const sameVendor = vendor === '' ? [] : (byVendor.get(vendor) ?? []);
    const choices: [Borrowed['like'], () => readonly Launch[]][] = [
      ['type, vendor and price', () => sameType.filter((one) => one.vendor.toLowerCase() === vendor && near(one))],
      ['type and price', () => sameType.filter(near)],
      ['type', () => sameType],
      ['vendor and price', () => sameVendor.filter(near)],
      ['price', () => launches.filter(near)],
    ];
    for (const [like, choose] of choices) {
      const found = choose().filter((one) => one.key !== asked.key);
      if (found.length < ENOUGH) continue;
      const nearest = found
        .map((one) => ({ one, far: distance(one) }))
        .sort((a, b) => a.far - b.far || (a.one.key < b.one.key ? -1 : 1))
        .slice(0, MOST)
        .map(({ one }) => one);
      return { prior: priorOf(nearest), from: nearest.map((one) => one.key), like };
    }
    return null;
  };
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
