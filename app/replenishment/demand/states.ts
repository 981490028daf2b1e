// How the state of a day follows from stock, sales and the calendar.
import { CENSORED, CLOSED, type DemandDays, EVENT } from '../forecast/demand-days.ts';

/** A history that also says which closed days were days without stock: on those sales were lost, on holidays not. */
export interface HistoryDays extends DemandDays {
  /** 1 on days that are closed because the shelf was empty from the first minute to the last */
  empty: Uint8Array;
}

/** A time without stock, in days of the shop's clock: 20000.5 is noon of day 20000. */
export type Spell = { since: number; until: number };

/** Days from the first to the last, both included. */
export type Days = { first: number; last: number };

export type DayFacts = {
  /** the day of the first number */
  first: number;
  units: Float64Array;
  /** without stock, as the diary tells; neither overlapping nor out of order */
  spells: readonly Spell[];
  /** without stock before we listened, as Shopify's reports tell, by whole days */
  pastOut: readonly Days[];
  /** the shop was shut */
  shut: readonly Days[];
  /** promotions, launches, flash sales */
  promoted: readonly Days[];
};

/** So many days without a sale, and a shop that sells without stock is taken to have stopped doing so. */
export const BACKORDER_DAYS = 28;

/**
 * - shut, and nothing sold: closed. A shop that sold was open, whatever its calendar says.
 * - without stock all day and nothing sold: closed, and empty.
 * - promoted: event.
 * - without stock for a part of the day, and something sold or the day ended so: censored, for at least that much was wanted.
 * - all else is open, a day without sales included.
 *
 * A shop that sells on an empty shelf takes orders without stock: its backorders must not look like stock-outs. Where two such sales
 * within one spell are at most BACKORDER_DAYS apart, the days between them are open too. (A day that Shopify's reports call
 * out of stock and that sold something was out for a part of it.)
 */
export function statesOf({ first, units, spells, pastOut, shut, promoted }: DayFacts): HistoryDays {
  const n = units.length;
  const states = new Uint8Array(n);
  const empty = new Uint8Array(n);
  const marked = (ranges: readonly Days[], mark: (i: number) => void) => {
    for (const range of ranges)
      for (let i = Math.max(0, range.first - first); i < n && i <= range.last - first; i++) mark(i);
  };
  marked(promoted, (i) => {
    states[i] = EVENT;
  });
  const censor = (i: number) => {
    if (states[i] !== EVENT) states[i] = CENSORED;
  };
  const close = (i: number) => {
    states[i] = CLOSED;
    empty[i] = 1;
  };
  marked(pastOut, (i) => (units[i]! > 0 ? censor(i) : close(i)));
  for (const { since, until } of spells) {
    let soldWithout = Number.NEGATIVE_INFINITY;
    for (let i = Math.max(0, Math.floor(since) - first); i < n && first + i < until; i++) {
      const day = first + i;
      const [fromMorning, toNight] = [since <= day, until >= day + 1];
      if (!(fromMorning && toNight)) {
        if (units[i]! > 0 || toNight) censor(i);
      } else if (units[i] === 0) close(i);
      else {
        if (i - soldWithout <= BACKORDER_DAYS)
          for (let between = soldWithout + 1; between < i; between++) {
            empty[between] = 0;
            states[between] = isIn(promoted, first + between) ? EVENT : 0;
          }
        soldWithout = i;
      }
    }
  }
  marked(shut, (i) => {
    if (units[i]! > 0) return;
    states[i] = CLOSED;
    empty[i] = 0;
  });
  return { units, states, empty };
}

const isIn = (ranges: readonly Days[], day: number) => ranges.some((range) => day >= range.first && day <= range.last);

/**
 * The spells without stock from the moments when stock ran out or came back, in turn. An empty start that the diary does not know to be
 * older is taken to be empty since the day after the last sale before it ended (`soldOn`, rising), or from the start.
 */
export function spellsOf(
  { empty, knownEmpty, turns }: { empty: boolean; knownEmpty: boolean; turns: readonly number[] },
  soldOn: readonly number[],
  until: number,
): Spell[] {
  const spells: Spell[] = [];
  let since = Number.NEGATIVE_INFINITY;
  if (empty && !knownEmpty) {
    const end = turns[0] ?? until;
    since = (soldOn.findLast((day) => day < end) ?? since) + 1;
  }
  let out = empty;
  for (const turn of turns) {
    if (!out) since = turn;
    else if (since < turn) spells.push({ since, until: turn });
    out = !out;
  }
  if (out && since < until) spells.push({ since, until });
  return spells;
}
