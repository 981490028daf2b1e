// A flash sale as the shelves will feel it: so many orders beyond a usual day's, to be picked within hours.
import { daysFrom } from '../calendar/day.ts';
import type { PlanEvent } from '../calendar/plan-event.ts';

export type Rush = {
  eventId: string;
  title: string;
  /** the shop's days YYYY-MM-DD, both included */
  firstDay: string;
  lastDay: string;
  /** orders a usual day brings of what the sale is about */
  usual: number;
  /** orders expected beyond the usual ones over all its days; null when nobody says what is expected of the sale */
  extra: number | null;
};

/** `usual` in orders a day; orders are taken to grow as demand is expected to. */
export function rushOf(event: PlanEvent, usual: number): Rush {
  const { id: eventId, title, firstDay, lastDay, upliftPermille } = event;
  const days = daysFrom(firstDay, lastDay) + 1;
  const extra = upliftPermille === null ? null : Math.round(usual * days * Math.max(0, (upliftPermille - 1000) / 1000));
  return { eventId, title, firstDay, lastDay, usual, extra };
}
