// What a receipt keeps of demand, and the demand of any stretch of days that follows from it: in the browser just as here.

import { demandOf, type Method } from './forecast/choose.ts';
import { CENSORED, type DemandDays, OPEN } from './forecast/demand-days.ts';
import { type DemandDistribution, weightedDemand } from './policy/demand-distribution.ts';

export type { Method } from './forecast/choose.ts';

export type DemandInputs = {
  /** YYYY-MM-DD: yesterday of the shop, the day of the last number */
  lastDay: string;
  units: number[];
  /** index into DAY_STATES for each day */
  states: number[];
  method: Method | 'look-alike';
  /** units expected beyond the usual on coming days; day 0 = today */
  planned: { day: number; units: number }[];
  /** demand of the coming period against the past that votes, from the category; 1 = nothing known */
  season: number;
  /** with look-alike: what is believed of the daily rate before its own days speak, a Gamma distribution */
  prior: { shape: number; rate: number } | null;
  /** whose launches the prior was made of, as inventory items, the nearest in price first, and what they have in common with it */
  borrowed?: { from: string[]; like: string };
};

const nothing = weightedDemand([]);

export type OverDays = (days: number) => DemandDistribution;
const prepared = new WeakMap<DemandInputs, OverDays>();

/** Demand over so many days from today on. Prepared once per object, which therefore must not change. */
export function demandOverDays(inputs: DemandInputs, days: number): DemandDistribution {
  let over = prepared.get(inputs);
  if (!over) {
    over = overDays(inputs);
    prepared.set(inputs, over);
  }
  return over(days);
}

/** The same for who asks of one demand after another; `days` are those of the inputs in arrays that a forecast takes as they are. */
export function overDays(inputs: DemandInputs, days: DemandDays = daysOf(inputs)): OverDays {
  const over = remembered(withPlans(inputs, usualDemand(inputs, days)));
  return (ahead) => (ahead <= 0 ? nothing : over(Math.ceil(ahead)));
}

const daysOf = ({ units, states }: DemandInputs) => ({
  units: new Float64Array(units),
  states: new Uint8Array(states),
});

function remembered(over: OverDays): OverDays {
  const known = new Map<number, DemandDistribution>();
  return (days) => {
    let demand = known.get(days);
    if (!demand) {
      demand = over(days);
      known.set(days, demand);
    }
    return demand;
  };
}

function usualDemand({ units, states, method, prior }: DemandInputs, days: DemandDays): OverDays {
  if (method === 'look-alike' && prior) return likeItsKin(units, states, prior);
  const known = method === 'look-alike' ? 'counts' : method;
  return demandOf(days, known);
}

/** The season stretches the usual demand; what is planned comes on top of it. */
function withPlans({ season, planned }: DemandInputs, usual: OverDays): OverDays {
  if (season === 1 && planned.length === 0) return usual;
  return (days) => {
    const demand = usual(days);
    const extra = planned.reduce((sum, { day, units }) => (day >= 0 && day < days ? sum + units : sum), 0);
    const mean = demand.mean * season + extra;
    return {
      mean,
      quantile: (p) => demand.quantile(p) * season + extra,
      expectedShortfall(stock) {
        if (season <= 0) return Math.max(0, extra - stock);
        const usualStock = (stock - extra) / season;
        return season * (usualStock >= 0 ? demand.expectedShortfall(usualStock) : demand.mean - usualStock);
      },
    };
  };
}

/** Counts so much less likely than the likeliest are left out. */
const NEGLIGIBLE = 1e-9;

/**
 * Demand of an item that has few days of its own: its daily rate is Gamma(a, b) as with its look-alikes, after n days with Σy units
 * Gamma(a + Σy, b + n); so d days bring a negative binomial count with r = a + Σy and success (b + n)/(b + n + d).
 * (Gamma–Poisson; Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6.)
 */
function likeItsKin(units: number[], states: number[], prior: { shape: number; rate: number }): OverDays {
  let { shape, rate } = prior;
  for (let day = 0; day < units.length; day++)
    if (states[day] === OPEN || states[day] === CENSORED) {
      shape += units[day]!;
      rate += 1;
    }
  return (days) => {
    const logMore = Math.log(days / (rate + days));
    const mode = Math.max(0, Math.floor(((shape - 1) * days) / rate));
    const step = (count: number) => Math.log((shape + count - 1) / count) + logMore;
    const votes = [{ units: mode, weight: 1 }];
    for (let count = mode, log = 0; count > 0; count--) {
      log -= step(count);
      if (log < Math.log(NEGLIGIBLE)) break;
      votes.push({ units: count - 1, weight: Math.exp(log) });
    }
    for (let count = mode + 1, log = 0; ; count++) {
      log += step(count);
      if (log < Math.log(NEGLIGIBLE)) break;
      votes.push({ units: count, weight: Math.exp(log) });
    }
    return weightedDemand(votes);
  };
}
