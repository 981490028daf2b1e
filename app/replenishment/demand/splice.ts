// A fresh reading of the last days laid over what was kept.
import type { HistoryDays } from './states.ts';

/** The days of one variant at one location: from day `first` on, one after another. */
export interface History extends HistoryDays {
  first: number;
}

/** At most so many days are kept. */
export const KEPT_DAYS = 730;

export const untilOf = (history: History) => history.first + history.units.length;

/** The newest KEPT_DAYS of a history that ends the day before `until`. */
export function trim(history: History, until: number): History {
  return slice(history, Math.max(history.first, until - KEPT_DAYS), until);
}

/**
 * `kept` up to the day before `from`, `fresh` from then on. Null where that leaves a gap, or tells of sales before the first
 * day that was kept: then the whole has to be read again.
 */
export function splice(kept: History, fresh: History, from: number): History | null {
  const until = untilOf(fresh);
  if (untilOf(kept) < from || untilOf(kept) > until || fresh.first > Math.max(from, kept.first)) return null;
  for (let day = fresh.first; day < kept.first; day++) if (fresh.units[day - fresh.first]! > 0) return null;
  const seam = Math.max(from, kept.first);
  const [before, after] = [slice(kept, kept.first, seam), slice(fresh, seam, until)];
  const joined = {
    first: kept.first,
    units: Float64Array.of(...before.units, ...after.units),
    states: Uint8Array.of(...before.states, ...after.states),
    empty: Uint8Array.of(...before.empty, ...after.empty),
  };
  return trim(joined, until);
}

function slice(history: History, first: number, until: number): History {
  const [from, to] = [first - history.first, until - history.first];
  return {
    first,
    units: history.units.slice(from, to),
    states: history.states.slice(from, to),
    empty: history.empty.slice(from, to),
  };
}
