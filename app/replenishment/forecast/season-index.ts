/** Where the index of a long season comes from few values a place, its neighbours help: the width of that help in periods. */
const NEIGHBOURS = 2;
const LONG = 24;

/**
 * What each place of the season adds to the level, mean zero: the mean distance of its values to the centred moving average of
 * one season, shrunk towards none by the part of its spread that chance alone would give (James, Stein 1961; Miller, Williams,
 * "Shrinkage estimators of time series seasonal factors", IJF 19, 2003). All zero for fewer than two seasons.
 */
export function seasonIndex(values: Float64Array, season: number): Float64Array {
  const index = new Float64Array(season);
  if (season < 2 || values.length < 2 * season) return index;
  const away = distanceToMovingMean(values, season);
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  let [squares, known] = [0, 0];
  for (let t = 0; t < away.length; t++) {
    if (Number.isNaN(away[t])) continue;
    sums[t % season]! += away[t]!;
    counts[t % season]! += 1;
    squares += away[t]! ** 2;
    known++;
  }
  const smooth = season > LONG ? withNeighbours(sums, counts) : { sums, counts };
  let explained = 0;
  for (let place = 0; place < season; place++) {
    index[place] = smooth.counts[place] ? smooth.sums[place]! / smooth.counts[place]! : 0;
    explained += counts[place]! * index[place]! ** 2;
  }
  const places = season > LONG ? season / (2 * NEIGHBOURS) : season;
  const byChance = ((squares - explained) / Math.max(1, known - places)) * (places - 1);
  const shrink = explained > 0 ? Math.max(0, 1 - Math.max(0, byChance) / explained) : 0;
  const mean = index.reduce((sum, value) => sum + value, 0) / season;
  return index.map((value) => (value - mean) * shrink);
}

function distanceToMovingMean(values: Float64Array, season: number): Float64Array {
  const sums = new Float64Array(values.length + 1);
  const counts = new Float64Array(values.length + 1);
  for (let t = 0; t < values.length; t++) {
    const known = !Number.isNaN(values[t]);
    sums[t + 1] = sums[t]! + (known ? values[t]! : 0);
    counts[t + 1] = counts[t]! + (known ? 1 : 0);
  }
  return values.map((value, t) => {
    // At both ends the nearest whole season stands in.
    const from = Math.min(Math.max(0, t - Math.floor(season / 2)), values.length - season);
    const count = counts[from + season]! - counts[from]!;
    return count ? value - (sums[from + season]! - sums[from]!) / count : Number.NaN;
  });
}

function withNeighbours(sums: Float64Array, counts: Float64Array) {
  const season = sums.length;
  const around = (of: Float64Array) =>
    of.map((_, place) => {
      let sum = 0;
      for (let d = -3 * NEIGHBOURS; d <= 3 * NEIGHBOURS; d++)
        sum += of[(place + d + 2 * season) % season]! * Math.exp(-0.5 * (d / NEIGHBOURS) ** 2);
      return sum;
    });
  return { sums: around(sums), counts: around(counts) };
}
