// Planning a whole backlog: all orders that are ready become waves. Rules and cut-offs part them into groups that never mix; in
// each group the planner (batching/) chooses which orders ride together. A large group is planned in parts that lie near each
// other, and the parts are cut anew once, so that what lies at a border is looked at as well.
import { firstCome } from './batching/first-come.ts';
import { floorBound } from './batching/floor-bound.ts';
import { type Batches, boardOf, type OrderToBatch } from './batching/task.ts';
import { compareBins } from './bin-order.ts';
import {
  anyCart,
  type Cart,
  capacityOf,
  loadOf,
  type OrderSize,
  orderSize,
  tooLarge,
  toteOfLines,
  totesFor,
  type UnitSize,
} from './carts/cart.ts';
import type { Unsized } from './carts/unsized.ts';
import { type Finish, playFinish } from './finish.ts';
import { type Floor, type FloorWalks, floorWalks } from './floor-walks.ts';
import { type Learned, secondsOf } from './pace.ts';
import type { Candidate } from './plan.ts';
import { type Rule, ruleFor } from './rules/rule.ts';
import { cutOffs, dueAt, type Terms } from './rules/terms.ts';
import { traitsOf } from './rules/traits.ts';
import type { Walks } from './walk/walks.ts';

export type BacklogInput = {
  candidates: readonly Candidate[];
  rules: readonly Rule[];
  carts: readonly Cart[];
  terms: Terms;
  timeZone: string;
  /** days (YYYY-MM-DD of the shop) on which nobody works */
  closed: ReadonlySet<string>;
  now: Date;
  /** null = no layout is known: waves follow age and bin names */
  floor: Floor | null;
  /** of one unit, by inventory item; what is missing takes no room */
  sizes: ReadonlyMap<string, UnitSize>;
  learned: Learned;
  seed: number;
};

type Line = Candidate['lines'][number] & { stop: number | null };
type PlanOrder = {
  orderId: string;
  orderName: string;
  lines: Line[];
  units: number;
  size: OrderSize;
  /** in the floor's numbers, each once, ascending: by bin name */
  stops: number[];
};

export type Group = { rule: Rule | null; cart: Cart; most: number; dueAt: Date | null; orders: PlanOrder[] };

export type Prepared = {
  input: BacklogInput;
  floor: FloorWalks | null;
  groups: Group[];
  tooLarge: { orderId: string; orderName: string; says: string }[];
};

/** A part of a group for one search. Plain data, so that it can go to another thread. */
export type Part = {
  group: number;
  /** the part's orders, by their number in the group */
  members: number[];
  orders: OrderToBatch[];
  capacity: number[];
  /** batches to start from, in numbers of `members`; null = find a start */
  start: Batches | null;
  /** the whole group: worth a proof */
  whole: boolean;
  seed: number;
};

export type PlannedWave = {
  orders: { orderId: string; orderName: string; lines: number; units: number; tote: number | null }[];
  /** fulfillment-order lines in the order of the walk, with the units planned */
  walk: { fulfillmentOrderLineId: string; quantity: number; tote: number | null }[];
  rule: string | null;
  cart: string | null;
  method: Cart['method'];
  dueAt: Date | null;
  lines: number;
  units: number;
  /** lines in bins that the layout does not have, walked last */
  unplaced: number;
  /** null where no layout is known */
  metres: { walk: number; bound: number; oneByOne: number; byBinName: number } | null;
  /** as it is likely to take */
  seconds: number;
  finish: Finish;
};

export type PlannedBacklog = {
  waves: PlannedWave[];
  tooLarge: Prepared['tooLarge'];
  /** in sum; null where no layout is known. No plan under the same rules is shorter than `bound`. */
  metres: {
    walk: number;
    bound: number;
    proven: boolean;
    oneByOne: number;
    firstCome: number;
    /** first come, walked by bin name */
    byBinName: number;
  } | null;
  learnedFrom: number;
  /** items of which a cart's limits know nothing; a plan that an earlier version made says nothing of them */
  unsized?: Unsized;
};

/** The metres of a group's batches that nothing undercuts, and whether they are reached. */
export type GroupPlan = { batches: Batches; bound: number; proven: boolean };

export function prepare(input: BacklogInput): Prepared {
  const { terms, carts, rules, now } = input;
  const floor = input.floor && floorWalks(input.floor);
  const upcoming = cutOffs(terms.windows, input.timeZone, now, input.closed);
  const groups = new Map<string, Group & { rank: number }>();
  const large: Prepared['tooLarge'] = [];
  for (const own of byUrgency(input.candidates)) {
    const [first] = own as [Candidate];
    const lines = own.flatMap((one) =>
      one.lines
        .filter((line) => line.quantity > 0)
        .map((line) => ({ ...line, stop: line.bin === null ? null : (floor?.stopOf.get(line.bin) ?? null) })),
    );
    const traits = traitsOf(own, lines);
    const { fulfillBy, units } = traits;
    const rule = ruleFor(rules, traits, now);
    const wanted = rule?.cartId ?? terms.cartId;
    const cart = carts.find((one) => one.id === wanted) ?? anyCart;
    const size = orderSize(lines, input.sizes);
    const says = tooLarge(cart, size);
    if (says) {
      large.push({ orderId: first.orderId, orderName: first.orderName, says });
      continue;
    }
    const due = dueAt({ fulfillBy }, upcoming);
    const key = `${due?.getTime() ?? ''} ${rule?.id ?? ''}`;
    const group = groups.get(key) ?? {
      ...{ rule, cart, dueAt: due, orders: [] },
      most: rule?.most ?? terms.most,
      rank: rule ? rules.indexOf(rule) : rules.length,
    };
    groups.set(key, group);
    const stops = [...new Set(lines.flatMap((line) => line.stop ?? []))].sort((a, b) => a - b);
    group.orders.push({ orderId: first.orderId, orderName: first.orderName, lines, units, size, stops });
  }
  const inOrder = [...groups.values()].sort(
    (a, b) => (a.dueAt?.getTime() ?? 0) - (b.dueAt?.getTime() ?? 0) || a.rank - b.rank,
  );
  return { input, floor, tooLarge: large, groups: inOrder };
}

/** A search takes so many orders at a time: enough to choose from, and few enough for its start (their square). */
const PART = 180;

/** The parts of all groups, for the first searches; none where no layout is known. */
export function firstParts({ groups, floor, input }: Prepared): Part[] {
  if (!floor) return [];
  return groups.flatMap((group, at) => {
    const numbers = group.orders.map((_, order) => order);
    if (numbers.length <= PART) return [partOf(group, at, numbers, null, true, input.seed)];
    const near = numbers.sort(byKey(numbers.map((order) => nearness(floor, group.orders[order]!.stops))));
    return evenly(near, PART).map((members, part) => partOf(group, at, members, null, false, input.seed + part));
  });
}

/** The parts of large groups cut anew: whole batches that lie near each other, the borders where the middles were. */
export function secondParts(prepared: Prepared, found: readonly Batches[]): Part[] {
  const { groups, floor, input } = prepared;
  if (!floor) return [];
  return groups.flatMap((group, at) => {
    const batches = found[at] ?? [];
    if (group.orders.length <= PART) return [];
    const keys = batches.map((batch) =>
      nearness(
        floor,
        batch.flatMap((order) => group.orders[order]!.stops),
      ),
    );
    const near = batches.map((_, batch) => batch).sort(byKey(keys));
    const parts: number[][] = [[]];
    // The first part is half as large: its borders fall where the first cut had none.
    let room = PART / 2;
    for (const batch of near) {
      const size = batches[batch]!.length;
      if (room < size && parts.at(-1)!.length > 0) {
        parts.push([]);
        room = PART;
      }
      parts.at(-1)!.push(batch);
      room -= size;
    }
    return parts.map((own, part) => {
      const members = own.flatMap((batch) => batches[batch]!);
      const number = new Map(members.map((order, i) => [order, i]));
      const start = own.map((batch) => batches[batch]!.map((order) => number.get(order)!));
      return partOf(group, at, members, start, false, input.seed + 7919 * (part + 1));
    });
  });
}

function partOf(
  group: Group,
  at: number,
  members: number[],
  start: Batches | null,
  whole: boolean,
  seed: number,
): Part {
  return {
    group: at,
    members,
    orders: members.map((order) => toBatch(group, group.orders[order]!)),
    capacity: capacityOf(group.cart, group.most),
    start,
    whole,
    seed,
  };
}

const toBatch = ({ cart }: Group, order: PlanOrder): OrderToBatch => ({
  name: order.orderName,
  stops: order.stops,
  load: loadOf(cart, order.size),
});

/** Where no layout is known every walk is as long as any other. */
const nowhere: Walks = {
  places: 0,
  shortest: true,
  length: () => 0,
  walk: () => ({ length: 0, bound: 0, path: [] }),
  unions: () => () => 0,
};

/** Which orders ride together if they are taken as they come. */
export function asTheyCome(group: Group): Batches {
  const orders = group.orders.map((order) => ({ ...toBatch(group, order), stops: [] }));
  return firstCome(boardOf({ orders, capacity: capacityOf(group.cart, group.most), walks: nowhere }));
}

/**
 * What is known of a group's batches. The search's own word counts where it saw the whole group and every walk it measured was the
 * shortest; else there is a bound that any batches of the group respect.
 */
export function certified(
  { groups, floor }: Prepared,
  at: number,
  batches: Batches,
  whole: { bound: number; proven: boolean } | null,
): GroupPlan {
  const group = groups[at]!;
  if (!floor) return { batches, bound: 0, proven: false };
  if (whole && floor.walks.shortest) return { batches, bound: whole.bound, proven: whole.proven };
  const board = boardOf({
    orders: group.orders.map((order) => toBatch(group, order)),
    capacity: capacityOf(group.cart, group.most),
    walks: floor.walks,
  });
  return { batches, bound: floorBound(board), proven: false };
}

/** The plan that these batches make: walks, totes, times, and what other ways would have cost. */
export function assemble(prepared: Prepared, plans: readonly GroupPlan[]): PlannedBacklog {
  const { groups, floor, input } = prepared;
  const waves = groups.flatMap((group, at) =>
    // The wave with the order that waits longest goes first.
    plans[at]!.batches.map((batch) => batch.toSorted((a, b) => a - b))
      .sort((a, b) => a[0]! - b[0]!)
      .map((batch) => waveOf(group, batch, floor, input)),
  );
  const { terms, learned } = input;
  const finishes = playFinish(waves, {
    pickers: terms.pickers,
    factor: learned.factor,
    sigma: learned.sigma,
    seed: input.seed,
    from: input.now,
  });
  return {
    waves: waves.map((wave, at) => ({ ...wave, seconds: wave.seconds * learned.factor, finish: finishes[at]! })),
    tooLarge: prepared.tooLarge,
    learnedFrom: learned.from,
    metres: floor && {
      walk: sum(waves.map((wave) => wave.metres?.walk ?? 0)),
      bound: sum(plans.map((plan) => plan.bound)),
      proven: plans.every((plan) => plan.proven),
      oneByOne: sum(waves.map((wave) => wave.metres?.oneByOne ?? 0)),
      ...compared(groups, floor),
    },
  };
}

/** Metres of batches as they come: on shortest walks, and by bin name. */
function compared(groups: readonly Group[], floor: FloorWalks): { firstCome: number; byBinName: number } {
  let shortest = 0;
  let byBinName = 0;
  for (const group of groups)
    for (const batch of asTheyCome(group)) {
      const stops = stopsOf(group, batch);
      shortest += floor.walk(stops).metres;
      byBinName += floor.inOrder(stops);
    }
  return { firstCome: shortest, byBinName };
}

/** Ascending: in the order of bin names. */
function stopsOf(group: Group, batch: readonly number[]): number[] {
  return [...new Set(batch.flatMap((order) => group.orders[order]!.stops))].sort((a, b) => a - b);
}

function waveOf(
  group: Group,
  batch: readonly number[],
  floor: FloorWalks | null,
  { terms, sizes }: BacklogInput,
): Omit<PlannedWave, 'finish'> {
  const orders = batch.map((order) => group.orders[order]!);
  const stops = stopsOf(group, batch);
  const walk = floor?.walk(stops) ?? null;
  const rank = new Map(walk?.order.map((stop, at) => [stop, at]));
  const last = stops.length;
  const lines = orders
    .flatMap(({ orderId, orderName, lines: own }) => own.map((line) => ({ ...line, orderId, orderName })))
    .sort(
      (a, b) =>
        (a.stop === null ? last : (rank.get(a.stop) ?? last)) - (b.stop === null ? last : (rank.get(b.stop) ?? last)) ||
        compareBins(a.bin, b.bin) ||
        (a.sku ?? a.title).localeCompare(b.sku ?? b.title) ||
        compareBins(a.orderName, b.orderName) ||
        a.fulfillmentOrderLineId.localeCompare(b.fulfillmentOrderLineId),
    );
  const units = sum(orders.map((order) => order.units));
  const metres = walk &&
    floor && {
      walk: walk.metres,
      bound: walk.bound,
      oneByOne: sum(orders.map((order) => floor.walks.length(order.stops))),
      byBinName: floor.inOrder(stops),
    };
  let tote = 1;
  const toteOf = new Map<string, number>();
  return {
    orders: orders.map((order) => {
      const { orderId, orderName, units: ownUnits } = order;
      const own = totesFor(group.cart, order.size);
      const from = own > 0 ? tote : null;
      const walked = lines.filter((line) => line.orderId === orderId);
      if (from !== null)
        for (const [line, at] of toteOfLines(group.cart, own, walked, sizes).entries())
          toteOf.set(walked[line]!.fulfillmentOrderLineId, from + at);
      tote += own;
      return { orderId, orderName, lines: order.lines.length, units: ownUnits, tote: from };
    }),
    walk: lines.map(({ fulfillmentOrderLineId: id, quantity }) => ({
      ...{ fulfillmentOrderLineId: id, quantity },
      tote: toteOf.get(id) ?? null,
    })),
    rule: group.rule?.name ?? null,
    cart: group.cart === anyCart ? null : group.cart.name,
    method: group.cart.method,
    dueAt: group.dueAt,
    lines: lines.length,
    units,
    unplaced: floor ? lines.filter((line) => line.stop === null).length : 0,
    metres,
    seconds: secondsOf({ metres: walk?.metres ?? 0, lines: lines.length, units }, terms),
  };
}

/** Orders with their parts, the most urgent first: by promise, then by age. */
function byUrgency(candidates: readonly Candidate[]): Candidate[][] {
  const far = 8.64e15;
  const groups = [...Map.groupBy(candidates, (one) => one.orderId).values()]
    .map((own) => ({
      own,
      promise: Math.min(far, ...own.flatMap((one) => one.fulfillBy?.getTime() ?? [])),
      placed: Math.min(...own.map((one) => one.placedAt.getTime())),
    }))
    .filter(({ own }) => own.some((one) => one.lines.some((line) => line.quantity > 0)));
  return groups
    .sort((a, b) => a.promise - b.promise || a.placed - b.placed || a.own[0]!.orderId.localeCompare(b.own[0]!.orderId))
    .map(({ own }) => own);
}

/** So many metres are told apart when nearness is reckoned. */
const CELL = 1;
const BITS = 12;

/**
 * A number that is near for stops that lie near each other: where they begin and end across the aisles, as a place on Hilbert's
 * curve, then how far up the aisles they lie. Floors lie beside each other.
 */
function nearness({ points }: FloorWalks, stops: readonly number[]): number {
  if (stops.length === 0) return -1;
  let [left, right, up] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const stop of stops) {
    const { floor, x, y } = points[stop]!;
    const across = Math.max(0, x) + floor * 1000;
    left = Math.min(left, across);
    right = Math.max(right, across);
    up += y / stops.length;
  }
  const cell = (metres: number) => Math.min(2 ** BITS - 1, Math.floor(metres / CELL));
  return hilbert(cell(left), cell(right)) * 1000 + Math.min(999, Math.max(0, up));
}

/** How far along Hilbert's curve a cell lies (Hilbert 1891, reckoned as in Warren, Hacker's Delight). */
function hilbert(x: number, y: number): number {
  let distance = 0;
  for (let side = 2 ** (BITS - 1); side > 0; side /= 2) {
    const right = (x & side) > 0 ? 1 : 0;
    const upper = (y & side) > 0 ? 1 : 0;
    distance += side * side * ((3 * right) ^ upper);
    if (upper === 0) {
      if (right === 1) {
        x = side - 1 - (x & (side - 1));
        y = side - 1 - (y & (side - 1));
      }
      [x, y] = [y, x];
    }
  }
  return distance;
}

const byKey = (keys: readonly number[]) => (a: number, b: number) => keys[a]! - keys[b]! || a - b;

function evenly(all: readonly number[], most: number): number[][] {
  const parts = Math.ceil(all.length / most);
  return Array.from({ length: parts }, (_, part) =>
    all.slice(Math.round((part * all.length) / parts), Math.round(((part + 1) * all.length) / parts)),
  );
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
