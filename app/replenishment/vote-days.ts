// The days that voted: each day of the past with its share of the say in what is expected.
import type { DemandInputs } from './demand-inputs.ts';
import { COUNTS } from './forecast/count-sums.ts';
import { CENSORED, DAY_STATES, type DemandDays, OPEN } from './forecast/demand-days.ts';
import { equalVotes, votesOf } from './forecast/windows.ts';

export type VoteDay = {
  /** YYYY-MM-DD */
  day: string;
  units: number;
  state: (typeof DAY_STATES)[number];
  /** share of all votes; 0 where a day has none */
  vote: number;
};

/** The days of a receipt's demand, oldest first, with the say that its method gives each. */
export function voteDays({ lastDay, units, states, method }: DemandInputs): VoteDay[] {
  const days = { units: Float64Array.from(units), states: Uint8Array.from(states) };
  const votes = voteShares(method, days);
  const end = Date.parse(`${lastDay}T00:00:00Z`);
  return units.map((sold, i) => ({
    day: new Date(end - (units.length - 1 - i) * 86_400_000).toISOString().slice(0, 10),
    units: sold,
    state: DAY_STATES[states[i] ?? 0] ?? 'open',
    vote: votes[i] ?? 0,
  }));
}

/** The share of all votes that a method gives each day. */
export function voteShares(method: DemandInputs['method'], days: DemandDays): Float64Array {
  return votesBy[method](days);
}

const votesBy: Record<DemandInputs['method'], (days: DemandDays) => Float64Array> = {
  windows: votesOf,
  naive: equalVotes,
  counts: memoryOf,
  'look-alike': (days) => shares(days, new Float64Array(days.states.length + 1).fill(1)),
};

/** Of a mean that forgets at two speeds (forecast/count-sums.ts). */
function memoryOf(days: DemandDays): Float64Array {
  const n = days.states.length;
  const fast = shares(days, fading(COUNTS.fast, n));
  const slow = shares(days, fading(COUNTS.slow, n));
  return fast.map((share, day) => COUNTS.fastShare * share + (1 - COUNTS.fastShare) * slow[day]!);
}

const faded = new Map<number, Float64Array>();

/** By days ago, a weight that halves in so many days. A run asks for the same ones fifty thousand times. */
function fading(halfLife: number, days: number): Float64Array {
  let byLag = faded.get(halfLife);
  if (!byLag || byLag.length <= days) {
    byLag = Float64Array.from({ length: days + 1 }, (_, lag) => 2 ** (-lag / halfLife));
    faded.set(halfLife, byLag);
  }
  return byLag;
}

function shares({ states }: DemandDays, byLag: Float64Array): Float64Array {
  const n = states.length;
  const weights = new Float64Array(n);
  let total = 0;
  for (let day = 0; day < n; day++) {
    if (states[day] !== OPEN && states[day] !== CENSORED) continue;
    weights[day] = byLag[n - day]!;
    total += weights[day]!;
  }
  return total > 0 ? weights.map((each) => each / total) : weights;
}

/** The newest days that together hold half of the votes begin here; null where nobody votes. */
export function halfSince(days: readonly VoteDay[]): string | null {
  let held = 0;
  for (let i = days.length - 1; i >= 0; i--) {
    held += days[i]!.vote;
    if (held >= 0.5 - 1e-9) return days[i]!.day;
  }
  return null;
}
