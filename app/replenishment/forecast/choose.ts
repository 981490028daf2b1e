import { countSums } from './count-sums.ts';
import { CENSORED, type DemandDays, OPEN } from './demand-days.ts';
import { type Distribution, mixed } from './distribution.ts';
import { uncensored } from './uncensored.ts';
import { equalVotes, votesOf, windowsOf } from './windows.ts';

/**
 * `windows`: weighted windows of the past; `counts`: a negative binomial around a decaying mean; `naive`: the windows of the last
 * year, each as likely, the yardstick that the others have to beat.
 */
export const METHODS = ['windows', 'counts', 'naive'] as const;
export type Method = (typeof METHODS)[number];

/** The demand of as many days as asked for, from today on. */
export type DemandOf = (days: number) => Distribution;

/** The demand of coming days by one method. The history is read once; each length asked for costs some microseconds. */
export function demandOf(history: DemandDays, method: Method): DemandOf {
  return methodsOf(history)[method]();
}

/** The methods share what is costly: the votes, and what was wanted on sold-out days. */
function methodsOf(history: DemandDays): Record<Method, () => DemandOf> {
  const votes = votesOf(history);
  const wanted = uncensored(history, votes);
  return {
    windows: () => inWholeDays(windowsOf(wanted, votes)),
    counts: () => inWholeDays(countSums(history, wanted)),
    naive: () => inWholeDays(windowsOf(wanted, equalVotes(history))),
  };
}

const wholeDays = (days: number) => Math.max(1, Math.ceil(days));

function inWholeDays(of: DemandOf): DemandOf {
  return (days) => of(wholeDays(days));
}

/** The demand of a stretch that may last several lengths, as likely as their shares (in any unit). Equal lengths are asked once. */
export function mixOver(of: DemandOf, lengths: readonly { days: number; share: number }[]): Distribution {
  const shares = new Map<number, number>();
  for (const { days, share } of lengths) {
    const whole = wholeDays(days);
    if (share > 0) shares.set(whole, (shares.get(whole) ?? 0) + share);
  }
  return mixed([...shares].map(([days, share]) => ({ share, demand: of(days) })));
}

/** The quantiles that a rehearsal is judged by: the middle, and where orders are placed. */
const JUDGED = [0.5, 0.8, 0.9, 0.95, 0.975];
/** The quantiles whose holding is counted. */
const HELD = [0.5, 0.8, 0.95];
const MOST_CUTS = 12;
/** A rehearsal is told at least so many days. */
const LEAST_DAYS = 14;
/** With fewer rehearsals nothing can be said about a method. */
const FEWEST_CUTS = 4;
/** How many standard errors a method has to be ahead of the naive one (docs/decisions/0020). */
const AHEAD = 0.5;

/** How the methods did on the series' own past, as plain data. */
export interface TrackRecord {
  /** Length in days of the stretches that were forecast, and how many of them were; 0 = too short a past, chosen unrehearsed. */
  days: number;
  cuts: number;
  /** Mean pinball loss as a share of the mean demand of such a stretch, lower is better; null where unrehearsed. */
  pinball: Record<Method, number> | null;
  /** How often the demand stayed within the chosen method's quantile, of `cuts`. */
  held: { level: number; hits: number }[];
  /** Nothing beat the naive method by more than chance, so it was chosen. */
  losesToNaive: boolean;
}

/**
 * The method that did best for stretches of `days` days on the series' own past, by rolling origin: up to twelve times in the later half
 * of it each method is told what was known then, and judged by the pinball loss of what came. One that is not ahead of the naive
 * method by more than chance gives way to it. A series too short to rehearse gets `counts`, which needs the fewest days
 * and says how little it knows by being wide. The same days give the same answer.
 */
export function chooseMethod(history: DemandDays, days: number): { method: Method; record: TrackRecord } {
  const length = wholeDays(days);
  const trials = rehearsals(history, length);
  const cuts = trials.length;
  if (cuts < FEWEST_CUTS)
    return { method: 'counts', record: { days: length, cuts: 0, pinball: null, held: [], losesToNaive: false } };
  const mean = (of: (trial: Trial) => number) => trials.reduce((sum, trial) => sum + of(trial), 0) / cuts;
  const pinball = { windows: 0, counts: 0, naive: 0 };
  for (const name of METHODS) pinball[name] = mean((trial) => trial[name].loss);
  const isAhead = (name: Method) => {
    const ahead = pinball.naive - pinball[name];
    const variance = mean((trial) => (trial.naive.loss - trial[name].loss - ahead) ** 2) / (cuts - 1);
    return ahead > 0 && ahead >= AHEAD * Math.sqrt(variance);
  };
  const method = METHODS.filter((name) => name === 'naive' || isAhead(name)).reduce((best, name) =>
    pinball[name] < pinball[best] ? name : best,
  );
  const held = HELD.map((level, k) => ({ level, hits: trials.filter((trial) => trial[method].held[k]).length }));
  return { method, record: { days: length, cuts, pinball, held, losesToNaive: method === 'naive' } };
}

/** What a method's forecast at an earlier day was worth: its loss, and which of the quantiles HELD were not exceeded. */
type Trial = Record<Method, { loss: number; held: boolean[] }>;

/** From the latest cut back. Nothing where nothing was ever wanted; stretches of which more than half is unknown are left out. */
function rehearsals(history: DemandDays, days: number): Trial[] {
  const { units, states } = history;
  const n = units.length;
  const wanted = uncensored(history, votesOf(history));
  const usual = (days * wanted.reduce((sum, one) => sum + one, 0)) / n;
  if (!(usual > 0)) return [];
  const latest = n - days;
  const earliest = Math.max(Math.ceil(n / 2), LEAST_DAYS);
  const apart = Math.max(Math.ceil(days / 3), Math.floor((latest - earliest) / (MOST_CUTS - 1)));
  const trials: Trial[] = [];
  for (let cut = latest; cut >= earliest && trials.length < MOST_CUTS; cut -= apart) {
    let [actual, known] = [0, 0];
    for (let day = cut; day < cut + days; day++) {
      actual += wanted[day]!;
      if (states[day] === OPEN || states[day] === CENSORED) known++;
    }
    if (2 * known < days) continue;
    const methods = methodsOf({ units: units.subarray(0, cut), states: states.subarray(0, cut) });
    const outcome = (name: Method) => judged(methods[name]()(days), actual, usual);
    trials.push({ windows: outcome('windows'), counts: outcome('counts'), naive: outcome('naive') });
  }
  return trials;
}

function judged(demand: Distribution, actual: number, usual: number): Trial[Method] {
  let loss = 0;
  for (const level of JUDGED) {
    const miss = actual - demand.quantile(level);
    loss += 2 * miss * (miss > 0 ? level : level - 1);
  }
  // A hair of rounding does not exceed a quantile.
  return {
    loss: loss / (JUDGED.length * usual),
    held: HELD.map((level) => actual <= demand.quantile(level) * (1 + 1e-9)),
  };
}
