/**
 * No fewer carts than this hold the loads (Martello and Toth's L2 bound, 1990): what is more than half a cart needs its own, and
 * middling loads fill what is left beside the smaller of those.
 */
export function fewestCarts(loads: readonly number[], capacity: number): number {
  const some = loads.filter((load) => load > 0);
  if (some.length === 0 || capacity === Number.POSITIVE_INFINITY) return 0;
  const large = some.filter((load) => load > capacity / 2);
  let fewest = carts(sum(some), capacity);
  for (const least of new Set([0, ...some.filter((load) => load <= capacity / 2)])) {
    const beside = large.filter((load) => load <= capacity - least);
    const middling = some.filter((load) => load >= least && load <= capacity / 2);
    const free = beside.length * capacity - sum(beside);
    fewest = Math.max(fewest, large.length + carts(sum(middling) - free, capacity));
  }
  return fewest;
}

/** Rounded up, but for rounding errors. */
function carts(load: number, capacity: number): number {
  return Math.max(0, Math.ceil(load / capacity - 1e-7));
}

function sum(loads: readonly number[]): number {
  return loads.reduce((total, load) => total + load, 0);
}
