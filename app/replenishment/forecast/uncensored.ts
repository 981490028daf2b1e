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
  const wanted = new Float64Array(units.length);
  let soldOut = 0;
  let unknown = 0;
  for (let day = 0; day < units.length; day++) {
    wanted[day] = Math.max(0, units[day]!);
    if (states[day] === CENSORED) soldOut++;
    else if (states[day] !== OPEN) unknown++;
  }
  if (soldOut > 0) liftSoldOutDays(wanted, states, votes, units.length - soldOut - unknown, soldOut);
  if (unknown > 0) fillFromNeighbours(wanted, states);
  return wanted;
}

function liftSoldOutDays(
  wanted: Float64Array,
  states: Uint8Array,
  votes: Float64Array,
  open: number,
  soldOut: number,
): void {
  // Observed before sold out: among equal sales the order is kept, as the product limit wants it.
  const n = open + soldOut;
  const days = new Uint32Array(n);
  for (let day = 0, nextOpen = 0, nextSoldOut = open; day < states.length; day++) {
    if (states[day] === OPEN) days[nextOpen++] = day;
    else if (states[day] === CENSORED) days[nextSoldOut++] = day;
  }
  const sales = new Float64Array(n);
  for (let i = 0; i < n; i++) sales[i] = wanted[days[i]!]!;
  const order = risingOrder(sales, n);
  const weights = new Float64Array(n);
  const censored = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    weights[i] = votes[days[order[i]!]!]!;
    censored[i] = order[i]! < open ? 0 : 1;
  }
  const mass = productLimitWeights(weights, censored);
  let [beyond, sum] = [0, 0];
  for (let i = n - 1; i >= 0; i--) {
    const sold = sales[order[i]!]!;
    beyond += mass[i]!;
    sum += mass[i]! * sold;
    if (censored[i] && beyond > 0) wanted[days[order[i]!]!] = Math.max(sold, sum / beyond);
  }
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
