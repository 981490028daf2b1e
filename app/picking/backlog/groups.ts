// All orders that are ready, parted into groups that never mix: by the first rule that fits, and by cut-off where one search cannot weigh
// lateness against metres.
import { anyCart, type Cart, mostOrders, orderSize, tooLarge, type UnitSize } from '../carts/cart.ts';
import type { Learned } from '../pace.ts';
import { type Floor, type FloorWalks, floorWalks } from '../place/floor-walks.ts';
import type { Candidate } from '../plan.ts';
import { inZones, type Rule, ruleFor } from '../rules/rule.ts';
import { cutOffFor, cutOffs, type Terms } from '../rules/terms.ts';
import { traitsOf } from '../rules/traits.ts';
import { binsAlone, type Shelves } from '../shelves.ts';
import { byUrgency, type PlanOrder, stopsOf, sureOf } from './order.ts';

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
    const binsOf = (line: (typeof lines)[number], liked: (bin: string) => boolean) =>
      binsAlone(line, input.shelves, liked);
    const traits = traitsOf(own, lines, (liked) => lines.flatMap((line) => binsOf(line, liked)));
    const { fulfillBy, units } = traits;
    const cutOff = cutOffFor(traits, upcoming);
    const rule = ruleFor(rules, traits, now);
    const finds = lines.flatMap((line) =>
      binsOf(line, (bin) => inZones(rule?.when ?? {}, bin)).map((bin) => ({ ...line, bin, stop: stopOf(bin) })),
    );
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
      // Without a cut-off the promise itself has to be kept.
      dueAt: cutOff?.at ?? fulfillBy,
      cutOff: cutOff?.name ?? null,
    });
  }
  const ranked = [...byRule.values()].sort((a, b) => rankOf(a, rules) - rankOf(b, rules));
  const groups = ranked.flatMap((group) => partedByTime(group, floor !== null));
  return { input, floor, tooLarge: large, groups };
}

const rankOf = ({ rule }: Group, rules: readonly Rule[]) => (rule ? rules.indexOf(rule) : rules.length);

/**
 * Orders of a rule that are due at different times are planned together where one search can weigh lateness against metres;
 * else each cut-off has waves of its own.
 */
function partedByTime(group: Group, searched: boolean): Group[] {
  const timeOf = ({ dueAt }: PlanOrder) => dueAt?.getTime() ?? null;
  if (new Set(group.orders.map(timeOf)).size === 1) return [group];
  if (searched && group.orders.length <= MOST_AT_ONCE) return [{ ...group, mixed: true }];
  // Promises without a cut-off are almost as many as orders.
  const parts = Map.groupBy(group.orders, (order) => (order.cutOff === null ? null : timeOf(order)));
  return [...parts.values()].map((orders) => ({ ...group, orders }));
}

/** A search takes so many orders at a time: enough to choose from, and few enough for its start (their square). */
export const MOST_AT_ONCE = 180;
