// What the empty shelf cost: the ledger of sales that were not made.
import { CENSORED } from '../forecast/demand-days.ts';
import { demandOver } from '../forecast/demand-over.ts';
import { uncensored } from '../forecast/uncensored.ts';
import type { HistoryDays } from './states.ts';

/** Over how many days up to yesterday lost sales are told. */
export const LEDGER_DAYS = 90;

/** Units and minor units of money, estimated. */
export type LostSales = { units: number; money: bigint };

const NOTHING: LostSales = { units: 0, money: 0n };

/**
 * Expected demand of the days without stock, less what was sold on them, over the last LEDGER_DAYS: a day that sold out as what is
 * expected of a day that wants at least so much, a day closed for want of stock as its neighbours' average (forecast/uncensored.ts).
 * Days on which the shop was shut or promoted lose nothing here. Never negative; 0 where no day tells what sells. `price`
 * in minor units, null = not known.
 */
export function lostSales(days: HistoryDays, price: bigint | null): LostSales {
  const n = days.units.length;
  const from = Math.max(0, n - LEDGER_DAYS);
  const without: number[] = [];
  for (let day = from; day < n; day++) if (days.empty[day] || days.states[day] === CENSORED) without.push(day);
  if (without.length === 0) return NOTHING;
  const wanted = uncensored(days, demandOver(days, { reviewDays: 1, leadTimes: [0] }).votes);
  let units = 0;
  for (const day of without) units += Math.max(0, wanted[day]! - days.units[day]!);
  return { units, money: price === null ? 0n : (price * BigInt(Math.round(units * 1000)) + 500n) / 1000n };
}
