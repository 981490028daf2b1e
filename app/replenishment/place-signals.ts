// What is known of a place's demand beyond its own past, from what the whole shop taught.
import { dayNumber, dayOfNumber, daysFrom } from '../calendar/day.ts';
import { daysWithin, isAbout, type PlanEvent, type Sellable } from '../calendar/plan-event.ts';
import type { History } from './demand/splice.ts';
import { CLOSED } from './forecast/demand-days.ts';
import { noSignals, type PlaceInputs, type Signals } from './plan-place.ts';
import { isNew } from './policy/classes.ts';
import { learnLeadTime, meanDays } from './policy/lead-time.ts';
import type { RowInputs } from './reorder-point.ts';
import { type ItemEvent, type Knowledge, type Learning, learned, signalsFor } from './signals/signals-for.ts';
import { voteShares } from './vote-days.ts';

/** Plain data, so that threads can share it. */
export type ShopSignals = {
  learning: Learning;
  /** yesterday of the shop, the last day of every history */
  lastDay: string;
  /** those from today on that move demand */
  coming: readonly PlanEvent[];
};

const known = new WeakMap<ShopSignals, Knowledge>();

function knowledgeOf(signals: ShopSignals): Knowledge {
  let knowledge = known.get(signals);
  if (!knowledge) {
    knowledge = learned(signals.learning, signals.lastDay);
    known.set(signals, knowledge);
  }
  return knowledge;
}

/** The events that are about the item, by offset from the day `from`, cut to `days` days. */
export function eventsOf(events: readonly PlanEvent[], item: Sellable, from: string, days: number): ItemEvent[] {
  return events.flatMap((event) => {
    const within = isAbout(event, item) ? daysWithin(event, from, days) : null;
    const { kind, offPermille, upliftPermille } = event;
    return within ? [{ kind, offPermille, upliftPermille, ...within }] : [];
  });
}

/**
 * The first day on sale, as an index into the history; null when the product is older than its history (a longer past, another location),
 * for then nobody saw its launch. `created` counts days from 1 January 1970.
 */
export function launchDayOf({ first, states }: History, created: number): number | null {
  const day = created < first ? -1 : states.findIndex((state) => state !== CLOSED);
  return day < 0 ? null : day;
}

/** For a look at everything; nothing for what has no past day yet. `today`: the shop's day. */
export function signalsOfPlace(signals: ShopSignals, place: PlaceInputs, today: string): Signals {
  const { facts, demand, terms, leadTimes } = place;
  if (demand === null) return noSignals;
  const { history, method } = demand;
  const lead = learnLeadTime(terms.leadTimeDays.value, leadTimes) ?? [];
  const review = Math.max(1, terms.reviewDays.value);
  const days = Math.ceil(review + (lead.length > 0 ? meanDays(lead) : 0));
  const longest = review + (lead.at(-1)?.days ?? 0);
  const { inventoryItemId: key, productType, vendor, price } = facts;
  const { planned, season, borrowed } = signalsFor(
    knowledgeOf(signals),
    { key, productType, vendor, price: Number(price) },
    history,
    eventsOf(signals.coming, facts, today, longest),
    today,
    days,
    voteShares(method, history),
    longest,
  );
  // What was listed long ago and hardly ever sold is not new: nobody's launch speaks for it.
  const lent = borrowed && isNew(history.first, dayNumber(today)) ? borrowed : null;
  return {
    planned: planned.map(({ day, units }) => ({ day, units: inThousandths(units) })),
    season: inThousandths(season),
    prior: lent?.prior ?? null,
    borrowed: lent && { from: lent.from, like: lent.like },
  };
}

const inThousandths = (value: number) => Math.round(value * 1000) / 1000;

/** What a run over everything saw stays true for so many days without another. */
const TRUE_FOR_DAYS = 7;

/** For a look at single items: the signals that the last run over everything gave the place, `lastDay` being yesterday now. */
export function signalsSince(kept: RowInputs['demand'] | undefined, lastDay: string): Signals {
  const days = kept ? daysFrom(kept.lastDay, lastDay) : -1;
  if (!kept || days < 0 || days > TRUE_FOR_DAYS) return noSignals;
  const { planned, season, prior, borrowed } = kept;
  return {
    planned: planned.flatMap(({ day, units }) => (day >= days ? [{ day: day - days, units }] : [])),
    season,
    prior,
    borrowed: borrowed ?? null,
  };
}

/** Yesterday of a history. */
export function lastDayOf({ first, units }: History): string {
  return dayOfNumber(first + units.length - 1);
}
