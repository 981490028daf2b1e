/** The quantile levels every forecast answers: the deciles. The fifth, the median, is the point forecast. */
export const LEVELS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;
export const MEDIAN = 4;

/** One row per step ahead, each with one value per level, in units of the series and never falling along the row. */
export type Fan = Float64Array[];

/** A fan of `steps` rows, each filled by `row(step)`; the first step is 0. */
export function fanOf(steps: number, row: (step: number) => ArrayLike<number>): Fan {
  return Array.from({ length: steps }, (_, step) => inOrder(Float64Array.from(row(step))));
}

/** The row with crossings taken out: sorted values are never worse by pinball loss (Chernozhukov, Fernández-Val, Galichon 2010). */
function inOrder(row: Float64Array): Float64Array {
  for (let k = 1; k < row.length; k++) if (row[k]! < row[k - 1]!) return row.sort();
  return row;
}

/** The fan with what lies below zero lifted to zero: nobody buys less than nothing. */
export function notBelowZero(fan: Fan): Fan {
  for (const row of fan) for (let k = 0; k < row.length; k++) if (row[k]! < 0) row[k] = 0;
  return fan;
}
