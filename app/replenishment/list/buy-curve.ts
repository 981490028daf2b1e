// One line of a buying plan as the browser needs it: instead of the whole demand, what would be short with each pack more.
import { type DemandInputs, demandOverDays } from '../demand-inputs.ts';
import type { DecisionInputs } from '../policy/decide.ts';
import type { DemandDistribution } from '../policy/demand-distribution.ts';
import { demandUntilArrival, inFewPoints, learnLeadTime } from '../policy/lead-time.ts';
import type { BuyLine } from '../policy/plan-buys.ts';
import { holdingCost } from '../policy/service-target.ts';

/** More packs than a plan buys of a line: the curve ends before, where nothing more may be asked for. */
const MOST_PACKS = 1000;

export type BuyCurve = Omit<BuyLine, 'demand' | 'most'> & {
  /** units asked for until an order of the next review would arrive, on average */
  mean: number;
  /** units short with the position, and with each pack more */
  short: number[];
};

/** `margin` in minor units of the currency of the cost. Null where demand or lead time is not known. */
export function buyCurve(
  id: string,
  supplierId: string,
  position: number,
  margin: number,
  inputs: DecisionInputs<DemandInputs>,
): BuyCurve | null {
  const leadTime = learnLeadTime(inputs.leadTime.statedDays, inputs.leadTime.samples);
  const { demand, terms, reviewDays } = inputs;
  if (!leadTime || !demand) return null;
  const until = demandUntilArrival(inFewPoints(leadTime, 5), (days) => demandOverDays(demand, days), reviewDays);
  const packSize = Math.max(1, Math.ceil(terms.packSize));
  const packs = Math.max(MOST_PACKS, Math.ceil(terms.minimumOrder / packSize));
  const short: number[] = [];
  for (let pack = 0; pack <= packs; pack++) {
    short.push(until.expectedShortfall(position + pack * packSize));
    // Past the last unit that may be asked for each pack more is like the one before.
    if (short.at(-1)! < 1e-6 && pack * packSize >= terms.minimumOrder) break;
  }
  return {
    id,
    supplierId,
    position,
    packSize,
    minimumOrder: terms.minimumOrder,
    unitCost: terms.unitCost,
    margin,
    holding: holdingCost(terms.unitCost, terms.holdingRate, reviewDays),
    mean: until.mean,
    short,
  };
}

/** The line as planBuys takes it: exact at whole packs, which are all that it asks for. */
export function lineOf({ mean, short, ...line }: BuyCurve): BuyLine {
  const demand: DemandDistribution = {
    mean,
    quantile: () => {
      throw new Error('A curve of shortfalls has no quantiles');
    },
    expectedShortfall: (stock) =>
      short[Math.min(short.length - 1, Math.round((stock - line.position) / line.packSize))]!,
  };
  return { ...line, demand, most: (short.length - 1) * line.packSize };
}

/** Units short with so many bought; a part of a pack brings its part of what the pack would. */
function shortWith({ short, packSize }: BuyCurve, units: number): number {
  const at = Math.min(short.length - 1, Math.max(0, units) / packSize);
  const [before, after] = [short[Math.floor(at)]!, short[Math.ceil(at)]!];
  return before + (after - before) * (at - Math.floor(at));
}

/** What so many units are worth, as planBuys reckons (worthOf). */
export function worthOfUnits(curve: BuyCurve, units: number): number {
  const askedFor = curve.short[0]! - shortWith(curve, units);
  return (curve.margin + curve.holding) * askedFor - curve.holding * units;
}

/** Share of the units asked for that would be served, over all lines, with so many units bought of each. */
export function servedShare(curves: readonly BuyCurve[], units: ReadonlyMap<string, number>): number {
  let [asked, missing] = [0, 0];
  for (const curve of curves) {
    asked += curve.mean;
    missing += Math.min(curve.mean, shortWith(curve, units.get(curve.id) ?? 0));
  }
  return asked > 0 ? 1 - missing / asked : 1;
}
