// A fresh reading of the last days laid over what was kept.
import { BACKORDER_DAYS, type HistoryDays } from './states.ts';

/** The days of one variant at one location: from day `first` on, one after another. */
export interface History extends HistoryDays {
  first: number;
}

/** At most so many days are kept. */
export const KEPT_DAYS = 730;

export const untilOf = (history: History) => history.first + history.units.length;

/**
 * `kept` up to the day before `from`, `fresh` from then on. Null where that would not be what one reading of everything gives, so that
 * everything has to be read: days are missing between the two, a sale is older than the first day kept, or they
 * do not agree on the last day before `from` (an older day was seen otherwise then).
 */
export function splice(kept: History, fresh: History, from: number): History | null {
  const until = untilOf(fresh);
  const seam = Math.max(from, kept.first);
  if (untilOf(kept) < seam || untilOf(kept) > until || fresh.first > seam) return null;
  // A sale of a day that is new may open days before it (states.ts): none of these may lie before `from`.
  if (seam > kept.first && untilOf(kept) - (BACKORDER_DAYS - 1) < seam) return null;
  for (let day = fresh.first; day < kept.first; day++) if (fresh.units[day - fresh.first]! > 0) return null;
  if (seam > kept.first && fresh.first < seam && !agree(kept, fresh, seam - 1)) return null;
  const first = Math.max(kept.first, until - KEPT_DAYS);
  const joined = {
    first,
    units: new Float64Array(until - first),
    states: new Uint8Array(until - first),
    empty: new Uint8Array(until - first),
  };
  if (first < seam) lay(kept, first, seam, joined);
  lay(fresh, Math.max(first, seam), until, joined);
  return joined;
}

/** Copies the days from `from` to the day before `until`. */
function lay(source: History, from: number, until: number, into: History): void {
  const [start, end, at] = [from - source.first, until - source.first, from - into.first];
  into.units.set(source.units.subarray(start, end), at);
  into.states.set(source.states.subarray(start, end), at);
  into.empty.set(source.empty.subarray(start, end), at);
}

function agree(a: History, b: History, day: number): boolean {
  const [i, j] = [day - a.first, day - b.first];
  return a.units[i] === b.units[j] && a.states[i] === b.states[j] && a.empty[i] === b.empty[j];
}

/** True when both tell the same of the same days. */
export function sameDays(a: History, b: History): boolean {
  if (a.first !== b.first || a.units.length !== b.units.length) return false;
  for (let i = 0; i < a.units.length; i++)
    if (a.units[i] !== b.units[i] || a.states[i] !== b.states[i] || a.empty[i] !== b.empty[i]) return false;
  return true;
}
