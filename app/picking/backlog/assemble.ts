// The plan that batches make: waves in the order in which they are begun, and what other ways would have cost.
import { sum } from '../../lib/sum.ts';
import { type Finish, isLikelyLate, playFinish } from '../finish.ts';
import type { FloorWalks } from '../place/floor-walks.ts';
import type { Shelves } from '../shelves.ts';
import { asTheyCome, type GroupPlan, stopsOfBatch } from './batches.ts';
import type { Group, Prepared } from './groups.ts';
import type { PlannedBacklog } from './planned.ts';
import { inTurn } from './turns.ts';
import { fetch, waveOf } from './wave-of.ts';

/** The plan that these batches make: bins, walks, totes, times, and what other ways would have cost. */
export function assemble(prepared: Prepared, plans: readonly GroupPlan[]): PlannedBacklog {
  const { floor, input } = prepared;
  const begun = inTurn(prepared, plans);
  const shelves: Shelves = new Map(input.shelves);
  const groups = prepared.groups.map((group) => ({ ...group, orders: [...group.orders] }));
  const bounds = begun.map(({ at, batch }) => fetch(groups[at]!, batch, shelves, floor));
  const waves = begun.map(({ at, batch }, nth) => waveOf(groups[at]!, batch, floor, input, bounds[nth]!));
  const { terms, learned } = input;
  const { factor, sigma } = learned;
  const play = (pickers: number) => playFinish(waves, { pickers, factor, sigma, seed: input.seed, from: input.now });
  const finishes = play(terms.pickers);
  return {
    waves: waves.map((wave, at) => ({ ...wave, seconds: wave.seconds * learned.factor, finish: finishes[at]! })),
    tooLarge: prepared.tooLarge,
    learnedFrom: learned.from,
    wallSlots: groups.some(({ rule, most }) => most < (rule?.most ?? terms.most)) ? (input.wallSlots ?? null) : null,
    pickersToKeepUp: pickersToKeepUp(terms.pickers, finishes, play),
    metres: floor && {
      walk: sum(waves.map((wave) => wave.metres?.walk ?? 0)),
      bound: sum(plans.map((plan) => plan.bound)),
      proven: plans.every((plan) => plan.proven),
      oneByOne: sum(waves.map((wave) => wave.metres?.oneByOne ?? 0)),
      ...compared(groups, floor),
    },
  };
}

const MOST_PICKERS = 20;

export function pickersToKeepUp(
  now: number,
  finishes: readonly Finish[],
  play: (pickers: number) => readonly Finish[],
): number | null {
  if (!finishes.some(isLikelyLate)) return null;
  for (let pickers = now + 1; pickers <= MOST_PICKERS; pickers++) if (!play(pickers).some(isLikelyLate)) return pickers;
  return null;
}

/** Metres of batches as they come: on shortest walks, and by bin name. */
function compared(groups: readonly Group[], floor: FloorWalks): { firstCome: number; byBinName: number } {
  let shortest = 0;
  let byBinName = 0;
  for (const group of groups)
    for (const batch of asTheyCome(group)) {
      const stops = stopsOfBatch(group, batch);
      shortest += floor.walk(stops).metres;
      byBinName += floor.inOrder(stops);
    }
  return { firstCome: shortest, byBinName };
}
