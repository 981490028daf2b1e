import { LEVELS, MEDIAN } from './levels.ts';

/** Mean over the levels of twice the pinball loss: 2 |(y − f)(1{y ≤ f} − q)|. Its expectation is least at the true quantiles. */
export function pinball(actual: number, row: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < LEVELS.length; k++) {
    const miss = actual - row[k]!;
    sum += 2 * miss * (miss > 0 ? LEVELS[k]! : LEVELS[k]! - 1);
  }
  return sum / LEVELS.length;
}

/** One forecast row against what came, with the scale of its series (NaN or 0: left out of the scaled scores). */
export interface Outcome {
  actual: number;
  row: ArrayLike<number>;
  scale: number;
}

/** Lower is better: scaled quantile loss, mean absolute scaled error, and both as a share of all demand. */
export interface Score {
  sql: number;
  mase: number;
  wape: number;
  wql: number;
  /** Share of actuals at or below each quantile; equals the level when calibrated, above it where many are tied at zero. */
  coverage: number[];
}

/** The scores of one window. Unknown actuals are not scored. */
export function scoreOf(outcomes: Iterable<Outcome>): Score {
  const coverage = LEVELS.map(() => 0);
  let [loss, error, demand, known] = [0, 0, 0, 0];
  let [scaledLoss, scaledError, scaled] = [0, 0, 0];
  for (const { actual, row, scale } of outcomes) {
    if (Number.isNaN(actual)) continue;
    const pinballLoss = pinball(actual, row);
    const miss = Math.abs(actual - row[MEDIAN]!);
    loss += pinballLoss;
    error += miss;
    demand += Math.abs(actual);
    known++;
    for (let k = 0; k < coverage.length; k++) if (actual <= row[k]!) coverage[k]!++;
    if (!(scale > 0)) continue;
    scaledLoss += pinballLoss / scale;
    scaledError += miss / scale;
    scaled++;
  }
  return {
    sql: scaledLoss / scaled,
    mase: scaledError / scaled,
    wape: error / demand,
    wql: loss / demand,
    coverage: coverage.map((count) => count / known),
  };
}

/** The score of a task: the plain mean over its windows. */
export function meanScore(windows: Score[]): Score {
  const mean = (of: (score: Score) => number) => windows.reduce((sum, score) => sum + of(score), 0) / windows.length;
  return {
    sql: mean((score) => score.sql),
    mase: mean((score) => score.mase),
    wape: mean((score) => score.wape),
    wql: mean((score) => score.wql),
    coverage: LEVELS.map((_, k) => mean((score) => score.coverage[k]!)),
  };
}
