// How much service is promised, and by which measure: they are easily mixed up, and 95 % of one is not 95 % of the other.

/**
 * `fill`: share of the units asked for that are served from the shelf (type 2; what customers feel).
 * `cycle`: share of the order cycles in which nothing runs out (type 1).
 */
export type ServiceTarget = { measure: 'fill' | 'cycle'; level: number };

/**
 * The cycle service that pays best: CR = Cu / (Cu + Co), with Cu what a unit too few costs (its margin) and Co what a unit
 * too many costs (holding it for one cycle); both in the same money. The newsvendor's critical ratio: Silver, Pyke, Thomas,
 * ch. 9. Null when neither costs anything.
 */
export function economicTarget(unitMargin: number, holdingPerCycle: number): ServiceTarget | null {
  const tooFew = Math.max(0, unitMargin);
  const tooMany = Math.max(0, holdingPerCycle);
  return tooFew + tooMany > 0 ? { measure: 'cycle', level: tooFew / (tooFew + tooMany) } : null;
}

/** Cost of keeping one unit for `days`: its cost times the yearly rate of holding (capital, space, loss) for that part of a year. */
export function holdingCost(unitCost: number, ratePerYear: number, days: number): number {
  return (unitCost * ratePerYear * days) / 365;
}

/**
 * Units to order at a time where each order costs `orderCost` whatever its size: √(2AD/h), h the holding of a unit for a year
 * (Harris 1913). 0 when ordering costs nothing: then every review tops up.
 */
export function economicLot(demandPerYear: number, orderCost: number, holdingPerYear: number): number {
  return holdingPerYear > 0 ? Math.sqrt((2 * orderCost * Math.max(0, demandPerYear)) / holdingPerYear) : 0;
}
