// The days that voted: each day of the past with its share of the say in what is expected.
import { DAY_STATES } from './forecast/demand-days.ts';
import { demandOver } from './forecast/demand-over.ts';

export type VoteDay = {
  /** YYYY-MM-DD */
  day: string;
  units: number;
  state: (typeof DAY_STATES)[number];
  /** share of all votes; 0 where a day has none */
  vote: number;
};

/** The days of a receipt's demand, oldest first. `lastDay` is the day of the last number. */
export function voteDays(demand: {
  lastDay: string;
  units: readonly number[];
  states: readonly number[];
}): VoteDay[] {
  const { lastDay, units, states } = demand;
  const days = { units: Float64Array.from(units), states: Uint8Array.from(states) };
  const { votes } = demandOver(days, { reviewDays: 1, leadTimes: [0] });
  const end = Date.parse(`${lastDay}T00:00:00Z`);
  return units.map((sold, i) => ({
    day: new Date(end - (units.length - 1 - i) * 86_400_000).toISOString().slice(0, 10),
    units: sold,
    state: DAY_STATES[states[i] ?? 0] ?? 'open',
    vote: votes[i] ?? 0,
  }));
}

/** The newest days that together hold half of the votes begin here; null where nobody votes. */
export function halfSince(days: readonly VoteDay[]): string | null {
  let held = 0;
  for (let i = days.length - 1; i >= 0; i--) {
    held += days[i]!.vote;
    if (held >= 0.5) return days[i]!.day;
  }
  return null;
}
