// From what the mirror and the calendar tell of a place to the history of its demand.
import { type History, KEPT_DAYS } from './splice.ts';
import { type Days, spellsOf, statesOf } from './states.ts';

export type PlaceFacts = {
  /** the day from which it could be sold, as far as anybody knows */
  born: number;
  /** the days with a sale, rising, and the units of each */
  days: readonly number[];
  units: readonly number[];
  /** stock in the time that was read (mirror/read-demand-days.server.ts) */
  empty: boolean;
  knownEmpty: boolean;
  turns: readonly number[];
  pastOut: readonly Days[];
  shut: readonly Days[];
  promoted: readonly Days[];
};

/**
 * The days from the first on which it was for sale (its birth or its first sale, whichever is earlier), no earlier than `from`
 * and at most KEPT_DAYS, to the day before `until`. Null when there is none yet.
 */
export function historyOf(facts: PlaceFacts, from: number, until: number): History | null {
  const began = Math.min(facts.born, facts.days[0] ?? facts.born);
  const first = Math.max(began, from, until - KEPT_DAYS);
  if (first >= until) return null;
  const units = new Float64Array(until - first);
  facts.days.forEach((day, i) => {
    if (day >= first && day < until) units[day - first]! += facts.units[i]!;
  });
  const { pastOut, shut, promoted } = facts;
  return { first, ...statesOf({ first, units, spells: spellsOf(facts, facts.days, until), pastOut, shut, promoted }) };
}

/**
 * True when a shelf that sold something was empty at the start of what was read, and only later news says so: since when depends on the
 * last sale, so a sale moves that back to days that a part of the reading does not reach.
 */
export function restsOnSilence({ empty, knownEmpty, days }: PlaceFacts): boolean {
  return empty && !knownEmpty && days.length > 0;
}
