// Proofs without a search that loads do not stand in a room together.
import type { Problem } from './problem.ts';

/** Functions of a side as a share of the room's that never make sides which fit together exceed 1 together. */
type Scale = (share: number) => number;

/** The more scales, the more proofs; each axis tries all of its own against all of the others'. */
const MOST_SCALES = 14;
const NEARLY = 1e-9;

/**
 * Whether the loads are too much for the room under some conservative scales: the volumes of their rescaled sides, each load
 * in the turn that makes it least, exceed the room's. With the sides as they are this is the volume itself. (Dual feasible
 * functions: Fekete and Schepers, "A general framework for bounds for higher-dimensional orthogonal packing problems",
 * Mathematical Methods of Operations Research 60, 2004; turns by the least of each load.)
 */
export function exceedsRoom({ loads, room }: Problem): boolean {
  const scaled = [0, 1, 2].map((axis) => {
    const side = room[axis]!;
    const sides = new Set(loads.flatMap(({ turns }) => turns.map((turn) => turn[axis]!)));
    return scalesFor(side, [...sides]).map((scale) =>
      loads.map(({ turns }) => turns.map((turn) => scale(turn[axis]! / side))),
    );
  });
  for (const x of scaled[0]!)
    for (const y of scaled[1]!)
      for (const z of scaled[2]!) {
        let sum = 0;
        for (let i = 0; i < loads.length; i++) {
          let least = Number.POSITIVE_INFINITY;
          const [xs, ys, zs] = [x[i]!, y[i]!, z[i]!];
          for (let t = 0; t < xs.length; t++) least = Math.min(least, xs[t]! * ys[t]! * zs[t]!);
          sum += least;
        }
        if (sum > 1 + NEARLY) return true;
      }
  return false;
}

function scalesFor(side: number, sides: readonly number[]): Scale[] {
  const scales: Scale[] = [(share) => share];
  // A part of 1/(k+1) or more takes a whole step of 1/k, what lies between steps loses the rest.
  for (const k of [1, 2, 3, 4])
    scales.push((share) => {
      const steps = share * (k + 1);
      const whole = Math.floor(steps + NEARLY);
      return Math.abs(steps - whole) < NEARLY ? share : whole / k;
    });
  // What is larger than the room less ε leaves no place beside it for what is at least ε; smaller sides do not count.
  const cuts = sides.filter((one) => 2 * one <= side).sort((a, b) => b - a);
  for (const cut of cuts.slice(0, MOST_SCALES - scales.length)) {
    const least = cut / side;
    scales.push((share) => (share > 1 - least + NEARLY ? 1 : share < least - NEARLY ? 0 : share));
  }
  return scales;
}
