// All signals of demand for one item, learned in one pass over everybody's histories (README.md tells how a run calls this).
import { CLOSED, type DemandDays, EVENT } from '../forecast/demand-days.ts';
import { addHistory, emptySum, type SeasonIndex, seasonFactor, seasonOf } from './category-season.ts';
import {
  type Borrowed,
  LAUNCH_DAYS,
  type Launch,
  type Likeness,
  launchOf,
  lenders,
  NEW_DAYS,
  posterior,
} from './look-alike.ts';
import {
  type ComingEvent,
  type Effect,
  effectOf,
  learnUplift,
  plannedUnits,
  type Uplift,
  usualPerDay,
} from './uplift.ts';

/** One variant at one location. `key` names the item over all locations: what one location learned counts at the others. */
export type Item = Likeness & { key: string };

/** An event that is about the item, by day: for a past one indexes into the history, for one to come offsets from today (0). */
export type ItemEvent = {
  kind: string;
  first: number;
  last: number;
  offPermille: number | null;
  /** what the merchant expects; wins over what was learned */
  upliftPermille: number | null;
};

export type Learning = {
  effects: Effect[];
  launches: Map<string, Launch>;
  sums: Map<string, Float64Array>;
};

export function startLearning(): Learning {
  return { effects: [], launches: new Map(), sums: new Map() };
}

/**
 * Takes in one history. `events`: the past ones that move demand and are about the item; `launchDay`: the index of the day on
 * which it was first on sale, null when that was before the history begins.
 */
export function learnFrom(
  learning: Learning,
  item: Item,
  history: DemandDays,
  events: readonly ItemEvent[],
  launchDay: number | null,
): void {
  const category = categoryOf(item);
  for (const { kind, first, last, offPermille } of events) {
    const effect = effectOf(history, first, last);
    if (effect && effect.expected > 0)
      learning.effects.push({ item: item.key, category, kind, offPermille, ...effect });
  }
  const sums = (category === '' ? [''] : ['', category]).map((name) => {
    const sum = learning.sums.get(name) ?? emptySum();
    learning.sums.set(name, sum);
    return sum;
  });
  addHistory(sums, history);
  if (launchDay === null) return;
  const launch = launchOf(history, launchDay);
  const known = learning.launches.get(item.key);
  // At several locations: the one where it sold best says what a launch can do.
  if (launch && (!known || launch.units / launch.days > known.units / known.days))
    learning.launches.set(item.key, {
      key: item.key,
      productType: item.productType,
      vendor: item.vendor,
      price: item.price,
      ...launch,
    });
}

export type Knowledge = {
  uplift: (asked: Omit<Effect, 'sold' | 'expected'>) => Uplift;
  borrow: (asked: Item) => Borrowed | null;
  season: (item: Item) => SeasonIndex;
};

/** Ends the pass. `lastDay`: yesterday of the shop, the last day of every history. */
export function learned({ effects, launches, sums }: Learning, lastDay: string): Knowledge {
  const shop = seasonOf(sums.get('') ?? emptySum(), lastDay, null);
  const seasons = new Map([...sums].map(([name, sum]) => [name, name === '' ? shop : seasonOf(sum, lastDay, shop)]));
  return {
    uplift: learnUplift(effects),
    borrow: lenders([...launches.values()]),
    season: (item) => seasons.get(categoryOf(item)) ?? shop,
  };
}

export type Signals = {
  /** for DemandInputs.planned, and what each planned event was taken for */
  planned: { day: number; units: number }[];
  events: (ComingEvent & { kind: string; from: Uplift['from'] | 'merchant' })[];
  /** for DemandInputs.season */
  season: number;
  /** for DemandInputs.prior; null unless the item is new and somebody could lend */
  borrowed: Borrowed | null;
};

/**
 * `history` ends yesterday; `coming`: events from today on that move demand and are about the item; `days`: the protection period
 * (review + lead time) in days, which may last `horizon` days when a delivery is late; `votes`: the forecast's weight for each day of the history, last = yesterday (any scale).
 */
export function signalsFor(
  knowledge: Knowledge,
  item: Item,
  history: DemandDays,
  coming: readonly ItemEvent[],
  today: string,
  days: number,
  votes: ArrayLike<number>,
  horizon = days,
): Signals {
  const isNew = sellingDays(history) < NEW_DAYS;
  const borrowed = isNew ? knowledge.borrow(item) : null;
  const events = coming.map(({ kind, first, last, offPermille, upliftPermille }) => {
    if (upliftPermille !== null) return { kind, first, last, factor: upliftPermille / 1000, from: 'merchant' as const };
    const { factor, from } = knowledge.uplift({ item: item.key, category: categoryOf(item), kind, offPermille });
    return { kind, first, last, factor, from };
  });
  const perDay = borrowed ? expectedOf(borrowed, history) : (usualPerDay(history, LAUNCH_DAYS) ?? 0);
  return {
    planned: plannedUnits(perDay, events, Math.max(horizon, 1)),
    events,
    season: seasonFactor(knowledge.season(item), today, days, votes),
    borrowed,
  };
}

/** Usual units a day of what is new: what was borrowed, and its own few days. */
function expectedOf({ prior }: Borrowed, { units, states }: DemandDays): number {
  let [sold, days] = [0, 0];
  for (let day = 0; day < units.length; day++) {
    if (states[day] === CLOSED || states[day] === EVENT) continue;
    sold += units[day]!;
    days += 1;
  }
  const { shape, rate } = posterior(prior, sold, days);
  return shape / rate;
}

/** Days on which it could be bought. */
function sellingDays({ states }: DemandDays): number {
  let days = 0;
  for (const state of states) if (state !== CLOSED) days += 1;
  return days;
}

function categoryOf(item: Likeness): string {
  return item.productType.toLowerCase();
}
