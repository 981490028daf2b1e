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
function trim(history: History, until: number): History {
  return slice(history, Math.max(history.first, until - KEPT_DAYS), until);
}

/**
 * `kept` up to the day before `from`, `fresh` from then on. Null where that would not be what one reading of everything gives, so that
 * everything has to be read: days are missing between the two, a sale is older than the first day kept, or they
 * do not agree on the last day before `from` (an older day was seen otherwise then).
 */
export function splice(kept: History, fresh: History, from: number): History | null {
  const until = untilOf(fresh);
  const seam = Math.max(from, kept.first);
  if (untilOf(kept) < seam || untilOf(kept) > until || fresh.first > seam) return null;
  for (let day = fresh.first; day < kept.first; day++) if (fresh.units[day - fresh.first]! > 0) return null;
  if (seam > kept.first && fresh.first < seam && !agree(kept, fresh, seam - 1)) return null;
  const [before, after] = [slice(kept, kept.first, seam), slice(fresh, seam, until)];
  const joined = {
    first: kept.first,
    units: Float64Array.of(...before.units, ...after.units),
    states: Uint8Array.of(...before.states, ...after.states),
    empty: Uint8Array.of(...before.empty, ...after.empty),
  };
  return trim(joined, until);
}

function agree(a: History, b: History, day: number): boolean {
  const [i, j] = [day - a.first, day - b.first];
  return a.units[i] === b.units[j] && a.states[i] === b.states[j] && a.empty[i] === b.empty[j];
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
