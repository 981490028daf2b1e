// When waves will be done, and how likely one is to miss its cut-off: the coming hours played many times with times that scatter.

import { uniformFrom } from '../lib/uniform.ts';

export type WaveToDo = { seconds: number; dueAt: Date | null };

export type Finish = {
  /** in half of the plays it is done by then, in nine of ten by then */
  half: Date;
  ninety: Date;
  /** share of plays in which it is done after its cut-off; null without one */
  missed: number | null;
};

/** More than one play in ten ends after the cut-off. */
export const isLikelyLate = ({ missed }: Pick<Finish, 'missed'>): boolean => (missed ?? 0) > 0.1;

const PLAYS = 400;
/** Of the spread, what a whole shift shares (people, crowding, the day), as a share of the variance. */
const SHARED = 0.3;

/**
 * Waves are taken in their order by whoever is free of `pickers`. A wave's time is lognormal about `seconds` × a factor: its median
 * is that, its spread `sigma` is partly its own and partly the shift's. The same seed plays the same.
 */
export function playFinish(
  waves: readonly WaveToDo[],
  of: { pickers: number; factor: number; sigma: number; seed: number; from: Date },
): Finish[] {
  const draw = normals(of.seed);
  const ends = waves.map(() => new Float64Array(PLAYS));
  const own = of.sigma * Math.sqrt(1 - SHARED);
  const shift = of.sigma * Math.sqrt(SHARED);
  for (let play = 0; play < PLAYS; play++) {
    const free = new Float64Array(Math.max(1, of.pickers));
    const day = of.factor * Math.exp(shift * draw());
    waves.forEach(({ seconds }, wave) => {
      let first = 0;
      for (let picker = 1; picker < free.length; picker++) if (free[picker]! < free[first]!) first = picker;
      free[first]! += seconds * day * Math.exp(own * draw());
      ends[wave]![play] = free[first]!;
    });
  }
  return waves.map(({ dueAt }, wave) => {
    const sorted = ends[wave]!.sort();
    const at = (share: number) => new Date(of.from.getTime() + 1000 * sorted[Math.floor(share * (PLAYS - 1))]!);
    const room = dueAt ? (dueAt.getTime() - of.from.getTime()) / 1000 : 0;
    const late = dueAt ? sorted.filter((end) => end > room).length / PLAYS : null;
    return { half: at(0.5), ninety: at(0.9), missed: late };
  });
}

/** Standard normal numbers (Box and Muller 1958). */
function normals(seed: number): () => number {
  const uniform = uniformFrom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
