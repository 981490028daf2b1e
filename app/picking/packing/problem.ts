// One question to the searches: do these loads stand in this room? In numbers only; `fit.ts` translates.
import type { Sides } from './item.ts';

/** One item, as the searches see it. */
export type Load = {
  /** the ways it may stand, all of which the room is large enough for */
  turns: readonly Sides[];
  fragile: boolean;
  volume: number;
  /** equal loads have the same kind, kinds count from 0; a search need not try both */
  kind: number;
};

export type Problem = {
  room: Sides;
  /** equal ones side by side, larger before smaller */
  loads: readonly Load[];
  /** least share of an item's base that rests on the floor or on items; 0 = a little is enough */
  support: number;
  /** whether up is a direction like the others: nothing upright, fragile or supported */
  anyWayUp: boolean;
};

/** A load that stands somewhere: its corner nearest to the origin, and its sides. */
export type Spot = { x: number; y: number; z: number; dx: number; dy: number; dz: number };

/** Where each load stands, in the order of the problem's. */
export type Layout = Spot[];

/** Counts what a search spends. `spend` says whether to go on; the clock is asked now and then, as asking costs. */
export type Effort = { spend(): boolean; spent(): number };

export type Limit = {
  /** steps of a search: the same on every machine */
  steps: number;
  now: () => number;
  /** on the clock `now`, which is not asked without it */
  until: number;
};

const STEPS_A_LOOK = 256;

export function effortOf({ steps, now, until }: Limit): Effort {
  let spent = 0;
  let over = steps <= 0 || now() >= until;
  return {
    spend() {
      if (over) return false;
      spent++;
      if (spent >= steps || (spent % STEPS_A_LOOK === 0 && now() >= until)) over = true;
      return !over;
    },
    spent: () => spent,
  };
}

export const slackOf = ({ room, loads }: Problem) =>
  room[0] * room[1] * room[2] - loads.reduce((sum, { volume }) => sum + volume, 0);
