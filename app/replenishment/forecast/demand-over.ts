import { mixOver } from './choose.ts';
import type { DemandDays } from './demand-days.ts';
import type { Distribution } from './distribution.ts';
import type { Kinship } from './kinship.ts';
import { uncensored } from './uncensored.ts';
import { votesOf, windowsOf } from './windows.ts';

/** The time an order must cover: days until the next look, and how long the supplier may take, each sample as likely. */
export interface Protection {
  reviewDays: number;
  leadTimes: readonly number[];
}

export interface DemandOver {
  distribution: Distribution;
  /** The share of each day of the history as the first day of a window: the days that voted. Zeros where nothing is known. */
  votes: Float64Array;
}

/**
 * The demand of a protection period that starts today, by weighted windows of the past; random lead times mix their windows. There
 * is no chance in it: the same days give the same answer.
 */
export function demandOver(days: DemandDays, { reviewDays, leadTimes }: Protection, kinship?: Kinship): DemandOver {
  const votes = votesOf(days, kinship);
  const samples = leadTimes.length ? leadTimes : [0];
  const distribution = mixOver(
    windowsOf(uncensored(days, votes), votes),
    samples.map((leadTime) => ({ days: reviewDays + Math.max(0, leadTime), share: 1 })),
  );
  return { distribution, votes };
}
