// What the classes (policy/classes.ts) and the page of a variant ask of a history.
import { CENSORED, EVENT, OPEN } from '../forecast/demand-days.ts';
import type { History } from './splice.ts';

const YEAR = 365;
const WEEK = 7;
/** A week with fewer days that count says nothing of the others. */
const COUNTED = 4;

export type HistoryFacts = {
  /** days from 1 January 1970; the last with a sale is null when nothing ever sold */
  firstDay: number;
  lastSoldOn: number | null;
  /** of the last 365 days; revenue in minor units at the price of today */
  unitsOfYear: number;
  revenueOfYear: bigint;
  /** of the last 365 days, promotions left out: for `demandPattern`; oldest first; null = too few days that could sell as usual */
  weeks: (number | null)[];
  /** of the days in stock in the year up to the last sale, the share that sold: for `silenceChance` */
  sellingDayShare: number;
  /** days in stock since the last sale, or ever */
  silentDays: number;
};

/** `price` of a unit in minor units, null = not known. */
export function factsOf(history: History, price: bigint | null): HistoryFacts {
  const { first, units, states } = history;
  const n = units.length;
  let lastSale = n - 1;
  while (lastSale >= 0 && units[lastSale] === 0) lastSale--;
  const counts = (day: number) => states[day] === OPEN || states[day] === CENSORED;
  const inStock = (day: number) => counts(day) || states[day] === EVENT;
  let unitsOfYear = 0;
  for (let day = Math.max(0, n - YEAR); day < n; day++) unitsOfYear += units[day]!;
  let [stocked, selling] = [0, 0];
  for (let day = Math.max(0, lastSale + 1 - YEAR); day <= lastSale; day++) {
    if (!inStock(day)) continue;
    stocked++;
    if (units[day]! > 0) selling++;
  }
  let silentDays = 0;
  for (let day = lastSale + 1; day < n; day++) if (inStock(day)) silentDays++;
  const weeks: (number | null)[] = [];
  for (let until = n; until >= WEEK && n - until < YEAR - WEEK; until -= WEEK) {
    let [sum, days] = [0, 0];
    for (let day = until - WEEK; day < until; day++)
      if (counts(day)) {
        sum += units[day]!;
        days++;
      }
    weeks.unshift(days < COUNTED ? null : sum);
  }
  return {
    firstDay: first,
    lastSoldOn: lastSale < 0 ? null : first + lastSale,
    unitsOfYear,
    revenueOfYear: (price ?? 0n) * BigInt(unitsOfYear),
    weeks,
    sellingDayShare: stocked === 0 ? 0 : selling / stocked,
    silentDays,
  };
}
