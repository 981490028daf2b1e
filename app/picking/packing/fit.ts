// Does it fit? Yes with where everything stands, no with a proof, or not known within the effort allowed.
import { uniformFrom } from '../../lib/uniform.ts';
import { exceedsRoom } from './bounds.ts';
import { type Box, boxFault, type Item, itemFault, roomOf, type Sides, turnsOf, volumeOf } from './item.ts';
import { packMerged } from './merged.ts';
import { type Effort, effortOf, type Layout, type Load, type Problem, type Spot } from './problem.ts';
import { searchRelations } from './relations.ts';
import { packSpaces, resting } from './spaces.ts';

/** Where one item stands, in millimetres from the box's rear left lower inner corner: x along length, y width, z height. */
export type Placement = Spot & {
  item: string;
  /** the share of its base that rests on the floor or on other items */
  support: number;
};

export type Fit =
  | { answer: 'fits' /** in the order in which a person packs */; placements: Placement[] }
  | { answer: 'does not fit'; because: Misfit }
  | { answer: 'unknown' };

/** A proof, in one word and with whom it names. */
export type Misfit =
  | { reason: 'too-large'; items: string[] }
  | { reason: 'too-heavy'; weight: number; most: number /** those that are too heavy alone */; items: string[] }
  | { reason: 'volume'; volume: number; room: number }
  | { reason: 'shapes' };

export type Allowed = {
  /** a clock in milliseconds; only differences matter */
  now: () => number;
  /** when to stop, on that clock */
  until: number;
  /** steps of the searches, which bound the effort where the clock does not: the same answer on every machine */
  steps?: number;
  /** least share of each base that rests on something; 0, usual: every item rests on something, however little */
  support?: number;
  seed?: number;
};

/** Two or three seconds of one core. */
const USUAL_STEPS = 1_000_000;

/** Throws a RangeError for measures that are none (`itemFault`, `boxFault`), or two items with one id. */
export function fitIn(items: readonly Item[], box: Box, allowed: Allowed): Fit {
  const fault = boxFault(box) ?? items.map(itemFault).find((found) => found !== null);
  if (fault) throw new RangeError(fault);
  if (new Set(items.map(({ id }) => id)).size < items.length) throw new RangeError('Two items have the same id.');

  const room = roomOf(box);
  const tooLarge = items.filter((item) => !turnsOf(item).some((turn) => within(turn, room)));
  if (tooLarge.length > 0)
    return { answer: 'does not fit', because: { reason: 'too-large', items: tooLarge.map(({ id }) => id) } };
  const weight = items.reduce((sum, item) => sum + item.weight, 0);
  const most = box.maxWeight;
  if (most !== null && weight > most) {
    const alone = items.filter((item) => item.weight > most).map(({ id }) => id);
    return { answer: 'does not fit', because: { reason: 'too-heavy', weight, most, items: alone } };
  }
  const volume = items.reduce((sum, item) => sum + volumeOf(item), 0);
  const space = room[0] * room[1] * room[2];
  if (volume > space) return { answer: 'does not fit', because: { reason: 'volume', volume, room: space } };

  const asked = ask(items, room, allowed.support ?? 0, box.padding);
  if (exceedsRoom(asked.problem)) return { answer: 'does not fit', because: { reason: 'shapes' } };
  const found = search(asked, allowed);
  if (found === 'none') return { answer: 'does not fit', because: { reason: 'shapes' } };
  return found === 'unknown' ? { answer: 'unknown' } : { answer: 'fits', placements: found };
}

const within = (turn: Sides, room: Sides) => turn.every((side, axis) => side <= room[axis]!);

/** The question in numbers, and how to read its answer. */
type Asked = { problem: Problem; placed: (layout: Layout) => Placement[] };

/**
 * One form for one question, however box and items are turned or listed: the room's sides from large to small as far as they
 * may be exchanged, loads from large to small.
 */
function ask(items: readonly Item[], room: Sides, support: number, padding: number): Asked {
  const anyWayUp = support === 0 && items.every((item) => !item.upright && !item.fragile);
  const axes = (anyWayUp ? [0, 1, 2] : [0, 1]).sort((a, b) => room[b]! - room[a]! || a - b);
  if (!anyWayUp) axes.push(2);
  const sides = axes.map((axis) => room[axis]!) as [number, number, number];
  const known = items
    .map((item) => {
      const turns = turnsOf(item)
        .filter((turn) => within(turn, sides))
        .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
      return { item, turns, volume: volumeOf(item), alike: `${turns.join(';')}${item.fragile ? '!' : ''}` };
    })
    .sort((a, b) => b.volume - a.volume || (a.alike < b.alike ? -1 : a.alike > b.alike ? 1 : 0));
  let kind = -1;
  const loads = known.map(({ item, turns, volume, alike }, i): Load => {
    if (alike !== known[i - 1]?.alike) kind++;
    return { turns, fragile: item.fragile, volume, kind };
  });
  const back = (layout: Layout): Layout =>
    layout.map(({ x, y, z, dx, dy, dz }) => {
      const [at, size] = [axes.map(() => 0), axes.map(() => 0)];
      axes.forEach((axis, k) => {
        at[axis] = [x, y, z][k]!;
        size[axis] = [dx, dy, dz][k]!;
      });
      return { x: at[0]!, y: at[1]!, z: at[2]!, dx: size[0]!, dy: size[1]!, dz: size[2]! };
    });
  return {
    problem: { room: sides, loads, support, anyWayUp },
    placed(layout) {
      const upright = lowered(back(layout));
      const turned = upright.map((spot) => ({ ...spot, z: room[2] - spot.z - spot.dz }));
      const spots = anyWayUp ? steadier(upright, lowered(turned)) : upright;
      return spots
        .map((spot, i) => ({ item: known[i]!.item.id, ...spot, support: resting(spot, spots) }))
        .map((one) => ({ ...one, x: one.x + padding, y: one.y + padding, z: one.z + padding }))
        .sort((a, b) => a.z - b.z || a.y - b.y || a.x - b.x);
    },
  };
}

/** Everything sunk until it rests on something. Whatever stood above something still does, and nothing else. */
function lowered(layout: Layout): Layout {
  const sunk: Layout = [];
  const order = layout.map((_, i) => i).sort((a, b) => layout[a]!.z - layout[b]!.z);
  for (const i of order) {
    const spot = layout[i]!;
    let z = 0;
    for (const other of sunk) {
      if (!other) continue;
      const beside =
        spot.x >= other.x + other.dx ||
        other.x >= spot.x + spot.dx ||
        spot.y >= other.y + other.dy ||
        other.y >= spot.y + spot.dy;
      if (!beside) z = Math.max(z, other.z + other.dz);
    }
    sunk[i] = { ...spot, z };
  }
  return sunk;
}

function steadier(one: Layout, other: Layout): Layout {
  const worst = (layout: Layout) => Math.min(...layout.map((spot) => resting(spot, layout)));
  return worst(other) > worst(one) ? other : one;
}

/** What the searches get of the first round, in steps; of each round twice as much as of the one before. */
const SHARES = { spaces: 600, relations: 2_000, merged: 4_000 };
/** Above, the complete search is not tried: it would not end. */
const MOST_SEARCHED = 12;

function search({ problem, placed }: Asked, allowed: Allowed): Placement[] | 'none' | 'unknown' {
  const random = uniformFrom(allowed.seed ?? 1);
  const { support } = problem;
  let left = allowed.steps ?? USUAL_STEPS;
  let placements: Placement[] = [];
  const accept = (layout: Layout) => {
    placements = placed(layout);
    return support === 0 || placements.every((one) => one.support >= support);
  };
  /** A part of what is left. */
  const part = <T>(steps: number, work: (effort: Effort) => T): T => {
    const effort = effortOf({ steps: Math.min(steps, left), now: allowed.now, until: allowed.until });
    const result = work(effort);
    left -= effort.spent();
    return result;
  };
  const [only] = problem.loads;
  if (only && problem.loads.length === 1) {
    const [dx, dy, dz] = only.turns[0]!;
    accept([{ x: 0, y: 0, z: 0, dx, dy, dz }]);
    return placements;
  }
  for (let more = 1; left > 0 && allowed.now() < allowed.until; more *= 2) {
    if (part(SHARES.spaces * more, (effort) => packSpaces(problem, effort, random, accept))) return placements;
    if (problem.loads.length <= MOST_SEARCHED) {
      // In the order of sizes, each time from the start: at some length it may end with a proof.
      const searched = part(SHARES.relations * more, (effort) => searchRelations(problem, effort, accept));
      if (searched === 'none') return 'none';
      if (searched !== 'stopped') return placements;
    }
    if (part(SHARES.merged * more, (effort) => packMerged(problem, effort, random, accept))) return placements;
  }
  return 'unknown';
}
