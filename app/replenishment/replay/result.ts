// From a proof in units to the row that is kept and shown: with dates, money and the calibration.
import type { Calibration } from './calibration.ts';
import { fillOf, type Outcome } from './replay.ts';
import { proofOf, type ReplayInputs } from './replay-place.ts';
import { cashInStock, gainOver, lostMargin } from './worth.ts';

/** An outcome with its money in minor units as decimal text (JSON knows no bigint); null where the cost is not known. */
export type Told = Outcome & { lostMargin: string | null; cash: string | null };

export const STATES = ['played', 'short', 'lead-time', 'unreadable'] as const;
export type ResultState = (typeof STATES)[number];

export type Result = {
  state: ResultState;
  firstDay: string;
  from: string | null;
  /** the day after the last */
  until: string;
  knownFrom: string | null;
  /** `matched`: the starter rule with as much stock as ours, its levels `factor` times as high; not in rows of before it was played */
  year: { ours: Told; starter: Told; matched?: Told & { factor: number } } | null;
  known: { ours: Told; starter: Told; happened: Told } | null;
  gain: bigint | null;
  gainReal: bigint | null;
  moreUnits: number;
  /** the share served that we planned for; null where nothing was played or the target is no share served */
  target: number | null;
  calibration: Calibration | null;
};

export function resultOf(inputs: ReplayInputs, calibration: Calibration | null): Result {
  const proof = proofOf(inputs);
  const money = inputs.money && {
    price: BigInt(inputs.money.price),
    unitCost: BigInt(inputs.money.unitCost),
    holdingPermille: inputs.money.holdingPermille,
  };
  const { firstDay } = inputs;
  const until = dayAfter(firstDay, inputs.units.length);
  if (typeof proof === 'string')
    return {
      state: proof,
      firstDay,
      from: null,
      until,
      knownFrom: null,
      year: null,
      known: null,
      gain: null,
      gainReal: null,
      moreUnits: 0,
      target: null,
      calibration,
    };
  const { ours, starter, matched, known } = proof;
  const inMoney = <One extends Outcome>(outcome: One): One & Told => ({
    ...outcome,
    lostMargin: money ? String(lostMargin(outcome, money)) : null,
    cash: money ? String(cashInStock(outcome, money)) : null,
  });
  return {
    state: 'played',
    firstDay,
    from: dayAfter(firstDay, proof.from),
    until,
    knownFrom: known ? dayAfter(firstDay, known.from) : null,
    year: { ours: inMoney(ours), starter: inMoney(starter), matched: inMoney(matched) },
    known: known && {
      ours: inMoney(known.ours),
      starter: inMoney(known.starter),
      happened: inMoney(known.happened),
    },
    gain: money && gainOver(ours, starter, money),
    gainReal: money && known && gainOver(known.ours, known.happened, money),
    moreUnits: ours.sold - starter.sold,
    target: inputs.target.measure === 'fill' ? inputs.target.level : null,
    calibration,
  };
}

/** A target counts as kept down to two points below it: as near as a year of one place can tell (docs/decisions/0025). */
export const NEAR = 0.02;

/** Whether a place served what was planned for, or missed it by two points at most; null where nobody can say. */
export function cameNear({ year, target }: Pick<Result, 'year' | 'target'>): boolean | null {
  return year && target !== null && year.ours.asked > 0 ? fillOf(year.ours) >= target - NEAR - 1e-9 : null;
}

/** The day `days` after `day`, both YYYY-MM-DD. */
export function dayAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
