// All purchases at once: what every extra pack is worth, which suppliers' minimum orders are worth it, and where a budget that
// does not reach for everything does the most good. Money in minor units of one currency, as weights of a decision.
import type { DemandDistribution } from './demand-distribution.ts';

export type BuyLine = {
  id: string;
  supplierId: string;
  /** inventory position before buying, in units */
  position: number;
  /** demand until an order of the next review would arrive */
  demand: DemandDistribution;
  packSize: number;
  minimumOrder: number;
  /** most units to buy, from cover and shelf life; null = no limit */
  most: number | null;
  unitCost: number;
  /** what a unit earns when it is sold */
  margin: number;
  /** what a unit costs that is left over after the cycle */
  holding: number;
};

export type Supplier = { id: string; minimumValue: number };

/** A pack, or the packs of a minimum order together: what it adds and what it is worth. */
export type Pack = { lineId: string; units: number; cost: number; value: number };

export type Refusal = 'nothing-pays' | 'minimum-not-worth-it' | 'minimum-out-of-reach' | 'budget';

export type SupplierPlan = {
  supplierId: string;
  cost: number;
  value: number;
  /** null = we order */
  refused: Refusal | null;
  /** what the supplier's minimum order would have been worth; below zero, refusing it saves that much */
  refusedValue: number;
};

export type BuyPlan = {
  lines: { id: string; units: number; packs: Pack[]; next: Pack | null }[];
  suppliers: SupplierPlan[];
  cost: number;
  value: number;
};

/**
 * What is gained by `units` more on top of `stock`: (margin + holding) × E[units of them asked for] − holding × units, that is
 * margin for each one sold and holding for each one left (newsvendor: Silver, Pyke, Thomas, ch. 9). As the expected shortfall is convex, the next pack
 * is never worth more than the one before, and packs stop paying just where P(D ≤ stock) reaches margin / (margin + holding).
 */
export function worthOf({ demand, margin, holding }: BuyLine, stock: number, units: number): number {
  const askedFor = demand.expectedShortfall(stock) - demand.expectedShortfall(stock + units);
  return (margin + holding) * askedFor - holding * units;
}

/**
 * Fills the budget with packs in the order of value per money. A line opens with its minimum order, a supplier with the best
 * packs that reach its minimum value, of which the last may not pay by themselves; what does not pay as a whole is refused.
 * Without minimums that is optimal up to the pack that does not fit (greedy on concave values: Fox, "Discrete optimization via
 * marginal analysis", Management Science 13, 1966); with them it is a good plan, not a proven best. More budget never lowers
 * the value.
 */
export function planBuys(
  lines: readonly BuyLine[],
  suppliers: readonly Supplier[],
  budget = Number.POSITIVE_INFINITY,
): BuyPlan {
  const offered = suppliers.map((supplier) =>
    offersOf(
      supplier,
      lines.filter((line) => line.supplierId === supplier.id),
    ),
  );
  const paying = offered.flatMap(({ offers }) => offers).filter(({ value }) => value > 0);
  // What follows on an offer, in its line or supplier, never returns more than it does, so it stands behind it here.
  paying.sort((a, b) => returnOf(b) - returnOf(a));
  const closed = new Set<string>();
  const taken: Offer[] = [];
  let left = budget;
  for (const offer of paying) {
    const line = `line ${offer.packs[0]!.lineId}`;
    const supplier = `supplier ${offer.supplierId}`;
    if (closed.has(supplier) || closed.has(line)) continue;
    if (offer.cost > left) closed.add(offer.opens ? supplier : line);
    else {
      taken.push(offer);
      left -= offer.cost;
    }
  }
  const packs = Map.groupBy(
    taken.flatMap((offer) => offer.packs),
    ({ lineId }) => lineId,
  );
  return {
    lines: lines.map((line) => {
      const own = packs.get(line.id) ?? [];
      const units = total(own, 'units');
      return { id: line.id, units, packs: own, next: packAfter(line, units) };
    }),
    suppliers: offered.map(({ supplierId, offers, refusal }) => {
      const own = taken.filter((offer) => offer.supplierId === supplierId);
      return {
        supplierId,
        cost: total(own, 'cost'),
        value: total(own, 'value'),
        refused: own.length > 0 ? null : refusal,
        refusedValue: own.length > 0 ? 0 : (offers[0]?.value ?? 0),
      };
    }),
    cost: total(taken, 'cost'),
    value: total(taken, 'value'),
  };
}

/** What can be ordered only together: one pack, or all those that reach a supplier's minimum. */
type Offer = { supplierId: string; opens: boolean; packs: Pack[]; cost: number; value: number };

/** The offers of one supplier, the best first, and why there would be no order if none of them is taken. */
function offersOf({ id: supplierId, minimumValue }: Supplier, lines: readonly BuyLine[]) {
  const packs = lines.flatMap(payingPacks).sort((a, b) => returnOf(b) - returnOf(a));
  const offer = (together: Pack[], opens: boolean): Offer => ({
    supplierId,
    opens,
    packs: together,
    cost: total(together, 'cost'),
    value: total(together, 'value'),
  });
  const each = (from: number) => packs.slice(from).map((pack) => offer([pack], false));
  const refuse = (refusal: Refusal, offers: Offer[] = []) => ({ supplierId, offers, refusal });
  if (packs.length === 0) return refuse('nothing-pays');
  if (minimumValue <= 0) return refuse('budget', each(0));

  let spent = 0;
  let count = 0;
  for (; count < packs.length && spent < minimumValue; count++) spent += packs[count]!.cost;
  if (spent >= minimumValue) return refuse('budget', [offer(packs.slice(0, count), true), ...each(count)]);
  const filled = fillUp(packs, lines, minimumValue - spent);
  if (!filled) return refuse('minimum-out-of-reach');
  const opening = offer(filled, true);
  return refuse(opening.value > 0 ? 'budget' : 'minimum-not-worth-it', [opening]);
}

function payingPacks(line: BuyLine): Pack[] {
  const packs: Pack[] = [];
  let units = 0;
  for (let pack = packAfter(line, 0); pack && pack.value > 0; pack = packAfter(line, units)) {
    packs.push(pack);
    units += pack.units;
  }
  return packs;
}

/** Adds the packs that lose least until `missing` more is spent; null when nothing more can be bought before that. */
function fillUp(packs: readonly Pack[], lines: readonly BuyLine[], missing: number): Pack[] | null {
  const filled = [...packs];
  const units = new Map<string, number>();
  for (const pack of packs) units.set(pack.lineId, (units.get(pack.lineId) ?? 0) + pack.units);
  for (let spent = 0; spent < missing; spent += filled.at(-1)!.cost) {
    const best = bestFill(lines, units);
    if (!best) return null;
    filled.push(best);
    units.set(best.lineId, (units.get(best.lineId) ?? 0) + best.units);
  }
  return filled;
}

/**
 * So many units of each line that `missing` more is spent than `bought` costs, by the packs that are worth most for their money, whether
 * they pay or not and beyond what will be asked for; null when nothing of it costs anything.
 */
export function fillUpTo(
  lines: readonly BuyLine[],
  bought: ReadonlyMap<string, number>,
  missing: number,
): Map<string, number> | null {
  const open = lines.map((line) => ({ ...line, most: null }));
  const units = new Map(lines.map(({ id }) => [id, bought.get(id) ?? 0]));
  for (let spent = 0; spent < missing; ) {
    const best = bestFill(open, units);
    if (!best) return null;
    units.set(best.lineId, units.get(best.lineId)! + best.units);
    spent += best.cost;
  }
  return units;
}

/**
 * The pack that an order is best filled up with. What is left over after this cycle is held until it sells, and that is longer the
 * more of it lies there: so what nobody will ask for soon is spread over the lines by their cover and does not pile up on one.
 */
function bestFill(lines: readonly BuyLine[], units: ReadonlyMap<string, number>): Pack | null {
  let best: Pack | null = null;
  let most = Number.NEGATIVE_INFINITY;
  let soonest = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const bought = units.get(line.id) ?? 0;
    const pack = packAfter(line, bought);
    if (!pack || pack.cost <= 0) continue;
    const cycles = (Math.max(0, line.position) + bought + pack.units / 2) / Math.max(line.demand.mean, 1e-6);
    const value = pack.value - line.holding * pack.units * Math.max(0, cycles - 1);
    const worth = returnOf({ ...pack, value });
    if (worth < most || (worth === most && cycles >= soonest)) continue;
    best = pack;
    most = worth;
    soonest = cycles;
  }
  return best;
}

/** The next pack of a line that has `bought` units: its whole minimum order at first; null when its limit is reached. */
function packAfter(line: BuyLine, bought: number): Pack | null {
  const size = Math.max(1, line.packSize);
  const units = bought === 0 ? Math.ceil(Math.max(line.minimumOrder, 1) / size) * size : size;
  if (line.most !== null && bought + units > line.most) return null;
  return { lineId: line.id, units, cost: units * line.unitCost, value: worthOf(line, line.position + bought, units) };
}

/** Value per money; what costs nothing comes first when it is worth something. */
const returnOf = ({ value, cost }: { value: number; cost: number }) => value / Math.max(cost, 1e-9);

function total<Key extends string>(parts: readonly { [key in Key]: number }[], key: Key): number {
  return parts.reduce((sum, part) => sum + part[key], 0);
}
