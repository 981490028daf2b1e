// Planning a whole backlog: all orders that are ready become waves. Rules and cut-offs part them into groups that never mix; in
// each group the planner (batching/) chooses which orders ride together. A large group is planned in parts that lie near each
// other, and the parts are cut anew once, so that what lies at a border is looked at as well.
import type { Crew } from './batching/due.ts';
import { firstCome } from './batching/first-come.ts';
import { floorBound } from './batching/floor-bound.ts';
import { type Batches, boardOf, type OrderToBatch } from './batching/task.ts';
import { compareBins } from './bin-order.ts';
import {
  anyCart,
  type Cart,
  capacityOf,
  intoTotes,
  loadOf,
  mostOrders,
  type OrderSize,
  orderSize,
  tooLarge,
  type UnitSize,
} from './carts/cart.ts';
import type { Unsized } from './carts/unsized.ts';
import { type Finish, isLikelyLate, playFinish } from './finish.ts';
import { nearestBins } from './nearest-bins.ts';
import { type Learned, secondsOf } from './pace.ts';
import { type Floor, type FloorWalks, floorWalks } from './place/floor-walks.ts';
import type { Candidate } from './plan.ts';
import { type Rule, ruleFor } from './rules/rule.ts';
import { cutOffs, dueAt, type Terms } from './rules/terms.ts';
import { traitsOf } from './rules/traits.ts';
import { assignBins, binsAlone, preferred, type Shelves } from './shelves.ts';
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
  /** what is free of each item and where; lines of what is missing here go to the bin that they name */
  shelves: Readonly<Shelves>;
  /** of one unit, by inventory item; what is missing takes no room */
  sizes: ReadonlyMap<string, UnitSize>;
  /** slots of the put wall, where one is described: no wave that is sorted there has more orders */
  wallSlots?: number | null;
  learned: Learned;
  seed: number;
};

type Line = Candidate['lines'][number];
type Find = Line & { stop: number | null };
type PlanOrder = {
  orderId: string;
  orderName: string;
  lines: Line[];
  /** a line is found in one bin, or a part of it in each of several */
  finds: Find[];
  units: number;
  size: OrderSize;
  /** in the floor's numbers, each once, ascending: by bin name */
  stops: number[];
  /** by when it has to be ready */
  dueAt: Date | null;
  /** those of its stops that no choice of a bin spares; null where nothing is to be chosen */
  sure: number[] | null;
};

export type Group = {
  rule: Rule | null;
  cart: Cart;
  most: number;
  /** its orders are due at different times: which of them ride together is also a matter of time */
  mixed: boolean;
  orders: PlanOrder[];
};

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
  /** where orders are due at different times: when each is, how long it takes, and who picks; null = nothing but metres counts */
  due: { orders: { due: number; seconds: number }[]; crew: Crew } | null;
  seed: number;
};

export type PlannedWave = {
  orders: { orderId: string; orderName: string; lines: number; units: number; tote: number | null }[];
  /** what each bin gives of a fulfillment-order line, in the order of the walk; no line twice from the same bin */
  walk: { fulfillmentOrderLineId: string; quantity: number; bin: string | null; tote: number | null }[];
  rule: string | null;
  cart: string | null;
  method: Cart['method'];
  dueAt: Date | null;
  lines: number;
  units: number;
  /** what is found in bins that the layout does not have, walked last */
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
  /** with so many pickers every wave keeps its cut-off in nine of ten plays; null = with those there are, or not with twenty either */
  pickersToKeepUp: number | null;
  /** items of which a cart's limits know nothing; a plan that an earlier version made says nothing of them */
  unsized?: Unsized;
  /** slots of the put wall, where waves would have more orders without it; null = it binds none */
  wallSlots?: number | null;
};

/** The metres of a group's batches that nothing undercuts, and whether they are reached. */
export type GroupPlan = { batches: Batches; bound: number; proven: boolean };

export function prepare(input: BacklogInput): Prepared {
  const { terms, carts, rules, now } = input;
  const floor = input.floor && floorWalks(input.floor);
  const upcoming = cutOffs(terms.windows, input.timeZone, now, input.closed);
  const byRule = new Map<Rule | null, Group>();
  const large: Prepared['tooLarge'] = [];
  const stopOf = (bin: string | null) => (bin === null ? null : (floor?.stopOf.get(bin) ?? null));
  for (const own of byUrgency(input.candidates)) {
    const [first] = own as [Candidate];
    const lines = own.flatMap((one) => one.lines.filter((line) => line.quantity > 0));
    const finds = lines.flatMap((line) =>
      binsAlone(line, input.shelves).map((bin) => ({ ...line, bin, stop: stopOf(bin) })),
    );
    const traits = { ...traitsOf(own, lines), bins: finds.map((find) => find.bin) };
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
    const most = mostOrders(cart, rule?.most ?? terms.most, input.wallSlots ?? null);
    const group = byRule.get(rule) ?? { rule, cart, mixed: false, orders: [], most };
    byRule.set(rule, group);
    const { orderId, orderName } = first;
    group.orders.push({
      ...{ orderId, orderName, lines, finds, units, size },
      stops: stopsOf(finds),
      sure: sureOf(finds, input.shelves, floor),
      // Without cut-offs the promise itself has to be kept.
      dueAt: dueAt({ fulfillBy }, upcoming) ?? fulfillBy,
    });
  }
  const ranked = [...byRule.values()].sort((a, b) => rankOf(a, rules) - rankOf(b, rules));
  const groups = ranked.flatMap((group) => partedByTime(group, floor !== null, terms));
  return { input, floor, tooLarge: large, groups };
}

const rankOf = ({ rule }: Group, rules: readonly Rule[]) => (rule ? rules.indexOf(rule) : rules.length);

/**
 * Orders of a rule that are due at different times are planned together where one search can weigh lateness against metres;
 * else each cut-off has waves of its own.
 */
function partedByTime(group: Group, searched: boolean, { windows }: Terms): Group[] {
  const times = Map.groupBy(group.orders, (order) => order.dueAt?.getTime() ?? null);
  if (times.size === 1) return [group];
  if (searched && group.orders.length <= PART) return [{ ...group, mixed: true }];
  // Promises without cut-offs are almost as many as orders.
  return windows.length === 0 ? [group] : [...times.values()].map((orders) => ({ ...group, orders }));
}

/** A search takes so many orders at a time: enough to choose from, and few enough for its start (their square). */
const PART = 180;

/** The parts of all groups, for the first searches; none where no layout is known. */
export function firstParts(prepared: Prepared): Part[] {
  const { groups, floor, input } = prepared;
  if (!floor) return [];
  return groups.flatMap((group, at) => {
    const numbers = group.orders.map((_, order) => order);
    if (numbers.length <= PART)
      return [
        {
          ...partOf(group, at, numbers, null, true, input.seed),
          due: group.mixed ? timesOf(prepared, group) : null,
        },
      ];
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
    due: null,
    seed,
  };
}

/** So many in a hundred waves keep to the times that a plan by due times reckons with: 1.28 standard deviations of the logarithm. */
const NINE_OF_TEN = 1.28;

/** When the orders of a group are due, in seconds from now, and how fast they are picked while the crew picks the other groups too. */
function timesOf({ groups, input }: Prepared, group: Group): NonNullable<Part['due']> {
  const { terms, learned, now } = input;
  const findsOf = (some: Group) => sum(some.orders.map((order) => order.finds.length));
  const slow = learned.factor * Math.exp(NINE_OF_TEN * learned.sigma);
  const shared = (slow * sum(groups.map(findsOf))) / Math.max(1, findsOf(group));
  return {
    orders: group.orders.map(({ dueAt, finds, units }) => ({
      due: dueAt ? (dueAt.getTime() - now.getTime()) / 1000 : Number.POSITIVE_INFINITY,
      seconds: shared * (secondsOf({ metres: 0, lines: finds.length, units }, terms) - terms.setUpSeconds),
    })),
    crew: {
      pickers: terms.pickers,
      setup: shared * terms.setUpSeconds,
      perMetre: shared / terms.metresPerSecond,
    },
  };
}

const toBatch = ({ cart }: Group, order: PlanOrder, stops = order.stops): OrderToBatch => ({
  name: order.orderName,
  stops,
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
  const orders = group.orders.map((order) => toBatch(group, order, []));
  return firstCome(boardOf({ orders, capacity: capacityOf(group.cart, group.most), walks: nowhere }));
}

/**
 * What is known of a group's batches. The search's own word counts where it saw the whole group, every walk it measured was the
 * shortest, and each item lies at one stop only; else there is a bound that any batches of the group respect, wherever they
 * fetch things from.
 */
export function certified(
  { groups, floor }: Prepared,
  at: number,
  batches: Batches,
  whole: { bound: number; proven: boolean } | null,
): GroupPlan {
  const group = groups[at]!;
  if (!floor) return { batches, bound: 0, proven: false };
  if (whole && floor.walks.shortest && group.orders.every((order) => order.sure === null))
    return { batches, bound: whole.bound, proven: whole.proven };
  const board = boardOf({
    orders: group.orders.map((order) => toBatch(group, order, order.sure ?? order.stops)),
    capacity: capacityOf(group.cart, group.most),
    walks: floor.walks,
  });
  return { batches, bound: floorBound(board), proven: false };
}

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

function pickersToKeepUp(
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

const ascending = (stops: readonly number[]) => [...new Set(stops)].sort((a, b) => a - b);
const stopsOf = (finds: readonly Find[]) => ascending(finds.flatMap((find) => find.stop ?? []));
const stopsOfBatch = (group: Group, batch: readonly number[]) =>
  ascending(batch.flatMap((order) => group.orders[order]!.stops));

/** The stops that lines lead to whatever bins are chosen for them; null where each of them has one stop only. */
function sureOf(finds: readonly Find[], shelves: Readonly<Shelves>, floor: FloorWalks | null): number[] | null {
  let chosen = false;
  const sure = finds.flatMap((line) => {
    const lying = shelves.get(line.inventoryItemId ?? '') ?? [];
    const stops = new Set(lying.map((row) => floor?.stopOf.get(row.bin) ?? null));
    if (stops.size < 2) return line.stop ?? [];
    chosen = true;
    return [];
  });
  return chosen ? ascending(sure) : null;
}

/**
 * All batches in the order in which they are begun, and choose their bins. A group keeps the order that was found for it, or begins
 * with the order that waits longest; of two groups that one is next whose wave is due first.
 */
function inTurn({ groups }: Prepared, plans: readonly GroupPlan[]): { at: number; batch: number[] }[] {
  const waiting = groups.map((group, at) => {
    const batches = plans[at]!.batches.map((batch) => batch.toSorted((a, b) => a - b));
    return group.mixed ? batches : batches.sort((a, b) => a[0]! - b[0]!);
  });
  const next = waiting.map(() => 0);
  const due = (at: number) => {
    const batch = waiting[at]![next[at]!];
    return batch ? (dueOf(groups[at]!, batch)?.getTime() ?? NEVER) : Number.POSITIVE_INFINITY;
  };
  return waiting.flat().map(() => {
    let first = 0;
    for (let at = 1; at < groups.length; at++) if (due(at) < due(first)) first = at;
    return { at: first, batch: waiting[first]![next[first]!++]! };
  });
}

/** After every date. */
const NEVER = 8.64e15;

/** The first of the times at which its orders are due. */
function dueOf(group: Group, batch: readonly number[]): Date | null {
  const times = batch.flatMap((order) => group.orders[order]!.dueAt?.getTime() ?? []);
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

/** Takes what a batch needs off `shelves` and writes into its orders what is found in which bins. Answers a bound of its walk by any choice. */
function fetch(group: Group, batch: readonly number[], shelves: Shelves, floor: FloorWalks | null): number {
  const wanted = batch.flatMap((order) => group.orders[order]!.lines);
  const { parts, bound } = assignBins(wanted, shelves, floor ? nearestBins(floor, group.rule?.when ?? {}) : preferred);
  let at = 0;
  for (const order of batch) {
    const before = group.orders[order]!;
    const finds = parts
      .slice(at, at + before.lines.length)
      .flat()
      .map((find) => ({ ...find, stop: find.bin === null ? null : (floor?.stopOf.get(find.bin) ?? null) }));
    at += before.lines.length;
    group.orders[order] = { ...before, finds, stops: stopsOf(finds) };
  }
  return bound;
}

function waveOf(
  group: Group,
  batch: readonly number[],
  floor: FloorWalks | null,
  { terms, sizes }: BacklogInput,
  boundOfBins: number,
): Omit<PlannedWave, 'finish'> {
  const orders = batch.map((order) => group.orders[order]!);
  const stops = stopsOfBatch(group, batch);
  const walk = floor?.walk(stops) ?? null;
  const finds = walked(
    orders.flatMap(({ orderId, orderName, finds: own }) => own.map((find) => ({ ...find, orderId, orderName }))),
    walk?.order ?? [],
    floor,
  );
  const units = sum(orders.map((order) => order.units));
  const metres = walk &&
    floor && {
      walk: walk.metres,
      bound: Math.min(walk.bound, boundOfBins),
      oneByOne: sum(orders.map((order) => floor.walks.length(order.stops))),
      byBinName: floor.inOrder(stops),
    };
  const { totes, lines: inTotes } = intoTotes(group.cart, orders, finds, sizes);
  return {
    orders: orders.map((order) => ({
      ...{ orderId: order.orderId, orderName: order.orderName, lines: order.lines.length, units: order.units },
      tote: totes.get(order.orderId) ?? null,
    })),
    walk: inTotes.map(({ fulfillmentOrderLineId, quantity, bin, tote }) => ({
      ...{ fulfillmentOrderLineId, quantity, bin, tote },
    })),
    rule: group.rule?.name ?? null,
    cart: group.cart === anyCart ? null : group.cart.name,
    method: group.cart.method,
    dueAt: dueOf(group, batch),
    lines: sum(orders.map((order) => order.lines.length)),
    units,
    unplaced: floor ? finds.filter((find) => find.stop === null).length : 0,
    metres,
    seconds: secondsOf({ metres: walk?.metres ?? 0, lines: finds.length, units }, terms),
  };
}

/** Lines in the order of a walk through their stops: what the layout does not have comes last, by bin name. */
export function walked<
  L extends {
    bin: string | null;
    sku: string | null;
    title: string;
    orderName: string;
    fulfillmentOrderLineId: string;
  },
>(lines: readonly L[], order: readonly number[], floor: FloorWalks | null): L[] {
  const turn = new Map(order.map((stop, at) => [stop, at]));
  const turnOf = ({ bin }: L) => turn.get(floor?.stopOf.get(bin ?? '') ?? -1) ?? order.length;
  return lines.toSorted(
    (a, b) =>
      turnOf(a) - turnOf(b) ||
      compareBins(a.bin, b.bin) ||
      (a.sku ?? a.title).localeCompare(b.sku ?? b.title) ||
      compareBins(a.orderName, b.orderName) ||
      a.fulfillmentOrderLineId.localeCompare(b.fulfillmentOrderLineId),
  );
}

/** Orders with their parts, the most urgent first: by promise, then by age. */
function byUrgency(candidates: readonly Candidate[]): Candidate[][] {
  const far = NEVER;
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
