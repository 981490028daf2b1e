// What a promotion did to demand, and so what a planned one may do.
import { CENSORED, CLOSED, type DemandDays, EVENT, OPEN } from '../forecast/demand-days.ts';

/** What one past event did to one item: units sold on its days, and what usual days would have sold. */
export type Effect = {
  item: string;
  category: string;
  kind: string;
  offPermille: number | null;
  sold: number;
  expected: number;
};

/** Days before and after an event that tell what is usual. */
const AROUND = 42;
/** Open days that a weekday's own rate needs to count as much as the rate of all weekdays. */
const WEEKDAY_TRUST = 4;

/**
 * Units sold on days first…last of a history, against what its open days around (six weeks on either side) sell, weekday by
 * weekday. Days on which nothing could be sold are left out of both. Null where no open day is near: nothing to compare with.
 */
export function effectOf(
  { units, states }: DemandDays,
  first: number,
  last: number,
): { sold: number; expected: number } | null {
  const sums = new Float64Array(7);
  const days = new Float64Array(7);
  for (let day = Math.max(0, first - AROUND); day <= Math.min(units.length - 1, last + AROUND); day++) {
    if ((day >= first && day <= last) || states[day] !== OPEN) continue;
    sums[day % 7]! += units[day]!;
    days[day % 7]! += 1;
  }
  const open = days.reduce((sum, count) => sum + count, 0);
  if (open === 0) return null;
  const usual = sums.reduce((sum, count) => sum + count, 0) / open;
  let sold = 0;
  let expected = 0;
  for (let day = Math.max(0, first); day <= Math.min(units.length - 1, last); day++) {
    if (states[day] === CLOSED) continue;
    sold += units[day]!;
    expected += (sums[day % 7]! + WEEKDAY_TRUST * usual) / (days[day % 7]! + WEEKDAY_TRUST);
  }
  return { sold, expected };
}

export type Uplift = {
  /** demand against a usual day */
  factor: number;
  /** the narrowest group that had something to say: 'item', 'category', 'depth', 'kind', 'all'; 'none' = nothing is known */
  from: (typeof LEVELS)[number] | 'none';
  /** past effects of that group */
  effects: number;
};

const LEVELS = ['all', 'kind', 'depth', 'category', 'item'] as const;

/** What is assumed before any promotion was seen, and how many expected units that opinion is worth. */
const START = { factor: 1, worth: 5 };
/** The worth of a group's opinion for its parts, in expected units, whatever the moments say. */
const WORTH = { least: 2, most: 2_000 };

type Sum = { sold: number; expected: number; effects: number };

/**
 * Learns uplifts from past effects; the answer is asked for one item and event at a time.
 *
 * Units sold on event days are taken as Poisson with mean u × expected, and u of a group's parts as Gamma around the group's u, so
 * a part's u is (sold + worth × u of the group) / (expected + worth): a shrunk rate, always between its own ratio and the group's
 * (Gamma–Poisson empirical Bayes: Efron & Morris 1975; Carlin & Louis, Bayes and Empirical Bayes Methods, ch. 3). The worth comes
 * from the moments: u / (variance between parts beyond Poisson noise), as DerSimonian & Laird 1986 estimate it. Groups nest: all ›
 * kind of event › depth of the price off › category › item.
 */
export function learnUplift(effects: Iterable<Effect>): (asked: Omit<Effect, 'sold' | 'expected'>) => Uplift {
  const groups = LEVELS.map(() => new Map<string, Sum & { within: string }>());
  for (const effect of effects) {
    if (!(effect.expected > 0)) continue;
    const path = pathOf(effect);
    path.forEach((key, level) => {
      const group = groups[level]!.get(key) ?? { sold: 0, expected: 0, effects: 0, within: path[level - 1] ?? '' };
      group.sold += effect.sold;
      group.expected += effect.expected;
      group.effects += 1;
      groups[level]!.set(key, group);
    });
  }
  const factors = LEVELS.map(() => new Map<string, number>());
  groups.forEach((level, index) => {
    const parent = (within: string) => (index === 0 ? START.factor : factors[index - 1]!.get(within)!);
    const worth = index === 0 ? START.worth : worthOf(level.values(), parent);
    for (const [key, group] of level)
      factors[index]!.set(key, (group.sold + worth * parent(group.within)) / (group.expected + worth));
  });
  return (asked) => {
    const path = pathOf(asked);
    for (let level = LEVELS.length - 1; level >= 0; level--) {
      const factor = factors[level]!.get(path[level]!);
      if (factor !== undefined)
        return { factor, from: LEVELS[level]!, effects: groups[level]!.get(path[level]!)!.effects };
    }
    return { factor: START.factor, from: 'none', effects: 0 };
  };
}

function pathOf(of: Omit<Effect, 'sold' | 'expected'>): string[] {
  const kind = of.kind;
  const depth = `${kind}/${depthOf(of.offPermille)}`;
  const category = `${depth}/${of.category}`;
  return ['', kind, depth, category, `${category}/${of.item}`];
}

/** Price off in steps that merchants think in. */
function depthOf(offPermille: number | null): string {
  if (offPermille === null) return 'unknown';
  return String([100, 200, 300, 500].find((step) => offPermille <= step) ?? 1000);
}

function worthOf(groups: Iterable<Sum & { within: string }>, parent: (within: string) => number): number {
  let weights = 0;
  let spread = 0;
  let noise = 0;
  let mean = 0;
  for (const group of groups) {
    const around = parent(group.within);
    weights += group.expected;
    spread += group.expected * (group.sold / group.expected - around) ** 2;
    noise += around;
    mean += group.expected * around;
  }
  if (weights === 0) return WORTH.most;
  const between = Math.max(0, (spread - noise) / weights);
  const worth = between > 0 ? mean / weights / between : WORTH.most;
  return Math.min(WORTH.most, Math.max(WORTH.least, worth));
}

/** A planned event as it touches one item: offsets from today, both included, and demand against a usual day. */
export type ComingEvent = { first: number; last: number; factor: number };

/**
 * Units expected beyond usual on the coming days, offset 0 = today, for DemandInputs.planned. Where events overlap the strongest
 * counts, not their product: a customer buys once. A factor below 1 adds nothing.
 */
export function plannedUnits(
  baselinePerDay: number,
  events: readonly ComingEvent[],
  days: number,
): { day: number; units: number }[] {
  const strongest = new Map<number, number>();
  for (const { first, last, factor } of events)
    for (let day = Math.max(0, first); day <= Math.min(days - 1, last); day++)
      strongest.set(day, Math.max(strongest.get(day) ?? 1, factor));
  return [...strongest]
    .map(([day, factor]) => ({ day, units: baselinePerDay * (factor - 1) }))
    .filter(({ units }) => units > 0)
    .sort((a, b) => a.day - b.day);
}

/** Usual units a day: the mean of the last `window` days that could sell in full and were no event; null without any. */
export function usualPerDay({ units, states }: DemandDays, window = 91): number | null {
  let sum = 0;
  let days = 0;
  for (let day = units.length - 1; day >= 0 && days < window; day--) {
    const state = states[day];
    if (state === CLOSED || state === EVENT) continue;
    // A day that sold out counts when it sold more than the others: leaving it out would lower what is usual.
    if (state === CENSORED && days > 0 && units[day]! < sum / days) continue;
    sum += units[day]!;
    days += 1;
  }
  return days === 0 ? null : sum / days;
}
