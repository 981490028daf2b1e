import { CENSORED, type DemandDays, OPEN } from './demand-days.ts';
import { productLimitWeights } from './product-limit.ts';
import { risingOrder } from './rising-order.ts';

/** Half-life in days of the neighbours that speak for a day of which nothing is known. */
const NEIGHBOURS = 14;

/**
 * What was wanted each day. A sold-out day counts as what is expected of a day that wants at least so much, E[D | D ≥ sold], under
 * the product-limit estimate of the voting days; a closed or event day as its neighbours' average. Calling a day sold out lowers
 * the hazard at its sales and nowhere raises it, so no day's answer falls: the estimate cannot start a death spiral.
 */
export function uncensored({ units, states }: DemandDays, votes: Float64Array): Float64Array {
  const days: number[] = [];
  let soldOut = 0;
  let unknown = 0;
  for (let day = 0; day < units.length; day++) {
    if (states[day] === CENSORED) soldOut++;
    if (states[day] === OPEN || states[day] === CENSORED) days.push(day);
    else unknown++;
  }
  const wanted = units.map((sold) => Math.max(0, sold));
  if (soldOut > 0) liftSoldOutDays(wanted, states, votes, days);
  if (unknown > 0) fillFromNeighbours(wanted, states);
  return wanted;
}

function liftSoldOutDays(wanted: Float64Array, states: Uint8Array, votes: Float64Array, days: number[]): void {
  // Observed before sold out: among equal sales the risingOrder keeps this order.
  const ordered = [...days.filter((day) => states[day] === OPEN), ...days.filter((day) => states[day] === CENSORED)];
  const sales = Float64Array.from(ordered, (day) => wanted[day]!);
  const order = Uint32Array.from(risingOrder(sales, sales.length), (place) => ordered[place]!);
  const mass = productLimitWeights(
    Float64Array.from(order, (day) => votes[day]!),
    Uint8Array.from(order, (day) => (states[day] === CENSORED ? 1 : 0)),
  );
  let [above, sum] = [0, 0];
  // From the largest down: mass and mean of what was wanted beyond.
  for (let i = order.length - 1; i >= 0; i--) {
    const day = order[i]!;
    const sold = sales.length ? wanted[day]! : 0;
    above += mass[i]!;
    sum += mass[i]! * sold;
    if (states[day] === CENSORED && above > 0) mass[i] = sum / above;
    else mass[i] = sold;
  }
  order.forEach((day, i) => {
    if (states[day] === CENSORED) wanted[day] = Math.max(wanted[day]!, mass[i]!);
  });
}

function fillFromNeighbours(wanted: Float64Array, states: Uint8Array): void {
  const keep = 2 ** (-1 / NEIGHBOURS);
  const sums = new Float64Array(wanted.length);
  const weights = new Float64Array(wanted.length);
  const walk = (from: number, to: number, by: number) => {
    let [sum, weight] = [0, 0];
    for (let day = from; day !== to; day += by) {
      sums[day]! += sum;
      weights[day]! += weight;
      const known = states[day] === OPEN || states[day] === CENSORED;
      sum = sum * keep + (known ? wanted[day]! : 0);
      weight = weight * keep + (known ? 1 : 0);
    }
  };
  walk(0, wanted.length, 1);
  walk(wanted.length - 1, -1, -1);
  for (let day = 0; day < wanted.length; day++)
    if (states[day] !== OPEN && states[day] !== CENSORED) wanted[day] = weights[day] ? sums[day]! / weights[day]! : 0;
}
