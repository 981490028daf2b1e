// Is a peak coming? Then stock is built up six to eight weeks ahead and people are hired three to four weeks ahead.

export type PeakHint = {
  kind: 'build-up' | 'hire';
  /** weeks from now until the peak begins, and how many weeks it lasts */
  inWeeks: number;
  weeks: number;
  /** demand of its strongest week against a usual one */
  strength: number;
  /** units asked for beyond usual weeks over the whole peak */
  extraUnits: number;
};

const AHEAD = { 'build-up': { from: 6, to: 8 }, hire: { from: 3, to: 4 } } as const;

/**
 * Hints for the weeks ahead: `expected` demand by week, the coming one first, and the demand of a `usual` week. A peak is a
 * run of weeks of at least `threshold` times the usual; it is announced when it begins in 6–8 (stock) or 3–4 weeks (people).
 */
export function peakHints(expected: readonly number[], usual: number, threshold = 1.3): PeakHint[] {
  if (!(usual > 0)) return [];
  const isPeak = (week: number) => (expected[week] ?? 0) >= threshold * usual;
  const hints: PeakHint[] = [];
  for (const kind of ['build-up', 'hire'] as const) {
    for (let start = AHEAD[kind].from; start <= AHEAD[kind].to; start++) {
      if (!isPeak(start) || isPeak(start - 1)) continue;
      let end = start;
      while (isPeak(end)) end++;
      const weeks = expected.slice(start, end);
      hints.push({
        kind,
        inWeeks: start,
        weeks: weeks.length,
        strength: Math.max(...weeks) / usual,
        extraUnits: Math.round(weeks.reduce((sum, units) => sum + units - usual, 0)),
      });
    }
  }
  return hints;
}
