import { familyFor } from './family.ts';
import { type Fan, fanOf, LEVELS } from './levels.ts';
import { before, type Past } from './past.ts';
import { averageRow, rehearsalCuts, type Trial, trialAt } from './trials.ts';
import { improvedWeights } from './weights.ts';

/** Each series rehearses at up to so many earlier cuts. */
const REHEARSALS = 8;
/** A panel learns on a sample of so many series at most; more would not change the average. */
const SAMPLE = 200;
/** Rounds of learning, one panel in common: three a series up to this many, so that a few series stay near the trusted start. */
const MOST_ROUNDS = 60;
const PANEL_RATE = 2;
const OWN_RATE = 1;

/** The next periods of one series, and how much each method had to say in them. */
export interface Forecast {
  fan: Fan;
  weights: Record<string, number>;
}

/** The forecasts of every method of the family for a series as it was at a cut. A caller with many cuts may remember them. */
export type FansAt = (series: number, cut: number) => Fan[];

/** The next `steps` periods of one series. Any past will do: short, constant, all zero, all unknown. */
export function forecast(past: Past, steps: number): Forecast {
  return forecastPanel([past], steps)[0]!;
}

/**
 * The next `steps` periods of series that are alike in kind (the first one's season and year hold for all). Every method rehearses
 * on the past of each; the panel agrees on an average of the methods' quantiles; each series moves from there by one step a
 * rehearsal of its own. The naive methods are in the family, so where nothing beats them they are the forecast.
 */
export function forecastPanel(
  panel: readonly Past[],
  steps: number,
  fansAt: FansAt = fansOf(panel, steps),
): Forecast[] {
  const family = familyFor(panel[0] ?? { season: 1 });
  const trials = panel.map((past, series) =>
    rehearsalCuts(past.values.length, steps, past.season, REHEARSALS)
      .map((cut) => trialAt(past, cut, fansAt(series, cut)))
      .filter((trial) => trial !== null),
  );
  const common = panelWeights(trials, trusted(family.map((member) => member.trust)));
  return panel.map((past, series) => {
    const own = trials[series]!;
    const weights = improvedWeights(own, common, own.length, OWN_RATE);
    const fans = fansAt(series, past.values.length);
    const row = new Float64Array(LEVELS.length);
    return {
      fan: fanOf(steps, (step) => {
        averageRow(fans, step, weights, row);
        return row;
      }),
      weights: Object.fromEntries(family.map(({ name }, m) => [name, weights[m]!])),
    };
  });
}

/** Every method of the family on the past before the cut. */
export function fansOf(panel: readonly Past[], steps: number): FansAt {
  const family = familyFor(panel[0] ?? { season: 1 });
  return (series, cut) => family.map((member) => member.forecast(before(panel[series]!, cut), steps));
}

function panelWeights(trials: Trial[][], start: Float64Array): Float64Array {
  const stride = Math.ceil(trials.length / SAMPLE);
  const sample = trials.filter((_, series) => series % stride === 0).flat();
  return improvedWeights(sample, start, Math.min(MOST_ROUNDS, 3 * trials.length), PANEL_RATE);
}

function trusted(trust: number[]): Float64Array {
  const sum = trust.reduce((total, share) => total + share, 0);
  return Float64Array.from(trust, (share) => share / sum);
}
