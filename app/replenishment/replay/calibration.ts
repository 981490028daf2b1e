// How often the forecast's promises held on the place's own past, and whether it beat the simplest forecast there is.

/** The promises that are checked: the quantile of so many percent must hold as often. */
export const PROMISES = [50, 80, 95] as const;
export type Promised = (typeof PROMISES)[number];

/** Promises kept, counted over rolling cuts of the past: at each, only what lay before it was known. */
export type Held = { cuts: number; held: Record<Promised, number> };

export type Calibration = Held & {
  /** the method in use: naive where nothing beat it by more than chance */
  method: string;
  /** demand was forecast over so many days */
  periodDays: number;
  /** mean pinball loss as a share of the mean demand, of the better of ours and of the naive one; less is better */
  loss: number;
  naiveLoss: number;
};

/**
 * What chance alone leaves open: the share that may lie behind `held` of `cuts`, at 95 % (Wilson, JASA 22, 1927). Few cuts, a wide
 * band. Null without cuts.
 */
export function chanceBand(held: number, cuts: number): { from: number; to: number } | null {
  if (cuts === 0) return null;
  const z = 1.96;
  const share = held / cuts;
  const middle = share + (z * z) / (2 * cuts);
  const half = z * Math.sqrt((share * (1 - share)) / cuts + (z * z) / (4 * cuts * cuts));
  const scale = 1 + (z * z) / cuts;
  return { from: Math.max(0, (middle - half) / scale), to: Math.min(1, (middle + half) / scale) };
}

/** Whether a promise was kept, as far as chance lets us say: `kept`, held `less` often than promised, or `more` often. */
export function verdict(held: number, cuts: number, promised: Promised): 'kept' | 'less' | 'more' | 'unknown' {
  const band = chanceBand(held, cuts);
  if (!band) return 'unknown';
  const share = promised / 100;
  return band.to < share ? 'less' : band.from > share ? 'more' : 'kept';
}

/** Nothing of ours beat the naive forecast by more than chance: it is used, and we say so. */
export const losesToNaive = ({ method }: { method: string }) => method === 'naive';
