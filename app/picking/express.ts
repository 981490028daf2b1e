// Orders that cannot wait for the next plan. A rule says which they are, and whether they may join a walk that is under way: then
// the picker is told what to take as well, and into which tote. What finds no room gets a wave of its own, walked before the others.
import { compareBins } from './bin-order.ts';
import { type Cart, capacityOf, loadOf, mostOrders, type OrderSize, tooLarge, totesFor } from './carts/cart.ts';
import type { Candidate } from './plan.ts';
import { type Rule, ruleFor } from './rules/rule.ts';
import { traitsOf } from './rules/traits.ts';
import { binsAlone, type Shelves } from './shelves.ts';
import { restOfWalk } from './walk/open-tour.ts';

export type ExpressOrder = {
  orderId: string;
  orderName: string;
  rule: Rule;
  /** its fulfillment orders that are ready at one location */
  candidates: Candidate[];
  size: OrderSize;
  units: number;
};

/** The orders among these that an express rule takes, the most urgent first. */
export function expressOrders(
  candidates: readonly Candidate[],
  rules: readonly Rule[],
  shelves: Readonly<Shelves>,
  sizeOf: (lines: Candidate['lines']) => OrderSize,
  now: Date,
): ExpressOrder[] {
  return [...Map.groupBy(candidates, (one) => one.orderId).values()]
    .flatMap((own): ExpressOrder[] => {
      const [first] = own as [Candidate];
      const lines = own.flatMap((one) => one.lines.filter((line) => line.quantity > 0));
      const rule = ruleFor(
        rules,
        traitsOf(own, lines, (liked) => lines.flatMap((line) => binsAlone(line, shelves, liked))),
        now,
      );
      if (!rule?.express || lines.length === 0) return [];
      const units = lines.reduce((sum, line) => sum + line.quantity, 0);
      const { orderId, orderName } = first;
      return [{ orderId, orderName, rule, candidates: own, size: sizeOf(lines), units }];
    })
    .sort(
      (a, b) =>
        promise(a) - promise(b) ||
        placed(a) - placed(b) ||
        (a.orderId < b.orderId ? -1 : a.orderId > b.orderId ? 1 : 0),
    );
}

const FAR = 8.64e15;
const promise = ({ candidates }: ExpressOrder) =>
  Math.min(FAR, ...candidates.flatMap((one) => one.fulfillBy?.getTime() ?? []));
const placed = ({ candidates }: ExpressOrder) => Math.min(...candidates.map((one) => one.placedAt.getTime()));

/** A walk that is under way, as an express order sees it. */
export type RunningWalk = {
  waveId: string;
  cart: Cart;
  /** what the orders on it take of the cart (carts/cart.ts) */
  loads: readonly number[][];
  /** every name that a tote of this walk has or had */
  totes: ReadonlySet<string>;
  /** bins still to be visited */
  open: readonly (string | null)[];
  /** the bin where the picker stands; null = not known */
  at: string | null;
  /** metres on foot between two bins, null standing for the start of the walk; undefined where nobody measured */
  far: ((a: string | null, b: string | null) => number | undefined) | null;
};

/** The totes that the order gets on this walk; null when it has no room, or the walk is over. */
export function roomFor(walk: RunningWalk, { size, units }: Pick<ExpressOrder, 'size' | 'units'>): string[] | null {
  const { cart, loads, totes, open } = walk;
  if (open.length === 0 || (cart.method === 'single' && units !== 1) || tooLarge(cart, size)) return null;
  const own = loadOf(cart, size);
  // How many orders a plan puts into a wave is a matter of habit; an order that cannot wait minds the cart alone.
  const capacity = capacityOf(cart, Number.MAX_SAFE_INTEGER);
  const fits = capacity.every((most, m) => own[m]! + loads.reduce((sum, load) => sum + load[m]!, 0) <= most);
  if (!fits) return null;
  if (cart.method !== 'cluster') return ['1'];
  const wanted = totesFor(cart, size);
  const free: string[] = [];
  for (let number = 1; number <= cart.totes && free.length < wanted; number++)
    if (!totes.has(`${number}`)) free.push(`${number}`);
  return free.length === wanted ? free : null;
}

/** By how many metres these bins lengthen the rest of a walk; 0 where nobody measured. */
export function moreMetres({ open, at, far }: RunningWalk, bins: readonly (string | null)[]): number {
  if (!far) return 0;
  const known = (names: readonly (string | null)[]) => [
    ...new Set(names.flatMap((name) => (name !== null && far(null, name) !== undefined ? [name] : []))),
  ];
  const places = [null, ...known([...open, ...bins, at])];
  const numbers = (names: readonly (string | null)[]) => known(names).map((name) => places.indexOf(name));
  const metres = (a: number, b: number) => far(places[a]!, places[b]!) ?? 0;
  const from = Math.max(0, at === null ? 0 : places.indexOf(at));
  const before = restOfWalk(numbers(open), [], metres, from, 0).metres;
  return Math.max(0, restOfWalk(numbers(open), numbers(bins), metres, from, 0).metres - before);
}

/** The walk that has room for the order and is lengthened least; of equals the first. */
export function chooseWalk(
  walks: readonly RunningWalk[],
  order: Pick<ExpressOrder, 'size' | 'units'>,
  bins: readonly (string | null)[],
): { walk: RunningWalk; totes: string[] } | null {
  const found = walks.flatMap((walk) => {
    const totes = roomFor(walk, order);
    return totes ? [{ walk, totes, metres: moreMetres(walk, bins) }] : [];
  });
  return found.sort((a, b) => a.metres - b.metres)[0] ?? null;
}

/**
 * The lines of a walk with new ones where they lengthen it least, in order. Where nobody measured, before the first bin whose name
 * comes after theirs.
 */
export function intoWalk<Line extends { bin: string | null }>(
  walk: readonly Line[],
  fresh: readonly Line[],
  far: RunningWalk['far'],
): Line[] {
  const lines = [...walk];
  for (const line of fresh) {
    const detour = (a: Line | undefined, b: Line | undefined) => {
      const [from, to] = [a?.bin ?? null, b?.bin ?? null];
      const [there, on, straight] = [far?.(from, line.bin), far?.(line.bin, to), far?.(from, to)];
      return there === undefined || on === undefined || straight === undefined ? null : there + on - straight;
    };
    let best = lines.findIndex((one) => compareBins(one.bin, line.bin) > 0);
    if (best < 0) best = lines.length;
    let least = Number.POSITIVE_INFINITY;
    for (let at = 0; far && line.bin !== null && at <= lines.length; at++) {
      const more = detour(lines[at - 1], lines[at]);
      if (more !== null && more < least) [best, least] = [at, more];
    }
    lines.splice(best, 0, line);
  }
  return lines;
}

export type OwnWave = { rules: Rule[]; cart: Cart; orders: ExpressOrder[] };

/**
 * Express orders that found no walk, put together into waves of their own: as many as a cart takes go on one walk, whichever rules made
 * them express, the most urgent on the first that has room. `most`: orders in a wave where a rule says nothing; `slots`: of the put wall.
 */
export function ownWaves(
  orders: readonly ExpressOrder[],
  cartOf: (rule: Rule) => Cart,
  most: number,
  slots: number | null,
): OwnWave[] {
  const waves: (OwnWave & { capacity: number[]; held: number[] })[] = [];
  for (const order of orders) {
    const { rule, size, units } = order;
    const cart = cartOf(rule);
    if (tooLarge(cart, size)) continue;
    const load = loadOf(cart, size);
    // Single items are told apart by what they are; among them an order of several would be torn apart, and goes alone.
    const alone = cart.method === 'single' && units !== 1;
    const capacity = alone ? load : capacityOf(cart, mostOrders(cart, rule.most ?? most, slots));
    const open = waves.find(
      (wave) =>
        wave.cart.id === cart.id &&
        load.every((own, m) => wave.held[m]! + own <= Math.min(wave.capacity[m]!, capacity[m]!)),
    );
    if (!open) {
      waves.push({ rules: [rule], cart, orders: [order], capacity, held: load });
      continue;
    }
    open.orders.push(order);
    open.held = open.held.map((sum, m) => sum + load[m]!);
    open.capacity = open.capacity.map((limit, m) => Math.min(limit, capacity[m]!));
    if (!open.rules.includes(rule)) open.rules.push(rule);
  }
  return waves.map(({ rules, cart, orders: own }) => ({ rules, cart, orders: own }));
}
