// The two rules that are played: ours, and the one a shop starts with.

import { CLOSED, type DemandDays } from '../forecast/demand-days.ts';
import { demandOver } from '../forecast/demand-over.ts';
import { weightedDemand } from '../policy/demand-distribution.ts';
import { demandUntilArrival, inFewPoints, type LeadTime, meanDays } from '../policy/lead-time.ts';
import { reorderLevels } from '../policy/reorder-levels.ts';
import type { ServiceTarget } from '../policy/service-target.ts';
import { starterRule } from '../policy/starter-rule.ts';
import type { Levels, LevelsOn } from './replay.ts';

/** Our levels are renewed on the first review after so many days: each night would cost thirty times as much (README.md). */
const RENEWED_AFTER_DAYS = 28;
/** A lead time is told by so many equally likely days: the levels are asked for thousands of times. */
const LEAD_TIME_POINTS = 5;
const AVERAGE_DAYS = 30;

/** The levels the app would have set, from what was known on the day. */
export function ourRule(leadTime: LeadTime, reviewDays: number, target: ServiceTarget, lot: number): LevelsOn {
  const few = inFewPoints(leadTime, LEAD_TIME_POINTS);
  let levels: Levels = { reorderPoint: 0, orderUpTo: 0, demandPerDay: 0 };
  let renewed = Number.NEGATIVE_INFINITY;
  return (day, seen) => {
    if (day < renewed + RENEWED_AFTER_DAYS) return levels;
    const over = demandOfPast(seen);
    const untilNextArrival = demandUntilArrival(few, over, reviewDays);
    const untilArrival = demandUntilArrival(few, over);
    levels = {
      ...reorderLevels({ untilNextArrival, untilArrival }, target, lot),
      demandPerDay: untilNextArrival.mean / (meanDays(few) + reviewDays),
    };
    renewed = day;
    return levels;
  };
}

function demandOfPast(seen: DemandDays) {
  return (days: number) => {
    const { units, probabilities } = demandOver(seen, { reviewDays: days, leadTimes: [0] }).distribution;
    return weightedDemand(Array.from(units, (wanted, i) => ({ units: wanted, weight: probabilities[i]! })));
  };
}

/** Two to three weeks of the average sales of the last 30 days on which it could be sold: the rule at its best. */
export const starter: LevelsOn = (_day, { units, states }) => {
  let [sold, days] = [0, 0];
  for (let day = units.length - 1; day >= 0 && days < AVERAGE_DAYS; day--) {
    if (states[day] === CLOSED) continue;
    sold += units[day]!;
    days++;
  }
  const perDay = days > 0 ? sold / days : 0;
  return { ...starterRule(perDay), demandPerDay: perDay };
};
