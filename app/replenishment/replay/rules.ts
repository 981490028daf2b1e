// The two rules that are played: ours, and the one a shop starts with.
import { chooseMethod, demandOf, type Method } from '../forecast/choose.ts';
import { CLOSED, type DemandDays } from '../forecast/demand-days.ts';
import { type DemandDistribution, weightedDemand } from '../policy/demand-distribution.ts';
import { demandUntilArrival, inFewPoints, type LeadTime, meanDays } from '../policy/lead-time.ts';
import { reorderLevels } from '../policy/reorder-levels.ts';
import type { ServiceTarget } from '../policy/service-target.ts';
import { starterRule } from '../policy/starter-rule.ts';
import type { Levels, LevelsOn } from './replay.ts';

/** Our levels are renewed on the first review after so many days, and the method behind them is chosen anew after so many. */
const RENEWED_AFTER_DAYS = 28;
const CHOSEN_AFTER_DAYS = 182;
/** A lead time is told by so many equally likely days: the levels are asked for thousands of times. */
const LEAD_TIME_POINTS = 5;
/** The starter rule looks back over so many days, as it does on the reorder list. */
const AVERAGE_DAYS = 90;

/** The levels the app would have set, by the method it would have chosen, from what was known on the day. */
export function ourRule(leadTime: LeadTime, reviewDays: number, target: ServiceTarget, lot: number): LevelsOn {
  const few = inFewPoints(leadTime, LEAD_TIME_POINTS);
  const periodDays = meanDays(few) + reviewDays;
  let levels: Levels = { reorderPoint: 0, orderUpTo: 0, demandPerDay: 0 };
  let method: Method = 'counts';
  let [renewed, chosen] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return (day, seen) => {
    if (day < renewed + RENEWED_AFTER_DAYS) return levels;
    if (day >= chosen + CHOSEN_AFTER_DAYS) {
      method = chooseMethod(seen, periodDays).method;
      chosen = day;
    }
    const over = demandOfPast(seen, method);
    const untilNextArrival = demandUntilArrival(few, over, reviewDays);
    const untilArrival = demandUntilArrival(few, over);
    levels = {
      ...reorderLevels({ untilNextArrival, untilArrival }, target, lot),
      demandPerDay: untilNextArrival.mean / periodDays,
    };
    renewed = day;
    return levels;
  };
}

const nothing = weightedDemand([]);

function demandOfPast(seen: DemandDays, method: Method): (days: number) => DemandDistribution {
  const of = demandOf(seen, method);
  return (days) => (days > 0 ? of(days) : nothing);
}

/**
 * Two to three weeks of the average sales of the last 90 days on which it could be sold: the rule at its best. With another `factor`
 * both levels are so many times as high.
 */
export function starter(factor = 1): LevelsOn {
  const weeks = { from: 2 * factor, to: 3 * factor };
  return (_day, { units, states }) => {
    let [sold, days] = [0, 0];
    for (let day = units.length - 1; day >= 0 && days < AVERAGE_DAYS; day--) {
      if (states[day] === CLOSED) continue;
      sold += units[day]!;
      days++;
    }
    const perDay = days > 0 ? sold / days : 0;
    return { ...starterRule(perDay, weeks), demandPerDay: perDay };
  };
}
