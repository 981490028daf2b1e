/** How much a past period says about a coming one, by the periods between them alone. */
export interface Kinship {
  /** Half-lives in periods of the fast and the slow memory, and the share of the fast one. */
  fast: number;
  slow: number;
  fastShare: number;
  /** Vote of a period at another place of the short season (another weekday), against 1 at the same place. */
  otherPlace: number;
  /** Same season of an earlier year: its vote, the width in periods, and what remains of it with each further year. */
  year: number;
  yearWidth: number;
  yearDecay: number;
}

/** Series of one panel ask for the same table one after another. */
let lastTable: { kinship: Kinship; season: number; year: number | undefined; votes: Float64Array } | undefined;

/**
 * The vote of a period by its lag: (two-speed recency + same season of an earlier year) × place in the short season.
 * Entry 0 is not used, a lag being at least one period; the table may be longer than asked for.
 */
export function votesByLag(longest: number, season: number, year: number | undefined, kinship: Kinship): Float64Array {
  const ready = lastTable;
  if (ready?.kinship === kinship && ready.season === season && ready.year === year && ready.votes.length > longest)
    return ready.votes;
  const votes = new Float64Array(longest + 1);
  for (let lag = 1; lag <= longest; lag++) {
    const recency =
      kinship.fastShare * 2 ** (-lag / kinship.fast) + (1 - kinship.fastShare) * 2 ** (-lag / kinship.slow);
    const place = lag % season === 0 ? 1 : kinship.otherPlace;
    votes[lag] = (recency + (year ? sameSeason(lag, year, kinship) : 0)) * place;
  }
  lastTable = { kinship, season, year, votes };
  return votes;
}

function sameSeason(lag: number, year: number, kinship: Kinship): number {
  const years = Math.round(lag / year);
  if (years === 0) return 0;
  const apart = (lag - years * year) / kinship.yearWidth;
  return kinship.year * kinship.yearDecay ** (years - 1) * Math.exp(-0.5 * apart * apart);
}
